"""The origin of the words of a text: formulas by the level of the earliest document, and names of programmes.

A hit inside a longer tracked formula counts only for the longer one, so that no span of text counts twice.
"""

import re

import pandas as pd

from methods.mentions.quotations import quotations
from methods.text.scan import Words

UNKNOWN = "not established"
#: How a formula's document is known: seen itself, in a broadcast on it, or from an account of it.
EVIDENCE = ("text", "broadcast", "report")
LEVELS = ("Party centre", "State Council", "ministry", "province", "locality", UNKNOWN)
SHORT = 12  # maximum characters of a quoted name, without quotation marks
_MARKS = "“”‘’「」『』"
_NAME = re.compile(r"[一-鿿][一-鿿·+—\-0-9A-Za-z]*[一-鿿]")


def by_level(found: pd.DataFrame, terms: pd.DataFrame, of: pd.Series) -> pd.DataFrame:
    """Count the hits of formulas by the level of the earliest document on record.

    Parameters
    ----------
    found : DataFrame
        `article_id, term, count, nested`, as `counts.count_terms` returns them.
    terms : DataFrame
        `term` and, optionally, `level` and `evidence`, one of `EVIDENCE`; anything else is a report.
    of : Series
        The group of each article.

    Returns
    -------
    DataFrame
        `group, level, term, evidence, count, articles_with`; the formulas that occur in each group, in the
        order of `LEVELS`, then the most frequent first. `evidence` is empty if the level is not established.
    """
    once = terms.reindex(columns=["term", "level", "evidence"]).drop_duplicates("term").set_index("term")
    known = once["level"].where(once["level"].isin(LEVELS), UNKNOWN)
    seen = once["evidence"].where(once["evidence"].isin(EVIDENCE), EVIDENCE[-1]).where(known != UNKNOWN, "")
    own = found.assign(count=found["count"] - found["nested"], group=found["article_id"].map(of))
    own = own[own["count"] > 0].dropna(subset="group").assign(level=lambda rows: rows["term"].map(known))
    table = own.groupby(["group", "level", "term"], as_index=False, sort=False).agg(
        count=("count", "sum"), articles_with=("article_id", "nunique")
    )
    table.insert(3, "evidence", table["term"].map(seen).astype("str"))
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
    """Return the names that each group gave to its own programmes, or a draft: quoted names of one group.

    Parameters
    ----------
    known : DataFrame
        ``brands.csv`` as read: `article_id, term` and, optionally, `gloss`, `own` (``false``: another body
        gave the name, which is left out) and `part_of` (the name that it counts with, so that a list of parts
        counts once); empty if there is no such file.
    quoted : DataFrame
        As `quoted_names` returns them.
    formulas : Series
        Tracked formulas; a name that contains one counts as a formula and is left out.
    of : Series
        The group of each article.
    sample : DataFrame
        Articles with `text`: a draft leaves out a name that another group quotes or has in its texts.

    Returns
    -------
    DataFrame
        `group, article_id, term, gloss, draft` (whether `known` is empty).
    """
    about = known.reindex(columns=["own", "part_of"]).astype("str")
    given = (about["own"].str.lower() != "false") & about["part_of"].isna()
    rows = known[given] if len(known) else quoted
    tracked = Words(formulas)
    own = [term for term in rows["term"].unique() if not tracked.hits(term)]
    rows = rows[rows["term"].isin(own)]
    rows = rows.assign(group=rows["article_id"].map(of)).dropna(subset="group")
    rows = rows.drop_duplicates(["group", "term"])
    if not len(known):
        rows = rows[rows.groupby("term")["group"].transform("nunique") == 1]
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
        ``echoes.csv`` as read, with `formula`; may be empty.
    terms : DataFrame
        `term` and, optionally, `level` and `year`.

    Returns
    -------
    DataFrame
        `echoes` with `earliest`, such as ``共同缔造: ministry 2019``, joined by semicolons; an empty string
        if no formula is tracked, and ``not established`` if the level is unknown.
    """
    known = terms.reindex(columns=["term", "level", "year"]).drop_duplicates("term")
    said = {
        term: f"{term}: {UNKNOWN}" if pd.isna(level) else f"{term}: {level} {year:.0f}"
        for term, level, year in known.itertuples(index=False)
    }
    words = echoes.reindex(columns=["formula"])["formula"]
    found = ["; ".join(said[term] for term in said if term in str(formula)) for formula in words]
    return echoes.assign(earliest=pd.Series(found, echoes.index, dtype="str"))
