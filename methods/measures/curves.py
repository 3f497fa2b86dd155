"""Time series of periods: their dates, a smooth curve through them, and changes of level.

Sources
-------
LOWESS: W. S. Cleveland, J. Am. Stat. Assoc. 74 (1979) 829-836; change points: R. Killick, P. Fearnhead and
I. A. Eckley, J. Am. Stat. Assoc. 107 (2012) 1590-1598. They come from statsmodels and ruptures.
"""

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.measures.rates import rates
from methods.measures.trends import years

SMOOTH_PERIODS = 10
CHANGE_PERIODS = 20


def moments(articles: pd.DataFrame, columns: Columns) -> pd.Series:
    """Return the time of each article's column in decimal years: its date, or the start of its period.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `date`.
    columns : Columns
        Articles or periods.

    Returns
    -------
    Series
        Index as `articles`; missing for articles without a date.
    """
    dates = articles["date"]
    if columns.kind != "article":
        keys = columns.of.reindex(articles.index).where(dates.notna())
        starts = {key: pd.Period(key).start_time for key in keys.dropna().unique()}
        dates = pd.to_datetime(keys.map(starts))
    return pd.Series(years(dates), articles.index, name="moment")


def over_time(counts: pd.DataFrame, articles: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the rates of items in each article or period, in order of time.

    Parameters
    ----------
    counts : DataFrame
        Tidy: `article_id`, the item's column, `count`.
    articles : DataFrame
        Index `article_id`, columns `date` and `tokens`; those without a date are left out.
    columns : Columns
        Articles or periods.

    Returns
    -------
    DataFrame
        The columns of `methods.measures.rates.rates`, with `unit` (the label of the article or period) and
        `moment` (decimal years).
    """
    dated = articles[articles["date"].notna()]
    labels = columns.label_of
    table = rates(counts, dated, labels)
    at = moments(dated, columns).groupby(labels.reindex(dated.index)).first()
    return table.assign(moment=table["unit"].map(at)).sort_values("moment", kind="stable", ignore_index=True)


def smooth(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the LOWESS curve of a series of at least ten periods.

    Parameters
    ----------
    x, y : array, shape (n,)
        Times and values of the periods.

    Returns
    -------
    array, shape (n,)
        Smoothed values, in the order of `x`.

    Raises
    ------
    ValueError
        If there are fewer periods: the curve would show little but the settings of the method.
    """
    if len(x) < SMOOTH_PERIODS:
        raise ValueError(f"a smooth curve needs {SMOOTH_PERIODS} periods, not {len(x)}")
    from statsmodels.nonparametric.smoothers_lowess import lowess

    # No robust iterations: they treat each year with a rare formula as an outlier, and the curve is zero.
    return lowess(y, x, it=0, return_sorted=False)


def change_points(y: np.ndarray) -> list[int]:
    """Return the positions at which the level of a series of at least twenty periods changes.

    PELT with squared error and a penalty of three times the variance times log n. The variance is estimated
    from successive differences. About one in twenty series of twenty periods without a change gets a false
    change point.

    Raises
    ------
    ValueError
        If there are fewer periods.
    """
    if len(y) < CHANGE_PERIODS:
        raise ValueError(f"change points need {CHANGE_PERIODS} periods, not {len(y)}")
    variance = np.mean(np.diff(y) ** 2) / 2
    if variance == 0:
        return []
    from ruptures import KernelCPD

    search = KernelCPD(kernel="linear", min_size=3).fit(np.asarray(y, dtype=float).reshape(-1, 1))
    return search.predict(pen=3 * variance * np.log(len(y)))[:-1]
