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

from methods.corpora.facts import as_words, rename_columns, without_ours
from methods.corpora.rules import LARGEST, NO_ID, NO_ROWS, check_zip
from methods.files.encodings import UndecodableError, decode
from methods.files.folders import read_regular
from methods.files.problems import CorpusError, Report

if TYPE_CHECKING:
    import pyarrow as pa

ENDS = (".parquet", ".jsonl")  # Of tables that can be read in stretches.
WHOLE = (".csv", ".tsv", ".xlsx", ".json")  # Of tables that are read at once.
BATCH = 10_000  # Rows that are worked on at once: as strings of Python they take ten times the room.


def table_of(corpus: Path) -> Path | None:
    """Return the table of a corpus that has one."""
    if corpus.is_file():
        return corpus
    names = (corpus / f"articles{ending}" for ending in (*ENDS, *WHOLE))
    return next((path for path in names if path.is_file()), None)


def read_table(path: Path, report: Report, within: Path | None = None) -> pd.DataFrame:
    """Read a table of articles; no link may lead out of the folder `within`."""
    suffix = path.suffix.lower()
    if suffix not in (*ENDS, *WHOLE):
        raise CorpusError(
            f"{path}: a table of articles is a {', '.join((*WHOLE, *ENDS))} file; save it as one"
        )
    if suffix == ".parquet":
        rows = _parquet_rows(path, within)
    elif suffix == ".xlsx":
        rows = read_sheet(read_regular(path, within), path)
    elif suffix == ".jsonl":
        rows = pd.DataFrame(list(_json_rows(path, report, within)))
    elif suffix == ".json":
        rows = pd.DataFrame(list(_checked_json(path, _json_list(path, within), "object", report)))
    else:
        rows = read_csv(path, report, (), within)
    rows = rows.rename(columns=rename_columns(rows.columns, report))
    if "raw" not in rows and "text" in rows:
        rows = rows.rename(columns={"text": "raw"})
    if rows.empty:
        report.add(str(path), *NO_ROWS)
        return rows
    rows = _numbered(path, rows, report)
    check_columns(path, rows)
    for number in rows.index[rows["article_id"].isna()]:
        report.add(f"{path}, row {number + 1}", *NO_ID)
    rows = without_ours(rows[rows["article_id"].notna()], report)
    rows["article_id"] = as_words(rows["article_id"])
    raw = rows["raw"].fillna("").astype("str")
    return rows.drop(columns="text", errors="ignore").assign(
        raw=raw, where=str(path) + ", article " + rows["article_id"]
    )


