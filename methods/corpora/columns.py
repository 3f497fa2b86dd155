"""Decide what the columns of figures are: articles, periods, or groups by any column of the metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from methods.corpora.headings import column_of, with_values

PERIODS = {"Y": "year", "Q": "quarter", "M": "month", "D": "day"}
LABEL = 18  # Latin letters of a label, or half as many Chinese characters
WIDEST = 28  # the same for a group, whose name is all that a figure says of it
UNDATED = "undated"

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
        The keys of the columns shown, in their order: articles and periods by date, groups by size.
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
    def plural(self) -> str:
        """The plural of `noun`."""
        if self.kind == "corpus":
            return "corpora"
        return f"{self.noun[:-1]}ies" if self.noun.endswith("y") else f"{self.noun}s"


def make_columns(
    articles: pd.DataFrame,
    by: str = "Y",
    *,
    each_up_to: int = 20,
    least: int = 1,
    most: int | None = None,
    labels: Mapping[str, str] | None = None,
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
        Least number of articles of a group. It applies if at least two groups have as many; otherwise every
        group is kept.
    most : int, optional
        Most groups that are shown, the largest first.
    labels : mapping of str to str, optional
        Labels for groups; by default their names.

    Returns
    -------
    Columns

    Raises
    ------
    ValueError
        If `by` is neither a period nor a column of the metadata; the message lists the columns.
    """
    if by not in articles and column_of(by) in articles:  # Its heading in the original table.
        by = column_of(by)
    if by not in (*PERIODS, "period") and by not in articles:
        raise ValueError(
            f"no column {by!r} in the metadata: name one of {with_values(articles)}, "
            f"or a period: {', '.join(PERIODS)}"
        )
    if len(articles) <= each_up_to:
        names = article_names(articles)
        keys = pd.Series(articles.index, articles.index)
        return Columns(
            "article", "article", keys, tuple(keys), names.to_dict(), keys.value_counts(sort=False)
        )
    if by in PERIODS or by == "period":
        return _periods(articles["date"], by)
    groups = _groups(articles, by, least, most, labels or {})
    periods = _periods(articles["date"], "period") if len(groups.sizes) < 2 else groups
    return periods if len(periods.names) > 1 else groups


def _periods(dates: pd.Series, by: str) -> Columns:
    if dates.isna().all():
        return _undivided(dates.index)
    by = span_period(dates) if by == "period" else by
    period = dates.dt.to_period(by)
    of = period.astype("str").where(period.notna(), UNDATED)
    names = sorted(of[period.notna()].unique()) + ([UNDATED] if period.isna().any() else [])
    return Columns(
        "period", PERIODS[by], of, tuple(names), dict(zip(names, names, strict=True)), of.value_counts()
    )


def _groups(
    articles: pd.DataFrame, by: str, least: int, most: int | None, labels: Mapping[str, str]
) -> Columns:
    values = articles[by]
    words = values.astype("str").where(values.notna())
    each = words.value_counts()
    of = words.where(words.map(each) >= (least if (each >= least).sum() > 1 else 1))
    sizes = of.value_counts().sort_index()
    if "tokens" in articles:  # Of groups with equally many articles, the one with more tokens is first.
        lengths = articles["tokens"].groupby(of).sum().sort_values(ascending=False, kind="stable")
        sizes = sizes.loc[lengths.index]
    sizes = sizes.sort_values(ascending=False, kind="stable")
    noun = by.replace("_", " ")
    if sizes.empty:
        return _undivided(articles.index)
    names = tuple(sizes.index[:most])
    called = cut_names(pd.Series([labels.get(name, name) for name in sizes.index], sizes.index), WIDEST)
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
    if text_width(label) <= width:
        return label
    kept = ""
    for char in label:
        if text_width(kept + char) > width - 2:
            break
        kept += char
    return f"{kept}…"


def article_names(articles: pd.DataFrame) -> pd.Series:
    """Return a different name for each article that fits into figures, indexed as `articles`.

    The name is the label, or the id if there is no label or several articles share it, cut to 18 Latin
    letters. If names are equal after the cut, the article's number in `articles` follows.
    """
    ids = articles.index.to_series().astype("str")
    names = articles["label"].astype("str").where(articles["label"].notna(), ids)
    return cut_names(names.where(~names.duplicated(keep=False), ids))


def cut_names(names: pd.Series, width: int = LABEL) -> pd.Series:
    """Return different names cut to a width; if some are equal then, their numbers follow."""
    cut = names.map(lambda name: cut_label(name, width))
    numbered = [f"{cut_label(name, width - 1 - len(str(n)))} {n}" for n, name in enumerate(names, 1)]
    return cut.where(~cut.duplicated(keep=False), numbered)
