"""GBK as the converters of the damaged pages read it: two-byte pairs, and the character of each pair.

Sources: GBK 1.0 as implemented by Python's ``gbk`` codec; for pairs without a character, the private-use
characters of Windows code page 936 and of PHP's ``mb_convert_encoding``. `benchmarks/php_gbk.py` compares all
pairs with PHP.
"""

from __future__ import annotations

import codecs
from functools import cache

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
#: Trail bytes that cannot start a pair, since they are read as single characters.
SINGLE = frozenset((*range(0x40, 0x7F), 0x80))
#: Full-width ASCII, which some collections make half-width.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: How the two bytes are read that neither lead nor end a pair.
ALONE = {0x80: "€", 0xFF: "\uf8f5"}
#: Private-use characters, which some collections drop.
DROPPED = dict.fromkeys(range(0xE000, 0xF900))
#: Pairs without a character outside the user-defined zones: the first, their number, and the first's code.
UNASSIGNED = (
    (0xA2AB, 6, 0xE766), (0xA2E3, 2, 0xE76C), (0xA2EF, 2, 0xE76E), (0xA2FD, 2, 0xE770),
    (0xA4F4, 11, 0xE772), (0xA5F7, 8, 0xE77D), (0xA6B9, 8, 0xE785), (0xA6D9, 7, 0xE78D),
    (0xA6EC, 2, 0xE794), (0xA6F3, 1, 0xE796), (0xA6F6, 9, 0xE797), (0xA7C2, 15, 0xE7A0),
    (0xA7F2, 13, 0xE7AF), (0xA896, 11, 0xE7BC), (0xA8BC, 1, 0xE7C7), (0xA8BF, 1, 0xE7C8),
    (0xA8C1, 4, 0xE7C9), (0xA8EA, 21, 0xE7CD), (0xA958, 1, 0xE7E2), (0xA95B, 1, 0xE7E3),
    (0xA95D, 3, 0xE7E4), (0xA989, 13, 0xE7E7), (0xA997, 13, 0xE7F4), (0xA9F0, 15, 0xE801),
    (0xD7FA, 5, 0xE810), (0xFE50, 47, 0xE815), (0xFE80, 33, 0xE844),
)  # fmt: skip


@cache
def pairs() -> dict[int, str]:
    """Return the character of every assigned pair, keyed by ``lead << 8 | trail``."""
    table = {}
    for lead in LEADS:
        for trail in TRAILS:
            try:
                table[lead << 8 | trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return table


@cache
def codes() -> dict[str, tuple[int, int]]:
    """Return the two bytes of every character that GBK encodes in two bytes."""
    return {char: (code >> 8, code & 0xFF) for code, char in pairs().items()}


@cache
def private() -> dict[int, str]:
    """Return the private-use character of every pair without another, keyed as `pairs`."""
    table = {}
    for lead in (*range(0xAA, 0xB0), *range(0xF8, 0xFF)):
        row = lead - (0xF2 if lead >= 0xF8 else 0xAA)
        table |= {lead << 8 | trail: chr(0xE000 + 94 * row + trail - 0xA1) for trail in range(0xA1, 0xFF)}
    for lead in range(0xA1, 0xA8):
        trails = (trail for trail in TRAILS if trail <= 0xA0)
        table |= {lead << 8 | b: chr(0xE4C6 + 96 * (lead - 0xA1) + i) for i, b in enumerate(trails)}
    for first, size, char in UNASSIGNED:
        start = first & 0xFF
        trails = [trail for trail in TRAILS if start <= trail < start + size]
        table |= {(first & 0xFF00) | b: chr(char + b - start) for b in trails}
    return {code: char for code, char in table.items() if code not in pairs()}


@cache
def private_codes() -> dict[str, tuple[int, int]]:
    """Return the two bytes of every private-use character that stands for a pair."""
    return {char: (code >> 8, code & 0xFF) for code, char in private().items()}


def is_dropped(lead: int, trail: int) -> bool:
    """Return whether a pair has only a private-use character, which some collections drop."""
    return (lead << 8 | trail) in private()


_TRAIL_SET = frozenset(TRAILS)


def _read_on(error: UnicodeError, *, skip: bool = False) -> tuple[str, int]:
    """Replace bytes that the codec cannot read as the converter of the pages did: see `read`."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, start = error.object, error.start
    if data[start] in ALONE:
        return ALONE[data[start]], start + 1
    if start + 1 < len(data) and data[start + 1] in _TRAIL_SET:
        return private().get(data[start] << 8 | data[start + 1], "?"), start + 2
    if start + 1 == len(data):
        return "?", start + 1
    return ("", start + 1) if skip else ("?", start + 2)


codecs.register_error("mirror", _read_on)
codecs.register_error("mirror-skip", lambda error: _read_on(error, skip=True))


def read(data: bytes, lone: str = "?", wrong: str = "swallow") -> str:
    r"""Decode GBK as PHP's ``mb_convert_encoding`` does, without errors.

    Parameters
    ----------
    data
        The bytes of one piece.
    lone
        What a lead byte at the end becomes: ``?`` (PHP 8) or nothing (PHP 5 and 7).
    wrong
        What happens if a byte cannot follow the lead byte before it: ``swallow`` (both together become ``?``)
        or ``skip`` (only the lead byte is dropped).

    Examples
    --------
    >>> read(b"\xd6\xd0\xb9(")
    '中?'
    """
    text = data.decode("gbk", "mirror-skip" if wrong == "skip" else "mirror")
    return text[:-1] + lone if lone != "?" and _ends_alone(data) else text


def _ends_alone(data: bytes) -> bool:
    """Return whether the last byte is a lead byte by itself."""
    at, end = 0, len(data)
    if not end or data[-1] < 0x81 or data[-1] == 0xFF:
        return False
    for place in range(end - 1, -1, -1):  # Such a byte is never the second of a pair.
        if data[place] < 0x40 or data[place] == 0xFF:
            at = place + 1
            break
    while at < end - 1:
        at += 2 if 0x81 <= data[at] <= 0xFE else 1
    return at == end - 1
