"""03-themes: the share or rate of themes in each column, and whether it depends on a column's own words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns, text_width
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing
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
    led = listing_of_leads(table, columns, book, reliable=True) or "no theme alone"
    alt = Sentence("Heatmap of themes by {noun}. Largest: {led}.", {"noun": columns.noun, "led": led})
    return Exhibit(fig, table.rename(columns={"unit": columns.noun}), alt)


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


def listing_of_leads(table: pd.DataFrame, columns: Columns, book: Codebook, *, reliable: bool = False) -> str:
    """Return the largest theme of each column with its value."""
    wide, shape = by_theme(table, columns, book, main_value(columns)), "{:.0%}"
    if columns.kind != "article":
        shape = "{:.1f} per 10,000"
    lead = leading_themes(table, columns, book, reliable=reliable)
    return "; ".join(
        f"{unit}: {book.claim(theme)} {shape.format(wide.at[theme, unit])}" for unit, theme in lead.items()
    )


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
        The codes of coders: where they find another theme in most paragraphs, the sentence says so first.
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
        "led": listing_of_leads(table, columns, book, reliable=True),
        "theme": book.claim(lead.iloc[0]) if len(lead) else "",
        "everywhere": len(everywhere),
        "least": LEAST_HITS,
        "none": "No" if all_reliable else "Weak themes aside, no",
        "themes": len(reliable) if all_reliable else f"the {len(reliable)} other",
    }
    if len(columns.shown) == 1 and len(lead):
        return Sentence("**Most hits**: {led}.", values) + weak_sentence(table, columns, book)
    against = unlike_coders_sentence(lead, coded, columns, book)
    by_hits = Sentence("By hits: {led}.", values)
    said = against + by_hits if against else lead_sentence(len(lead), lead.nunique(), values)
    said += weak_sentence(table, columns, book)
    if len(columns.shown) > 1 and len(reliable) > 1:
        said += Sentence("{everywhere} of {themes} themes occur in every {noun}.", values)
    return said


def unlike_coders_sentence(
    lead: pd.Series, coded: pd.DataFrame | None, columns: Columns, book: Codebook
) -> Sentence | None:
    """Return where coders find another theme in most paragraphs than hits do; None if they do so nowhere."""
    if coded is None or coded.empty:
        return None
    found = coder_agreement.leading_themes(coded, columns.label_of, book.reliable)
    theirs = found[found["group"].isin(lead.index)]
    other = theirs[theirs["theme"] != theirs["group"].map(lead)]
    if other.empty:
        return None
    told = [
        f"{unit}: {' or '.join(book.english[theme] for theme in dict.fromkeys(part['theme']))} "
        f"({', '.join(map(str, part['paragraphs']))})"
        for unit, part in other.groupby("group", sort=False)
    ]
    return Sentence(
        "**Counted by hits or by coded paragraphs, the largest theme of {some} is not the same**, so none is "
        "claimed. Most paragraphs, by coder: {told}.",
        {
            "some": f"{len(told)} of {counted(theirs['group'].nunique(), columns.noun, columns.plural)}",
            "told": "; ".join(told),
        },
    )


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


def weak_sentence(table: pd.DataFrame, columns: Columns, book: Codebook) -> Sentence | None:
    """Return the weak themes with their share of the hits; None if there are none."""
    weak = [theme for theme in book.themes if book.is_weak(theme)]
    if not weak:
        return None
    shares = by_theme(table, columns, book, "share").mean(axis=1)
    parts = [f"{book.claim(theme)}, {shares[theme]:.0%} of the coded terms on average" for theme in weak]
    said = Sentence(
        "Not considered, and hatched in the figure, because codebook and coders agree too little (α below "
        "0.667): {weak}.",
        {"weak": "; ".join(parts)},
    )
    led = leading_themes(table, columns, book, reliable=False)
    if units := int(led.isin(weak).sum()):
        said += Sentence(
            "If they were considered, they would lead in {units}.",
            {"units": counted(units, columns.noun, columns.plural)},
        )
    return said
