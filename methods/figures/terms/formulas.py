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


def draw_formulas(
    recurring: pd.DataFrame, rates: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]
) -> Exhibit:
    """Draw a matrix of strings found without a list, counts in the cells, cohesion beside.

    Parameters
    ----------
    recurring : DataFrame
        The strings to be drawn, in their order: see `methods.measures.formulas.join_terms`.
    rates : DataFrame
        Columns `term` (the string), `unit, count`.
    columns : Columns
    glosses : mapping of str to str

    Returns
    -------
    Exhibit
    """
    if recurring.empty:
        return nothing("No string recurs across articles: no formula can be found without a list.")
    counts = rates.pivot(index="term", columns="unit", values="count")
    counts = counts.reindex(index=recurring["formula"], columns=columns.shown).fillna(0).astype(int)
    facts = recurring.drop(columns=["article_id", "start", "gloss", "document"], errors="ignore")
    table = facts.merge(counts.reset_index(names="formula"), on="formula", suffixes=("", " (column)"))
    alt = Sentence(
        "Matrix of the {n} most widespread strings found without a list over {columns}, counts in the cells, "
        "cohesion beside; tracked formulas among them: {listed}.",
        {"n": len(recurring), "columns": counted(len(columns.shown), columns.noun, columns.plural),
         "listed": int(recurring["exact"].sum())},
    )  # fmt: skip
    return Exhibit(_picture(recurring, counts, glosses), table, alt)


def _picture(recurring: pd.DataFrame, counts: pd.DataFrame, glosses: Mapping[str, str]) -> Figure:
    from matplotlib import pyplot as plt

    fig, ax = plt.subplots(figsize=(7, 1.4 + 0.19 * len(recurring)))
    charts.heatmap(counts, ax, text=charts.cell_words(counts))
    labels = charts.gloss_labels(recurring["formula"], glosses)
    marked = [f"{label} *" if hit else label for label, hit in zip(labels, recurring["exact"], strict=True)]
    ax.set_yticks(ax.get_yticks(), marked)
    charts.name_columns(ax, counts.columns, 3.2)
    ax.set_title("Hits of strings found without a list (* in the lexicon too)", pad=10)
    charts.side_labels(ax, recurring["cohesion"].map("{:.1f}".format), "cohesion, bits")
    return fig


def formulas_finding(recurring: pd.DataFrame, read: int, articles: int) -> Sentence | None:
    """Say how many strings recur, and how many of them hold a tracked formula.

    Parameters
    ----------
    recurring : DataFrame
        All strings found, the most widespread first.
    read, articles : int
        Articles that were searched, and all.
    """
    if recurring.empty:
        return None
    listed, first = int(recurring["term"].notna().sum()), recurring.iloc[0]
    where = (
        f"the {read:,} articles" if read == articles else f"a random {read:,} of the {articles:,} articles"
    )
    return Sentence(
        "**{strings} in {where} as fixed wholes, {wide} of them in more than two; {listed} hold a tracked "
        "formula and {other} do not.** The most widespread is {first}, in {spread}.",
        {
            "strings": counted(len(recurring), "string recurs", "strings recur"),
            "where": where,
            "wide": int((recurring["articles"] > 2).sum()),
            "listed": listed,
            "other": len(recurring) - listed,
            "first": first["formula"],
            "spread": counted(int(first["articles"]), "article"),
        },
    )
