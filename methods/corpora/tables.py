"""Tables of articles, and of their metadata, read row by row, so that a broken row costs no other.

Tables too large for memory are read by `methods.corpora.table_spans`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.rules import LARGEST, NO_ID, NO_ROWS
from methods.files.encodings import UndecodableError, decode
from methods.files.folders import read_regular
from methods.files.problems import CorpusError, Report

if TYPE_CHECKING:
    import pyarrow as pa

ENDS = (".parquet", ".jsonl")  # Of tables that can be read in stretches.
BATCH = 10_000  # Rows that are worked on at once: as strings of Python they take ten times the room.


def table_of(corpus: Path) -> Path | None:
    """Return the table of a corpus that has one."""
    if corpus.is_file():
        return corpus
    names = (corpus / f"articles{ending}" for ending in (*ENDS, ".csv"))
    return next((path for path in names if path.is_file()), None)


def read_table(path: Path, report: Report, within: Path | None = None) -> pd.DataFrame:
    """Read a table of articles; no link may lead out of the folder `within`."""
    if path.suffix == ".parquet":
        rows = _parquet_rows(path, within)
    elif path.suffix == ".jsonl":
        rows = pd.DataFrame(list(_json_rows(path, report, within)))
    elif path.suffix == ".csv":
        rows = read_csv(path, report, ("article_id",), within)
    else:
        raise CorpusError(f"{path}: a table of articles is a .csv, .jsonl or .parquet file")
    if "raw" not in rows and "text" in rows:
        rows = rows.rename(columns={"text": "raw"})
    if rows.empty:
        report.add(str(path), *NO_ROWS)
        return rows
    check_columns(path, rows)
    for number in rows.index[rows["article_id"].isna()]:
        report.add(f"{path}, row {number + 1}", *NO_ID)
    rows = rows[rows["article_id"].notna()]
    rows["article_id"] = as_words(rows["article_id"])
    raw = rows["raw"].fillna("").astype("str")
    return rows.drop(columns="text", errors="ignore").assign(
        raw=raw, where=str(path) + ", article " + rows["article_id"]
    )


def check_columns(path: Path, names: Iterable[str]) -> None:
    """Raise ValueError if a table has no articles in it."""
    names = list(names)
    if "article_id" not in names or not {"raw", "text"} & set(names):
        has = ", ".join(map(str, names))
        raise CorpusError(f"{path}: its columns are {has}; `article_id` and `raw` or `text` are needed")


def frame(table: pa.Table) -> pd.DataFrame:
    """Give an Arrow table as a frame, whole numbers that are ids as they are, though others are missing."""
    rows = table.to_pandas().reset_index()
    if "article_id" in table.column_names and pd.api.types.is_float_dtype(rows["article_id"]):
        rows["article_id"] = table["article_id"].to_pandas(integer_object_nulls=True).to_numpy()
    return rows


def as_words(values: pd.Series) -> pd.Series:
    """Give values as strings, those missing as missing; 100 stays 100 if a missing one made it a float."""
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        return values.map("{:.0f}".format, na_action="ignore").astype("str")
    return values.map(_as_word, na_action="ignore").astype("str") if values.dtype != "str" else values


def _as_word(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _parquet_rows(path: Path, within: Path | None) -> pd.DataFrame:
    """Read a Parquet table; its strings are only checked if one asks for it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = read_regular(path, within)
    try:
        table = pq.read_table(pa.BufferReader(data))
        table.validate(full=True)
        return frame(table)
    except Exception as error:  # A broken file makes pyarrow raise whatever it met first.
        raise CorpusError(f"{path}: it cannot be read as Parquet ({error}); write it anew") from None


def _decoded(path: Path, within: Path | None) -> str:
    """Decode a table that is text."""
    try:
        return decode(read_regular(path, within))[0]
    except FileNotFoundError:
        raise CorpusError(f"{path}: there is no such file; restore it") from None
    except UndecodableError as error:
        raise CorpusError(f"{path}: {error}") from None


def _json_rows(path: Path, report: Report, within: Path | None) -> Iterator[dict]:
    """Yield the objects of a JSON Lines file."""
    for number, line in enumerate(_decoded(path, within).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            json.dumps(row, ensure_ascii=False).encode()  # Half a character, \ud83d, cannot be written.
        except (ValueError, RecursionError) as error:
            report.add(f"{path}, line {number}", f"it is no JSON ({error})", "mend or remove the line")
            continue
        if isinstance(row, dict) and isinstance(text := row.get("raw", row.get("text")), str):
            # Some lines may have the one, some the other; a missing id must not make floats of the others.
            article_id = row.get("article_id")
            yield row | {"raw": text, "article_id": None if article_id is None else str(article_id)}
        else:
            report.add(
                f"{path}, line {number}", "it is no JSON object with a text", "mend or remove the line"
            )


def read_csv(path: Path, report: Report, needed: tuple[str, ...], within: Path | None = None) -> pd.DataFrame:
    """Read a CSV file, all cells as strings; rows with more or less of them than its first are left out."""
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(_decoded(path, within).lstrip("\ufeff"), newline=""), strict=True)
    try:
        names = next(reader, [])
    except csv.Error as error:
        raise CorpusError(f"{path}: its first line cannot be read ({error}); mend its quotes") from None
    if missing := set(needed) - set(names):
        raise CorpusError(f"{path}: its first line lacks the column {', '.join(sorted(missing))}")
    if twice := {name for name in names if names.count(name) > 1}:
        raise CorpusError(f"{path}: its first line has the column {', '.join(sorted(twice))} twice")
    rows = _csv_rows(path, reader, names, report)
    batches = [pd.DataFrame([], columns=names, dtype="str")]
    while batch := list(islice(rows, BATCH)):
        batches.append(pd.DataFrame(batch, columns=names, dtype="str"))
    return pd.concat(batches, ignore_index=True)


def _csv_rows(
    path: Path, reader: Iterator[list[str]], names: list[str], report: Report
) -> Iterator[list[str]]:
    """Yield the rows of a CSV file that are whole and have an id."""
    size, identifier = len(names), names.index("article_id")
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            report.add(
                f"{path}, line {reader.line_num}", f"the table breaks off ({error})", "mend its quotes"
            )
            return
        if row is None:
            return
        if len(row) == size and row[identifier].strip():
            yield row
        elif len(row) == size:
            report.add(f"{path}, line {reader.line_num}", *NO_ID)
        elif row:
            report.add(f"{path}, line {reader.line_num}", "it has too many or too few cells", "mend the row")
