"""Figure 02-voices: the levels of the hierarchy that speak, and those that are only named."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, joined, listing, nothing
from methods.figures.regions.places import FEW
from methods.measures.voices import LEVELS, MODES

SPEAKERS, MOSTLY = 5, 0.75  # speakers of a level from which, and share of them in one column that is told
#: Levels that name no place in the hierarchy, and the share of persons with another one that a figure needs.
UNKNOWN, KNOWN = ["not said", "a group"], 0.2
COLOURS = {"quoted": "#4477AA", "reported": "#88CCEE", "named": "#DDDDDD"}


def draw_voices(levels: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw persons and groups by level and mode, and the speakers of each column.

    Parameters
    ----------
    levels : DataFrame
        As `methods.measures.voices.by_level` returns it.
    columns : Columns
    """
    each = levels[list(MODES)].sum(axis=1)
    unknown, total = int(each[UNKNOWN].sum()), int(each.sum())
    if not total:
        return nothing("Not shown: no person is named with a post or a verb of saying.")
    if columns.kind != "article" and total < FEW:
        n = counted(total, "person or group is named", "persons and groups are named")
        return nothing("Not shown: {n} in {articles}.", n=n, articles=counted(len(columns.of), "article"))
    if total - unknown < KNOWN * total:
        return nothing(
            "Not shown: for {unknown:,} of {total:,} persons and groups, no level of government is known.",
            unknown=unknown,
            total=total,
        )
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 4.4), width_ratios=[1, 1.25])
    _stack(left, levels)
    speakers = levels[list(columns.names)]
    charts.heatmap(speakers, right, fmt="{:.0f}")
    charts.name_columns(right, columns.shown, 3.1)
    right.set_yticklabels([])
    right.set_title(f"Speakers (quoted or reported) by {columns.noun}", pad=8)
    left.set_title("Who is quoted, reported, named", pad=8)
    fig.align_titles()
    fig.legend(loc="outside upper left", ncols=3)
    articles = counted(len(columns.of), "article")
    charts.note(
        fig,
        f"n = {total:,} persons and groups in {articles}, each once per article. Right: colour and number "
        "are speakers.",
    )
    table = levels.rename(columns={key: f"speakers, {columns.labels[key]}" for key in columns.names})
    return Exhibit(
        fig,
        table,
        Sentence("Bars of persons and groups by level, heatmap of the speakers.") + _quoted(levels),
    )


def _stack(ax: Axes, levels: pd.DataFrame) -> None:
    start, at = np.zeros(len(LEVELS)), np.arange(len(LEVELS)) + 0.5
    for mode in MODES:
        ax.barh(at, levels[mode], left=start, color=COLOURS[mode], height=0.7, label=mode)
        start += levels[mode].to_numpy()
    ax.set_yticks(at, LEVELS)
    ax.set(ylim=(len(LEVELS), 0), xlabel="persons and groups, once per article")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_xlim(0, 1.15 * max(start.max(), 1))  # or the longest bar touches the heatmap beside it
    ax.grid(axis="y", visible=False)


def _quoted(levels: pd.DataFrame) -> Sentence:
    named = levels[list(MODES)].sum(axis=1)
    parts = [f"{level} {levels.at[level, 'quoted']} of {named[level]}" for level in LEVELS if named[level]]
    return Sentence("Quoted, of all mentioned at each level: {parts}.", {"parts": ", ".join(parts)})


def voices_finding(levels: pd.DataFrame, columns: Columns, by_rules: bool = True) -> Sentence | None:
    """Return how many are quoted, reported and named, and the most frequent level of speakers by column.

    Parameters
    ----------
    levels : DataFrame
        As `methods.measures.voices.by_level` returns it.
    columns : Columns
    by_rules : bool
        Whether rules found the persons, which the sentence then says, and not a reader.
    """
    total = levels[list(MODES)].sum()
    if not total.sum():
        return None
    counts = Sentence(
        "Of {persons} (once per article{found}), {quoted:,} {are} quoted, {reported:,} reported "
        "and {named:,} only mentioned.",
        {
            "persons": counted(int(total.sum()), "person or group", "persons and groups"),
            "found": ", found by rules" if by_rules else "",
            "are": "is" if total["quoted"] == 1 else "are",
            **total.to_dict(),
        },
    )
    if len(columns.of) > 1:
        counts += Sentence("A person whom several articles name, such as a leader, counts several times.")
    said = counts + _quoted(levels) + _in_one_column(levels, columns)
    commonest = [
        f"{columns.labels[key]}: {_commonest(levels[key])}" for key in columns.names if levels[key].sum()
    ]
    if not commonest:
        return said + Sentence("**No level of speakers is known.**")
    if columns.kind == "corpus":
        own = _commonest(levels[columns.names[0]])
        return said + Sentence("Most frequent level of speakers: **{level}**.", {"level": own})
    return said + Sentence(
        "Most frequent level of speakers by {noun}: **{levels}**.",
        {"noun": columns.noun, "levels": listing(commonest, by="; ")},
    )


def _in_one_column(levels: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return the levels whose speakers are nearly all of one column; None if there is none."""
    speakers = levels[list(columns.names)]
    totals, most = levels["quoted"] + levels["reported"], speakers.max(axis=1)
    rows = levels.index[(totals >= SPEAKERS) & (most >= MOSTLY * totals)]
    told = [f"{most[level]} of {totals[level]} at the level {level} are in "
            f"{columns.labels[speakers.loc[level].idxmax()]}" for level in rows]  # fmt: skip
    if not told or len(columns.names) < 2:
        return None
    return Sentence("Of the speakers, {told}.", {"told": joined(told)})


def _commonest(speakers: pd.Series) -> str:
    most = " and ".join(speakers.index[speakers == speakers.max()])
    each = " each" if (speakers == speakers.max()).sum() > 1 else ""
    groups, total = speakers["a group"], speakers.sum()
    are = "is a group" if groups == 1 else "are groups"
    of_all = f"; of the {total:,}, {groups:,} {are}" if groups and most != "a group" else ""
    return f"{most} ({speakers.max():,}{each} of {total:,}{of_all})"
