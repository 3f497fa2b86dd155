"""Read CSV with cells of any size, and write tables as CSV in which no spreadsheet finds a formula.

Source: OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection (the characters that
start a formula, full-width ones included).
"""

import csv
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

    import pandas as pd

FORMULA = re.compile(r"^[\t\r\n]|^\s*[=+\-@＝＋－＠]")
#: A program that splits cells at semicolons or tabs would find a formula after one of them, too.
HIDDEN = re.compile(r"((?:;|(?<!\A)[\t\r\n])\s*)(?=[=+\-@＝＋－＠])")
LARGEST_CELL = 100_000_000  # Characters, as many as an article has bytes; Python's default is 131,072.
EXACT = 2**53  # Up to here every whole number has a float of its own.
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?%?", re.I)


def csv_text(table: "pd.DataFrame") -> str:
    """Return a table as CSV: six significant digits, ISO dates, and no formulas.

    A text cell that a spreadsheet would read as a formula gets an apostrophe before it. Numbers stay numbers,
    and whole numbers keep all their digits, also in columns that are float because some cells are missing.
    """
    named = any(name is not None for name in table.index.names)
    table = (table.reset_index() if named else table).map(defuse).rename(columns=defuse)
    return table.to_csv(index=False, float_format=_number, date_format="%Y-%m-%d", lineterminator="\n")


def _number(number: float) -> str:
    return f"{number:.0f}" if number.is_integer() and abs(number) < EXACT else f"{number:.6g}"


def defuse(cell: object) -> object:
    """Return a cell with an apostrophe before each part that starts like a formula; keep numbers."""
    if not isinstance(cell, str) or NUMBER.fullmatch(cell):
        return cell
    cell = HIDDEN.sub(r"\1'", cell)
    return f"'{cell}" if FORMULA.match(cell) else cell


def csv_reader(lines: Iterable[str], **options: str | bool | int) -> "Reader":
    """Return a reader of CSV whose cells may be as large as an article; csv.Error if one is larger."""
    csv.field_size_limit(LARGEST_CELL)  # One limit for all of Python: each reader sets the same.
    return csv.reader(lines, **options)
