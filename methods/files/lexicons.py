"""Read lexicons from CSV files: well-formed lines are read, malformed ones are reported and skipped."""

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
from methods.files.safe_csv import csv_reader

#: By the name of a lexicon, the columns that every line must fill.
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
#: By the name of a lexicon, the columns that may be empty; `read_lexicon` adds those that a file lacks.
FACTS = {
    "terms": ["family", "gloss", "year", "month", "document", "track"],
    "themes": ["gloss"],
    "theme_definitions": ["label", "label_zh", "definition"],
    "stopwords": ["group", "gloss"],
    "glosses": ["gloss"],
    "campaigns": ["gloss", "formulas"],
    "brands": ["gloss", "part_of"],
    "parallels": ["document", "outlet", "date", "shares", "has", "about"],
    "speakers": ["who", "post", "system", "level", "private", "words"],
    "trainings": ["unit", "words"],
}
#: Lexicons without which there is nothing to count.
COUNTED = ("terms", "themes")
#: Tables beside ``articles/`` instead of in ``lexicons/``: a person read their facts in these very articles.
READINGS = ("echoes", "fengqiao", "parallels", "speakers", "trainings")
YEAR = re.compile("[0-9]{1,4}")
#: Lexicons of this project that a corpus without its own uses; the others belong to this study alone.
SHARED = ("terms", "themes", "theme_definitions", "stopwords", "glosses", "places", "place_words")


def columns_of(name: str) -> list[str]:
    """Return the columns of a lexicon that this project reads: those of `KEYS`, then those of `FACTS`."""
    return [*KEYS.get(name, ()), *FACTS.get(name, ())]


def find_lexicon(corpus: Path | str, name: str) -> Path:
    """Return the path of a lexicon: the corpus's own file, or this project's if the corpus has none.

    Parameters
    ----------
    corpus
        A folder of articles, or a table of them.
    name
        The file's name without ``.csv``, such as ``terms``. Only lexicons in `SHARED` fall back to this
        project's; the path of any other may not exist.
    """
    own = Path(corpus) / "lexicons" / f"{name}.csv"
    return LEXICONS / own.name if name in SHARED and not own.exists() else own


def read_lexicon(path: Path, report: Report | None = None) -> pd.DataFrame:
    """Read a lexicon, and skip lines with too many or too few cells, an empty key or an invalid year.

    Parameters
    ----------
    path
        A CSV file, named like one of this project's (``terms.csv``).
    report
        Receives the lines that are skipped.

    Returns
    -------
    pandas.DataFrame
        One row per line: the file's columns and those of `FACTS`, as strings; `year` as numbers, `track` as
        booleans. All terms are tracked if the file has no column `track`.

    Raises
    ------
    ValueError
        If the file cannot be opened or decoded, is a link that leads out of its corpus, lacks a column of
        `KEYS`, names a column twice, or is one of `COUNTED` and has no well-formed line.
    """
    try:
        corpus = path.parent.parent if path.parent.name == "lexicons" else path.parent
        text, _ = decode(read_regular(path, corpus))
    except UndecodableError as error:
        raise ValueError(f"{path}: {error}") from None
    reader = _lines(path, text.lstrip("\ufeff"), report)
    names, keys = next(reader, (1, []))[1], KEYS.get(path.stem, [])
    if lacking := [key for key in keys if key not in names]:
        raise ValueError(f"{path}: its first line lacks the column {', '.join(lacking)}: add it")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise ValueError(f"{path}: its first line has the column {', '.join(twice)} twice: rename one")
    rows = []
    for number, row in reader:
        wrong = _fault(dict(zip(names, row, strict=False)), len(row) - len(names), keys)
        if row and not wrong:
            rows.append([cell.strip() for cell in row])
        elif row and report is not None:
            report.add(f"{path}, line {number}", wrong, "the line was skipped: correct it")
    if not rows and path.stem in COUNTED:
        raise ValueError(f"{path}: no line can be used: add some, or remove the file")
    table = pd.DataFrame(rows, columns=names, dtype="str")
    table = table.reindex(columns=list(dict.fromkeys([*names, *FACTS.get(path.stem, [])])))
    table = table.astype("str").where(table != "")
    if "track" in table:
        table["track"] = table["track"].str.lower().eq("true") | ("track" not in names)
    return table.assign(year=pd.to_numeric(table["year"])) if "year" in table else table


def _lines(path: Path, text: str, report: Report | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each line of a CSV file, up to the first that cannot be read."""
    reader = csv_reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:  # A quotation mark is not closed, or a cell is larger than any word.
        if report is not None:
            place = f"{path}, line {reader.line_num}"
            report.add(place, f"it cannot be read ({error})", "no further line was read: correct the quotes")


def _fault(row: Mapping[str, str], more: int, keys: Sequence[str]) -> str:
    """Return what is wrong with a line; the empty string if it is well-formed."""
    if more:
        return f"it has {len(row) + max(more, 0)} cells, the first line {len(row) - min(more, 0)}"
    if empty := [key for key in keys if not row[key].strip()]:
        return f"its {empty[0]} is empty"
    year = row.get("year", "").strip()
    return f"its year is {year}" if year and not YEAR.fullmatch(year) else ""


def check_lexicons(corpus: Path, report: Report) -> None:
    """Report what is malformed in the lexicons of a corpus, `READINGS` included."""
    readings = [path for name in READINGS if (path := corpus / f"{name}.csv").exists()]
    for path in [*sorted((corpus / "lexicons").glob("*.csv")), *readings]:
        try:
            read_lexicon(path, report)
        except OpeningError as error:
            report.add(str(path), error.what, error.remedy)
        except FileNotFoundError:
            report.add(str(path), "it is a broken link", "remove it")
        except ValueError as error:
            report.add(str(path), f"it cannot be read ({error})", "save it as CSV in UTF-8")
