"""Read tables of articles or metadata row by row, so that a broken row does not affect the others.

`methods.corpora.table_spans` reads tables that are too large for memory.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.facts import as_ids, without_ours
from methods.corpora.headings import check_names, first_line, rename_columns
from methods.corpora.json_tables import json_frame
from methods.corpora.rules import LARGEST_UNPACKED, NO_ID, NO_ROWS, read_text
from methods.corpora.sheets import read_sheet
from methods.corpora.text_columns import NO_TEXTS, number_rows, prefixes, with_raw, worth_reading
from methods.files.escape import visible
from methods.files.folders import read_regular
from methods.files.problems import CorpusError, Report
from methods.files.safe_csv import csv_reader

if TYPE_CHECKING:
    import pyarrow as pa

ENDS = (".parquet", ".jsonl")  # Endings of tables that can be read in parts.
WHOLE = (".csv", ".tsv", ".xlsx", ".json")  # Endings of tables that are read at once.
PART = 100  # Rows of a Parquet table that are unpacked at once.
AGAIN = 20  # Times the size of a table that is read again because of quotation marks out of place.
BATCH = 10_000  # Rows that become a frame at once: as Python strings they take ten times the memory.


def table_of(corpus: Path) -> Path | None:
    """Return the path of a corpus's table of articles; None if it has none."""
    if corpus.is_file():
        return corpus
    names = (corpus / f"articles{ending}" for ending in (*ENDS, *WHOLE))
    return next((path for path in names if path.is_file()), None)


def read_table(path: Path, report: Report, within: Path | None = None) -> pd.DataFrame:
    """Read a table of articles.

    Parameters
    ----------
    path
        A file with one of the endings in `ENDS` and `WHOLE`.
    report
        Receives what is wrong.
    within
        A folder that no link may lead out of.

    Returns
    -------
    pandas.DataFrame
        The good rows, index arbitrary: ``article_id`` and ``raw``, any metadata, and ``where``, the place of
        the article for messages.

    Raises
    ------
    CorpusError
        If nothing in the table can be used; the message names the file.
    """
    return _articles(path, _rows(path, report, within), report)


def read_tables(folder: Path, names: Iterable[str], report: Report) -> tuple[list[pd.DataFrame], set[str]]:
    """Read all tables in a folder of articles.

    Parameters
    ----------
    folder
        The folder, out of which no link may lead.
    names
        The files in it, relative to it; those that are no tables are passed over.
    report
        Receives what is wrong, and which tables have no texts.

    Returns
    -------
    list of pandas.DataFrame
        As `read_table` returns them. Several tables have rows with the same numbers, so that ids made of
        these begin with the name of the table.
    set of str
        The ids that are numbers of rows.

    Raises
    ------
    CorpusError
        If nothing in one of the tables can be used; the message names the file.
    """
    tables = sorted(name for name in names if name.lower().endswith((*ENDS, *WHOLE)))
    reports = [Report() for _ in tables]
    found = [_rows(folder / name, own, folder) for name, own in zip(tables, reports, strict=True)]
    parts, numbers = [], set()
    every = zip(tables, prefixes(tables), reports, found, worth_reading(found), strict=True)
    for name, prefix, own, rows, is_read in every:
        if not is_read:
            report.add(str(folder / name), *NO_TEXTS)
            continue
        parts.append(_articles(folder / name, rows, own, prefix))
        if "article_id" not in rows and not rows.empty:
            numbers |= set(parts[-1]["article_id"])
        report.problems += own.problems
        report.notes += own.notes
    return parts, numbers


def _rows(path: Path, report: Report, within: Path | None) -> pd.DataFrame:
    """Return the rows of a table of any kind, with the names of columns that this project uses."""
    suffix = path.suffix.lower()
    if suffix not in (*ENDS, *WHOLE):
        raise CorpusError(
            f"{path}: a table of articles must be a {', '.join((*WHOLE, *ENDS))} file; save it as one"
        )
    if suffix == ".parquet":
        rows = _parquet_rows(path, within)
    elif suffix == ".xlsx":
        rows = read_sheet(read_regular(path, within), path, report)
    elif suffix in (".jsonl", ".json"):
        rows = json_frame(path, report, within)
    else:
        rows = read_csv(path, report, (), within)
    check_names(path, rows)
    return rows.rename(columns=rename_columns(rows.columns, report))


def _articles(path: Path, rows: pd.DataFrame, report: Report, prefix: str = "") -> pd.DataFrame:
    """Return the good rows of a table as `read_table` does; numbers of rows get the prefix."""
    if rows.empty:
        report.add(str(path), *NO_ROWS)
        return rows
    rows = number_rows(path, with_raw(path, rows, report), report, prefix)
    for number in rows.index[rows["article_id"].isna()]:
        report.add(f"{path}, row {number + 1}", *NO_ID)
    rows = without_ours(rows[rows["article_id"].notna()], report)
    rows["article_id"] = as_ids(rows["article_id"])
    return rows.assign(where=str(path) + ", article " + rows["article_id"])


def plain(schema: pa.Schema) -> pa.Schema:
    """Return a schema with strings in place of bytes and of dictionary-encoded values."""
    import pyarrow as pa

    for at, field in enumerate(schema):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        is_bytes = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
        kind = pa.string() if any(test(kind) for test in is_bytes) else kind
        schema = schema.set(at, field.with_type(kind))
    return schema


def frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame; ids that are whole numbers stay so even if some are missing.

    Columns of bytes become strings. Raises ArrowInvalid if they are not UTF-8.
    """
    table = table.cast(plain(table.schema))
    rows = table.to_pandas()
    rows = rows.reset_index(drop=all(name is None for name in rows.index.names))
    if "article_id" in table.column_names and pd.api.types.is_float_dtype(rows["article_id"]):
        rows["article_id"] = table["article_id"].to_pandas(integer_object_nulls=True).to_numpy()
    return rows


def _parquet_rows(path: Path, within: Path | None) -> pd.DataFrame:
    """Read a Parquet table, and check that its strings are valid, which pyarrow does only on request."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    data, batches, room = read_regular(path, within), [], LARGEST_UNPACKED
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        check_names(path, file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=PART):
            batches.append(batch.cast(plain(batch.schema)))
            room -= batches[-1].nbytes
            if room < 0:  # A text that occurs a million times is stored once.
                raise ValueError(f"it unpacks to more than {LARGEST_UNPACKED // 10**9} GB")
        table = pa.Table.from_batches(batches, plain(file.schema_arrow))
        table.validate(full=True)
        return frame(table)
    except CorpusError:
        raise
    except Exception as error:  # pyarrow raises many kinds of errors for a broken file.
        raise CorpusError(f"{path}: it cannot be read as Parquet ({error}); save it again") from None


def read_csv(path: Path, report: Report, needed: tuple[str, ...], within: Path | None = None) -> pd.DataFrame:
    """Read a CSV file with all cells as strings; skip rows with more or fewer cells than the first line.

    Parameters
    ----------
    path
        The file.
    report
        Receives the rows that are skipped.
    needed
        Columns that it must have.
    within
        A folder that no link may lead out of.

    Raises
    ------
    CorpusError
        If the first line cannot be read, lacks a needed column, or names a column twice.
    """
    text = read_text(path, within).lstrip("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # Excel chooses one by the computer's language.
    lines = io.StringIO(text, newline="").readlines()
    reader = csv_reader(lines, strict=True, delimiter=delimiter)
    try:
        names, row = first_line(path, next(reader, []), report)
    except csv.Error as error:
        raise CorpusError(f"{path}: its first line cannot be read ({error}); correct its quotes") from None
    renamed = rename_columns(names, report)
    names = [renamed.get(name, name) for name in names]
    if missing := set(needed) - set(names):
        there = ", ".join(map(visible, filter(None, names[:10]))) or "empty"
        raise CorpusError(
            f"{path}: its first line lacks the column {', '.join(sorted(missing))}; add it (it is {there})"
        )
    rows = _csv_rows(path, lines[reader.line_num :], (reader.line_num, delimiter), names, report)
    batches = [pd.DataFrame(row, columns=names, dtype="str")]
    while batch := list(islice(rows, BATCH)):
        batches.append(pd.DataFrame(batch, columns=names, dtype="str"))
    return pd.concat(batches, ignore_index=True).loc[:, [name != "" for name in names]]


def _csv_rows(
    path: Path, lines: list[str], after: tuple[int, str], names: list[str], report: Report
) -> Iterator[list[str]]:
    """Yield the rows of a CSV file that have all cells and an id; report the others.

    `after` is the number of lines before these, and the delimiter.
    """
    size, identifier = len(names), names.index("article_id") if "article_id" in names else None
    for number, row, is_torn in _records(lines, after[1], size):
        place = f"{path}, line {after[0] + number}"
        if len(row) != size:
            what = "a quotation mark is out of place" if is_torn else "it has too many or too few cells"
            report.add(place, what, "correct it")
        elif identifier is not None and not row[identifier].strip():
            report.add(place, *NO_ID)
        else:
            if is_torn:
                report.add(place, "a quotation mark is out of place", "its marks were kept: check the row")
            yield row


def _records(lines: list[str], delimiter: str, size: int) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the number of the last line of each record, its cells, and whether its quotes are out of place.

    One quotation mark out of place would swallow all that follows: its line is then read by itself, and what
    it swallowed is read again. Once that was more than `AGAIN` allows, every line is read by itself, and one
    whose marks do not match has no cells: the lines after it may belong to it.
    """
    start, room = 0, AGAIN * sum(map(len, lines))
    while start < len(lines):
        reader = csv_reader(islice(lines, start, None), strict=True, delimiter=delimiter)
        done = 0
        try:
            for row in reader if room > 0 else ():
                done = reader.line_num
                if row:
                    yield start + done, row, False
        except csv.Error:
            pass
        room -= sum(map(len, lines[start + done : start + reader.line_num]))
        start += done
        if start < len(lines):
            row, is_torn = _alone(lines[start], delimiter, size)
            start, row = start + 1, [] if is_torn and room <= 0 else row
            if lines[start - 1].strip():
                yield start, row, is_torn


def _alone(line: str, delimiter: str, size: int) -> tuple[list[str], bool]:
    """Return the cells of a line read by itself, and whether a quotation mark in it is out of place."""
    ways = {"strict": True}, {"strict": False}, {"quoting": csv.QUOTE_NONE}
    rows = [_cells(line, delimiter, **way) for way in ways]
    row = next((row for row in rows if len(row) == size), rows[0] or rows[-1])
    return row, row is not rows[0]


def _cells(line: str, delimiter: str, **options: bool | int) -> list[str]:
    """Return the cells of a line; none if it cannot be read so, or one is larger than any article."""
    try:
        return next(csv_reader([line], delimiter=delimiter, **options), [])
    except csv.Error:
        return []
