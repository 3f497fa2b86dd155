"""Distances between articles against those between passages of official prose of the same length.

The yardstick is described in `methods.measures.yardstick`, the distance in `methods.measures.distance`; it
grows as samples shrink, so every sample is thinned to the tokens of the shortest article.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from methods.corpora.word_matrix import Counts
from methods.measures.distance import jensen_shannon
from methods.measures.rates import group_sums, sparse_counts


class Placed(NamedTuple):
    """Distances between articles and between passages of official prose; see `place_distances`."""

    pairs: pd.DataFrame
    draws: pd.DataFrame


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
