"""The process that damaged the articles, forwards: what `repair.article` inverts and proves itself against.

Source: the reconstruction in corpus/README.md ("Damage"), established on 79 passages of 47 sites and held on
65 broken runs of 38 further pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise

from methods.repair.gbk import DROPPED, HALF_WIDTH, read

#: The marks before which a stream may be cut, in the order in which they are looked for.
CUT_MARKS = "，、。！？；"

#: Which places are cut: all or none, with a probability, some byte offsets, or what a function of them says.
Cuts = bool | float | Collection[int] | Callable[[int], bool]


def gloss(data: bytes, glosses: Iterable[tuple[str, str]], space: str = "") -> bytes:
    """Put a bracketed reading after every occurrence of each character's two bytes, in the list's order.

    Character boundaries are ignored, which is the origin of the whole damage.
    """
    for char, reading in glosses:
        found = char.encode("gbk")
        data = data.replace(found, found + f"({reading}{space})".encode("gbk", "replace"))
    return data


def cut_places(stream: bytes, marks: str = CUT_MARKS, cut: Cuts = True, seed: int = 0) -> list[int]:
    """Return the byte offsets at which a glossed stream is cut, ascending.

    A mark whose two bytes an earlier cut parts is not found any more.
    """
    if cut is False:
        return []
    rng, ends = random.Random(seed), set[int]()
    for mark in marks:
        for found in re.finditer(re.escape(mark.encode("gbk")), stream):
            place = found.start()
            if place + 1 not in ends and _is_cut(cut, place, rng):
                ends.add(place)
    return sorted(ends)


def _is_cut(cut: Cuts, place: int, rng: random.Random) -> bool:
    """Return whether a place is cut."""
    if isinstance(cut, Collection):
        return place in cut
    if callable(cut):
        return cut(place)
    return cut is True or rng.random() < cut


def damage(
    text: str,
    glosses: Iterable[tuple[str, str]] = (),
    cut: Cuts = False,
    *,
    marks: str = CUT_MARKS,
    space: str = "",
    lone: str = "?",
    wrong: str = "swallow",
    width: str = "full",
    private: str = "keep",
    seed: int = 0,
) -> str:
    """Damage a Traditional text as the mirror sites did, and as collections did afterwards.

    Parameters
    ----------
    text
        Traditional characters.
    glosses
        Characters and their pinyin with tone marks, in the order in which the site replaced them: a prefix of
        `methods.repair.pinyin.common_list`, or a list of the site's own.
    cut
        Whether the stream is cut before the `marks`; a number is the probability, for which `seed` counts.
    marks
        The marks before which it is cut, in the order in which they are looked for.
    space
        What stands between a reading and its closing bracket.
    lone, wrong
        What becomes of a lead byte at the end of a piece, and of a byte that cannot follow one, as in
        `gbk.read`.
    width, private
        What the collection did: ``half`` makes full-width ASCII half-width, ``drop`` drops private-use
        characters.

    Returns
    -------
    str
        What a reader of the collected page sees.
    """
    stream = gloss(text.encode("gbk", "replace"), glosses, space)
    return read_stream(stream, cut_places(stream, marks, cut, seed), lone, wrong, width, private)


def read_stream(
    stream: bytes,
    cuts: Iterable[int],
    lone: str = "?",
    wrong: str = "swallow",
    width: str = "full",
    private: str = "keep",
) -> str:
    """Read a glossed stream that is cut at some places (byte offsets, ascending)."""
    ends = [0, *cuts, len(stream)]
    page = "".join(read(stream[a:b], lone, wrong) for a, b in pairwise(ends))
    if private == "drop":
        page = page.translate(DROPPED)
    return page.translate(HALF_WIDTH) if width == "half" else page
