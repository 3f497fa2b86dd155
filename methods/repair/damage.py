"""The process that damaged the articles, which `repair.article` inverts and by which it proves its steps.

Source: the reconstruction in corpus/README.md ("Damage"), derived from 79 passages of 47 sites and confirmed
on 65 broken runs of 38 further pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise

from methods.repair.gbk import DROPPED, HALF_WIDTH, read

#: The marks before which a stream may be cut, in the order of the search for them.
CUT_MARKS = "，、。！？；"

#: Which places are cut: all or none, each with a probability, some byte offsets, or those a function accepts.
Cuts = bool | float | Collection[int] | Callable[[int], bool]


def gloss(data: bytes, glosses: Iterable[tuple[str, str]], space: str = "") -> bytes:
    """Insert a bracketed reading after every occurrence of each character's two bytes, in the list's order.

    Character boundaries are ignored, which causes all the damage.
    """
    for char, reading in glosses:
        found = char.encode("gbk")
        data = data.replace(found, found + f"({reading}{space})".encode("gbk", "replace"))
    return data


def cut_places(stream: bytes, marks: str = CUT_MARKS, cut: Cuts = True, seed: int = 0) -> list[int]:
    """Return the byte offsets at which a glossed stream is cut, ascending.

    A mark whose two bytes are separated by an earlier cut is not found.
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
    """Damage a Traditional text as the mirror sites did, and then as collections did.

    Parameters
    ----------
    text
        Traditional characters.
    glosses
        Characters and their pinyin with tone marks, in the order in which the site glossed them: a prefix of
        `methods.repair.pinyin.common_list`, or a site's own list.
    cut
        Whether the stream is cut before the `marks`; a number is the probability, drawn with `seed`.
    marks
        The marks before which it is cut, in the order of the search for them.
    space
        The string between a reading and its closing bracket.
    lone, wrong
        How a lead byte at the end of a piece is read, and a byte that cannot follow one: see `gbk.read`.
    width, private
        What the collection did: ``half`` makes full-width ASCII half-width, ``drop`` removes private-use
        characters.

    Returns
    -------
    str
        The text of the collected page.
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
    """Return the text of a glossed stream that is cut at ascending byte offsets; see `damage`."""
    ends = [0, *cuts, len(stream)]
    page = "".join(read(stream[a:b], lone, wrong) for a, b in pairwise(ends))
    if private == "drop":
        page = page.translate(DROPPED)
    return page.translate(HALF_WIDTH) if width == "half" else page
