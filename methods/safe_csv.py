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

FORMULA = re.compile(r"^[\t\r\n]|^\s*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?%?", re.I)


def csv_text(table: "pd.DataFrame") -> str:
    """Give the table as CSV: six significant digits, ISO dates, and no text that a spreadsheet would run.

    A text cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay
    numbers.
    """
    named = any(name is not None for name in table.index.names)
    table = (table.reset_index() if named else table).map(defuse).rename(columns=defuse)
    return table.to_csv(index=False, float_format="%.6g", date_format="%Y-%m-%d", lineterminator="\n")


def defuse(cell: object) -> object:
    """Put an apostrophe before text that starts like a formula and is no number."""
    if not isinstance(cell, str) or not FORMULA.match(cell):
        return cell
    return cell if NUMBER.fullmatch(cell) else f"'{cell}"


def defuse_file(data: bytes) -> bytes:
    """Give a CSV file in which no cell is a formula; the same bytes if none was."""
    from methods.encodings import decode

    rows = list(csv.reader(io.StringIO(decode(data)[0], newline="")))
    safe = [[defuse(cell) for cell in row] for row in rows]
    if safe == rows:
        return data
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(safe)
    return file.getvalue().encode()
