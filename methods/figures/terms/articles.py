"""The articles: a table of them, or of the columns that group them, and a sentence."""

from __future__ import annotations

import pandas as pd

from methods.corpora.columns import Columns
from methods.corpora.corpus import Corpus
from methods.corpora.facts import named_dates
from methods.corpora.left_out import left_out
from methods.figures.exhibit import Sentence, counted, joined
from methods.figures.undated import undated_sentence
from methods.measures.grades import repairs

PROBLEMS = ".cache/problems.csv"
FACTS = ["unit", "date", "date_basis", "place", "outlet", "genre", "system"]
SIZES = ["characters", "tokens", "sentences", "paragraphs"]
VARIED = {"province": "provinces", "system": "systems", "genre": "genres"}


def articles_table(articles: pd.DataFrame, steps: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the metadata and size of each article, or the sizes of the columns that group them.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`: metadata and sizes.
    steps : DataFrame
        As `methods.measures.grades.cleaning_steps` returns them.
    columns : Columns

    Returns
    -------
    DataFrame
        Index `unit`. For articles: `FACTS`, `SIZES` and `repairs`, with empty strings for unknown values. For
        groups and periods: `articles` and the sums of `SIZES`.
    """
    unit = columns.label_of.reindex(articles.index)
    if columns.kind != "article":
        sums = articles.groupby(unit)[SIZES].sum().reindex(columns.shown)
        sums.insert(0, "articles", unit.value_counts().reindex(columns.shown))
        return sums
    number = repairs(steps)["article_id"].value_counts().reindex(articles.index, fill_value=0)
    place = articles.reindex(columns=["county", "prefecture", "province"]).bfill(axis=1).iloc[:, 0]
    known = articles.assign(unit=unit, place=place, repairs=number, date=named_dates(articles))
    facts = known.reindex(columns=[*FACTS, *SIZES, "repairs"]).astype(object).fillna("")
    return facts.set_index("unit")


def _month(day: str) -> str:
    """Return the month and year of a date; of one that names only a year, the year.

    >>> _month("2023-07-28"), _month("2020")
    ('July 2023', '2020')
    """
    return f"{pd.Timestamp(day):%B %Y}" if len(day) > len("2020") else day


def articles_finding(articles: pd.DataFrame, columns: Columns) -> Sentence:
    """Return the number of articles, their time span and size, and the variety of their metadata.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`: metadata and sizes.
    columns : Columns
        If figures show only some of them, it is said which.
    """
    dated = articles["date"].dropna()
    basis = articles.reindex(columns=["date_basis"])["date_basis"].dropna()
    varied = [counted(articles[one].nunique(), one, plural) for one, plural in VARIED.items()
              if one in articles and articles[one].nunique() and len(articles) > 1]  # fmt: skip
    days = named_dates(articles).loc[dated.index]
    months = list(dict.fromkeys(_month(day) for day in (days.min(), days.max()))) if len(days) else []
    span = f", {' to '.join(months)}" if months else ""
    record = f" They come from {joined(varied)}." if varied else ""
    told = Sentence(
        "**{articles}**, {dated}{span}: {characters:,} Chinese characters, {tokens:,} tokens.{basis}{record}",
        {
            "articles": counted(len(articles), "article"),
            "dated": "dated" if len(dated) == len(articles) else f"{len(dated) or 'none'} of them dated",
            "span": span,
            "characters": articles["characters"].sum(),
            "tokens": articles["tokens"].sum(),
            "basis": f" The text itself gives {basis.eq('text').sum():,} of the dates." if len(basis) else "",
            "record": record,
        },
    )
    told += undated_sentence(columns)
    if len(columns.names) == len(columns.sizes):
        return told
    return told + Sentence(
        "Figures show the {shown:,} largest of {all}, with {kept:,} of the articles.",
        {
            "shown": len(columns.names),
            "all": counted(len(columns.sizes), columns.noun, columns.plural),
            "kept": len(articles) - columns.left_out,
        },
    )


def left_out_sentence(corpus: Corpus) -> Sentence | None:
    """Return how many articles of a corpus were left out, of which kinds, and where each is listed.

    The build says so in the terminal, too; but who is sent the pages sees only them.
    """
    kept, kinds = len(corpus.articles), left_out(corpus.report.problems)
    if not kinds:
        return None
    values = {"out": sum(kinds.values()), "all": kept + sum(kinds.values())}
    values["kinds"] = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())
    told = Sentence("Left out: {out:,} of {all:,} articles and files ({kinds}).", values)
    if (corpus.path / PROBLEMS).exists():
        return told + Sentence("`.cache/problems.csv` in the corpus's folder lists each.")
    return told
