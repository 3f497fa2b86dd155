"""The metadata of texts in a folder: read from a table, or inferred from the names of the files."""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd

from methods.corpora import rules
from methods.corpora.facts import as_ids, blank_as_missing, read_dates, without_ours
from methods.corpora.headings import rename_columns
from methods.corpora.sheets import read_sheet
from methods.corpora.tables import ENDS, WHOLE, read_csv
from methods.files.escape import visible
from methods.files.folders import TEXTS, entries, read_regular, texts_of
from methods.files.problems import CorpusError, Report

KINDS = 5  # Most files, or endings of those that are not read, that a message names.
MISSPELT = 500_000  # Most pairs of letters of names, of missing files and of unlisted ones, to compare.
#: A date in the name of a file: 2024-03-05, 2024_03, 20240305, 2024年, 1954.
_IN_NAME = re.compile(
    r"(?<!\d)(?:(?:19|20)\d{6}|(?:19|20)\d\d(?:年(?:\d\d?月(?:\d\d?日)?)?|([-._])\d\d?(?:\1\d\d?)?)?)(?!\d)"
)
#: Folders of a year, a month and perhaps a day: 2024/03/report.md.
_IN_FOLDERS = re.compile(r"(?<!\d)(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?(?=/)")
NEARLY = 0.9  # least share of files in such folders: an index may lie beside them


def _is_readable(name: str, report: Report) -> bool:
    """Return whether the name of a file is UTF-8, as tables and pages are; report it if it is not."""
    try:
        name.encode()
    except UnicodeEncodeError:  # Python has a lone surrogate in place of any other byte.
        report.add(name, "its name is not UTF-8", "rename it")
        return False
    return True


def read_rows(corpus: Path, names: Iterable[str], report: Report) -> pd.DataFrame:
    """Return the metadata of the texts in ``articles/``, from a table or from the names of the files.

    Parameters
    ----------
    corpus
        The folder that may contain ``metadata.csv`` or ``metadata.xlsx``.
    names
        The files in ``articles/``, relative to it.
    report
        Receives what is wrong.

    Returns
    -------
    pandas.DataFrame
        As `read_metadata` returns them; without a table one row per text, with a date if every name has one.
        If the files are in several folders, `folder` is the first one of each.

    Raises
    ------
    FileNotFoundError
        If there is neither a table of metadata nor any file in ``articles/``.
    """
    names = [name for name in names if _is_readable(name, report)]
    for path in (corpus / "metadata.csv", corpus / "metadata.xlsx"):
        if os.path.lexists(path):  # A broken link, too, which is then reported.
            rows = read_metadata(path, report)
            check_named(corpus / "articles", names, rows, report)
            return _with_folders(rows)
    if not names:
        raise FileNotFoundError(_nothing(corpus))
    rows = pd.DataFrame({"file": texts_of(names)}, dtype="str")
    if not rows.empty:
        report.note(
            f"{corpus} has no metadata.csv: each text is an article with the name of its file; "
            f"`python -m methods.draft {corpus}` drafts dates and places for you to check"
        )
    check_named(corpus / "articles", names, rows, report)
    return _with_folders(unique(_dated(_called(rows), report), report))


def _nothing(corpus: Path) -> str:
    """Return the message that a folder has no articles, with what it holds instead and what to do."""
    there = sorted(visible(entry.name) for entry in entries(corpus) if entry.is_file())
    texts, articles = texts_of(there), corpus / "articles"
    tables = [name for name in there if name.lower().endswith((*ENDS, *WHOLE))]
    if len(tables) > len(texts):
        return (
            f"{corpus}: it holds {_counted(tables, 'table')} itself: put those with texts into {articles}, "
            "or give the path of one of them"
        )
    if texts:
        return (
            f"{corpus}: it holds {len(texts):,} texts itself: give the folder above if this is its "
            f"folder articles, or else put them into {articles}"
        )
    found = f" (it holds {_counted(there, 'other file')})" if there else ""
    return (
        f"{corpus}: there is nothing to read{found}; put the texts into {articles}, "
        "one .txt, .md or .docx file per article, or put all into one table, articles.csv"
    )


def _counted(names: list[str], noun: str) -> str:
    """Return the number of some files, and the names of the first."""
    more = ", …" if len(names) > KINDS else ""
    return f"{len(names):,} {noun}{'s' * (len(names) != 1)} ({', '.join(names[:KINDS])}{more})"


def _with_folders(rows: pd.DataFrame) -> pd.DataFrame:
    """Return articles with the first folder of each file as `folder`, unless all are in one or have it."""
    if rows.empty or "folder" in rows:
        return rows
    folders = rows["file"].str.extract("^([^/]+)/", expand=False)
    return rows.assign(folder=folders) if folders.nunique() > 1 else rows


