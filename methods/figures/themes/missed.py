"""The words that the codebook misses, as a sentence."""

from collections.abc import Mapping

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Sentence, counted
from methods.figures.themes.codebook import sampled

SHOWN = 15  # words in the table below the sentence


def missed_finding(
    missed: pd.DataFrame, words: pd.DataFrame, glosses: Mapping[str, str], columns: Columns, read: int
) -> Sentence | None:
    """Return the most frequent words that the codebook misses; None if it misses none.

    Parameters
    ----------
    missed : DataFrame
        As `methods.measures.missed_words.sum_missed` returns it.
    words : DataFrame
        word, count; all words except stop words.
    glosses : mapping of str to str
    columns : Columns
    read : int
        Number of articles in which the words were counted.
    """
    if missed.empty:
        return None
    content = int(words.loc[words["word"].str.len() > 1, "count"].sum())
    top = missed.head(3)
    told = zip(charts.gloss_labels(top["word"], glosses), top["count"], top["articles"], strict=True)
    values = {
        "top": ", ".join(
            f"{word} ({count:,} in {counted(articles, 'article')})" for word, count, articles in told
        ),
        "first": min(SHOWN, len(missed)),
        "share": missed["count"].head(SHOWN).sum() / max(content, 1),
        "content": content,
        "read": sampled(read, columns),
    }
    return Sentence(
        "Most frequent outside every hit{read}: **{top}**. The first {first} account for {share:.0%} of the "
        "{content:,} content words.",
        values,
    )
