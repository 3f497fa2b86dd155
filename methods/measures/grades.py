"""Sentences graded by their worst damage, and the text that cleaning removed."""

import numpy as np
import pandas as pd

from methods.repair.ledger import steps_table
from methods.text.clean import cleaner
from methods.text.spans import sentences

GRADES = ("untouched", "glosses only", "broken, repair proven", "repair inferred or flagged")
#: Kinds of steps that repair nothing: the first remove words, the second only white space and line breaks.
REMOVING = ("caption", "credit", "markup", "line mark", "HTML entity", "control character")
ARRANGING = ("join", "space", "word space")
LONG = 20  # minimum characters of a sentence shown as an example


def cleaning_steps(articles: pd.DataFrame) -> pd.DataFrame:
    """Return every step of the cleaning of articles.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `raw`.

    Returns
    -------
    DataFrame
        `article_id` and the columns of `methods.text.clean.CleanText.steps`, in their order.
    """
    clean = cleaner(articles)
    rows, ids = [], []
    for article, raw in articles["raw"].items():
        found = clean(raw).rows  # Making a table for each article takes longer than cleaning it.
        rows += found
        ids += [article] * len(found)
    return steps_table(rows).assign(article_id=pd.Series(ids, dtype="str"))


def repairs(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the steps that repair damage."""
    return steps[~steps["kind"].isin([*REMOVING, *ARRANGING])].reset_index(drop=True)


def removals(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the steps that remove text, with `characters`, their number without white space."""
    found = steps[steps["kind"].isin(REMOVING)].reset_index(drop=True)
    before, after = (found[side].str.replace(r"\s", "", regex=True).str.len() for side in ("before", "after"))
    return found.assign(characters=(before - after).astype(int))


def grade_sentences(articles: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Grade each sentence by the worst repair in it.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.
    steps : DataFrame
        As `cleaning_steps` returns them.

    Returns
    -------
    DataFrame
        `article_id, start, end, text, grade`: 0 untouched, 1 glosses only (nothing was lost), 2 broken and
        the repair proven, 3 repair inferred or flagged. A repair between two sentences counts for the first.
    """
    damage = repairs(steps)
    grade = np.where(damage["kind"] == "gloss", 1, np.where(damage["status"] == "proven", 2, 3))
    at = (damage["new_start"] - (damage["new_start"] == damage["new_end"])).clip(lower=0)
    placed = dict(list(damage.assign(grade=grade, at=at).groupby("article_id")))
    tables = [_graded(text, placed.get(one)).assign(article_id=one) for one, text in articles["text"].items()]
    columns = ["article_id", "start", "end", "text", "grade"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def _graded(text: str, damage: pd.DataFrame | None) -> pd.DataFrame:
    found = sentences(text).assign(grade=0)
    if damage is None or found.empty:
        return found
    sentence = np.searchsorted(found["start"], damage["at"], side="right") - 1
    worst = damage.groupby(np.maximum(sentence, 0))["grade"].max()
    return found.assign(grade=worst.reindex(found.index, fill_value=0))


def keep_sentences(articles: pd.DataFrame, graded: pd.DataFrame, most: int) -> pd.Series:
    """Return the text of each article reduced to sentences of a grade up to `most`; index as `articles`."""
    good = graded[graded["grade"] <= most].groupby("article_id")["text"].agg("\n".join)
    return good.reindex(articles.index, fill_value="")


def doubtful(steps: pd.DataFrame, most: int = 5) -> pd.DataFrame:
    """Return the `most` repairs with the smallest margin over the next reading, each change of text once."""
    each = (
        repairs(steps)
        .dropna(subset="margin")
        .drop_duplicates(["article_id", "before", "after"])
        .nsmallest(most, "margin")
    )
    return each[["article_id", "kind", "before", "after", "runner_up", "margin"]].reset_index(drop=True)


def examples(articles: pd.DataFrame, graded: pd.DataFrame) -> pd.DataFrame:
    """Return the shortest sentence of each grade of damage, before and after the repair.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `raw`.
    graded : DataFrame
        As `grade_sentences` returns it.

    Returns
    -------
    DataFrame
        `article_id, grade` (in words), `before, after`; only sentences of at least twenty characters.
    """
    length = graded["text"].str.len()
    long = graded.assign(length=length)[(length >= LONG) & (graded["grade"] > 0)]
    shown = long.sort_values("length", kind="stable").drop_duplicates("grade").sort_values("grade")
    before = [_raw(articles, row.article_id, row.start, row.end) for row in shown.itertuples()]
    words = {"grade": [GRADES[grade] for grade in shown["grade"]], "before": before, "after": shown["text"]}
    return shown[["article_id"]].assign(**words).reset_index(drop=True)


def _raw(articles: pd.DataFrame, article_id: str, start: int, end: int) -> str:
    raw = articles.at[article_id, "raw"]
    first, last = cleaner(articles)(raw).raw_span(start, end)
    return raw[first:last]
