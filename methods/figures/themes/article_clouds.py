"""03-clouds-articles: the words of each column, as clouds and as bars."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns, text_width
from methods.figures.exhibit import Exhibit, Sentence, listing, nothing
from methods.figures.themes.clouds import (
    NO_THEME,
    WIDTHS,
    cloud_frequencies,
    draw_cloud,
    lay_out,
    settle,
    word_colour,
)
from methods.figures.themes.codebook import Codebook, sampled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from wordcloud import WordCloud

SIZE = (3.5, 1.45)  # inches of a cloud
LEGEND = 136  # maximum width of a legend in letters, with eight for each patch


def cloud_table(
    words: pd.DataFrame, masks: Collection[str], columns: Columns, book: Codebook, glosses: Mapping[str, str]
) -> pd.DataFrame:
    """Return the words that clouds of columns show.

    Parameters
    ----------
    words : DataFrame
        unit, word, count.
    masks : collection of str
        As for `cloud_frequencies`.
    columns : Columns
    book : Codebook
    glosses : mapping of str to str
        The English of words.

    Returns
    -------
    DataFrame
        unit, word, count, words (the sum of the column's counts), theme and gloss (missing if there is none);
        columns in order, the most frequent word first.
    """
    parts = []
    for unit in columns.shown:
        found = cloud_frequencies(words[words["unit"] == unit], masks)
        parts.append(pd.DataFrame({"unit": unit, "word": [*found], "count": [*found.values()]}))
    table = pd.concat([pd.DataFrame({"unit": [], "word": [], "count": []}, dtype="str"), *parts])
    table = table.astype({"unit": "str", "word": "str", "count": int}).reset_index(drop=True)
    table["words"] = table.groupby("unit")["count"].transform("sum")
    return table.assign(theme=table["word"].map(book.theme_of), gloss=table["word"].map(dict(glosses)))


def draw_article_clouds(
    table: pd.DataFrame,
    columns: Columns,
    book: Codebook,
    glosses: Mapping[str, str],
    most: int = 6,
    bars: int = 8,
    read: int | None = None,
) -> Exhibit:
    """Draw a cloud and bars per column, with the words of a theme in its colour.

    Parameters
    ----------
    table : DataFrame
        As `cloud_table` returns it.
    columns : Columns
    book : Codebook
    glosses : mapping of str to str
    most : int
        Maximum number of columns with a cloud; those with the most words have one.
    bars : int
        Number of words with a bar.
    read : int, optional
        Number of articles in which the words were counted, if not in all.
    """
    shown = clouded(table, most)
    if not shown:
        return nothing("No word is left to draw: there is no cloud to show.")
    import matplotlib.pyplot as plt

    def hatch(word: str) -> str:
        return book.hatches([book.theme_of.get(word)])[0]

    sample = sampled(len(columns.of) if read is None else read, columns)
    some = " of a sample" if sample else ""
    counts = {unit: part.set_index("word")["count"] for unit, part in table.groupby("unit", sort=False)}
    clouds = {unit: lay_out(counts[unit], SIZE) for unit in shown}
    drawn = pd.concat([_drawn(table[table["unit"] == unit], clouds[unit], bars) for unit in shown])
    coloured = [theme for theme in book.themes if theme in set(drawn["theme"])]
    size = (7, 0.3 + 0.2 * -(-(len(coloured) + 1) // legend_columns(book)) + 1.65 * len(shown))
    fig, axes = plt.subplots(len(shown), 2, figsize=size, squeeze=False, width_ratios=WIDTHS)
    for row, unit in zip(axes, shown, strict=True):
        draw_cloud(row, clouds[unit], counts[unit], word_colour(book), bars, glosses, hatch)
        row[0].set_title(f"{unit} ({counts[unit].sum():,} words{some})", fontsize=8.5, pad=4)
    if coloured:
        theme_legend(fig, book, coloured)
    settle(fig)
    values = {"noun": columns.noun, "sample": sample, "top": top_words(table, shown)}
    alt = Sentence("Word clouds and bars by {noun}{sample}. Most frequent: {top}.", values)
    return Exhibit(fig, drawn, alt)


def _drawn(table: pd.DataFrame, cloud: "WordCloud", bars: int) -> pd.DataFrame:
    """Return the rows of a column whose word is in its cloud or has a bar."""
    return table[table["word"].isin([*cloud.words_, *table["word"].head(bars)])]


def clouded(table: pd.DataFrame, most: int) -> list[str]:
    """Return the columns that have a cloud, those with the most words, in order."""
    sizes = table.groupby("unit", sort=False)["count"].sum().sort_values(ascending=False, kind="stable")
    largest = set(sizes.index[:most])
    return [unit for unit in table["unit"].unique() if unit in largest]


def theme_legend(fig: "Figure", book: Codebook, themes: Sequence[str]) -> None:
    """Draw the legend of the colours of some themes under a figure, in as many columns as fit."""
    from matplotlib.patches import Patch

    looks = {"edgecolor": "white", "linewidth": 0}
    patches = [
        Patch(facecolor=book.colours[theme], label=book.short(theme), hatch=hatch, **looks)
        for theme, hatch in zip(themes, book.hatches(themes), strict=True)
    ]
    patches.append(Patch(color=NO_THEME, label="in no theme"))
    fig.legend(handles=patches, loc="outside lower center", ncols=legend_columns(book), fontsize=7.5)


def legend_columns(book: Codebook) -> int:
    """Return the number of columns of the legend: four, or fewer for long names."""
    widths = [text_width(book.short(theme)) for theme in book.themes] + [text_width("in no theme")]
    return max([n for n in range(1, 5) if legend_width(widths, n) <= LEGEND], default=1)


def legend_width(widths: list[int], columns: int) -> int:
    """Return the width in letters of a legend whose entries run down its columns."""
    rows = -(-len(widths) // columns)
    return sum(8 + max(widths[at : at + rows]) for at in range(0, len(widths), rows))


def top_words(table: pd.DataFrame, units: Collection[str], most: int = 3) -> str:
    """Return the most frequent words of some columns, with their counts."""
    heads = table[table["unit"].isin(units)].groupby("unit", sort=False).head(most)
    told = (
        (heads["word"] + " " + heads["count"].map("{:,}".format))
        .groupby(heads["unit"], sort=False)
        .agg(", ".join)
    )
    if len(told) == 1 and table["unit"].nunique() == 1:  # It has no other column to be told from.
        return told.iloc[0]
    return listing((f"{unit}: {words}" for unit, words in told.items()), "", "; ")


def article_clouds_finding(
    table: pd.DataFrame, columns: Columns, read: int, most: int = 6
) -> Sentence | None:
    """Return the most frequent words of each column; None without words.

    Parameters
    ----------
    table, columns, most
        As for `draw_article_clouds`.
    read : int
        Number of articles in which the words were counted.
    """
    shown = clouded(table, most)
    if not shown:
        return None
    values = {
        "by": f", by {columns.noun}" if table["unit"].nunique() > 1 else "",
        "plural": columns.plural,
        "read": sampled(read, columns),
        "top": top_words(table, shown),
        "shown": len(shown),
        "n": table["unit"].nunique(),
    }
    said = Sentence("Most frequent{by}{read}: {top}.", values)
    if len(shown) == table["unit"].nunique():
        return said
    return said + Sentence("Clouds show the {shown} of {n} {plural} with the most words.", values)
