"""Figure 02-place-roles: the roles of the places that articles name."""

import matplotlib.pyplot as plt
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.regions.places import FEW

#: Three provinces in a row are no roll call of the country (`places_finding`).
ROLES = {
    "home": "home of a person",
    "institution": "in an institution's name",
    "roll call": "in an enumeration",
}
SIDES = {"in own province": "own province", "of an article of unknown place": "article of unknown place"}


def draw_place_roles(roles: pd.DataFrame, columns: Columns, levels: pd.Series | None = None) -> Exhibit:
    """Draw the mentions of places by role and side as a heatmap, coloured by share of the column.

    Parameters
    ----------
    roles : DataFrame
        As `methods.measures.place_counts.by_role` returns it.
    columns : Columns
    levels : Series, optional
        The level of each article; national ones have no province of their own.
    """
    table = roles[roles["group"].isin(columns.names)]
    table = table.sort_values("group", key=lambda names: names.map(columns.names.index), kind="stable")
    n = int(table["mentions"].sum())
    if n and columns.kind == "article" and len(columns.of) < FEW:
        return nothing(
            "Not shown: in only {articles}, the roles of the {n} named are those of single texts.",
            n=counted(n, "place"),
            articles=counted(len(columns.of), "article"),
        )
    if not n or (columns.kind != "article" and n < FEW):
        return nothing(
            "Not shown: {n} named in {articles}.",
            n=counted(n, "place is", "places are") if n else "no place is",
            articles=counted(len(columns.of), "article"),
        )
    table.insert(1, "label", table["group"].map(columns.labels))
    counts = _wide(table)
    shares = counts.div(counts.sum().clip(lower=1))
    fig, ax = plt.subplots(figsize=(7, 1.7 + 0.28 * len(counts)))
    charts.heatmap(shares, ax, text=charts.cell_words(counts))
    charts.name_columns(ax, counts.columns, 4.4)
    ax.set_title(f"Mentions of places by role and {columns.noun}", pad=10)
    nation = levels is not None and bool(levels.eq("national").any())
    charts.note(
        fig,
        f"n = {n:,} mentions. Colour: share of the mentions of one {columns.noun}, from none (white) to "
        f"{shares.max().max():.0%} (darkest)."
        + "\nNational articles have no province of their own."
        * nation,
    )
    alt = Sentence("Heatmap of the mentions of places by role and {noun}.", {"noun": columns.noun})
    return Exhibit(fig, table, alt + place_roles_finding(roles, columns))


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions as a matrix of roles with sides, in words, by column."""
    cells = table["role"].replace(ROLES) + ", " + table["side"].replace(SIDES)
    return table.assign(cell=cells).pivot_table(
        index="cell", columns="label", values="mentions", aggfunc="sum", sort=False, fill_value=0
    )


def place_roles_finding(roles: pd.DataFrame, columns: Columns) -> Sentence:
    """Return the most frequent role of each column; equally frequent roles are named together."""
    sums = roles.groupby(["group", "role"])["mentions"].sum()
    said = []
    for key in columns.names:
        own = sums[key] if key in sums.index.get_level_values(0) else sums.iloc[:0]
        if own.sum():
            most = " and ".join(own.index[own == own.max()]).replace("roll call", "enumeration")
            each = " each" if (own == own.max()).sum() > 1 else ""
            said.append(f"{columns.labels[key]}: {most} ({own.max():,}{each} of {own.sum():,})")
    if not said:
        return Sentence("No place is named.")
    return Sentence(
        "Most frequent role by {noun}. {roles}.", {"noun": columns.noun, "roles": listing(said, by="; ")}
    )
