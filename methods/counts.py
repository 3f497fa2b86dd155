"""Counts: how long articles are, and how often terms and words stand in them."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from methods.segment import is_counted, tokenize

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# A sentence ends at 。！？ with the brackets that close after it, unless it goes on (……？”的问题, 《……？》).
# An ellipsis ends none: it stands for "and so on" inside Chinese sentences too.
_SENTENCE = re.compile(r"[^\n]*?(?<![。！？!?])[。！？!?]++[”’」』）)]*+(?![，、；：,;:》的])|[^\n]+")


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int, str]]:
    return [(*hit.span(), hit.group()) for hit in pattern.finditer(text) if hit.group().strip()]


def paragraph_spans(text: str) -> list[tuple[int, int, str]]:
    """The rows of `paragraphs`, without the time that a table of them takes."""
    return _spans(_PARAGRAPH, text)


def _span_table(pattern: re.Pattern[str], text: str) -> pd.DataFrame:
    table = pd.DataFrame(_spans(pattern, text), columns=["start", "end", "text"])
    return table.astype({"start": int, "end": int, "text": "str"})


def sentences(text: str) -> pd.DataFrame:
    """Sentences of a text: `start, end, text`, in order; ``text[start:end]`` is the sentence."""
    return _span_table(_SENTENCE, text)


def paragraphs(text: str) -> pd.DataFrame:
    """Paragraphs of a text, its lines that are not blank: `start, end, text`, in order."""
    return _span_table(_PARAGRAPH, text)


def count_tokens(text: str) -> int:
    """Tokens that count for rates: they hold a Chinese character, a letter or a digit."""
    return sum(map(is_counted, tokenize(text)))


def measure(articles: pd.DataFrame) -> pd.DataFrame:
    """Size of each article.

    Returns
    -------
    DataFrame
        Indexed as `articles`: `characters` (Chinese ones only), `tokens`, `sentences`, `paragraphs`.
    """
    sizes = [
        (len(_HAN.findall(t)), count_tokens(t), len(_spans(_SENTENCE, t)), len(paragraph_spans(t)))
        for t in articles["text"]
    ]
    names = ["characters", "tokens", "sentences", "paragraphs"]
    return pd.DataFrame(sizes, index=articles.index, columns=names).astype(int)


def token_totals(articles: pd.DataFrame) -> pd.Series:
    """Tokens of each article: its column `tokens` where `measure` was joined before, else counted now."""
    if "tokens" in articles:
        return articles["tokens"]
    return articles["text"].map(count_tokens).astype(int).rename("tokens")


def starts(text: str, term: str) -> Iterator[int]:
    """Give every offset at which a term stands in a text, overlapping ones too.

    >>> list(starts("平平平安", "平平"))
    [0, 1]
    """
    start = text.find(term)
    while start >= 0:
        yield start
        start = text.find(term, start + 1)


def find_terms(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Every place where a tracked term's string stands, one term inside another or not.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    terms : DataFrame
        Column `term`; further columns are not read.

    Returns
    -------
    DataFrame
        `article_id, term, start, end` (offsets into `text`) and `nested`: inside a longer tracked term's hit.

    Raises
    ------
    ValueError
        If a term is empty: it would stand everywhere.
    """
    strings = list(dict.fromkeys(terms["term"]))
    if not all(strings):
        raise ValueError("an empty term stands everywhere")
    longer = {s: [(t, at) for t in strings if t != s for at in starts(t, s)] for s in strings}
    rows = [
        (article, s, at, at + len(s), any(o <= at and text.startswith(t, at - o) for t, o in longer[s]))
        for article, text in articles["text"].items()
        for s in strings
        for at in starts(text, s)
    ]
    hits = pd.DataFrame(rows, columns=["article_id", "term", "start", "end", "nested"])
    return hits.astype({"article_id": "str", "term": "str", "start": int, "end": int, "nested": bool})


def count_terms(articles: pd.DataFrame, terms: pd.DataFrame, zeros: bool = True) -> pd.DataFrame:
    """How often each tracked term stands in each article.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, columns `text` and, to save a second tokenization, `tokens` (from `measure`).
    terms : DataFrame
        Column `term`.
    zeros : bool
        Whether pairs that never meet have a row with 0. Without them a million articles fit in memory, and
        every function of `methods` reads a missing row as 0.

    Returns
    -------
    DataFrame
        `article_id, term, count, nested` (hits inside a longer tracked term's hit), `per_10k, tokens`.
    """
    hits, index = find_terms(articles, terms), articles.index
    strings = pd.Index(list(dict.fromkeys(terms["term"])), dtype="str")
    cell = index.get_indexer(hits["article_id"]) * len(strings) + strings.get_indexer(hits["term"])
    size = len(index) * len(strings)
    tokens = np.repeat(token_totals(articles).to_numpy(), len(strings))
    table = pd.DataFrame(
        {
            "article_id": index.repeat(len(strings)),
            "term": strings.take(np.tile(np.arange(len(strings)), len(index))),
            "count": np.bincount(cell, minlength=size),
            "nested": np.bincount(cell, hits["nested"], minlength=size).astype(int),
        }
    )
    table = table.assign(per_10k=1e4 * table["count"] / np.where(tokens > 0, tokens, np.nan), tokens=tokens)
    return table if zeros else table[table["count"] > 0].reset_index(drop=True)


def count_families(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """How often a family of variants stands in each article: `article_id, family, count, per_10k, tokens`.

    A variant inside a longer one of its own family is one hit; `terms` has the columns `term, family`.
    """
    sized = articles.assign(tokens=token_totals(articles))
    empty = count_terms(sized[:0], terms).assign(family=pd.Series(dtype="str"))
    tables = [empty] + [
        count_terms(sized, variants)
        .assign(family=family, count=lambda t: t["count"] - t["nested"])
        .groupby(["article_id", "family", "tokens"], as_index=False)["count"]
        .sum()
        for family, variants in terms.groupby("family", sort=False)
    ]
    table = pd.concat(tables, ignore_index=True)
    table["per_10k"] = 1e4 * table["count"] / table["tokens"].where(table["tokens"] > 0)
    return table[["article_id", "family", "count", "per_10k", "tokens"]]


def count_words(articles: pd.DataFrame, stopwords: Collection[str] = ()) -> pd.DataFrame:
    """How often each word stands in each article: `article_id, word, count`; only words that stand there.

    `stopwords` have no row; they still count in `tokens`, the denominator of rates.
    """
    stop = set(stopwords)
    rows = [
        (article, word, count)
        for article, text in articles["text"].items()
        for word, count in Counter(filter(is_counted, tokenize(text))).items()
        if word not in stop
    ]
    table = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    return table.astype({"article_id": "str", "word": "str", "count": int})
