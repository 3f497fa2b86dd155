"""Load a corpus from a folder or a table, and report everything that is wrong with it at once.

Good articles are loaded. Bad ones are left out and reported, with the file, the line and a remedy.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from methods.corpora import rules
from methods.corpora.facts import check_metadata
from methods.corpora.headings import note_unknown
from methods.corpora.metadata import read_rows, unique
from methods.corpora.rules import NEAR, Fault
from methods.corpora.tables import read_table, read_tables, table_of
from methods.corpora.unread import note_unread
from methods.files.folders import OpeningError, article_files
from methods.files.lexicons import check_lexicons
from methods.files.problems import CorpusError, Report


def load(corpus: Path, report: Report, clean: Callable[[str], str] | None = None) -> pd.DataFrame:
    """Load a corpus into memory, cleaned.

    Parameters
    ----------
    corpus
        See `read_corpus`.
    report
        Receives what is left out or needs a check by a person, malformed lines of lexicons included.
    clean
        Returns the text that is counted for an article as found; by default `methods.text.clean.clean_text`.

    Returns
    -------
    pandas.DataFrame
        As `read_corpus` returns them, with ``text``; without articles that are empty after cleaning, and
        without near-copies.

    Raises
    ------
    FileNotFoundError
        If there is neither a table nor a text.
    CorpusError
        If no article can be used; the message contains the report.
    """
    from methods.text.clean import clean_text
    from methods.text.notes import notes

    rows, language = read_corpus(corpus, report), language_of(corpus, report)
    check_lexicons(corpus, report)
    note_unread(corpus, report)
    report.notes += notes(rows["raw"])
    texts = _cleaned(rows, language, report) if clean in (None, clean_text) else map(clean, rows["raw"])
    articles = rows.assign(text=pd.Series(list(texts), rows.index, dtype="str"))
    articles = report_near_duplicates(report_emptied(articles, report), report)
    if articles.empty:
        raise CorpusError(f"{corpus}: no article can be used\n{report.summary(corpus)}")
    articles.attrs["corpus"] = str(corpus)  # `helpers` reads its stop words.
    return with_language(articles, language)


def _cleaned(articles: pd.DataFrame, language: Path | None, report: Report) -> Iterator[str]:
    """Yield the cleaned text of each article; report damage that cannot be repaired."""
    from methods.repair.leftovers import SENTENCES
    from methods.text.clean import clean

    for article_id, raw in articles["raw"].items():
        cleaned = clean(raw, language)
        left = {change.kind for change in cleaned.ledgers[0].changes}
        for kind in filter(left.__contains__, SENTENCES):
            report.add(f"article {article_id}", *SENTENCES[kind])
        yield cleaned.text


def language_of(corpus: Path, report: Report) -> Path | None:
    """Return the path of a corpus's own table of bigrams (see `methods.repair.count`); None without one."""
    path = corpus / "lexicons/language.npz"
    if not os.path.lexists(path):
        return None
    from methods.repair import bigrams  # Slow to import.

    try:
        bigrams.read(path)
    except (OSError, OpeningError, ValueError) as error:
        report.add(str(path), f"it was not used: {error}", "rebuild it with python -m methods.repair.count")
        return None
    return path


def with_language(articles: pd.DataFrame, language: Path | None) -> pd.DataFrame:
    """Store the language file with which articles were repaired, for `methods.text.clean.cleaner`."""
    if language:
        articles.attrs["language"] = str(language)
    return articles


def read_corpus(corpus: Path, report: Report) -> pd.DataFrame:
    """Read the articles of a corpus without cleaning them.

    Parameters
    ----------
    corpus
        A folder with texts or tables in ``articles/``, and an optional ``metadata.csv`` or ``.xlsx``; or a
        table of articles; or a folder that contains one (``articles.csv``, ``.jsonl``, ``.parquet`` and so
        on). Tables have a column ``raw`` or ``text``, or one with a heading that means it (see
        `methods.corpora.headings`), and any metadata.
    report
        Receives what is wrong.

    Returns
    -------
    pandas.DataFrame
        The good articles, index ``article_id``, with their metadata and ``raw``.

    Raises
    ------
    FileNotFoundError
        If there is neither a table nor a text.
    CorpusError
        If no article can be used; the message contains the report.
    """
    if not corpus.exists():
        raise FileNotFoundError(f"{corpus} does not exist: give the path of a folder or a table of articles")
    table = table_of(corpus)
    within = corpus if table != corpus else None  # A table that the user names may be a link.
    if table is None:
        articles = _read_folder(corpus, report)
    else:
        articles = unique(read_table(table, report, within), report)
    articles = _check(articles, report)
    if articles.empty:
        raise CorpusError(f"{corpus}: no article can be used\n{report.summary(corpus)}")
    note_unknown(articles, report)
    return articles


def _read_folder(corpus: Path, report: Report) -> pd.DataFrame:
    """Read the files that the metadata name, and the tables in ``articles/``."""
    folder = corpus / "articles"
    names = article_files(folder)
    parts, numbers = read_tables(folder, names, report)
    rows = read_rows(corpus, names, report)
    rows["raw"] = [_read_file(folder, name, report) for name in rows["file"]]
    rows["where"] = rows["file"]
    every = pd.concat([*parts, rows[rows["raw"].notna()].reset_index()], ignore_index=True)
    return unique(every, report, numbers)


def _read_file(folder: Path, name: str, report: Report) -> str | None:
    """Return the text of one article; None, with a problem in the report, if it cannot be read."""
    path = folder / name
    raw, fault = rules.read_article(path, folder)
    if fault.what:
        report.add(str(path), *fault)
        return None
    return raw


def _check(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return articles without those that have a fault or are copies, and with checked metadata."""
    if rows.empty:
        return rows
    where = rows["where"]
    faults = rules.judge(rows[["raw"]].assign(**rules.GOOD._asdict()))
    is_good = faults["what"] == ""
    for article_id, fault in zip(
        rows.index[~is_good], faults.loc[~is_good, [*Fault._fields]].to_numpy(), strict=True
    ):
        report.add(where[article_id], *fault)
    rows, where = rows[is_good], where[is_good]
    same = rows["raw"].duplicated()
    firsts = pd.Series(rows.index[~same], rows.loc[~same, "raw"])
    for article_id, first in firsts[rows.loc[same, "raw"]].set_axis(rows.index[same]).items():
        report.add(where[article_id], f"it is the same text as article {first}", "the first is kept")
    rows, where = rows[~same], where[~same]
    return check_metadata(rows, where, report).drop(columns="where", errors="ignore")


def report_emptied(articles: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return articles without those that are empty after cleaning, and report these."""
    emptied = articles["text"].str.strip() == ""
    for article_id in articles.index[emptied]:
        report.add(f"article {article_id}", *rules.NOTHING)
    return articles[~emptied]


def report_near_duplicates(articles: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return articles without near-copies of others, and report these; the longer article is kept."""
    from methods.corpora.duplicates import near_duplicates

    copies = near_duplicates(articles, NEAR)
    for copy in copies.itertuples():
        report.add(
            f"article {copy.article_id}",
            f"{copy.similarity:.0%} of it is in article {copy.kept_id}",
            "the longer one is kept, or the first if both are equally long",
        )
    return articles.drop(index=copies["article_id"])
