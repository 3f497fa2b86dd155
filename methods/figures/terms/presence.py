"""01-presence: the formulas in each column, sorted by family and year of the earliest known use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.measures.counts import reach
from methods.measures.fit import LEAST_RATES, rate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDEST = 3  # formulas that the finding names
FAMILIES, KINDRED = 3, 4  # families without a hit, and members of each, that the finding names


def draw_presence(
    rates: pd.DataFrame, terms: pd.DataFrame, columns: Columns, glosses: Mapping[str, str], rows: int = 60
) -> Exhibit:
    """Draw a matrix of formulas by column: counts in the cells, rates as colour, the year at the right.

    Parameters
    ----------
    rates : DataFrame
        Columns `term, unit, count, tokens, per_10k, articles_with` and the intervals of
        `methods.measures.rates.rates`.
    terms : DataFrame
        Columns `term, family, year`.
    columns : Columns
    glosses : mapping of str to str
    rows : int
        Maximum number of formulas drawn; those in the most articles are, and of equal ones all or none. The
        table has all. They are in the order of families in the lexicon, and in a family by year, so the order
        does not depend on where a formula occurs.

    Returns
    -------
    Exhibit
    """
    spread = rates.groupby("term", sort=False)[["articles_with", "count"]].sum()
    spread = spread[spread["count"] > 0].sort_values(
        ["articles_with", "count"], ascending=False, kind="stable"
    )
    if spread.empty:
        return nothing(
            "No tracked formula occurs in this corpus: there is no matrix to show. To follow terms of your "
            "own, list them in lexicons/terms.csv of the corpus (one column, term)."
        )
    drawn = _drawn(spread, rows)
    every, facts = _sorted(terms, spread.index), _sorted(terms, drawn)
    table = (
        every[["term", "gloss", "family", "year"]]
        .merge(rates, on="term")
        .rename(columns={"year": "known_since"})
    )
    wide = table.pivot(index="term", columns="unit").reindex(facts["term"])
    counts, per_10k = (wide[name].reindex(columns=columns.shown) for name in ("count", "per_10k"))
    alt = Sentence(
        "Matrix of {shown} by {columns}, sorted by family and earliest known year, with counts in the cells. "
        "Of the {occurring} that occur, {single} occur in a single article.",
        {
            "shown": counted(len(facts), "formula"),
            "columns": counted(len(columns.shown), columns.noun, columns.plural),
            "single": int((spread["articles_with"] == 1).sum()),
            "occurring": len(spread),
        },
    )
    left = spread[len(drawn) :]
    more = f"Not drawn: {_left_out(left)}." if len(left) else ""
    return Exhibit(_picture(counts, per_10k, facts, glosses, more), table, alt)


def _drawn(spread: pd.DataFrame, rows: int) -> pd.Index:
    """Return the formulas that are drawn: at most `rows`, and not some of those with equal numbers."""
    most = spread[:rows]
    if len(spread) > rows:
        unlike = most[(most != spread.iloc[rows]).any(axis=1)]
        most = most if unlike.empty else unlike
    return most.index


def _left_out(spread: pd.DataFrame) -> str:
    """Return the number of formulas that are not drawn, with the most articles and hits of any of them."""
    most = int(spread["articles_with"].max())
    where = f"in {counted(most, 'article')} {'' if most == 1 else 'at most'}".strip()
    hits = counted(int(spread["count"].max()), "hit")
    return f"{counted(len(spread), 'formula')} {where}, {hits} at most (see the CSV)"


def _sorted(terms: pd.DataFrame, chosen: pd.Index) -> pd.DataFrame:
    """Return the lexicon's rows of some terms, sorted by family (as in the lexicon) and year."""
    facts = terms.drop_duplicates("term").reindex(columns=["term", "gloss", "family", "year"])
    families = list(dict.fromkeys(facts["family"].dropna()))
    facts = facts[facts["term"].isin(chosen)]
    place = facts["family"].map({name: i for i, name in enumerate(families)}).fillna(len(families))
    return facts.assign(place=place).sort_values(["place", "year"], kind="stable", ignore_index=True)


def _picture(
    counts: pd.DataFrame, per_10k: pd.DataFrame, facts: pd.DataFrame, glosses: Mapping[str, str], more: str
) -> Figure:
    from matplotlib import pyplot as plt

    fig, ax = plt.subplots(figsize=(7, max(2.4, 1.2 + 0.158 * len(counts))))
    charts.heatmap(per_10k, ax, text=charts.cell_words(counts), vmax=np.nanquantile(per_10k, 0.98) or None)
    ax.set_yticks(ax.get_yticks(), charts.gloss_labels(counts.index, glosses), fontsize=7.5)
    charts.name_columns(ax, counts.columns, 2.6)
    ax.set_title("Hits of each formula (colour: per 10,000 tokens)", pad=10)
    first = facts["family"].ne(facts["family"].shift())
    for row in facts.index[first][1:]:
        ax.axhline(row, color="#888888", linewidth=0.6)
    years = facts["year"].map("{:.0f}".format).replace("nan", "·")
    names = facts["family"].fillna("other").str.replace("_", " ").where(first, "")
    charts.side_labels(ax, years.where(years != "·", "  ·  ") + "  " + names, "")
    charts.note(
        fig,
        f"At the right: year of the earliest known use (· unknown), and family. {more}".strip(),
    )
    return fig


