"""01-campaigns: which campaign was on when an article was written, and whether it says its formulas."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns, cut_label
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing
from methods.figures.style import looks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR, MARK = "#dddddd", "#4477AA"
NAMED = 6  # articles that the finding names
LINE, WIDEST = 38, 46  # of a label: characters of a line, and Latin letters that it has room for
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
    said, silent = int((table["count"] > 0).sum()), int(_silent(table).sum())
    alt = Sentence(
        "Bars of {campaigns} over time; at the dates of {columns} marks for their hits of each campaign's "
        "own formulas. Of {all} pairs {said} have a hit; within a campaign and without a hit: {silent}.",
        {"campaigns": counted(len(times), "campaign"), "said": said, "silent": silent, "all": len(table),
         "columns": counted(table["unit"].nunique(), columns.noun, columns.plural)},
    )  # fmt: skip
    return Exhibit(_picture(table, times, columns), table.assign(**days).reset_index(drop=True), alt)


def _picture(table: pd.DataFrame, times: pd.DataFrame, columns: Columns) -> Figure:
    from matplotlib import pyplot as plt

    fig, ax = plt.subplots(figsize=(7, 1.6 + 0.38 * len(times)))
    start, end = times["start"].min(), max(times["end"].max(), table["date"].max())
    left = min(start, table["date"].min()) - YEAR / 4
    ax.barh(range(len(times)), times["end"] - times["start"], left=times["start"], height=0.62, color=BAR)
    rows = {short: i for i, short in enumerate(times.index)}
    hits = table[table["count"] > 0]
    if columns.kind == "article":
        _articles(ax, table, rows, columns)
    else:
        size = 12 + 160 * hits["count"] / hits["count"].max()
        ax.scatter(
            hits["date"], hits["short"].map(rows), s=size, color=MARK, alpha=0.8, linewidth=0, zorder=3
        )
        charts.note(
            ax.figure,
            f"Each mark: the hits of one {columns.noun}, at the middle of its dates; area by number.",
        )
    ax.set_yticks(range(len(times)), [_label(*each) for each in times["gloss"].items()], fontsize=8)
    ax.set(ylim=(len(times) - 0.4, -0.6), xlim=(left, end + YEAR / 2))
    ax.set_title("Campaigns (bars: official periods) and hits of their own formulas")
    ax.grid(axis="y", visible=False)
    return fig


def _label(short: str, gloss: object) -> str:
    """Return a campaign's name with its gloss in at most two lines, cut only where two do not hold it."""
    words = short if pd.isna(gloss) else f"{short} {gloss}"
    lines = textwrap.wrap(words, LINE, max_lines=2, placeholder=" …", break_on_hyphens=False)
    return "\n".join(cut_label(line, WIDEST) for line in lines)


def _silent(table: pd.DataFrame) -> pd.Series:
    """Return whether a row falls within a campaign and has none of its formulas."""
    return (table["articles_during"] > 0) & (table["count"] == 0)


def _articles(ax: Axes, table: pd.DataFrame, rows: dict[str, int], columns: Columns) -> None:
    look = looks(columns)
    dates = table.drop_duplicates("unit").set_index("unit")["date"]
    for unit, date in dates.items():
        colour, marker = look[unit].colour, look[unit].marker
        ax.axvline(date, color=colour, linewidth=1)
        own, side = table[table["unit"] == unit], _roomier_side(date, dates)
        for filled, chosen in ((colour, own["count"] > 0), ("white", _silent(own))):
            y = own.loc[chosen, "short"].map(rows)
            ax.scatter([date] * len(y), y, s=42, color=filled, edgecolor=colour, marker=marker, zorder=3)
        for short, count in own.loc[own["count"] > 0, ["short", "count"]].itertuples(index=False):
            ax.annotate(str(count), (date, rows[short]), (6 * side, 0), textcoords="offset points",
                        va="center", ha="left" if side > 0 else "right", fontsize=8,
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
    charts.legend(ax.figure, {unit: look[unit] for unit in columns.shown if unit in dates})
    ax.set_xlabel("number: hits; hollow: the campaign was on, no hit", fontsize=8)


def _roomier_side(date: pd.Timestamp, dates: pd.Series) -> int:
    """Return on which side of a date the next line is farther, 1 or -1: a number there does not cover it."""
    apart = (dates - date)[dates != date]
    far = pd.Timedelta.max
    right, left = apart[apart > pd.Timedelta(0)].min(), -apart[apart < pd.Timedelta(0)].max()
    return 1 if (far if pd.isna(right) else right) >= (far if pd.isna(left) else left) else -1


def campaigns_finding(crossings: pd.DataFrame, times: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return how many articles written during a campaign use its own formulas, and where else these occur.

    Parameters
    ----------
    crossings : DataFrame
        As `methods.measures.campaigns.crossings` returns them.
    times : DataFrame
        As `methods.measures.campaigns.campaign_times` returns them: the English of each campaign.
    columns : Columns
        By which articles are named, if each is one.
    """
    if crossings.empty:
        return None
    on, hit = crossings["when"] == "during", crossings["count"] > 0
    sums = crossings.groupby("when")["count"].sum().reindex(["before", "during", "after"], fill_value=0)
    speak = list(dict.fromkeys(crossings.loc[on & hit, "article_id"]))
    values = {
        "on": crossings.loc[on, "article_id"].nunique(),
        "dated": counted(crossings["article_id"].nunique(), "dated article"),
        "speak": len(speak), "hits": counted(int(sums.sum()), "hit"),
        "inside": sums["during"] or "none",
    }  # fmt: skip
    if not values["on"]:
        return Sentence(
            "**No article falls within a campaign** ({dated}); their formulas have {hits}.", values
        )
    each = columns.kind == "article"
    names = f" ({_first([columns.labels[one] for one in speak])})" if each and speak else ""
    told = Sentence(
        "**Of {dated} {on} fall within a campaign, and {speak} of these use its own formulas{names}.**",
        values | {"names": names},
    )
    if each:
        told += _without(crossings[on & ~hit], times, columns)
    if outside := [f"{sums[when]} {when} it" for when in ("before", "after") if sums[when]]:
        return told + Sentence(
            "Of {hits} of such formulas {inside} fall within their campaign; {outside} need not come "
            "from it.",
            values | {"outside": " and ".join(outside)},
        )
    if not sums["during"]:
        return told
    return told + Sentence("None of {hits} of such formulas falls outside its campaign.", values)


def _without(silent: pd.DataFrame, times: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Name the articles that have no formula of the campaign of their day, and the campaign."""
    if silent.empty:
        return None
    glosses = times["gloss"].dropna().to_dict()
    pairs = [f"{columns.labels[row.article_id]}, within {charts.glossed([row.short], glosses)}"
             for row in silent.itertuples()]  # fmt: skip
    values = {"pairs": _first(pairs, "; ")}
    if len(pairs) == 1:
        return Sentence("{pairs}, has none of its formulas.", values)
    return Sentence("Without a formula of the campaign of their day are {pairs}.", values)


def _first(names: list[str], by: str = ", ") -> str:
    more = f"{by}and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return by.join(names[:NAMED]) + more
