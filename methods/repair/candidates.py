"""Which characters a hidden character may be, given the bytes that it may have.

Sources: GBK by `methods.repair.gbk`; Simplified and Traditional forms by OpenCC; words by jieba's dictionary.
"""

from __future__ import annotations

from functools import cache, lru_cache

import opencc

from methods.repair import gbk
from methods.repair.likelihood import MARKS, endings


def _zone(*leads: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return first bytes, and the second bytes that vanish behind one of them and may be first bytes, too."""
    return frozenset(leads), frozenset(b for b in gbk.LEADS if any(gbk.is_dropped(a, b) for a in leads))


#: The pairs that vanish: second bytes of one hidden character with first bytes of the next. Rows that lack
#: much the same are taken together, since a pair too many is found out when the reading is proven.
ZONES = (
    _zone(*range(0xAA, 0xB0), *range(0xF8, 0xFE)),
    _zone(0xA1, 0xA3),
    _zone(0xA2, *range(0xA4, 0xAA)),
    _zone(0xFE),
)
#: Of ``——`` and ``……`` all pairs between their first and their last byte vanish, however long they are.
DASHES, ANY_FIRST = "—…", frozenset(range(0xA1, 0xFF))


@cache
def _simple() -> dict[int, str | int]:
    """Return the Simplified form of every Chinese character of GBK, and half-width ASCII."""
    chars = [char for char in gbk.codes() if char >= "\u3400"]
    forms = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return dict(zip(map(ord, chars), forms, strict=True)) | gbk.HALF_WIDTH


def simplify(chars: str) -> str:
    """Return the Simplified, half-width form of each character."""
    return chars.translate(_simple())


#: `simplify`, for strings that come again and again.
simplified = lru_cache(100_000)(simplify)


@cache
def plausible() -> frozenset[str]:
    """Return the characters that may be inferred where a byte is lost.

    They are the Traditional forms of GB 2312's characters, its punctuation, and full-width marks; where all
    bytes are there, any character is believed.
    """
    chars = "".join(gbk.codes())
    traditional = opencc.OpenCC("s2t").convert(chars)
    simple = simplify(chars).encode("gb2312", "replace").decode("gb2312")
    marks = {char for char, (lead, _) in gbk.codes().items() if lead in (0xA1, 0xA3) and not char.isalnum()}
    return marks | {
        char
        for char, same, form in zip(chars, traditional, simple, strict=True)
        if char >= "\u4e00" and char == same and form != "?"
    }


@cache
def between(leads: frozenset[int], trails: frozenset[int]) -> str:
    """Return the characters whose bytes may be these; where there is only one, it may be any character."""
    table = gbk.pairs()
    found = [table[code] for a in leads for b in trails if (code := a << 8 | b) in table]
    if len(leads) == len(trails) == 1:
        return "".join(found)
    return "".join(char for char in found if char in plausible())


@cache
def anything() -> str:
    """Return what may stand where no byte of a character is left."""
    return "".join(sorted(char for char in plausible() if char >= "\u4e00"))


@cache
def marks_among(chars: str) -> str:
    """Return the marks among some characters."""
    return "".join(char for char in chars if simplify(char) in MARKS)


@cache
def one(byte: int) -> frozenset[int]:
    """Return the set of one byte."""
    return frozenset((byte,))


def ending(before: str, chars: str) -> str:
    """Return those of some characters that are marks, or end a word with those before them."""
    text = simplify(before)
    likely = frozenset(MARKS).union(*(endings(text[-length:]) for length in range(1, 1 + min(3, len(text)))))
    return "".join(char for char, simple in zip(chars, simplified(chars), strict=True) if simple in likely)
