"""03-topics: the topics of a model compared with the codebook, and the choice of their number."""

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns, cut_label
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, listing, nothing
from methods.figures.themes.codebook import Codebook, hatch_rows, sampled
from methods.measures.topics import Topics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EVERYTHING = "all documents"
FEW = 6  # up to this many topics, the words of each are in separate lines over its column
HEAD = 22  # Latin letters of a line in the head of a topic's column
GREY = "#777777"
NAMED_FROM = 10  # minimum coded hits in a topic's documents for a nearest theme


def draw_topics(topics: Topics, spread: pd.DataFrame, book: Codebook, glosses: Mapping[str, str]) -> Exhibit:
    """Draw the themes of each topic's documents, and the stability of each number of topics.

    Parameters
    ----------
    topics : Topics
        As `methods.measures.topics.choose_topics` returns it.
    spread : DataFrame
        As `methods.measures.topics.spread_themes` returns it.
    book : Codebook
    glosses : mapping of str to str
        The English of words.
    """
    if not topics.number:
        return nothing(
            "Not shown: these {n:,} {kind} are too few, or have too few words in common, to find topics.",
            n=topics.documents,
            kind=topics.kind,
        )
    if spread.loc[0].sum() < NAMED_FROM:
        return nothing("Not shown: too few terms of the codebook occur to compare it with these topics.")
    import matplotlib.pyplot as plt

    part = theme_shares(spread)
    high = [0.6 + 0.2 * len(book.themes), 1.1]
    heads = [topic_head(topics, number, glosses) if number else "all\ndocuments" for number in part.index]
    # Inches for rotated heads, or for glosses in two lines.
    lines = max(head.count("\n") for head in heads) - 6
    head = 0.12 * max(lines, 0) if topics.number <= FEW else 0.7
    size = (7, 3.4 + head + 0.22 * len(book.themes))
    fig, (upper, lower) = plt.subplots(
        2, figsize=size, height_ratios=[high[0] + head * (topics.number > FEW), high[1]]
    )
    charts.heatmap(100 * part.set_axis(heads).rename(columns=book.short).T, upper, fmt="{:.0f}")
    upper.tick_params(axis="x", labelsize=7.5, rotation=0 if topics.number <= FEW else 90)
    hatch_rows(upper, map(book.is_weak, book.themes), len(part))
    upper.set_title("% of coded terms by theme, in the documents of each topic", pad=8)
    draw_stability(lower, topics)
    charts.note(fig, book.notes(f"n = {topics.documents:,} {topics.kind}, {topics.words:,} words."))
    values = {"n": topics.number, "documents": topics.documents, "kind": topics.kind}
    values |= {"near": nearest_themes(topics, spread, book)}
    alt = Sentence(
        "{n} topics of {documents:,} {kind} and the themes of their documents. Furthest above the average: "
        "{near}.",
        values,
    )
    return Exhibit(fig, topics_table(spread, topics), alt)


def theme_shares(spread: pd.DataFrame) -> pd.DataFrame:
    """Return each row of `spread` as shares; zeros if it has no hit."""
    return spread.div(spread.sum(axis=1).clip(lower=1e-9), axis=0)


def topics_table(spread: pd.DataFrame, topics: Topics) -> pd.DataFrame:
    """Return the table of the figure: topic, theme, share, hits, documents."""
    long = {"share": theme_shares(spread), "hits": spread}
    columns = {name: table.T.stack().to_numpy() for name, table in long.items()}
    names = [number or EVERYTHING for number in spread.index]
    table = {
        "topic": names * spread.shape[1],
        "theme": spread.columns.repeat(len(spread)).to_numpy(),
    }
    return pd.DataFrame(table | columns).assign(documents=topics.documents)


def topic_head(topics: Topics, number: int, glosses: Mapping[str, str]) -> str:
    """Return the head of a topic's column: its number and first words, with glosses if there is room."""
    words = topics.top.loc[topics.top["topic"] == number, "word"].head(3)
    if topics.number > FEW:
        return f"{number} {'、'.join(cut_label(word, 10) for word in words)}"
    english = [_lines(glosses.get(word, "").split(",")[0]) if topics.number < 4 else "" for word in words]
    lines = [f"{word}\n{gloss}".strip() for word, gloss in zip(words, english, strict=True)]
    return "\n".join([f"topic {number}", *lines])


