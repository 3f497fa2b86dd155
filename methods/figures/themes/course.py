"""03-course: the positions of themes in articles."""

from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing
from methods.figures.themes.codebook import Codebook, hatch_rows, sampled
from methods.figures.themes.themes import LEAST_HITS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TENTHS = 10
LEAST_RATE = 1  # hits of a theme per 10,000 characters from which its mean position in articles is told
COLUMNS = ["unit", "article_id", "paragraph", "start", "characters", "theme", "count", "position"]


def draw_course(
    course: pd.DataFrame, spots: pd.DataFrame, lengths: pd.Series, columns: Columns, book: Codebook
) -> Exhibit:
    """Draw the course of themes through each article, or the share of hits in each tenth of all texts.

    Parameters
    ----------
    course : DataFrame
        As `methods.measures.themes.score_paragraphs` returns it, with `unit`.
    spots : DataFrame
        As `methods.measures.themes.locate_hits` returns it.
    lengths : Series
        Characters of each article in `course` and `spots`, index `article_id`.
    columns : Columns
    book : Codebook
    """
    held = course[course["count"] > 0]
    if held.empty:
        return nothing("No paragraph contains a term of the codebook: there is no course to show.")
    values = {"articles": counted(len(lengths), "article"), "read": sampled(len(lengths), columns)}
    alt = Sentence(
        "Course of {n} through {articles}{read}, by position in the text.",
        values | {"n": counted(len(book.themes), "theme")},
    )
    alt += ends_sentence(spots, lengths, book)
    if columns.kind == "article":
        return Exhibit(draw_articles(course, lengths, columns, book), held[COLUMNS], alt)
    if spots["theme"].value_counts().max() < LEAST_HITS:
        return nothing(
            "Not shown: no theme has {least} hits, so tenths of the articles say nothing.", least=LEAST_HITS
        )
    return Exhibit(draw_tenths(spots, book), spots[["article_id", "theme", "term", "start", "position"]], alt)


