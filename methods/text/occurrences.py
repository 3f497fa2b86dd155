"""Where terms occur in a text, as strings."""

from collections.abc import Iterator

import pandas as pd


def starts(text: str, term: str) -> Iterator[int]:
    """Yield every offset at which a term occurs in a text, overlapping ones too.

    >>> list(starts("平平平安", "平平"))
    [0, 1]
    """
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + 1)


def find_terms(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Every place where a tracked term's string stands, one term inside another or not.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    terms : DataFrame
        Column `term`; further columns are not read.

    Returns
    -------
    DataFrame
        `article_id, term, start, end` (offsets into `text`) and `nested`: inside a longer tracked term's hit.

    Raises
    ------
    ValueError
        If a term is empty: it would stand everywhere.
    """
    strings = list(dict.fromkeys(terms["term"]))
    if not all(strings):
        raise ValueError("an empty term stands everywhere")
    longer = {s: [(t, at) for t in strings if t != s for at in starts(t, s)] for s in strings}
    rows = [
        (article, s, at, at + len(s), any(o <= at and text.startswith(t, at - o) for t, o in longer[s]))
        for article, text in articles["text"].items()
        for s in strings
        for at in starts(text, s)
    ]
    hits = pd.DataFrame(rows, columns=["article_id", "term", "start", "end", "nested"])
    return hits.astype({"article_id": "str", "term": "str", "start": int, "end": int, "nested": bool})
