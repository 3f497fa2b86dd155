"""Infer from a damaged page what its site and its collection did: the gloss list, and the fate of bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from methods.repair.candidates import is_nonsense, plausible
from methods.repair.damage import CUT_MARKS
from methods.repair.extras import has_extras
from methods.repair.gbk import HALF_WIDTH, codes, private_codes
from methods.repair.pinyin import (
    GLOSS,
    GLOSSED,
    READING,
    SWALLOWED_GLOSS,
    common_list,
    common_readings,
    gloss_list,
    spelt,
)

#: Most exceptions to a prefix of the common list, as shares of the glosses and of the glossed characters.
EXCEPTIONS, OTHERS = 0.1, 0.2
WIDE, HALF = "，：；！？（）", ",:;!?()"
FULL_WIDTH = str.maketrans(HALF, WIDE)
MARKS = CUT_MARKS + CUT_MARKS.translate(HALF_WIDTH)
#: Only a torn character leaves these: a reading whose bracket was swallowed, or one after a cut and a letter.
TORN = re.compile(rf"\?{READING}[)）]|\?[{re.escape(MARKS)}][@-~][(（]{READING}[)）]")
#: The same inside a run, or after a cut that leaves no ``?``.
TORN_LETTER = re.compile(
    rf"(?:(?<=[^\x00-\x7f])|(?<=[\u4e00-\u9fff][{re.escape(MARKS)}]))([@-~])[(（]{READING}[)）]"
)
#: A tag after a cut run, of which a lone lead byte swallowed the ``<``.
CUT_TAG = re.compile(rf"\?[{re.escape(MARKS)}]\?/?[a-z]+[0-9]?>")
#: With more than `MOST` question marks in `DENSE` characters, a text cannot be read.
MOST, DENSE = 8, 60
MARK, CUT = re.compile(f"[{re.escape(MARKS)}]"), re.compile(rf"\?[{re.escape(MARKS)}]")
LETTER = re.compile(rf"[@-~][(（]{READING}[)）](?![A-Za-z0-9])")
#: Least cuts before nonsense on a damaged page without glosses, and most of its characters that are strange.
CUTS, STRANGE = 2, 0.2
#: Characters after a mark that show whether nonsense follows, and before it in which its run may begin; those
#: in which one that no site has makes a run worth a trial.
ONWARD, BEFORE, NEXT = 12, 30, 6
#: The ``?`` of the damage is no mark of the page.
MARK_AFTER_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff”》])[，：；！？,:;!]")


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
        Characters with their readings that the site may gloss, too, since the page does not contain them.
    ranks
        Positions in the gloss list, as far as they are known.
    is_wide
        Whether marks are full-width, as on the sites.
    keeps_private
        Whether private-use characters were kept, so that no pair of bytes is lost.
    keeps_euro
        Whether the page has a ``€``; some sites or collections drop it, so that the byte 80 leaves nothing.
    is_silent
        Whether a lone lead byte leaves nothing instead of ``?``.
    skips
        Whether a lead byte before a byte that cannot follow it is dropped alone.
    extras
        Whether the site put pairs of random characters before marks: see `methods.repair.extras`.
    """

    raw: str
    glosses: Mapping[str, str]
    maybe: Mapping[str, str] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)
    is_wide: bool = False
    keeps_private: bool = False
    keeps_euro: bool = False
    is_silent: bool = False
    skips: bool = False
    extras: bool = False

    def gloss_status(self, char: str, reading: str) -> str:
        """Return how certain a gloss is the site's: an author may have written one that is off its list."""
        is_off = self.ranks and char > "~" and common_readings().get(char) != reading
        return "inferred" if is_off else "proven"


def read_page(raw: str) -> Page | None:
    """Return what a damaged page shows; None for a text that was neither glossed nor cut."""
    glosses = gloss_list(raw) or _torn(raw)
    return page_of(raw, glosses) if glosses or _is_cut(raw) else None


