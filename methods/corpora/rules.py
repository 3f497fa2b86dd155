"""What is no article: each rule once, for a corpus in memory and for one worked on in chunks.

A fault says what is wrong with an article and what to do. An article with one is left out and named.
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
from methods.files.folders import OpeningError, open_regular
from methods.files.problems import CorpusError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

LARGEST_ARTICLE = 100_000_000  # Bytes of an article, or of a table that is read at once.
LARGEST_UNPACKED = 10 * LARGEST_ARTICLE  # Bytes of what a workbook or a document unpacks to.
#: Jaccard similarity of two texts from which on one of them is a copy.
NEAR = 0.9


class Fault(NamedTuple):
    """What is wrong with an article, and what to do; both empty if nothing is."""

    what: str = ""
    remedy: str = ""


GOOD = Fault()
EMPTY = Fault("it is empty", "collect it again, or remove its row")
FOREIGN = Fault("there is no Chinese in it", "check the file, or remove its row")
NOTHING = Fault("there is nothing in it but credits and markup", "collect it again, or remove its row")
MISSING = Fault("metadata.csv names it, but there is no such file", "restore it, or remove the row")
TOO_LARGE = Fault("it is larger than 100 MB", "split it into its articles")
UNNAMED_FILE = Fault("it names no file", "name one, or remove the row")
UNLISTED = Fault("metadata.csv has no row for it", "add one, or remove the file")
NO_ID = Fault("it has no article_id", "give it one")
NO_ROWS = Fault("it has no row that can be read", "write one for each article")
#: What is not read as an article, and what to do with it.
FOREIGN_KINDS = {
    ".pdf": Fault("it is a PDF", "save its text as .txt, for example with `pdftotext`, and name that"),
    ".doc": Fault("it is an old Word document", "save it as .docx or .txt, and name that"),
    ".xls": Fault("it is an old Excel workbook", "save it as .xlsx, and name that"),
} | dict.fromkeys(
    (".html", ".htm", ".mhtml"),
    Fault("it is a web page", "copy the article from a browser, save it as .txt, and name that"),
)
BROKEN_JSON = Fault("it is not a JSON object with an id and a text", "mend or remove the line")


def read_article(path: Path, folder: Path) -> tuple[str, Fault]:
    """Read one file of a folder of articles: its text, or an empty one and what is wrong."""
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
        return "", Fault("it cannot be read as a document", f"save it anew, or as .txt ({error})")
    except OSError as error:  # A disk may fail in the middle.
        return "", Fault(f"it cannot be read ({error.strerror})", "check its disk")


def check_zip(data: bytes, path: Path, most: float = math.inf) -> None:
    """Raise CorpusError if a file is no ZIP archive, or one that unpacks to more than memory should hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise CorpusError(f"{path}: it is damaged ({error}); save it anew") from None
    if size > min(most, LARGEST_UNPACKED):
        raise CorpusError(f"{path}: it unpacks to {size / 1e6:,.0f} MB; split it")


def _document(data: bytes, path: Path) -> str:
    """Return the paragraphs of a Word document, those of its tables in their place; one per line."""
    from docx import Document

    # Pictures do not shrink when they are packed; XML does, and fills fifty times its size when it is read.
    check_zip(data, path, max(LARGEST_ARTICLE // 2, 2 * len(data)))
    try:
        return "\n".join(_paragraphs(Document(io.BytesIO(data))))
    except Exception as error:  # A broken document makes python-docx raise whatever it met first.
        raise CorpusError(f"{path}: {error}") from None


def _paragraphs(part: Document | _Cell) -> Iterator[str]:
    """Yield the paragraphs of a document or a cell, and the rows of the tables in it, divided by tabs."""
    from docx.table import Table, _Cell

    for inner in part.iter_inner_content():
        if isinstance(inner, Table):
            # `row.cells` has a cell as often as it claims to span columns, be it a billion.
            for row in inner._tbl.tr_lst:
                yield "\t".join("\n".join(_paragraphs(_Cell(cell, inner))) for cell in row.tc_lst)
        else:
            yield inner.text


def judge(found: pd.DataFrame) -> pd.DataFrame:
    """Mark, among articles with `raw`, `what` and `remedy`, those that are empty or hold no Chinese."""
    is_empty = ~found["raw"].str.contains(r"\S")
    is_foreign = ~is_empty & ~found["raw"].str.contains("[\u4e00-\u9fff]")
    return mark(mark(found, is_empty, EMPTY), is_foreign, FOREIGN)


def mark(found: pd.DataFrame, where: pd.Series, fault: Fault) -> pd.DataFrame:
    """Return articles with a fault where it applies and none was found before."""
    where = where & (found["what"] == "")
    marks = {name: found[name].mask(where, words) for name, words in fault._asdict().items()}
    return found.assign(**marks)
