"""The places between which the readings of a broken run lead, and the bytes of what is seen there."""

from __future__ import annotations

from functools import lru_cache

from methods.repair import gbk
from methods.repair.candidates import slot
from methods.repair.damage import CUT_MARKS
from methods.repair.swallowed import UNKNOWN

FULL_WIDTH = {chr(half): tuple(chr(full).encode("gbk")) for full, half in gbk.HALF_WIDTH.items()}
FULL_WIDTH[" "] = tuple("\u3000".encode("gbk"))
#: The bytes of the marks before which sites cut, at either width.
CUT_BYTES = {mark: tuple(mark.encode("gbk")) for mark in CUT_MARKS}
CUT_BYTES |= {chr(gbk.HALF_WIDTH[ord(m)]): code for m, code in CUT_BYTES.items() if ord(m) in gbk.HALF_WIDTH}

#: The state of a reading: its offset in the visible text, the possible first bytes of the next hidden
#: character (None where the stream is aligned), whether a gloss tore that character, the number of pairs just
#: dropped, and a character that is still to be emitted.
Place = tuple[int, frozenset[int] | None, bool, int, str]
Step = tuple[str, Place, float, str]


def sound(at: int) -> Place:
    """Return the place at which the stream is aligned again."""
    return at, None, False, 0, ""


@lru_cache(1 << 16)
def code_of(seen: str) -> tuple[int, int] | None:
    """Return the two bytes of a visible character, or of its full-width form if it became half-width."""
    return gbk.codes().get(seen) or gbk.private_codes().get(seen) or FULL_WIDTH.get(seen)


#: Stands before characters that are written, but of which the language knows nothing.
EXTRA = "\uffff"


def forms(chars: str) -> tuple[str, str]:
    """Return the forms in which characters are counted, and those in which they are written."""
    if chars.startswith(EXTRA):
        return "", chars[1:]
    return (chars[1], chars[0]) if chars in UNKNOWN else slot(chars)


def rank(place: Place) -> int:
    """Return the order of places at the same offset, such that every step leads to a higher one."""
    _, pending, _, dropped, emit = place
    return -1 if emit else 9 if pending is None else dropped
