"""Robustness of counts: to segmentation, to damage of the text, and to its repair.

A term in the lexicon becomes one token, so adding it there raises its count as a token. Its count as a plain
string does not depend on segmentation; the difference shows how much segmentation decides.
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
#: A naive pattern for pinyin glosses: what one strips from a damaged page without knowing its cause.
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
        One row per article and term that occurs in it: article_id, term, substring (hits of the string),
        with_lexicon and without_lexicon (hits as one token), at_edges (hits that begin and end at token
        boundaries without the lexicon: the term is one or several whole words; the other hits cut a word).
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
    """Count terms in eight ways: without sentences of some damage, without the repair, and as words.

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
        `way, article_id, term, count, tokens`, with rows for zeros. ``used above``: the repaired text; ``none
        inferred``, ``glosses at most``, ``undamaged``: without sentences of worse damage; ``glosses cut``,
        ``as found``: the raw text in Simplified characters, with pinyin in brackets removed by a pattern, or
        unchanged; ``words, lexicon``, ``words, none``: tokens of a segmentation with or without the terms.
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
    """Count the tokens of each article that are a term: `article_id, term, count, tokens`."""
    cut = {one: Counter(tokenize(text, lexicon)) for one, text in articles["text"].items()}
    sizes = {one: sum(n for word, n in held.items() if is_counted(word)) for one, held in cut.items()}
    strings = list(dict.fromkeys(terms["term"]))
    rows = [(one, term, held[term], sizes[one]) for one, held in cut.items() for term in strings]
    table = pd.DataFrame(rows, columns=["article_id", "term", "count", "tokens"])
    return table.astype({"article_id": "str", "term": "str", "count": int, "tokens": int})


def summarise_ways(ways: pd.DataFrame) -> pd.DataFrame:
    """Summarise what each way of counting finds.

    Parameters
    ----------
    ways : DataFrame
        As `count_ways` returns them.

    Returns
    -------
    DataFrame
        Index `way`, in the order of `ways`; `tokens, formulas` (number that occur), `in_one_article` (number
        in a single article), `hits, lost` (formulas that occur in the way used above and not in this one).
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
    """Return the direction of each term over time, the sign of tau, by each way of counting.

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
        `way, term, direction`: 1, 0 or -1; missing if fewer than two dated articles are left.
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
