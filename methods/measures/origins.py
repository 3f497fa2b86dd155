"""Whose words a text uses: formulas by the level of the earliest document seen, and names of its own.

A hit inside a longer tracked formula counts only for the longer one, so that no span of text counts twice.
"""

import re

import numpy as np
import pandas as pd

from methods.mentions.quotations import quotations

UNKNOWN = "not established"
LEVELS = ("Party centre", "State Council", "ministry", "province", "locality", UNKNOWN)
ABOVE = LEVELS[:3]  # a name that one of these gave is no place's own
SHORT = 12  # characters of a quoted name at most, without its marks
_MARKS = "“”‘’「」『』"
_NAME = re.compile(r"[一-鿿][一-鿿·+—\-0-9A-Za-z]*[一-鿿]")


def by_level(found: pd.DataFrame, terms: pd.DataFrame, of: pd.Series) -> pd.DataFrame:
    """Count the hits of formulas by the level of the earliest document on record.

    Parameters
    ----------
    found : DataFrame
        `article_id, term, count, nested`, as `counts.count_terms` returns them.
    terms : DataFrame
        `term` and, if known, `level` and `evidence` (``text``: the document was seen).
    of : Series
        The group of each article.

    Returns
    -------
    DataFrame
        `group, level, term, seen, count, articles_with`: formulas that occur in the group, in the order of
        levels, the most frequent first; `seen` is whether the document itself was seen.
    """
    once = terms.reindex(columns=["term", "level", "evidence"]).drop_duplicates("term").set_index("term")
    known = once["level"].where(once["level"].isin(LEVELS), UNKNOWN)
    seen = known.ne(UNKNOWN) & once["evidence"].eq("text")
    own = found.assign(count=found["count"] - found["nested"], group=found["article_id"].map(of))
    own = own[own["count"] > 0].dropna(subset="group").assign(level=lambda rows: rows["term"].map(known))
    table = own.groupby(["group", "level", "term"], as_index=False, sort=False).agg(
        count=("count", "sum"), articles_with=("article_id", "nunique")
    )
    table.insert(3, "seen", table["term"].map(seen).astype(bool))
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
        ``brands.csv`` as read, `article_id, term` and, if known, `gloss` and `level`; empty where there is
        none. A name that the centre or a ministry gave is left out.
    quoted : DataFrame
        As `quoted_names` returns them.
    formulas : Series
        Tracked formulas: a name that holds one is counted with the formulas.
    of : Series
        The group of each article.
    sample : DataFrame
        Articles with `text`: a draft leaves out a name whose string occurs in the texts of another group.

    Returns
    -------
    DataFrame
        `group, article_id, term, gloss, draft` (whether `known` is empty).
    """
    rows = known[~known.reindex(columns=["level"])["level"].isin(ABOVE)] if len(known) else quoted
    holds = [any(formula in term for formula in formulas) for term in rows["term"]]
    rows = rows[~np.array(holds, dtype=bool)]
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


def on_record(echoes: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Return echoes with the earliest document on record of each tracked formula in their words.

    Parameters
    ----------
    echoes : DataFrame
        As ``echoes.csv`` has them, with `formula`; may be empty.
    terms : DataFrame
        `term` and, if known, `level` and `year`.

    Returns
    -------
    DataFrame
        The same with `earliest`: ``共同缔造: ministry 2019``, joined by semicolons; empty where no formula is
        tracked, and without a level where none is established.
    """
    known = terms.reindex(columns=["term", "level", "year"]).drop_duplicates("term")
    said = {
        term: f"{term}: {UNKNOWN}" if pd.isna(level) else f"{term}: {level} {year:.0f}"
        for term, level, year in known.itertuples(index=False)
    }
    words = echoes.reindex(columns=["formula"])["formula"]
    found = ["; ".join(said[term] for term in said if term in str(formula)) for formula in words]
    return echoes.assign(earliest=pd.Series(found, echoes.index, dtype="str"))
