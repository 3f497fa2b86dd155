"""01-damage: repairs by kind and certainty, and the text that cleaning removed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.measures.grades import GRADES, removals, repairs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHADES = ("#e8e8e8", "#88CCEE", "#4477AA", "#EE6677")
FLAT = 8  # columns up to which the upper panels have labels of their own
ROW = 0.2  # height of a row in inches
NO_COLOUR = 1e9  # a value of the darkest colour so high that all cells stay white


def draw_damage(steps: pd.DataFrame, graded: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw repairs by kind and status, the text that cleaning removed, and sentences by their worst damage.

    Parameters
    ----------
    steps : DataFrame
        As `methods.measures.grades.cleaning_steps` returns them.
    graded : DataFrame
        As `methods.measures.grades.grade_sentences` returns it.
    columns : Columns
    """
    damage, removed = repairs(steps), removals(steps)
    if not (damage["status"] != "flagged").any():
        return nothing("No article is damaged in this way: there is no figure to show.")
    kinds = damage["kind"] + ", " + damage["status"]
    by_kind = _by_unit(kinds, damage["article_id"], np.ones(len(damage)), columns)
    lost = _by_unit(removed["kind"], removed["article_id"], removed["characters"], columns)
    unit = graded["article_id"].map(columns.label_of)
    share = pd.crosstab(unit, graded["grade"], normalize="index")
    share = share.reindex(index=columns.shown, columns=range(4), fill_value=0).set_axis(list(GRADES), axis=1)
    parts = [by_kind.T, lost.T.add_prefix("characters removed: "), share.add_prefix("share of sentences: ")]
    table = pd.concat(parts, axis=1).rename_axis("unit").reset_index()
    return Exhibit(_picture(by_kind, lost, share), table, _alt(damage, removed, graded, columns))


