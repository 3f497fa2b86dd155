"""Names of private persons, masked in what a study shows; no number is counted on masked text."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from methods.mentions.people import actors_table, without_names
from methods.text.words import tokenize

MASK = "□"


def private_names(articles: pd.DataFrame) -> dict[str, list[str]]:
    """Return the names of private persons in each article, longest first.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.

    Returns
    -------
    dict of str to list of str
        For every article; names of two characters or more, since a single one would mask ordinary words.
    """
    people = actors_table(articles)
    private = people[people["private"] & (people["name"].str.len() > 1)]
    named = private.groupby("article_id")["name"].unique()
    return {one: sorted(named.get(one, ()), key=lambda name: (-len(name), name)) for one in articles.index}


def mask(text: str, names: Iterable[str]) -> str:
    """Return a text with each character of some names as ``□``: its length, and so every offset, stays.

    >>> mask("记者张三报道", ["张三"])
    '记者□□报道'
    """
    pattern = "|".join(map(re.escape, sorted(set(names), key=len, reverse=True)))
    return re.sub(pattern, lambda hit: MASK * len(hit[0]), text) if pattern else text


def mask_table(table: pd.DataFrame, names: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Return a table with names masked in all its strings, and each string on one line (``¶``).

    Parameters
    ----------
    table : DataFrame
        With a column `article_id`: a row is masked with the names of its article.
    names : mapping of str to iterable of str
        As `private_names` returns them.
    """
    words = [
        name for name in table.columns if name != "article_id" and table[name].dtype in ("str", "object")
    ]
    masked = {
        name: [
            mask(cell, names.get(article, ())).replace("\n", "¶") if isinstance(cell, str) else cell
            for cell, article in zip(table[name], table["article_id"], strict=True)
        ]
        for name in words
    }
    return table.assign(**masked)


def person_words(articles: pd.DataFrame) -> set[str]:
    """Return the words that occur only in names of persons, in any of some articles.

    A figure leaves them out; all other words are counted on the text as it is, so that a word has one count.

    Parameters
    ----------
    articles : DataFrame
        Column `text`.
    """
    named = {word for text in articles["text"] for word in tokenize(text)}
    return named - {word for text in articles["text"] for word in tokenize(without_names(text))}
