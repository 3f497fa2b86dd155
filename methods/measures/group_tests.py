"""Tests of each item between groups of articles, with the article as the unit; `keyness` only ranks.

Sources
-------
Why the article: J. Lijffijt et al., Digit. Scholarsh. Humanit. 31 (2016) 374-397; A. Koplenig, Corpus
Linguist. Linguist. Theory 15 (2019, online 2017) 321-346. Rank-sum: F. Wilcoxon, Biometrics Bull. 1 (1945)
80-83. Permutation of a studentized difference: E. Chung and J. P. Romano, Ann. Stat. 41 (2013) 484-507. The
bound of the effect applies S. Evert's idea for LRC (2022) to standard errors over articles.
"""

import math
from collections.abc import Callable, Hashable

import numpy as np
import pandas as pd
from scipy import sparse, stats

from methods.measures.keyness import log_ratio
from methods.measures.rank_sums import (
    ALL_SPLITS,
    LARGE_GROUP,
    rank_sum,
    smaller,
    sparse_rank_sums,
    splits,
)
from methods.measures.rates import (
    INTERVAL_ARTICLES,
    MIN_ARTICLES,
    Sums,
    group_labels,
    group_sums,
    ratio_error,
    sparse_counts,
)
from methods.measures.trends import Verdict, adjust, can_test
from methods.text.spans import token_totals

ITEMS, CELLS = 2000, 4_000_000  # items ranked at once, and cells of a dense matrix


