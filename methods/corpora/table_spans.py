"""Read tables of articles, Parquet or JSON Lines, in parts, so that a whole table is never in memory.

To read a part of a Parquet table, whole row groups are read: some thousand articles are a good size for one.
"""

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd

from methods.corpora.facts import as_ids, as_words
from methods.corpora.headings import check_names, rename_columns
from methods.corpora.json_tables import FIRST, Keys, long_texts, named, note_keys
from methods.corpora.rules import BROKEN_JSON, GOOD, LARGEST_ARTICLE, NO_ID, NOT_UTF8, TOO_LARGE, Fault
from methods.corpora.tables import frame
from methods.corpora.text_columns import NO_TEXTS, joined_texts, prefixes, text_heading, worth_reading
from methods.files.folders import open_regular
from methods.files.problems import Report

BLOCK = 1 << 20  # Bytes that are read at once to count lines.


def spans(path: Path, size: int) -> list[tuple[int, int]]:
    """Return the parts of a table, each of about `size` bytes, as first and end: rows or, in JSON, bytes."""
    return list(pairwise((_rows if path.suffix == ".parquet" else _lines)(path, size)))


def even(total: int, size: int) -> int:
    """Return the size, at most `size`, of equal parts of `total`, so that all processors end together."""
    return max(1, ceil(total / max(1, ceil(total / size))))


def read(path: Path, span: tuple[int, int], prefix: str = "") -> pd.DataFrame:
    """Read a part of a table; the numbers of rows that have no ids get the prefix.

    Returns
    -------
    DataFrame
        Index `article_id`, the table's columns, `raw` (from `text` if there is no `raw`), and `what` and
        `remedy`, which are empty except for a broken line of JSON and a row without an id.
    """
    rows = _parquet(path, *span) if path.suffix == ".parquet" else _json(path, *span, prefix)
    rows = rows.rename(columns=rename_columns(rows.columns))
    if "raw" not in rows and "text" not in rows:
        rows = rows.rename(columns={text_column(path): "text"})
    if "article_id" not in rows:
        rows["article_id"] = [f"{prefix}{span[0] + i + 1}" for i in range(len(rows))]
    rows = joined_texts(rows)
    ids = as_ids(rows.pop("article_id"))
    named = ids.notna()
    for name, words in NO_ID._asdict().items():
        rows[name] = rows[name].where(named, words)
    ids = ids.where(named, [f"row {span[0] + i + 1}" for i in range(len(rows))])
    rows = rows.set_index(ids)
    for name in [name for name in rows if rows[name].dtype == object]:  # Rows of JSON may hold mixed types.
        rows[name] = as_words(rows[name])
    return rows


def text_column(path: Path, report: Report | None = None) -> str | None:
    """Return the column that has the texts, going by the first rows: see `tables.text_heading`."""
    heading, notes = _text_column(path, path.stat().st_mtime_ns)
    for note in notes if report else ():
        report.note(note)
    return heading


def with_texts(corpus: Path, tables: list[str], report: Report) -> Iterator[tuple[str, str]]:
    """Yield the tables to read, each with the prefix of the numbers of its rows; report the others."""
    for name in tables:
        open_regular(corpus / name, corpus).close()  # No link leads out.
    starts = prefixes([name.removeprefix("articles/") for name in tables])
    first = [_first_rows(corpus / name, (corpus / name).stat().st_mtime_ns)[0] for name in tables]
    for name, prefix, is_read in zip(tables, starts, worth_reading(first), strict=True):
        if is_read:
            yield name, prefix
        else:
            report.add(str(corpus / name), *NO_TEXTS)


@lru_cache(maxsize=4)
def _text_column(path: Path, time: int) -> tuple[str | None, list[str]]:
    """Return the result of `text_column` and the notes for the report; `time` is that of the last change."""
    report = Report()
    rows, keys, _ = _first_rows(path, time)
    note_keys(path, keys, report)
    return (text_heading(path, rows, report) if len(rows) else None), report.notes


