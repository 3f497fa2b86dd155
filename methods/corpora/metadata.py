"""The metadata of texts in a folder: read from a table, or inferred from the names of the files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from methods.corpora import rules
from methods.corpora.facts import blank_as_missing, read_dates, without_ours
from methods.corpora.headings import rename_columns
from methods.corpora.sheets import read_sheet
from methods.corpora.tables import read_csv
from methods.files.folders import read_regular, texts_of
from methods.files.problems import CorpusError, Report

#: A date in the name of a file: 2024-03-05, 2024_03, 20240305, 2024年, 1954.
_IN_NAME = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{6}|(?:19|20)\d\d(?:年(?:\d\d?月(?:\d\d?日)?)?|([-._])\d\d?(?:\1\d\d?)?)?)(?!\d)"
)


def read_rows(corpus: Path, names: Iterable[str], report: Report) -> pd.DataFrame:
    """Return the metadata of the texts in `articles/`: those of a table, or what their names tell.

    Parameters
    ----------
    corpus
        The folder in which ``metadata.csv`` or ``metadata.xlsx`` may be.
    names
        The files in ``articles/``, seen from there.
    report
        Takes note of what is wrong.

    Returns
    -------
    pandas.DataFrame
        As `read_metadata` does; without metadata a row for each text, with a date where every name has one.

    Raises
    ------
    FileNotFoundError
        If there is neither a table of metadata nor anything in ``articles/``.
    """
    names = list(names)
    for path in (corpus / "metadata.csv", corpus / "metadata.xlsx"):
        if os.path.lexists(path):  # A link to nothing, too, of which it is then said that it is one.
            rows = read_metadata(path, report)
            check_named(corpus / "articles", names, rows, report)
            return rows
    if not names:
        raise FileNotFoundError(
            f"{corpus}: there is nothing to read; put the texts into {corpus / 'articles'}, "
            "one .txt or .docx each, or all into one table, articles.csv"
        )
    rows = pd.DataFrame({"file": texts_of(names)}, dtype="str")
    if not rows.empty:
        report.note(
            f"{corpus} has no metadata.csv: each text is an article, called like its file; "
            f"`python -m methods.draft {corpus}` drafts dates and places for you to check"
        )
    check_named(corpus / "articles", names, rows, report)
    return unique(_dated(_called(rows), report), report)


def _dated(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return articles with the dates in the names of their files, if every name has one."""
    found = [max((hit[0] for hit in _IN_NAME.finditer(name)), key=len, default="") for name in rows["file"]]
    words = pd.Series(found, rows.index, dtype="str").str.replace("_", "-")
    if rows.empty or read_dates(words)["first"].isna().any():
        return rows
    report.note("every file has a date in its name: it is taken for the date of the article")
    return rows.assign(date=words, date_words=found)


def read_metadata(path: Path, report: Report) -> pd.DataFrame:
    """Read metadata: index `article_id`, strings, missing where a cell is blank; every row has a file."""
    if path.suffix == ".xlsx":
        rows = read_sheet(read_regular(path, path.parent), path)
        rows = rows.rename(columns=rename_columns(rows.columns, report))
        if "file" not in rows:
            raise CorpusError(f"{path}: its first line lacks the column file")
    else:
        rows = read_csv(path, report, ("file",), path.parent)
    rows = without_ours(rows, report)
    rows = rows.drop(columns=["raw", "text"], errors="ignore")  # The articles are in their files.
    if rows.empty:
        report.add(str(path), *rules.NO_ROWS)
    if "article_id" not in rows:
        report.note(f"{path}: it has no column `article_id`: the names of the files are taken")
        rows = _called(rows)
    rows = unique(rows, report)
    nameless = rows["file"].isna() | rows["file"].str.contains("\0")
    for article_id in rows.index[nameless]:
        report.add(f"{path}, article {article_id}", *rules.UNNAMED_FILE)
    return rows[~nameless]


def _called(rows: pd.DataFrame) -> pd.DataFrame:
    """Return articles with the names of their files as ids."""
    stems = rows["file"].str.replace(r"\.[^./]*$", "", regex=True)
    return rows.assign(article_id=stems.str.replace("/", "-"))


def check_named(folder: Path, names: Iterable[str], rows: pd.DataFrame, report: Report) -> None:
    """Name the texts that metadata.csv does not."""
    others = sorted(set(names).difference(rows["file"].tolist()))
    for name in texts_of(others):
        report.add(str(folder / name), *rules.UNLISTED)
    for name in others:
        if fault := rules.FOREIGN_KINDS.get(Path(name).suffix.lower()):
            report.add(str(folder / name), *fault)


def unique(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Index articles by their id; of several with one id the first is kept."""
    if "article_id" not in rows:  # There is no row.
        return rows
    rows = rows.set_index("article_id")
    for article_id in rows.index[rows.index.duplicated()].unique():
        report.add(
            f"article {article_id}", "several rows have this id", "the first is kept: rename the others"
        )
    return blank_as_missing(rows[~rows.index.duplicated()])
