"""Which characters a hidden character may be, given the bytes that it may have.

Sources: GBK by `methods.repair.gbk`; Simplified and Traditional forms by OpenCC, but for what the sites leave
as it is (corpus/README.md, "Damage").
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

import opencc

from methods.repair import gbk
from methods.repair.likelihood import MARKS, endings


def _zone(*leads: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return first bytes, and the second bytes that vanish behind one of them and may be first bytes, too."""
    return frozenset(leads), frozenset(b for b in gbk.LEADS if any(gbk.is_dropped(a, b) for a in leads))


#: The pairs that a collection drops: second bytes of one hidden character with first bytes of the next. Rows
#: that lack much the same are taken together, since a pair too many is found out when the reading is proven.
ZONES = (
    _zone(*range(0xAA, 0xB0), *range(0xF8, 0xFE)),
    _zone(0xA1, 0xA3),
    _zone(0xA2, *range(0xA4, 0xAA)),
    _zone(0xFE),
)
#: Of ``——`` and ``……`` all pairs between their first and their last byte vanish, however long they are.
DASHES, ANY_FIRST = "—…", frozenset(range(0xA1, 0xFF))
#: Simplified characters that are Traditional ones, too, and that the sites were seen to leave as they are.
STAYS = "于系后里制范并采占周云面干松只么向志才征升游了斗布家"
#: Forms seen on the sites that OpenCC does not give.
SEEN = "簽陜勛墻圣凈沖範"
#: What OpenCC does not know, or knows only in context.
LOOK_ALIKES = {ord("陜"): "陕"}
#: Big5's frequent characters (first level): what is among them is Traditional as it is.
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
    """Return the Simplified forms of some characters, each once, and what each is hidden in.

    著 may be 着, as the sites write it.
    """
    hidden = {simple: char for char, simple in zip(reversed(chars), reversed(simplify(chars)), strict=True)}
    if "著" in chars:
        hidden["着"] = "著"
    return "".join(hidden), "".join(hidden.values())


@cache
def plausible() -> frozenset[str]:
    """Return the characters that may be inferred where a byte is lost.

    They are the forms that the sites give to GB 2312's characters, one by one, its punctuation, and
    full-width marks; where all bytes are there, any character is believed.
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
    return "".join(char for char in chars if simplify(char) in likely)


def is_nonsense(text: str) -> bool:
    """Return whether a text, as the sites have it, holds characters that they hardly ever do."""
    strange = [at for at, char in enumerate(text) if "\u3400" <= char <= "\u9fff" and char not in plausible()]
    return any(b - a < NEAR for a, b in pairwise(strange))


#: Two characters that no page has are hardly this near to each other but in a broken run.
NEAR = 8
