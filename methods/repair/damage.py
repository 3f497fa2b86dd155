"""The process that damaged the articles, forwards: what `repair.article` inverts and proves itself against.

Source: the reconstruction in corpus/README.md ("Damage"), established on the four damaged articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from methods.repair.gbk import HALF_WIDTH, read

#: The bytes of full-width ``！``, ``，`` and ``、``, around which some sites cut the stream.
CUT = re.compile(b"\xa3\xa1|\xa3\xac|\xa1\xa2")


def gloss(data: bytes, glosses: Iterable[tuple[str, str]]) -> bytes:
    """Put a bracketed reading behind every occurrence of each character's two bytes, in the list's order.

    Character boundaries are ignored, which is the origin of the whole damage.
    """
    for char, reading in glosses:
        found = char.encode("gbk")
        data = data.replace(found, found + b"(" + reading.encode("gbk", "replace") + b")")
    return data


def damage(
    text: str,
    glosses: Iterable[tuple[str, str]],
    cut: bool | Callable[[int], bool] = False,
) -> str:
    """Damage a Traditional text as the mirror sites did.

    Parameters
    ----------
    text
        Traditional characters, with full-width or half-width punctuation.
    glosses
        Characters and their pinyin with tone marks, in the order in which the site replaced them.
    cut
        Whether the stream is cut around ``！``, ``，`` and ``、``; a function of the byte offset in the
        glossed stream decides place by place.

    Returns
    -------
    str
        What a reader of the mirror's page sees.
    """
    stream = gloss(text.encode("gbk", "replace"), glosses)
    places = (found.start() for found in CUT.finditer(stream)) if cut else ()
    return read_stream(stream, (place for place in places if cut is True or cut(place)))


def read_stream(stream: bytes, cuts: Iterable[int]) -> str:
    """Read a glossed stream that is cut around the marks at some places (byte offsets, ascending)."""
    chunks, last = [], 0
    for place in sorted(cuts):
        chunks += [stream[last:place], stream[place : place + 2]]
        last = place + 2
    return "".join(map(read, [*chunks, stream[last:]])).translate(HALF_WIDTH)
