"""Figure 02-correspondence: groups and their words on one map."""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, joined, nothing
from methods.figures.labels import draw_labels
from methods.figures.regions.places import FEW
from methods.figures.style import looks
from methods.measures.correspondence import MAPPED

NAMED = 3  # groups of a side of an axis that the finding names
LABELS = 24  # maximum number of labelled words


def map_table(found: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]) -> pd.DataFrame:
    """Return the points of the map with `pull` (weight on the axes) and `name`; groups first, by pull."""
    pull = found["count"] * (found["x"] ** 2 + found["y"] ** 2)
    names = [
        columns.labels[point.label]
        if point.kind == "group"
        else f"{point.label} {glosses.get(point.label, '')}".strip()
        for point in found.itertuples()
    ]
    table = found.assign(pull=pull, name=names)
    return table.sort_values(["kind", "pull"], ascending=[True, False], kind="stable", ignore_index=True)


def draw_correspondence(points: pd.DataFrame, columns: Columns, glosses: Mapping[str, str]) -> Exhibit:
    """Draw groups and words on one map.

    Parameters
    ----------
    points : DataFrame
        As `map_table` returns it; empty if there are fewer than three groups.
    columns : Columns
    glosses : mapping of str to str
    """
    if points.empty:
        return nothing(
            "Not shown: a map needs {least} {plural} with different words, and figures show {n}.",
            least=MAPPED, plural=columns.plural, n=len(columns.names),
        )  # fmt: skip
    if columns.kind == "article" and len(columns.of) < FEW:
        return nothing("Not shown: a map of {n} repeats the distances between them.",
                       n=counted(len(columns.of), "article"))  # fmt: skip
    inertia = points[["inertia_x", "inertia_y"]].iloc[0]
    items, spots = (points[points["kind"] == kind] for kind in ("item", "group"))
    fig, ax = plt.subplots(figsize=(7, 5.6))
    ax.scatter(items["x"], items["y"], s=6, color="#aaaaaa")
    _draw_groups(ax, spots, columns)
    ax.margins(x=0.16, y=0.08)
    reach = 0.012 * np.ptp(ax.get_xlim())
    draw_labels(ax, items, LABELS, [(spot.y, spot.x - reach, spot.x + reach) for spot in spots.itertuples()])
    charts.legend(fig, looks(columns), "outside upper left")
    ax.set_xlabel(f"axis 1: {inertia['inertia_x']:.0%} of the inertia")
    ax.set_ylabel(f"axis 2: {inertia['inertia_y']:.0%}")
    ax.set_title(f"{columns.plural.capitalize()} (large marks) and their {len(items)} most frequent words")
    articles = counted(len(columns.of), "article")
    charts.note(fig, f"{articles}. Without stop-words and names; labels where there is room.")
    alt = Sentence("Correspondence map of {plural} and words.", {"plural": columns.plural})
    return Exhibit(fig, points, alt + correspondence_finding(points, glosses))


def _draw_groups(ax: Axes, spots: pd.DataFrame, columns: Columns) -> None:
    look = looks(columns)
    by_key = spots.set_index("label")
    for key in columns.names:
        if key in by_key.index:
            spot = by_key.loc[key]
            colour, marker = look[columns.labels[key]]
            ax.scatter(
                spot["x"], spot["y"], s=70, zorder=4, edgecolor="white",
                color=colour, marker=marker,
            )  # fmt: skip
    ax.axhline(0, color="#bbbbbb", linewidth=0.6)
    ax.axvline(0, color="#bbbbbb", linewidth=0.6)


def correspondence_finding(points: pd.DataFrame, glosses: Mapping[str, str]) -> Sentence | None:
    """Return the groups that the first axis contrasts, with words of one side; None without a map."""
    if points.empty:
        return None
    inertia = points[["inertia_x", "inertia_y"]].iloc[0]
    items, spots = (points[points["kind"] == kind] for kind in ("item", "group"))
    share = spots["count"] * spots["x"] ** 2
    spots = spots.assign(share=share / share.sum()).sort_values("share", ascending=False, kind="stable")
    out = spots.iloc[0]
    other = _contributors(spots[np.sign(spots["x"]) != np.sign(out["x"])], len(spots))
    along = items.assign(pull=items["count"] * items["x"] ** 2)  # on this axis only
    toward = along[np.sign(along["x"]) == np.sign(out["x"])].nlargest(5, "pull")["label"]
    said = Sentence(
        "Axis 1 ({first:.0%} of the inertia) contrasts {one} with {other}; both axes account for {both:.0%}.",
        {
            "first": inertia["inertia_x"],
            "one": _contributors(spots[np.sign(spots["x"]) == np.sign(out["x"])], len(spots), " of the axis"),
            "other": other or "the others",
            "both": inertia.sum(),
        },
    )
    if toward.empty:
        return said
    return said + Sentence(
        "Words that contribute most on the side of {group}: {words}.",
        {"group": out["name"], "words": charts.glossed(toward, glosses)},
    )


def _contributors(side: pd.DataFrame, groups: int, what: str = "") -> str:
    """Return the groups of one side of an axis that contribute at least an equal share, with this share.

    Parameters
    ----------
    side : DataFrame
        name, share: the contribution of each group to the axis, the largest first.
    groups : int
        Number of all groups.
    what : str
        Of what the first share is one.
    """
    main = side[side["share"] >= 1 / groups]
    shares = main["share"].map("{:.0%}".format) + [what, *[""] * (len(main) - 1)][: len(main)]
    named = [f"{name} ({share})" for name, share in zip(main["name"], shares, strict=True)]
    if len(named) > NAMED:
        named = [*named[:NAMED], f"{len(named) - NAMED} more"]
    return joined(named)
