"""The words that a codebook misses: those outside every hit of its terms."""

from collections import Counter
from collections.abc import Collection, Iterator

import pandas as pd

from methods.measures.themes import find_theme_hits
from methods.text.words import is_counted, tokenize


def missed_words(
    articles: pd.DataFrame, themes: pd.DataFrame, stopwords: Collection[str] = ()
) -> pd.DataFrame:
    """Count the words of each article outside every hit of a theme.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; column `text`.
    themes : DataFrame
        As for `methods.measures.themes.find_theme_hits`.
    stopwords : collection of str
        Words to leave out.

    Returns
    -------
    DataFrame
        One row per article and word: article_id, word, count (outside hits), covered (occurrences that
        overlap a hit). `sum_missed` adds the articles up.
    """
    hits = dict(iter(find_theme_hits(articles, themes).groupby("article_id")))
    rows = []
    for article_id, text in articles["text"].items():
        inside = bytearray(len(text))
        for hit in hits[article_id].itertuples() if article_id in hits else ():
            inside[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        outside, covered = Counter(), Counter()
        for word, at in _words(text, stopwords):
            (outside if inside.find(1, at, at + len(word)) < 0 else covered)[word] += 1
        rows += [(article_id, word, count, covered[word]) for word, count in outside.items()]
    types = {"article_id": "str", "word": "str", "count": int, "covered": int}
    return pd.DataFrame(rows, columns=[*types]).astype(types)


def sum_missed(missed: pd.DataFrame, min_articles: int = 1, min_length: int = 1) -> pd.DataFrame:
    """Sum the missed words over articles, the most frequent first.

    Parameters
    ----------
    missed : DataFrame
        As `missed_words` returns it.
    min_articles : int
        Minimum number of articles with the word outside hits.
    min_length : int
        Minimum number of characters of the word.

    Returns
    -------
    DataFrame
        word, count, articles, covered.
    """
    table = missed.groupby("word").agg(
        count=("count", "sum"), articles=("count", "size"), covered=("covered", "sum")
    )
    table = table.reset_index()
    table = table[(table["articles"] >= min_articles) & (table["word"].str.len() >= min_length)]
    order = ["count", "articles", "word"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _words(text: str, stopwords: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield each counted token that is not a stop-word, with its offset."""
    at, stop = 0, set(stopwords)
    for token in tokenize(text):
        if is_counted(token) and token not in stop:
            yield token, at
        at += len(token)
