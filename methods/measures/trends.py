"""Trends: which items rise or fall with time, and whether that can be tested.

Sources
-------
Kendall's tau: M. G. Kendall, Biometrika 30 (1938) 81-93; slope: P. K. Sen, J. Am. Stat. Assoc. 63 (1968)
1379-1389, after H. Theil (1950); false discovery rate: Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57
(1995) 289-300. They come from scipy.
"""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, special, stats

from methods.measures.rates import MIN_ARTICLES, sparse_counts
from methods.text.spans import token_totals

ALL_ORDERS = 8  # up to this many articles all orders are enumerated: 8! = 40,320
DRAWN_ORDERS = 19_999  # for more articles orders are drawn with a fixed seed ...
DRAWN_ARTICLES = 20  # ... up to this many; beyond, the normal approximation is good even with ties
MANY_DATES = 30  # with more dates, periods are years
TINY = 1e-12  # a smallest p below this is told as that
INTERVAL_PERIODS = 10  # minimum number of periods for an interval of the slope


class Verdict(NamedTuple):
    """Whether a test can be significant: the smallest p that the design allows, the answer, a sentence."""

    smallest_p: float
    possible: bool
    sentence: str


def can_test(sizes: Sequence[int], terms: int = 1, alpha: float = 0.05, resolution: float = 0.0) -> Verdict:
    """Return whether a two-sided rank test of one item can be significant among `terms` items.

    All arrangements of the articles are equally likely, and the most extreme one and its mirror image give
    the smallest p. It must not exceed ``alpha / terms``, the threshold of Benjamini-Hochberg for a single
    significant item: an item that could only be significant together with others is not testable.

    Parameters
    ----------
    sizes : sequence of int
        Articles in each group: ``[1, 4]`` for one against four (rank-sum, permutation), ``[1] * 5`` for five
        dates (Kendall), or the number of articles at each date.
    terms : int
        Number of items that are tested.
    alpha : float
        Level of the test.
    resolution : float
        Smallest p that the test itself can return, if it draws arrangements instead of enumerating them.

    Examples
    --------
    >>> can_test([1, 4]).sentence
    'not testable with 5 articles: the smallest possible p is 0.4, where 0.05 is needed'
    >>> round(can_test([1] * 5, terms=40).smallest_p, 4)
    0.0167
    """
    n, sizes = int(np.sum(sizes)), np.asarray(sizes)
    log_arrangements = special.gammaln(n + 1) - special.gammaln(sizes + 1).sum()
    smallest = max(resolution, float(min(1, 2 * np.exp(-log_arrangements))))
    needed = alpha / max(terms, 1)
    possible = smallest <= needed
    says = f"{'' if possible else 'not '}testable with {n:,} article{'' if n == 1 else 's'}: "
    least = f"{smallest:.2g}" if smallest > TINY else f"under {TINY:g}"
    says += f"the smallest possible p is {least}, where {needed:.2g} is needed"
    return Verdict(
        smallest,
        possible,
        says + ("" if terms <= 1 else f" for a single one of the {terms:,} that are tested"),
    )


def adjust(p: np.ndarray | pd.Series) -> np.ndarray:
    """Return p-values adjusted by Benjamini-Hochberg (q); NaN (not tested) stays NaN and does not count."""
    p = np.asarray(p, dtype=float)
    q, tested = np.full(p.shape, np.nan), ~np.isnan(p)
    q[tested] = stats.false_discovery_control(p[tested]) if tested.any() else []
    return q


def years(dates: pd.Series) -> np.ndarray:
    """Return dates as decimal years."""
    return (dates.dt.year + (dates.dt.day_of_year - 1) / 365.25).to_numpy(float)


def _permuted_p(x: np.ndarray, values: np.ndarray) -> np.ndarray:
    n, (i, j) = len(x), np.triu_indices(len(x), 1)
    if n <= ALL_ORDERS:
        orders = np.array(list(itertools.permutations(range(n))))
    else:
        draws = np.tile(np.arange(n), (DRAWN_ORDERS, 1))
        orders = np.vstack([np.arange(n), np.random.default_rng(1).permuted(draws, axis=1)])
    signs = np.sign(values[i] - values[j]).astype(np.float32)
    ranks = stats.rankdata(x, method="dense").astype(np.int8)
    scores = np.abs(np.sign(ranks[orders][:, i] - ranks[orders][:, j]).astype(np.float32) @ signs)
    return (scores >= np.abs(np.sign(ranks[i] - ranks[j]) @ signs) - 0.5).mean(axis=0)


