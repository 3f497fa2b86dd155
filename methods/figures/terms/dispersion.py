"""01-dispersion: the positions of hits in articles, and whether they share paragraphs more than by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
from scipy import stats

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, nothing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ALPHA = 0.05
FULL = 0.95  # greatest DP by chance that says something: with it, nearly all parts lack a hit anyway
CONCENTRATED, EVEN = "concentrated in single", "spread more evenly than by chance over the"


def draw_dispersion(
    even: pd.DataFrame, places: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]
) -> Exhibit:
    """Draw the positions of hits, as ticks by article or as shares by tenth of the text, with DP.

    Parameters
    ----------
    even : DataFrame
        The lines to draw, with `term, count, dp, dp_chance`, and `article_id` if a line is a formula in one
        article: see `methods.measures.dispersion.dispersion` and `spread`.
    places : DataFrame
        Columns `article_id, term, position`: see `methods.measures.dispersion.offsets`.
    columns : Columns
    glosses : mapping of str to str

    Returns
    -------
    Exhibit
    """
    if even.empty:
        return nothing("No formula has enough hits: there is no dispersion to show.")
    each = "article_id" in even
    rows = even.reset_index(drop=True)
    alt = Sentence(
        "{what}: the positions of hits of frequent formulas in articles, {lines} lines, with DP at the "
        "right: {more} are more concentrated in single {parts} than as many hits at random.",
        {
            "what": "Ticks" if each else "Shares by tenth",
            "lines": len(rows),
            "more": _clustered(rows),
            "parts": "paragraphs" if each else "articles",
        },
    )
    named = rows.assign(unit=rows["article_id"].map(columns.labels)) if each else rows
    table = named.merge(places[["article_id", "term", "position"]]) if each else rows
    return Exhibit(_picture(named, places, glosses), table, alt)


def _picture(rows: pd.DataFrame, places: pd.DataFrame, glosses: Mapping[str, str]) -> Figure:
    from matplotlib import pyplot as plt

    each = "article_id" in rows
    fig, (left, right) = plt.subplots(
        1, 2, figsize=(7, 1.4 + 0.33 * len(rows)), sharey=True, width_ratios=[2, 1]
    )
    (_ticks if each else _tenths)(left, rows, places, glosses)
    at = rows.index + 0.5 * (not each)
    spread = {"color": "#888888", "markersize": 11, "markeredgewidth": 2}
    right.plot(rows["dp_chance"], at, "|", label="chance", **spread)
    right.plot(rows["dp"], at, "o", color="#EE6677", markersize=5, label="observed")
    right.set(xlim=(0, 1.02), title=f"DP over {'paragraphs' if each else 'articles'}")
    left.set_ylim((len(rows) - 0.5, -0.5) if each else (len(rows), 0))
    fig.legend(*right.get_legend_handles_labels(), loc="outside lower right", ncols=2, handletextpad=0.2)
    return fig


def _ticks(ax: Axes, rows: pd.DataFrame, places: pd.DataFrame, glosses: Mapping[str, str]) -> None:
    for i, row in rows.iterrows():
        own = places[(places["article_id"] == row["article_id"]) & (places["term"] == row["term"])]
        ax.vlines(own["position"], i - 0.36, i + 0.36, color="#4477AA", linewidth=1.6)
    labels = charts.gloss_labels(rows["term"], glosses)
    names = [f"{label}\n{unit}" for label, unit in zip(labels, rows["unit"], strict=True)]
    ax.set_yticks(range(len(rows)), names, fontsize=7.5)
    ax.set(xlim=(0, 1), xlabel="position in the article", title="One tick per hit")
    ax.grid(axis="y", visible=False)


def _tenths(ax: Axes, rows: pd.DataFrame, places: pd.DataFrame, glosses: Mapping[str, str]) -> None:
    tenth = (10 * places["position"]).astype(int).clip(upper=9) + 1
    parts = pd.crosstab(places["term"], tenth, normalize="index").reindex(
        index=rows["term"], columns=range(1, 11)
    )
    shares = 100 * parts.fillna(0).set_axis(charts.gloss_labels(rows["term"], glosses))
    charts.heatmap(shares, ax, fmt="{:.0f}")
    ax.set_title("% of hits by tenth of the article", pad=10)


def _clustered(rows: pd.DataFrame) -> int:
    return int((rows["dp"] > rows["dp_chance"]).sum())


def dispersion_finding(even: pd.DataFrame) -> Sentence | None:
    """Return how many lines are more concentrated than by chance, and whether that differs from half of them.

    Lines with so few hits for so many parts that DP is near 1 for any places of them (`FULL`) are not
    judged: they would only show whether the hits are in longer paragraphs.

    Parameters
    ----------
    even : DataFrame
        As for `draw_dispersion`.
    """
    known = even.dropna(subset=["dp", "dp_chance"])
    if known.empty:
        return None
    parts = "paragraphs" if "article_id" in even else "articles"
    judged = known[known["dp_chance"] <= FULL]
    more, lines = _clustered(judged), len(judged)
    values = {"more": more, "lines": lines, "parts": parts, "few": len(known) - lines}
    few = Sentence("In {few} further lines the hits are too few for so many {parts} to tell.", values)
    if not lines:
        return Sentence(
            "All lines have too few hits for so many {parts} to tell whether they cluster.", values
        )
    if stats.binomtest(more, lines).pvalue >= ALPHA:
        said = Sentence(
            "**{more} of {lines} lines are more concentrated in single {parts} than "
            "as many hits at random, which is what chance gives** (about half).",
            values,
        )
    else:
        values["kind"] = CONCENTRATED if more > lines / 2 else EVEN
        said = Sentence(
            "**The hits are {kind} {parts}**: {more} of {lines} lines are more concentrated than "
            "the same number of hits at random; chance gives about half.",
            values,
        )
    return said + few if values["few"] else said
