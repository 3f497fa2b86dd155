"""Split a text into paragraphs and sentences, and measure the length of articles."""

import re
from typing import TYPE_CHECKING

import pandas as pd

from methods.files.cache import remembered
from methods.text.words import Segmenter, count_types, is_counted, segmenter, tokenize

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
# A sentence ends at 。！？ and the closing brackets after it, unless it goes on (……？”的问题, 《……？》).
# It does not end at an ellipsis, which also means "and so on" within a sentence.
_SENTENCE = re.compile(r"[^\n]*?(?<![。！？!?])[。！？!?]++[”’」』）)]*+(?![，、；：,;:》的])|[^\n]+")


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int, str]]:
    return [(*hit.span(), hit.group()) for hit in pattern.finditer(text) if hit.group().strip()]


def paragraph_spans(text: str) -> list[tuple[int, int, str]]:
    """Return the rows of `paragraphs` without building a table, which takes longer."""
    return _spans(_PARAGRAPH, text)


def _span_table(pattern: re.Pattern[str], text: str) -> pd.DataFrame:
    table = pd.DataFrame(_spans(pattern, text), columns=["start", "end", "text"])
    return table.astype({"start": int, "end": int, "text": "str"})


def sentences(text: str) -> pd.DataFrame:
    """Return the sentences of a text in order: `start, end, text`, offsets in characters."""
    return _span_table(_SENTENCE, text)


def paragraphs(text: str) -> pd.DataFrame:
    """Return the paragraphs of a text, which are its lines that are not blank: `start, end, text`."""
    return _span_table(_PARAGRAPH, text)


def count_tokens(text: str) -> int:
    """Return how many tokens of a text count for rates: see `methods.text.words.is_counted`."""
    return sum(map(is_counted, tokenize(text)))


@remembered
def _token_lists(articles: pd.DataFrame, cutter: Segmenter) -> list[list[str]]:
    same: dict[str, str] = {}  # One string per type: of 3,000 articles, their tokens took 200 MB more.
    return [[same.setdefault(token, token) for token in cutter.tokens(text)] for text in articles["text"]]


def token_lists(articles: pd.DataFrame) -> list[list[str]]:
    """Return the tokens of each article, in order: see `methods.text.words.tokenize`."""
    return _token_lists(articles, segmenter())


@remembered
def _type_counts(articles: pd.DataFrame, cutter: Segmenter) -> tuple["csr_array", list[str]]:
    return count_types(_token_lists(articles, cutter))


def type_counts(articles: pd.DataFrame) -> tuple["csr_array", list[str]]:
    """Return the counts of types, articles x types, and the types: see `methods.text.words.count_types`."""
    return _type_counts(articles, segmenter())


def measure(articles: pd.DataFrame) -> pd.DataFrame:
    """Count the characters, tokens, sentences and paragraphs of each article.

    Returns
    -------
    DataFrame
        Indexed as `articles`: `characters` (Chinese ones only), `tokens` (those that count for rates),
        `sentences`, `paragraphs`.
    """
    sizes = [
        (len(_HAN.findall(text)), tokens, len(_spans(_SENTENCE, text)), len(paragraph_spans(text)))
        for text, tokens in zip(articles["text"], type_counts(articles)[0].sum(axis=1), strict=True)
    ]
    names = ["characters", "tokens", "sentences", "paragraphs"]
    return pd.DataFrame(sizes, index=articles.index, columns=names).astype(int)


def token_totals(articles: pd.DataFrame) -> pd.Series:
    """Return the tokens of each article: from its column `tokens` if there is one, else counted now."""
    if "tokens" in articles:
        return articles["tokens"]
    return articles["text"].map(count_tokens).astype(int).rename("tokens")