def page_of(raw: str, glosses: dict[str, str]) -> Page:
    """Return what a page shows that glosses these characters, if any."""
    glosses, maybe, ranks = _prefix(raw, glosses) if glosses else ({}, {}, {})
    marks = Counter(MARK_AFTER_CHINESE.findall(raw))
    wide = sum(marks[mark] for mark in WIDE)
    torn = TORN.search(raw) is not None
    extras = has_extras(raw)
    return Page(
        raw,
        glosses,
        maybe,
        ranks,
        is_wide=2 * wide > sum(marks.values()) or ("（" in raw and not marks),
        keeps_private=not private_codes().keys().isdisjoint(raw),
        keeps_euro="€" in raw,
        is_silent=not extras and not CUT.search(raw) and _is_broken_silently(raw),
        skips=bool(glosses) and not torn,  # A page without glosses shows none that is torn.
        extras=extras,
    )


def _is_cut(raw: str) -> bool:
    """Return whether a page without glosses was cut: nonsense, or what is left of a tag, follows marks."""
    if ">" in raw and CUT_TAG.search(raw):
        return True
    if "?" not in raw or sum(is_broken(raw, found.end()) for found in CUT.finditer(raw)) < CUTS:
        return False
    chinese = [char for char in raw if "\u4e00" <= char <= "\u9fff"]
    return sum(char not in plausible() for char in chinese) < STRANGE * len(chinese)


def _is_broken_silently(raw: str) -> bool:
    """Return whether nonsense follows a mark, and no character that a gloss tore is close to it."""
    return any(
        is_broken(raw, found.end())
        and not SWALLOWED_GLOSS.search(raw, max(0, found.start() - BEFORE), found.end() + 2 * ONWARD)
        for found in MARK.finditer(raw)
    )


def is_broken(raw: str, at: int) -> bool:
    """Return whether a broken run follows a place: nonsense, or a letter with a reading."""
    if LETTER.match(raw, at):
        return True
    return is_nonsense(GLOSS.sub("", raw[at : at + 2 * ONWARD])[:ONWARD])


def _torn(raw: str) -> dict[str, str]:
    """Return the characters that are glossed in an excerpt with hardly any gloss; empty if none is."""
    if ")" not in raw:
        return {}
    common = common_readings()
    endings = {(chr(codes()[char][1]), reading) for char, reading in common.items()}
    lettered = ((found[1], spelt(found[2])) for found in TORN_LETTER.finditer(raw))
    readings = {spelt(found[1] or found[2]) for found in TORN.finditer(raw)}
    readings |= {reading for letter, reading in lettered if (letter, reading) in endings}
    if readings.isdisjoint(common.values()):
        return {}
    whole = {char: reading for char, reading in GLOSSED.findall(raw) if common.get(char) == spelt(reading)}
    return whole or {char: reading for char, reading in common.items() if reading in readings}


def _prefix(raw: str, glosses: dict[str, str]) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Return what a page glosses, what it may gloss, and the ranks if its list is the common one."""
    common = common_list()
    ranks = {char: rank for rank, (char, _) in enumerate(common)}
    others = sum(common_readings().get(char) != reading for char, reading in glosses.items())
    if others > max(1, OTHERS * len(glosses)):
        return glosses, {}, {}
    glossed = Counter(char for char, reading in GLOSSED.findall(raw) if char in ranks)
    plain = Counter(char for char in GLOSS.sub("", raw) if char in ranks)
    plain.subtract(glossed)
    # The cost of a prefix of n characters: its occurrences without a gloss, and glossed ones of others.
    costs = [sum(glossed.values())]
    for char, _ in common:
        costs.append(costs[-1] + plain[char] - glossed[char])
    least = min(costs)
    if least > max(1, EXCEPTIONS * costs[0]):
        return glosses, {}, {}
    first = costs.index(least)
    last = len(costs) - 1 - costs[::-1].index(least)
    return dict(common[:first]) | glosses, dict(common[first:last]), ranks
