"""Rates of items in groups of articles, with intervals whose sampling unit is the article, not the token.

Sources
-------
Wilson interval: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212; statsmodels has it.
Ratio estimator and its error: W. G. Cochran, Sampling Techniques, 3rd ed. (1977), ch. 6.
Bootstrap-t: B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), ch. 12.
Poisson weights: J. Hanley and B. MacGibbon, Comput. Methods Programs Biomed. 83 (2006) 57-62.
Random groups: K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007), ch. 2.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import pdtr

from methods.corpora.facts import as_words
from methods.corpora.word_matrix import Counts
from methods.text.spans import token_totals

INTERVAL_ARTICLES = 10  # minimum number of articles in a group for intervals
ROWS = 5000  # articles whose counts are summed at once
GROUPS = 2000  # units that the bootstrap resamples at most
MIN_ARTICLES = 5  # an item in fewer articles has neither interval nor test: a single article would decide
#: Columns of our tables of groups and items; a column of the metadata may have the same name.
TAKEN = {
    "word", "term", "theme", "item", "articles", "articles_with", "tokens", "count", "rest",
    "per_10k", "per_10k_low", "per_10k_high", "rest_per_10k", "share", "share_low", "share_high",
    "g2", "log_ratio", "lrc", "log_odds",
}  # fmt: skip
# Poisson(1) by the inverse distribution function of 16 random bits: ten times as fast as drawing it.
_POISSON = np.searchsorted(pdtr(np.arange(9), 1.0), (np.arange(2**16) + 0.5) / 2**16).astype(float)


def group_labels(articles: pd.DataFrame, by: str | pd.Series) -> pd.Series:
    """Return the group of each article: a column, the index by its name, or labels indexed as `articles`.

    The Series is named `group` if one of our tables has a column of its name.
    """
    if not isinstance(by, str):
        labels = by.reindex(articles.index)
    else:
        labels = articles.index.to_series() if by == articles.index.name else articles[by]
    if not labels.map(pd.api.types.is_hashable).all():  # A cell of JSON or Parquet may hold a list.
        labels = as_words(labels)
    return labels.rename("group") if labels.name in TAKEN else labels


def sparse_counts(counts: pd.DataFrame | Counts, index: pd.Index) -> tuple[sparse.csr_array, pd.Index]:
    """Return counts as a sparse matrix, articles of `index` by items, and the items.

    `counts` is a matrix, or a tidy table: `article_id`, the item's column, `count`. Articles that are not in
    `index` are left out.
    """
    if isinstance(counts, Counts):
        rows = pd.Index(counts.article_ids).get_indexer(index)
        known = rows >= 0
        if not known.all():  # An article without counts has no words.
            chosen = sparse.csr_array((np.ones(known.sum()), (np.flatnonzero(known), rows[known])),
                                      shape=(len(index), counts.counts.shape[0]))  # fmt: skip
            return sparse.csr_array(chosen @ counts.counts), pd.Index(counts.words, dtype="str")
        whole = np.array_equal(rows, np.arange(counts.counts.shape[0]))
        return counts.counts if whole else counts.counts[rows], pd.Index(counts.words, dtype="str")
    cols, items = pd.factorize(counts.iloc[:, 1])
    rows = index.get_indexer(counts["article_id"])
    known = (rows >= 0) & (counts["count"].to_numpy() > 0)
    cells = (counts["count"].to_numpy(float)[known], (rows[known], cols[known]))
    return sparse.csr_array(cells, shape=(len(index), len(items))), pd.Index(items)


class Sums(NamedTuple):
    """Sums over articles, groups x items: counts, articles with the item, squares and cross products."""

    count: np.ndarray
    articles_with: np.ndarray
    square: np.ndarray
    cross: np.ndarray


def group_sums(
    matrix: sparse.csr_array, group: np.ndarray, groups: int, tokens: np.ndarray | None = None
) -> Sums:
    """Sum counts by group, a few thousand articles at a time.

    Parameters
    ----------
    matrix : sparse array, shape (n articles, m items)
    group : array of int, shape (n,)
        The number of each article's group; negative if it is in none.
    groups : int
        Number of groups.
    tokens : array, shape (n,), optional
        Tokens of the articles.

    Returns
    -------
    Sums
        Sums of counts, of articles with the item, of squared counts, and of counts times tokens.
    """
    n, m = matrix.shape
    sums = np.zeros((4, groups * m))
    for start in range(0, n, ROWS):
        stop = min(start + ROWS, n)
        cells = slice(matrix.indptr[start], matrix.indptr[stop])
        row = np.repeat(np.arange(start, stop), np.diff(matrix.indptr[start : stop + 1]))
        key = group[row] * m + matrix.indices[cells].astype(np.int64)
        inside, data = key >= 0, matrix.data[cells].astype(float)
        key, data, row = key[inside], data[inside], row[inside]
        weights = [data, None, data**2, data * (0 if tokens is None else tokens[row])]
        for total, weight in zip(sums, weights, strict=True):
            total += np.bincount(key, weight, minlength=groups * m)
    return Sums(*sums.reshape(4, groups, m))


def count_matrix(counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return counts as a table with a row per article, in order, and a column per item; zeros filled in."""
    matrix, items = sparse_counts(counts, articles.index)
    return pd.DataFrame(matrix.toarray().astype(int), index=articles.index, columns=items)


