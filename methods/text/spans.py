"""Paragraphs and sentences of a text, and how long articles are."""

import re

import pandas as pd

from methods.files.cache import remembered
from methods.text.words import Segmenter, is_counted, segmenter, tokenize

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


@remembered
def _token_lists(articles: pd.DataFrame, cutter: Segmenter) -> list[list[str]]:
    return [cutter.tokens(text) for text in articles["text"]]


def token_lists(articles: pd.DataFrame) -> list[list[str]]:
    """Tokens of each article, in order: see `methods.text.words.tokenize`."""
    return _token_lists(articles, segmenter())


def measure(articles: pd.DataFrame) -> pd.DataFrame:
    """Size of each article.

    Returns
    -------
    DataFrame
        Indexed as `articles`: `characters` (Chinese ones only), `tokens`, `sentences`, `paragraphs`.
    """
    sizes = [
        (
            len(_HAN.findall(t)),
            sum(map(is_counted, words)),
            len(_spans(_SENTENCE, t)),
            len(paragraph_spans(t)),
        )
        for t, words in zip(articles["text"], token_lists(articles), strict=True)
    ]
    names = ["characters", "tokens", "sentences", "paragraphs"]
    return pd.DataFrame(sizes, index=articles.index, columns=names).astype(int)


def token_totals(articles: pd.DataFrame) -> pd.Series:
    """Tokens of each article: its column `tokens` where `measure` was joined before, else counted now."""
    if "tokens" in articles:
        return articles["tokens"]
    return articles["text"].map(count_tokens).astype(int).rename("tokens")
