"""03-network: the themes and terms that share sentences, and whether more often than by chance."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.themes.codebook import Codebook, sampled
from methods.measures.cooccurrence import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NULL = (
    "**No sign that themes attract each other: of {n} of themes that share sentences{read}, {more} meet "
    "more often than expected, and chance alone gives {low} to {high}.**"
)
BEYOND = (
    "**Of {n} of themes that share sentences{read}, {more} meet more often than expected; chance alone "
    "gives {low} to {high}.**"
)
DARK, PALE = "#444444", "#d5d5d5"


def draw_network(
    of_themes: Network, of_terms: Network, book: Codebook, glosses: Mapping[str, str], most: int = 20
) -> Exhibit:
    """Draw a circle of themes and a circle of terms, with lines between items that share sentences.

    Parameters
    ----------
    of_themes, of_terms : Network
        As `methods.measures.cooccurrence.make_network` returns them.
    book : Codebook
    glosses : mapping of str to str
        The English of terms.
    most : int
        Maximum number of pairs of terms, the most strongly associated ones.
    """
    edges, drawn = of_themes.edges, of_terms.edges.head(most)
    if edges.empty:
        return nothing("No two themes share two sentences and two articles: there is no network to show.")
    import matplotlib.pyplot as plt

    terms = {*drawn["a"], *drawn["b"]}
    tall = [0.9 + 0.24 * len(book.themes)] + ([0.9 + 0.12 * len(terms)] if terms else [])
    fig, axes = plt.subplots(len(tall), figsize=(7, 0.8 + sum(tall)), height_ratios=tall, squeeze=False)
    names = {theme: two_lines(theme, book) for theme in book.themes}
    hatches = dict(zip(book.themes, book.hatches(book.themes), strict=True))
    low, high = chance_range(len(edges))
    told = edges if edges["more"].sum() > high else edges.assign(more=False)  # not by chance
    draw_circle(axes[0, 0], of_themes, told, book.themes, names.get, book.colours.get, hatches.get)
    axes[0, 0].set_title("Themes that share sentences")
    if terms:
        order = [term for theme in book.themes for term, of in book.theme_of.items() if of == theme]
        labels = dict(zip(order, charts.gloss_labels(order, glosses), strict=True))
        colours = {term: book.colours[book.theme_of[term]] for term in order}
        marks = {term: hatches[book.theme_of[term]] for term in order}
        draw_circle(axes[1, 0], of_terms, drawn, order, labels.get, colours.get, marks.get)
        every = len(of_terms.edges)
        part = f"the strongest {len(drawn)} of {every} pairs" if every > len(drawn) else f"all {every} pairs"
        axes[1, 0].set_title(f"Terms, in the colour of their theme ({part})")
    size = f"n = {of_themes.sentences:,} sentences, {of_themes.articles:,} articles."
    key = "Dark lines: more often than expected; pale ones: not."
    charts.note(fig, book.notes(f"{size} Size: sentences with the item; line width: logDice.\n{key}"))
    alt = Sentence(
        "Networks of themes and terms that share sentences. {more} of {n} pairs of themes meet more often "
        "than expected; chance alone gives {low} to {high}.",
        {"n": len(edges), "more": int(edges["more"].sum()), "low": low, "high": high},
    )
    return Exhibit(fig, pd.concat([edges, of_terms.edges], ignore_index=True), alt)


def two_lines(theme: str, book: Codebook) -> str:
    """Return both names of a theme on two lines."""
    return "\n".join(dict.fromkeys((book.short(theme), book.chinese[theme])))


def place_round(nodes: list[str]) -> dict[str, tuple[float, float]]:
    """Return a position for each node, down the right side and up the left, so that labels do not overlap."""
    half = -(-len(nodes) // 2)
    height = [1 - 2 * (i + 0.5) / half for i in range(half)]
    right = [(1.6 * (1.02 - y**2) ** 0.5, y) for y in height]
    return dict(zip(nodes, [*right, *((-x, y) for x, y in right[::-1])], strict=False))


def draw_circle(
    ax: "Axes",
    network: Network,
    edges: pd.DataFrame,
    order: Iterable[str],
    label: Callable[[str], str],
    colour: Callable[[str], str],
    hatch: Callable[[str], str],
) -> None:
    """Draw the nodes of some edges and the lines between them, dark lines above pale ones."""
    ends = {*edges["a"], *edges["b"]}
    nodes = [node for node in order if node in ends]
    spot, weakest = place_round(nodes), edges["log_dice"].min()
    step = max(edges["log_dice"].max() - weakest, 1)
    for edge in edges.sort_values("more").itertuples():
        width = 0.5 + 2 * (edge.log_dice - weakest) / step
        draw_edge(ax, spot[edge.a], spot[edge.b], width, dark=edge.more)
    size = 300 * network.sizes[nodes] / network.sizes[nodes].max()
    for node, (x, y) in spot.items():
        look = {"color": colour(node), "edgecolor": "white", "hatch": hatch(node) * 2, "linewidth": 0}
        ax.scatter(x, y, s=size[node], zorder=3, **look)
    for node, (x, y) in spot.items():
        look = {"ha": "left" if x > 0 else "right", "va": "center", "fontsize": 7.5}
        ax.annotate(label(node), (x, y), (12 * np.sign(x), 0), "data", "offset points", **look)
    ax.set(xlim=(-4.6, 4.6), ylim=(-1.12, 1.12), xticks=[], yticks=[])
    ax.set_axis_off()


def draw_edge(
    ax: "Axes", one: tuple[float, float], other: tuple[float, float], width: float, *, dark: bool
) -> None:
    """Draw a line between two positions, bent inwards if both are on the same side."""
    start, end = sorted([one, other], key=lambda spot: -spot[1])
    bend = 0.25 * np.sign(one[0]) if one[0] * other[0] > 0 else 0
    look = {"color": DARK if dark else PALE, "linewidth": width, "zorder": 1 + dark}
    look |= {"arrowstyle": "-", "connectionstyle": f"arc3,rad={bend}", "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=look)


def network_finding(of_themes: Network, of_terms: Network, columns: Columns, book: Codebook) -> Sentence:
    """Return whether themes share sentences more often than by chance and, if so, which pairs do so most."""
    edges = of_themes.edges
    if edges.empty:
        return Sentence("No two themes share two sentences and two articles.")
    low, high = chance_range(len(edges))
    more = int(edges["more"].sum())
    values = {"n": counted(len(edges), "pair"), "more": more, "low": low, "high": high}
    values |= {"terms": counted(len(of_terms.edges), "pair"), "read": sampled(of_themes.articles, columns)}
    said = Sentence(NULL if more <= high else BEYOND, values)
    told = [_told(edge, book) for edge in edges[edges["count"] > 2].nlargest(3, "lift").itertuples()]
    if told and more > high:
        said += Sentence("Furthest above expectation: {most}.", {"most": listing(told)})
    return said + Sentence("Of the terms, {terms} share sentences.", values)


def chance_range(pairs: int) -> tuple[int, int]:
    """Return the 95 % range of the number of pairs above expectation, if each is so with probability 1/2.

    Pairs that share a theme are not independent, so the true range is wider.
    """
    from scipy.stats import binom

    low, high = binom.interval(0.95, pairs, 0.5)
    return int(low), int(high)


def _told(edge: object, book: Codebook) -> str:
    """Return a pair of themes with its number of sentences and the number expected by chance."""
    names = " with ".join(book.claim(theme) for theme in (edge.a, edge.b))
    return f"{names} ({edge.count} sentences, {edge.expected:.1f} expected)"
