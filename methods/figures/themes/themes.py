"""03-themes: the share or rate of themes in each column, and whether it depends on a column's own words."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns, text_width
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, joined, listing, nothing
from methods.figures.themes.codebook import Codebook, hatch_rows
from methods.measures import coder_agreement

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEW, MOST = 6, 15  # up to this many columns, cells have room for a share or an interval, and for a number
LETTER = 0.065  # width of a letter in inches
LEAST_HITS = 5  # hits of a theme that leads a column
NOTE = "n = {n:,} hits in {articles:,} articles. White: none."


def draw_themes(table: pd.DataFrame, columns: Columns, book: Codebook) -> Exhibit:
    """Draw a heatmap of themes by column: shares of single articles, rates of groups and periods.

    Parameters
    ----------
    table : DataFrame
        As `methods.measures.themes.rate_themes` returns it.
    columns : Columns
    book : Codebook

    Returns
    -------
    Exhibit
        Its table is `table`, with `unit` renamed to the noun of `columns`.
    """
    if not table["count"].sum():
        return nothing("No term that is counted occurs: there is no theme to show.")
    import matplotlib.pyplot as plt

    value = main_value(columns)
    wide = {name: by_theme(table, columns, book, name) for name in ("count", value)}
    single = columns.kind == "article"
    fig, ax = plt.subplots(figsize=(7, 1.2 + (0.25 if single else 0.36) * len(book.themes)))
    text = cell_texts(table, columns, book)
    charts.heatmap(wide[value].rename(index=book.label), ax, text=text)
    hatch_rows(ax, map(book.is_weak, book.themes), len(columns.shown))
    charts.name_columns(ax, column_heads(columns))
    make_room(fig, ax)
    ax.set_title(f"Coded terms: {what_cells_hold(columns)}", pad=10)
    hits = int(wide["count"].sum().sum())
    charts.note(fig, book.notes(NOTE.format(n=hits, articles=table_articles(table))))
    alt = Sentence(
        "Heatmap of {n} by {noun}, with {cells}.",
        {
            "n": counted(len(book.themes), "theme"),
            "noun": columns.noun,
            "cells": what_cells_hold(columns),
        },
    )
    alt += _darkest(table, value, columns, book)
    return Exhibit(fig, table.rename(columns={"unit": columns.noun}), alt)


def _darkest(table: pd.DataFrame, value: str, columns: Columns, book: Codebook) -> Sentence:
    """Return the darkest cell of those with enough hits: a rate from two hits is dark by chance."""
    enough = table[table["count"] >= LEAST_HITS]
    if enough.empty:
        return Sentence("No cell has {least} hits.", {"least": LEAST_HITS})
    top = enough.loc[enough[value].idxmax()]
    values = {"theme": book.claim(top["theme"]), "unit": top["unit"], "hits": f"{int(top['count']):,}"}
    if top[value] == table[value].max():
        return Sentence("Darkest: {theme} in {unit}, {hits} hits.", values)
    return Sentence(
        "Darkest with {least} hits or more: {theme} in {unit}, {hits} hits.", values | {"least": LEAST_HITS}
    )


def what_cells_hold(columns: Columns) -> str:
    """Return what the cells show by colour and, if there is room, by text."""
    roomy = len(columns.shown) <= FEW
    if columns.kind == "article":
        return "hits (share of the column's hits)" if roomy else "colour by share of the column's hits"
    return f"hits per 10,000 tokens{' (95 % interval)' if roomy else ''}"


def make_room(fig: "Figure", ax: "Axes") -> None:
    """Make a figure higher by the length of its rotated column labels."""
    standing = [text_width(label.get_text()) for label in ax.get_xticklabels() if label.get_rotation()]
    fig.set_figheight(fig.get_figheight() + LETTER * max(standing, default=0))


def main_value(columns: Columns) -> str:
    """Return the value that colours the cells: the share of an article's hits, or the rate of a group."""
    return "share" if columns.kind == "article" else "per_10k"


def by_theme(table: pd.DataFrame, columns: Columns, book: Codebook, name: str) -> pd.DataFrame:
    """Return one value as a matrix, with a row per theme and a column per column shown."""
    wide = table.pivot(index="theme", columns="unit", values=name)
    return wide.reindex(index=list(book.themes), columns=columns.shown)


