"""Sensitivity of counts to segmentation: what the lexicon makes of a term is no finding about the articles.

A term in the lexicon becomes one token, so putting it there raises its count as a token. Its count as a plain
string depends on no segmentation at all; what lies between the two shows how far segmentation decides.
"""

import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import opencc
import pandas as pd

from methods.corpora.columns import Columns
from methods.measures.counts import count_terms
from methods.measures.curves import moments
from methods.measures.grades import keep_sentences
from methods.measures.trends import trend_table
from methods.text.occurrences import find_terms
from methods.text.words import LEXICON, is_counted, tokenize

USED = "used above"
#: What one would strip from a damaged page without knowing how it came about.
PINYIN = r"\([a-z\u00e0-\u01dc\u0251\u0261]{1,6}\)"


def compare_segmentations(
    articles: pd.DataFrame, terms: pd.DataFrame, lexicon: Path | None = LEXICON
) -> pd.DataFrame:
    """Count terms with the lexicon, without it, and as plain strings.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    terms : DataFrame
        Column `term`.
    lexicon : Path or None
        User words of the segmentation.

    Returns
    -------
    DataFrame
        One row per article and term that occurs in it: article_id, term, substring (wherever the string
        occurs), with_lexicon and without_lexicon (as one token), at_edges (without the lexicon, hits that
        begin and end where tokens do: the term is there as words, if not as one; the rest cuts words in
        two).
    """
    hits = find_terms(articles, terms)
    rows = []
    for article_id, part in hits.groupby("article_id", sort=False):
        text = articles.at[article_id, "text"]
        known, plain = tokenize(text, lexicon), tokenize(text, None)
        with_lexicon, without = Counter(known), Counter(plain)
        edges = {0, *itertools.accumulate(map(len, plain))}
        whole = part[part["start"].isin(edges) & part["end"].isin(edges)]["term"].value_counts()
        for term, count in part["term"].value_counts(sort=False).items():
            rows.append((article_id, term, count, with_lexicon[term], without[term], int(whole.get(term, 0))))
    columns = ["article_id", "term", "substring", "with_lexicon", "without_lexicon", "at_edges"]
    return pd.DataFrame(rows, columns=columns)


def count_ways(
    articles: pd.DataFrame, graded: pd.DataFrame, terms: pd.DataFrame, lexicon: Path | None = LEXICON
) -> pd.DataFrame:
    """Count terms eight ways: by what was left out for its damage, without the repair, and as words.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, columns `raw, text`.
    graded : DataFrame
        As `methods.measures.grades.grade_sentences` returns it.
    terms : DataFrame
        Column `term`.
    lexicon : Path or None
        User words of the segmentation.

    Returns
    -------
    DataFrame
        `way, article_id, term, count, tokens`, zeros among them. ``used above``: the repaired text; ``none
        inferred``, ``glosses at most``, ``undamaged``: without sentences of worse damage; ``glosses cut``,
        ``as found``: the raw text made Simplified, with the pinyin brackets cut by a pattern, or as it is;
        ``words, lexicon``, ``words, none``: tokens of a segmentation that knows the terms, or not.
    """
    plain = articles["raw"].map(opencc.OpenCC("t2s").convert)
    texts = {
        USED: articles["text"],
        "none inferred": keep_sentences(articles, graded, 2),
        "glosses at most": keep_sentences(articles, graded, 1),
        "undamaged": keep_sentences(articles, graded, 0),
        "glosses cut": plain.str.replace(PINYIN, "", regex=True),
        "as found": plain,
    }
    tables = {way: count_terms(articles[[]].assign(text=text), terms) for way, text in texts.items()}
    tables["words, lexicon"] = count_as_words(articles, terms, lexicon)
    tables["words, none"] = count_as_words(articles, terms, None)
    names = ["article_id", "term", "count", "tokens"]
    return pd.concat([table[names].assign(way=way) for way, table in tables.items()], ignore_index=True)


def count_as_words(articles: pd.DataFrame, terms: pd.DataFrame, lexicon: Path | None) -> pd.DataFrame:
    """Return how often each term is a token of each article: `article_id, term, count, tokens`."""
    cut = {one: Counter(tokenize(text, lexicon)) for one, text in articles["text"].items()}
    sizes = {one: sum(n for word, n in held.items() if is_counted(word)) for one, held in cut.items()}
    strings = list(dict.fromkeys(terms["term"]))
    rows = [(one, term, held[term], sizes[one]) for one, held in cut.items() for term in strings]
    table = pd.DataFrame(rows, columns=["article_id", "term", "count", "tokens"])
    return table.astype({"article_id": "str", "term": "str", "count": int, "tokens": int})


def summarise_ways(ways: pd.DataFrame) -> pd.DataFrame:
    """Return what each way of counting finds.

    Parameters
    ----------
    ways : DataFrame
        As `count_ways` returns them.

    Returns
    -------
    DataFrame
        Index `way`, in their order: `tokens, formulas` (that occur), `in_one_article, hits, lost` (formulas
        that occur as used above, and not this way).
    """
    rows, base = {}, set(ways.loc[(ways["way"] == USED) & (ways["count"] > 0), "term"])
    for way, table in ways.groupby("way", sort=False):
        held = table.loc[table["count"] > 0, "term"].value_counts()
        rows[way] = {
            "tokens": int(table.drop_duplicates("article_id")["tokens"].sum()),
            "formulas": len(held),
            "in_one_article": int((held == 1).sum()),
            "hits": int(table["count"].sum()),
            "lost": len(base - set(held.index)),
        }
    columns = ["tokens", "formulas", "in_one_article", "hits", "lost"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("way")


def directions(ways: pd.DataFrame, articles: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the direction of each term over time by each way of counting, the sign of tau.

    Parameters
    ----------
    ways : DataFrame
        As `count_ways` returns them.
    articles : DataFrame
        Index `article_id`, column `date`.
    columns : Columns
        Articles or periods.

    Returns
    -------
    DataFrame
        `way, term, direction`: 1, 0 or -1; missing where fewer than two dates are left.
    """
    tables = []
    for way, table in ways.groupby("way", sort=False):
        tokens = table.drop_duplicates("article_id").set_index("article_id")["tokens"]
        dated = articles[["date"]].dropna().join(tokens[tokens > 0], how="inner")
        counts = table[["article_id", "term", "count"]]
        moves = trend_table(counts, dated, moments(dated, columns), tests=False) if len(dated) > 1 else None
        signs = np.sign(moves.set_index("term")["tau"]) if moves is not None else pd.Series(dtype=float)
        terms = pd.Index(counts["term"].unique(), name="term")
        tables.append(signs.reindex(terms).rename("direction").reset_index().assign(way=way))
    return pd.concat(tables, ignore_index=True)[["way", "term", "direction"]]
