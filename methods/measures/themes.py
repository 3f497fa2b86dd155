"""Themes: how much of each article, and of each paragraph, the codebook's terms speak of.

A codebook (corpus/lexicons/themes.csv) lists the terms of each theme, and for a term the longer strings in
which it is an accident (`not_in`). A hit is counted once: where terms of one theme overlap, the longest
stands for them. Hits of different themes may overlap. Dictionary coding and what it can claim: K.
Krippendorff (2019), Content Analysis, 4th ed., ch. 10; it is scored against paragraphs coded by hand in
`methods.measures.coder_agreement`.
"""

from collections import Counter
from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from methods.text.spans import paragraphs, token_totals
from methods.text.words import is_counted, tokenize

HITS = ["article_id", "theme", "term", "start", "end"]


def find_theme_hits(articles: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Every place where a theme's terms stand.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    themes : DataFrame
        theme, term, and, where there is any, not_in (strings joined by `|`).

    Returns
    -------
    DataFrame
        article_id, theme, term, start, end (offsets in `text`), in the order of articles, themes and text.

    Raises
    ------
    ValueError
        When a term is empty: it would stand everywhere.
    """
    if (themes["term"].str.strip() == "").any():
        raise ValueError("an empty term stands everywhere")
    traps = themes.get("not_in", pd.Series("", index=themes.index)).fillna("").str.split("|")
    book = {
        theme: [(term, [*filter(None, traps[row])]) for row, term in terms.items()]
        for theme, terms in themes.groupby("theme", sort=False)["term"]
    }
    rows = [
        (article_id, theme, *hit)
        for article_id, text in articles["text"].items()
        for theme, terms in book.items()
        for hit in _theme_hits(text, terms)
    ]
    types = {"article_id": "str", "theme": "str", "term": "str", "start": int, "end": int}
    return pd.DataFrame(rows, columns=HITS).astype(types)


def _theme_hits(text: str, terms: list[tuple[str, list[str]]]) -> list[tuple[str, int, int]]:
    """Hits of one theme in a text, the longest of those that overlap: term, start, end."""
    found = [
        (term, at, at + len(term))
        for term, traps in terms
        for at in _places(text, term)
        if not any(
            text.startswith(trap, at - shift)
            for trap in traps
            for shift in _places(trap, term)
            if shift <= at
        )
    ]
    kept: list[tuple[str, int, int]] = []
    taken: set[int] = set()
    for term, start, end in sorted(found, key=lambda hit: (hit[1] - hit[2], hit[1])):
        # No longer than what is taken: if they overlap, one of its ends lies inside.
        if start not in taken and end - 1 not in taken:
            taken.update(range(start, end))
            kept.append((term, start, end))
    return sorted(kept, key=lambda hit: hit[1])


def _places(text: str, term: str) -> Iterator[int]:
    """Every offset at which a term stands."""
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)


def score_themes(articles: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """How often each article speaks of each theme.

    Returns
    -------
    DataFrame
        One row an article and theme: article_id, theme, count (hits), terms (different ones), share (of all
        the article's hits; missing where it has none), per_10k (hits per 10,000 tokens), tokens.
    """
    hits, order = find_theme_hits(articles, themes), themes["theme"].unique()
    grid = pd.MultiIndex.from_product([articles.index, order], names=["article_id", "theme"])
    counted = hits.groupby(["article_id", "theme"])["term"].agg(count="size", terms="nunique")
    table = counted.reindex(grid, fill_value=0).reset_index()
    total = table.groupby("article_id")["count"].transform("sum")
    tokens = table["article_id"].map(token_totals(articles))
    return table.assign(
        share=table["count"] / total.where(total > 0),
        per_10k=1e4 * table["count"] / tokens.where(tokens > 0),
        tokens=tokens,
    )


def score_paragraphs(articles: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """How often each paragraph speaks of each theme.

    Returns
    -------
    DataFrame
        One row a paragraph and theme: article_id, paragraph (from 1), start (offset in `text`), characters,
        theme, count.
    """
    spans = pd.concat(
        [paragraphs(text).assign(article_id=article_id) for article_id, text in articles["text"].items()]
    )
    spans["paragraph"] = spans.groupby("article_id").cumcount() + 1
    spans["characters"] = spans["end"] - spans["start"]
    grid = spans.merge(pd.DataFrame({"theme": themes["theme"].unique()}), how="cross")
    hits = find_theme_hits(articles, themes).rename(columns={"start": "at"})
    placed = pd.merge_asof(
        hits.sort_values("at"), spans.sort_values("start"), left_on="at", right_on="start", by="article_id"
    )
    counts = placed.groupby(["article_id", "paragraph", "theme"]).size().rename("count").reset_index()
    table = grid.merge(counts, "left", on=["article_id", "paragraph", "theme"])
    table["count"] = table["count"].fillna(0).astype(int)
    return table[["article_id", "paragraph", "start", "characters", "theme", "count"]]


def code_paragraphs(scores: pd.DataFrame, least: int = 1, share: float = 0.0) -> pd.Series:
    """The rule that turns hits into codes: which paragraphs carry which theme.

    Parameters
    ----------
    scores : DataFrame
        As `score_paragraphs` gives them.
    least : int
        Hits of the theme that the paragraph has at least.
    share : float
        Part of all the paragraph's hits that are the theme's, at least.

    Returns
    -------
    Series of bool
        One value a row of `scores`.
    """
    total = scores.groupby(["article_id", "paragraph"])["count"].transform("sum")
    return ((scores["count"] >= max(least, 1)) & (scores["count"] >= share * total)).rename("coded")


def leave_one_out(hits: pd.DataFrame, article_ids: Collection[str], themes: pd.DataFrame) -> pd.DataFrame:
    """Themes of each article scored with the terms that stand in some other article too.

    A term that only this article has may owe its place in the codebook to it. What is left is what a
    codebook would find that had been written without the article.

    Parameters
    ----------
    hits : DataFrame
        As `find_theme_hits` gives them, of all articles; those of several chunks may be joined.
    article_ids : collection of str
        The articles, those without a hit too.
    themes : DataFrame
        theme.

    Returns
    -------
    DataFrame
        article_id, theme, count and share with all terms, kept_count and kept_share with the kept ones,
        dropped_terms.
    """
    spread = hits.groupby(["theme", "term"])["article_id"].transform("nunique")
    grid = pd.MultiIndex.from_product([article_ids, themes["theme"].unique()], names=["article_id", "theme"])
    table = pd.DataFrame(index=grid)
    for prefix, part in (("", hits), ("kept_", hits[spread > 1])):
        count = part.groupby(["article_id", "theme"]).size().reindex(grid, fill_value=0)
        total = count.groupby("article_id").transform("sum")
        table[f"{prefix}count"], table[f"{prefix}share"] = count, count / total.where(total > 0)
    alone = hits[spread == 1].groupby(["article_id", "theme"])["term"].nunique()
    return table.assign(dropped_terms=alone.reindex(grid, fill_value=0)).reset_index()


def missed_words(
    articles: pd.DataFrame, themes: pd.DataFrame, stopwords: Collection[str] = ()
) -> pd.DataFrame:
    """Words that no theme accounts for: tokens outside every hit.

    Returns
    -------
    DataFrame
        One row an article and word: article_id, word, count (outside hits), covered (how often the word
        lies in a hit, whole or in part). `sum_missed` adds articles up.
    """
    hits = dict(iter(find_theme_hits(articles, themes).groupby("article_id")))
    rows = []
    for article_id, text in articles["text"].items():
        inside = np.zeros(len(text), bool)
        for hit in hits[article_id].itertuples() if article_id in hits else ():
            inside[hit.start : hit.end] = True
        outside, covered = Counter(), Counter()
        for word, at in _words(text, stopwords):
            (covered if inside[at : at + len(word)].any() else outside)[word] += 1
        rows += [(article_id, word, count, covered[word]) for word, count in outside.items()]
    types = {"article_id": "str", "word": "str", "count": int, "covered": int}
    return pd.DataFrame(rows, columns=[*types]).astype(types)


def sum_missed(missed: pd.DataFrame) -> pd.DataFrame:
    """What the codebook misses: word, count, articles, covered; the most frequent first."""
    table = missed.groupby("word").agg(
        count=("count", "sum"), articles=("count", "size"), covered=("covered", "sum")
    )
    return table.reset_index().sort_values(
        ["count", "articles", "word"], ascending=[False, False, True], ignore_index=True
    )


def _words(text: str, stopwords: Collection[str]) -> Iterator[tuple[str, int]]:
    """Tokens that count for rates and are no stop-words, with their offsets."""
    at, stop = 0, set(stopwords)
    for token in tokenize(text):
        if is_counted(token) and token not in stop:
            yield token, at
        at += len(token)