def table_articles(table: pd.DataFrame) -> int:
    """Return the number of articles in the columns of a table."""
    return int(table.drop_duplicates("unit")["articles"].sum())


def cell_texts(table: pd.DataFrame, columns: Columns, book: Codebook) -> pd.DataFrame:
    """Return the text of cells as far as there is room: counts in articles, or rates with intervals."""
    roomy, many = len(columns.shown) <= FEW, len(columns.shown) > MOST
    if columns.kind == "article":
        count, share = (by_theme(table, columns, book, name) for name in ("count", "share"))
        words = count.astype(str) + (share.map(" ({:.0%})".format) if roomy else "")
        return words.map(lambda _: "") if many else words
    rate, low, high = (
        by_theme(table, columns, book, name).map("{:.1f}".format)
        for name in ("per_10k", "per_10k_low", "per_10k_high")
    )
    words = (rate + "\n" + low + "–" + high).replace("\nnan–nan", "", regex=True) if roomy else rate
    return words.map(lambda _: "") if many else words


def column_heads(columns: Columns) -> list[str]:
    """Return the head of each column: its label and, for a group, the number of articles."""
    several = columns.kind != "article"
    return [columns.labels[one] + (f" ({columns.sizes[one]:,})" if several else "") for one in columns.names]


def leading_themes(table: pd.DataFrame, columns: Columns, book: Codebook, *, reliable: bool) -> pd.Series:
    """Return the theme with the most hits in each column, if it is one, with `LEAST_HITS` or more, by label.

    Parameters
    ----------
    table : DataFrame
        As `methods.measures.themes.rate_themes` returns it.
    columns : Columns
    book : Codebook
    reliable : bool
        Whether themes on which coders and codebook agree too little are left out.
    """
    counts = by_theme(table, columns, book, "count")
    some = counts.loc[book.reliable if reliable else list(book.themes)].fillna(0)
    some = some.loc[:, (some.max() >= LEAST_HITS) & ((some == some.max()).sum() == 1)]
    return some.idxmax() if some.size else pd.Series(dtype="str")


def listing_of_leads(lead: pd.Series, table: pd.DataFrame, columns: Columns, book: Codebook) -> str:
    """Return the themes of `leading_themes` with their values."""
    wide, shape = by_theme(table, columns, book, main_value(columns)), "{:.0%}"
    if columns.kind != "article":
        shape = "{:.1f} per 10,000"
    told = (
        f"{unit}: {book.claim(theme)} {shape.format(wide.at[theme, unit])}" for unit, theme in lead.items()
    )
    return listing(told, "", "; ")


def themes_finding(
    table: pd.DataFrame, columns: Columns, book: Codebook, coded: pd.DataFrame | None = None
) -> Sentence | None:
    """Return the leading theme of each column, and how many themes are in all; None if no term occurs.

    Parameters
    ----------
    table : DataFrame
        As `methods.measures.themes.rate_themes` returns it.
    columns : Columns
    book : Codebook
    coded : DataFrame, optional
        The codes of coders. In a column that they coded, a theme is given only if it has the most hits and,
        by each coder, the most paragraphs.
    """
    lead = leading_themes(table, columns, book, reliable=True)
    counts = by_theme(table, columns, book, "count")
    if not counts.sum().sum():
        return None
    reliable, all_reliable = book.reliable, len(book.reliable) == len(book.themes)
    everywhere = [theme for theme in reliable if (counts.loc[theme] > 0).all()]
    values = {
        "noun": columns.noun,
        "plural": columns.plural,
        "n": len(lead),
        "different": lead.nunique(),
        "led": listing_of_leads(lead, table, columns, book),
        "theme": book.claim(lead.iloc[0]) if len(lead) else "",
        "everywhere": len(everywhere),
        "least": LEAST_HITS,
        "none": "No" if all_reliable else "Weak themes aside, no",
        "themes": len(reliable) if all_reliable else f"the {len(reliable)} other",
    }
    left_out = weak_sentence(table, columns, book, coded)
    if len(columns.shown) == 1 and len(lead):
        return Sentence("**Most hits**: {led}.", values) + left_out
    said = coders_leads(lead, coded, table, columns, book) or lead_sentence(len(lead), lead.nunique(), values)
    said += left_out
    if len(columns.shown) > 1 and len(reliable) > 1:
        said += Sentence("{everywhere} of {themes} themes occur in every {noun}.", values)
    return said


