"""Themes: hits of the codebook's terms in each article and paragraph.

A codebook (corpus/lexicons/themes.csv) lists the terms of each theme, and for a term the longer strings that
contain it only by chance (`not_in`). Where terms of one theme overlap, only the longest counts. Hits of
different themes may overlap. On dictionary coding and its limits see K. Krippendorff (2019), Content
Analysis, 4th ed., ch. 10; `methods.measures.coder_agreement` scores it against coded paragraphs.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from methods.measures.rates import rates
from methods.text.occurrences import is_inside, places_in
from methods.text.scan import Words
from methods.text.spans import paragraph_spans

HITS = ["article_id", "theme", "term", "start", "end"]


def find_theme_hits(articles: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return every hit of the terms of each theme.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    themes : DataFrame
        theme, term and, optionally, not_in (strings joined by `|`).

    Returns
    -------
    DataFrame
        article_id, theme, term, start, end (offsets in `text`), by article, theme and start.

    Raises
    ------
    ValueError
        If a term is empty: it would match everywhere.
    """
    if (themes["term"].str.strip() == "").any():
        raise ValueError("an empty term occurs everywhere")
    traps = themes.get("not_in", pd.Series("", index=themes.index)).fillna("").str.split("|")
    book: dict[str, list[tuple[str, list[tuple[str, int]]]]] = {}
    for theme, term, strings in zip(themes["theme"], themes["term"], traps, strict=True):
        book.setdefault(term, []).append((theme, places_in(filter(None, strings), term)))
    words, order, rows = Words(book), list(dict.fromkeys(themes["theme"])), []
    for article_id, text in articles["text"].items():
        found: dict[str, list[tuple[str, int, int]]] = {theme: [] for theme in order}
        for hit in words.sorted_hits(text):
            for theme, places in book[hit[0]]:
                if not is_inside(text, hit[1], places):
                    found[theme].append(hit)
        rows += [(article_id, theme, *hit) for theme, hits in found.items() for hit in _longest(hits, text)]
    types = {"article_id": "str", "theme": "str", "term": "str", "start": int, "end": int}
    return pd.DataFrame(rows, columns=HITS).astype(types)


def _longest(found: list[tuple[str, int, int]], text: str) -> list[tuple[str, int, int]]:
    """Return the hits of one theme in a text, of overlapping ones only the longest: term, start, end."""
    kept: list[tuple[str, int, int]] = []
    taken = bytearray(len(text) if found else 0)  # a byte per character, however many hits a paragraph has
    for term, start, end in sorted(found, key=lambda hit: (hit[1] - hit[2], hit[1])):
        # A hit is no longer than the spans taken before; if it overlaps one, one of its ends is inside.
        if not taken[start] and not taken[end - 1]:
            taken[start:end] = b"\1" * (end - start)
            kept.append((term, start, end))
    return sorted(kept, key=lambda hit: hit[1])


def count_themes(hits: pd.DataFrame, article_ids: Collection[str], themes: Collection[str]) -> pd.DataFrame:
    """Count the hits of each theme in each article.

    Parameters
    ----------
    hits : DataFrame
        As `find_theme_hits` returns them.
    article_ids : collection of str
        All articles, including those without a hit.
    themes : collection of str
        All themes, in the order of the result.

    Returns
    -------
    DataFrame
        article_id, theme, count; one row per article and theme.
    """
    order, ids = list(dict.fromkeys(themes)), pd.Index(article_ids, dtype="str")
    cells = ids.get_indexer(hits["article_id"]) * len(order) + pd.Index(order).get_indexer(hits["theme"])
    table = {
        "article_id": ids.repeat(len(order)),
        "theme": pd.array(order * len(ids), dtype="str"),
        "count": np.bincount(cells, minlength=len(ids) * len(order)),
    }
    return pd.DataFrame(table)


