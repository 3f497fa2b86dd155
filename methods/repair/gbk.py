"""GBK as the damaged pages' converters saw it: two-byte pairs, and what each pair becomes when it is read.

Sources: GBK 1.0 as implemented by Python's ``gbk`` codec; the user-defined zones are those of
Windows code page 936 and GB 18030, which give them private-use characters.
"""

from __future__ import annotations

import codecs
from functools import cache

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
#: A trail byte that no pair may start with, since a reader takes it for a character by itself.
SINGLE = frozenset((*range(0x40, 0x7F), 0x80))
#: Full-width ASCII, which the last step of the process made half-width.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


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


def is_dropped(lead: int, trail: int) -> bool:
    """Tell whether a pair is well-formed but without a character, so that it vanished when it was read.

    These are the user-defined zones (``AA-AF`` and ``F8-FE`` with a trail from ``A1``, ``A1-A7`` with
    one up to ``A0``) and the few unassigned pairs beside them: all decode to private-use characters.
    """
    return (lead << 8 | trail) not in pairs() and 0x81 <= lead <= 0xFE and trail in _TRAIL_SET


_TRAIL_SET = frozenset(TRAILS)


def _read_on(error: UnicodeError) -> tuple[str, int]:
    """Replace what the codec cannot read as the pages' converter did: see `read`."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, start = error.object, error.start
    if data[start] in (0x80, 0xFF):  # no lead byte: a character by itself
        return "?", start + 1
    if start + 1 < len(data) and data[start + 1] in _TRAIL_SET:
        return "", start + 2
    return "?", min(start + 2, len(data))


codecs.register_error("mirror", _read_on)


def read(data: bytes) -> str:
    r"""Decode GBK as the mirror sites' converter did.

    A lead byte whose next byte cannot follow it becomes ``?`` and swallows that byte; a lead byte at
    the end becomes ``?``; a pair of a user-defined zone leaves nothing.

    >>> read(b"\xd6\xd0\xb9(")
    '中?'
    """
    return data.decode("gbk", "mirror")
