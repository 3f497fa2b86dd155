"""Articles against official prose: which words belong to the genre, and how far apart its texts are.

The yardstick is a table of counts, one row per block of 300 tokens of a document and word or tracked string
in it (`benchmarks/yardstick.py` makes it, corpus/README.md describes it); it does not contain the text. A
tracked string has a row in the first block of each document, even if its count is 0. The rates rank and test
nothing: official prose is not a sample, and words come in bursts.

Sources
-------
G2 and Log Ratio: `methods.measures.keyness`. Jensen-Shannon distance: `methods.measures.distance`; it grows
as samples shrink, so every sample is thinned to the tokens of the shortest article.
"""

import io
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from methods.corpora.word_matrix import Counts
from methods.files.folders import read_regular
from methods.measures.distance import jensen_shannon
from methods.measures.keyness import g2, log_ratio
from methods.measures.rates import group_sums, sparse_counts
from methods.text.spans import token_totals

#: Tokens in a block of the yardstick.
BLOCK = 300
COLUMNS = ("document", "kind", "level", "year", "block", "sort", "item", "count")
MEASURED = (
    *("count", "rest", "per_10k", "rest_per_10k", "g2", "log_ratio"),
    *("articles_with", "documents_with", "standing"),
)
#: An item distinguishes a side if its Log Ratio is at least TWICE (a factor of two) and G2 at least SURE
#: (p = 0.001 for independent tokens).
TWICE, SURE = 1.0, 10.83


class Placed(NamedTuple):
    """Distances between articles and between passages of official prose; see `place_distances`."""

    pairs: pd.DataFrame
    draws: pd.DataFrame


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


def place_groups(
    counts: pd.DataFrame | Counts,
    of: pd.Series,
    names: Sequence[object],
    official: pd.DataFrame,
    stopwords: Collection[str] = (),
    size: int | None = None,
) -> Placed | None:
    """Return `place_distances` of groups of articles, or None if official prose has nothing as long.

    Parameters
    ----------
    counts : DataFrame or Counts
        The words of all articles.
    of : Series
        The group of each article.
    names : sequence
        The groups to compare, in order.
    official, stopwords, size
        As for `place_distances`.
    """
    groups = pd.DataFrame(index=pd.Index(list(names)))
    matrix, words = sparse_counts(counts, of.index)
    sums = group_sums(matrix, groups.index.get_indexer(of), len(groups)).count
    if official.empty or not sums.any():
        return None
    sums = Counts(sparse.csr_array(sums), words.tolist(), groups.index.tolist())
    try:
        return place_distances(sums, groups, official, stopwords, size=size)
    except ValueError:  # A single group, or too few documents that are long enough.
        return None


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
        official prose, and in at least two documents), ``trade`` (at least twice as frequent, in at least two
        articles), ``own`` (the same, in a single article), ``lacking`` (at most half as frequent, or absent),
        ``undecided`` (too few hits), ``not counted`` (unknown to the yardstick; measures are NaN). By
        `standing`, then in descending order of `log_ratio`. Words that only official prose has are included
        if they are ``lacking``; strings only if `counts` has a row for them. No rows without a yardstick.
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
    join = "left" if item == "term" else "outer"  # A string that nobody searched for is not lacking.
    table = pd.DataFrame({"count": mine}).join(sums.rename("rest"), how=join).fillna(0).astype(int)
    sides = (table["count"], table["rest"], token_totals(articles).sum(), official_tokens(official))
    table["per_10k"], table["rest_per_10k"] = 1e4 * sides[0] / sides[2], 1e4 * sides[1] / sides[3]
    table["g2"], table["log_ratio"] = g2(*sides), log_ratio(*sides)
    table["articles_with"] = pd.Series(with_, index=items).reindex(table.index, fill_value=0)
    table["documents_with"] = documents.reindex(table.index, fill_value=0)
    unknown = table.index.isin([word for word in user_words if word not in searched])
    unknown |= (item == "term") & ~table.index.isin(searched)
    table["standing"] = np.where(unknown, "not counted", _standing(table))
    table.loc[unknown, ["rest", "rest_per_10k", "g2", "log_ratio", "documents_with"]] = np.nan
    table = table[(table["count"] > 0) | (table["standing"] == "lacking")]
    table = table.rename_axis(item).reset_index()
    return table.sort_values(
        ["standing", "log_ratio", item], ascending=[True, False, True], ignore_index=True
    )


def _standing(table: pd.DataFrame) -> np.ndarray:
    more = (table["g2"] >= SURE) & (table["log_ratio"] >= TWICE)
    less = (table["g2"] <= -SURE) & (table["log_ratio"] <= -TWICE)
    ordinary = (table["count"] > 0) & (table["log_ratio"] < TWICE) & (table["documents_with"] > 1)
    several = table["articles_with"] > 1
    return np.select(
        [more & several, more, less, ordinary], ["trade", "own", "lacking", "ordinary"], default="undecided"
    )


