"""Text reuse: passages that two articles share exactly or with small differences.

The method is seed and extension, as D. A. Smith, R. Cordell & A. Mullen (2015) find reprints in newspapers
(Computational methods for uncovering reprinted texts, American Literary History 27(3)). Each window of
characters is a seed; adjacent seeds form a longest exact match, which is extended over small differences. One
pass over all texts finds the pairs, so it also finds a phrase that two long articles share, which a
similarity of whole articles would miss. Only characters that count for tokens are compared, so punctuation
does not break a match.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
import pandas as pd

from methods.text.shingles import COUNTED, counted_characters, window_hashes

COLUMNS = [
    *("article_a", "article_b", "text_a", "text_b", "length", "similarity", "start_a", "start_b"),
    *("left_a", "right_a", "left_b", "right_b"),
]


class _Stream(NamedTuple):
    """Counted characters of all articles in one string, the article number of each, and its offset there."""

    text: str
    owner: np.ndarray
    offset: np.ndarray


class _Passage(NamedTuple):
    """A shared passage: its half-open spans in the stream, in the earlier and in the later article."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int


def find_reuse(
    articles: pd.DataFrame, shortest: int = 8, gap: int = 4, most: int = 20, context: int = 15
) -> pd.DataFrame:
    """Return the passages that two articles share, the longest first; `a` is the earlier article.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; column `text` and, optionally, `date`. Without `date`, the order of the rows
        counts as the order of time.
    shortest : int
        Minimum number of characters that match without a gap; punctuation does not count.
    gap : int
        Maximum number of characters that may differ at one place, if as many (at least two) match after it.
    most : int
        A string with more occurrences than this is probably a formula: each is compared only with the
        earliest one, so that the work grows linearly with the text, not with its square.
    context : int
        Characters of context on each side.

    Returns
    -------
    DataFrame
        article_a, article_b, text_a, text_b (as written, with punctuation), length (common characters without
        punctuation), similarity (the ratio of difflib; 1 is identical), start_a, start_b (offsets in `text`),
        and the contexts left_a, right_a, left_b, right_b.

    Raises
    ------
    ValueError
        If `shortest` or `most` is below 2.
    """
    if shortest < 2 or most < 2:
        raise ValueError("needs shortest >= 2 and most >= 2")
    if "date" in articles:
        articles = articles.sort_values("date", kind="stable")
    stream = _stream(articles["text"])
    matches = _matches(*_seeds(stream, shortest, most), shortest)
    texts = list(articles["text"].items())  # Looking up single texts in a Series is slow.
    rows = [_row(texts, stream, passage, context) for passage in _passages(matches, stream, gap)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["length", "similarity"], ascending=False, kind="stable", ignore_index=True)


def shortest_for(articles: pd.DataFrame, shortest: int = 8, each_up_to: int = 20) -> int:
    """Return the minimum length of a shared passage: doubled for many articles, where chance finds more."""
    return shortest if len(articles) <= each_up_to else 2 * shortest


def _stream(texts: pd.Series) -> _Stream:
    """Return the counted characters of all articles as one stream."""
    places = [_places(text) for text in texts]
    owner = np.repeat(np.arange(len(places)), [len(place) for place in places])
    joined = "".join(map(counted_characters, texts))
    return _Stream(joined, owner, np.concatenate([np.zeros(0, np.int64), *places]))


def _places(text: str) -> np.ndarray:
    """Return the offsets of the counted characters of a text."""
    starts, ends = np.array([run.span() for run in COUNTED.finditer(text)], np.int64).reshape(-1, 2).T
    sizes = ends - starts
    return np.arange(sizes.sum()) + np.repeat(starts - (sizes.cumsum() - sizes), sizes)


