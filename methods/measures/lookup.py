"""All that is known of one term, for a cell of a notebook: how often and when, where, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from methods.files.escape import escape
from methods.text.queries import Query, name_query, near_words
from methods.text.spans import token_totals
from methods.text.words import tokenize

#: Articles up to which the trend has a row for each; beyond, one for each year.
EACH = 20
#: Lines of a table that are shown; the attributes hold all of them.
SHOWN = 20


@dataclass(frozen=True, eq=False)
class LookUp:
    """What `look_up` found. In JupyterLab it shows itself; each table is an attribute.

    Attributes
    ----------
    term : str
        What was looked for.
    trend : DataFrame
        In the order of dates ``articles, with_term, count, tokens, per_10k``; index the article (with its
        ``date``), or from 21 articles on the year (an article without a date is in no year).
    places : DataFrame
        The same columns for the places that the articles come from, the most frequent first.
    concordance : DataFrame
        See `helpers.concordance`.
    near : list of str
        Words of the articles that are most like a term that occurs nowhere.
    """

    term: str
    trend: pd.DataFrame
    places: pd.DataFrame
    concordance: pd.DataFrame
    near: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """One sentence: hits, articles, dates."""
        total = self.places[["articles", "with_term", "count"]].sum()
        if not total["count"]:
            near = f" Similar words that do: {'、'.join(self.near)}." if self.near else ""
            return f"{self.term} occurs in none of {_number(total['articles'], 'article')}.{near}"
        return (
            f"{self.term}: {_number(total['count'], 'time')} in {total['with_term']:,} of "
            f"{_number(total['articles'], 'article')}. Counts are of the string, in words or across them."
        )

    def _tables(self) -> list[tuple[str, pd.DataFrame]]:
        lines = self.concordance[["article_id", "date", "place", "left", "keyword", "right"]]
        lines = (
            lines.assign(date=pd.to_datetime(lines["date"]).dt.strftime("%Y-%m-%d"))
            .fillna("")
            .set_index("article_id")
        )
        return [("When", self.trend), ("Where", self.places), ("In its context", lines)]

    def __repr__(self) -> str:
        """Show the tables as text."""
        parts = [f"{name}\n{table.head(SHOWN).to_string()}" for name, table in self._tables()]
        return "\n\n".join([self.summary, *parts])

    def _repr_html_(self) -> str:
        """Show the tables in JupyterLab; what the articles say is escaped."""
        parts = [f"<p>{escape(self.summary)}</p>"]
        for name, table in self._tables():
            more = f" (the first {SHOWN} of {len(table):,} rows)" if len(table) > SHOWN else ""
            shown = table.head(SHOWN).to_html(float_format="{:,.1f}".format, border=0)
            parts.append(f"<h4>{name}{more}</h4>{shown}")
        return "".join(parts)


def look_up(articles: pd.DataFrame, term: Query, lines: pd.DataFrame) -> LookUp:
    """Count a term in articles by article or year and by place.

    Parameters
    ----------
    articles
        As `helpers.load_articles` returns them, with the column ``place``: where each comes from.
    term
        A string, several, or a pattern.
    lines
        Its concordance.
    """
    hits = lines["article_id"].value_counts().reindex(articles.index, fill_value=0)
    known = articles[["date", "place"]].assign(count=hits, tokens=token_totals(articles))
    known = known.assign(articles=1, with_term=(known["count"] > 0).astype(int))
    known = known.sort_values("date", kind="stable")
    if len(known) <= EACH:
        trend = _rates(known.groupby(level=0, sort=False))
        trend.insert(0, "date", known["date"].dt.date)
    else:
        trend = _rates(known.groupby(known["date"].dt.year.astype("Int64").rename("year")))
    where = known["place"].astype(object).fillna("(whole country, or not known)")
    places = _rates(known.groupby(where, sort=False)).sort_values("count", ascending=False, kind="stable")
    name = name_query(term)
    vocabulary = {word for text in articles["text"] for word in tokenize(text)} if lines.empty else ()
    return LookUp(name, trend, places, lines, near_words(name, vocabulary))


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _rates(groups: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    """Return sums for each group, and the rate per 10,000 tokens."""
    sums = groups[["articles", "with_term", "count", "tokens"]].sum()
    return sums.assign(per_10k=1e4 * sums["count"] / sums["tokens"].replace(0, np.nan))
