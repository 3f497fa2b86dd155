"""Figure 02-general-chinese: the words that mark the articles as a whole against Chinese at large."""

import math
from collections.abc import Collection, Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing
from methods.measures.keyness import REFERENCE_TOKENS

SHARE = {"article": 0.5}  # of the articles that a word must be in; a tenth where a column is not an article


def general_marks(
    general: pd.DataFrame,
    rates: pd.DataFrame,
    columns: Columns,
    glosses: Mapping[str, str],
    leave_out: Collection[str] = (),
    top: int = 20,
) -> pd.DataFrame:
    """Return the words that mark the articles, the most telling first: the table of the figure.

    Parameters
    ----------
    general : DataFrame
        As `methods.measures.keyness.against_general` returns it.
    rates : DataFrame
        As `methods.measures.rates.rates` returns it for all articles as one group.
    columns : Columns
        Where they are articles, a word must be in half of them, else in a tenth.
    glosses : mapping of str to str
    leave_out : collection of str
        Words that are not shown, such as names.
    top : int

    Returns
    -------
    DataFrame
        Rows of `general` with `low, high`, the interval of the Log Ratio over articles (missing where there
        are too few), and `gloss`.
    """
    least = least_articles(columns)
    sure = general["listed"] & (general["articles_with"] >= least) & (general["lrc"] > 0)
    marks = general[sure & ~general["word"].isin(leave_out)].head(top)
    ends = (
        marks["word"].map(rates.set_index("word")["per_10k_low"]),
        marks["word"].map(rates.set_index("word")["per_10k_high"]),
    )
    reference = marks["rest"] / REFERENCE_TOKENS * 1e4
    low, high = (np.log2(end.astype(float) / reference) for end in ends)
    return marks.assign(low=low, high=high, gloss=marks["word"].map(glosses))


def least_articles(columns: Columns) -> int:
    """Return in how many articles a word must be, so that it marks the discourse and no single text."""
    return math.ceil(len(columns.of) * SHARE.get(columns.kind, 0.1))


def draw_general_chinese(
    marks: pd.DataFrame, columns: Columns, tokens: int, glosses: Mapping[str, str]
) -> Exhibit:
    """Draw the Log Ratio of each word with the interval over articles, or down to its cautious end.

    Parameters
    ----------
    marks : DataFrame
        As `general_marks` returns it.
    columns : Columns
    tokens : int
        Of all articles.
    glosses : mapping of str to str
    """
    least = least_articles(columns)
    if marks.empty:
        return nothing(
            "Not shown: no word that wordfreq lists marks {least} of the articles or more.", least=least
        )
    intervals = marks["low"].notna().any()
    ends = ("low", "high") if intervals else ("lrc", "log_ratio")
    fig, ax = plt.subplots(figsize=(7, 1.1 + 0.24 * len(marks)))
    ax.hlines(range(len(marks)), marks[ends[0]], marks[ends[1]], color="#88CCEE", linewidth=5)
    ax.scatter(marks["log_ratio"], range(len(marks)), color="#332288", s=26, zorder=3)
    ax.set_yticks(range(len(marks)), charts.gloss_labels(marks["word"], glosses))
    ax.set(ylim=(len(marks) - 0.5, -0.5), xlim=(0, None))
    ax.set_xlabel("Log Ratio against general Chinese (1 = twice as frequent)")
    ax.set_title("What marks the articles together against general Chinese")
    bar = "95 % interval over articles" if intervals else "from the Log Ratio down to LRC, its cautious end"
    articles = counted(len(columns.of), "article")
    charts.note(fig, f"n = {tokens:,} tokens, {articles}; words in at least {least} of them. Bar: {bar}.")
    lead = zip(marks["word"].head(4), marks["log_ratio"], strict=False)
    alt = Sentence(
        "Words ranked by keyness against general Chinese. Most marked: {words} times.",
        {"words": ", ".join(f"{charts.glossed([word], glosses)} 2^{ratio:.1f}" for word, ratio in lead)},
    )
    return Exhibit(fig, marks, alt)


def general_finding(
    general: pd.DataFrame, marks: pd.DataFrame, glosses: Mapping[str, str], leave_out: Collection[str] = ()
) -> Sentence | None:
    """Return which words mark the articles, and how much of them cannot be compared; None without words."""
    if not general["count"].sum():
        return None
    listed = general["listed"]
    absent = general[~listed & ~general["word"].isin(leave_out)].nlargest(6, "count")["word"]
    first = Sentence("**No word marks the articles together against general Chinese.**")
    if len(marks):
        first = Sentence(
            "Most marked against general Chinese: **{words}**.",
            {"words": charts.glossed(marks["word"].head(6), glosses)},
        )
    return first + Sentence(
        "{share:.0%} of the tokens are words of the list; the most frequent ones that are not, or that the "
        "list splits: {absent}.",
        {
            "share": general.loc[listed, "count"].sum() / general["count"].sum(),
            "absent": charts.glossed(absent, glosses),
        },
    )
