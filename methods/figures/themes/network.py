"""03-network: which themes, and which terms, share sentences, and whether more often than by chance."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, listing, nothing
from methods.figures.themes.codebook import Codebook
from methods.measures.cooccurrence import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DARK, PALE = "#444444", "#d5d5d5"


def draw_network(
    of_themes: Network, of_terms: Network, book: Codebook, glosses: Mapping[str, str], most: int = 20
) -> Exhibit:
    """Draw themes on a circle and terms on another, a line between two that share sentences.

    Parameters
    ----------
    of_themes, of_terms : Network
        As `methods.measures.cooccurrence.make_network` gives them.
    book : Codebook
    glosses : mapping of str to str
        The English of terms.
    most : int
        Pairs of terms that are drawn, the firmest.
    """
    edges, drawn = of_themes.edges, of_terms.edges.head(most)
    if edges.empty:
        return nothing("No two themes share two sentences and two articles: there is no network to show.")
    import matplotlib.pyplot as plt

    terms = {*drawn["a"], *drawn["b"]}
    high = [0.9 + 0.24 * len(book.themes)] + ([0.9 + 0.12 * len(terms)] if terms else [])
    fig, axes = plt.subplots(len(high), figsize=(7, 0.8 + sum(high)), height_ratios=high, squeeze=False)
    names = {theme: two_lines(theme, book) for theme in book.themes}
    draw_circle(axes[0, 0], of_themes, edges, book.themes, names.get, book.colours.get)
    axes[0, 0].set_title("Themes (dark: more often than by chance in the same articles)")
    if terms:
        order = [term for theme in book.themes for term, of in book.theme_of.items() if of == theme]
        labels = dict(zip(order, charts.gloss_labels(order, glosses), strict=True))
        colours = {term: book.colours[book.theme_of[term]] for term in order}
        draw_circle(axes[1, 0], of_terms, drawn, order, labels.get, colours.get)
        part = f"{len(drawn)} of {len(of_terms.edges)} pairs, the firmest"
        axes[1, 0].set_title(f"Terms, in the colour of their theme ({part})")
    size = f"n = {of_themes.sentences:,} sentences, {of_themes.articles:,} articles."
    charts.note(fig, f"{size} Circle: sentences with the item; thickness: logDice.")
    alt = Sentence(
        "Networks of themes and terms that share sentences. {more} of {n} pairs of themes meet more often "
        "than by chance in the same articles.",
        {"n": len(edges), "more": int(edges["more"].sum())},
    )
    return Exhibit(fig, pd.concat([edges, of_terms.edges], ignore_index=True), alt)


def two_lines(theme: str, book: Codebook) -> str:
    """Return both names of a theme, one below the other."""
    return "\n".join(dict.fromkeys((book.short(theme), book.chinese[theme])))


def place_round(nodes: list[str]) -> dict[str, tuple[float, float]]:
    """Return a place for each node: down the right side in order, and up the left: labels never meet."""
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
) -> None:
    """Draw the nodes of some edges and lines between them, the dark ones above the pale ones."""
    ends = {*edges["a"], *edges["b"]}
    nodes = [node for node in order if node in ends]
    spot, weakest = place_round(nodes), edges["log_dice"].min()
    step = max(edges["log_dice"].max() - weakest, 1)
    for edge in edges.sort_values("more").itertuples():
        width = 0.5 + 2 * (edge.log_dice - weakest) / step
        draw_edge(ax, spot[edge.a], spot[edge.b], width, dark=edge.more)
    size = 300 * network.sizes[nodes] / network.sizes[nodes].max()
    ax.scatter(*zip(*spot.values(), strict=True), s=size, color=[colour(node) for node in nodes], zorder=3)
    for node, (x, y) in spot.items():
        look = {"ha": "left" if x > 0 else "right", "va": "center", "fontsize": 7.5}
        ax.annotate(label(node), (x, y), (12 * np.sign(x), 0), "data", "offset points", **look)
    ax.set(xlim=(-4.6, 4.6), ylim=(-1.12, 1.12))
    ax.set_axis_off()


def draw_edge(
    ax: "Axes", one: tuple[float, float], other: tuple[float, float], width: float, *, dark: bool
) -> None:
    """Draw a line between two places, bent inwards where both lie on one side."""
    start, end = sorted([one, other], key=lambda spot: -spot[1])
    bend = 0.25 * np.sign(one[0]) if one[0] * other[0] > 0 else 0
    look = {"color": DARK if dark else PALE, "linewidth": width, "zorder": 1 + dark}
    look |= {"arrowstyle": "-", "connectionstyle": f"arc3,rad={bend}", "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=look)


def network_finding(of_themes: Network, of_terms: Network, book: Codebook) -> Sentence:
    """Say how many pairs share sentences, and whether more of them meet more often than chance gives."""
    edges, pairs = of_themes.edges, len(book.themes) * (len(book.themes) - 1) // 2
    if edges.empty:
        return Sentence("No two themes share two sentences and two articles.")
    strong, weak = edges[edges["count"] > 2].nlargest(3, "lift"), edges.nsmallest(1, "lift")
    values = {
        "n": len(edges),
        "pairs": pairs,
        "more": int(edges["more"].sum()),
        "most": listing(map(_told, strong.itertuples(), [book] * 3), "none in three sentences"),
        "least": _told(next(weak.itertuples()), book),
        "terms": len(of_terms.edges),
    }
    return Sentence(
        "**{n} of {pairs} pairs of themes share sentences, {more} of them more often than by chance.** Most "
        "so: {most}. Least: {least}. Of the terms {terms} pairs do.",
        values,
    )


def _told(edge: object, book: Codebook) -> str:
    """A pair of themes with how often it meets and would by chance."""
    names = " with ".join(book.claim(theme) for theme in (edge.a, edge.b))
    return f"{names} ({edge.count} sentences, {edge.expected:.1f} by chance)"
