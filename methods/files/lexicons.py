"""Lexicons as CSV files: the good lines are read, and those that are malformed are named."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from methods.files.encodings import UndecodableError, decode
from methods.files.folders import OpeningError, read_regular
from methods.files.paths import LEXICONS
from methods.files.problems import Report

#: What a lexicon must have in every line, by its name, and what is empty where it has no such column.
KEYS = {
    "terms": ["term"],
    "themes": ["theme", "term"],
    "theme_definitions": ["theme"],
    "stopwords": ["word"],
    "glosses": ["word"],
    "campaigns": ["short", "start", "end"],
    "registers": ["register", "term", "counts_as"],
    "brands": ["article_id", "term"],
    "echoes": ["article_id", "formula"],
    "fengqiao": ["article_id", "hit", "meaning"],
    "parallels": ["article_id", "relation"],
    "speakers": ["article_id", "person", "kind"],
    "trainings": ["article_id", "kind", "value"],
}
FACTS = {
    "terms": ["family", "gloss", "year", "document", "track"],
    "themes": ["gloss"],
    "theme_definitions": ["label", "label_zh", "definition"],
    "stopwords": ["group", "gloss"],
    "glosses": ["gloss"],
    "campaigns": ["gloss", "formulas"],
    "brands": ["gloss"],
    "parallels": ["document", "outlet", "date", "has", "about"],
    "speakers": ["who", "post", "system", "level", "private", "words"],
    "trainings": ["unit", "words"],
}
#: Without these there is nothing to count.
COUNTED = ("terms", "themes")
#: Those that are beside the articles and not in ``lexicons/``: what a person read in these very articles.
BESIDE = ("echoes", "fengqiao", "parallels", "speakers", "trainings")


YEAR = re.compile("[0-9]{1,4}")
#: What a corpus without a lexicon of its own takes from this project; the others belong to this study alone.
SHARED = ("terms", "themes", "theme_definitions", "stopwords", "glosses", "places", "place_words")


def find_lexicon(corpus: Path | str, name: str) -> Path:
    """Return where a lexicon of a corpus is: its own file, or this project's if the corpus has none.

    Parameters
    ----------
    corpus
        A folder of articles, or a table of them.
    name
        As in ``terms``, without ``.csv``. Only those in `SHARED` fall back to this project's.
    """
    own = Path(corpus) / "lexicons" / f"{name}.csv"
    return LEXICONS / own.name if name in SHARED and not own.exists() else own


def read_lexicon(path: Path, report: Report | None = None) -> pd.DataFrame:
    """Read a lexicon, without its malformed lines: with cells too many or too few, or without a key.

    Parameters
    ----------
    path
        A CSV file, called like one of this project's (``terms.csv``).
    report
        Takes note of the lines that are left out.

    Returns
    -------
    pandas.DataFrame
        Its columns and those of `FACTS`, as strings; `year` as numbers, `track` as truth values. Without a
        column `track` all are tracked.

    Raises
    ------
    ValueError
        If the file cannot be opened or decoded, if it is a link that leads out of its corpus, if it does
        not have the columns of `KEYS`, or if it is one of `COUNTED` without a single good line.
    """
    try:
        corpus = path.parent.parent if path.parent.name == "lexicons" else path.parent
        text, _ = decode(read_regular(path, corpus))
    except UndecodableError as error:
        raise ValueError(f"{path}: {error}") from None
    reader = _lines(path, text.lstrip("\ufeff"), report)
    names, keys = next(reader, (1, []))[1], KEYS.get(path.stem, [])
    if lacking := [key for key in keys if key not in names]:
        raise ValueError(f"{path}: its first line names no column {' or '.join(lacking)}: add it")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise ValueError(f"{path}: its first line has the column {', '.join(twice)} twice: rename one")
    rows = []
    for number, row in reader:
        wrong = _fault(dict(zip(names, row, strict=False)), len(row) - len(names), keys)
        if row and not wrong:
            rows.append([cell.strip() for cell in row])
        elif row and report is not None:
            report.add(f"{path}, line {number}", wrong, "mend the line, which is left out")
    if not rows and path.stem in COUNTED:
        raise ValueError(f"{path}: it has no line that can be used: add some, or remove the file")
    table = pd.DataFrame(rows, columns=names, dtype="str")
    table = table.reindex(columns=list(dict.fromkeys([*names, *FACTS.get(path.stem, [])])))
    table = table.astype("str").where(table != "")
    if "track" in table:
        table["track"] = table["track"].str.lower().eq("true") | ("track" not in names)
    return table.assign(year=pd.to_numeric(table["year"])) if "year" in table else table


def _lines(path: Path, text: str, report: Report | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a CSV file with their numbers, up to one that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:  # a quote that is not closed, or a cell larger than any word
        if report is not None:
            place = f"{path}, line {reader.line_num}"
            report.add(place, f"the table breaks off ({error})", "mend its quotes: what follows is not read")


def _fault(row: Mapping[str, str], more: int, keys: Sequence[str]) -> str:
    """Return what is wrong with a line; nothing, if it is good."""
    if more:
        return f"it has {len(row) + max(more, 0)} cells, the first line {len(row) - min(more, 0)}"
    if empty := [key for key in keys if not row[key].strip()]:
        return f"its {empty[0]} is empty"
    year = row.get("year", "").strip()
    return f"its year is {year}" if year and not YEAR.fullmatch(year) else ""


def check_lexicons(corpus: Path, report: Report) -> None:
    """Note what is malformed in the lexicons of a corpus, and in the tables beside its articles."""
    beside = [path for name in BESIDE if (path := corpus / f"{name}.csv").exists()]
    for path in [*sorted((corpus / "lexicons").glob("*.csv")), *beside]:
        try:
            read_lexicon(path, report)
        except OpeningError as error:
            report.add(str(path), error.what, error.remedy)
        except FileNotFoundError:
            report.add(str(path), "it is a link to nothing", "remove it")
        except ValueError as error:
            report.add(str(path), f"it cannot be read ({error})", "save it as CSV, in UTF-8")
