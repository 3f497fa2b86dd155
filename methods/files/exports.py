"""Write tables for other programs as CSV, Excel or Parquet, by the ending of the file's name."""

import datetime
import io
import math
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from methods.files.atomic import write_atomic
from methods.files.safe_csv import EXACT, csv_text, defuse

MOST_COLUMNS, LONGEST_CELL = 16_384, 32_767  # of an Excel sheet, in columns and in characters
MOST_CELLS = 5_000_000  # of a sheet that we write: a million takes nine seconds and two megabytes
BOM = "\ufeff"  # by which Excel recognises UTF-8
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in the XML of a sheet
EPOCH = datetime.datetime(2000, 1, 1)
MODIFIED = re.compile(rb"<dcterms:modified.*?</dcterms:modified>", re.DOTALL)


def write_export(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as ``.csv`` (with a byte order mark, for Excel), ``.xlsx`` or ``.parquet``.

    Raises
    ------
    ValueError
        If the ending is none of these, or a sheet cannot hold the table. Nothing is written.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        write_atomic(path, BOM + csv_text(table))
    elif ending == ".parquet":
        with io.BytesIO() as file:
            table.to_parquet(file, index=False)
            write_atomic(path, file.getvalue())
    elif ending == ".xlsx":
        if table.shape[1] > MOST_COLUMNS:
            raise ValueError(
                f"{path}: the table has {table.shape[1]:,} columns, an Excel sheet holds at most "
                f"{MOST_COLUMNS:,}; write .csv or .parquet"
            )
        if table.size > MOST_CELLS:
            raise ValueError(
                f"{path}: the table has {len(table):,} rows and {table.shape[1]:,} columns, which would take "
                "minutes to write and to open in Excel; write .csv or .parquet, or count fewer words with "
                "`terms`"
            )
        longest = max((int(cells.map(_length).max()) for _, cells in table.items() if len(cells)), default=0)
        if longest > LONGEST_CELL:
            raise ValueError(
                f"{path}: a cell has {longest:,} characters, a cell of an Excel sheet holds at most "
                f"{LONGEST_CELL:,}; write .csv or .parquet"
            )
        write_atomic(path, workbook({"table": table}))
    else:
        raise ValueError(f"{path}: unknown ending; let the name end in .csv, .xlsx or .parquet")
    return path


def _length(value: object) -> int:
    return len(value) if isinstance(value, str) else 0


def workbook(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return an Excel workbook with one sheet per table; equal tables give equal bytes.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By the name of the sheet, which has at most 31 characters. No text in them becomes a formula.
    """
    from openpyxl import Workbook

    book = Workbook(
        write_only=True
    )  # Rows are written as they come: a cell that is kept needs half a kilobyte.
    book.properties.created = book.properties.modified = EPOCH
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        sheet.append([_cell(column) for column in table.columns])
        for row in table.itertuples(index=False, name=None):
            sheet.append([_cell(value) for value in row])
    with io.BytesIO() as file:
        book.save(file)
        return _without_times(file)


def _cell(value: object) -> object:
    """Return a value that is not a formula, without characters and numbers that a sheet cannot hold."""
    if isinstance(value, int) and abs(value) <= EXACT:
        return value
    if not isinstance(value, str):
        if not pd.api.types.is_scalar(value):
            return _cell(str(value))
        if pd.isna(value):
            return None
        if getattr(value, "tzinfo", None) is not None:  # A sheet knows no time zones.
            return value.isoformat()
        # A sheet would round the number, or could not hold it.
        return str(value) if isinstance(value, int) or value in (math.inf, -math.inf) else value
    return FORBIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", defuse(value))


def _without_times(file: io.BytesIO) -> bytes:
    """Return a workbook, a ZIP file, without the times of its entries and of its last change."""
    with zipfile.ZipFile(file) as old, io.BytesIO() as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                timeless = zipfile.ZipInfo(entry.filename)
                timeless.compress_type, timeless.file_size = zipfile.ZIP_DEFLATED, entry.file_size
                if entry.filename == "docProps/core.xml":
                    new.writestr(timeless, MODIFIED.sub(b"", old.read(entry)))
                    continue
                with old.open(entry) as source, new.open(timeless, "w") as target:
                    shutil.copyfileobj(source, target)
        return made.getvalue()
