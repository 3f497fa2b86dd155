"""Tables for other programs, by the ending of the file: CSV, Excel, Parquet."""

import io
from pathlib import Path

import pandas as pd

from methods.files.atomic import write_atomic
from methods.files.safe_csv import csv_text, defuse

MOST_COLUMNS = 16_384  # of a sheet in Excel
BOM = "\ufeff"  # by which Excel knows UTF-8


def write_export(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as ``.csv`` (with a byte order mark, for Excel), ``.xlsx`` or ``.parquet``.

    Raises
    ------
    ValueError
        If the ending is another, or a sheet has not room for all columns. Nothing is written then.
    """
    if path.suffix == ".csv":
        write_atomic(path, BOM + csv_text(table))
    elif path.suffix == ".parquet":
        with io.BytesIO() as file:
            table.to_parquet(file, index=False)
            write_atomic(path, file.getvalue())
    elif path.suffix == ".xlsx":
        if table.shape[1] > MOST_COLUMNS:
            raise ValueError(
                f"{path}: a sheet has {MOST_COLUMNS:,} columns, not {table.shape[1]:,}; write another kind"
            )
        with io.BytesIO() as file:
            table.map(defuse).rename(columns=defuse).to_excel(file, index=False)
            write_atomic(path, file.getvalue())
    else:
        raise ValueError(f"{path}: a table is written as .csv, .xlsx or .parquet")
    return path