def _dated(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return articles with the dates in the names of their files or folders: see `dates_in_names`."""
    dates = dates_in_names(rows["file"])
    if dates.empty:
        return rows
    name = "folder" if dates["date_words"].str.contains("/").any() else "name"
    every = "nearly every" if dates["date"].isna().any() else "every"
    report.note(f"{every} file has a date in its {name}, which is used as the date of the article")
    return rows.join(dates)


def dates_in_names(files: pd.Series) -> pd.DataFrame:
    """Return the dates in the names of files as `date` and `date_words`; empty unless every name has one.

    Where some names have none, the numbers in the others may be anything. Folders of years with folders of
    months in them are dates, even if a few files lie elsewhere.
    """
    folders = files.str.extract(f"({_IN_FOLDERS.pattern})", expand=False)
    if len(files) and folders.notna().mean() >= NEARLY:
        return pd.DataFrame({"date": folders.str.replace("/", "-"), "date_words": folders})
    found = [max((hit[0] for hit in _IN_NAME.finditer(name)), key=len, default="") for name in files]
    words = pd.Series(found, files.index, dtype="str")
    dates = words.str.replace("_", "-")
    if read_dates(dates)["first"].isna().any():
        return pd.DataFrame(columns=["date", "date_words"])
    return pd.DataFrame({"date": dates, "date_words": words})


def read_metadata(path: Path, report: Report) -> pd.DataFrame:
    """Read a table of metadata: index `article_id`, all strings, blank cells missing, a file in every row."""
    if path.suffix == ".xlsx":
        rows = read_sheet(read_regular(path, path.parent), path, report)
        rows = rows.rename(columns=rename_columns(rows.columns, report))
        if "file" not in rows:
            raise CorpusError(f"{path}: its first line lacks the column file; add it")
    else:
        rows = read_csv(path, report, ("file",), path.parent)
    rows = without_ours(rows, report)
    rows = rows.drop(columns=["raw", "text"], errors="ignore")  # The articles are in their files.
    if rows.empty:
        report.add(str(path), *rules.NO_ROWS)
    if "article_id" not in rows:
        report.note(f"{path}: it has no column `article_id`: the names of the files are used")
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
    """Report the texts that the metadata do not name, and files of kinds that are not read."""
    names, named = set(names), rows["file"].tolist()
    others = sorted(names.difference(named))
    gone = {Path(name).stem: name for name in named if name not in names}
    unlisted = texts_of(others)
    letters = sum(map(len, gone)) * sum(map(len, unlisted))
    compared = gone if letters <= MISSPELT else {}  # So many were not misspelt.
    for name in unlisted:
        near = difflib.get_close_matches(Path(name).stem, compared, 1)
        renamed = f"the metadata name {gone[near[0]]}, which does not exist: is it this file?" if near else ""
        report.add(str(folder / name), *(("it has no row", renamed) if near else rules.UNLISTED))
    for name in others:
        if fault := rules.FOREIGN_KINDS.get(Path(name).suffix.lower()):
            report.add(str(folder / name), *fault)
    _check_kinds(folder, others, report)


def _check_kinds(folder: Path, names: Iterable[str], report: Report) -> None:
    """Report the number of files of kinds for which there is no message of their own, except hidden ones."""
    told = (*TEXTS, *ENDS, *WHOLE, *rules.FOREIGN_KINDS)
    endings = [Path(name).suffix.lower() for name in names if not re.search(r"(?:^|/)\.", name)]
    kinds = Counter(ending or "no ending" for ending in endings if ending not in told)
    if number := kinds.total():
        named = ", ".join(kind for kind, _ in kinds.most_common(KINDS))
        files, were = ("files", "were") if number > 1 else ("file", "was")
        what = f"{number:,} {files} of other kinds ({named}) {were} not read"
        report.add(str(folder), what, rules.SAVE_AS_TEXT)


def without_shared(articles: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return articles without those that share an id, so that no table can tell them apart; report these."""
    shared = articles.index[articles.index.duplicated(keep=False)].value_counts(sort=False)
    for article_id, number in shared.items():
        report.add(f"article {article_id}", f"{number:,} articles have this id", rules.SAME_ID)
    return articles.drop(index=shared.index)


def unique(rows: pd.DataFrame, report: Report, numbers: Collection[str] = ()) -> pd.DataFrame:
    """Return articles indexed by id, without blank cells; of several with the same id the first is kept.

    `numbers` are ids that are numbers of rows, which nobody can correct in a table.
    """
    if "article_id" not in rows:  # There are no rows.
        return rows
    rows = rows.assign(article_id=as_ids(rows["article_id"]))
    is_named = rows["article_id"].notna()
    for where in rows.loc[~is_named, "where" if "where" in rows else "file"]:
        report.add(str(where), *rules.NO_ID)
    rows = rows[is_named].set_index("article_id")
    for article_id, number in rows.index[rows.index.duplicated(keep=False)].value_counts(sort=False).items():
        what = f"{number:,} rows have this id or file"
        if article_id in numbers:
            report.add(f"article {article_id}", f"{what}, one as the number of its row", rules.NUMBER)
        else:
            report.add(f"article {article_id}", what, "the first was kept: correct the others")
    return blank_as_missing(rows[~rows.index.duplicated()])