def _by_unit(
    kinds: pd.Series, articles: pd.Series, numbers: pd.Series | np.ndarray, columns: Columns
) -> pd.DataFrame:
    """Return sums by kind and column, the largest kind first."""
    rows = pd.DataFrame({"kind": kinds, "unit": articles.map(columns.label_of), "n": numbers})
    sums = rows.pivot_table(index="kind", columns="unit", values="n", aggfunc="sum", fill_value=0)
    sums = sums.reindex(columns=columns.shown, fill_value=0).fillna(0).astype(int)
    return sums.loc[sums.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def _alt(damage: pd.DataFrame, removed: pd.DataFrame, graded: pd.DataFrame, columns: Columns) -> Sentence:
    return Sentence(
        "{repairs} by kind and status and {characters:,} characters removed by cleaning, in {n} columns, "
        "above stacked bars of the sentences: {untouched:.0%} of {sentences:,} are untouched.",
        {
            "repairs": counted(len(damage), "repair"),
            "characters": int(removed["characters"].sum()),
            "n": len(columns.shown),
            "untouched": _share(graded["grade"] == 0),
            "sentences": len(graded),
        },
    )


def _picture(by_kind: pd.DataFrame, lost: pd.DataFrame, share: pd.DataFrame) -> Figure:
    from matplotlib import pyplot as plt

    # What cleaning removes is not damage: without colour, a long caption does not look like many repairs.
    has_numbers = (charts.cell_words(lost) != "").to_numpy().any()
    matrices = {
        "Number of repairs by kind and status (colour: logarithmic)": (by_kind, None),
        "Characters removed by cleaning, by kind": (lost, NO_COLOUR if has_numbers else None),
    }
    matrices = {title: pair for title, pair in matrices.items() if len(pair[0])}
    heights = [*(ROW * len(matrix) + ROW for matrix, _ in matrices.values()), 1.9]
    fig, axes = plt.subplots(
        len(heights),
        figsize=(7, sum(heights) + 0.4 + 0.35 * len(heights)),
        sharex=True,
        height_ratios=heights,
    )
    for ax, (title, (matrix, top)) in zip(axes, matrices.items(), strict=False):
        charts.heatmap(np.log1p(matrix), ax, text=charts.cell_words(matrix), vmax=top)
        ax.tick_params(labeltop=False)
        ax.set_title(title)
    _stack(axes[-1], share, SHADES)
    charts.name_columns(axes[-1], share.index, 5.2)
    if len(axes) > 1 and len(share) <= FLAT:
        charts.name_columns(axes[0], share.index, 5.2)
        axes[0].tick_params(labeltop=True, labelbottom=False)
    axes[-1].set(title="Sentences by their worst damage", ylabel="% of sentences", ylim=(0, 100))
    fig.legend(*axes[-1].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return fig


def _stack(ax: Axes, shares: pd.DataFrame, colours: Iterable[str]) -> None:
    base = np.zeros(len(shares))
    for (name, values), colour in zip((100 * shares).items(), colours, strict=True):
        ax.bar(np.arange(len(shares)) + 0.5, values, 0.8, base, color=colour, label=name)
        base += values.to_numpy()


def damage_finding(
    steps: pd.DataFrame, graded: pd.DataFrame, read: pd.DataFrame, articles: int
) -> Sentence | None:
    """Return the number and certainty of the repairs, and the sentences that they affect.

    Parameters
    ----------
    steps, graded : DataFrame
        As for `draw_damage`.
    read : DataFrame
        The articles that were read, with `raw`.
    articles : int
        Number of articles in all; if not all were read, the sentence says so.
    """
    damage = repairs(steps)
    if damage.empty:
        return None
    if (damage["status"] == "flagged").all():
        kinds = listing(f"{kind} {n:,}" for kind, n in damage["kind"].value_counts().items())
        return Sentence("Nothing was repaired. Flagged and left as found: {kinds}.", {"kinds": kinds})
    lossy = damage[damage["kind"] != "gloss"]
    sure = int((lossy["status"] == "proven").sum())
    hurt = graded[graded["article_id"].isin(damage["article_id"])]
    return Sentence(
        "The raw text of {read} ({characters:,} characters) has {glosses}{lossless}. **Of "
        "{others} where bytes were misread or lost, {sure:,} {are} proven, {inferred:,} inferred and "
        "{flagged:,} flagged.** Of the inferred ones, {close:,} {be} less than ten times as likely as the "
        "next reading. In damaged articles, {untouched:.0%} of {sentences} are untouched, and {doubtful:.1%} "
        "have a repair inferred or flagged.",
        {
            "characters": int(read["raw"].str.len().sum()),
            "read": _named(len(read), articles),
            "glosses": counted(len(damage) - len(lossy), "gloss", "glosses")
            if len(lossy) < len(damage)
            else "no gloss",
            "lossless": "; removing them loses nothing" if len(lossy) < len(damage) else "",
            "others": counted(len(lossy), "place"),
            "are": "is" if sure == 1 else "are",
            "sure": sure,
            "inferred": (lossy["status"] == "inferred").sum(),
            "flagged": (lossy["status"] == "flagged").sum(),
            "close": (close := int((lossy["margin"] < math.log(10)).sum())),
            "be": "is" if close == 1 else "are",
            "untouched": _share(hurt["grade"] == 0),
            "sentences": counted(len(hurt), "sentence"),
            "doubtful": _share(hurt["grade"] == 3),
        },
    )


def removed_finding(steps: pd.DataFrame, read: int, articles: int) -> Sentence:
    """Return the characters that cleaning removed, by kind, from `read` of all `articles`."""
    removed = removals(steps)
    if removed.empty:
        return Sentence(
            "Cleaning removed nothing but white space from {read}.", {"read": _named(read, articles)}
        )
    by_kind = removed.groupby("kind")["characters"].agg(["sum", "size"]).sort_values("sum", ascending=False)
    kinds = [f"{kind} {lost:,} in {counted(places, 'place')}" for kind, lost, places in by_kind.itertuples()]
    return Sentence(
        "Cleaning removed {characters:,} characters from {read} besides white space: {kinds}.",
        {"characters": int(removed["characters"].sum()), "read": _named(read, articles),
         "kinds": "; ".join(kinds)},
    )  # fmt: skip


def _share(holds: pd.Series) -> float:
    return float(holds.mean()) if len(holds) else 0.0


def _named(read: int, articles: int) -> str:
    return (
        counted(read, "article")
        if read == articles
        else f"a random sample of {read:,} of {articles:,} articles"
    )
