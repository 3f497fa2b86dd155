"""Name what lies in a corpus under the names that are read, or nearly so, and is not read."""

import os
from collections.abc import Iterable
from pathlib import Path

from methods.corpora.tables import ENDS, WHOLE, table_of
from methods.files.folders import article_files, entries
from methods.files.lexicons import KEYS, SHARED
from methods.files.problems import Report

METADATA = ("metadata.csv", "metadata.xlsx")  # In the order in which they are looked for.
TABLES = tuple(f"articles{ending}" for ending in (*ENDS, *WHOLE))
#: The names in a corpus that mean something, and those in its lexicons.
KNOWN = frozenset((*METADATA, *TABLES, "articles", "lexicons"))
LEXICONS = frozenset(f"{name}.csv" for name in (*KEYS, *SHARED))


def note_unread(corpus: Path, report: Report) -> None:
    """Note which articles and metadata of a folder are not read because others are, or for a capital letter.

    Parameters
    ----------
    corpus
        A folder; nothing is noted of a table.
    report
        Receives the notes.
    """
    if not corpus.is_dir():
        return
    table = table_of(corpus)
    there = [name for name in (*TABLES, *METADATA) if os.path.lexists(corpus / name)]
    if table is not None:
        others = [name for name in there if name != table.name]
        others += ["articles/"] if _has_articles(corpus) else []
    else:
        others = [name for name in there if name in METADATA][1:]
    read = table.name if table else METADATA[0]
    if others:
        report.note(f"{corpus}: {read} was read, and so {', '.join(others)} not: leave only what is meant")
    for folder, names in ((corpus, KNOWN), (corpus / "lexicons", LEXICONS)):
        for name in _in_capitals(folder, names):
            report.note(f"{folder / name}: it was not read: call it {name.lower()}")


def _has_articles(corpus: Path) -> bool:
    """Return whether the folder of articles has any: figures of a table may be all that is in it."""
    made = ("figures/", "_site/", ".cache/")
    return any(not name.startswith(made) for name in article_files(corpus / "articles"))


def _in_capitals(folder: Path, known: Iterable[str]) -> list[str]:
    """Return the names that would be known in small letters, where the file system tells them apart."""
    names = sorted(entry.name for entry in entries(folder))
    return [
        name
        for name in names
        if name not in known and name.lower() in known and not os.path.lexists(folder / name.lower())
    ]
