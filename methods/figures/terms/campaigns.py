"""01-campaigns: which campaign was on when an article was written, and whether it says its formulas."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.style import looks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR, MARK = "#dddddd", "#4477AA"
NAMED = 6  # crossings that the finding names
YEAR = pd.Timedelta(days=365.25)


def draw_campaigns(crossings: pd.DataFrame, times: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw campaigns as bars over time, and at an article's date its hits of each campaign's own formulas.

    Parameters
    ----------
    crossings : DataFrame
        As `methods.measures.campaigns.crossings` returns them.
    times : DataFrame
        As `methods.measures.campaigns.campaign_times` returns them.
    columns : Columns
        Articles or periods.

    Returns
    -------
    Exhibit
    """
    if times.empty:
        return nothing("A file lexicons/campaigns.csv in the corpus (short, gloss, start, end, formulas) "
                       "would fill this section; corpus/README.md describes it.")  # fmt: skip
    if crossings.empty:
        return nothing("No article has a date: none can be set beside a campaign.")
    unit = crossings["article_id"].map(columns.label_of)
    grouped = crossings.assign(unit=unit, during=crossings["when"] == "during").groupby(
        ["short", "unit"], sort=False
    )
    table = grouped.agg(date=("date", "median"), articles=("article_id", "nunique"), during=("during", "sum"),
                        count=("count", "sum"), tokens=("tokens", "sum")).reset_index()  # fmt: skip
    table = table.merge(times.reset_index(), on="short").sort_values(["start", "date"], kind="stable")
    table = table.rename(columns={"during": "articles_during"})
    days = {name: table[name].dt.strftime("%Y-%m-%d") for name in ("date", "start", "end")}
    said = int((table["count"] > 0).sum())
    alt = Sentence(
        "Bars of {campaigns} over time; at the dates of {columns} marks for their hits of each campaign's "
        "own formulas: {said} of {all} crossings have a hit.",
        {"campaigns": counted(len(times), "campaign"), "said": said, "all": len(table),
         "columns": counted(table["unit"].nunique(), columns.noun, columns.plural)},
    )  # fmt: skip
    return Exhibit(_picture(table, times, columns), table.assign(**days).reset_index(drop=True), alt)


def _picture(table: pd.DataFrame, times: pd.DataFrame, columns: Columns) -> Figure:
    from matplotlib import pyplot as plt

    fig, ax = plt.subplots(figsize=(7, 1.4 + 0.36 * len(times)))
    start, end = times["start"].min(), max(times["end"].max(), table["date"].max())
    left = min(start, table["date"].min()) - YEAR / 4
    ax.barh(range(len(times)), times["end"] - times["start"], left=times["start"], height=0.62, color=BAR)
    rows = {short: i for i, short in enumerate(times.index)}
    hits = table[table["count"] > 0]
    if columns.kind == "article":
        _articles(ax, table, hits, rows, columns)
    else:
        size = 12 + 160 * hits["count"] / hits["count"].max()
        ax.scatter(
            hits["date"], hits["short"].map(rows), s=size, color=MARK, alpha=0.8, linewidth=0, zorder=3
        )
        charts.note(
            ax.figure,
            f"Each mark: the hits of one {columns.noun}, at the middle of its dates; area by number.",
        )
    ax.set_yticks(range(len(times)), charts.gloss_labels(times.index, _short(times["gloss"])))
    ax.set(ylim=(len(times) - 0.4, -0.6), xlim=(left, end + YEAR / 2))
    ax.set_title("Campaigns (bars: official periods) and hits of their own formulas")
    ax.grid(axis="y", visible=False)
    return fig


def _short(glosses: pd.Series, width: int = 36) -> dict[str, str]:
    """Return the glosses that there are, cut to the room of a label."""
    return {
        name: textwrap.shorten(gloss, width, placeholder=" …") for name, gloss in glosses.dropna().items()
    }


def _articles(
    ax: Axes, table: pd.DataFrame, hits: pd.DataFrame, rows: dict[str, int], columns: Columns
) -> None:
    look = looks(columns)
    dates = table.drop_duplicates("unit").set_index("unit")["date"]
    for unit, date in dates.items():
        ax.axvline(date, color=look[unit].colour, linewidth=1)
        own = hits[hits["unit"] == unit]
        y = own["short"].map(rows)
        ax.scatter(own["date"], y, s=42, color=look[unit].colour, marker=look[unit].marker, zorder=3)
        for row, count in zip(y, own["count"], strict=True):
            ax.annotate(str(count), (date, row), (6, 0), textcoords="offset points", va="center", fontsize=8,
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    charts.legend(ax.figure, {unit: look[unit] for unit in columns.shown if unit in dates})


def campaigns_finding(crossings: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Say in how many articles written during a campaign its own formulas occur, and where else they do.

    Parameters
    ----------
    crossings : DataFrame
        As `methods.measures.campaigns.crossings` returns them.
    columns : Columns
        By which articles are named, if each is one.
    """
    if crossings.empty:
        return None
    on, hit = crossings["when"] == "during", crossings["count"] > 0
    total = crossings["count"].sum()
    values = {
        "on": crossings.loc[on, "article_id"].nunique(),
        "dated": counted(crossings["article_id"].nunique(), "dated article"),
        "speak": crossings.loc[on & hit, "article_id"].nunique(),
        "inside": int(crossings.loc[on, "count"].sum()),
        "hits": counted(int(total), "hit"),
        "after": int(crossings.loc[crossings["when"] == "after", "count"].sum()),
        "before": int(crossings.loc[crossings["when"] == "before", "count"].sum()),
    }
    if not values["on"]:
        return Sentence(
            "**No article falls within a campaign** ({dated}); their formulas have {hits}.", values
        )
    told = Sentence(
        "**{on} of {dated} fall within a campaign; {speak} of these say its own formulas.** Of {hits} of "
        "campaign formulas {inside} fall within the campaign, {after} after it and {before} before it.",
        values,
    )
    if columns.kind != "article":
        return told
    pairs = {"said": _pairs(crossings[on & hit], columns), "silent": _pairs(crossings[on & ~hit], columns),
             "echoes": _pairs(crossings[(crossings["when"] == "after") & hit], columns)}  # fmt: skip
    return told + Sentence("Said: {said}. On, but not said: {silent}. Said after it: {echoes}.", pairs)


def _pairs(rows: pd.DataFrame, columns: Columns) -> str:
    names = rows["article_id"].map(columns.labels)
    pairs = [f"{short} in {name}" for short, name in zip(rows["short"], names, strict=True)]
    return listing(pairs[:NAMED]) + (f" and {len(pairs) - NAMED} more" if len(pairs) > NAMED else "")
