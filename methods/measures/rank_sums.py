"""Rank-sum tests of many items at once, exact for few articles, and sparse for many.

Source: F. Wilcoxon, Biometrics Bull. 1 (1945) 80-83.
"""

import itertools
import math
from collections.abc import Hashable

import numpy as np
from scipy import sparse, stats

ALL_SPLITS = 20_000  # splits of the articles in two are enumerated up to this number, beyond it drawn
LARGE_GROUP = 10  # with this many articles in the smaller group, rank sums are close enough to normal


def splits(n: int, k: int) -> tuple[np.ndarray, int]:
    """Return rows of k out of n article numbers, and 1 if they are drawn (add the observed one), else 0."""
    if math.comb(n, k) <= ALL_SPLITS:
        return np.array(list(itertools.combinations(range(n), k))), 0
    rng = np.random.default_rng(1)
    return np.array([rng.choice(n, k, replace=False, shuffle=False) for _ in range(ALL_SPLITS)]), 1


def smaller(member: np.ndarray) -> np.ndarray:
    """Return which articles are in the smaller one of the group and the rest, as a boolean array."""
    return member if 2 * member.sum() <= len(member) else ~member


def rank_sum(ranks: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Return two-sided p of the rank-sum test of each column.

    If the smaller group has fewer than ten articles, p is exact (all splits of the articles, with or without
    ties) or from 20,000 random splits with a fixed seed. Otherwise it is a normal approximation with
    corrections for ties and continuity, as in `scipy.stats.mannwhitneyu`, which would rank the articles again
    for every group.

    Parameters
    ----------
    ranks : array, shape (n, m)
        Ranks of the articles in each column, ties averaged.
    member : boolean array, shape (n,)
        Which articles are in the group.

    Returns
    -------
    array, shape (m,)
        NaN for a column that is constant.
    """
    n, group = len(member), smaller(member)
    k, centred = int(group.sum()), ranks - (n + 1) / 2
    observed = np.abs(centred[group].sum(axis=0))
    if k < LARGE_GROUP:
        ways, drawn = splits(n, k)
        sums = np.abs(sum(centred[ways[:, j]] for j in range(k)))
        p = ((sums >= observed - 1e-9).sum(axis=0) + drawn) / (len(ways) + drawn)
    else:
        p = _normal_p(observed, (centred**2).sum(axis=0), k, n)
    return np.where((centred != 0).any(axis=0), np.minimum(p, 1), np.nan)


def sparse_rank_sums(
    counts: sparse.csc_array, tokens: np.ndarray, members: dict[Hashable, np.ndarray]
) -> dict[Hashable, np.ndarray]:
    """Return two-sided p of the rank-sum test of sparse rates: the same as `rank_sum` for large groups.

    Only rates above zero are ranked; the zeros of an item are one tie below them.

    Parameters
    ----------
    counts : sparse array, shape (n, m)
        Counts of m items in n articles.
    tokens : array, shape (n,)
        Tokens of each article.
    members : dict of boolean arrays, shape (n,)
        Which articles are in each group.

    Returns
    -------
    dict of arrays, shape (m,)
        p in each group.
    """
    n, m = counts.shape
    item = np.repeat(np.arange(m), np.diff(counts.indptr))
    level, article = _by_rate(counts, item, tokens)
    first = np.flatnonzero((np.diff(item, prepend=-1) != 0) | (np.diff(level, prepend=-1) != 0))
    size = np.diff(first, append=len(level))
    zeros = n - np.diff(counts.indptr)
    rank = zeros[item[first]] + first - counts.indptr[item[first]] + (size + 1) / 2 - (n + 1) / 2
    below = (zeros - n) / 2
    square = np.bincount(item[first], size * rank**2, minlength=m) + zeros * below**2
    rank, found = np.repeat(rank, size), {}
    for label, member in members.items():
        group = smaller(member)
        k, inside = int(group.sum()), group[article]
        zero = k - np.bincount(item[inside], minlength=m)
        sums = np.bincount(item[inside], rank[inside], minlength=m) + zero * below
        found[label] = _normal_p(sums, square, k, n)
    return found


def _by_rate(counts: sparse.csc_array, item: np.ndarray, tokens: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the level of the rate of each cell, and its article, with the cells of an item in that order.

    Equal rates have one level. One number holds item, level and article, since numpy sorts numbers much
    faster than it sorts by two keys.
    """
    # There are few pairs of a count and a size, and only these need a division and a comparison.
    counted, count = np.unique(counts.data, return_inverse=True)
    sizes, size = np.unique(tokens, return_inverse=True)
    pair = count * len(sizes) + size[counts.indices]
    occurs = np.zeros(len(counted) * len(sizes), bool)
    occurs[pair] = True
    rates = np.divide.outer(counted, sizes).ravel()[occurs]
    levels = np.zeros(len(occurs), np.int64)
    levels[occurs] = np.unique(rates, return_inverse=True)[1]
    width, depth = int(counts.shape[0]).bit_length(), len(rates).bit_length()
    keys = (item << (width + depth)) | (levels[pair] << width) | counts.indices
    keys.sort()
    return (keys >> width) & ((1 << depth) - 1), keys & ((1 << width) - 1)


def _normal_p(sums: np.ndarray, square: np.ndarray, k: int, n: int) -> np.ndarray:
    """Return p of sums of `k` out of `n` centred ranks, whose squares add up to `square`."""
    spread = np.sqrt(k * (n - k) / (n * (n - 1)) * square)
    p = 2 * stats.norm.sf(np.maximum(np.abs(sums) - 0.5, 0) / np.where(spread > 0, spread, 1))
    return np.where(square > 0, np.minimum(p, 1), np.nan)
