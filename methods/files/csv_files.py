"""Read whole CSV files in any encoding, and make them safe to publish."""

import csv
import io
from pathlib import Path

from methods.files.encodings import UndecodableError, decode
from methods.files.problems import CorpusError
from methods.files.safe_csv import csv_reader, defuse


def read_rows(data: bytes, path: Path) -> tuple[list[list[str]], str]:
    """Return the rows of a CSV file, and its encoding; CorpusError, with its `path`, if it cannot be read."""
    try:
        text, encoding = decode(data)
        return list(csv_reader(io.StringIO(text, newline=""))), encoding
    except UndecodableError as error:
        raise CorpusError(f"{path}: {error}") from None
    except csv.Error as error:
        raise CorpusError(f"{path}: it cannot be read as CSV ({error}); shorten the cell") from None


def defuse_file(data: bytes, path: Path) -> bytes:
    """Return a CSV file as UTF-8 without formulas; unchanged if it is UTF-8 and has none."""
    rows, encoding = read_rows(data, path)
    safe = [[defuse(cell) for cell in row] for row in rows]
    if safe == rows and encoding.startswith("utf-8"):
        return data
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(safe)
    return file.getvalue().encode()
