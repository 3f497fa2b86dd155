"""A corpus as it lies in a folder, with everything that is wrong with it said at once.

What is good is loaded; what is not is left out and named, with its file, its line and what to do.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from methods.encodings import UndecodableError, decode

LARGEST = 100_000_000  # Bytes.
DATES = ("date", "date_earliest", "date_latest", "published")
NEAR = 0.9
FIRST_DATE = pd.Timestamp("1900-01-01")


class CorpusWarning(UserWarning):
    """Some articles of a corpus were left out, or need a person's eye."""


@dataclass
class Report:
    """What is wrong with a corpus: one line a problem."""

    problems: list[str] = field(default_factory=list)

    def add(self, where: str, what: str, remedy: str) -> None:
        """Note a problem: where it is, what it is, what to do about it."""
        self.problems.append(f"{where}: {what}; {remedy}".translate(_VISIBLE))

    def __str__(self) -> str:
        """One line a problem."""
        return "\n".join(self.problems)


#: A file name may hold control characters; a terminal shall not obey them.
_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))} | {
    code: f"\\u{code:04x}"
    for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def read_corpus(corpus: Path) -> tuple[pd.DataFrame, Report]:
    """Read the articles of a corpus, without cleaning them.

    Parameters
    ----------
    corpus
        A folder with ``articles/`` and ``metadata.csv``; or a table, or a folder with one
        (``articles.csv``, ``.jsonl`` or ``.parquet``), that has the columns ``article_id`` and ``raw`` or
        ``text`` and what metadata there are.

    Returns
    -------
    tuple[pandas.DataFrame, Report]
        The good articles, index ``article_id``, with their metadata and ``raw``; and what is wrong.

    Raises
    ------
    FileNotFoundError
        If there is neither a table nor ``metadata.csv``.
    ValueError
        If no article is good; the message is the report.
    """
    report = Report()
    table = table_of(corpus)
    articles = _read_folder(corpus, report) if table is None else _read_table(table, report)
    articles = _check(_unique(articles, report), report)
    if articles.empty:
        raise ValueError(f"{corpus}: no article can be used\n{report}")
    return articles, report


def table_of(corpus: Path) -> Path | None:
    """Return the table of a corpus that has one."""
    if corpus.is_file():
        return corpus
    names = (corpus / f"articles{ending}" for ending in (".parquet", ".jsonl", ".csv"))
    return next((path for path in names if path.is_file()), None)


def _read_folder(corpus: Path, report: Report) -> pd.DataFrame:
    """Read the files that metadata.csv names."""
    metadata, folder = corpus / "metadata.csv", corpus / "articles"
    if not metadata.is_file():
        raise FileNotFoundError(
            f"{corpus} has no metadata.csv: `python -m methods.draft {corpus}` drafts one for you to check"
        )
    rows = pd.DataFrame(list(_csv_rows(metadata, report, ("article_id", "file"))))
    if rows.empty:
        return rows
    named = set(rows["file"])
    for path in sorted(folder.glob("*.txt")):
        if path.name not in named:
            report.add(str(path), "metadata.csv has no row for it", "add one, or remove the file")
    rows["raw"] = [_read_file(folder, name, report) for name in rows["file"]]
    return rows[rows["raw"].notna()]


def _read_file(folder: Path, name: str, report: Report) -> str | None:
    """Read one article; None if it cannot be had."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        report.add(
            str(path), "it lies outside the folder of articles", "put the file there and name it alone"
        )
        return None
    try:
        if path.stat().st_size > LARGEST:
            report.add(str(path), "it is larger than 100 MB", "split it into its articles")
            return None
        data = path.read_bytes()
        text, _ = decode(data)
    except FileNotFoundError:
        report.add(
            str(path), "metadata.csv names it, but there is no such file", "restore it, or remove the row"
        )
    except UndecodableError as error:
        report.add(str(path), "it is no text" if b"\0" in data[:1000] else "it cannot be decoded", str(error))
    except OSError as error:
        report.add(str(path), f"it cannot be read ({error.strerror})", "check its permissions")
    else:
        return text
    return None


def _read_table(path: Path, report: Report) -> pd.DataFrame:
    """Read a table of articles."""
    if path.suffix == ".parquet":
        rows = _parquet_rows(path)
    elif path.suffix == ".jsonl":
        rows = pd.DataFrame(list(_json_rows(path, report)))
    elif path.suffix == ".csv":
        rows = pd.DataFrame(list(_csv_rows(path, report, ("article_id",))))
    else:
        raise ValueError(f"{path}: a table of articles is a .csv, .jsonl or .parquet file")
    if "raw" not in rows and "text" in rows:
        rows = rows.rename(columns={"text": "raw"})
    if rows.empty:
        return rows
    if not {"article_id", "raw"} <= set(rows):
        names = ", ".join(map(str, rows))
        raise ValueError(f"{path}: its columns are {names}; `article_id` and `raw` or `text` are needed")
    for number in rows.index[rows["article_id"].isna()]:
        report.add(f"{path}, row {number + 1}", "it has no article_id", "give it one")
    rows = rows[rows["article_id"].notna()]
    raw = rows["raw"].fillna("").astype("str")
    return rows.drop(columns="text", errors="ignore").assign(raw=raw, where=str(path))


def _parquet_rows(path: Path) -> pd.DataFrame:
    """Read a Parquet table; its strings are only checked if one asks for it."""
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
        table.validate(full=True)
        return table.to_pandas().reset_index()
    except Exception as error:  # A broken file makes pyarrow raise whatever it met first.
        raise ValueError(f"{path}: it cannot be read as Parquet ({error}); write it anew") from None


def _decoded(path: Path) -> str:
    """Decode a table that is text."""
    try:
        return decode(path.read_bytes())[0]
    except UndecodableError as error:
        raise ValueError(f"{path}: {error}") from None


def _json_rows(path: Path, report: Report) -> Iterator[dict]:
    """Yield the objects of a JSON Lines file."""
    for number, line in enumerate(_decoded(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            json.dumps(row, ensure_ascii=False).encode()  # Half a character, \ud83d, cannot be written.
        except (ValueError, RecursionError) as error:
            report.add(f"{path}, line {number}", f"it is no JSON ({error})", "mend or remove the line")
            continue
        if isinstance(row, dict) and isinstance(text := row.get("raw", row.get("text")), str):
            yield row | {"raw": text}  # Some lines may have the one, some the other.
        else:
            report.add(
                f"{path}, line {number}", "it is no JSON object with a text", "mend or remove the line"
            )


def _csv_rows(path: Path, report: Report, needed: tuple[str, ...]) -> Iterator[dict]:
    """Yield the rows of a CSV file that have as many cells as its first line."""
    csv.field_size_limit(LARGEST)
    text = _decoded(path).lstrip("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    if missing := set(needed) - set(reader.fieldnames or ()):
        raise ValueError(f"{path}: its first line lacks the column {', '.join(sorted(missing))}")
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
        if "" in row or None in row.values():
            report.add(f"{path}, line {reader.line_num}", "it has too many or too few cells", "mend the row")
        elif not row["article_id"].strip():
            report.add(f"{path}, line {reader.line_num}", "it has no article_id", "give it one")
        else:
            yield row


def _unique(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Index articles by their id; of several with one id the first is kept."""
    if rows.empty:
        return rows
    rows = rows.assign(article_id=rows["article_id"].astype("str")).set_index("article_id")
    for article_id in rows.index[rows.index.duplicated()].unique():
        report.add(
            f"article {article_id}", "several rows have this id", "the first is kept: rename the others"
        )
    text = rows.select_dtypes("str").columns.difference(["raw"])
    rows[text] = rows[text].replace(r"^\s*$", float("nan"), regex=True)
    return rows[~rows.index.duplicated()]


def _check(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Leave out what is no article, and take no date or place on trust."""
    if rows.empty:
        return rows
    where = rows["file"] if "file" in rows else rows["where"] + ", article " + rows.index
    empty = rows["raw"].str.strip() == ""
    foreign = ~empty & ~rows["raw"].str.contains("[\u4e00-\u9fff]")
    for name in where[empty]:
        report.add(name, "it is empty", "collect it again, or remove its row")
    for name in where[foreign]:
        report.add(name, "there is no Chinese in it", "check the file, or remove its row")
    rows, where = rows[~empty & ~foreign], where[~empty & ~foreign]
    same = rows["raw"].duplicated()
    for article_id, raw in rows.loc[same, "raw"].items():
        first = rows.index[rows["raw"] == raw][0]
        report.add(
            where[article_id], f"it is the same text as article {first}", f"{first}, the first, is kept"
        )
    rows, where = rows[~same], where[~same]
    return _check_places(_check_dates(rows, where, report), where, report).drop(
        columns="where", errors="ignore"
    )


def _check_dates(rows: pd.DataFrame, where: pd.Series, report: Report) -> pd.DataFrame:
    """Make dates of the date columns; one that is impossible, in the future or a guess becomes missing."""
    rows = rows.copy()
    for column in DATES:
        words = rows[column] if column in rows else pd.Series(float("nan"), rows.index)
        dates = pd.to_datetime(words, format="ISO8601", errors="coerce").astype("datetime64[us]")
        for article_id in rows.index[(dates.isna() & words.notna())]:
            report.add(where[article_id], f"its {column} is {words[article_id]}", "write dates as 2024-01-31")
        wrong = dates.notna() & ((dates > pd.Timestamp.now()) | (dates < FIRST_DATE))
        for article_id in rows.index[wrong]:
            report.add(where[article_id], f"its {column} {words[article_id]} cannot be", "correct it")
        rows[column] = dates.mask(wrong)
    guessed = rows.get("date_basis", pd.Series("", rows.index)) == "guessed"
    for article_id in rows.index[guessed & rows["date"].notna()]:
        report.add(
            where[article_id], "its date is a guess", "check it, and write `text` or `external` for `guessed`"
        )
    rows.loc[guessed, list(DATES)] = pd.NaT
    return rows


def _check_places(rows: pd.DataFrame, where: pd.Series, report: Report) -> pd.DataFrame:
    """Name provinces that the gazetteer does not know."""
    if "province" not in rows or rows["province"].isna().all():
        return rows
    from methods.gazetteer import units

    known = {unit.province for unit in units()}
    for article_id in rows.index[rows["province"].notna() & ~rows["province"].isin(known)]:
        name = rows.loc[article_id, "province"]
        report.add(where[article_id], f"no province is called {name}", "write it in full, as in 浙江省")
    return rows


def report_near_duplicates(articles: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Leave out articles that are nearly the same text as another; the longer one is kept."""
    from methods.duplicates import near_duplicates

    copies = near_duplicates(articles, NEAR)
    for copy in copies.itertuples():
        report.add(
            f"article {copy.article_id}",
            f"{copy.similarity:.0%} of it is in article {copy.kept_id}",
            f"{copy.kept_id} is kept, being longer or first",
        )
    return articles.drop(index=copies["article_id"])