def presence_finding(counts: pd.DataFrame, terms: pd.DataFrame, articles: int) -> Sentence | None:
    """Return how many formulas occur, how many in a single article, and the most widespread ones.

    Parameters
    ----------
    counts : DataFrame
        Columns `article_id, term, count`.
    terms : DataFrame
        The formulas that were counted.
    articles : int
        Number of articles.
    """
    spread = reach(counts)
    values = {
        "tracked": terms["term"].nunique(),
        "n": counted(articles, "article"),
    }
    if spread.empty:
        return Sentence("**No tracked formula occurs**: none of {tracked:,} in {n}.", values)
    widest = [f"{row.term} ({counted(row.articles, 'article')}, {counted(row.count, 'hit')})"
              for row in spread.head(WIDEST).itertuples(index=False)]  # fmt: skip
    if articles == 1:
        often = listing(f"{row.term} ({row.count:,})" for row in spread.head(WIDEST).itertuples(index=False))
        return Sentence("**{occurring} of {tracked:,} tracked formulas occur**; the most frequent: {often}.",
                        values | {"occurring": len(spread), "often": often})  # fmt: skip
    single = int((spread["articles"] == 1).sum())
    values |= {
        "occurring": counted(len(spread), "tracked formula that occurs", "tracked formulas that occur"),
        "single": counted(single, "occurs", "occur") if single else "none occurs",
        "share": f" ({single / len(spread):.0%})" if single else "",
        "everywhere": int((spread["articles"] == articles).sum()) or "none",
        "widest": listing(widest),
    }
    # How many of the list occur is not said: a list drawn up from the articles makes that number itself.
    return Sentence(
        "**Of {occurring}, {single} in a single article{share}**, and {everywhere} in each of the {n}. The "
        "most widespread: {widest}.",
        values,
    )


def misfit_finding(counts: pd.DataFrame, terms: pd.DataFrame, articles: pd.DataFrame) -> Sentence:
    """Return that the shared list of formulas does not fit the articles.

    Parameters
    ----------
    counts : DataFrame
        Columns `term, count`.
    terms : DataFrame
        The formulas of the list.
    articles : DataFrame
        Column characters.
    """
    hits = int(counts["count"].sum())
    return Sentence(
        "**This list of formulas, made for other texts, does not fit these**: {occurring} of {tracked:,} "
        "formulas, {hits}, {rate:.2f} per 10,000 characters, of at least {least:.0f}. So none is counted "
        "below; write a list of your own (`lexicons/terms.csv`).",
        {
            "occurring": counts["term"].nunique(),
            "tracked": terms["term"].nunique(),
            "hits": counted(hits, "hit"),
            "rate": rate(hits, articles),
            "least": LEAST_RATES["terms"],
        },
    )


def absence_finding(absent: pd.DataFrame, families: Mapping[str, list[str]], articles: int) -> Sentence:
    """Return how many formulas do not occur, and how little that says about other articles.

    Parameters
    ----------
    absent : DataFrame
        As `methods.measures.absence.absent_terms` returns it.
    families : mapping of str to list of str
        As `methods.measures.absence.absent_families` returns it.
    articles : int
    """
    if absent.empty:
        return Sentence("**Every tracked formula occurs.**")
    named = [
        f"{name.replace('_', ' ')} ({listing(members[:KINDRED])}{' …' if len(members) > KINDRED else ''})"
        for name, members in list(families.items())[:FAMILIES]
    ]
    more = f" and {len(families) - FAMILIES} more" if len(families) > FAMILIES else ""
    older = int((absent["could_hold_it"] == articles).sum())
    dated = absent["could_hold_it"].gt(0).any()  # If no article is dated, nothing is known of its formulas.
    return Sentence(
        "**{absent}{families}.** Of {known} whose earliest use is known, {could} older than every article."
        if dated
        else "**{absent}{families}.**",
        {
            "absent": counted(
                len(absent), "tracked formula does not occur", "tracked formulas occur in no article"
            ),
            "families": f"; families without a hit: {listing(named)}{more}" if named else "",
            "known": int(absent["year"].notna().sum()),
            "could": counted(older, "is", "are") if older else "none is",
        },
    )
