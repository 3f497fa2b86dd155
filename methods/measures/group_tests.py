"""Groups of articles compared item by item, with the article as the unit, which `keyness` cannot test.

Sources
-------
Why the article: J. Lijffijt et al., Digit. Scholarsh. Humanit. 31 (2016) 374-397; A. Koplenig, Corpus
Linguist. Linguist. Theory 15 (2019, online 2017) 321-346. Rank-sum: F. Wilcoxon, Biometrics Bull. 1 (1945)
80-83. Permutation of a studentized difference: E. Chung and J. P. Romano, Ann. Stat. 41 (2013) 484-507. The
bound of the effect is S. Evert's idea for LRC (2022) with errors over articles.
"""

import itertools
import math
from collections.abc import Callable, Hashable

import numpy as np
import pandas as pd
from scipy import sparse, stats

from methods.measures.keyness import log_ratio
from methods.measures.rates import INTERVAL_ARTICLES, MIN_ARTICLES, group_labels, ratio_error, sparse_counts
from methods.measures.trends import Verdict, adjust, can_test
from methods.text.spans import token_totals

ALL_SPLITS = 20_000  # ways to split the articles in two that are enumerated; of more, this many are drawn
LARGE_GROUP = 10  # articles in the smaller group from where on rank sums are normal enough


def _splits(n: int, k: int) -> tuple[np.ndarray, int]:
    # Rows of k out of n articles, and 1 if they are drawn: then the observed split counts as one more.
    if math.comb(n, k) <= ALL_SPLITS:
        return np.array(list(itertools.combinations(range(n), k))), 0
    rng = np.random.default_rng(1)
    return np.array([rng.choice(n, k, replace=False, shuffle=False) for _ in range(ALL_SPLITS)]), 1


def _smaller(member: np.ndarray) -> np.ndarray:
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
    n, group = len(member), _smaller(member)
    k, centred = int(group.sum()), ranks - (n + 1) / 2
    observed = np.abs(centred[group].sum(axis=0))
    if k < LARGE_GROUP:
        splits, drawn = _splits(n, k)
        sums = np.abs(sum(centred[splits[:, j]] for j in range(k)))
        p = ((sums >= observed - 1e-9).sum(axis=0) + drawn) / (len(splits) + drawn)
    else:
        spread = np.sqrt(k * (n - k) / (n * (n - 1)) * (centred**2).sum(axis=0))
        p = 2 * stats.norm.sf(np.maximum(observed - 0.5, 0) / np.where(spread > 0, spread, 1))
    return np.where((centred != 0).any(axis=0), np.minimum(p, 1), np.nan)


