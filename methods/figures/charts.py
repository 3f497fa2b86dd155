"""Charts, labels and notes that several figures share.

Colours come from `methods.figures.style`. A label shows a Chinese term with its English gloss, for readers of
either language.
"""

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from methods.corpora.columns import cut_label, text_width
from methods.figures.style import MARKERS as MARKERS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from methods.figures.style import Look

INK = "#000000"
PALE = "#f2f2f2"
LONG_GLOSS = 30  # characters; a longer gloss is cut at its first comma


def short_glosses(lexicon: "pd.DataFrame", column: str = "term") -> dict[str, str]:
    """Return the glosses of the words in a column of a lexicon, short enough for a label."""
    known = lexicon.reindex(columns=[column, "gloss"]).dropna().astype("str")
    short = known["gloss"].str.split(r" \(|;|:", regex=True).str[0]
    short = short.where(short.str.len() < LONG_GLOSS, short.str.split(",").str[0])
    return dict(zip(known[column], short, strict=True))


def gloss_labels(terms: Iterable[str], glosses: Mapping[str, str], width: int = 58) -> list[str]:
    """Join each term with its English gloss, if it has one: ``枫桥经验 Fengqiao experience``.

    A label wider than `width` Latin letters is cut and ends with an ellipsis.
    """
    return [cut_label(f"{term} {glosses.get(term, '')}".strip(), width) for term in terms]


def glossed(terms: Iterable[str], glosses: Mapping[str, str]) -> str:
    """Return terms with their glosses in brackets, for sentences; ``none`` if there are no terms.

    >>> glossed(["法治", "社区"], {"法治": "rule of law"})
    '法治 (rule of law), 社区'
    """
    return ", ".join(f"{term} ({glosses[term]})" if term in glosses else term for term in terms) or "none"


def bar_chart(
    values: "pd.Series", ax: "Axes", colour: str | Iterable[str] = "#4477AA", fmt: str = "{:,.12g}"
) -> "Axes":
    """Draw a horizontal bar per value, the first at the top, with the number at the end of each.

    Parameters
    ----------
    values : Series
        Numbers. The index has the labels (see `gloss_labels`); the name, with the unit, labels the axis.
    ax : Axes
    colour : str or iterable of str
        One colour for all bars, or one per bar.
    fmt : str
        Format of the number at the end of a bar.

    Returns
    -------
    Axes
    """
    bars = ax.barh(range(len(values)), values, color=colour, height=0.72)
    ax.bar_label(bars, labels=[fmt.format(v) for v in values], padding=3, fontsize=8, color=INK)
    ax.set_yticks(range(len(values)), list(values.index))
    ax.set_ylim(len(values) - 0.5, -0.5)
    ax.margins(x=0.12)
    ax.grid(axis="y", visible=False)
    ax.set_xlabel(values.name or "")
    return ax


def heatmap(matrix: "pd.DataFrame", ax: "Axes", fmt: str = "{:g}", text: "pd.DataFrame | None" = None,
            cmap: str = "Blues", vmin: float = 0.0, vmax: float | None = None) -> "Axes":  # fmt: skip
    """Draw a table as coloured cells with numbers; zeros are white and empty, missing values grey.

    Parameters
    ----------
    matrix : DataFrame
        Non-negative numbers, one per cell; index and columns have the labels.
    ax : Axes
    fmt : str
        Format of the numbers in the cells.
    text : DataFrame, optional
        Text of the cells, in the shape of `matrix`, if it is not the number (a count where colour is a rate).
    cmap : str
        A colormap from white to dark.
    vmin, vmax : float, optional
        The values of white and of the darkest colour; by default zero and the maximum.

    Returns
    -------
    Axes
    """
    import matplotlib as mpl

    colours = mpl.colormaps[cmap].with_extremes(bad="#d9d9d9")
    top = (matrix.max().max() or 1) if vmax is None else vmax
    mesh = ax.pcolormesh(
        matrix.to_numpy(float), cmap=colours, vmin=vmin, vmax=top, edgecolor="white", linewidth=1
    )
    ax.set_xticks([i + 0.5 for i in range(matrix.shape[1])], list(matrix.columns))
    ax.set_yticks([i + 0.5 for i in range(matrix.shape[0])], list(matrix.index))
    ax.tick_params(labeltop=True, labelbottom=False)
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    ax.invert_yaxis()
    _letter_cells(mesh, matrix, matrix.map(fmt.format) if text is None else text, ax)
    return ax