def place_distances(
    counts: pd.DataFrame | Counts,
    articles: pd.DataFrame,
    official: pd.DataFrame,
    stopwords: Collection[str] = (),
    draws: int = 500,
    seed: int = 1,
    size: int | None = None,
) -> Placed:
    """Compare the distance of every two articles with that of passages of official prose of the same length.

    In each draw every article gets a passage of consecutive blocks from a different document, at least as
    long as the article and longer by less than a block. Articles and passages are thinned at random to the
    same number of tokens and compared in pairs.

    Parameters
    ----------
    counts : DataFrame
        `article_id, word, count`, from `count_words`.
    articles : DataFrame
        Its index has the ids of the articles to compare.
    official : DataFrame
        A yardstick, or some of its documents.
    stopwords : collection of str
        Words to leave out on both sides.
    draws, seed : int
        Number of draws, and seed of the random numbers.
    size : int, optional
        Tokens of a sample; by default, and at most, those of the shortest article.

    Returns
    -------
    Placed
        `pairs`: `a, b, distance` (median of the draws), `official, official_low, official_high` (median, 2.5
        and 97.5 % quantiles of the passages), `share_below` (share of the draws whose passages are less far
        apart), `tokens` (of a sample); the last row, ``a == b == "mean"``, is the mean over all pairs.
        `draws`: `draw, a, b, distance` of the passages.

    Raises
    ------
    ValueError
        If fewer than two articles have words, or there are not enough documents that are long enough.
    """
    matrix, names = sparse_counts(counts, articles.index)
    wanted = ~names.isin(list(stopwords)) & (matrix.sum(axis=0) > 0)
    matrix, names = sparse.csr_array(matrix[:, wanted]), names[wanted]
    lengths = matrix.sum(axis=1).astype(int)
    ids, matrix = articles.index[lengths > 0], matrix[lengths > 0].astype(int)
    lengths = lengths[lengths > 0]
    if len(ids) < 2:
        raise ValueError("distances need two articles that have words")
    size = min(lengths.min(), size or lengths.min())
    rng, pairs = np.random.default_rng(seed), np.triu_indices(len(ids), 1)
    blocks, documents = _blocks(official, stopwords, names)
    pools = [_starts(blocks.sum(axis=1), documents, length) for length in lengths]
    wide = sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), (len(ids), blocks.shape[1]))
    found, stretched = np.empty((draws, len(pairs[0]))), np.empty((draws, len(pairs[0])))
    for draw in range(draws):
        spans = _stretches(pools, rng)
        sums = [blocks[first:last].sum(axis=0) for first, last in spans]
        for result, samples in ((found, wide.toarray()), (stretched, np.array(sums))):
            thin = np.array([_thin(row, size, rng) for row in samples])
            thin = thin[:, thin.any(axis=0)]
            result[draw] = jensen_shannon(thin[pairs[0]], thin[pairs[1]])
    return _placed(ids, pairs, found, stretched, int(size))


def _blocks(
    official: pd.DataFrame, stopwords: Collection[str], names: pd.Index
) -> tuple[sparse.csr_array, np.ndarray]:
    # Counts of blocks by words (the articles' words first), and the document of each block, in text order.
    rows = official[(official["sort"] == "word") & ~official["item"].isin(set(stopwords))]
    keys = rows[["document", "block"]].drop_duplicates().sort_values(["document", "block"])
    index = pd.MultiIndex.from_frame(keys)
    words = names.append(pd.Index(rows["item"].unique()).difference(names, sort=False))
    where = index.get_indexer(pd.MultiIndex.from_frame(rows[["document", "block"]]))
    cells = (rows["count"].to_numpy(), (where, words.get_indexer(rows["item"])))
    return sparse.csr_array(cells, shape=(len(index), len(words))), pd.factorize(keys["document"])[0]


def _starts(tokens: np.ndarray, documents: np.ndarray, length: int) -> np.ndarray:
    # Document, first block and end block of every passage with at least `length` tokens.
    sums = np.append(0, np.cumsum(tokens))
    first = np.arange(len(tokens))
    last = np.searchsorted(sums, sums[:-1] + length)
    ends = np.searchsorted(documents, documents, side="right")
    fits = last <= ends
    return np.stack([documents, first, last], axis=1)[fits]


def _stretches(pools: list[np.ndarray], rng: np.random.Generator) -> list[tuple[int, int]]:
    used: list[int] = []
    spans = [(0, 0)] * len(pools)
    for i in sorted(range(len(pools)), key=lambda i: len(pools[i])):  # The longest has the least choice.
        pool = pools[i][~np.isin(pools[i][:, 0], used)]
        if not len(pool):
            raise ValueError("the yardstick has too few documents that are as long as the articles")
        document, first, last = pool[rng.integers(len(pool))].tolist()
        used.append(document)
        spans[i] = (first, last)
    return spans


def _thin(counts: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    thin, occur = np.zeros_like(counts), np.flatnonzero(counts)
    thin[occur] = rng.multivariate_hypergeometric(counts[occur], size)
    return thin


def _placed(
    ids: pd.Index, pairs: tuple[np.ndarray, np.ndarray], found: np.ndarray, stretched: np.ndarray, size: int
) -> Placed:
    a, b = ids[pairs[0]], ids[pairs[1]]
    middle = np.median(found, axis=0)
    rows = [*zip(a, b, middle, stretched.T, strict=True)]
    rows.append(("mean", "mean", middle.mean(), stretched.mean(axis=1)))
    table = [
        (one, other, distance, *np.quantile(null, [0.5, 0.025, 0.975]), (null < distance).mean(), size)
        for one, other, distance, null in rows
    ]
    names = ["a", "b", "distance", "official", "official_low", "official_high", "share_below", "tokens"]
    draws = pd.DataFrame(
        {
            "draw": np.repeat(np.arange(len(stretched)), len(a)),
            "a": np.tile(a, len(stretched)),
            "b": np.tile(b, len(stretched)),
            "distance": stretched.ravel(),
        }
    )
    return Placed(pd.DataFrame(table, columns=names), draws)
