"""One look for every figure: font, sizes, and the same colour for the same thing in all notebooks.

Sources
-------
Font: Noto Sans SC (SIL Open Font License 1.1), as packaged in ``pylopdf-fonts-zh-cn``. It has one weight, so
nothing here is bold. Colours: P. Tol, "Colour Schemes", SRON/EPS/TN/09-002, issue 3.2 (2021), schemes *muted*
and *bright*, which colour-blind readers can tell apart. Here the grey of *muted* is near-black, and its cyan
and sand are darker, because clouds show words in these colours on white.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from methods.corpora.columns import Columns

THEME_COLOURS = (
    "#332288", "#CC6677", "#117733", "#4499CC", "#882255",
    "#C8A000", "#44AA99", "#AA4499", "#999933", "#222222",
)  # fmt: skip
ARTICLE_COLOURS = ("#4477AA", "#EE6677", "#228833", "#AA3377", "#CCBB44", "#66CCEE")
MARKERS = ("o", "s", "D", "^", "v", "P")
OTHER_COLOUR = "#999999"
MAX_WIDTH = 7.0  # inches: the text width of a printed page
STYLE = {
    "font.family": ["Noto Sans SC", "DejaVu Sans"],
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.labelsize": 9,
    "axes.labelcolor": "#333333",
    "axes.edgecolor": "#888888",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": "#e3e3e3",
    "grid.linewidth": 0.6,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.color": "#555555",
    "ytick.color": "#555555",
    "xtick.labelcolor": "#333333",
    "ytick.labelcolor": "#333333",
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "figure.figsize": (MAX_WIDTH, 4.0),
    "figure.titlesize": 10,
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "text.parse_math": False,  # a dollar sign in an article does not start a formula
    "svg.fonttype": "path",  # so that an SVG shows Chinese on a machine without a Chinese font
    "svg.hashsalt": "governance-training-notebooks",
}


def use_style() -> None:
    """Set matplotlib's font, sizes and colours for every figure drawn from now on."""
    import matplotlib as mpl
    from matplotlib import font_manager
    from pylopdf_fonts_zh_cn import sans_path

    font_manager.fontManager.addfont(sans_path())
    mpl.rcParams.update({**STYLE, "axes.prop_cycle": mpl.cycler(color=ARTICLE_COLOURS)})


def colour_map(names: Iterable[str], palette: tuple[str, ...] = ARTICLE_COLOURS) -> dict[str, str]:
    """Return a colour for each distinct name, in the order of appearance.

    Names beyond the palette are grey: a colour used twice would suggest that two things are the same.
    """
    distinct = list(dict.fromkeys(names))
    return {name: palette[i] if i < len(palette) else OTHER_COLOUR for i, name in enumerate(distinct)}


class Look(NamedTuple):
    """The colour and the marker of a column in a figure."""

    colour: str
    marker: str


def looks(columns: "Columns") -> dict[str, Look]:
    """Return a colour and a marker for each column shown: ``{label: (colour, marker)}``, in order.

    The first six differ in both; then colours recur with other markers, so that thirty-six columns differ.
    """
    n = len(MARKERS)
    return {
        label: Look(ARTICLE_COLOURS[i % n], MARKERS[(i + i // n) % n])
        for i, label in enumerate(columns.shown)
    }


def theme_colours(themes: Iterable[str]) -> dict[str, str]:
    """Return a colour for each theme, ``{theme: "#rrggbb"}``, in the order of the codebook."""
    return colour_map(themes, THEME_COLOURS)
