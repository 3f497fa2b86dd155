"""What a codebook misses: the words outside every hit of its terms."""

from collections import Counter
from collections.abc import Collection, Iterator

import pandas as pd

from methods.measures.themes import find_theme_hits
from methods.text.words import is_counted, tokenize


def missed_words(
    articles: pd.DataFrame, themes: pd.DataFrame, stopwords: Collection[str] = ()
) -> pd.DataFrame:
    """Words that no theme accounts for: tokens outside every hit.

    Returns
    -------
    DataFrame
        One row per article and word: article_id, word, count (outside hits), covered (how often the word
        lies in a hit, whole or in part). `sum_missed` adds articles up.
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
    """What the codebook misses: word, count, articles, covered; the most frequent first.

    Parameters
    ----------
    missed : DataFrame
        As `missed_words` gives it.
    min_articles, min_length : int
        Articles that a word occurs in, and characters that it has, at least.
    """
    table = missed.groupby("word").agg(
        count=("count", "sum"), articles=("count", "size"), covered=("covered", "sum")
    )
    table = table.reset_index()
    table = table[(table["articles"] >= min_articles) & (table["word"].str.len() >= min_length)]
    order = ["count", "articles", "word"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _words(text: str, stopwords: Collection[str]) -> Iterator[tuple[str, int]]:
    """Tokens that count for rates and are no stop-words, with their offsets."""
    at, stop = 0, set(stopwords)
    for token in tokenize(text):
        if is_counted(token) and token not in stop:
            yield token, at
        at += len(token)
