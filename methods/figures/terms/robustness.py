"""01-robustness: the same formulas counted in eight ways, and what depends on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.measures.robustness import USED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ARROWS = {1.0: "↑", 0.0: "–", -1.0: "↓"}
WITHOUT = ("none inferred", "glosses at most")  # ways that leave damaged sentences out
#: What a reader of the figure alone needs; the notebook says more.
KEY = (
    "Colour: hits compared with the first column, from none (white) to as many (its colour) or more.\n"
    "None inferred, glosses at most, undamaged: only in sentences without worse damage. Glosses cut, as "
    "found: without\nrepair, pinyin taken out by a pattern, or not. Words: tokens of the segmentation, with "
    "the lexicon of formulas or without."
)
SHOWN = {"words, lexicon": "words with\nlexicon", "words, none": "words without\nlexicon"}
NAMED = 4  # formulas that the finding names


def draw_robustness(
    ways: pd.DataFrame,
    directions: pd.DataFrame,
    terms: Sequence[str],
    columns: Columns,
    glosses: Mapping[str, str],
) -> Exhibit:
    """Draw a matrix of formulas by way of counting: hits and, over periods, the direction.

    Parameters
    ----------
    ways, directions : DataFrame
        As `methods.measures.robustness.count_ways` and `directions` return them.
    terms : sequence of str
        The formulas to draw, in order.
    columns : Columns
        If columns are articles, no direction is drawn: with few articles it depends on chance.
    glosses : mapping of str to str

    Returns
    -------
    Exhibit
    """
    names = list(dict.fromkeys(ways["way"]))
    totals = ways.pivot_table(index="term", columns="way", values="count", aggfunc="sum")
    totals = totals.reindex(index=[term for term in terms if term in totals.index], columns=names)
    if totals.empty:
        return nothing("No formula occurs that could be counted another way.")
    arrows = directions.pivot(index="term", columns="way", values="direction").reindex_like(totals)
    tells = columns.kind != "article"
    text = totals.map("{:,.0f}".format)
    if tells:
        signs = arrows.where(totals > 0).map(ARROWS.get, na_action="ignore")
        text = text + " " + signs.astype(object).fillna("")
    long = totals.rename_axis("way", axis=1).stack().rename("count").reset_index()
    table = long.merge(directions, on=["term", "way"]) if tells else long
    alt = Sentence(
        "Matrix of {terms} counted in {ways} ways, with hits in the cells: {differ} of {cells} cells differ "
        "from the way used above.",
        {"terms": counted(len(totals), "formula"), "ways": len(names), "cells": totals.size - len(totals),
         "differ": int(totals.ne(totals[USED], axis=0).sum().sum())},
    )  # fmt: skip
    fig = _picture(totals, text, glosses)
    charts.note(fig, f"n = {counted(ways['article_id'].nunique(), 'article')}. {KEY}")
    return Exhibit(fig, table, alt)


def _picture(totals: pd.DataFrame, text: pd.DataFrame, glosses: Mapping[str, str]) -> Figure:
    from matplotlib import pyplot as plt

    fig, ax = plt.subplots(figsize=(7, 1.75 + 0.24 * len(totals)))
    ratio = totals.div(totals[USED].clip(lower=1), axis=0)
    labels = charts.gloss_labels(totals.index, glosses)
    # Just above zero, so that a lost formula shows its 0.
    charts.heatmap(ratio.set_axis(labels) + 1e-9, ax, text=text, vmax=1.6)
    charts.name_columns(ax, [SHOWN.get(way, way) for way in totals.columns], 4.4)
    ax.set_title("Hits of the formulas in most articles, counted in eight ways", pad=10)
    return fig


def robustness_finding(summary: pd.DataFrame, read: int, articles: int) -> Sentence:
    """Return the hits that remain without damaged sentences, without the repair, and by counting words.

    Parameters
    ----------
    summary : DataFrame
        As `methods.measures.robustness.summarise_ways` returns it.
    read, articles : int
        Number of articles counted, and of all articles.
    """
    base = summary.loc[USED]
    if not base["hits"]:
        return Sentence("No tracked formula occurs in what was counted, so nothing depends on the way.")
    hits, lost = summary["hits"], summary["lost"]
    return Sentence(
        "**Hits outside the sentences that have an inferred repair: {none} of {hits:,}; in sentences with "
        "glosses at most: {glosses}. Formulas that vanish then: {lost} of {formulas}**{where}. Undamaged "
        "sentences have {sound:.0%} of the tokens. **Without any repair {found} of {hits:,} hits are "
        "found, with the glosses cut out by a pattern {cut}.** A segmentation that knows the "
        "formulas finds {lexicon} as words, one that does not {plain}.",
        {
            "none": hits["none inferred"],
            "hits": int(base["hits"]),
            "glosses": hits["glosses at most"],
            "lost": lost["glosses at most"],
            "formulas": int(base["formulas"]),
            "where": ""
            if read == articles
            else f" (in a random sample of {read:,} of {articles:,} articles)",
            "sound": summary.at["undamaged", "tokens"] / max(base["tokens"], 1),
            "cut": hits["glosses cut"],
            "found": hits["as found"],
            "lexicon": hits["words, lexicon"],
            "plain": hits["words, none"],
        },
    )


def turned_finding(directions: pd.DataFrame, terms: Sequence[str], columns: Columns) -> Sentence | None:
    """Return the formulas whose direction changes without damaged sentences; None if columns are articles.

    Parameters
    ----------
    directions : DataFrame
        As `methods.measures.robustness.directions` returns them.
    terms : sequence of str
    columns : Columns
    """
    if columns.kind == "article" or directions.empty:
        return None
    wide = (
        directions.pivot(index="term", columns="way", values="direction").reindex(terms).dropna(subset=USED)
    )
    turned = [term for term, row in wide.iterrows()
              if any(pd.notna(row[way]) and row[way] != row[USED] for way in WITHOUT)]  # fmt: skip
    if not turned:
        return Sentence("No formula changes direction when damaged sentences are left out.")
    return Sentence(
        "**Formulas whose direction changes when damaged sentences are left out: {n} of {formulas}** "
        "({turned}).",
        {"n": len(turned), "formulas": len(wide), "turned": listing(turned[:NAMED])},
    )