def _numbered(path: Path, rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Number the rows of a spreadsheet that has no ids."""
    if "article_id" in rows or path.suffix.lower() not in WHOLE:
        return rows
    report.note(f"{path}: it has no column `article_id`: its rows are numbered")
    width = len(str(len(rows)))
    return rows.assign(article_id=[f"{number:0{width}}" for number in range(1, len(rows) + 1)])


def check_columns(path: Path, names: Iterable[str]) -> None:
    """Raise ValueError if a table has no articles in it."""
    names = list(names)
    if "article_id" not in names or not {"raw", "text"} & set(names):
        has = ", ".join(map(str, names))
        raise CorpusError(f"{path}: its columns are {has}; `article_id` and `raw` or `text` are needed")


def frame(table: pa.Table) -> pd.DataFrame:
    """Give an Arrow table as a frame, whole numbers that are ids as they are, though others are missing."""
    rows = table.to_pandas()
    rows = rows.reset_index(drop=all(name is None for name in rows.index.names))
    if "article_id" in table.column_names and pd.api.types.is_float_dtype(rows["article_id"]):
        rows["article_id"] = table["article_id"].to_pandas(integer_object_nulls=True).to_numpy()
    return rows


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
    lines = (
        (number, line) for number, line in enumerate(_decoded(path, within).split("\n"), 1) if line.strip()
    )
    for number, line in lines:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            report.add(f"{path}, line {number}", f"it is no JSON ({error})", "mend or remove the line")
            continue
        yield from _checked_json(path, [value], f"line {number}", report)


def _json_list(path: Path, within: Path | None) -> list:
    """Return the list that is a JSON file."""
    try:
        rows = json.loads(_decoded(path, within))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: it is no JSON ({error}); mend it, or save it as CSV") from None
    if not isinstance(rows, list):
        raise CorpusError(f"{path}: it is no list of objects; save the articles as one, or as CSV")
    return rows


def _checked_json(path: Path, values: list, where: str, report: Report) -> Iterator[dict]:
    """Yield the objects with a text among some values, their columns by the names that we know."""
    for number, value in enumerate(values, 1):
        place = f"{path}, {where}" if len(values) == 1 else f"{path}, {where} {number}"
        row = named(value) if isinstance(value, dict) else {}
        text = row.get("raw", row.get("text"))
        try:
            json.dumps(row, ensure_ascii=False).encode()  # Half a character, \ud83d, cannot be written.
        except ValueError as error:
            report.add(place, f"it is no JSON ({error})", "mend or remove the line")
            continue
        if isinstance(text, str):
            # Some lines may have the one, some the other; a missing id must not make floats of the others.
            article_id = row.get("article_id")
            yield row | {"raw": text, "article_id": None if article_id is None else str(article_id)}
        else:
            report.add(place, "it is no JSON object with a text", "mend or remove the line")


def named(row: dict) -> dict:
    """Return an object of JSON with its columns by the names that we know."""
    other = rename_columns(row)
    return {other.get(name, name): value for name, value in row.items()} if other else row


def read_sheet(data: bytes, path: Path) -> pd.DataFrame:
    """Read the first sheet of an Excel workbook, all cells as strings; its first line names the columns."""
    from openpyxl import load_workbook

    check_zip(data, path)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        lines = [[_cell(value) for value in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    except Exception as error:  # A broken workbook makes openpyxl raise whatever it met first.
        raise CorpusError(f"{path}: it cannot be read as a workbook ({error}); save it anew") from None
    lines = [line for line in lines if any(line)]
    names = lines[0] if lines else []
    filled = [number for number, name in enumerate(names) if name]
    _check_names(path, [names[number] for number in filled])
    rows = [[line[number] if number < len(line) else "" for number in filled] for line in lines[1:]]
    return pd.DataFrame(rows, columns=[names[number] for number in filled], dtype="str").replace("", None)


def _cell(value: object) -> str:
    """Return a cell of a workbook as a string: 2020.0 as 2020, a day without its midnight."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).removesuffix(" 00:00:00").strip()


def read_csv(path: Path, report: Report, needed: tuple[str, ...], within: Path | None = None) -> pd.DataFrame:
    """Read a CSV file, all cells as strings; rows with more or less of them than its first are left out."""
    csv.field_size_limit(LARGEST)
    text = _decoded(path, within).lstrip("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # Excel writes the one that the computer's language has.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        names = next(reader, [])
    except csv.Error as error:
        raise CorpusError(f"{path}: its first line cannot be read ({error}); mend its quotes") from None
    _check_names(path, names)
    renamed = rename_columns(names, report)
    names = [renamed.get(name, name) for name in names]
    if missing := set(needed) - set(names):
        raise CorpusError(f"{path}: its first line lacks the column {', '.join(sorted(missing))}")
    rows = _csv_rows(path, reader, names, report)
    batches = [pd.DataFrame([], columns=names, dtype="str")]
    while batch := list(islice(rows, BATCH)):
        batches.append(pd.DataFrame(batch, columns=names, dtype="str"))
    return pd.concat(batches, ignore_index=True)


def _check_names(path: Path, names: list[str]) -> None:
    """Raise CorpusError if a table has two columns of one name."""
    if twice := {name for name in names if names.count(name) > 1}:
        raise CorpusError(f"{path}: its first line has the column {', '.join(sorted(twice))} twice")


def _csv_rows(
    path: Path, reader: Iterator[list[str]], names: list[str], report: Report
) -> Iterator[list[str]]:
    """Yield the rows of a CSV file that are whole and have an id."""
    size, identifier = len(names), names.index("article_id") if "article_id" in names else None
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
        if len(row) == size and (identifier is None or row[identifier].strip()):
            yield row
        elif len(row) == size:
            report.add(f"{path}, line {reader.line_num}", *NO_ID)
        elif row:
            report.add(f"{path}, line {reader.line_num}", "it has too many or too few cells", "mend the row")
