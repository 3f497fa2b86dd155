"""Decide what the columns of figures are: articles, periods, or groups by any column of the metadata."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Literal

import numpy as np
import pandas as pd

from methods.corpora.facts import named_periods
from methods.corpora.headings import column_of, with_values

PERIODS = {"Y": "year", "Q": "quarter", "M": "month", "D": "day"}
LABEL = 18  # Latin letters of a label, or half as many Chinese characters
WIDEST = 28  # the same for a group, whose name is all that a figure says of it
DECADE = "decade"
ORDER = "DMQY"  # from the shortest period on
SMALL = re.compile(r"-?\d{1,3}(\.\d+)?")  # a value such as 1 says nothing without the name of its column
YEAR = re.compile(r"(?:1[89]|20)\d\d")
RARE = 0.1  # share of the articles that groups may hold that are left out for being small

Kind = Literal["article", "period", "group", "corpus"]


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of every figure of a study.

    Attributes
    ----------
    kind : str
        ``article``, ``period``, ``group``, or ``corpus`` if all articles are in one column.
    noun : str
        The word for one column in sentences: ``article``, ``year``, ``province``.
    of : Series
        The key of each article's column, index `article_id`; missing for an article that is in no column.
    names : tuple of str
        The keys of the columns shown, in their order: articles and periods by date, groups by size
        (those that are years by their numbers).
    labels : dict of str to str
        The label of each key in figures.
    sizes : Series
        Articles in each column, also in those that are not shown; index the key.
    """

    kind: Kind
    noun: str
    of: pd.Series
    names: tuple[str, ...]
    labels: Mapping[str, str]
    sizes: pd.Series

    @property
    def label_of(self) -> pd.Series:
        """The label of each article's column, named ``unit``; missing if the column is not shown."""
        return self.of.where(self.of.isin(self.names)).map(self.labels).rename("unit")

    @property
    def shown(self) -> list[str]:
        """The labels of the columns shown, in their order."""
        return [self.labels[name] for name in self.names]

    @property
    def left_out(self) -> int:
        """Number of articles that are in none of the columns shown."""
        return len(self.of) - int(self.sizes.reindex(list(self.names)).sum())

    @property
    def undated(self) -> int:
        """Number of articles that are in no column for want of a date; 0 if columns are not times."""
        is_time = self.kind == "period" or (self.kind == "group" and self.noun == DECADE)
        return int(self.of.isna().sum()) if is_time else 0

    @property
    def plural(self) -> str:
        """The plural of `noun`."""
        if self.kind == "corpus":
            return "corpora"
        if self.noun[-1:] > "~":
            return self.noun  # 性别
        return f"{self.noun[:-1]}ies" if re.search("[^aeiou]y$", self.noun) else f"{self.noun}s"


def make_columns(
    articles: pd.DataFrame,
    by: str = "Y",
    *,
    each_up_to: int = 20,
    least: int = 1,
    most: int | None = None,
    labels: Mapping[str, str] | None = None,
    period: str = "period",
) -> Columns:
    """Decide what the columns of figures are.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, columns `date`, `label` and the rest of the metadata, in the order of dates.
    by : str
        ``Y``, ``Q``, ``M`` or ``D`` for periods, ``period`` for the one that suits the span of the dates, or
        the name of a metadata column for groups. If there are fewer than two groups but several periods, the
        columns are periods.
    each_up_to : int
        Up to this number of articles, each article is a column.
    least : int
        Least number of articles of a group. It applies if at least two groups have as many, and the smaller
        ones together at most the share `RARE` of the articles; otherwise every group is kept.
    most : int, optional
        Most groups that are shown, the largest first.
    labels : mapping of str to str, optional
        Labels for groups; by default their names.
    period : str
        The periods that replace groups: as for `by`, and by default the shortest of which there are at most
        `most`.

    Returns
    -------
    Columns

    Raises
    ------
    ValueError
        If `by` is neither a period nor a column of the metadata, or `period` is no period; the message
        lists what there is.
    """
    if by not in articles and column_of(by) in articles:  # Its heading in the original table.
        by = column_of(by)
    if by not in (*PERIODS, "period") and by not in articles:
        raise ValueError(
            f"no column {by!r} in the metadata: name one of {with_values(articles)}, "
            f"or a period: {', '.join(PERIODS)}"
        )
    if period not in (*PERIODS, "period"):
        raise ValueError(f"no period {period!r} (PERIOD): name one of {', '.join(PERIODS)}")
    if len(articles) <= each_up_to:
        names = article_names(articles)
        keys = pd.Series(articles.index, articles.index)
        return Columns(
            "article", "article", keys, tuple(keys), names.to_dict(), keys.value_counts(sort=False)
        )
    dates, finest = articles["date"], _finest(articles)
    if by in PERIODS or by == "period":
        return _periods(dates, by, finest)
    groups = _groups(articles, by, least, most, labels or {})
    if len(groups.sizes) > 1:
        return groups
    few = period == "period" and most is not None
    periods = _few_periods(dates, most, finest) if few else _periods(dates, period, finest)
    return periods if len(periods.names) > 1 else groups


def _finest(articles: pd.DataFrame) -> str:
    """Return the shortest period to which every date can be put: a year if some name no more than a year."""
    return max(named_periods(articles).unique(), key=ORDER.index, default="D")


