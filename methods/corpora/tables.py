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

from methods.corpora.facts import as_words, without_ours
from methods.corpora.headings import check_names, column_of, rename_columns
from methods.corpora.rules import LARGEST_ARTICLE, LARGEST_UNPACKED, NO_ID, NO_ROWS
from methods.corpora.sheets import read_sheet
from methods.files.encodings import UndecodableError, decode
from methods.files.folders import read_regular
from methods.files.problems import CorpusError, Report

if TYPE_CHECKING:
    import pyarrow as pa

ENDS = (".parquet", ".jsonl")  # Of tables that can be read in stretches.
WHOLE = (".csv", ".tsv", ".xlsx", ".json")  # Of tables that are read at once.
PART = 100  # Rows of a Parquet table that are unpacked at once.
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
    elif suffix in (".jsonl", ".json"):
        rows = _json_frame(path, report, within)
    else:
        rows = read_csv(path, report, (), within)
    rows = rows.rename(columns=rename_columns(rows.columns, report))
    if rows.empty:
        report.add(str(path), *NO_ROWS)
        return rows
    rows = _numbered(path, _with_raw(path, rows, report), report)
    for number in rows.index[rows["article_id"].isna()]:
        report.add(f"{path}, row {number + 1}", *NO_ID)
    rows = without_ours(rows[rows["article_id"].notna()], report)
    rows["article_id"] = as_words(rows["article_id"])
    return rows.assign(where=str(path) + ", article " + rows["article_id"])


def _with_raw(path: Path, rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return a table with its texts as `raw`: those of its column `raw` or `text`, or else the longest."""
    if not {"raw", "text"} & set(rows):
        chinese = {name: rows[name].map(_chinese).sum() for name in rows}
        longest = max(chinese, key=chinese.get)
        if not chinese[longest]:
            check_columns(path, rows)
        report.note(f"{path}: no column is called `text`: `{longest}` is, which holds most of the Chinese")
        rows = rows.rename(columns={longest: "text"})
    both = rows.reindex(columns=["raw", "text"])
    raw = both["raw"].where(both["raw"].notna(), both["text"]).fillna("").astype("str")
    return rows.drop(columns="text", errors="ignore").assign(raw=raw)


def _chinese(value: object) -> int:
    """Return how many Chinese characters a cell has."""
    return sum("\u4e00" <= char <= "\u9fff" for char in value) if isinstance(value, str) else 0


def _numbered(path: Path, rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Number the rows of a table that has no ids."""
    if "article_id" in rows:
        return rows
    report.note(f"{path}: it has no column `article_id`: its rows are numbered")
    if "title" in rows and "label" not in rows:  # A number says nothing in a figure.
        rows = rows.assign(label=rows["title"])
    return rows.assign(article_id=(rows.index + 1).astype("str"))


def check_columns(path: Path, names: Iterable[str]) -> None:
    """Raise CorpusError if a table has no texts in it."""
    names = list(names)
    if not {"raw", "text"} & set(names):
        has = ", ".join(map(str, names))
        raise CorpusError(f"{path}: its columns are {has}; call the one that holds the texts `text`")


def plain(schema: pa.Schema) -> pa.Schema:
    """Return a schema in which texts are strings, not bytes and not numbers of a dictionary."""
    import pyarrow as pa

    for at, field in enumerate(schema):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        kind = pa.string() if pa.types.is_binary(kind) else kind
        schema = schema.set(at, field.with_type(kind))
    return schema


def frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame, whole numbers that are ids as they are, though others are missing.

    Columns of bytes are texts; ArrowInvalid if they are not UTF-8.
    """
    table = table.cast(plain(table.schema))
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
        file, batches, room = pq.ParquetFile(pa.BufferReader(data)), [], LARGEST_UNPACKED
        for batch in file.iter_batches(batch_size=PART):
            batches.append(batch.cast(plain(batch.schema)))
            room -= batches[-1].nbytes
            if room < 0:  # A text that is there a million times is stored once.
                raise ValueError(f"it unpacks to more than {LARGEST_UNPACKED // 10**9} GB")
        table = pa.Table.from_batches(batches, plain(file.schema_arrow))
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


def _json_frame(path: Path, report: Report, within: Path | None) -> pd.DataFrame:
    """Read the objects of a JSON file, a list or one in each line; the index counts what is before each."""
    is_list = path.suffix.lower() == ".json"
    values = _json_list(path, within) if is_list else _json_lines(path, report, within)
    rows = {}
    for number, value in values:
        row = value if isinstance(value, dict) else {}
        place = f"{path}, {'object' if is_list else 'line'} {number + 1}"
        try:
            json.dumps(row, ensure_ascii=False).encode()  # Half a character, \ud83d, cannot be written.
        except ValueError as error:
            report.add(place, f"it is not JSON ({error})", "mend or remove the line")
            continue
        ids = {
            name: str(row[name]) for name in row if column_of(name) == "article_id" and row[name] is not None
        }
        if any(isinstance(row[name], str) for name in row.keys() - ids.keys()):
            rows[number] = row | ids  # A missing id must not make floats of the others.
        else:
            report.add(place, "it is not a JSON object with a text", "mend or remove the line")
    return pd.DataFrame(list(rows.values()), index=list(rows))


def _json_lines(path: Path, report: Report, within: Path | None) -> Iterator[tuple[int, object]]:
    """Yield what is in the lines of a JSON Lines file, and how many lines are before each."""
    for number, line in enumerate(_decoded(path, within).split("\n")):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                report.add(
                    f"{path}, line {number + 1}", f"it is not JSON ({error})", "mend or remove the line"
                )


def _json_list(path: Path, within: Path | None) -> Iterable[tuple[int, object]]:
    """Return what is in the list that is a JSON file, numbered."""
    try:
        rows = json.loads(_decoded(path, within))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: it is not JSON ({error}); mend it, or save it as CSV") from None
    if not isinstance(rows, list):
        raise CorpusError(f"{path}: it is not a list of objects; save the articles as one, or as CSV")
    return enumerate(rows)


def named(row: dict) -> dict:
    """Return an object of JSON with its columns by the names that we know."""
    other = rename_columns(row)
    return {other.get(name, name): value for name, value in row.items()} if other else row


def read_csv(path: Path, report: Report, needed: tuple[str, ...], within: Path | None = None) -> pd.DataFrame:
    """Read a CSV file, all cells as strings; rows with more or less of them than its first are left out."""
    csv.field_size_limit(LARGEST_ARTICLE)
    text = _decoded(path, within).lstrip("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)  # Excel writes the one that the computer's language has.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        names = next(reader, [])
    except csv.Error as error:
        raise CorpusError(f"{path}: its first line cannot be read ({error}); mend its quotes") from None
    check_names(path, names)
    renamed = rename_columns(names, report)
    names = [renamed.get(name, name) for name in names]
    if missing := set(needed) - set(names):
        raise CorpusError(f"{path}: its first line lacks the column {', '.join(sorted(missing))}")
    rows = _csv_rows(path, reader, names, report)
    batches = [pd.DataFrame([], columns=names, dtype="str")]
    while batch := list(islice(rows, BATCH)):
        batches.append(pd.DataFrame(batch, columns=names, dtype="str"))
    return pd.concat(batches, ignore_index=True)


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