def draw_articles(course: pd.DataFrame, lengths: pd.Series, columns: Columns, book: Codebook) -> "Figure":
    """Draw a panel per article: a row per theme, a block per paragraph that carries it."""
    import matplotlib.pyplot as plt

    articles = [name for name in columns.names if name in lengths.index]
    wide, high = min(len(articles), 2), -(-len(articles) // 2)
    panel = max(1.75, 0.4 + 0.135 * len(book.themes))
    fig, axes = plt.subplots(high, wide, figsize=(7, 0.5 + panel * high), sharey=True, squeeze=False)
    for ax, name in zip(axes.flat, articles, strict=False):
        draw_article(ax, course[course["article_id"] == name], lengths[name], book)
        part = course[course["article_id"] == name]
        hits = counted(part["count"].sum(), "hit")
        size = f"{counted(part['paragraph'].max(), 'paragraph')}, {hits}" if len(part) else "no text"
        ax.set_title(f"{columns.labels[name]}: {size}", fontsize=8.5, pad=4)
    for ax in axes.flat[len(articles) :]:
        ax.set_visible(False)
    charts.note(fig, book.notes("Horizontal: characters from the beginning. Height: 1, 2, 3 or more hits."))
    return fig


def draw_article(ax: "Axes", part: pd.DataFrame, length: int, book: Codebook) -> None:
    """Draw the blocks of one article; width: length of the paragraph, height: its hits, up to three."""
    held, themes = part[part["count"] > 0], list(book.themes)
    high = 0.3 * held["count"].clip(upper=3)
    row = held["theme"].map(themes.index).astype(float)
    shades = held["theme"].map(book.colours)
    look = {"align": "edge", "color": shades, "edgecolor": "white", "linewidth": 0}
    bars = ax.bar(held["start"], high, held["characters"], row + 0.45 - high, **look)
    for bar, hatch in zip(bars, book.hatches(held["theme"]), strict=True):
        bar.set_hatch(hatch)
    ax.set_yticks(range(len(themes)), [book.short(theme) for theme in themes], fontsize=7.5)
    ax.set(ylim=(len(themes) - 0.4, -0.6), xlim=(0, max(length, 1)))


def draw_tenths(spots: pd.DataFrame, book: Codebook) -> "Figure":
    """Draw the share of each theme's hits in each tenth of the articles."""
    import matplotlib.pyplot as plt

    tenth = (TENTHS * spots["position"]).astype(int).clip(upper=TENTHS - 1) + 1
    each = spots["theme"].value_counts()
    enough = [theme for theme in book.themes if each.get(theme, 0) >= LEAST_HITS]
    parts = spots.groupby([spots["theme"], tenth]).size().unstack(fill_value=0)
    parts = parts.reindex(index=enough, columns=range(1, TENTHS + 1), fill_value=0)
    parts = 100 * parts.div(parts.sum(axis=1), axis=0)
    fig, ax = plt.subplots(figsize=(7, 1.2 + 0.25 * len(enough)))
    charts.heatmap(parts.rename(index=book.label), ax, fmt="{:.0f}")
    hatch_rows(ax, map(book.is_weak, enough), TENTHS)
    few = len(book.themes) - len(enough)
    left = f" Not drawn: {counted(few, 'theme')} with fewer than {LEAST_HITS} hits." if few else ""
    charts.note(fig, book.notes(f"n = {int(each[enough].sum()):,} hits.{left}"))
    ax.set_title("% of a theme's hits by tenth of the article", pad=10)
    return fig


def ends_sentence(spots: pd.DataFrame, lengths: pd.Series, book: Codebook) -> Sentence | None:
    """Return the theme that is earliest and the one that is latest, among those in most articles.

    A theme with hardly a hit in a long text has a mean position there only by chance, and is left out.
    """
    articles = len(lengths)
    if articles < 3:
        return None
    often = spots.groupby("theme").size() >= max(LEAST_RATE * lengths.sum() / 10_000, LEAST_HITS)
    spots = spots[spots["theme"].map(often).astype(bool)]
    mean = spots.groupby(["article_id", "theme"])["position"].mean()
    mean = mean.groupby("theme").agg(["mean", "min", "max", "size"]).sort_values("mean")
    mean = mean[mean["size"] > articles / 2]
    if len(mean) < 2:
        found = "One theme occurs" if len(mean) else "No theme occurs"
        return Sentence("{found} in more than half of the articles: there is no order.", {"found": found})
    values = {
        f"{end}_{name}": mean[name].iloc[at]
        for end, at in (("early", 0), ("late", -1)) for name in ("mean", "min", "max")
    }  # fmt: skip
    values |= {"early": book.claim(mean.index[0]), "late": book.claim(mean.index[-1])}
    told = Sentence(
        "Of the themes in more than half of the articles, {early} is earliest (mean position "
        "{early_mean:.2f} of the article's length, {early_min:.2f} to {early_max:.2f}) and {late} latest "
        "({late_mean:.2f}, {late_min:.2f} to {late_max:.2f}).",
        values,
    )
    if values["early_max"] > values["late_min"]:
        return told + Sentence("These ranges overlap, so no theme has a place of its own.")
    return told


def themes_carried(course: pd.DataFrame) -> pd.Series:
    """Return the number of themes in each paragraph, index article_id and paragraph."""
    return course["count"].gt(0).groupby([course["article_id"], course["paragraph"]]).sum()


def course_finding(
    course: pd.DataFrame, spots: pd.DataFrame, lengths: pd.Series, columns: Columns, book: Codebook
) -> Sentence | None:
    """Return how many paragraphs have several themes; None if no paragraph has any.

    The arguments are those of `draw_course`.
    """
    carried = themes_carried(course)
    some = int((carried > 0).sum())
    if not some:
        return None
    values = {
        "several": (carried > 1).sum() / some,
        "none": f"{(carried == 0).mean():.0%}" if (carried == 0).any() else "none",
        "mean": carried.mean(),
        "read": sampled(len(lengths), columns),
    }
    return Sentence(
        "**{several:.0%} of the paragraphs with a theme{read} have more than one**; {none} of all "
        "paragraphs have no theme; the mean is {mean:.1f}.",
        values,
    ) + ends_sentence(spots, lengths, book)


def fullest_paragraph(course: pd.DataFrame) -> pd.DataFrame:
    """Return the paragraph with the most themes: article_id, paragraph, start, end.

    One row (the first of equals), or no row if no paragraph has a theme.
    """
    carried = themes_carried(course)
    if not (carried > 0).any():
        return pd.DataFrame(columns=["article_id", "paragraph", "start", "end"])
    article, number = carried.idxmax()
    found = course[(course["article_id"] == article) & (course["paragraph"] == number)].head(1)
    found = found.assign(end=found["start"] + found["characters"])
    return found[["article_id", "paragraph", "start", "end"]].reset_index(drop=True)


def paragraph_quoted(quoted: pd.DataFrame) -> Sentence | None:
    """Return a paragraph as a quotation; None if there is none.

    Parameters
    ----------
    quoted : DataFrame
        article (its name) or article_id, paragraph, text; one row at most.
    """
    if quoted.empty:
        return None
    values = quoted.iloc[0].to_dict()
    values["name"] = values["article"] if "article" in values else f"article {values['article_id']}"
    return Sentence("> {text}\n>\n> {name}, paragraph {paragraph}", values)


def themes_in(hits: pd.DataFrame, paragraph: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Return the terms of each theme in a paragraph from `fullest_paragraph`: theme, terms."""
    spot = paragraph.merge(hits, on="article_id", suffixes=("_of", ""))
    found = spot[spot["start"].between(spot["start_of"], spot["end_of"], inclusive="left")]
    terms = found.groupby("theme", sort=False)["term"].agg(lambda t: "、".join(dict.fromkeys(t)))
    return pd.DataFrame({"theme": [book.english[theme] for theme in terms.index], "terms": terms.to_numpy()})
