"""The orders of the articles that their dates admit, and whether a trend holds under all of them."""

import itertools

import numpy as np
import pandas as pd

from methods.measures.trends import ALL_ORDERS, trend_table
from methods.text.spans import token_totals

BOUNDS = ("date_earliest", "date_latest")
DRAWS = 20  # random draws of the dates, if there are too many articles to enumerate their orders


def orders(articles: pd.DataFrame, limit: int = 200) -> pd.DataFrame:
    """Return every order of the articles that their dates admit.

    An article whose `date_earliest` and `date_latest` differ takes each place between them; its date is moved
    by no more than the order requires (by days if two articles share a date). If there are more than `limit`
    orders, `limit` random draws of the dates with a fixed seed are returned instead. Articles without dates
    are left out.

    Returns
    -------
    DataFrame
        One row per order, one column per article; the values are dates.
    """
    dated = articles[["date_earliest", "date_latest", "date"]].apply(pd.to_datetime).dropna()
    early, late, date = dated.to_numpy("datetime64[s]").T
    moves = early != late
    if len(date) and not moves.any():
        return pd.DataFrame([early], columns=dated.index)
    found = [tuple(int(i) for i in np.argsort(date, kind="stable") if not moves[i])]
    for i in np.flatnonzero(moves):
        places = [_places(order, int(i), early, late) for order in found]
        # Count the orders before making them: there may be more than fit in memory.
        if sum(map(len, places)) > limit:
            days = np.random.default_rng(1).uniform(size=(limit, len(date))) * (late - early).astype(float)
            return pd.DataFrame(early + days.astype("timedelta64[s]"), columns=dated.index)
        found = [_insert(order, int(i), k) for order, each in zip(found, places, strict=True) for k in each]
    dates = [_dates(order, early, late, date, moves) for order in found if order]
    return pd.DataFrame(np.reshape(dates, (len(dates), len(dated))), columns=dated.index)


def _places(order: tuple[int, ...], i: int, early: np.ndarray, late: np.ndarray) -> range:
    must_precede = [k for k, j in enumerate(order) if late[j] < early[i]]
    must_follow = [k for k, j in enumerate(order) if early[j] > late[i]]
    return range(max(must_precede, default=-1) + 1, min(must_follow, default=len(order)) + 1)


def _insert(order: tuple[int, ...], i: int, place: int) -> tuple[int, ...]:
    return (*order[:place], i, *order[place:])


def _dates(
    order: tuple[int, ...], early: np.ndarray, late: np.ndarray, date: np.ndarray, moves: np.ndarray
) -> np.ndarray:
    day, way = np.timedelta64(1, "D"), list(order)
    steps = [day * bool(moves[a] or moves[b]) for a, b in itertools.pairwise(way)]
    tops = [late[way[-1]]]
    for i, step in zip(reversed(way[:-1]), reversed(steps), strict=True):
        tops.append(max(early[i], min(late[i], tops[-1] - step)))
    dates, before = date.copy(), early.min() - day
    for i, top, step in zip(way, reversed(tops), [0 * day, *steps], strict=True):
        dates[i] = before = max(min(max(date[i], early[i]), top), before + step)
    return dates


def trend_ranges(counts: pd.DataFrame, articles: pd.DataFrame, limit: int = 200) -> pd.DataFrame:
    """Return the range of tau and slope of each item over all `orders` of the articles.

    Parameters
    ----------
    counts, articles : DataFrame
        As for `trend_table`; `articles` also has `date_earliest, date_latest`.
    limit : int
        As for `orders`.

    Returns
    -------
    DataFrame
        The item, `orders` (their number), `tau_min, tau_max, slope_min, slope_max` (per 10,000 tokens and
        year), and `holds`: whether tau has the same sign, and is not 0, under all orders.
    """
    articles = articles.assign(tokens=token_totals(articles))
    dates = orders(articles, limit)
    tables = [trend_table(counts, articles.assign(date=row), tests=False) for _, row in dates.iterrows()]
    if not tables:
        names = ["orders", "tau_min", "tau_max", "slope_min", "slope_max", "holds"]
        return pd.DataFrame(columns=[counts.columns[1], *names])
    taus, slopes = (np.array([table[name] for table in tables]) for name in ("tau", "slope"))
    low, high = taus.min(axis=0), taus.max(axis=0)
    columns = {counts.columns[1]: tables[0][counts.columns[1]], "orders": len(dates)}
    columns |= {"tau_min": low, "tau_max": high}
    columns |= {"slope_min": slopes.min(axis=0), "slope_max": slopes.max(axis=0)}
    return pd.DataFrame(columns | {"holds": (low > 0) | (high < 0)})


def with_orders(moves: pd.DataFrame, counts: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return a table of trends with the ranges of tau and slope over all orders that the dates admit.

    Parameters
    ----------
    moves : DataFrame
        As `methods.measures.trends.trend_table` returns it.
    counts, articles : DataFrame
        As for `trend_ranges`; the date of an article without `date_earliest` or `date_latest` is certain.

    Returns
    -------
    DataFrame
        `moves` with `orders`, `tau_min_orders, tau_max_orders, slope_min_orders, slope_max_orders` and
        `holds_orders`. The limit of `orders` is 1,000 for up to eight dated articles, and twenty for more.
    """
    known = articles[articles["date"].notna()].reindex(columns=[*articles.columns.union(BOUNDS, sort=False)])
    known = known.assign(**{name: pd.to_datetime(known[name]).fillna(known["date"]) for name in BOUNDS})
    item = counts.columns[1]
    wanted = counts[counts[item].isin(moves[item]) & counts["article_id"].isin(known.index)]
    ranges = trend_ranges(wanted, known, 1000 if len(known) <= ALL_ORDERS else DRAWS)
    names = {name: f"{name}_orders" for name in ("tau_min", "tau_max", "slope_min", "slope_max", "holds")}
    return moves.merge(ranges.rename(columns=names), "left", on=item)


def open_dates(articles: pd.DataFrame) -> int:
    """Return the number of dated articles that may date from another day than `date`."""
    dated = articles[articles["date"].notna()].reindex(columns=["date", *BOUNDS])
    early, late = (pd.to_datetime(dated[name]).fillna(dated["date"]) for name in BOUNDS)
    return int((early != late).sum())
