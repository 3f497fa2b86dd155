"""Articles against official prose: which of their words belong to the genre.

The yardstick is a table of counts, one row per block of 300 tokens of a document and word or tracked string
in it (`benchmarks/yardstick.py` makes it, corpus/README.md describes it); it does not contain the text. A
tracked string has a row in the first block of each document, even if its count is 0. The rates rank and test
nothing: official prose is not a sample, and words come in bursts.

Sources
-------
G2 and Log Ratio: `methods.measures.keyness`.
"""

import io
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from methods.corpora.word_matrix import Counts
from methods.files.folders import read_regular
from methods.measures.keyness import g2, log_ratio
from methods.measures.rates import sparse_counts
from methods.text.spans import token_totals

#: Tokens in a block of the yardstick.
BLOCK = 300
COLUMNS = ("document", "kind", "level", "year", "block", "sort", "item", "count")
MEASURED = (
    *("count", "rest", "per_10k", "rest_per_10k", "g2", "log_ratio"),
    *("articles_with", "documents_with", "standing"),
)
#: An item marks the articles if its Log Ratio is at least TWICE (a factor of two) and G2 at least SURE
#: (p = 0.001 for independent tokens).
TWICE, SURE = 1.0, 10.83


def read_yardstick(path: Path) -> pd.DataFrame:
    """Read a yardstick: `document, kind, level, year, block, sort` (word or term), `item, count`.

    Raises
    ------
    FileNotFoundError, OpeningError
        If the file does not exist or is not a regular file.
    ValueError
        If it is not a yardstick; the message names it.
    """
    data = read_regular(path, within=path.parent)
    try:
        table = pd.read_parquet(io.BytesIO(data), columns=list(COLUMNS))
    except (ValueError, OSError, KeyError) as error:
        remedy = "make it again with benchmarks/yardstick.py, or remove it"
        raise ValueError(f"{path.name} is not a yardstick ({error}); {remedy}") from error
    texts = dict.fromkeys(["document", "kind", "level", "sort", "item"], "str")
    return table.astype(texts | dict.fromkeys(["year", "block", "count"], "int64"))


def open_yardstick(corpus: Path) -> pd.DataFrame:
    """Return the yardstick next to the articles, ``yardstick.parquet``; no rows if there is no such file."""
    path = corpus / "yardstick.parquet"
    return read_yardstick(path) if path.exists() else pd.DataFrame(columns=list(COLUMNS))


def official_tokens(official: pd.DataFrame) -> int:
    """Return the number of tokens of a yardstick, from the number of its blocks."""
    return BLOCK * len(official.drop_duplicates(["document", "block"]))


def against_official(
    counts: pd.DataFrame | Counts,
    articles: pd.DataFrame,
    official: pd.DataFrame,
    user_words: Collection[str] = (),
) -> pd.DataFrame:
    """Compare the rate of each word, or tracked string, in the articles with that in official prose.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, then `word` or `term`, and `count`.
    articles : DataFrame
        `tokens` or `text`.
    official : DataFrame
        A yardstick, or the rows of it (documents, years) to compare the articles with.
    user_words : collection of str
        The lexicon's terms, which segmentation treats as words. Those that the yardstick does not know cannot
        be compared.

    Returns
    -------
    DataFrame
        The item, `count, rest` (in the articles, in official prose), `per_10k, rest_per_10k, g2, log_ratio`,
        `articles_with, documents_with`, and `standing`: ``ordinary`` (less than twice as frequent as in
        official prose, and in at least two documents), ``several`` or ``one`` (at least twice as frequent, in
        several articles or in a single one), ``undecided`` (too few hits), ``not counted`` (unknown to the
        yardstick; measures are NaN). By `standing`, then in descending order of `log_ratio`. Only items that
        occur in the articles: what the segmentation makes part of a longer word (社会主义) is absent as a
        token, but not as a string, so nothing is said of words that the articles lack. No rows without a
        yardstick.
    """
    item = counts.columns[1]
    if official.empty:
        return pd.DataFrame(columns=[item, *MEASURED])
    rows = official[official["sort"] == ("term" if item == "term" else "word")]
    searched = set(official.loc[official["sort"] == "term", "item"])
    sums = rows.groupby("item")["count"].sum()
    documents = rows[rows["count"] > 0].groupby("item")["document"].nunique()
    matrix, items = sparse_counts(counts, articles.index)
    with_, mine = matrix.count_nonzero(axis=0), pd.Series(matrix.sum(axis=0), index=items)
    table = pd.DataFrame({"count": mine[mine > 0]}).join(sums.rename("rest")).fillna(0).astype(int)
    sides = (table["count"], table["rest"], token_totals(articles).sum(), official_tokens(official))
    table["per_10k"], table["rest_per_10k"] = 1e4 * sides[0] / sides[2], 1e4 * sides[1] / sides[3]
    table["g2"], table["log_ratio"] = g2(*sides), log_ratio(*sides)
    table["articles_with"] = pd.Series(with_, index=items).reindex(table.index, fill_value=0)
    table["documents_with"] = documents.reindex(table.index, fill_value=0)
    unknown = table.index.isin([word for word in user_words if word not in searched])
    unknown |= (item == "term") & ~table.index.isin(searched)
    table["standing"] = np.where(unknown, "not counted", _standing(table))
    table.loc[unknown, ["rest", "rest_per_10k", "g2", "log_ratio", "documents_with"]] = np.nan
    table = table.rename_axis(item).reset_index()
    return table.sort_values(
        ["standing", "log_ratio", item], ascending=[True, False, True], ignore_index=True
    )


def _standing(table: pd.DataFrame) -> np.ndarray:
    more = (table["g2"] >= SURE) & (table["log_ratio"] >= TWICE)
    ordinary = (table["log_ratio"] < TWICE) & (table["documents_with"] > 1)
    several = table["articles_with"] > 1
    return np.select([more & several, more, ordinary], ["several", "one", "ordinary"], default="undecided")
