"""Lexicons as CSV files: the good lines are read, and those that are malformed are named."""

import csv
import io
from pathlib import Path

import pandas as pd

from methods.encodings import UndecodableError, decode
from methods.report import Report


def read_lexicon(path: Path, report: Report | None = None) -> pd.DataFrame:
    """Read a lexicon, without the lines that have more or fewer cells than its first.

    Parameters
    ----------
    path
        A CSV file.
    report
        Takes note of the lines that are left out.

    Returns
    -------
    pandas.DataFrame
        Its columns, with the types that pandas finds in them.

    Raises
    ------
    ValueError
        If the file cannot be decoded.
    """
    try:
        text, _ = decode(path.read_bytes())
    except UndecodableError as error:
        raise ValueError(f"{path}: {error}") from None
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    good = [next(reader, [])]
    for row in reader:
        if len(row) == len(good[0]):
            good.append(row)
        elif row and report is not None:
            cells = f"it has {len(row)} cells, the first line {len(good[0])}"
            report.add(f"{path}, line {reader.line_num}", cells, "mend the line, which is left out")
    file = io.StringIO()
    csv.writer(file).writerows(good)
    return pd.read_csv(io.StringIO(file.getvalue()))


def check_lexicons(corpus: Path, report: Report) -> None:
    """Note what is malformed in the lexicons of a corpus."""
    for path in sorted((corpus / "lexicons").glob("*.csv")):
        try:
            read_lexicon(path, report)
        except ValueError as error:
            report.add(str(path), f"it cannot be read ({error})", "save it as CSV, in UTF-8")
