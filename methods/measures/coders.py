"""Codings of paragraphs: the themes that each carries, coded by people or models, or by a rule.

A coding is a table with one row per paragraph and theme: article_id, paragraph, theme, coded (whether the
paragraph carries the theme). That of coders has a column coder, too; coders may code different paragraphs.
"""

import io
from pathlib import Path

import pandas as pd

from methods.files.encodings import UndecodableError, decode
from methods.files.folders import read_regular

UNIT = ["article_id", "paragraph", "theme"]
COLUMNS = ["coder", *UNIT, "coded"]
CODES = dict.fromkeys(["1", "1.0", "true", "yes"], True) | dict.fromkeys(["0", "0.0", "false", "no"], False)


def read_coding(path: Path | str) -> pd.DataFrame:
    """Read the codes of all coders, ``coding.csv``.

    Parameters
    ----------
    path : path
        A CSV file with the columns coder, article_id, paragraph, theme, coded (1 or 0).

    Returns
    -------
    DataFrame
        These columns, `paragraph` as int and `coded` as bool; no rows if there is no such file.

    Raises
    ------
    ValueError
        If the file cannot be read, or is a link that leads out of its folder; if a column is missing; if a
        row has no coder, no paragraph or no code, or a coder coded a unit twice. The message names the first
        of these rows.
    """
    codes = pd.DataFrame(columns=COLUMNS, dtype="str")
    if Path(path).exists():
        try:
            text, _ = decode(read_regular(path, Path(path).parent))
            # "NA" may be the name of a coder.
            codes = pd.read_csv(io.StringIO(text.lstrip("\ufeff")), dtype="str", keep_default_na=False)
        except (UndecodableError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise ValueError(f"{path}: it cannot be read ({error}); save it as CSV, in UTF-8") from None
    if missing := [name for name in COLUMNS if name not in codes]:
        raise ValueError(f"{Path(path).name} has no column {missing[0]}: it needs {', '.join(COLUMNS)}")
    codes["article_id"] = codes["article_id"].str.strip()
    number = pd.to_numeric(codes["paragraph"], errors="coerce")
    refuse(codes, codes["coder"].str.strip() == "", "have no coder", "write down who coded them")
    refuse(codes, number.isna() | (number % 1 != 0), "have no paragraph number", "write it, counted from 1,")
    return checked(codes.assign(paragraph=number.astype(int)), ["coder", *UNIT])


def refuse(coding: pd.DataFrame, wrong: pd.Series, fault: str, remedy: str) -> None:
    """Raise ValueError if any unit is `wrong`; the message has their number and the first of them."""
    if wrong.any():
        first = ", ".join(str(value) for value in coding.loc[wrong, UNIT].iloc[0])
        raise ValueError(f"{int(wrong.sum())} units {fault}, the first is ({first}): {remedy} in coding.csv")


def checked(coding: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the columns `key` and `coded` as bool; ValueError if a code is missing or a unit coded twice."""
    codes = coding["coded"].map(lambda code: CODES.get(str(code).strip().lower())).astype(object)
    refuse(coding, codes.isna(), "have no code of 1 or 0", "give them one, or delete their rows,")
    refuse(coding, coding.duplicated(key), "are coded twice by one coder", "keep one of the rows")
    return coding[key].assign(coded=codes.astype(bool))