def kendall(x: np.ndarray, values: np.ndarray, test: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Return Kendall's tau-b of each column with `x`, and its two-sided p.

    Without ties, p is exact (scipy, up to 33 articles). With ties, it is exact over all orders of up to eight
    articles, and from 19,999 random orders with a fixed seed up to twenty articles. Otherwise it is a normal
    approximation.

    Parameters
    ----------
    x : array, shape (n,)
        Times of n articles.
    values : array, shape (n, m)
        Rates of m items in each article.
    test : bool
        Whether to compute p, which can take a hundred times as long as tau; if not, p is NaN.

    Returns
    -------
    tau, p : arrays, shape (m,)
        NaN for a column that is constant.
    """
    tau, p = np.full((2, values.shape[1]), np.nan)
    use = (values != values[:1]).any(axis=0) & (len(np.unique(x)) > 1)
    if not use.any():
        return tau, p
    tau[use], p[use] = stats.kendalltau(
        np.broadcast_to(x[:, None], values[:, use].shape), values[:, use], axis=0
    )
    if not test:
        return tau, np.full(tau.shape, np.nan)
    tied = (np.diff(np.sort(values, axis=0), axis=0) == 0).any(axis=0) | (len(np.unique(x)) < len(x))
    if len(x) <= DRAWN_ARTICLES and (use & tied).any():
        p[use & tied] = _permuted_p(x, values[:, use & tied])
    return tau, p


def theil_sen(x: np.ndarray, values: np.ndarray, ranges: bool = True) -> pd.DataFrame:
    """Return the Theil-Sen slope of each column over `x`, with its leave-one-out range and its interval.

    Parameters
    ----------
    x : array, shape (k,)
        Times of k periods.
    values : array, shape (k, m)
        Rates of m items in each period.
    ranges : bool
        Whether to compute more than `slope`; if not, the other columns are NaN.

    Returns
    -------
    DataFrame
        One row per item: `slope`; `slope_min, slope_max`, the range of slopes with one period left out (for
        three periods or more); `slope_low, slope_high` (95 %, for ten periods or more); `slope_bound`, the
        end of the interval nearest to zero, 0 if it covers zero: rank by it if everything is significant.
    """
    k, m = values.shape
    names = ["slope", "slope_min", "slope_max", "slope_low", "slope_high", "slope_bound"]
    table = pd.DataFrame(np.nan, index=range(m), columns=names)
    i, j = np.triu_indices(k, 1)
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    if not len(i):
        return table
    # All slopes at once: scipy processes one column at a time, too slow for leaving out each period.
    pairs = (values[j] - values[i]) / (x[j] - x[i])[:, None]
    table["slope"] = np.median(pairs, axis=0)
    if ranges and k >= 3 and len(np.unique(x)) == k:
        left = np.array([np.median(pairs[(i != one) & (j != one)], axis=0) for one in range(k)])
        table["slope_min"], table["slope_max"] = left.min(axis=0), left.max(axis=0)
    if ranges and k >= INTERVAL_PERIODS:
        _, _, low, high = stats.theilslopes(values, np.broadcast_to(x[:, None], values.shape), axis=0)
        bound = np.where(low > 0, low, np.where(high < 0, high, 0.0))
        table["slope_low"], table["slope_high"], table["slope_bound"] = low, high, bound
    return table


def _period_rates(matrix: sparse.csr_array, tokens: np.ndarray, period: pd.Series) -> pd.DataFrame:
    codes, labels = pd.factorize(period, sort=True)
    cells = (np.ones(len(codes)), (codes, np.arange(len(codes))))
    member = sparse.csr_array(cells, shape=(len(labels), len(codes)))
    return pd.DataFrame(1e4 * (member @ matrix).toarray() / (member @ tokens)[:, None], index=labels)


def trend_table(
    counts: pd.DataFrame,
    articles: pd.DataFrame,
    period: pd.Series | None = None,
    alpha: float = 0.05,
    tests: bool = True,
) -> pd.DataFrame:
    """Return the trend of each item: the test over articles, the slope over periods.

    The test assumes that articles are independent given their date; those of one campaign or outlet are not.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column, `count`.
    articles : DataFrame
        `date`, and `tokens` or `text`; those without a date are left out.
    period : Series, optional
        Numbers, such as years, indexed as `articles`. By default each date is a period, or each year if there
        are more than thirty dates.
    alpha : float
        Level at which a test must be able to be significant; see `can_test`.
    tests : bool
        If False, only tau and slope are computed: p, q and the ranges of the slope are NaN.

    Returns
    -------
    DataFrame
        The item, `articles, articles_with, count, periods, tau, p, q` (Benjamini-Hochberg over the items in
        at least five articles; NaN for other items, and for all if none could be significant), `test` (the
        sentence of `can_test` for all items that occur), `holds_out` (whether the rates of periods rise or
        fall as tau does whichever period is left out; False for fewer than three periods), and the columns of
        `theil_sen`, per 10,000 tokens and year.
    """
    tokens = token_totals(articles)
    articles = articles[articles["date"].notna() & (tokens > 0)]
    matrix, items = sparse_counts(counts, articles.index)
    size, x = tokens[articles.index].to_numpy(float), years(articles["date"])
    if period is None:
        period = pd.Series(x, articles.index)
        period = period if period.nunique() <= MANY_DATES else articles["date"].dt.year.astype(float)
    grouped = _period_rates(matrix, size, period.reindex(articles.index))
    columns = {counts.columns[1]: items, "articles": len(articles)}
    columns |= {"articles_with": matrix.count_nonzero(axis=0), "count": matrix.sum(axis=0).astype(int)}
    columns |= {"periods": len(grouped)} | _tested(matrix, size, x, alpha, tests)
    x, values = grouped.index.to_numpy(float), grouped.to_numpy()
    columns["holds_out"] = _holds_out(x, values, columns["tau"]) if tests else False
    slopes = theil_sen(x, values, tests)
    return pd.concat([pd.DataFrame(columns), slopes], axis=1)


def _holds_out(x: np.ndarray, values: np.ndarray, tau: np.ndarray) -> np.ndarray:
    """Return whether each column rises or falls as `tau` does whichever period is left out."""
    k, m = values.shape
    if k < 3:
        return np.zeros(m, bool)
    i, j = np.triu_indices(k, 1)
    signs = np.sign(values[j] - values[i]) * np.sign(x[j] - x[i])[:, None]
    having = np.zeros((k, m))
    np.add.at(having, i, signs)
    np.add.at(having, j, signs)
    return ((signs.sum(axis=0) - having) * np.sign(tau) > 0).all(axis=0)


def _tested(
    matrix: sparse.csr_array, tokens: np.ndarray, x: np.ndarray, alpha: float, tests: bool
) -> dict[str, np.ndarray | str]:
    having, n = matrix.count_nonzero(axis=0), len(x)
    blocks = np.array_split(np.arange(len(having)), max(1, len(having) // 200))
    tau, p = np.hstack([kendall(x, matrix[:, block].toarray() / tokens[:, None], tests) for block in blocks])
    drawn = 1 / (DRAWN_ORDERS + 1) if ALL_ORDERS < n <= DRAWN_ARTICLES else 0.0
    could = can_test(np.unique(x, return_counts=True)[1], int((having > 0).sum()), alpha, drawn)
    p = np.where((having >= MIN_ARTICLES) & could.possible, p, np.nan)
    return {"tau": tau, "p": p, "q": adjust(p), "test": could.sentence}


class Steady(NamedTuple):
    """Items that rise, items that fall, the number tested, and the criteria of the choice."""

    up: list[str]
    down: list[str]
    tested: int
    criteria: list[str]


def steady(
    moves: pd.DataFrame, leave_one_out: bool = True, all_orders: bool = True, q: float | None = 0.05
) -> Steady:
    """Choose the items that rise or fall by all criteria asked for; the direction is the sign of tau.

    Parameters
    ----------
    moves : DataFrame
        As `trend_table` returns it, with `holds_orders` (see `methods.measures.date_orders.with_orders`).
    leave_one_out : bool
        Whether the direction must hold whichever period is left out.
    all_orders : bool
        Whether it must hold under every order of the articles that their dates admit.
    q : float, optional
        Maximum q of an item; one that could not be tested is left out. None: no test is required.
    """
    asked = {
        "τ keeps its sign whichever date or period is left out": (leave_one_out, moves["holds_out"]),
        "under every order that the dates admit": (all_orders, moves["holds_orders"].eq(True)),
        f"q is below {q}": (q is not None, moves["q"] < (q or 0)),
    }
    chosen = [(says, column) for says, (is_asked, column) in asked.items() if is_asked]
    holds = np.logical_and.reduce([column.to_numpy(bool) for _, column in chosen], initial=True)
    kept = moves[holds & moves["tau"].ne(0) & moves["tau"].notna()]
    items = kept.iloc[:, 0]
    tested = int(moves["q"].notna().sum())
    return Steady(
        list(items[kept["tau"] > 0]), list(items[kept["tau"] < 0]), tested, [says for says, _ in chosen]
    )
