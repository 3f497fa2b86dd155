"""03-periods: the rate of each theme by year, quarter or month, in corpora large enough for a trend."""

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing
from methods.figures.themes.codebook import Codebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE = 4  # panels in a row


def draw_periods(
    table: pd.DataFrame, trend: pd.DataFrame, times: Columns, book: Codebook, q: float = 0.05
) -> Exhibit:
    """Draw a small chart per theme: its rate in each period, with intervals.

    Parameters
    ----------
    table : DataFrame
        As `methods.measures.rates.rates` returns it for themes, with unit, the label of a period.
    trend : DataFrame
        As `methods.measures.trends.trend_table` returns it for themes.
    times : Columns
        The columns over time.
    book : Codebook
    q : float
        A trend is significant below this false discovery rate.
    """
    if times.kind != "period" or not is_testable(trend) or len(times.names) < 3:
        return nothing("No figure by period: with these dates there is no trend to show.")
    import matplotlib.pyplot as plt

    at = {times.labels[name]: pd.Period(name).ordinal for name in times.names}
    table = table[table["unit"].isin(list(at))]
    high = -(-len(book.themes) // WIDE)
    fig, axes = plt.subplots(high, WIDE, figsize=(7, 0.7 + 1.35 * high), sharex=True, squeeze=False)
    for ax, theme in zip(axes.flat, book.themes, strict=False):
        draw_theme(ax, table[table["theme"] == theme], at, book.colours[theme])
        ax.set_title(textwrap.fill(book.short(theme), 20), fontsize=8, pad=3)
    for ax in axes.flat[max(len(book.themes) - WIDE, 0) : len(book.themes)]:
        ax.tick_params(labelbottom=True)  # the lowest panel of each column
    for ax in axes.flat[len(book.themes) :]:
        ax.set_visible(False)
    fig.supylabel("hits per 10,000 tokens", fontsize=8)
    articles = int(table.drop_duplicates("unit")["articles"].sum())
    bars = " Bars: 95 % intervals over articles." if table["per_10k_low"].notna().any() else ""
    charts.note(fig, f"n = {articles:,} dated articles.{bars}")
    alt = Sentence(
        "Rates of {n} by {noun} with intervals.",
        {"n": counted(len(book.themes), "theme"), "noun": times.noun},
    ) + periods_finding(trend, book, q)
    return Exhibit(fig, table.rename(columns={"unit": times.noun}), alt)


def draw_theme(ax: "Axes", row: pd.DataFrame, at: Mapping[str, int], colour: str) -> None:
    """Draw the rate of one theme over the periods, at their positions in time."""
    row = row.assign(at=row["unit"].map(at)).sort_values("at")
    ax.vlines(row["at"], row["per_10k_low"], row["per_10k_high"], color=colour, linewidth=1.2)
    ax.plot(row["at"], row["per_10k"], "o-", color=colour, markersize=3.5, linewidth=0.8)
    ax.set_ylim(0, None)
    marks = [next(iter(at)), list(at)[len(at) // 2]]  # a label is as wide as many periods
    ax.set_xticks([at[mark] for mark in marks], marks, fontsize=7, ha="left")


def periods_table(trend: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Return the themes, how many articles have them, and their trend; no rows if none could be tested."""
    facts = {
        "articles_with": "articles with it",
        "count": "hits",
        "tau": "Kendall's τ",
        "q": "q",
        "slope": "slope per year",
        "slope_low": "from",
        "slope_high": "to",
    }
    tested = trend if is_testable(trend) else trend.head(0)
    shown = tested.reindex(columns=["theme", *facts]).rename(columns=facts)
    return charts.rounded(shown.assign(theme=shown["theme"].map(book.english))).astype(object).fillna("–")


def is_testable(trend: pd.DataFrame) -> bool:
    """Return whether any trend was tested."""
    return len(trend) > 0 and bool(trend["q"].notna().any())


def significant(trend: pd.DataFrame, book: Codebook, q: float) -> str:
    """Return the themes that rise or fall significantly, with τ and q."""
    found = trend[trend["q"] < q].sort_values("q")
    return ", ".join(f"{book.claim(r.theme)} (τ = {r.tau:+.2f}, q = {r.q:.2g})" for r in found.itertuples())


def periods_finding(trend: pd.DataFrame, book: Codebook, q: float = 0.05) -> Sentence:
    """Return which themes rise or fall with time, or why that cannot be known."""
    if trend.empty:
        return Sentence("No article has a date, so nothing can be said about time.")
    said = Sentence("Kendall's τ over the dates: **{test}**.", {"test": trend["test"].iloc[0]})
    if not is_testable(trend):
        return said
    found = significant(trend, book, q)
    if not found:
        return said + Sentence("After correction, no theme rises or falls significantly.")
    return said + Sentence("Significant after correction: {found}.", {"found": found})
