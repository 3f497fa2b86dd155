"""Rank-sum tests of many items at once, exact for few articles, and sparse for many.

Source: F. Wilcoxon, Biometrics Bull. 1 (1945) 80-83.
"""

import itertools
import math
from collections.abc import Hashable

import numpy as np
from scipy import sparse, stats

ALL_SPLITS = 20_000  # ways to split the articles in two that are enumerated; of more, this many are drawn
LARGE_GROUP = 10  # articles in the smaller group from where on rank sums are normal enough


def splits(n: int, k: int) -> tuple[np.ndarray, int]:
    """Return rows of k out of n articles, and 1 if they are drawn: then the observed split counts as one."""
    if math.comb(n, k) <= ALL_SPLITS:
        return np.array(list(itertools.combinations(range(n), k))), 0
    rng = np.random.default_rng(1)
    return np.array([rng.choice(n, k, replace=False, shuffle=False) for _ in range(ALL_SPLITS)]), 1


def smaller(member: np.ndarray) -> np.ndarray:
    """Return which articles are in the smaller of group and rest."""
    return member if 2 * member.sum() <= len(member) else ~member


def rank_sum(ranks: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Two-sided p of the rank-sum test of each column.

    Exact (every split of the articles, ties or not) or from 20,000 random splits with a fixed seed while the
    smaller group has fewer than ten articles; then normal, with correction for ties and continuity, as
    `scipy.stats.mannwhitneyu` has it, which would rank the articles again for every group.

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
    """Two-sided p of the rank-sum test of rates that are mostly zero: `rank_sum` of large groups.

    Only what is not zero is ranked; the zeros of an item are one tie below.

    Parameters
    ----------
    counts : sparse array, shape (n, m)
    tokens : array, shape (n,)
    members : dict of boolean arrays, shape (n,)

    Returns
    -------
    dict of arrays, shape (m,)
    """
    n, m = counts.shape
    item = np.repeat(np.arange(m), np.diff(counts.indptr))
    rate = counts.data / tokens[counts.indices]
    order = np.lexsort((rate, item))
    rate, article = rate[order], counts.indices[order]  # `item` is sorted already
    first = np.flatnonzero((np.diff(item, prepend=-1) != 0) | (np.diff(rate, prepend=-1) != 0))
    size = np.diff(first, append=len(rate))
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


def _normal_p(sums: np.ndarray, square: np.ndarray, k: int, n: int) -> np.ndarray:
    """p of sums of `k` of `n` centred ranks, whose squares add up to `square`."""
    spread = np.sqrt(k * (n - k) / (n * (n - 1)) * square)
    p = 2 * stats.norm.sf(np.maximum(np.abs(sums) - 0.5, 0) / np.where(spread > 0, spread, 1))
    return np.where(square > 0, np.minimum(p, 1), np.nan)
