"""01-campaigns: which campaign was running when an article was written, and whether it uses its formulas."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns, cut_label
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, joined, listing, nothing
from methods.figures.style import looks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR, MARK = "#dddddd", "#4477AA"
NAMED = 6  # articles that the finding names
LEAST = 6  # with fewer articles, hits are not evidence
FEW = ", too few to show that wording follows the campaign"
NOTE = 60  # maximum width of the names of campaigns that are left out, in Latin letters
LINE, WIDEST = 38, 46  # of a line of a label: characters, and maximum width in Latin letters
YEAR = pd.Timedelta(days=365.25)
LONG = pd.Timedelta(days=31)  # a longer time that an article reports is drawn


def draw_campaigns(crossings: pd.DataFrame, times: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw campaigns as bars over time, and at each article's date its hits of each campaign's own formulas.

    An article that reports a longer time has a line over that time in each of its rows.

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
        return nothing("This section needs a file lexicons/campaigns.csv in the corpus (short, gloss, start, "
                       "end, formulas); corpus/README.md describes it.")  # fmt: skip
    if crossings.empty:
        return nothing("No article has a date, so none can be compared with a campaign.")
    kept, gone = _with_articles(crossings, times)
    times, crossings = kept, crossings[crossings["short"].isin(kept.index)]
    unit = crossings["article_id"].map(columns.label_of)
    grouped = crossings.assign(unit=unit, during=crossings["when"] == "during").groupby(
        ["short", "unit"], sort=False
    )
    table = grouped.agg(since=("since", "min"), date=("date", "median"), articles=("article_id", "nunique"),
                        during=("during", "sum"), count=("count", "sum"),
                        tokens=("tokens", "sum")).reset_index()  # fmt: skip
    table = table.merge(times.reset_index(), on="short").sort_values(["start", "date"], kind="stable")
    table = table.rename(columns={"during": "articles_during"})
    days = {name: table[name].dt.strftime("%Y-%m-%d") for name in ("since", "date", "start", "end")}
    said, silent = int((table["count"] > 0).sum()), int(_silent(table).sum())
    alt = Sentence(
        "Bars show {campaigns} over time; marks at the dates of {columns} show hits of each campaign's own "
        "formulas. Of {all} pairs, {said} have a hit; about days of a campaign and without a hit: {silent}.",
        {"campaigns": counted(len(times), "campaign"), "said": said, "silent": silent, "all": len(table),
         "columns": counted(table["unit"].nunique(), columns.noun, columns.plural)},
    )  # fmt: skip
    fig = _picture(table, times, columns)
    charts.note(fig, "\n".join(filter(None, [_each_mark(columns), _left_out(gone)])))
    return Exhibit(fig, table.assign(**days).reset_index(drop=True), alt)


def _with_articles(crossings: pd.DataFrame, times: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the campaigns that are drawn, and those that ended before all articles and have no hit.

    Their rows would be empty and make the time of the articles narrow. If all are such, all are drawn.
    """
    hits = crossings.groupby("short")["count"].sum().reindex(times.index, fill_value=0)
    gone = (times["end"] < crossings["since"].min()) & (hits == 0)
    return (times, times[:0]) if gone.all() else (times[~gone], times[gone])


def _left_out(gone: pd.DataFrame) -> str:
    """Return the line of the note about campaigns that are not drawn; an empty string if all are."""
    names = cut_label(listing(gone.index, ""), NOTE)
    return f"Not shown (ended before the first article, no hit): {names}." if names else ""


def _each_mark(columns: Columns) -> str:
    if columns.kind == "article":
        return ("Number to the side of a mark: hits of the article. Hollow mark: no hit, on days of the "
                "campaign.\nLine to a mark: the time that the article reports.")  # fmt: skip
    return f"Each mark: the hits of one {columns.noun}, at its median date; a larger area means more hits."


def _picture(table: pd.DataFrame, times: pd.DataFrame, columns: Columns) -> Figure:
    from matplotlib import pyplot as plt

    fig, ax = plt.subplots(figsize=(7, 1.6 + 0.38 * len(times)))
    start, end = times["start"].min(), max(times["end"].max(), table["date"].max())
    left = min(start, table["since"].min()) - YEAR / 4
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
    ax.set_yticks(range(len(times)), [_label(*each) for each in times["gloss"].items()], fontsize=8)
    ax.set(ylim=(len(times) - 0.4, -0.6), xlim=(left, end + YEAR / 2))
    ax.set_title("Campaigns (bars: official periods) and hits of their own formulas")
    ax.grid(axis="y", visible=False)
    return fig


