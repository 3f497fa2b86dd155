"""Mask the names of private persons in what a study shows; no number is counted on masked text."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

import pandas as pd

from methods.mentions.people import actors_table
from methods.text.scan import Words

MASK = "□"
#: The words with which names of villages and communities end.
_KINDS = ("村", "社区", "居民区")
#: The village or community at the end of the places before a post: a village has one head of security.
_HOME = re.compile(
    "(?:.*(?:街道|[镇乡县市旗]|(?<![社民小])区))?(?P<home>(?!(?:城市|农村|所在|有关|相关|全国|先进|基层|辖区)"
    "(?:村|社区|居民区))[\u4e00-\u9fff]{2,10}?(?:" + "|".join(_KINDS) + "))"
)


def private_names(articles: pd.DataFrame) -> dict[str, list[str]]:
    """Return the names of the private persons in each article, and of the villages that their posts name.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.

    Returns
    -------
    dict of str to list of str
        By article, the longest name first. Names have at least two characters, since the mask of a single
        character would hide ordinary words.
    """
    people = actors_table(articles)
    private = people[people["private"] & (people["name"].str.len() > 1)]
    named = private.groupby("article_id")["name"].agg(set).to_dict()
    for one, place in zip(private["article_id"], private["place_words"], strict=True):
        if home := _HOME.fullmatch(place):
            named[one].add(home["home"])
    return {one: sorted(named.get(one, ()), key=lambda name: (-len(name), name)) for one in articles.index}


def without_kind(name: str) -> str:
    """Return the name of a village or community without the word for what it is; other names unchanged.

    >>> without_kind("军门社区"), without_kind("张三")
    ('军门', '张三')
    """
    return next((name.removesuffix(kind) for kind in _KINDS if name.endswith(kind)), name)


def mask(text: str, names: Iterable[str]) -> str:
    """Return a text in which ``□`` replaces each character of some names, so that all offsets stay valid.

    >>> mask("记者张三报道", ["张三"])
    '记者□□报道'
    """
    wanted = frozenset(names)
    if not wanted:  # as in most articles of a newspaper
        return text
    pieces, free = [], 0
    for start, found in _words(wanted).occurrences(text):
        if start >= free:
            pieces += [text[free:start], MASK * len(found[0])]
            free = start + len(found[0])
    return "".join([*pieces, text[free:]])


@lru_cache(512)
def _words(names: frozenset[str]) -> Words:
    return Words(sorted(names))


def mask_passage(text: str, names: Collection[str]) -> str:
    """Return a passage as `mask` does, with `□` also for a name that an end of the passage cuts.

    A single character at an end stays, and so do the word with which villages and communities end, and a
    passage that is nothing but a part of a name, since a keyword is not cut.

    >>> mask_passage("云南昆明市五华区丰宁街道虹山中路", ["虹山中路社区"])
    '云南昆明市五华区丰宁街道□□□□'
    """
    if not names:
        return text
    text = mask(text, names)
    first, last = _pieces(frozenset(names))
    left = next((len(piece) for piece in first if text.startswith(piece)), 0)
    right = next((len(piece) for piece in last if text.endswith(piece)), 0)
    if len(text) in (left, right):
        return text
    return MASK * left + text[left : len(text) - right] + MASK * right


@lru_cache(512)
def _pieces(names: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return the ends of names and their beginnings, the longest first."""
    first = {name[at:] for name in names for at in range(1, len(name) - 1)}
    last = {name[:at] for name in names for at in range(2, len(name))}
    plain = [piece for piece in first if not any(kind.endswith(piece) for kind in _KINDS)]
    return sorted(plain, key=len, reverse=True), sorted(last, key=len, reverse=True)


def names_nobody(strings: pd.Series, names: Mapping[str, Iterable[str]]) -> pd.Series:
    """Return which strings contain none of the names of private persons that `private_names` returns."""
    words = _words(frozenset(name for some in names.values() for name in some))
    return strings.map(lambda string: not words.hits(string)).astype(bool)


def mask_table(table: pd.DataFrame, names: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Return a table with names masked in all its passages, and with ``¶`` for each line break.

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
    articles = table["article_id"].tolist()  # To iterate over strings of Arrow takes ten times as long.
    masked = {
        name: [
            mask_passage(cell, names.get(article, ())).replace("\n", "¶") if isinstance(cell, str) else cell
            for cell, article in zip(table[name].tolist(), articles, strict=True)
        ]
        for name in words
    }
    return table.assign(
        **{name: pd.Series(cells, table.index, table[name].dtype) for name, cells in masked.items()}
    )
