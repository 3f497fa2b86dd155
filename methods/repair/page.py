"""What a damaged page shows of its site and of its collection: its gloss list, and what became of bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from methods.repair.candidates import is_nonsense, plausible
from methods.repair.damage import CUT_MARKS
from methods.repair.gbk import HALF_WIDTH, private_codes
from methods.repair.pinyin import GLOSS, GLOSSED, READING, common_list, gloss_list, spelt

#: The shares of glosses and of glossed characters that a page of the common list may have beside it.
EXCEPTIONS, OTHERS = 0.1, 0.2
WIDE, HALF = "，：；！？（）", ",:;!?()"
MARKS = CUT_MARKS + CUT_MARKS.translate(HALF_WIDTH)
#: What only a torn character leaves: a reading whose bracket was swallowed, or one after a letter and a cut.
TORN = re.compile(rf"\?{READING}[)）]|\?[{re.escape(MARKS)}][@-~][(（]{READING}[)）]")
MARK, CUT = re.compile(f"[{re.escape(MARKS)}]"), re.compile(rf"\?[{re.escape(MARKS)}]")
LETTER = re.compile(rf"[@-~][(（]{READING}[)）](?![A-Za-z0-9])")
#: So many cuts before nonsense tell a page without glosses, of whose characters so many may be strange.
CUTS, STRANGE = 2, 0.2
#: So many characters after a mark show whether it reads on.
ONWARD = 12
BESIDE = re.compile(r"(?<=[\u4e00-\u9fff”》])[，：；！？,:;!?]")


@dataclass(frozen=True)
class Page:
    """A damaged page.

    Attributes
    ----------
    raw
        The page as found.
    glosses
        The characters that the site glosses, each with its reading.
    maybe
        Characters with their readings that may be glossed, too: nothing on the page says whether.
    ranks
        The place in the gloss list of the characters whose place is known.
    is_wide
        Whether marks are full-width, as the sites have them.
    keeps_private
        Whether private-use characters were kept, so that no pair of bytes is lost.
    is_silent
        Whether a lone lead leaves nothing, instead of ``?``.
    skips
        Whether a lead byte goes alone before a byte that cannot follow it, which stays.
    """

    raw: str
    glosses: Mapping[str, str]
    maybe: Mapping[str, str] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)
    is_wide: bool = False
    keeps_private: bool = False
    is_silent: bool = False
    skips: bool = False


def read_page(raw: str) -> Page | None:
    """Return what a damaged page shows; None for a text that the sites neither glossed nor cut."""
    glosses = gloss_list(raw) or _torn(raw)
    if not glosses and not _is_cut(raw):
        return None
    glosses, maybe, ranks = _prefix(raw, glosses) if glosses else ({}, {}, {})
    marks = Counter(BESIDE.findall(raw))
    wide = sum(marks[mark] for mark in WIDE)
    torn = TORN.search(raw) is not None
    return Page(
        raw,
        glosses,
        maybe,
        ranks,
        is_wide=2 * wide > sum(marks.values()) or ("（" in raw and not marks),
        keeps_private=not private_codes().keys().isdisjoint(raw),
        is_silent=not CUT.search(raw) and _is_broken_silently(raw),
        skips=not torn,
    )


def _is_cut(raw: str) -> bool:
    """Return whether a Traditional page without a gloss is cut, as some sites do: nonsense follows marks."""
    if "?" not in raw or sum(is_broken(raw, found.end()) for found in CUT.finditer(raw)) < CUTS:
        return False
    chinese = [char for char in raw if "\u4e00" <= char <= "\u9fff"]
    return sum(char not in plausible() for char in chinese) < STRANGE * len(chinese)


def _is_broken_silently(raw: str) -> bool:
    """Return whether nonsense follows a mark without a ``?`` before it."""
    return any(is_broken(raw, found.end()) for found in MARK.finditer(raw))


def is_broken(raw: str, at: int) -> bool:
    """Return whether a broken run follows a place: nonsense, or a letter with a reading."""
    if LETTER.match(raw, at):
        return True
    return is_nonsense(GLOSS.sub("", raw[at : at + 2 * ONWARD])[:ONWARD])


def _torn(raw: str) -> dict[str, str]:
    """Return the characters that an excerpt with hardly a gloss shows to be glossed, if any."""
    if ")" not in raw or not (found := list(TORN.finditer(raw))):
        return {}
    readings = {spelt(match[1] or match[2]) for match in found}
    common = dict(common_list())
    if readings.isdisjoint(common.values()):
        return {}
    whole = {char: reading for char, reading in GLOSSED.findall(raw) if common.get(char) == spelt(reading)}
    return whole or {char: reading for char, reading in common.items() if reading in readings}


def _prefix(raw: str, glosses: dict[str, str]) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Return what a page glosses and may gloss, and the ranks, if it glosses a prefix of the common list."""
    common = common_list()
    ranks = {char: rank for rank, (char, _) in enumerate(common)}
    others = sum(dict(common).get(char) != reading for char, reading in glosses.items())
    if others > max(1, OTHERS * len(glosses)):
        return glosses, {}, {}
    glossed = Counter(char for char, reading in GLOSSED.findall(raw) if char in ranks)
    plain = Counter(char for char in GLOSS.sub("", raw) if char in ranks)
    plain.subtract(glossed)
    # A prefix of n characters does not explain those in it without a gloss, nor the others with one.
    costs = [sum(glossed.values())]
    for char, _ in common:
        costs.append(costs[-1] + plain[char] - glossed[char])
    least = min(costs)
    if least > max(1, EXCEPTIONS * costs[0]):
        return glosses, {}, {}
    first = costs.index(least)
    last = len(costs) - 1 - costs[::-1].index(least)
    return dict(common[:first]) | glosses, dict(common[first:last]), ranks
