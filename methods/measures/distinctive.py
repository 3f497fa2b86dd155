"""The distinctive words of each group of articles, ranked by a test over articles where one is possible."""

from collections.abc import Collection

import pandas as pd

from methods.measures.group_tests import compare_groups
from methods.measures.keyness import keyness

TESTED = ["low", "high", "bound", "p", "q", "test"]
COLUMNS = [
    *("group", "word", "count", "rest", "per_10k", "rest_per_10k", "g2", "log_ratio", "lrc", "log_odds"),
    *("articles", "articles_with", *TESTED),
]


def compare_words(counts: pd.DataFrame, articles: pd.DataFrame, of: pd.Series) -> pd.DataFrame:
    """Return every measure and the test of each word in each group against all other groups.

    Parameters
    ----------
    counts : DataFrame
        `article_id, word, count`.
    articles : DataFrame
        Index `article_id`, column `tokens`.
    of : Series
        The group of each article; missing if it is in none.

    Returns
    -------
    DataFrame
        `group`, the columns of `keyness.keyness`, and from `group_tests.compare_groups` the interval of the
        Log Ratio over articles `low, high`, its corrected `bound`, `p, q` and `test`; missing if a group has
        too few articles. No rows, but all columns, if there are fewer than two groups.
    """
    of = of.rename("group")
    ranked = keyness(counts, articles, of)
    if ranked.empty:
        return pd.DataFrame(columns=COLUMNS)
    tested = compare_groups(counts, articles, of)[["group", "word", *TESTED]]
    return ranked.merge(tested, on=["group", "word"], how="left")[COLUMNS]


def rank_words(
    compared: pd.DataFrame, groups: Collection[object], leave_out: Collection[str] = (), q: float = 0.05
) -> pd.DataFrame:
    """Return the distinctive words of each group, the strongest first.

    Parameters
    ----------
    compared : DataFrame
        As `compare_words` returns it.
    groups : collection
        The groups to return, in order.
    leave_out : collection of str
        Words not to show, such as names; they still count in every number.
    q : float
        False discovery rate. If a test over articles is possible, a word must be significant at this level
        (Benjamini-Hochberg) with a 95 % interval of the Log Ratio above zero, and words are ranked by the
        corrected bound, which is 0 for most words of small groups, and then by the interval's lower end.
        Otherwise a word must occur more than once, at a higher rate than in the rest, and in more than one
        article of a group of several: a name in one article marks the article, not the group. Words are then
        ranked by LRC, then G2.

    Returns
    -------
    DataFrame
        Rows of `compared`, in the order of `groups`.
    """
    seen = compared[~compared["word"].isin(leave_out)]
    if is_tested(compared):
        sure = seen[(seen["q"] < q) & (seen["low"] > 0)]
        ranked = sure.sort_values(["bound", "low"], ascending=False, kind="stable")
    else:
        spread_out = (seen["articles_with"] > 1) | (seen["articles"] == 1)
        ranked = seen[(seen["count"] > 1) & (seen["log_ratio"] > 0) & spread_out]
    place = {group: n for n, group in enumerate(groups)}
    ranked = ranked[ranked["group"].isin(list(place))]
    return ranked.sort_values("group", key=lambda names: names.map(place), kind="stable")


def is_tested(compared: pd.DataFrame) -> bool:
    """Return whether any word of any group could be tested over articles."""
    return bool(compared["p"].notna().any())


def agreement(ranked: pd.DataFrame, top: int = 10) -> pd.DataFrame:
    """Count for each group how many of its top words are also at the top by weighted log-odds.

    Parameters
    ----------
    ranked : DataFrame
        As `rank_words` returns it.
    top : int
        Words of each group to compare.

    Returns
    -------
    DataFrame
        Index `group`; `words` (up to `top` of `ranked`), `shared` (those that are also among the `top` words
        of `ranked` by log-odds).
    """
    rows = [
        (
            group,
            len(words.head(top)),
            len(set(words.head(top)["word"]) & set(words.nlargest(top, "log_odds")["word"])),
        )
        for group, words in ranked.groupby("group", sort=False)
    ]
    return pd.DataFrame(rows, columns=["group", "words", "shared"]).set_index("group")


def spread(ranked: pd.DataFrame, texts: pd.Series, of: pd.Series) -> pd.DataFrame:
    """Count the paragraphs of each group's articles that contain the group's first word.

    Parameters
    ----------
    ranked : DataFrame
        As `rank_words` returns it.
    texts : Series
        Texts by `article_id`.
    of : Series
        The group of each article.

    Returns
    -------
    DataFrame
        Index `group`: `word, paragraphs_with, paragraphs`.
    """
    rows = []
    for group, word in ranked.drop_duplicates("group")[["group", "word"]].itertuples(index=False):
        parts = [p for text in texts[of.reindex(texts.index) == group] for p in text.split("\n") if p.strip()]
        rows.append((group, word, sum(word in part for part in parts), len(parts)))
    return pd.DataFrame(rows, columns=["group", "word", "paragraphs_with", "paragraphs"]).set_index("group")