def _label(short: str, gloss: object) -> str:
    """Return a campaign's name with its gloss in at most two lines, cut only if it needs more."""
    words = short if pd.isna(gloss) else f"{short} {gloss}"
    lines = textwrap.wrap(words, LINE, max_lines=2, placeholder=" …", break_on_hyphens=False)
    return "\n".join(cut_label(line, WIDEST) for line in lines)


def _silent(table: pd.DataFrame) -> pd.Series:
    """Return which rows are about days of a campaign and have none of its formulas."""
    return (table["articles_during"] > 0) & (table["count"] == 0)


def _articles(ax: Axes, table: pd.DataFrame, rows: dict[str, int], columns: Columns) -> None:
    from matplotlib.patheffects import withStroke

    look, halo = looks(columns), [withStroke(linewidth=2, foreground="#ffffffcc")]
    times = table.drop_duplicates("unit").set_index("unit")[["since", "date"]]
    dates = times["date"]
    for unit, since, date in times.itertuples():
        colour, marker = look[unit].colour, look[unit].marker
        ax.axvline(date, color=colour, linewidth=1)
        own = table[table["unit"] == unit]
        for filled, chosen in ((colour, own["count"] > 0), ("white", _silent(own))):
            y = own.loc[chosen, "short"].map(rows)
            if date - since > LONG:
                ax.hlines(y, since, date, color=colour, linewidth=2.5, alpha=0.6, zorder=2)
            ax.scatter([date] * len(y), y, s=42, color=filled, edgecolor=colour, marker=marker, zorder=3)
        for short, count in own.loc[own["count"] > 0, ["short", "count"]].itertuples(index=False):
            in_row = (table["short"] == short) & ((table["count"] > 0) | _silent(table))
            marked = table.loc[in_row, "date"]
            side = _roomier_side(date, marked if marked.nunique() > 1 else dates)
            ax.annotate(str(count), (date, rows[short]), (5 * side, 0), textcoords="offset points",
                        va="center", ha="left" if side > 0 else "right", fontsize=8,
                        zorder=4, path_effects=halo)  # fmt: skip
    charts.legend(
        ax.figure, {unit: look[unit] for unit in columns.shown if unit in dates}, "outside upper left"
    )


def _roomier_side(date: pd.Timestamp, dates: pd.Series) -> int:
    """Return the side of a date on which the next one is farther, 1 or -1: a number there is read with it.

    The others are those of the marks in the same row, or else of all lines.
    """
    apart = (dates - date)[dates != date]
    far = pd.Timedelta.max
    right, left = apart[apart > pd.Timedelta(0)].min(), -apart[apart < pd.Timedelta(0)].max()
    return 1 if (far if pd.isna(right) else right) >= (far if pd.isna(left) else left) else -1


def campaigns_finding(
    crossings: pd.DataFrame, known: pd.DataFrame, parallels: pd.DataFrame, columns: Columns
) -> Sentence | None:
    """Return the hits in articles on days of a campaign, apart from articles that are named after it.

    Parameters
    ----------
    crossings : DataFrame
        As `methods.measures.campaigns.crossings` returns them.
    known : DataFrame
        As `methods.measures.campaigns.evidence` returns it.
    parallels : DataFrame
        ``parallels.csv`` as read, with `article_id` and `relation`; may be empty.
    columns : Columns
        Articles are named if each is a column.
    """
    if crossings.empty:
        return None
    values = {"dated": counted(crossings["article_id"].nunique(), "dated article")}
    if known.empty:
        hits = counted(int(crossings["count"].sum()), "hit")
        return Sentence(
            "**No article reports days of a campaign** ({dated}); the campaigns' formulas have {hits}.",
            values | {"hits": hits},
        )
    named = known.loc[known["named"], "article_id"].drop_duplicates()
    others = known[~known["article_id"].isin(named)]
    speak = others.loc[others["count"] > 0, "article_id"].nunique()
    values |= {"on": known["article_id"].nunique(), "named": len(named) or "none",
               "others": others["article_id"].nunique(), "names": _names(named, columns),
               "speak": speak or "none", "have": "has" if speak == 1 else "have"}  # fmt: skip
    told = Sentence(
        "**Of {dated}, {on} report days of a campaign, and {named} of these have a formula of it in the "
        "title or in the name of the course{names}**{so}.",
        values | {"so": ", so their hits are no evidence of influence" if len(named) else ""},
    )
    if len(others):
        few = FEW if values["others"] < LEAST else ""
        values |= {"hits": _first(_each_hit(others, columns)), "few": few}
        told += Sentence(
            "Hits of the campaign's formulas in the others: {hits}{few}."
            if columns.kind == "article"
            else "Of the other {others}, {speak} {have} a hit of the campaign's formulas{few}.",
            values,
        )
    return told + _relayed(known, parallels, columns) + _dated_by_formulas(known, columns)


