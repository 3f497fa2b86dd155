"""Find where terms occur in a text, as strings."""

from collections.abc import Iterable, Iterator

import pandas as pd

from methods.text.scan import Words


def starts(text: str, term: str) -> Iterator[int]:
    """Yield every offset at which a term occurs in a text; occurrences may overlap.

    >>> list(starts("平平平安", "平平"))
    [0, 1]
    """
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + 1)


def places_in(longer: Iterable[str], term: str) -> list[tuple[str, int]]:
    """Return every place at which a term occurs in some longer strings: the string, and the offset in it."""
    return [(string, at) for string in longer for at in starts(string, term)]


def is_inside(text: str, at: int, places: Iterable[tuple[str, int]]) -> bool:
    """Return whether the term at an offset of a text lies inside a longer string: see `places_in`."""
    return any(shift <= at and text.startswith(string, at - shift) for string, shift in places)


def find_terms(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Find every occurrence of every term as a string, also inside another term.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    terms : DataFrame
        Column `term`; other columns are ignored.

    Returns
    -------
    DataFrame
        One row per occurrence: `article_id, term, start, end` (offsets in `text`), and `nested`, whether it
        lies inside an occurrence of a longer term.

    Raises
    ------
    ValueError
        If a term is empty: it would occur everywhere.
    """
    strings = list(dict.fromkeys(terms["term"]))
    if not all(strings):
        raise ValueError("there is an empty term, which would occur everywhere: remove it")
    words, longer = Words(strings), {s: list[tuple[str, int]]() for s in strings}
    for string in strings:
        for s, at, _ in words.sorted_hits(string):
            if s != string:
                longer[s].append((string, at))
    rows = [
        (article, s, at, end, is_inside(text, at, longer[s]))
        for article, text in articles["text"].items()
        for s, at, end in words.sorted_hits(text)
    ]
    hits = pd.DataFrame(rows, columns=["article_id", "term", "start", "end", "nested"])
    return hits.astype({"article_id": "str", "term": "str", "start": int, "end": int, "nested": bool})
