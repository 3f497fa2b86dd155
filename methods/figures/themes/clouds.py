"""Word clouds with bars beside them: what 03-clouds-articles and 03-clouds-themes have in common."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import cut_label
from methods.figures import charts
from methods.figures.themes.codebook import Codebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WORDS = 60  # of a cloud
LABEL = 34  # Latin letters beside a bar: more would run into the cloud
NO_THEME = "#777777"
BLUE = "#4477AA"
CLOUD = {"background_color": "white", "prefer_horizontal": 1, "min_font_size": 10, "max_font_size": 38}


def cloud_frequencies(
    words: pd.DataFrame, stopwords: Collection[str] = (), masks: Collection[str] = ()
) -> dict[str, int]:
    """Frequencies for a word cloud, the greatest first.

    Parameters
    ----------
    words : DataFrame
        word, count; a word of several rows (articles) is added up.
    stopwords : collection of str
        Words to leave out.
    masks : collection of str
        Strings to leave out with every word that holds one: job titles, persons' names.

    Returns
    -------
    dict of str to int
        Single characters and what has no Chinese character are left out: in a cloud they say nothing.
    """
    total = words.groupby("word")["count"].sum().drop(labels=list(stopwords), errors="ignore")
    hidden = [mask for mask in masks if mask]
    kept = [
        (int(count), word)
        for word, count in total.items()
        if len(word) > 1
        and any("\u3400" <= c <= "\u9fff" for c in word)
        and not any(mask in word for mask in hidden)
    ]
    return {word: count for count, word in sorted(kept, key=lambda pair: (-pair[0], pair[1]))}


def word_colour(book: Codebook) -> Callable[[str], str]:
    """Return what gives a word the colour of its theme, or grey."""
    return lambda word: book.colours[book.theme_of[word]] if word in book.theme_of else NO_THEME


def draw_cloud(
    axes: "tuple[Axes, Axes]",
    frequencies: pd.Series,
    colour: Callable[[str], str],
    inches: tuple[float, float],
    bars: int,
    glosses: Mapping[str, str],
    hatch: Callable[[str], str],
) -> None:
    """Draw a cloud and, beside it, bars of its most frequent words, each of one colour in both."""
    axes[0].imshow(cloud_picture(frequencies, colour, inches), aspect="equal", interpolation="antialiased")
    axes[0].set_axis_off()
    axes[0].set_anchor("W")
    top = frequencies.iloc[:bars].astype(float)
    labels = [cut_label(label, LABEL) for label in charts.gloss_labels(top.index, glosses)]
    charts.bar_chart(top.set_axis(labels).rename(None), axes[1], [colour(word) for word in top.index])
    for bar, word in zip(axes[1].patches, top.index, strict=True):
        bar.set(hatch=hatch(word), edgecolor="white", linewidth=0)
    axes[1].tick_params(labelsize=7.5, labelbottom=False)
    axes[1].grid(visible=False)
    axes[1].spines[:].set_visible(False)


def cloud_picture(
    frequencies: pd.Series, colour: Callable[[str], str], inches: tuple[float, float]
) -> np.ndarray:
    """Return the pixels of a cloud, the same for the same words."""
    from pylopdf_fonts_zh_cn import sans_path
    from wordcloud import WordCloud

    wide, high = (int(100 * side) for side in inches)  # half of 200 dpi, drawn at twice the scale
    maker = WordCloud(sans_path(), wide, high, scale=2, random_state=0, max_words=WORDS, margin=1, **CLOUD)
    maker.generate_from_frequencies(frequencies.to_dict())
    return maker.recolor(color_func=lambda word, **_: colour(word)).to_array()


def draw_words(words: pd.DataFrame, bars: int = 15) -> "Figure":
    """Return a figure of a cloud of words and bars of the first of them.

    Parameters
    ----------
    words : DataFrame
        word, count.
    bars : int
        Words that have a bar.
    """
    import matplotlib.pyplot as plt

    frequencies = pd.Series(cloud_frequencies(words), dtype=int)
    if frequencies.empty:
        raise ValueError("there is no word of two characters or more to draw")
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.2), width_ratios=[1.4, 1])
    draw_cloud(axes, frequencies, lambda word: BLUE, (4, 3), bars, {}, lambda word: "")
    axes[1].set_title("tokens")
    plt.close(fig)  # A notebook shows what a cell returns, and not that it was drawn as well.
    return fig


def settle(fig: "Figure") -> None:
    """Lay a figure out once: the layout of many axes takes longer than their drawing."""
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
