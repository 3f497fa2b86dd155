"""Tables as CSV that a spreadsheet reads and does not run.

Source: OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection (which characters start
a formula, full-width ones included).
"""

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

#: A program that divides cells at other marks than commas finds a cell after a semicolon or a tab, too.
FORMULA = re.compile(r"^[\t\r\n]|^\s*[=+\-@＝＋－＠]")
HIDDEN = re.compile(r"((?:;|(?<!\A)[\t\r\n])\s*)(?=[=+\-@＝＋－＠])")
EXACT = 2**53  # Floats hold whole numbers up to here.
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?%?", re.I)


def csv_text(table: "pd.DataFrame") -> str:
    """Return the table as CSV: six significant digits, ISO dates, and no text that a spreadsheet would run.

    A text cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay
    numbers, and whole ones, floats because others are missing, keep all their digits.
    """
    named = any(name is not None for name in table.index.names)
    table = (table.reset_index() if named else table).map(defuse).rename(columns=defuse)
    return table.to_csv(index=False, float_format=_number, date_format="%Y-%m-%d", lineterminator="\n")


def _number(number: float) -> str:
    return f"{number:.0f}" if number.is_integer() and abs(number) < EXACT else f"{number:.6g}"


def defuse(cell: object) -> object:
    """Put an apostrophe before what starts like a formula, a cell or a part of one, and is no number."""
    if not isinstance(cell, str) or NUMBER.fullmatch(cell):
        return cell
    cell = HIDDEN.sub(r"\1'", cell)
    return f"'{cell}" if FORMULA.match(cell) else cell


def defuse_file(data: bytes) -> bytes:
    """Return a CSV file in UTF-8 in which no cell is a formula; the same bytes if none was, and it is."""
    from methods.files.encodings import decode

    text, encoding = decode(data)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    safe = [[defuse(cell) for cell in row] for row in rows]
    if safe == rows and encoding.startswith("utf-8"):
        return data
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(safe)
    return file.getvalue().encode()