def _each_hit(others: pd.DataFrame, columns: Columns) -> list[str]:
    """Return the hits of each article, by campaign if it reports days of several."""
    told = []
    for article, own in others.groupby("article_id", sort=False):
        counts = own.set_index("short")["count"]
        if len(counts) == 1 or not counts.any():
            each = [str(counts.sum() or "none")]
        else:
            silent = listing(counts.index[counts == 0], "")
            each = [f"{n} ({short})" for short, n in counts[counts > 0].items()]
            each += [f"none ({silent})"] * bool(silent)
        told.append(f"{columns.labels.get(article, article)} {joined(each)}")
    return told


def _relayed(known: pd.DataFrame, parallels: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return the articles whose course follows another one on record; None if columns are not articles."""
    follow = parallels.reindex(columns=["article_id", "relation"]).query("relation == 'parent course'")
    own = known.loc[known["article_id"].isin(follow["article_id"]), "article_id"].drop_duplicates()
    if own.empty or columns.kind != "article":
        return None
    return Sentence(
        "The course of {names} follows another one of the same theme, which explains its wording as well.",
        {"names": joined(columns.labels[one] for one in own)},
    )


def _dated_by_formulas(known: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return the articles whose date was read from a formula of a campaign; None if there are none."""
    dated = known.loc[known["dated"], "article_id"].drop_duplicates()
    if dated.empty:
        return None
    apart = known.loc[known["dated"], "apart"].ne("").all()
    return Sentence(
        "The dates of {articles}{names} were read in part from a campaign's formula."
        if apart
        else "The dates of {articles}{names} were read from a campaign's formula, some from it alone.",
        {"articles": counted(len(dated), "article"), "names": _names(dated, columns)},
    )


def outside_finding(crossings: pd.DataFrame) -> Sentence | None:
    """Return how many hits of the campaigns' formulas are in articles on its days, earlier and later ones."""
    if crossings.empty or not crossings["count"].sum():
        return None
    sums = crossings.groupby("when")["count"].sum().reindex(["during", "before", "after"], fill_value=0)
    return Sentence(
        "Of {hits} of these formulas, {during} are in articles about days of their campaign, {before} in "
        "earlier and {after} in later articles.",
        {"hits": counted(int(sums.sum()), "hit"), **sums.replace(0, "none")},
    )


def evidence_table(known: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return `methods.measures.campaigns.evidence` as a table to read: hits, title or course, and dating."""
    words = {True: "yes", False: "no"}
    return pd.DataFrame(
        {
            "article": known["article_id"].replace(columns.labels if columns.kind == "article" else {}),
            "campaign": known["short"],
            "hits": known["count"],
            "in title or course": known["named"].map(words),
            "dated by the slogan": known["dated"].map(words),
            "other words that date it": known["apart"],
        }
    )


def _names(articles: pd.Series, columns: Columns) -> str:
    """Return the labels of articles in brackets, or an empty string if columns are not articles."""
    shown = columns.kind == "article" and len(articles)
    return f" ({_first([columns.labels[one] for one in articles])})" if shown else ""


def _first(names: list[str], by: str = ", ") -> str:
    more = f"{by}and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return by.join(names[:NAMED]) + more
