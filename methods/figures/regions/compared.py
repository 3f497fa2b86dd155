"""The groups that are compared, and what else differs between them."""

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures.exhibit import Sentence, counted, listing
from methods.figures.undated import undated_sentence

FEW = 8  # maximum number of groups whose sizes are named
MOST = 50  # maximum number of values of a column that is proposed as a group
RIVALS = ("province", "system", "genre")


def compared_finding(articles: pd.DataFrame, columns: Columns) -> Sentence:
    """Return which groups are compared, which of them are shown, and what else differs between articles."""
    rest = len(columns.sizes) - len(columns.names)
    rivals = _facts(articles, columns.noun)
    facts = {
        "articles": counted(len(articles), "article"),
        "noun": columns.noun,
        "groups": counted(len(columns.sizes), columns.noun, columns.plural) + _sizes(columns),
        "facts": listing(rivals),
    }
    if columns.kind == "article":
        each = ", each compared with the others" if len(articles) > 1 else ""
        sentence = Sentence("{articles}{each}.", facts | {"each": each})
    elif len(columns.sizes) < 2:
        sentence = Sentence("{articles}.", facts)
    else:
        sentence = Sentence("{articles}, compared by {noun}: {groups}.", facts)
    if rivals and len(articles) > 1:
        sentence += Sentence("Among them are {facts}.", facts)
    if rest:
        facts |= {"shown": len(columns.names), "names": listing(columns.shown), "rest": rest}
        facts["largest"] = "the most articles" if columns.sizes.nunique() > 1 else "the longest texts"
        sentence += Sentence(
            "Figures show the {shown} with {largest}: {names}; the other {rest} belong to the rest in every "
            "comparison.",
            facts,
        )
    if columns.undated:
        sentence += undated_sentence(columns)
    elif nowhere := len(columns.of) - int(columns.sizes.sum()):
        sentence += Sentence(
            "{articles} in no group, because the {noun} is missing or rare.",
            {"articles": counted(nowhere, "article is", "articles are"), "noun": columns.noun},
        )
    if len(columns.sizes) < 2:
        sentence += Sentence(
            "**With one {noun}, nothing can be compared; the sections concerned say so.**",
            {"noun": columns.noun},
        )
        if others := _dividing(articles):
            sentence += Sentence(
                "Columns that divide the articles, for `GROUP`: {others}.", {"others": listing(others)}
            )
    return sentence


def _sizes(columns: Columns) -> str:
    """Return the articles of each group in brackets; an empty string if there are many groups."""
    each = [f"{columns.labels.get(key, key)} {size:,}" for key, size in columns.sizes.items()]
    return f" ({', '.join(each)})" if len(each) <= FEW else ""


def _dividing(articles: pd.DataFrame) -> list[str]:
    """Return the text columns that divide the articles into a few groups, with the number of values."""
    words = articles.select_dtypes("str").drop(columns=["raw", "text"], errors="ignore")
    each = words.nunique()
    return [f"{name} ({n} values)" for name, n in each.items() if 1 < n <= min(MOST, len(articles) / 2)]


def _facts(articles: pd.DataFrame, noun: str) -> list[str]:
    """Return the number of values of each rival explanation that has several."""
    found = {name: articles[name].nunique() for name in RIVALS if name in articles}
    found["year"] = articles["date"].dt.year.nunique()
    return [counted(n, name) for name, n in found.items() if n > 1 and name != noun]


def describe_columns(articles: pd.DataFrame, columns: Columns) -> dict[object, str]:
    """Return a title for each column: its label and the rival explanations of a difference.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; columns `system` and `genre` are optional.
    columns : Columns

    Returns
    -------
    dict
        By key: ``Gongshu 2019, political-legal, feature``.
    """
    titles = {}
    for key in columns.names:
        rows, size = articles[columns.of == key], int(columns.sizes[key])
        parts = [
            columns.labels[key],
            counted(size, "article") if columns.kind != "article" else "",
            *(_commonest(rows[name]) for name in ("system", "genre") if name in rows),
        ]
        titles[key] = ", ".join(filter(None, parts))
    return titles


def _commonest(values: pd.Series) -> str:
    """Return the most frequent value, with its share unless that is all; an empty string if there is none."""
    each = values.value_counts()
    if each.empty:
        return ""
    share = each.iloc[0] / len(values)
    return f"{each.index[0]}{'' if share == 1 else f' {share:.0%}'}"