def _seeds(stream: _Stream, width: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of positions in different articles with the same window, the earlier position first."""
    hashes = window_hashes(stream.text, width)
    whole = np.flatnonzero(stream.owner[: len(hashes)] == stream.owner[len(stream.owner) - len(hashes) :])
    order = whole[np.argsort(hashes[whole], kind="stable")]
    changes = np.flatnonzero(hashes[order][1:] != hashes[order][:-1]) + 1
    first = np.append(np.zeros(min(len(order), 1), np.int64), changes)
    sizes = np.diff(first, append=len(order))
    leader, crowded = np.repeat(first, sizes), np.repeat(sizes > most, sizes)
    place = np.arange(len(order))
    pairs = [(leader[crowded], place[crowded])]
    for step in range(1, min(most, max(sizes, default=1))):
        near = np.flatnonzero(~crowded[step:] & (leader[step:] == leader[: len(order) - step]))
        pairs.append((near, near + step))
    one, other = (order[np.concatenate(side)] for side in zip(*pairs, strict=True))
    apart = stream.owner[one] != stream.owner[other]
    return one[apart], other[apart]


def _matches(one: np.ndarray, other: np.ndarray, width: int) -> np.ndarray:
    """Join adjacent seeds into longest exact matches, the longest first: start, start, length."""
    order = np.lexsort((one, other - one))
    one, shift = one[order], (other - one)[order]
    begins = np.flatnonzero((np.diff(one, prepend=-2) != 1) | (np.diff(shift, prepend=-1) != 0))
    lengths = np.diff(begins, append=len(one)) + width - 1
    table = np.column_stack([one[begins], one[begins] + shift[begins], lengths])
    return table[np.lexsort((table[:, 1], table[:, 0], -lengths))]


def _passages(matches: np.ndarray, stream: _Stream, gap: int) -> Iterator[_Passage]:
    """Yield matches extended over small differences, without those inside an earlier passage."""
    known: dict[tuple[int, int], list[_Passage]] = {}
    for start_a, start_b, length in matches.tolist():
        found = _Passage(start_a, start_a + length, start_b, start_b + length)
        passages = known.setdefault((stream.owner[start_a], stream.owner[start_b]), [])
        if not any(_inside(found, passage) for passage in passages):
            passages.append(_extend(found, stream, gap))
            yield passages[-1]


def _inside(one: _Passage, other: _Passage) -> bool:
    """Return whether a passage lies within another one on both sides."""
    within_a = other.start_a <= one.start_a and one.end_a <= other.end_a
    return within_a and other.start_b <= one.start_b and one.end_b <= other.end_b


def _extend(found: _Passage, stream: _Stream, gap: int) -> _Passage:
    """Return a match extended to both sides, within the two articles."""
    first_a, first_b = np.searchsorted(stream.owner, stream.owner[[found.start_a, found.start_b]])
    last_a, last_b = np.searchsorted(stream.owner, stream.owner[[found.start_a, found.start_b]], "right")
    before = stream.text[first_a : found.start_a][::-1], stream.text[first_b : found.start_b][::-1]
    left_a, left_b = _carry(*before, gap)
    right_a, right_b = _carry(stream.text[found.end_a : last_a], stream.text[found.end_b : last_b], gap)
    return _Passage(
        found.start_a - left_a, found.end_a + right_a, found.start_b - left_b, found.end_b + right_b
    )


def _carry(one: str, other: str, gap: int) -> tuple[int, int]:
    """Return the lengths to which a match extends into both texts, over gaps that can be bridged."""
    end_a = end_b = 0
    while found := _resume(one, other, end_a, end_b, gap):
        end_a, end_b = found
        while end_a < len(one) and end_b < len(other) and one[end_a] == other[end_b]:
            end_a, end_b = end_a + 1, end_b + 1
    return end_a, end_b


def _resume(one: str, other: str, end_a: int, end_b: int, gap: int) -> tuple[int, int] | None:
    """Return where the match resumes after the nearest gap that can be bridged, or None."""
    for width in range(1, gap + 1):
        need = max(width, 2)
        for skip_a, skip_b in _skips(width):
            again = one[end_a + skip_a : end_a + skip_a + need]
            if len(again) == need and again == other[end_b + skip_b : end_b + skip_b + need]:
                return end_a + skip_a + need, end_b + skip_b + need
    return None


def _skips(width: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of characters to skip whose maximum is `width`: replacements first, then omissions."""
    yield width, width
    for shorter in range(width - 1, -1, -1):
        yield from ((width, shorter), (shorter, width))


def _row(texts: list[tuple[str, str]], stream: _Stream, passage: _Passage, context: int) -> tuple:
    """Return a passage as a row of the table."""
    one, other = stream.text[slice(*passage[:2])], stream.text[slice(*passage[2:])]
    same = len(one)
    if one != other:
        same = sum(block.size for block in SequenceMatcher(None, one, other, False).get_matching_blocks())
    a = _quote(texts, stream, *passage[:2], context)
    b = _quote(texts, stream, *passage[2:], context)
    sides = (part for pair in zip(a[:3], b[:3], strict=True) for part in pair)
    article_a, article_b, text_a, text_b, start_a, start_b = sides
    likeness = 2 * same / (len(one) + len(other))
    return article_a, article_b, text_a, text_b, same, likeness, start_a, start_b, *a[3:], *b[3:]


def _quote(texts: list[tuple[str, str]], stream: _Stream, first: int, end: int, context: int) -> tuple:
    """Return a span of the stream as written in its article: article, text, start, left and right context."""
    number, start, stop = stream.owner[first], int(stream.offset[first]), int(stream.offset[end - 1]) + 1
    article_id, text = texts[number]
    left, right = text[max(start - context, 0) : start], text[stop : stop + context]
    return article_id, text[start:stop], start, left, right
