"""01-trends: the rates of formulas by article or over periods, and which of them rise or fall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.style import looks
from methods.measures import curves
from methods.measures.rates import MIN_ARTICLES
from methods.measures.trends import Steady

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RATE, SHARE, CURVE = "#4477AA", "#d9d9d9", "#EE6677"
FEW_YEARS = 3  # up to this many years, an axis names periods, not years
ACROSS = 3  # panels in a row
NAMED = 6  # formulas that a sentence names
REACH = ["term", "articles_with", "count"]
DIRECTION = ["tau", "tau_min_orders", "tau_max_orders", "q", "holds_out"]
MOVES = ["term", "periods", "tau", "q", "slope", "slope_low", "slope_high", "holds_out", "orders",
         "tau_min_orders", "tau_max_orders", "holds_orders"]  # fmt: skip


def draw_trends(
    timed: pd.DataFrame, moves: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]
) -> Exhibit:
    """Draw the rates of formulas by article, or over periods in one panel per formula.

    Parameters
    ----------
    timed : DataFrame
        Columns `term, unit, moment, count, tokens, per_10k` with intervals and shares: see
        `methods.measures.curves.over_time`.
    moves : DataFrame
        One row per formula to draw, in order: see `methods.measures.trends.trend_table`. Other formulas of
        `timed` are left out.
    columns : Columns
        Articles or periods.
    glosses : mapping of str to str

    Returns
    -------
    Exhibit
    """
    terms = [term for term in moves["term"] if term in set(timed["term"])]
    if not terms:
        return nothing("No formula occurs in two dated articles or more: there is no trend to show.")
    if (moments := timed["moment"].nunique()) < 2:
        return nothing("All dated articles have the same {noun}: there is no trend to show.",
                       noun="date" if columns.kind == "article" else columns.noun)  # fmt: skip
    if moves["q"].isna().all():
        return nothing("No formula can be tested in so few articles: there is no trend to show.")
    shown = timed[timed["term"].isin(terms)]
    each = columns.kind == "article"
    figure = _strips(shown, terms, columns, glosses) if each else _panels(shown, moves, terms, glosses)
    told = [name for name in MOVES if name in moves and not (each and name.startswith("slope"))]
    return Exhibit(figure, shown.merge(moves[told], on="term"), _alt(terms, moments, columns))


def _alt(terms: list[str], moments: int, columns: Columns) -> Sentence:
    values = {"terms": counted(len(terms), "formula"), "first": listing(terms[:3]), "moments": moments}
    if columns.kind == "article":
        return Sentence(
            "Marks show the rates per 10,000 tokens of {terms} in articles of {moments} dates, in date order "
            "within each row; the first rows are {first}.",
            values,
        )
    return Sentence(
        "A panel for each of {terms}: rates per 10,000 tokens over {moments} {noun}, with 95 % intervals, "
        "and in grey the share of articles with the formula; the first are {first}.",
        values | {"noun": columns.plural},
    )


def _strips(timed: pd.DataFrame, terms: list[str], columns: Columns, glosses: Mapping[str, str]) -> Figure:
    from matplotlib import pyplot as plt

    look = looks(columns)
    units = [unit for unit in columns.shown if unit in set(timed["unit"])]
    fig, ax = plt.subplots(figsize=(7, 1.6 + (0.26 + 0.024 * len(units)) * len(terms)))
    for i, unit in enumerate(units):
        rows = timed[timed["unit"] == unit]
        y = rows["term"].map(terms.index) + 0.76 * ((i + 0.5) / len(units) - 0.5)
        ax.scatter(rows["per_10k"], y, s=26, color=look[unit].colour, marker=look[unit].marker,
                   edgecolor="white", linewidth=0.5, zorder=3)  # fmt: skip
    ax.set_yticks(range(len(terms)), charts.gloss_labels(terms, glosses))
    ax.set(ylim=(len(terms) - 0.5, -0.5), xlabel="per 10,000 tokens")
    ax.set_title("Rate of each formula: one mark per article, by date from top to bottom")
    charts.legend(fig, {unit: look[unit] for unit in units}, "outside lower center")
    return fig


def _panels(timed: pd.DataFrame, moves: pd.DataFrame, terms: list[str], glosses: Mapping[str, str]) -> Figure:
    from matplotlib import pyplot as plt

    lines = -(-len(terms) // ACROSS)
    fig, axes = plt.subplots(lines, ACROSS, figsize=(7, 0.8 + 1.55 * lines), sharex=True, squeeze=False)
    tested = moves.set_index("term")["q"]
    for ax, term in zip(axes.flat, terms, strict=False):
        _panel(ax, timed[timed["term"] == term])
        verdict = "not tested" if pd.isna(tested[term]) else f"q = {tested[term]:.2g}"
        ax.set_title(f"{term}, {verdict}\n{glosses.get(term, '')}", fontsize=7.5, pad=3)
    for i in range(len(terms), lines * ACROSS):
        axes.flat[i].set_visible(False)
        axes.flat[i - ACROSS].tick_params(labelbottom=True)
    periods = int(timed.groupby("term").size().max())
    curve = (
        "\nRed: a curve smoothed over two thirds of the periods (LOWESS): it rises before a sudden first use."
    )
    jumps = " Dotted: the level changes."
    charts.note(
        fig,
        "Blue: per 10,000 tokens, 95 % interval. Grey: share of the articles with the formula; the full "
        "height is all of them."
        + curve * (periods >= curves.SMOOTH_PERIODS)
        + jumps * (periods >= curves.CHANGE_PERIODS),
    )
    return fig


def _panel(ax: Axes, rows: pd.DataFrame) -> None:
    from matplotlib.ticker import MaxNLocator

    x, y = rows["moment"].to_numpy(), rows["per_10k"].to_numpy()
    share = ax.twinx()
    share.fill_between(x, rows["share"], color=SHARE, step="mid", linewidth=0)
    share.set(ylim=(0, 1), yticks=[])
    ax.set_zorder(share.get_zorder() + 1)
    ax.patch.set_visible(False)
    ax.vlines(x, rows["per_10k_low"], rows["per_10k_high"], color=RATE, alpha=0.5, linewidth=1.5)
    ax.plot(x, y, "o", color=RATE, markersize=3)
    if len(x) >= curves.SMOOTH_PERIODS:
        ax.plot(x, curves.smooth(x, y), color=CURVE, linewidth=1.4)
    for change in curves.change_points(y) if len(x) >= curves.CHANGE_PERIODS else []:
        ax.axvline(x[change], color=charts.INK, linewidth=0.8, linestyle=":")
    ax.set_ylim(bottom=0)
    if x.max() - x.min() > FEW_YEARS:
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        ax.ticklabel_format(axis="x", useOffset=False)
    else:  # Months are easier to read than decimal years.
        told = sorted({round(at) for at in np.linspace(0, len(x) - 1, 3)})
        ax.set_xticks(x[told], rows["unit"].iloc[told], fontsize=7)


def trends_finding(
    steady: Steady,
    moves: pd.DataFrame,
    terms: pd.DataFrame | None = None,
    dates: pd.Series | None = None,
) -> Sentence:
    """Return the formulas that rise or fall by the criteria chosen, or why none can be said to.

    Parameters
    ----------
    steady : Steady
        See `methods.measures.trends.steady`.
    moves : DataFrame
        All formulas in two dated articles or more, with `test`.
    terms : DataFrame, optional
        The list of formulas: `term` and, where it is known, the `year` of the earliest use.
    dates : Series, optional
        The dates of the articles. A formula that is younger than the first of them can hardly do anything
        but rise, and it is said of how many this is so.
    """
    values = {
        "moves": counted(len(moves), "formula occurs" if len(moves) == 1 else "formula", "formulas occur"),
        "up": _moving(steady.up, "rise"), "down": _moving(steady.down, "fall"), "tested": steady.tested,
        "criteria": " and ".join(steady.criteria), "test": next(iter(moves.get("test", [])), ""),
    }  # fmt: skip
    if moves.empty:
        return Sentence("**No formula occurs in two dated articles or more**, so none can rise or fall.")
    if not steady.tested and not (steady.up or steady.down):
        return Sentence(
            "**{moves} in two dated articles or more, and none can be said to rise or fall**: {why}.",
            values | {"why": _why_not(moves)},
        )
    return Sentence(
        "**Of {n} in two dated articles or more, {up} and {down}** by these criteria: {criteria}. "
        "{tested} could be tested.",
        values | {"n": counted(len(moves), "formula")},
    ) + _coined_since(steady.up, terms, dates)


def _coined_since(up: Sequence[str], terms: pd.DataFrame | None, dates: pd.Series | None) -> Sentence | None:
    """Return how many of the formulas that rise are younger than the first article; None if none is."""
    if terms is None or dates is None or dates.isna().all() or "year" not in terms:
        return None
    years = pd.to_numeric(terms.drop_duplicates("term").set_index("term")["year"], errors="coerce")
    young = int((years.reindex(list(up)) > dates.min().year).sum())
    if not young:
        return None
    return Sentence(
        "Of {up}, {young} first used after {first}, the year of the first article, so {they} could hardly do "
        "anything else.",
        {
            "up": "the one that rises" if len(up) == 1 else f"the {len(up):,} that rise",
            "young": counted(young, "was", "were"),
            "first": str(dates.min().year),
            "they": "it" if young == 1 else "they",
        },
    )


def _moving(terms: Sequence[str], verb: str) -> str:
    if not terms:
        return f"none {verb}s"
    return f"{len(terms)} {verb if len(terms) > 1 else f'{verb}s'} ({listing(terms[:NAMED])})"


def _why_not(moves: pd.DataFrame) -> str:
    test = moves["test"].iloc[0]
    return test if test.startswith("not") else f"a test needs {MIN_ARTICLES} articles with the formula"


def orders_finding(moves: pd.DataFrame, undecided: int) -> Sentence | None:
    """Return how many orders of the articles their dates admit, and how many directions hold in all of them.

    Parameters
    ----------
    moves : DataFrame
        With `q`, `orders` and `holds_orders`: see `methods.measures.date_orders.with_orders`.
    undecided : int
        Number of articles whose date is uncertain.
    """
    known = moves.dropna(subset="orders")
    if known.empty or not undecided:
        return None
    opened = Sentence(
        "The evidence leaves the date of {articles} open, which allows {orders}.",
        {
            "articles": counted(undecided, "article"),
            "orders": counted(int(known["orders"].max()), "order of the articles", "orders of the articles"),
        },
    )
    if known["q"].isna().all():  # the sign of τ says nothing if nothing can be tested
        return opened
    return opened + Sentence(
        "For {holds} of {formulas}, τ keeps its sign in all of them.",
        {"holds": int(known["holds_orders"].eq(True).sum()), "formulas": counted(len(known), "formula")},
    )


def trends_table(moves: pd.DataFrame) -> pd.DataFrame:
    """Return the reach and the direction of the formulas; no rows if none could be tested."""
    tested = moves if moves["q"].notna().any() else moves.head(0)
    return charts.rounded(tested[[*REACH, *DIRECTION]]).astype(object).fillna("").reset_index(drop=True)