def _periods(dates: pd.Series, by: str, finest: str = "D") -> Columns:
    if dates.isna().all():
        return _undivided(dates.index)
    by = max(span_period(dates), finest, key=ORDER.index) if by == "period" else by
    period = dates.dt.to_period(by)
    # Those without a date belong to no period: as a column, they would be compared with the times.
    return _in_order("period", PERIODS[by], period.astype("str").where(period.notna()))


def _in_order(kind: Kind, noun: str, of: pd.Series) -> Columns:
    """Return columns of times that are called by their keys, in order; an article without one is in none."""
    names = tuple(sorted(of.dropna().unique()))
    return Columns(kind, noun, of, names, dict(zip(names, names, strict=True)), of.value_counts())


def _few_periods(dates: pd.Series, most: int, finest: str) -> Columns:
    """Return the shortest periods of which there are several, but at most `most`; decades if need be."""
    tried = [_periods(dates, by) for by in ORDER[ORDER.index(finest) :]]
    years = tried[-1]
    if len(years.names) > most:
        tried.append(_in_order("group", DECADE, years.of.str[:3] + "0s"))
    several = [found for found in tried if len(found.names) > 1] or [years]
    return next((found for found in several if len(found.names) <= most), several[-1])


def _groups(
    articles: pd.DataFrame, by: str, least: int, most: int | None, labels: Mapping[str, str]
) -> Columns:
    values = articles[by]
    words = values.astype("str").where(values.notna())
    each = words.value_counts()
    small = each[each < least]
    are_rare = len(small) < len(each) - 1 and small.sum() <= RARE * each.sum()
    of = words.where(words.map(each) >= (least if are_rare else 1))
    sizes = of.value_counts().sort_index()
    if "tokens" in articles:  # Of groups with equally many articles, the one with more tokens is first.
        lengths = articles["tokens"].groupby(of).sum().sort_values(ascending=False, kind="stable")
        sizes = sizes.loc[lengths.index]
    sizes = sizes.sort_values(ascending=False, kind="stable")
    noun = by.replace("_", " ")
    if sizes.empty:
        return _undivided(articles.index)
    names = tuple(sizes.index[:most])
    if all(YEAR.fullmatch(name) for name in names):  # Folders that are called by years have an order.
        names = tuple(sorted(names))
    names_of = [labels.get(name, f"{noun} {name}" if SMALL.fullmatch(name) else name) for name in sizes.index]
    called = cut_names(pd.Series(names_of, sizes.index), WIDEST)
    return Columns("group", noun, of, names, called.to_dict(), sizes)


def _undivided(ids: pd.Index) -> Columns:
    """Return a single column with all articles."""
    every, of = "all articles", pd.Series("all articles", ids)
    return Columns("corpus", "corpus", of, (every,), {every: every}, of.value_counts())


def span_period(dates: pd.Series) -> str:
    """Return the period that suits a span: years for over four years, quarters for over one, then months.

    Two months or less have days as columns.
    """
    days = (dates.max() - dates.min()).days if dates.notna().any() else 0
    return "Y" if days > 4 * 366 else "Q" if days > 366 else "M" if days > 62 else "D"


def text_width(label: str) -> int:
    """Return the width of a label in Latin letters; a Chinese character counts as two."""
    return sum(2 if char > "\u2e80" else 1 for char in label)


def cut_label(label: str, width: int = LABEL) -> str:
    """Return a label that is at most `width` Latin letters wide, with an ellipsis if it was cut.

    >>> cut_label("运河平安共同体建设培训班")
    '运河平安共同体建…'
    """
    if 2 * len(label) <= width or text_width(label) <= width:
        return label
    kept = ""
    for char in label:
        if text_width(kept + char) > width - 2:
            break
        kept += char
    return f"{kept}…"


def labels_of(articles: pd.DataFrame) -> pd.Series:
    """Return the labels of articles, or their titles if half of the labels or more are repetitions.

    Such labels are classes, as of a data set for training: by them articles are grouped, not called.
    """
    labels, titles = (articles.reindex(columns=[name])[name] for name in ("label", "title"))
    return titles.rename("label") if 0 < labels.nunique() <= labels.count() / 2 else labels


def article_names(articles: pd.DataFrame, width: int = LABEL) -> pd.Series:
    """Return a different name for each article that fits into figures, indexed as `articles`.

    The name is the label (see `labels_of`), with the id before it if several articles share it, or the id if
    there is no label, cut to `width` Latin letters. If names are equal after the cut, the article's number in
    `articles` follows.
    """
    ids, labels = articles.index.to_series().astype("str"), labels_of(articles)
    names = labels.astype("str").where(labels.notna(), ids)
    shared = names.duplicated(keep=False) & (names != ids)
    return cut_names(names.mask(shared, ids + " " + names), width)


def cut_names(names: pd.Series, width: int = LABEL) -> pd.Series:
    """Return different names cut to a width; if some are equal then, their numbers follow."""
    cut = names.map(lambda name: cut_label(name, width))
    equal = cut.duplicated(keep=False)
    if not equal.any():
        return cut
    taken = set(cut[~equal])
    for at in np.flatnonzero(equal):
        for number in map(str, count(at + 1, len(cut))):
            cut.iloc[at] = f"{cut_label(names.iloc[at], width - 1 - len(number))} {number}"
            if cut.iloc[at] not in taken:  # Another name may end in the same number.
                break
        taken.add(cut.iloc[at])
    return cut
