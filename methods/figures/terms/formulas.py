"""01-formulas: strings that recur across articles, found without a list, by column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMED = 3  # strings that the finding names
WIDE = 20  # groups that can all be named over the matrix; of more, the largest are drawn


def draw_formulas(
    recurring: pd.DataFrame, rates: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]
) -> Exhibit:
    """Draw a matrix of strings found without a list, with counts in the cells and cohesion at the right.

    Parameters
    ----------
    recurring : DataFrame
        The strings to draw, in order: see `methods.measures.formulas.join_terms`.
    rates : DataFrame
        Columns `term` (the string), `unit, count`.
    columns : Columns
    glosses : mapping of str to str

    Returns
    -------
    Exhibit
    """
    if recurring.empty:
        return nothing("No string without a tracked formula recurs across articles: there is none to show.")
    counts = rates.pivot(index="term", columns="unit", values="count")
    counts = counts.reindex(index=recurring["formula"], columns=columns.shown).fillna(0).astype(int)
    facts = recurring.drop(columns=["article_id", "start", "gloss", "document"], errors="ignore")
    table = facts.merge(counts.reset_index(names="formula"), on="formula", suffixes=("", " (column)"))
    drawn, of = counts, ""
    if columns.kind == "group" and len(columns.names) > WIDE:  # A period between two others needs no name.
        largest = {columns.labels[name] for name in columns.sizes[list(columns.names)].nlargest(WIDE).index}
        drawn = counts[[name for name in columns.shown if name in largest]]
        of = f"Drawn: the {WIDE} largest of {len(columns.names)} {columns.plural}; the table has all. "
    several = counted(drawn.shape[1], columns.noun, columns.plural)
    alt = Sentence(
        "Matrix{columns} of the {n} most widespread strings, found without a list, with counts in the cells "
        "and cohesion at the right. First: {first}, with {hits}.",
        {
            "n": len(recurring),
            "columns": f" by {'the ' if of else ''}{several}{' with the most articles' if of else ''}"
            if len(columns.shown) > 1
            else "",
            "first": counts.index[0],
            "hits": counted(int(drawn.iloc[0].sum()), "hit"),
        },
    )
    fig = _picture(recurring, drawn, glosses)
    charts.note(
        fig,
        f"{of}n = {counts.to_numpy().sum():,} hits in {counted(len(columns.of), 'article')}. "
        f"Colour: hits, from none (white) to {drawn.to_numpy().max():,} (darkest).\n"
        "Cohesion, in bits: how much more often the parts of a string occur together than by chance.",
    )
    return Exhibit(fig, table, alt)


def _picture(recurring: pd.DataFrame, counts: pd.DataFrame, glosses: Mapping[str, str]) -> Figure:
    from matplotlib import pyplot as plt

    fig, ax = plt.subplots(figsize=(7, 1.7 + 0.19 * len(recurring)))
    charts.heatmap(counts, ax, text=charts.cell_words(counts))
    ax.set_yticks(ax.get_yticks(), charts.gloss_labels(recurring["formula"], glosses))
    charts.name_columns(ax, counts.columns, 3.2)
    ax.set_title("Hits of recurring strings outside the tracked formulas", pad=10)
    charts.side_labels(ax, recurring["cohesion"].map("{:.1f}".format), "")
    ax.annotate("cohesion", (1, 1), (4, 4), xycoords="axes fraction", textcoords="offset points", fontsize=8)
    return fig


def formulas_finding(
    recurring: pd.DataFrame, widest: pd.DataFrame, glosses: Mapping[str, str], read: int, articles: int
) -> Sentence | None:
    """Return how many strings recur, and the most widespread ones without a tracked formula.

    Parameters
    ----------
    recurring : DataFrame
        All strings found.
    widest : DataFrame
        Those without a tracked formula, by their own occurrences: see
        `methods.measures.formulas.outside_terms`.
    glosses : mapping of str to str
    read, articles : int
        Number of articles searched, and of all articles.
    """
    if recurring.empty:
        return None
    where = (
        f"the {read:,} articles" if read == articles else f"a random {read:,} of the {articles:,} articles"
    )
    values = {
        "candidates": counted(len(recurring), "candidate recurs", "candidates recur"),
        "where": where,
        "wide": int((recurring["articles"] > 2).sum()),
        "new": int(recurring["term"].isna().sum()),
    }
    told = Sentence("**{candidates} in {where}, {wide:,} of them in three articles or more.**", values)
    if not values["new"]:
        return told + Sentence("Each contains a tracked formula.")
    told += Sentence("{new} no tracked formula.", {"new": counted(values["new"], "contains", "contain")})
    if widest.empty:
        return told
    first = widest[widest["articles"] == widest["articles"].max()]
    spread = int(first["articles"].iloc[0])
    more = f" and {len(first) - NAMED:,} more" if len(first) > NAMED else ""
    return told + Sentence(
        "The most widespread outside longer strings, in {spread}: {names}.",
        {
            # They were sought in a sample, but are counted in all articles.
            "spread": counted(spread, "article")
            if read == articles
            else f"{spread:,} of all {articles:,} articles",
            "names": charts.glossed(first["formula"].head(NAMED), glosses) + more,
        },
    )
