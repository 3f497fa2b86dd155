"""What is compared with what: the groups, and what besides their name tells them apart."""

import pandas as pd

from methods.corpora.columns import Columns
from methods.figures.exhibit import Sentence, counted, listing

MOST = 50  # groups that a column may make to be proposed
RIVALS = ("province", "system", "genre")


def compared_finding(articles: pd.DataFrame, columns: Columns) -> Sentence:
    """Return what is compared, how much of it is shown, and what else differs."""
    rest = len(columns.sizes) - len(columns.names)
    rivals = _facts(articles, columns.noun)
    facts = {
        "articles": counted(len(articles), "article"),
        "noun": columns.noun,
        "groups": counted(len(columns.sizes), columns.noun, columns.plural),
        "facts": listing(rivals),
    }
    if columns.kind == "article":
        each = ", each compared with the others" if len(articles) > 1 else ""
        sentence = Sentence("{articles}{each}.", facts | {"each": each})
    else:
        sentence = Sentence("{articles}, compared by {noun}: {groups}.", facts)
    if rivals and len(articles) > 1:
        sentence += Sentence("Among them are {facts}.", facts)
    if rest:
        facts |= {"shown": len(columns.names), "names": listing(columns.shown), "rest": rest}
        facts["largest"] = "the most articles" if columns.sizes.nunique() > 1 else "the longest texts"
        sentence += Sentence(
            "Figures show the {shown} with {largest}: {names}; the other {rest} count among the rest "
            "in every comparison.",
            facts,
        )
    if nowhere := len(columns.of) - int(columns.sizes.sum()):
        sentence += Sentence(
            "{articles} of no or a rare {noun} in no group.",
            {"articles": counted(nowhere, "article is", "articles are"), "noun": columns.noun},
        )
    if len(columns.sizes) < 2:
        sentence += Sentence(
            "**With one {noun}, nothing can be compared; those sections say so.**", {"noun": columns.noun}
        )
        if others := _dividing(articles):
            sentence += Sentence(
                "Columns that would divide the articles, as `GROUP`: {others}.", {"others": listing(others)}
            )
    return sentence


def _dividing(articles: pd.DataFrame) -> list[str]:
    """Return the columns of words by whose values the articles fall into a few groups, and how many."""
    words = articles.select_dtypes("str").drop(columns=["raw", "text"], errors="ignore")
    each = words.nunique()
    return [f"{name} ({n} values)" for name, n in each.items() if 1 < n <= min(MOST, len(articles) / 2)]


def _facts(articles: pd.DataFrame, noun: str) -> list[str]:
    """Return how many values each rival of a grouping has that has several."""
    found = {name: articles[name].nunique() for name in RIVALS if name in articles}
    found["year"] = articles["date"].dt.year.nunique()
    return [counted(n, name) for name, n in found.items() if n > 1 and name != noun]


def describe_columns(articles: pd.DataFrame, columns: Columns) -> dict[object, str]:
    """Return a title for each column: its label with the rival explanations of all that differs.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, with `system` and `genre` if they are known.
    columns : Columns

    Returns
    -------
    dict
        By key: ``Gongshu 2019, political-legal committee, feature``.
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
    """Return the most frequent value, with its share unless it is the only one; nothing if none is known."""
    each = values.value_counts()
    if each.empty:
        return ""
    share = each.iloc[0] / len(values)
    return f"{each.index[0]}{'' if share == 1 else f' {share:.0%}'}"