def _lines(gloss: str) -> str:
    """Return a gloss in two lines at most, each as wide as a column of few topics."""
    lines = textwrap.wrap(gloss, HEAD, max_lines=2, placeholder=" …", break_on_hyphens=False)
    return "\n".join(cut_label(line, HEAD) for line in lines)


def draw_stability(ax: "Axes", topics: Topics) -> None:
    """Draw the stability of each number of topics, with a diamond for the chosen one."""
    tried = topics.stability
    ax.vlines(tried["topics"], tried["low"], tried["high"], color=GREY, linewidth=1)
    ax.plot(tried["topics"], tried["stability"], "o-", color=GREY, markersize=4)
    ax.plot(topics.number, tried.loc[tried["best"], "stability"], "D", color=charts.INK, markersize=7)
    about = "number of topics (diamond: chosen; bars: lowest and highest resampling)"
    ax.set(ylim=(0, 1), xlabel=about, ylabel="stability")
    ax.xaxis.get_major_locator().set_params(integer=True)


def nearest_themes(topics: Topics, spread: pd.DataFrame, book: Codebook) -> str:
    """Return for each topic its first words and the theme furthest above the average, if hits suffice."""
    part = theme_shares(spread)
    above = part.drop(index=0).sub(part.loc[0])
    has_themes = spread.loc[0].sum() >= NAMED_FROM
    words = topics.top[topics.top["rank"] <= 3].groupby("topic")["word"].agg("、".join)
    told = []
    for number in above.index:
        theme = above.loc[number].idxmax()
        enough = spread.at[number, theme] >= NAMED_FROM and above.at[number, theme] > 0
        theme = f": {book.claim(theme) if enough else 'no theme'}" if has_themes else ""
        told.append(f"{number} {words[number]}{theme}")
    return listing(told, "", "; ")


def topic_words(topics: Topics) -> pd.DataFrame:
    """Return the words with the highest weights in each topic: topic, words."""
    if not topics.number:
        return pd.DataFrame({"topic": [], "words": []})
    return topics.top.groupby("topic")["word"].agg("、".join).rename("words").reset_index()


def topics_finding(
    topics: Topics, spread: pd.DataFrame, units: pd.Series, columns: Columns, book: Codebook
) -> Sentence | None:
    """Return the number of topics, the themes nearest to them, and how far one is a column in disguise.

    Parameters
    ----------
    topics, spread, book
        As for `draw_topics`.
    units : Series
        Label of each article's column, index `article_id`.
    columns : Columns
    """
    if not topics.number:
        return None
    tried = topics.stability
    values = {
        "n": topics.number,
        "documents": f"{topics.documents:,} {topics.kind}",
        "stability": tried["stability"].max(),
        "edge": "the smallest number tried; no larger one is more stable"
        if topics.number == tried["topics"].min()
        else "the most stable one",
        "near": nearest_themes(topics, spread, book),
        "read": sampled(topics.shares.index.get_level_values(0).nunique(), columns),
    }
    if topics.kind == "articles" and values["read"]:  # The sample says how many articles they are.
        values |= {"documents": values["read"].removeprefix(" of "), "read": ""}
    values |= {
        "by": "Furthest above the average are" if spread.loc[0].sum() >= NAMED_FROM else "Their first words"
    }
    said = Sentence(
        "**{n} topics in {documents}**{read} (stability {stability:.2f}, {edge}). {by}: {near}.",
        values,
    ) + _owner_sentence(topics, units, columns)
    if topics.kind == "articles":
        return said
    return said + Sentence(
        "Paragraphs of an article are not an independent sample: these topics describe only these articles."
    )


def _owner_sentence(topics: Topics, units: pd.Series, columns: Columns) -> Sentence | None:
    """Return the topic that is concentrated most in one column; None if there is a single column."""
    owners = units.reindex(topics.shares.index.get_level_values(0)).to_numpy()
    weight = topics.shares.groupby(owners).sum()
    weight = weight / weight.sum()
    if len(weight) < 2:
        return None
    own = weight.max().idxmax()
    return Sentence(
        "Topic {own} has {most:.0%} of its weight in {unit}; even the most evenly spread topic has "
        "{least:.0%} in one {noun}.",
        {
            "own": own,
            "most": weight[own].max(),
            "unit": weight[own].idxmax(),
            "least": weight.max().min(),
            "noun": columns.noun,
        },
    )