def rate_themes(scores: pd.DataFrame, articles: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """Return the rate of each theme in each column of a figure.

    Parameters
    ----------
    scores : DataFrame
        As `count_themes` returns them, of all articles.
    articles : DataFrame
        Index `article_id`; `tokens` or `text`.
    units : Series
        Label of each article's column, index `article_id`; missing if an article is in none.

    Returns
    -------
    DataFrame
        theme, unit, and the columns of `methods.measures.rates.rates`, but share is the theme's share of the
        hits in the column, missing if it has none, and has no interval.
    """
    table = rates(scores, articles, units.rename("unit"))
    total = table.groupby("unit")["count"].transform("sum")
    table["share"] = table["count"] / total.where(total > 0)
    return table.drop(columns=["share_low", "share_high"])


def score_paragraphs(articles: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Count the hits of each theme in each paragraph.

    Parameters
    ----------
    articles, themes : DataFrame
        As for `find_theme_hits`.

    Returns
    -------
    DataFrame
        One row per paragraph and theme: article_id, paragraph (from 1), start (offset in `text`), characters,
        theme, count, position (of the middle of the paragraph, from 0 to 1 of the length of the article).
    """
    order, hits = list(themes["theme"].unique()), find_theme_hits(articles, themes)
    parts = dict(iter(hits.groupby("article_id")))
    tables = [_score_paragraphs(hits[:0], "", "", order)]
    for article_id, text in articles["text"].items():
        tables.append(_score_paragraphs(parts.get(article_id, hits[:0]), article_id, text, order))
    return pd.concat(tables, ignore_index=True)


def _score_paragraphs(hits: pd.DataFrame, article_id: str, text: str, order: list[str]) -> pd.DataFrame:
    """Return `score_paragraphs` of one article."""
    spans = np.array([span[:2] for span in paragraph_spans(text)], int).reshape(-1, 2)
    row = np.searchsorted(spans[:, 0], hits["start"].to_numpy(), "right") - 1
    cells = (row * len(order) + pd.Index(order).get_indexer(hits["theme"]))[row >= 0]
    size, each = spans[:, 1] - spans[:, 0], len(order)
    table = {
        "article_id": pd.array([article_id] * len(spans) * each, dtype="str"),
        "paragraph": np.arange(1, len(spans) + 1).repeat(each),
        "start": spans[:, 0].repeat(each),
        "characters": size.repeat(each),
        "theme": pd.array(order * len(spans), dtype="str"),
        "count": np.bincount(cells, minlength=len(spans) * each),
        "position": ((spans[:, 0] + size / 2) / max(len(text), 1)).repeat(each),
    }
    return pd.DataFrame(table)


def locate_hits(hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the hits in some articles with `position`, from 0 to 1 of the length of the article.

    Parameters
    ----------
    hits : DataFrame
        As `find_theme_hits` returns them; hits in other articles are left out.
    articles : DataFrame
        Index `article_id`; `text`.
    """
    own = hits[hits["article_id"].isin(articles.index)]
    length = articles["text"].str.len()
    return own.assign(position=own["start"] / own["article_id"].map(length).astype(float))


def code_paragraphs(scores: pd.DataFrame, least: int = 1, share: float = 0.0) -> pd.Series:
    """Return which paragraphs carry which theme: the rule that turns hits into codes.

    Parameters
    ----------
    scores : DataFrame
        As `score_paragraphs` returns them.
    least : int
        Minimum number of hits of the theme in the paragraph.
    share : float
        Minimum share of the theme in all hits of the paragraph.

    Returns
    -------
    Series of bool
        One value per row of `scores`.
    """
    total = scores.groupby(["article_id", "paragraph"])["count"].transform("sum")
    return ((scores["count"] >= max(least, 1)) & (scores["count"] >= share * total)).rename("coded")


def leave_one_out(hits: pd.DataFrame, article_ids: Collection[str], themes: pd.DataFrame) -> pd.DataFrame:
    """Score the themes of each article with only the terms that also occur in another article.

    A term that occurs in only one article may be in the codebook because of it. The terms that remain show
    what a codebook written without the article would find.

    Parameters
    ----------
    hits : DataFrame
        As `find_theme_hits` returns them, of all articles; tables of several chunks may be concatenated.
    article_ids : collection of str
        All articles, including those without a hit.
    themes : DataFrame
        Column theme.

    Returns
    -------
    DataFrame
        article_id, theme, count and share with all terms, kept_count and kept_share with the remaining ones,
        dropped_terms (their number).
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


def leading_terms(hits: pd.DataFrame, lead: pd.Series, most: int = 3) -> pd.DataFrame:
    """Return the most frequent terms of the leading theme of each column.

    Parameters
    ----------
    hits : DataFrame
        unit, theme, term; one row per hit.
    lead : Series
        The leading theme of each unit.
    most : int
        Maximum number of terms per unit.

    Returns
    -------
    DataFrame
        unit, theme, term, hits, hits_of_theme; the most frequent term of a unit first.
    """
    counts = hits.groupby(["unit", "theme", "term"]).size().rename("hits").reset_index()
    counts["hits_of_theme"] = counts.groupby(["unit", "theme"])["hits"].transform("sum")
    parts = [counts[(counts["unit"] == unit) & (counts["theme"] == theme)] for unit, theme in lead.items()]
    tops = [part.sort_values("hits", ascending=False, kind="stable").head(most) for part in parts]
    return pd.concat([counts[:0], *tops], ignore_index=True)


def count_theme_terms(hits: pd.DataFrame) -> pd.DataFrame:
    """Count the hits of each term: theme, term, count, articles, share (of the hits of its theme)."""
    grouped = hits.groupby(["theme", "term"])
    table = grouped.agg(count=("start", "size"), articles=("article_id", "nunique")).reset_index()
    table = table.sort_values(["theme", "count", "term"], ascending=[True, False, True])
    return table.assign(share=table["count"] / table.groupby("theme")["count"].transform("sum"))


def sum_by_theme(ways: pd.DataFrame, theme_of: Mapping[str, str], themes: Collection[str]) -> pd.DataFrame:
    """Sum the counts of the terms of each theme, by several ways of counting.

    Parameters
    ----------
    ways : DataFrame
        As `methods.measures.robustness.compare_segmentations` returns it.
    theme_of : mapping of str to str
        Theme of each term.
    themes : collection of str
        The themes, in the order of the result.

    Returns
    -------
    DataFrame
        Index theme; substring, with_lexicon, without_lexicon.
    """
    names = ["substring", "with_lexicon", "without_lexicon"]
    table = ways.groupby(ways["term"].map(theme_of).rename("theme"))[names].sum()
    return table.reindex(list(themes), fill_value=0).astype(int)
