"""The text around counted hits, with the position in the raw article: the evidence for a number."""

from collections.abc import Iterable

import pandas as pd

from methods.text.clean import cleaner
from methods.text.occurrences import starts

COLUMNS = ["article_id", "raw_start", "left", "keyword", "right"]


def around(found: pd.DataFrame, articles: pd.DataFrame, width: int = 25) -> pd.DataFrame:
    """Return the text around each span.

    Parameters
    ----------
    found : DataFrame
        `article_id, start, end`: spans of `text`.
    articles : DataFrame
        Index `article_id`, columns `raw` and `text`; spans in other articles are left out.
    width : int
        Characters on each side.

    Returns
    -------
    DataFrame
        `article_id, raw_start` (offset in `raw`), `left, keyword, right`, in the order of `found`.
    """
    here = found[found["article_id"].isin(articles.index)]
    clean = cleaner(articles)
    cleaned = {key: clean(articles.at[key, "raw"]) for key in here["article_id"].unique()}
    rows = []
    for key, start, end in here[["article_id", "start", "end"]].itertuples(index=False):
        text = articles.at[key, "text"]
        left, right = text[max(start - width, 0) : start], text[end : end + width]
        rows.append((key, cleaned[key].raw_span(start, end)[0], left, text[start:end], right))
    return pd.DataFrame(rows, columns=COLUMNS)


def first_hits(
    words: Iterable[str], articles: pd.DataFrame, *, each: int = 2, width: int = 25
) -> pd.DataFrame:
    """Return the first occurrences of each word; a second one in an article comes after one in each article.

    Parameters
    ----------
    words : iterable of str
        Strings to look for.
    articles : DataFrame
        Index `article_id`, columns `raw` and `text`.
    each : int
        Maximum number of occurrences of a word.
    width : int
        Characters on each side.

    Returns
    -------
    DataFrame
        As `around` returns it, word by word.
    """
    tables = [around(_hits(word, articles, each), articles, width) for word in words]
    return pd.concat([pd.DataFrame(columns=COLUMNS), *tables], ignore_index=True)


def _hits(word: str, articles: pd.DataFrame, each: int) -> pd.DataFrame:
    rows = []
    for key, text in articles["text"].items():
        for turn, start in zip(range(each), starts(text, word), strict=False):
            rows.append((turn, key, start, start + len(word)))
        if sum(turn == 0 for turn, *_ in rows) >= each:  # Enough articles have the word.
            break
    table = pd.DataFrame(rows, columns=["turn", "article_id", "start", "end"])
    return table.sort_values("turn", kind="stable").head(each)