def permutation(counts: np.ndarray, tokens: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Two-sided p of a permutation test of the difference of two rates, studentized over articles.

    All splits up to 20,000, else as many random ones with a fixed seed. It tests the rates themselves, where
    the rank-sum tests whether one group's articles tend to have higher ones. It takes splits times articles
    in time and memory, so it is for up to two thousand articles or so.

    Parameters
    ----------
    counts : array, shape (n, m)
    tokens : array, shape (n,)
    member : boolean array, shape (n,)

    Returns
    -------
    array, shape (m,)
        NaN for a column of zeros.
    """
    parts = np.hstack([counts, counts**2, counts * tokens[:, None]])
    sizes, group = np.stack([tokens, tokens**2], axis=1), _smaller(member)
    splits, drawn = _splits(len(member), int(group.sum()))
    observed = _studentized(group[None, :].astype(float), parts, sizes)[0]
    extreme = np.full(counts.shape[1], drawn)
    for start in range(0, len(splits), 500):
        chosen = np.zeros((len(splits[start : start + 500]), len(member)))
        np.put_along_axis(chosen, splits[start : start + 500], 1, axis=1)
        extreme += (_studentized(chosen, parts, sizes) >= observed - 1e-9).sum(axis=0)
    return np.where(counts.any(axis=0), extreme / (len(splits) + drawn), np.nan)


def _studentized(chosen: np.ndarray, parts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    inside, size = chosen @ parts, chosen @ sizes
    sides = (inside, size), (parts.sum(axis=0) - inside, sizes.sum(axis=0) - size)
    with np.errstate(invalid="ignore", divide="ignore"):
        (rate, error), (rest, rest_error) = (
            ratio_error(*np.split(sums, 3, axis=1), *np.hsplit(tokens, 2)) for sums, tokens in sides
        )
        return np.nan_to_num(np.abs(rate - rest) / np.hypot(error, rest_error), nan=0.0, posinf=np.inf)


def _side(counts: sparse.csr_array, tokens: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    # Count, tokens, and variance of the log rate: over articles, but never less than a Poisson count's.
    n, count, size = len(tokens), counts.sum(axis=0), tokens.sum()
    square, cross = (counts * counts).sum(axis=0), (counts * tokens[:, None]).sum(axis=0)
    rate, error = ratio_error(count, square, cross, size, (tokens**2).sum())
    relative = np.divide(error, rate, out=np.zeros_like(error), where=rate > 0)
    return count, size, np.maximum(n / max(n - 1, 1) * relative**2, 1 / (count + 0.5))


def effect(
    counts: sparse.csr_array, tokens: np.ndarray, member: np.ndarray, items: int = 1
) -> dict[str, np.ndarray]:
    """Log Ratio of a group against the rest with an interval whose unit is the article.

    Parameters
    ----------
    counts : sparse array, shape (n, m)
    tokens : array, shape (n,)
    member : boolean array, shape (n,)
    items : int
        For how many items the bound is corrected (Bonferroni).

    Returns
    -------
    dict of arrays, shape (m,)
        `log_ratio`; `low, high`, 95 %; `bound`, the end nearest to zero of the corrected interval, 0 if that
        covers zero. All but the first are NaN unless group and rest have ten articles each.
    """
    (count, size, error), (rest, rest_size, rest_error) = (
        _side(counts[side], tokens[side]) for side in (member, ~member)
    )
    ratio, spread = log_ratio(count, rest, size, rest_size), np.sqrt(error + rest_error) / np.log(2)
    fewer = min(member.sum(), (~member).sum())
    t, strict = (
        stats.t.ppf([0.975, 1 - 0.025 / items], fewer - 1) if fewer >= INTERVAL_ARTICLES else [np.nan] * 2
    )
    bound = np.sign(ratio) * np.maximum(np.abs(ratio) - strict * spread, 0)
    return {"log_ratio": ratio, "low": ratio - t * spread, "high": ratio + t * spread, "bound": bound}


NUMBERS = ["articles", "rest_articles", "articles_with", "rest_with"]
MEASURES = ["per_10k", "rest_per_10k", "log_ratio", "low", "high", "bound", "p", "q"]
TYPES = dict.fromkeys(NUMBERS, "int64") | dict.fromkeys(MEASURES, "float64") | {"test": "str"}
PValues = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]
TESTS: dict[str, PValues] = {
    "rank-sum": lambda ranks, counts, tokens, member: rank_sum(ranks, member),
    "permutation": lambda ranks, counts, tokens, member: permutation(counts, tokens, member),
}


def compare_groups(
    counts: pd.DataFrame,
    articles: pd.DataFrame,
    by: str | pd.Series,
    test: str = "rank-sum",
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Each item in each group of articles against all other groups, tested over articles.

    Articles are taken for independent draws. Where a group is one outlet or one campaign they are not, and
    what differs may be that.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column, `count`.
    articles : DataFrame
        `tokens` or `text`.
    by : str or Series
        Column of `articles`, the name of its index, or labels.
    test : {"rank-sum", "permutation"}

    Returns
    -------
    DataFrame
        The group, the item, `articles, rest_articles, articles_with, rest_with, per_10k, rest_per_10k`, the
        columns of `effect` (`bound` corrected for all pairs of group and item: rank by it where everything is
        significant), `p, q` (Benjamini-Hochberg over all pairs of items in five articles or more; NaN where
        none could be significant) and `test`, the sentence of `can_test`. No rows, but all columns, where
        there is one group or no item occurs.

    Raises
    ------
    ValueError
        When there is no such test.
    """
    if test not in TESTS:
        raise ValueError(f"test must be one of {', '.join(TESTS)}, not {test}")
    sizes = token_totals(articles)
    labels = group_labels(articles, by)[sizes > 0].dropna()
    tokens = sizes[labels.index].to_numpy(float)
    matrix, items = sparse_counts(counts, labels.index)
    occurs = matrix.sum(axis=0) > 0
    matrix, items = matrix[:, occurs], items[occurs]
    groups = {label: (labels == label).to_numpy() for label in sorted(labels.unique())}
    members = {label: member for label, member in groups.items() if not member.all()}
    if not members or not len(items):
        nothing = {labels.name or "group": labels.array[:0], counts.columns[1]: items.array[:0]}
        return pd.DataFrame(nothing | {name: pd.Series(dtype=kind) for name, kind in TYPES.items()})
    # Two groups give one comparison and its mirror image.
    pairs = len(items) * (len(members) if len(members) > 2 else 1)
    could = {label: _could(member, pairs, alpha, test) for label, member in members.items()}
    tested = {label: member for label, member in members.items() if could[label].possible}
    p = _p_values(matrix, tokens, tested, TESTS[test])
    tables = [
        pd.DataFrame(
            {labels.name or "group": label, counts.columns[1]: items}
            | _sizes(matrix, tokens, member)
            | effect(matrix, tokens, member, pairs)
            | {"p": p.get(label, np.nan), "q": np.nan, "test": could[label].sentence}
        )
        for label, member in members.items()
    ]
    return pd.concat(tables, ignore_index=True).assign(q=lambda table: adjust(table["p"]))


def _could(member: np.ndarray, pairs: int, alpha: float, test: str) -> Verdict:
    n, k = len(member), int(_smaller(member).sum())
    normal = test == "rank-sum" and k >= LARGE_GROUP
    drawn = 0.0 if normal or math.comb(n, k) <= ALL_SPLITS else 1 / (ALL_SPLITS + 1)
    return can_test([k, n - k], pairs, alpha, drawn)


def _sizes(
    matrix: sparse.csr_array, tokens: np.ndarray, member: np.ndarray
) -> dict[str, np.ndarray | int | float]:
    inside, rest = matrix[member], matrix[~member]
    return {
        "articles": inside.shape[0],
        "rest_articles": rest.shape[0],
        "articles_with": inside.count_nonzero(axis=0),
        "rest_with": rest.count_nonzero(axis=0),
        "per_10k": 1e4 * inside.sum(axis=0) / tokens[member].sum(),
        "rest_per_10k": 1e4 * rest.sum(axis=0) / tokens[~member].sum(),
    }


def _p_values(
    matrix: sparse.csr_array, tokens: np.ndarray, members: dict[Hashable, np.ndarray], test: PValues
) -> dict[Hashable, np.ndarray]:
    p = {label: np.full(matrix.shape[1], np.nan) for label in members}
    often = np.flatnonzero(matrix.count_nonzero(axis=0) >= MIN_ARTICLES)
    for start in range(0, len(often), 200):
        block = often[start : start + 200]
        dense = matrix[:, block].toarray()
        ranks = stats.rankdata(dense / tokens[:, None], axis=0)
        for label, member in members.items():
            p[label][block] = test(ranks, dense, tokens, member)
    return p
