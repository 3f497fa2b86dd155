"""01-voice: the share of quoted speech, and whether formulas occur in it more often than elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST = 0.005  # share of the characters below which speech is not drawn, as it would be given as 0%
CHANCE = 1.96  # standard deviations that 95 % of random samples stay within


def draw_voice(
    shares: pd.DataFrame, inside: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]
) -> Exhibit:
    """Draw the share of quoted speech by column, and in the hits of formulas.

    Parameters
    ----------
    shares : DataFrame
        As `methods.measures.speech.speech_shares` returns them.
    inside : DataFrame
        The formulas to draw: see `methods.measures.speech.speech_terms`.
    columns : Columns
    glosses : mapping of str to str

    Returns
    -------
    Exhibit
    """
    if not shares["quotations"].sum():
        return nothing("This corpus has no quotation marks, so speech cannot be told from the rest.")
    if _whole(shares) < LEAST:
        return nothing(
            "Not shown: quoted speech is {share} of all characters.", share=_percent(_whole(shares))
        )
    table = pd.concat([shares.assign(kind="column"), inside.assign(kind="formula")], ignore_index=True)
    values = {"noun": columns.noun, "span": _span(shares.dropna(subset="share")),
              "hits": int(inside["count"].sum()), "quoted": int(inside["quoted"].sum()),
              "formulas": counted(len(inside), "most frequent formula")}  # fmt: skip
    alt = Sentence("The share of quoted speech among all characters, by {noun}{span}.", values)
    if values["hits"]:
        alt = Sentence(
            "Above, the share of quoted speech by {noun}{span}. Below, the hits of the {formulas} in quoted "
            "speech: {quoted} of {hits}.",
            values,
        )
    lead = ["kind", "unit", "term"]
    return Exhibit(
        _picture(shares, inside, columns, glosses),
        table[[*lead, *table.columns.difference(lead, sort=False)]],
        alt,
    )


def _picture(
    shares: pd.DataFrame, inside: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]
) -> Figure:
    from matplotlib import pyplot as plt

    has_hits = bool(inside["count"].sum())
    rows = [max(len(shares), 3), *([max(len(inside), 3)] if has_hits else [])]
    size = (7, 0.6 + 0.22 * sum(rows) + 0.75 * len(rows))
    # One below the other, so that a formula and its gloss have the whole width.
    fig, axes = plt.subplots(len(rows), 1, figsize=size, squeeze=False, height_ratios=rows)
    upper = axes[0, 0]
    percent = 100 * shares[["share", "share_low", "share_high"]]
    values = percent["share"].fillna(0).set_axis(shares["unit"]).rename("% of characters in quoted speech")
    charts.bar_chart(values, upper, fmt="{:.0f}" if columns.kind == "article" else "")
    upper.hlines(
        range(len(shares)), percent["share_low"], percent["share_high"], color=charts.INK, linewidth=1
    )
    upper.set_title(
        columns.plural.capitalize() + (" (95 % interval)" if percent["share_low"].notna().any() else "")
    )
    upper.set_xlim(0, max(upper.get_xlim()[1], 1))  # so that 0.001 % does not fill the axis
    if has_hits:
        _terms(axes[1, 0], inside, glosses)
    return fig


def _terms(ax: Axes, inside: pd.DataFrame, glosses: Mapping[str, str]) -> None:
    spread = {"color": "#888888", "markersize": 10, "markeredgewidth": 2}
    ax.plot(100 * inside["expected"], range(len(inside)), "|", label="expected by length alone", **spread)
    ax.plot(100 * inside["share"], range(len(inside)), "o", color="#EE6677", markersize=5, label="observed")
    labels = charts.gloss_labels(inside["term"], glosses)
    hits = zip(labels, inside["quoted"], inside["count"], strict=True)
    ax.set_yticks(range(len(inside)), [f"{label} ({quoted} of {count})" for label, quoted, count in hits])
    ax.set(ylim=(max(len(inside), 1) - 0.5, -0.5), xlim=(-4, 104), xlabel="% of hits in quoted speech")
    ax.set_title("Formulas (in brackets: hits in quoted speech, of all)")
    ax.figure.legend(*ax.get_legend_handles_labels(), loc="outside lower right", ncols=2, handletextpad=0.2)


def _span(known: pd.DataFrame) -> str:
    """Return the lowest and the highest share with their columns; an empty string if they are equal."""
    low, high = (known.loc[end(known["share"])] for end in (pd.Series.idxmin, pd.Series.idxmax))
    least, most = _percent(low["share"]), _percent(high["share"])
    return f", from {least} ({low['unit']}) to {most} ({high['unit']})" if least != most else ""


def _whole(shares: pd.DataFrame) -> float:
    return shares["quoted"].sum() / max(shares["characters"].sum(), 1)


def _percent(share: float) -> str:
    return "less than 1%" if 0 < share < LEAST else f"{share:.0%}"


def voice_finding(shares: pd.DataFrame, inside: pd.DataFrame) -> Sentence | None:
    """Return the share of quoted speech, and whether formulas occur in it more often than by its length.

    Parameters
    ----------
    shares, inside : DataFrame
        As for `draw_voice`.
    """
    if not shares["quotations"].sum():
        return None
    told = Sentence(
        "Quoted speech makes up **{share} of all characters**{span}. Quotations without an end mark, "
        "whose length is a guess: {unclosed} of {quotations:,}.",
        {
            "share": _percent(_whole(shares)),
            "span": _span(shares.dropna(subset="share")),
            "unclosed": shares["unclosed"].sum(),
            "quotations": shares["quotations"].sum(),
        },
    )
    if not inside["count"].sum():
        return told
    expected = float((inside["expected"] * inside["count"]).sum())
    values = {"quoted": int(inside["quoted"].sum()), "hits": counted(int(inside["count"].sum()), "hit"),
              "formulas": counted(len(inside), "most frequent formula"), "expected": expected}  # fmt: skip
    apart = abs(values["quoted"] - expected) > CHANCE * math.sqrt(float((inside["deviation"] ** 2).sum()))
    if apart:
        return told + Sentence(
            "Of {hits} of the {formulas}, {quoted} are in speech; by length alone, {expected:.1f} would be. "
            "Hits of one speaker are not independent, and a formula inside a longer one counts for both, so "
            "this is a description, not a test.",
            values,
        )
    return told + Sentence(
        "**Formulas occur in speech neither more nor less often than by chance**: {quoted} of {hits} of "
        "the {formulas}, {expected:.1f} by length alone.",
        values,
    )