def _letter_cells(mesh: object, matrix: "pd.DataFrame", text: "pd.DataFrame", ax: "Axes") -> None:
    """Write `text` into the cells of a heatmap with values above zero, dark on light or light on dark."""
    for i, row in enumerate(matrix.to_numpy(float)):
        for j, value in enumerate(row):
            if value > 0:
                ink = readable_on(mesh.to_rgba(value))
                ax.text(j + 0.5, i + 0.5, text.iloc[i, j], ha="center", va="center", color=ink, fontsize=8)


def name_columns(ax: "Axes", labels: Iterable[str], inches: float = 4.0) -> "Axes":
    """Label the columns of a matrix without overlaps: in several lines, rotated, or only some of them.

    Parameters
    ----------
    ax : Axes
    labels : iterable of str
        One per column; columns are centred at 0.5, 1.5, ...
    inches : float
        Approximate width of the axes.

    Returns
    -------
    Axes
    """
    labels = list(labels)
    letters = 15 * inches / max(len(labels), 1)  # that fit over one column, at 8 points
    broken = [_broken(label, letters) for label in labels]
    flat = max((text_width(line) for label in broken for line in label.split("\n")), default=0) < letters
    step = 1 if flat else max(1, math.ceil(11 / 72 * len(labels) / inches))  # a rotated label needs 11 points
    ticks = range(0, len(labels), step)
    ax.set_xticks(
        [i + 0.5 for i in ticks],
        [broken[i] if flat else labels[i] for i in ticks],
        rotation=0 if flat else 90,
    )
    return ax


def _broken(label: str, letters: float) -> str:
    """Return a label in lines of at most so many letters, broken at spaces; it keeps its own line breaks."""
    lines = []
    for part in label.split("\n"):
        lines.append("")
        for word in part.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if text_width(longer) < letters:
                lines[-1] = longer
            else:
                lines.append(word)
    return "\n".join(line for line in lines if line)


def cell_words(counts: "pd.DataFrame", most: int = 15) -> "pd.DataFrame":
    """Return the text of the cells of a matrix of counts; empty if there are more than `most` columns."""
    return counts.map("{:,.0f}".format) if counts.shape[1] <= most else counts.map(lambda _: "")


def side_labels(ax: "Axes", labels: Iterable[str], title: str) -> None:
    """Write a label to the right of each row of a heatmap, and a title (if any) along the edge."""
    side = ax.secondary_yaxis("right")
    side.set_yticks(ax.get_yticks(), list(labels), fontsize=7.5)
    side.spines[:].set_visible(False)
    side.set_ylabel(title, rotation=270, labelpad=12 if title else 0)


def readable_on(colour: tuple[float, ...]) -> str:
    """Return dark or white ink, whichever has more contrast (relative luminance as in WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return INK if luminance > 0.2 else "white"


def legend_columns(labels: Iterable[str]) -> int:
    """Return the number of columns that fit in a legend as wide as the figure."""
    # In hundredths of the width: a letter has 0.9, a marker with its gaps 7.
    widths = [7 + 0.9 * text_width(label) for label in labels]
    return max(1, min(len(widths), int(100 // max(widths, default=100))))


def legend(
    fig: "Figure", looks: Mapping[str, "Look"], place: str = "outside lower center", title: str | None = None
) -> None:
    """Draw a legend as wide as the figure, including labels that begin with an underscore.

    Parameters
    ----------
    fig : Figure
    looks : mapping of str to Look
        As `methods.figures.style.looks` returns them.
    place : str
        As for matplotlib's `loc`.
    """
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], linestyle="", color=one.colour, marker=one.marker) for one in looks.values()]
    fig.legend(
        handles, list(looks), loc=place, ncols=legend_columns(looks), handletextpad=0.2,
        title=title, title_fontsize=9.5, alignment="left" if title else "center",
    )  # fmt: skip


def rounded(table: "pd.DataFrame", digits: int = 3) -> "pd.DataFrame":
    """Round the floats in a table to `digits` significant digits, but keep all digits before the point."""

    def short(x: float) -> float:
        return round(x, max(0, digits - 1 - math.floor(math.log10(abs(x))))) if x and math.isfinite(x) else x

    fractions, out = table.select_dtypes("float").map(short), table.copy()
    out[fractions.columns] = fractions  # `assign` does not accept names that are numbers, such as years
    return out


def note(fig: "Figure", text: str) -> None:
    """Write a small grey note under a figure: n, units, what was left out."""
    fig.supxlabel(text, x=0.01, ha="left", fontsize=7.5, color="#555555")