def permutation(counts: np.ndarray, tokens: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Return two-sided p of a permutation test of the difference of two rates, studentized over articles.

    All splits of the articles are enumerated up to 20,000; otherwise that many are drawn with a fixed seed.
    The test compares the rates themselves; the rank-sum test asks whether the articles of one group tend to
    have higher rates. Time and memory grow with splits times articles: use it for up to about two thousand
    articles.

    Parameters
    ----------
    counts : array, shape (n, m)
        Counts of m items in n articles.
    tokens : array, shape (n,)
        Tokens of each article.
    member : boolean array, shape (n,)
        Which articles are in the group.

    Returns
    -------
    array, shape (m,)
        NaN for a column of zeros.
    """
    parts = np.hstack([counts, counts**2, counts * tokens[:, None]])
    sizes, group = np.stack([tokens, tokens**2], axis=1), smaller(member)
    ways, drawn = splits(len(member), int(group.sum()))
    observed = _studentized(group[None, :].astype(float), parts, sizes)[0]
    extreme = np.full(counts.shape[1], drawn)
    for start in range(0, len(ways), 500):
        chosen = np.zeros((len(ways[start : start + 500]), len(member)))
        np.put_along_axis(chosen, ways[start : start + 500], 1, axis=1)
        extreme += (_studentized(chosen, parts, sizes) >= observed - 1e-9).sum(axis=0)
    return np.where(counts.any(axis=0), extreme / (len(ways) + drawn), np.nan)


def _studentized(chosen: np.ndarray, parts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    inside, size = chosen @ parts, chosen @ sizes
    sides = (inside, size), (parts.sum(axis=0) - inside, sizes.sum(axis=0) - size)
    with np.errstate(invalid="ignore", divide="ignore"):
        (rate, error), (rest, rest_error) = (
            ratio_error(*np.split(sums, 3, axis=1), *np.hsplit(tokens, 2)) for sums, tokens in sides
        )
        return np.nan_to_num(np.abs(rate - rest) / np.hypot(error, rest_error), nan=0.0, posinf=np.inf)


def _side(sums: Sums, tokens: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    # Count, tokens, and the variance of the log rate over articles, at least that of a Poisson count.
    n, count, size = len(tokens), sums.count, tokens.sum()
    rate, error = ratio_error(count, sums.square, sums.cross, size, (tokens**2).sum())
    relative = np.divide(error, rate, out=np.zeros_like(error), where=rate > 0)
    return count, size, np.maximum(n / max(n - 1, 1) * relative**2, 1 / (count + 0.5))


def effect(
    counts: sparse.csr_array, tokens: np.ndarray, member: np.ndarray, items: int = 1
) -> dict[str, np.ndarray]:
    """Return the Log Ratio of a group against the rest, with an interval whose unit is the article.

    Parameters
    ----------
    counts : sparse array, shape (n, m)
        Counts of m items in n articles.
    tokens : array, shape (n,)
        Tokens of each article.
    member : boolean array, shape (n,)
        Which articles are in the group.
    items : int
        Number of items for which the bound is corrected (Bonferroni).

    Returns
    -------
    dict of arrays, shape (m,)
        `log_ratio`; `low, high`, its 95 % interval; `bound`, the end of the corrected interval nearest to
        zero, or 0 if the interval covers zero. All but `log_ratio` are NaN unless the group and the rest have
        at least ten articles each.
    """
    sums = group_sums(sparse.csr_array(counts), member.astype(int), 2, tokens)
    rest, inside = (Sums(*(part[side] for part in sums)) for side in (0, 1))
    return _effect(inside, rest, tokens, member, items)


def _effect(
    inside: Sums, outside: Sums, tokens: np.ndarray, member: np.ndarray, items: int
) -> dict[str, np.ndarray]:
    (count, size, error), (rest, rest_size, rest_error) = (
        _side(sums, tokens[side]) for sums, side in ((inside, member), (outside, ~member))
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
    """Compare each item in each group of articles with all other groups, tested over articles.

    The tests assume independent articles. If a group is one outlet or one campaign, its articles are not
    independent, and a difference may be that of the outlet or campaign.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column, `count`.
    articles : DataFrame
        `tokens` or `text`.
    by : str or Series
        Column of `articles`, the name of its index, or labels.
    test : {"rank-sum", "permutation"}
        The test: `methods.measures.rank_sums.rank_sum` or `permutation`.
    alpha : float
        Level at which a test must be able to be significant; see `methods.measures.trends.can_test`.

    Returns
    -------
    DataFrame
        One row per group and item: the group, the item, `articles, rest_articles, articles_with, rest_with,
        per_10k, rest_per_10k`, the columns of `effect` (`bound` is corrected for all pairs of group and item:
        rank by it if everything is significant), `p, q` (Benjamini-Hochberg over all pairs whose item occurs
        in at least five articles; NaN if no pair could be significant) and `test`, the sentence of
        `can_test`. No rows, but all columns, if there is a single group or no item occurs.

    Raises
    ------
    ValueError
        If there is no test of that name.
    """
    if test not in TESTS:
        raise ValueError(f"test must be one of {', '.join(TESTS)}, not {test}")
    sizes = token_totals(articles)
    labels = group_labels(articles, by)[sizes > 0].dropna()
    tokens = sizes[labels.index].to_numpy(float)
    matrix, items = sparse_counts(counts, labels.index)
    names = sorted(labels.unique())
    each = group_sums(matrix, pd.Index(names).get_indexer(labels), len(names), tokens)
    occurs = each.count.sum(axis=0) > 0
    each, items = Sums(*(part[:, occurs] for part in each)), items[occurs]
    total = Sums(*(part.sum(axis=0) for part in each))
    groups = {label: (labels == label).to_numpy() for label in names}
    members = {label: member for label, member in groups.items() if not member.all()}
    if not members or not len(items):
        nothing = {labels.name or "group": labels.array[:0], counts.columns[1]: items.array[:0]}
        return pd.DataFrame(nothing | {name: pd.Series(dtype=kind) for name, kind in TYPES.items()})
    # Two groups give one comparison and its mirror image.
    pairs = len(items) * (len(members) if len(members) > 2 else 1)
    could = {label: _could(member, pairs, alpha, test) for label, member in members.items()}
    tested = {label: member for label, member in members.items() if could[label].possible}
    often = np.flatnonzero(total.articles_with >= MIN_ARTICLES)
    p = _p_values(matrix, np.flatnonzero(occurs)[often], tokens, tested, test)
    tables = []
    for label, member in members.items():
        inside = Sums(*(part[names.index(label)] for part in each))
        rest = Sums(*(whole - part for whole, part in zip(total, inside, strict=True)))
        columns = {labels.name or "group": label, counts.columns[1]: items}
        columns |= _sizes(inside, rest, tokens, member) | _effect(inside, rest, tokens, member, pairs)
        columns |= {"p": np.nan, "q": np.nan, "test": could[label].sentence}
        table = pd.DataFrame(columns)
        if label in p:
            table.loc[often, "p"] = p[label]
        tables.append(table)
    return pd.concat(tables, ignore_index=True).assign(q=lambda table: adjust(table["p"]))


def _could(member: np.ndarray, pairs: int, alpha: float, test: str) -> Verdict:
    n, k = len(member), int(smaller(member).sum())
    normal = test == "rank-sum" and k >= LARGE_GROUP
    drawn = 0.0 if normal or math.comb(n, k) <= ALL_SPLITS else 1 / (ALL_SPLITS + 1)
    return can_test([k, n - k], pairs, alpha, drawn)


def _sizes(
    inside: Sums, rest: Sums, tokens: np.ndarray, member: np.ndarray
) -> dict[str, np.ndarray | int | float]:
    return {
        "articles": int(member.sum()),
        "rest_articles": int((~member).sum()),
        "articles_with": inside.articles_with.astype(int),
        "rest_with": rest.articles_with.astype(int),
        "per_10k": 1e4 * inside.count / tokens[member].sum(),
        "rest_per_10k": 1e4 * rest.count / tokens[~member].sum(),
    }


def _p_values(
    matrix: sparse.csr_array,
    often: np.ndarray,
    tokens: np.ndarray,
    members: dict[Hashable, np.ndarray],
    test: str,
) -> dict[Hashable, np.ndarray]:
    """Return p of the items with the numbers `often`, in each group of `members`."""
    sizes = {label: smaller(member).sum() if test == "rank-sum" else 0 for label, member in members.items()}
    large = {label: member for label, member in members.items() if sizes[label] >= LARGE_GROUP}
    found = {label: np.full(len(often), np.nan) for label in members}
    columns = sparse.csc_array(matrix) if len(members) and len(often) else None
    for start in range(0, len(often) if large else 0, ITEMS):
        block = slice(start, start + ITEMS)
        for label, p in sparse_rank_sums(columns[:, often[block]], tokens, large).items():
            found[label][block] = p
    few = {label: member for label, member in members.items() if label not in large}
    step = max(1, CELLS // len(tokens))
    for start in range(0, len(often) if few else 0, step):
        block = slice(start, start + step)
        dense = columns[:, often[block]].toarray()
        ranks = stats.rankdata(dense / tokens[:, None], axis=0)
        for label, member in few.items():
            found[label][block] = TESTS[test](ranks, dense, tokens, member)
    return found