def ratio_error(
    count: np.ndarray, square: np.ndarray, cross: np.ndarray, tokens: np.ndarray, square_tokens: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ratio estimator and its standard error over articles, from sums (Cochran 1977, ch. 6).

    Parameters
    ----------
    count, square, cross : arrays, shape (m,) or (m, replicates)
        Sums over articles of the count, its square, and its product with the article's tokens.
    tokens, square_tokens : arrays that broadcast with them
        Sums over articles of tokens and of their squares.

    Returns
    -------
    rate, error : arrays
        Per token; the error lacks the factor ``sqrt(n / (n - 1))``.
    """
    rate = count / tokens
    return rate, np.sqrt(np.maximum(square - 2 * rate * cross + rate**2 * square_tokens, 0)) / tokens


def bootstrap_interval(
    counts: sparse.csr_array, tokens: np.ndarray, level: float = 0.95, replicates: int = 999, seed: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bootstrap-t interval of a rate (count over tokens), with whole articles resampled.

    The weights of articles are Poisson(1), so that sums over articles are enough: one pass, in chunks that
    add up. Where terms come in bursts, the percentile interval covers the rate too rarely; this one does not
    (`benchmarks/calibration.py`). Of more than `GROUPS` articles, that many random groups are
    resampled: their sums vary as articles do.

    Parameters
    ----------
    counts : sparse array, shape (n articles, m items)
        Counts.
    tokens : array, shape (n,)
        Tokens of the articles.
    level : float
        Coverage of the interval.
    replicates, seed : int
        Number of bootstrap samples, and seed of the random numbers.

    Returns
    -------
    low, high : arrays, shape (m,)
        Occurrences per token.
    """
    counts, tokens = _gathered(counts, tokens)
    rng, sizes = np.random.default_rng(seed), np.stack([tokens, tokens**2], axis=1)
    parts = sparse.hstack([counts, counts * counts, counts * tokens[:, None]], format="csr")
    sums, totals = np.zeros((parts.shape[1], replicates)), np.zeros((2, replicates))
    for start in range(0, len(tokens), 1000):
        block = slice(start, min(start + 1000, len(tokens)))
        weights = _POISSON[rng.integers(0, 2**16, (block.stop - start, replicates), dtype=np.uint16)]
        sums, totals = sums + parts[block].T @ weights, totals + sizes[block].T @ weights
    rate, error = ratio_error(*np.split(parts.sum(axis=0), 3), *sizes.sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn, drawn_error = ratio_error(*np.split(sums, 3), *totals)
        t = (drawn - rate[:, None]) / drawn_error
    t[drawn == rate[:, None]] = 0
    tail = (1 - level) / 2
    low, high = np.nanquantile(t, [tail, 1 - tail], axis=1, method="inverted_cdf")
    return np.maximum(rate - high * error, 0), rate - low * error


def _gathered(counts: sparse.csr_array, tokens: np.ndarray) -> tuple[sparse.csr_array, np.ndarray]:
    """Return the sums of counts and of tokens over random groups of articles; of few articles, themselves."""
    n = len(tokens)
    if n <= GROUPS:
        return counts, tokens
    groups = np.random.default_rng(0).permutation(n) % GROUPS
    sums = sparse.csr_array((np.ones(n), (groups, np.arange(n))), shape=(GROUPS, n))
    return sums @ counts, sums @ tokens


def _rate_table(counts: sparse.csr_array, tokens: np.ndarray) -> dict[str, np.ndarray | float]:
    having, count, size = counts.count_nonzero(axis=0), counts.sum(axis=0), tokens.sum() or np.nan
    low, high, share_low, share_high = np.full((4, counts.shape[1]), np.nan)
    if len(tokens) >= INTERVAL_ARTICLES:
        from statsmodels.stats.proportion import proportion_confint

        share_low, share_high = proportion_confint(having, len(tokens), method="wilson")
        some = np.flatnonzero(having >= MIN_ARTICLES)
        for block in np.split(some, range(1000, len(some), 1000)) if len(some) else ():
            low[block], high[block] = bootstrap_interval(counts[:, block], tokens)
    return {
        "articles": len(tokens),
        "tokens": int(tokens.sum()),
        "count": count.astype(int),
        "per_10k": 1e4 * count / size,
        "per_10k_low": 1e4 * low,
        "per_10k_high": 1e4 * high,
        "articles_with": having,
        "share": having / max(len(tokens), 1),
        "share_low": share_low,
        "share_high": share_high,
    }


def rates(counts: pd.DataFrame, articles: pd.DataFrame, by: str | pd.Series) -> pd.DataFrame:
    """Return the rate of each item, and its share of articles, in each group, such as a year or a province.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column (`term`, `word`, ...), `count`.
    articles : DataFrame
        All articles, including those without a count; column `tokens` or `text`.
    by : str or Series
        Column of `articles`, or labels with its index (``articles["date"].dt.year``). Articles without a
        label are left out.

    Returns
    -------
    DataFrame
        The item, the group, `articles, tokens, count, per_10k, per_10k_low, per_10k_high` (bootstrap-t over
        articles), `articles_with, share, share_low, share_high` (Wilson). The intervals are 95 %; they are
        NaN for a group of fewer than ten articles, and those of rates also for an item in fewer than five. No
        rows if there is no group.
    """
    labels = group_labels(articles, by)
    matrix, items = sparse_counts(counts, articles.index)
    tokens = token_totals(articles).to_numpy(float)
    tables = [
        pd.DataFrame(
            {counts.columns[1]: items, labels.name or "group": label}
            | _rate_table(matrix[rows], tokens[rows])
        )
        for label, rows in labels.groupby(labels).indices.items()
    ]
    if not tables:
        none = {counts.columns[1]: items[:0], labels.name or "group": []}
        return pd.DataFrame(none | _rate_table(matrix[:0, :0], tokens[:0]))
    return pd.concat(tables, ignore_index=True)
