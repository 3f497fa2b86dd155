"""Find the column of a table that holds the texts, and number the rows of a table without ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from methods.corpora.headings import check_columns, count_chinese, known
from methods.corpora.rules import Fault
from methods.files.escape import visible

if TYPE_CHECKING:
    import pandas as pd

    from methods.files.problems import Report

SENTENCE = 9  # Chinese characters of a heading that may be a title of the first article.
PHRASE = 10  # Chinese characters of a text; a name, a place or a kind has fewer.
NEARLY_ALL = 0.9  # Least share of cells below `PHRASE` in a column that hardly holds texts.
NO_TEXTS = Fault(
    "none of its columns looks like texts, as in the tables beside it: it was not read",
    "rename the one with the texts to `text`, or remove the table",
)


def has_texts(rows: pd.DataFrame) -> bool:
    """Return whether a table has a column called `raw` or `text`, or one that looks like texts.

    Metadata of known names, such as titles, do not count, nor do cells of a few characters.
    """
    if {"raw", "text"} & set(rows):
        return True
    longest, _ = _longest(rows)
    return longest is not None and longest not in known() and not _are_short(rows[longest])


def worth_reading(tables: Sequence[pd.DataFrame]) -> list[bool]:
    """Return which of several tables to read: those with texts and empty ones, or all if none has texts.

    A list of what was collected lies beside the texts, and is not one of them.
    """
    have = [not rows.empty and has_texts(rows) for rows in tables]
    return [has or rows.empty or not any(have) for has, rows in zip(have, tables, strict=True)]


def _are_short(cells: pd.Series) -> bool:
    """Return whether nearly all cells that contain Chinese have less of it than a phrase."""
    counts = cells.map(count_chinese)
    return bool((counts[counts > 0] < PHRASE).mean() >= NEARLY_ALL)


def _longest(rows: pd.DataFrame) -> tuple[str | None, dict[str, int]]:
    """Return the column with the most Chinese, None if none has any, and the characters of each."""
    chinese = {name: rows[name].map(count_chinese).sum() for name in rows}
    longest = max(chinese, key=chinese.get, default=None)
    return (longest if chinese.get(longest) else None), chinese


def with_raw(path: Path, rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return a table with its texts as `raw`: from `raw`, `text`, or the column with the most Chinese."""
    if longest := text_heading(path, rows, report):
        rows = rows.rename(columns={longest: "text"})
    return joined_texts(rows)


def joined_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table with `raw`, or `text` where `raw` is blank, as `raw`."""
    both = rows.reindex(columns=["raw", "text"]).astype("str").fillna("")
    raw = both["raw"].where(both["raw"].str.strip() != "", both["text"])
    return rows.drop(columns="text", errors="ignore").assign(raw=raw)


def text_heading(path: Path, rows: pd.DataFrame, report: Report) -> str | None:
    """Return the column with the most Chinese, and note it; None if one is called `raw` or `text`.

    Raises
    ------
    CorpusError
        If none has any.
    """
    if {"raw", "text"} & set(rows):
        return None
    longest, chinese = _longest(rows)
    if longest is None:
        check_columns(path, rows)
    above = "; its first line was taken for headings: put some above it if it is an article"
    more = above if count_chinese(longest) >= SENTENCE else ""
    if others := [name for name in chinese if name != longest and chinese[name] >= chinese[longest] / 10]:
        more += f"; rename another column to `text` to use it ({', '.join(map(str, others))})"
    why = "no column is called `text`"
    if _are_short(rows[longest]):  # Posts may be so short: they are read, and nobody can overlook it.
        named = ", ".join(visible(str(name)) for name in rows)
        why = f"none of its columns ({named}) looks like texts"
        more = "; rename the one with the texts to `text`" + (more if above in more else "")
    report.note(f"{path}: {why}: `{longest}`, with the most Chinese, was used{more}")
    return longest


def prefixes(tables: Sequence[str]) -> list[str]:
    """Return what the numbers of rows begin with in each table: its name if there are several, else nothing.

    >>> prefixes(["ci.song.0.json", "ci.song.1000.json"]), prefixes(["2024.csv"])
    (['ci.song.0-', 'ci.song.1000-'], [''])
    >>> prefixes(["2024.csv", "2024.xlsx", "old/2024.csv"])
    ['2024.csv-', '2024.xlsx-', 'old-2024-']
    """
    if len(tables) < 2:
        return [""] * len(tables)
    stems = [name.rpartition(".")[0].replace("/", "-") for name in tables]
    counts = Counter(stems)
    return [f"{stem if counts[stem] == 1 else name}-" for stem, name in zip(stems, tables, strict=True)]


def number_rows(path: Path, rows: pd.DataFrame, report: Report, prefix: str = "") -> pd.DataFrame:
    """Return a table with the numbers of its rows, after the prefix, as ids, if it has none."""
    if "article_id" in rows:
        return rows
    report.note(f"{path}: it has no column `article_id`: its rows were numbered")
    if "title" in rows and "label" not in rows:  # A number would mean nothing in a figure.
        rows = rows.assign(label=rows["title"])
    return rows.assign(article_id=prefix + (rows.index + 1).astype("str"))