@lru_cache(maxsize=4)
def _first_rows(path: Path, time: int) -> tuple[pd.DataFrame, dict[str, Keys], dict[str, str]]:
    """Return the first rows of a table, the keys of objects in their lists, and those of long texts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    keys: dict[str, Keys] = {}
    most: dict[str, str] = {}
    with open_regular(path) as file:
        if path.suffix == ".parquet":
            table = pq.ParquetFile(file)
            batch = next(table.iter_batches(batch_size=FIRST), None)
            rows = frame(pa.Table.from_batches([batch] if batch else [], table.schema_arrow))
        else:
            lines = _first_lines(file)
            most = long_texts(filter(None, map(_loaded, lines)))
            rows = pd.DataFrame([_object(line, keys, most) for line in lines])
    return rows.rename(columns=rename_columns(rows.columns)), keys, most


def _first_lines(file: BinaryIO) -> list[bytes]:
    """Return lines with an object in the first `BLOCK`, at most `FIRST`; without any, the first after it."""
    found: list[bytes] = []
    while len(found) < FIRST and (not found or file.tell() < BLOCK):
        line = file.readline(BLOCK if found else LARGEST_ARTICLE)
        if not line:
            break
        found += [line] if _object(line) else []
    return found


def _rows(path: Path, size: int) -> list[int]:
    import pyarrow.parquet as pq

    with open_regular(path) as whole, pq.ParquetFile(whole) as file:
        names = file.schema_arrow.names
        check_names(path, names)
        count = file.metadata.num_rows
        total = sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups))
    return [*range(0, count, even(count, max(1, size * count // max(total, 1)))), count]


def _lines(path: Path, size: int) -> list[int]:
    with open_regular(path) as file:
        starts, total = [0], os.fstat(file.fileno()).st_size
        step = even(total, size)
        while starts[-1] < total:
            file.seek(starts[-1] + step)
            while (part := file.readline(BLOCK)) and not part.endswith(b"\n"):
                pass  # A line may be larger than memory.
            starts.append(min(file.tell(), total))
    return starts


def _parquet(path: Path, start: int, stop: int) -> pd.DataFrame:
    """Return rows of a Parquet table, read batch by batch from the row groups that hold them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with open_regular(path) as whole, pq.ParquetFile(whole) as file:
        sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
        bounds = np.cumsum([0, *sizes])
        groups = [i for i in range(len(sizes)) if bounds[i] < stop and bounds[i + 1] > start]
        at, batches = int(bounds[groups[0]]), []
        for batch in file.iter_batches(row_groups=groups, batch_size=1000):
            batches.append(batch[max(start - at, 0) : max(stop - at, 0)])
            at += len(batch)
    return frame(pa.Table.from_batches(batches)).assign(**GOOD._asdict())


def _json(path: Path, start: int, stop: int, prefix: str) -> pd.DataFrame:
    if stop - start > LARGEST_ARTICLE:
        return pd.DataFrame([{"article_id": f"byte {start}", "raw": ""} | TOO_LARGE._asdict()])
    with open_regular(path) as file:
        time = os.fstat(file.fileno()).st_mtime_ns
        file.seek(start)
        lines = BytesIO(
            file.read(stop - start)
        ).readlines()  # Only at line feeds: JSON may hold other ends of lines.
    ends = np.cumsum([start, *map(len, lines)]).tolist()
    text, (*_, most) = text_column(path), _first_rows(path, time)
    found = [(line, at) for line, at in zip(lines, ends[:-1], strict=True) if line.strip()]
    rows = [_row(line, at, text, most) for line, at in found]
    if all("article_id" not in row or row["what"] for row in rows):
        first = _lines_before(path, start, time) + 1
        numbers = (f"{prefix}{number}" for number, line in enumerate(lines, first) if line.strip())
        rows = [{"article_id": number} | row for number, row in zip(numbers, rows, strict=True)]
    # The number of a line might be the id of another.
    rows = [row if "article_id" in row else _broken(at) for row, (_, at) in zip(rows, found, strict=True)]
    return (
        pd.DataFrame(rows)
        if rows
        else pd.DataFrame(columns=["article_id", "raw", *Fault._fields], dtype="str")
    )


def _lines_before(path: Path, start: int, time: int) -> int:
    """Return the number of lines before a byte of a file; lines that were counted before are not again."""
    marks = _marks(path, time)
    at, count = max(mark for mark in marks if mark[0] <= start)
    with open_regular(path) as file:
        file.seek(at)
        while block := file.read(min(BLOCK, start - file.tell())):
            count += block.count(b"\n")
    marks.append((start, count))
    return count


@lru_cache(maxsize=4)
def _marks(path: Path, time: int) -> list[tuple[int, int]]:
    """Return the offsets up to which the lines of a file were counted, and their numbers."""
    return [(0, 0)]


def _loaded(line: bytes) -> object:
    """Return the value in a line; None if the line is broken."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _object(line: bytes, keys: dict[str, Keys] | None = None, most: dict[str, str] | None = None) -> dict:
    """Return the object in a line as `named` does; an empty one if the line is broken. `keys` is filled."""
    try:
        row = named(_loaded(line), keys, most)
        json.dumps(row, ensure_ascii=False).encode()  # A lone surrogate cannot be written.
    except (ValueError, AttributeError, RecursionError):
        return {}
    return row


def _row(line: bytes, at: int, heading: str | None, most: dict[str, str]) -> dict:
    """Return the object in a line with the text below `heading` if none is called `raw` or `text`.

    For a broken line, it is that of `_broken`.
    """
    row = _object(line, most=most)
    texts = [row[name] for name in ("raw", "text") if name in row] or [row.pop(heading, None)]
    texts = [text for text in texts if isinstance(text, str)]
    if texts and row.get("article_id", "") is not None:
        given = {"article_id": str(row["article_id"])} if "article_id" in row else {}
        return row | given | {"raw": next(filter(str.strip, texts), "")} | GOOD._asdict()
    return _broken(at, line)


def _broken(at: int, line: bytes = b"") -> dict:
    """Return an empty article for a broken line, with its fault, named by its offset."""
    try:
        line.decode()
        fault = BROKEN_JSON
    except UnicodeDecodeError:
        fault = NOT_UTF8
    return {"article_id": f"byte {at}", "raw": ""} | fault._asdict()
