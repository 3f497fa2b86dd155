"""What a column of a figure is: an article, a period, or a group by any column of the metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from methods.corpora.headings import column_of

PERIODS = {"Y": "year", "Q": "quarter", "M": "month"}
LABEL = 18  # Latin letters of a label, or half as many Chinese characters
UNDATED = "undated"

Kind = Literal["article", "period", "group", "corpus"]


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of every figure of a study.

    Attributes
    ----------
    kind : str
        ``article``, ``period``, ``group``, or ``corpus`` where nothing divides the articles.
    noun : str
        What one column is, for sentences: ``article``, ``year``, ``province``.
    of : Series
        The key of each article's column, index `article_id`; missing where an article is in none.
    names : tuple of str
        The keys of the columns shown, in their order: articles and periods by date, groups by size.
    labels : dict of str to str
        What a figure writes for a key.
    sizes : Series
        Articles in each column, those not shown included, index the key.
    """

    kind: Kind
    noun: str
    of: pd.Series
    names: tuple[str, ...]
    labels: Mapping[str, str]
    sizes: pd.Series

    @property
    def label_of(self) -> pd.Series:
        """The label of each article's column, ``unit``, index `article_id`; missing if it is not shown."""
        return self.of.where(self.of.isin(self.names)).map(self.labels).rename("unit")

    @property
    def shown(self) -> list[str]:
        """The labels of the columns shown, in their order."""
        return [self.labels[name] for name in self.names]

    @property
    def left_out(self) -> int:
        """How many articles are in none of the columns shown."""
        return len(self.of) - int(self.sizes.reindex(list(self.names)).sum())

    @property
    def plural(self) -> str:
        """The noun for several columns."""
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
        ``Y``, ``Q`` or ``M`` for periods, ``period`` for whichever of them suits the span of the dates, or
        the name of a metadata column for groups. Where that makes fewer than two, periods are taken if there
        are several.
    each_up_to : int
        With so many articles or fewer, each is a column.
    least : int
        Articles that a group has at least, if two groups have as many; otherwise every group is kept.
    most : int, optional
        Groups that are shown at most, the largest first.
    labels : mapping of str to str, optional
        What to write for a group, where it is not its name.

    Returns
    -------
    Columns

    Raises
    ------
    ValueError
        If `by` is neither a period nor a column of the metadata; the message lists the columns.
    """
    if by not in articles and column_of(by) in articles:  # It was called so in the table.
        by = column_of(by)
    if by not in (*PERIODS, "period") and by not in articles:
        raise ValueError(
            f"no column {by!r} in the metadata: name one of {', '.join(map(str, articles.columns))}, "
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
    if "tokens" in articles:  # Of groups with as many articles the longer is larger.
        lengths = articles["tokens"].groupby(of).sum().sort_values(ascending=False, kind="stable")
        sizes = sizes.loc[lengths.index]
    sizes = sizes.sort_values(ascending=False, kind="stable")
    noun = by.replace("_", " ")
    if sizes.empty:
        return _undivided(articles.index)
    names = tuple(sizes.index[:most])
    return Columns("group", noun, of, names, {name: labels.get(name, name) for name in sizes.index}, sizes)


def _undivided(ids: pd.Index) -> Columns:
    """Return the one column of articles that nothing divides."""
    every, of = "all articles", pd.Series("all articles", ids)
    return Columns("corpus", "corpus", of, (every,), {every: every}, of.value_counts())


def span_period(dates: pd.Series) -> str:
    """Return the period that suits the span: years from four years on, quarters from one, else months."""
    days = (dates.max() - dates.min()).days if dates.notna().any() else 0
    return "Y" if days > 4 * 366 else "Q" if days > 366 else "M"


def text_width(label: str) -> int:
    """Return the width of a label in Latin letters; a Chinese character is as wide as two."""
    return sum(2 if char > "\u2e80" else 1 for char in label)


def cut_label(label: str, width: int = LABEL) -> str:
    """Return a label that is at most so many Latin letters wide, with an ellipsis where it was cut.

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
    """Return a name for each article that fits into figures, all different, indexed as `articles`.

    It is the label, or the id where there is none or several articles have it, cut to 18 Latin letters; the
    article's number in `articles` follows where cutting makes two alike.
    """
    ids = articles.index.to_series().astype("str")
    names = articles["label"].astype("str").where(articles["label"].notna(), ids)
    names = names.where(~names.duplicated(keep=False), ids)
    cut = names.map(cut_label)
    numbered = [f"{cut_label(name, LABEL - 1 - len(str(n)))} {n}" for n, name in enumerate(names, 1)]
    return cut.where(~cut.duplicated(keep=False), numbered)
