"""Look up one term: how often, when and where it occurs, and in which context."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from methods.corpora.facts import named_dates
from methods.files.escape import escape
from methods.measures.concordance import shown_dates, smallest_place
from methods.text.queries import Query, name_query, near_words, read_query
from methods.text.spans import token_totals
from methods.text.words import tokenize

#: Up to this many articles the trend has a row per article; with more, a row per year.
EACH = 20
#: Rows of a table that are shown; the attributes have all rows.
SHOWN = 20
NOWHERE = "(whole country, or not known)"


@dataclass(frozen=True, eq=False)
class LookUp:
    """The result of `look_up`. JupyterLab shows it as tables; each table is an attribute.

    Attributes
    ----------
    term : str
        The term.
    trend : DataFrame
        One row per article, or per year if there are more than 20 articles, in order of time: ``articles,
        with_term, count, tokens, per_10k``, and for articles ``date``. Articles without a date are in no
        year.
    places : DataFrame
        The same columns, one row per place that articles come from; the place with the most hits first.
    concordance : DataFrame
        See `helpers.concordance`.
    near : list of str
        If the term occurs nowhere: the most similar words of the articles.
    each : dict of str to int
        The number of hits of each string of the query; empty for a pattern.
    """

    term: str
    trend: pd.DataFrame
    places: pd.DataFrame
    concordance: pd.DataFrame
    near: list[str] = field(default_factory=list)
    each: dict[str, int] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """One sentence with the numbers of hits and articles."""
        total = self.places[["articles", "with_term", "count"]].sum()
        if not total["count"]:
            near = f" Similar words in them: {'、'.join(self.near)}." if self.near else ""
            return f"{self.term} occurs in none of {_number(total['articles'], 'article')}.{near}"
        parts = [f"{one} {n:,}" for one, n in self.each.items()]
        said = f" ({', '.join(parts)})" if len(parts) > 1 else ""
        return (
            f"{self.term}: {_number(total['count'], 'time')}{said} in {total['with_term']:,} of "
            f"{_number(total['articles'], 'article')}. The string counts wherever it occurs."
        )

    def _tables(self) -> list[tuple[str, pd.DataFrame]]:
        if self.concordance.empty:
            return []
        lines = self.concordance[["article_id", "date", "place", "left", "keyword", "right"]]
        lines = (
            lines.assign(date=shown_dates(self.concordance)).astype(object).fillna("").set_index("article_id")
        )
        when = [("When", self.trend)] if len(self.trend) else []  # Without dates there is no year.
        where = [("Where", self.places)] if set(self.places.index) - {NOWHERE} else []
        return [*when, *where, ("In its context", lines)]

    def __repr__(self) -> str:
        """Show the tables as text."""
        parts = []
        for name, table in self._tables():
            shown, more = _shown(table)
            parts.append(f"{name}{more}\n{shown.to_string()}")
        return "\n\n".join([self.summary, *parts])

    def _repr_html_(self) -> str:
        """Show the tables in JupyterLab, with the text of articles escaped."""
        parts = [f"<p>{escape(self.summary)}</p>"]
        for name, table in self._tables():
            shown, more = _shown(table)
            html = shown.to_html(float_format="{:,.1f}".format, border=0)
            parts.append(f"<h4>{name}{more}</h4>{html}")
        return "".join(parts)


def _shown(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the rows of a table that are shown, and in brackets how many are not.

    Rows without a hit are the first to go: the first decades of a term of today are all zero.
    """
    if len(table) <= SHOWN:
        return table, ""
    found = table[table["count"] > 0] if "count" in table else table
    shown, without = found.head(SHOWN), len(table) - len(found)
    first = f"the first {SHOWN} of " if len(found) > SHOWN else ""
    if not without:
        return shown, f" ({first}{len(table):,} rows)"
    return shown, f" ({first}{_number(len(found), 'row')} with hits; {without:,} without are not shown)"


def look_up(articles: pd.DataFrame, term: Query, lines: pd.DataFrame) -> LookUp:
    """Count a term by article or year, and by place.

    Parameters
    ----------
    articles
        As `helpers.load_articles` returns them.
    term
        A string, several strings, or a compiled pattern.
    lines
        The concordance of the term.
    """
    hits = lines["article_id"].value_counts().reindex(articles.index, fill_value=0)
    places = articles.apply(smallest_place, axis=1)
    known = articles[["date"]].assign(place=places, count=hits, tokens=token_totals(articles))
    known = known.assign(articles=1, with_term=(known["count"] > 0).astype(int))
    known = known.sort_values("date", kind="stable")
    if len(known) <= EACH:
        trend = _rates(known.groupby(level=0, sort=False))
        trend.insert(0, "date", named_dates(articles).reindex(known.index))
    else:
        trend = _rates(known.groupby(known["date"].dt.year.astype("Int64").rename("year")))
    where = known["place"].astype(object).fillna(NOWHERE)
    places = _rates(known.groupby(where, sort=False)).sort_values("count", ascending=False, kind="stable")
    name = name_query(term)
    vocabulary = {word for text in articles["text"] for word in tokenize(text)} if lines.empty else ()
    found = lines["keyword"].value_counts()
    each = {part: int(found.get(part, 0)) for part in read_query(term) if isinstance(part, str)}
    return LookUp(name, trend, places, lines, near_words(name, vocabulary), each)


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _rates(groups: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    """Return the sums of each group, and the rate per 10,000 tokens."""
    sums = groups[["articles", "with_term", "count", "tokens"]].sum()
    return sums.assign(per_10k=1e4 * sums["count"] / sums["tokens"].replace(0, np.nan))
