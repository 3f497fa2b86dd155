"""Decide what is not an article, by the same rules for a corpus in memory and for one in chunks.

A fault says what is wrong with an article and what to do. Articles with a fault are left out and reported.
"""

from __future__ import annotations

import io
import math
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from methods.files.encodings import UndecodableError, decode
from methods.files.folders import OpeningError, open_regular, read_regular
from methods.files.problems import CorpusError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

LARGEST_ARTICLE = 100_000_000  # Most bytes of an article.
LARGEST_UNPACKED = 10 * LARGEST_ARTICLE  # Most bytes of an unpacked workbook, document or Parquet table.
#: Least Jaccard similarity at which one of two texts counts as a copy.
NEAR = 0.9


class Fault(NamedTuple):
    """What is wrong with an article, and what to do; both are empty if nothing is wrong."""

    what: str = ""
    remedy: str = ""


GOOD = Fault()
EMPTY = Fault("it is empty", "collect it again, or remove its row")
FOREIGN = Fault("it contains no Chinese", "check the file, or remove its row")
NOTHING = Fault("it contains only credits and markup", "collect it again, or remove its row")
MISSING = Fault("the metadata name it, but the file does not exist", "restore it, or correct its row")
TOO_LARGE = Fault("it is larger than 100 MB", "split it into its articles")
UNNAMED_FILE = Fault("it names no file", "name one, or remove the row")
UNLISTED = Fault("the metadata have no row for it", "add a row, or remove the file")
SAVE_AS_TEXT = "save as .txt those that are articles"
NO_ID = Fault("it has no article_id", "add one")
NUMBER = "the first was kept: give the table a column `article_id`, or rename the text"
SAME_ID = "all were skipped: rename them"
NO_ROWS = Fault("it has no row that can be read", "add a row for each article")
#: By the ending of a file, why it is not read as an article.
FOREIGN_KINDS = {
    ".pdf": Fault("it is a PDF", "save its text as .txt, for example with `pdftotext`, and name that file"),
    ".doc": Fault("it is an old Word document", "save it as .docx or .txt, and name that file"),
    ".xls": Fault("it is an old Excel workbook", "save it as .xlsx, and name that file"),
} | dict.fromkeys(
    (".html", ".htm", ".mhtml"),
    Fault("it is a web page", "copy the article from a browser, save it as .txt, and name that file"),
)
NOT_UTF8 = Fault("it is not in UTF-8, as a large table must be", "save the table as UTF-8")
BROKEN_JSON = Fault("it is not a JSON object with an id and a text", "correct or remove the line")


def read_article(path: Path, folder: Path) -> tuple[str, Fault]:
    """Read one file of a folder of articles; return its text and `GOOD`, or an empty text and a fault."""
    if path.suffix.lower() in FOREIGN_KINDS:
        return "", FOREIGN_KINDS[path.suffix.lower()]
    try:
        with open_regular(path, folder) as file:
            if os.fstat(file.fileno()).st_size > LARGEST_ARTICLE:
                return "", TOO_LARGE
            data = file.read()
        if path.suffix.lower() == ".docx":
            return _document(data, path), GOOD
        return decode(data)[0], GOOD
    except FileNotFoundError:
        return "", MISSING
    except OpeningError as error:
        return "", Fault(error.what, error.remedy)
    except UndecodableError as error:
        why, _, remedy = str(error).rpartition(": ")
        return "", Fault(
            f"it is not text: {why}" if b"\0" in data[:1000] else f"it cannot be decoded: {why}", remedy
        )
    except CorpusError as error:
        return "", Fault("it cannot be read as a document", f"save it again, or as .txt ({error})")
    except OSError as error:  # The disk may fail while the file is read.
        return "", Fault(f"it cannot be read ({error.strerror})", "check the disk")


def read_text(path: Path, within: Path | None) -> str:
    """Return the text of a table; CorpusError if it is missing or cannot be decoded."""
    try:
        return decode(read_regular(path, within))[0]
    except FileNotFoundError:
        raise CorpusError(f"{path}: it does not exist; restore it") from None
    except UndecodableError as error:
        raise CorpusError(f"{path}: {error}") from None


def check_zip(data: bytes, path: Path, most: float = math.inf) -> None:
    """Raise CorpusError if a file is not a ZIP archive, or unpacks to more than `most` bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise CorpusError(f"{path}: it is damaged ({error}); save it again") from None
    if size > min(most, LARGEST_UNPACKED):
        raise CorpusError(f"{path}: it unpacks to {size / 1e6:,.0f} MB; split it")


def _document(data: bytes, path: Path) -> str:
    """Return the paragraphs of a Word document, one per line, with those of its tables in their place."""
    from docx import Document

    # XML shrinks when it is packed, pictures do not; and to read it takes fifty times its size.
    check_zip(data, path, max(LARGEST_ARTICLE // 2, 2 * len(data)))
    try:
        return "\n".join(_paragraphs(Document(io.BytesIO(data))))
    except Exception as error:  # python-docx raises many kinds of errors for a broken document.
        raise CorpusError(f"{path}: {error}") from None


def _paragraphs(part: Document | _Cell) -> Iterator[str]:
    """Yield the paragraphs of a document or a cell, and the rows of its tables with tabs between cells."""
    from docx.table import Table, _Cell

    for inner in part.iter_inner_content():
        if isinstance(inner, Table):
            # `row.cells` repeats a cell for each column that it claims to span, even for a billion.
            for row in inner._tbl.tr_lst:
                yield "\t".join("\n".join(_paragraphs(_Cell(cell, inner))) for cell in row.tc_lst)
        else:
            yield inner.text


def judge(found: pd.DataFrame) -> pd.DataFrame:
    """Return articles with a fault where they are empty or contain no Chinese.

    Parameters
    ----------
    found : DataFrame
        Columns `raw`, and `what` and `remedy`, which are empty for an article without a fault.
    """
    is_empty = ~found["raw"].str.contains(r"\S")
    is_foreign = ~is_empty & ~found["raw"].str.contains("[\u4e00-\u9fff]")
    return mark(mark(found, is_empty, EMPTY), is_foreign, FOREIGN)


def mark(found: pd.DataFrame, where: pd.Series, fault: Fault) -> pd.DataFrame:
    """Return articles with a fault `where` it applies, unless they already have one."""
    where = where & (found["what"] == "")
    marks = {name: found[name].mask(where, words) for name, words in fault._asdict().items()}
    return found.assign(**marks)
