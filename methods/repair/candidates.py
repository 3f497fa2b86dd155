"""Find the characters that a hidden character may be, given the bytes that it may have.

Sources: GBK by `methods.repair.gbk`; Simplified and Traditional forms by OpenCC, except for characters that
the sites leave as they are (corpus/README.md, "Damage").
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

import opencc

from methods.repair import gbk
from methods.repair.likelihood import endings
from methods.repair.marks import MARKS
from methods.repair.pinyin import readings


def _zones() -> tuple[tuple[frozenset[int], frozenset[int]], ...]:
    """Return the pairs that a collection drops: sets of first bytes with the second bytes that can lead."""
    rows: dict[frozenset[int], set[int]] = {}
    for lead in gbk.LEADS:
        if trails := frozenset(trail for trail in gbk.LEADS if gbk.is_dropped(lead, trail)):
            rows.setdefault(trails, set()).add(lead)
    return tuple(
        (frozenset(leads), trails) for trails, leads in sorted(rows.items(), key=lambda r: -len(r[1]))
    )


#: The second bytes of a hidden character, with the first bytes of the next one that form a dropped pair with
#: them; the user-defined zones ``AA-AF`` and ``F8-FD`` come first.
ZONES = _zones()
#: In ``——`` and ``……`` of any length, all pairs between the first and the last byte vanish.
DASHES, ANY_FIRST = "—…", frozenset(range(0xA1, 0xFF))
#: Simplified characters that are also Traditional, and that the sites were seen to leave as they are.
STAYS = "于系后里制范并采占周云面干松只么向志才征升游了斗布家"
#: Forms seen on the sites that OpenCC does not give.
SEEN = "簽陜勛墻圣凈沖範"
#: Forms that OpenCC lacks or knows only in context.
LOOK_ALIKES = {ord("陜"): "陕"}
#: Big5's frequent characters (first level), which are Traditional as they are.
LEVEL_1 = range(0xA440, 0xC67F)


@cache
def _simple() -> dict[int, str | int]:
    """Return the Simplified form of every Chinese character of GBK, and half-width ASCII."""
    chars = [char for char in gbk.codes() if char >= "\u3400"]
    forms = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return dict(zip(map(ord, chars), forms, strict=True)) | gbk.HALF_WIDTH | LOOK_ALIKES


def simplify(chars: str) -> str:
    """Return the Simplified, half-width form of each character."""
    return chars.translate(_simple())


@lru_cache(1 << 16)
def slot(chars: str) -> tuple[str, str]:
    """Return the distinct Simplified forms of some characters, and the character behind each of them.

    著 may also stand for 着, as on the sites.
    """
    hidden = {simple: char for char, simple in zip(reversed(chars), reversed(simplify(chars)), strict=True)}
    if "著" in chars:
        hidden["着"] = "著"
    return "".join(hidden), "".join(hidden.values())


@cache
def plausible() -> frozenset[str]:
    """Return the characters that may be inferred where a byte is lost.

    They are the forms that the sites give to each character of GB 2312, its punctuation, and full-width
    marks. Where no byte is lost, any character is possible.
    """
    to_taiwan = opencc.OpenCC("s2tw").convert
    chars = set(SEEN)
    for char, (lead, trail) in gbk.codes().items():
        if 0xB0 <= lead <= 0xF7 and trail >= 0xA1 and char >= "\u4e00":
            if char not in STAYS:
                chars.add(to_taiwan(char))
            if char in STAYS or int.from_bytes(char.encode("cp950", "ignore")) in LEVEL_1:
                chars.add(char)
        elif lead in (0xA1, 0xA3) and not char.isalnum():
            chars.add(char)
    return frozenset(chars & gbk.codes().keys())


@cache
def expected() -> frozenset[str]:
    """Return the characters that a proven step may give: plausible ones and marks, at either width."""
    return plausible() | frozenset(map(simplify, plausible())) | frozenset(MARKS) | {"\u3000", "\n", "€"}


@cache
def between(leads: frozenset[int], trails: frozenset[int]) -> str:
    """Return the characters with these bytes; if several bytes are possible, only plausible characters."""
    table = gbk.pairs()
    found = [table[code] for a in leads for b in trails if (code := a << 8 | b) in table]
    if len(leads) == len(trails) == 1:
        return "".join(found)
    return "".join(char for char in found if char in plausible())


@cache
def anything() -> str:
    """Return the characters that are possible where no byte of a character is left."""
    return "".join(sorted(char for char in plausible() if char >= "\u4e00"))


@cache
def marks_among(chars: str) -> str:
    """Return the marks among some characters."""
    return "".join(char for char in chars if simplify(char) in MARKS)


@cache
def one(byte: int) -> frozenset[int]:
    """Return the set of one byte."""
    return frozenset((byte,))


def in_words(before: str, chars: str, after: str) -> str:
    """Return those of some characters that are marks, or form a word with the text before or after them."""
    text, behind = simplify(before), frozenset(simplify(after))
    likely = frozenset(MARKS).union(*(endings(text[-length:]) for length in range(1, 1 + min(3, len(text)))))
    return "".join(c for c in chars if simplify(c) in likely or behind & _after(simplify(c)))


_after = lru_cache(1 << 12)(endings)


def is_nonsense(text: str) -> bool:
    """Return whether a text has characters close together that hardly ever occur on the sites."""
    strange = [at for at, char in enumerate(text) if "\u3400" <= char <= "\u9fff" and char not in plausible()]
    return any(b - a < NEAR for a, b in pairwise(strange))


#: Least distance of two implausible characters outside broken runs.
NEAR = 8


@cache
def _by_reading() -> dict[str, dict[int, str]]:
    """Return the characters of GBK by their readings and first bytes."""
    table: dict[str, dict[int, str]] = {}
    for char, (lead, _) in gbk.codes().items():
        for reading in readings(char):
            leads = table.setdefault(reading, {})
            leads[lead] = leads.get(lead, "") + char
    return table


@lru_cache(1 << 12)
def read_as(leads: frozenset[int], reading: str) -> str:
    """Return the characters with one of some first bytes and with a given reading."""
    table = _by_reading().get(reading, {})
    chars = "".join(table.get(lead, "") for lead in sorted(leads))
    return "".join(char for char in chars if char in plausible()) or chars
