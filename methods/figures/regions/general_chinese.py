"""Figure 02-general-chinese: the words that distinguish all articles together from general Chinese."""

import math
from collections.abc import Collection, Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, nothing
from methods.measures.keyness import REFERENCE_TOKENS

SHARE = {"article": 0.5}  # minimum share of articles with a word; 0.1 if columns are not articles


def general_marks(
    general: pd.DataFrame,
    rates: pd.DataFrame,
    columns: Columns,
    glosses: Mapping[str, str],
    leave_out: Collection[str] = (),
    top: int = 20,
) -> pd.DataFrame:
    """Return the table of the figure: the words most typical of the articles, the strongest first.

    Parameters
    ----------
    general : DataFrame
        As `methods.measures.keyness.against_general` returns it.
    rates : DataFrame
        As `methods.measures.rates.rates` returns it for all articles as one group.
    columns : Columns
        If columns are articles, a word must occur in half of them, else in a tenth of the articles.
    glosses : mapping of str to str
    leave_out : collection of str
        Words not to show, such as names.
    top : int
        Maximum number of words.

    Returns
    -------
    DataFrame
        Rows of `general` with `low, high`, the interval of the Log Ratio over articles (missing if there are
        too few articles), and `gloss`.
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
    """Return the minimum number of articles with a word, so that it is typical of all and not of one text."""
    return math.ceil(len(columns.of) * SHARE.get(columns.kind, 0.1))


def draw_general_chinese(
    marks: pd.DataFrame, columns: Columns, tokens: int, glosses: Mapping[str, str]
) -> Exhibit:
    """Draw the Log Ratio of each word, with its interval over articles or else a bar down to LRC.

    Parameters
    ----------
    marks : DataFrame
        As `general_marks` returns it.
    columns : Columns
    tokens : int
        Number of tokens of all articles.
    glosses : mapping of str to str
    """
    least = least_articles(columns)
    if marks.empty:
        return nothing(
            "Not shown: no word of wordfreq's list that occurs in {least} of the articles or more is clearly "
            "more frequent than in general Chinese.",
            least=least,
        )
    intervals = marks["low"].notna().any()
    ends = ("low", "high") if intervals else ("lrc", "log_ratio")
    fig, ax = plt.subplots(figsize=(7, 1.1 + 0.24 * len(marks)))
    ax.hlines(range(len(marks)), marks[ends[0]], marks[ends[1]], color="#88CCEE", linewidth=5)
    ax.scatter(marks["log_ratio"], range(len(marks)), color="#332288", s=26, zorder=3)
    ax.set_yticks(range(len(marks)), charts.gloss_labels(marks["word"], glosses))
    ax.set(ylim=(len(marks) - 0.5, -0.5), xlim=(0, None))
    ax.set_xlabel("Log Ratio against general Chinese (1 = twice as frequent)")
    ax.set_title("Words more frequent in the articles than in general Chinese")
    bar = "95 % interval over articles" if intervals else "from the Log Ratio down to LRC, its lower end"
    articles = counted(len(columns.of), "article")
    charts.note(fig, f"n = {tokens:,} tokens, {articles}; words in at least {least} of them. Bar: {bar}.")
    lead = zip(marks["word"].head(4), marks["log_ratio"], strict=False)
    alt = Sentence(
        "Words ranked by keyness against general Chinese. The first are more frequent by these factors: "
        "{words}.",
        {"words": ", ".join(f"{charts.glossed([word], glosses)} 2^{ratio:.1f}" for word, ratio in lead)},
    )
    return Exhibit(fig, marks, alt)


def general_finding(
    general: pd.DataFrame, marks: pd.DataFrame, glosses: Mapping[str, str], leave_out: Collection[str] = ()
) -> Sentence | None:
    """Return the words most typical of the articles, and the share of tokens that cannot be compared.

    None if there are no words.
    """
    if not general["count"].sum():
        return None
    listed = general["listed"]
    absent = general[~listed & ~general["word"].isin(leave_out)].nlargest(6, "count")["word"]
    first = Sentence("**No word is clearly more frequent in the articles than in general Chinese.**")
    if len(marks):
        first = Sentence(
            "Most frequent compared with general Chinese: **{words}**.",
            {"words": charts.glossed(marks["word"].head(6), glosses)},
        )
    return first + Sentence(
        "{share:.0%} of the tokens are words of the list; the most frequent words that it lacks or splits: "
        "{absent}.",
        {
            "share": general.loc[listed, "count"].sum() / general["count"].sum(),
            "absent": charts.glossed(absent, glosses),
        },
    )
