"""The origin of the words of a text: formulas by the level that coined them, and names of a group's own.

A hit inside a longer tracked formula counts only for the longer one, so that no span of text counts twice.
"""

import re

import pandas as pd

from methods.mentions.quotations import quotations

UNKNOWN = "not established"
LEVELS = ("Party centre", "State Council", "ministry", "province", "locality", UNKNOWN)
SHORT = 12  # maximum characters of a quoted name, without quotation marks
_MARKS = "“”‘’「」『』"
_NAME = re.compile(r"[一-鿿][一-鿿·+—\-0-9A-Za-z]*[一-鿿]")


def by_level(found: pd.DataFrame, terms: pd.DataFrame, of: pd.Series) -> pd.DataFrame:
    """Count the hits of formulas by the level of government or party that coined them.

    Parameters
    ----------
    found : DataFrame
        `article_id, term, count, nested`, as `counts.count_terms` returns them.
    terms : DataFrame
        `term` and, optionally, `level`, one of `LEVELS`.
    of : Series
        The group of each article.

    Returns
    -------
    DataFrame
        `group, level, term, count, articles_with`; the formulas that occur in each group, in the order of
        `LEVELS`, then the most frequent first.
    """
    level = terms.assign(level=terms.get("level")).drop_duplicates("term").set_index("term")["level"]
    known = level.where(level.isin(LEVELS), UNKNOWN)
    own = found.assign(count=found["count"] - found["nested"], group=found["article_id"].map(of))
    own = own[own["count"] > 0].dropna(subset="group").assign(level=lambda rows: rows["term"].map(known))
    table = own.groupby(["group", "level", "term"], as_index=False, sort=False).agg(
        count=("count", "sum"), articles_with=("article_id", "nunique")
    )
    place = table["level"].map({name: n for n, name in enumerate(LEVELS)})
    order = pd.DataFrame({"place": place, "count": -table["count"]}).sort_values(
        ["place", "count"], kind="stable"
    )
    return table.loc[order.index].reset_index(drop=True)


def quoted_names(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the short Chinese names in quotation marks, which may be brands; neither speech nor dates.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.

    Returns
    -------
    DataFrame
        `article_id, term, count`.
    """
    rows = [
        (key, text[span.start : span.end].strip(_MARKS))
        for key, text in articles["text"].items()
        for span in quotations(text)
        if span.closed and not span.speech
    ]
    table = pd.DataFrame(rows, columns=["article_id", "term"]).astype("str")
    table = table[table["term"].str.fullmatch(_NAME) & (table["term"].str.len() <= SHORT)]
    return (
        table.groupby(["article_id", "term"], as_index=False, sort=False)
        .size()
        .rename(columns={"size": "count"})
    )


def own_names(
    known: pd.DataFrame, quoted: pd.DataFrame, formulas: pd.Series, of: pd.Series, sample: pd.DataFrame
) -> pd.DataFrame:
    """Return the names that only one group uses: those found by hand, or else a draft of quoted names.

    Parameters
    ----------
    known : DataFrame
        ``brands.csv`` as read, `article_id, term` and `gloss`; empty if there is no such file.
    quoted : DataFrame
        As `quoted_names` returns them.
    formulas : Series
        Tracked formulas, which are not brands.
    of : Series
        The group of each article.
    sample : DataFrame
        Articles with `text`: a draft leaves out a name whose string occurs in the texts of another group.

    Returns
    -------
    DataFrame
        `group, article_id, term, gloss, draft` (whether `known` is empty).
    """
    rows = known if len(known) else quoted[~quoted["term"].isin(set(formulas))]
    rows = rows.assign(group=rows["article_id"].map(of)).dropna(subset="group")
    alone = rows.groupby("term")["group"].transform("nunique") == 1
    rows = rows[alone].drop_duplicates(["group", "term"])
    if not len(known):
        group = of.reindex(sample.index)
        texts = {key: "\n".join(part) for key, part in sample["text"].groupby(group)}
        rows = rows[[_is_own(row.term, row.group, texts) for row in rows.itertuples()]]
    columns = ["group", "article_id", "term", "gloss"]
    return rows.reindex(columns=columns).reset_index(drop=True).assign(draft=not len(known))


def _is_own(term: str, group: object, texts: dict[object, str]) -> bool:
    return not any(term in text for other, text in texts.items() if other != group)
