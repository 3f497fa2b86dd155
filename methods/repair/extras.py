"""Read over the pairs of random characters that some sites put before marks, as a watermark against copying.

The pair is put into the bytes, at true marks and at those that two neighbouring characters contain. It is
whole before a true mark; at another one, its four bytes are between the two bytes of a torn character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from methods.repair import gbk
from methods.repair.candidates import one, plausible
from methods.repair.damage import CUT_MARKS
from methods.repair.pinyin import GLOSS
from methods.repair.places import CUT_BYTES, EXTRA, Step, code_of, sound

#: The name of such steps, and their cost: the log probability of two characters of the 6,763 of GB 2312.
KIND, COST = "extra characters", -18.0
BEFORE_MARK = re.compile(rf"([\u4e00-\u9fff]{{2}})[{CUT_MARKS},!?;]")
#: Least number of pairs before marks with a character that no site has; their least share of the marks, and
#: the greatest share of such characters elsewhere, which Simplified pages exceed.
PAIRS, SHARE, ELSEWHERE = 3, 0.25, 0.2


@cache
def _simple() -> frozenset[tuple[int, int]]:
    """Return the bytes of the characters of GB 2312, of which the pairs are."""
    return frozenset(code for code in gbk.codes().values() if 0xB0 <= code[0] <= 0xF7 and code[1] >= 0xA1)


@cache
def _marks() -> frozenset[tuple[int, int]]:
    return frozenset(CUT_BYTES.values())


def has_extras(raw: str) -> bool:
    """Return whether pairs of random characters stand before many marks of a page."""
    plain = GLOSS.sub("", raw)
    found = BEFORE_MARK.findall(plain)
    odd = sum(any(char not in plausible() for char in pair) for pair in found)
    if odd < PAIRS or odd < SHARE * len(found):
        return False
    rest = [char for char in BEFORE_MARK.sub("", plain) if "\u4e00" <= char <= "\u9fff"]
    return sum(char not in plausible() for char in rest) <= ELSEWHERE * len(rest)


def torn(raw: str, at: int) -> Iterator[Step]:
    """Yield the steps from a place over one character whose two bytes a pair parts, if there may be one.

    Three characters are seen. The last one may have vanished; then the byte of the next one tells its end.
    """
    seen = [code_of(char) or (0, 0) for char in raw[at : at + 4]]
    for last in (2, 1) if len(seen) == 4 else ():
        (first, a), (b, c) = seen[:2]
        trails = (seen[2][1],) if last == 2 else (0xA1, 0xA3)
        fits = (a, b) in _simple() and ((c, seen[2][0]) in _simple() if last == 2 else 0xB0 <= c <= 0xF7)
        for trail in trails if fits else ():
            char = gbk.pairs().get(first << 8 | trail, "")
            if char in plausible() and (trail, seen[last + 1][0]) in _marks():
                yield char, sound(at + last + 1), COST, KIND


def breaks(raw: str) -> list[int]:
    """Return the places of a page at which a pair may part a character."""
    return [at for at in range(len(raw)) if raw[at] > "\x7f" and any(torn(raw, at))]


def shifted(raw: str, place: tuple) -> Iterator[Step]:
    """Yield the steps over a pair where the stream is shifted by one byte: see `methods.repair.lattice`."""
    at, pending, is_torn, dropped, _ = place
    seen = [code_of(char) or (0, 0) for char in raw[at : at + 2]]
    if len(seen) < 2:
        return
    # Before a mark that is seen as such, the pair is whole; before a true one, it is shifted like all else.
    if raw[at + 2 : at + 3] in CUT_BYTES and _simple().issuperset(seen):
        yield "", (at + 2, pending, is_torn, dropped, ""), COST, KIND
    (a, b), (c, d) = seen
    if len(pending) == 1 and d in (0xA1, 0xA3):
        codes = ((*pending, a), (b, c))
        if _simple().issuperset(codes):
            pair = "".join(gbk.pairs()[lead << 8 | trail] for lead, trail in codes)
            yield EXTRA + pair, (at + 2, one(d), False, 0, ""), COST, KIND
