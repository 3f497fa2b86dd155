"""Read the first sheet of an Excel workbook as a table of strings."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.headings import first_line
from methods.corpora.rules import LARGEST_UNPACKED, check_zip
from methods.files.problems import CorpusError, Report

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

BYTES = 3  # Of a Chinese character in UTF-8, as a table of strings stores it.
CELLS = 20_000_000  # Most cells that a sheet may span: a small file can span billions of empty ones.


def read_sheet(data: bytes, path: Path, report: Report) -> pd.DataFrame:
    """Read the first sheet of an Excel workbook.

    Parameters
    ----------
    data
        The bytes of the workbook.
    path
        Its file, for messages.
    report
        Receives how the first row was read.

    Returns
    -------
    pandas.DataFrame
        All cells as strings, empty ones missing; the first row with content names the columns.

    Raises
    ------
    CorpusError
        If the workbook is damaged or too large, or names a column twice.
    """
    from openpyxl import load_workbook

    check_zip(data, path)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        lines = list(_filled(book.worksheets[0], path))
    except CorpusError:
        raise
    except Exception as error:  # openpyxl raises many kinds of errors for a broken workbook.
        raise CorpusError(f"{path}: it cannot be read as a workbook ({error}); save it again") from None
    names, first = first_line(path, lines[0] if lines else [], report)
    filled = [number for number, name in enumerate(names) if name]
    lines = [*first, *lines[1:]]
    rows = [[line[number] if number < len(line) else "" for number in filled] for line in lines]
    return pd.DataFrame(rows, columns=[names[number] for number in filled], dtype="str").replace("", None)


def _filled(sheet: ReadOnlyWorksheet, path: Path) -> Iterator[list[str]]:
    """Yield the rows of a sheet that are not empty."""
    sheet.reset_dimensions()  # A sheet with three cells may claim the largest size that there is.
    count, room = 0, LARGEST_UNPACKED
    for line in sheet.iter_rows(values_only=True):
        count += 1 + len(line)
        if count > CELLS:
            raise CorpusError(f"{path}: its sheet spans more than {CELLS:,} cells; save it as CSV")
        cells = [_cell(value) for value in line]
        room -= BYTES * sum(map(len, cells))
        if room < 0:  # A text that occurs in a million cells is stored once.
            raise CorpusError(f"{path}: its cells hold more than {LARGEST_UNPACKED // 10**9} GB; split it")
        if any(cells):
            yield cells


def _cell(value: object) -> str:
    """Return the string for a cell of a workbook: 2020.0 becomes 2020, and a date loses its midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).removesuffix(" 00:00:00").strip()