def coders_leads(
    lead: pd.Series, coded: pd.DataFrame | None, table: pd.DataFrame, columns: Columns, book: Codebook
) -> Sentence | None:
    """Return the columns in which hits and coders have the same largest theme; None if nobody coded any."""
    of_coders = _most_coded(coded, columns, book.reliable)
    if of_coders.empty:
        return None
    units = [unit for unit in columns.shown if unit in set(of_coders["group"])]
    themes_of = of_coders.groupby("group")["theme"].agg(set)
    same = [unit for unit in units if themes_of[unit] == {lead.get(unit)}]
    said = Sentence(
        "**Term list and coders have the same largest theme in {same} of {units}**{told}.",
        {
            "same": len(same) or "none",
            "units": counted(len(units), columns.noun, columns.plural),
            "told": "".join(f"{': ' if i == 0 else '; '}{book.claim(lead[unit])} in {unit}"
                            for i, unit in enumerate(same)),
        },
    )  # fmt: skip
    if len(same) < len(units):
        said += Sentence("Where they do not, none is given.")
    alone = lead[~lead.index.isin(units)]
    if alone.empty:
        return said
    return said + Sentence(
        "Not coded, so by hits alone: {led}.", {"led": listing_of_leads(alone, table, columns, book)}
    )


def _most_coded(coded: pd.DataFrame | None, columns: Columns, themes: Collection[str]) -> pd.DataFrame:
    """Return what `methods.measures.coder_agreement.leading_themes` does; no rows if nobody coded."""
    if coded is None or coded.empty:
        return pd.DataFrame(columns=["group", "coder", "theme", "paragraphs"])
    return coder_agreement.leading_themes(coded, columns.label_of, themes)


def lead_sentence(units: int, different: int, values: Mapping[str, object]) -> Sentence:
    """Return which themes lead: one in a single column, one in all, a different one in each, or several."""
    if not units:
        return Sentence(
            "**No theme has at least {least} hits and more than every other** in any {noun}.", values
        )
    if units == 1:
        return Sentence("**One theme has the most hits in one {noun} only.** {led}.", values)
    if different == 1:
        return Sentence("**{theme} has the most hits in {n} {plural}.** {led}.", values)
    if different == units:
        return Sentence("**{none} two of the {n} {plural} have the same largest theme.** {led}.", values)
    return Sentence("**{different} different themes lead in {n} {plural}.** {led}.", values)


def weak_sentence(
    table: pd.DataFrame, columns: Columns, book: Codebook, coded: pd.DataFrame | None = None
) -> Sentence | None:
    """Return the weak themes with their share of the hits, and where they lead; None if there are none."""
    weak = [theme for theme in book.themes if book.is_weak(theme)]
    if not weak:
        return None
    shares = by_theme(table, columns, book, "share").mean(axis=1)
    parts = [f"{book.claim(theme)}, {shares[theme]:.0%} of the hits on average" for theme in weak]
    said = Sentence(
        "Left out of this comparison, and hatched in the figure, because term list and coders agree too "
        "little (α below 0.667): {weak}.",
        {"weak": "; ".join(parts)},
    )
    led = leading_themes(table, columns, book, reliable=False)
    if units := int(led.isin(weak).sum()):
        said += Sentence(
            "By hits, they lead in {units}.", {"units": counted(units, columns.noun, columns.plural)}
        )
    # A list of terms that finds a theme badly is no reason to doubt those who read the paragraphs.
    coders = dict(list(_most_coded(coded, columns, book.themes).groupby("group")))
    units = [unit for unit in columns.shown if unit in coders]
    for theme in weak:
        told = [f"{unit} ({joined(coders[unit]['paragraphs'])})" for unit in units
                if coders[unit]["theme"].eq(theme).all()]  # fmt: skip
        if told:
            said += Sentence(
                "By the coders, {theme} has the most paragraphs in {units}.",
                {"theme": book.english[theme], "units": joined(told)},
            )
    return said
