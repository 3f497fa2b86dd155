"""Word clouds with bars: the code that 03-clouds-articles and 03-clouds-themes share."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import cut_label
from methods.figures import charts
from methods.figures.themes.codebook import Codebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from wordcloud import WordCloud

WORDS = 60  # maximum number of words in a cloud
LABEL = 50  # maximum width of a bar's label in Latin letters: a longer one would leave no room for the bar
WIDTHS = (1.75, 1)  # of a cloud and its bars, whose labels need more room than they do
NO_THEME = "#777777"
BLUE = "#4477AA"
LARGEST = (38, 32, 27, 23, 19, 16)  # font sizes of the most frequent word: the first that leaves room
SMALLEST = 11
CLOUD = {"background_color": "white", "prefer_horizontal": 1, "min_font_size": 8, "relative_scaling": 1}


def cloud_frequencies(
    words: pd.DataFrame, stopwords: Collection[str] = (), masks: Collection[str] = ()
) -> dict[str, int]:
    """Return the frequencies for a word cloud, the highest first.

    Parameters
    ----------
    words : DataFrame
        word, count; the rows of a word (one per article) are added up.
    stopwords : collection of str
        Words to leave out.
    masks : collection of str
        Strings, such as job titles and persons' names; every word that contains one is left out.

    Returns
    -------
    dict of str to int
        Counts by word, without single characters and words without a Chinese character.
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
    """Return a function that gives a word the colour of its theme, or grey."""
    return lambda word: book.colours[book.theme_of[word]] if word in book.theme_of else NO_THEME


def draw_cloud(
    axes: "tuple[Axes, Axes]",
    cloud: "WordCloud",
    frequencies: pd.Series,
    colour: Callable[[str], str],
    bars: int,
    glosses: Mapping[str, str],
    hatch: Callable[[str], str],
) -> None:
    """Draw a cloud and bars of its most frequent words, each word in the same colour in both."""
    pixels = cloud.recolor(color_func=lambda word, **_: colour(word)).to_array()
    axes[0].imshow(pixels, aspect="equal", interpolation="antialiased")
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


def lay_out(frequencies: pd.Series, inches: tuple[float, float]) -> "WordCloud":
    """Return a cloud in which words of one count have one size, and either all of them are drawn or none.

    The same words give the same cloud. Counts without room are left out, the lowest first. Only if the words
    of the highest count alone are too many, some of them are.

    Parameters
    ----------
    frequencies : Series
        Counts by word, the highest first.
    inches : tuple of float
        Width and height.
    """
    sizes = frequencies.value_counts().sort_index(ascending=False).cumsum()
    for end in [n for n in sizes[::-1] if n <= WORDS]:
        some = frequencies.iloc[:end]
        if not _is_even(_cloud(some, inches, LARGEST[-1]), some):
            continue
        fitting = (_cloud(some, inches, largest) for largest in LARGEST)
        return next(cloud for cloud in fitting if _is_even(cloud, some))
    return _cloud(frequencies.iloc[:WORDS], inches, LARGEST[-1])


def _cloud(frequencies: pd.Series, inches: tuple[float, float], largest: int) -> "WordCloud":
    from pylopdf_fonts_zh_cn import sans_path
    from wordcloud import WordCloud

    wide, high = (int(100 * side) for side in inches)  # half of 200 dpi, drawn at twice the scale
    maker = WordCloud(
        sans_path(), wide, high, scale=2, margin=7, random_state=0, max_words=WORDS, max_font_size=largest,
        **CLOUD,
    )  # fmt: skip
    # Its sizes are proportional to what it is given; those of rare words would be too small to be read.
    range_ = max(frequencies.max() - frequencies.min(), 1)
    share = ((frequencies - frequencies.min()) / range_) ** 0.5
    sizes = SMALLEST + (largest - SMALLEST) * share
    return maker.generate_from_frequencies(sizes.to_dict())


def _is_even(cloud: "WordCloud", frequencies: pd.Series) -> bool:
    """Return whether a cloud has all words, and those of one count in one size."""
    sizes = pd.Series({word: size for (word, _), size, *_ in cloud.layout_})
    return len(sizes) == len(frequencies) and sizes.groupby(frequencies).nunique().eq(1).all()


def draw_words(words: pd.DataFrame, bars: int = 15) -> "Figure":
    """Return a figure with a cloud of words and bars of the most frequent ones.

    Parameters
    ----------
    words : DataFrame
        word, count.
    bars : int
        Number of words with a bar.
    """
    import matplotlib.pyplot as plt

    frequencies = pd.Series(cloud_frequencies(words), dtype=int)
    if frequencies.empty:
        raise ValueError("there is no word of at least two Chinese characters to draw")
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.2), width_ratios=[1.4, 1])
    draw_cloud(axes, lay_out(frequencies, (4, 3)), frequencies, lambda word: BLUE, bars, {}, lambda word: "")
    axes[1].set_title("tokens")
    plt.close(fig)  # or a notebook would show the figure twice
    return fig


def settle(fig: "Figure") -> None:
    """Fix the layout of a figure: computing that of many axes takes longer than drawing them."""
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
