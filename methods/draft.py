"""Draft metadata.csv for a folder of texts: title, date and place as guessed from each text, to be checked.

Run ``python -m methods.draft path/to/corpus``. It writes ``metadata.csv`` if there is none, with ``guessed``
in ``date_basis`` and ``place_basis``: dates and places are not used until a person replaces it with ``text``.
If every file has a date in its name, that is the date, as without a table; ``date_basis`` is ``external``.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from methods.corpora.metadata import dates_in_names
from methods.corpora.rules import Fault, read_article
from methods.corpora.tables import ENDS, WHOLE, table_of
from methods.files.atomic import write_atomic
from methods.files.escape import spell_out_unprintable, visible
from methods.files.folders import article_files, read_regular, texts_of
from methods.files.safe_csv import defuse
from methods.mentions.places import find_places
from methods.text.boilerplate import HAN
from methods.text.clean import clean_text
from methods.text.markdown import title

DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日|((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})")
#: A year that is not a goal (到2035年).
YEAR = re.compile(r"(?<![到至在\d])((?:19|20)\d\d)年")
LONGEST_TITLE, LONGEST_GIVEN = 40, 200  # characters of a guessed title, and of one that Markdown gives
EDGE = 5  # lines at the beginning and at the end that may have the date of a header or a signature
BEGINNING = 300  # characters in which an article says where it comes from
#: Minimum shares of the mentions of places for an article to be about a province, and their minimum number.
HALF, MOST, OFTEN = 1 / 2, 2 / 3, 3
TABLES = (*ENDS, *WHOLE)
COLUMNS = [
    "article_id",
    "file",
    "sha256",
    "title",
    "date",
    "date_basis",
    "date_words",
    "province",
    "prefecture",
]
COLUMNS += ["county", "place_basis", "place_words"]


def guess(text: str) -> dict[str, str]:
    """Guess title, date and place of a cleaned text.

    Parameters
    ----------
    text
        A cleaned text.

    Returns
    -------
    dict[str, str]
        ``title`` (a short first line without a full stop), ``date`` (ISO 8601; from a line with little else,
        or the first one that is not history) with ``date_words``, ``province, prefecture, county`` (the first
        place in the province that the text is mostly about) with ``place_words``, and ``guessed`` as the
        basis of each, ``date_basis`` and ``place_basis``; empty strings for what cannot be guessed.
    """
    guessed = dict.fromkeys(COLUMNS[3:], "")
    first = text.partition("\n")[0]
    if len(first) <= LONGEST_TITLE and "\n" in text and not first.endswith(("。", "；", "：")):
        guessed["title"] = first
    guessed |= _date(text)
    guessed |= _place(text)
    found = {"date_basis": guessed["date"], "place_basis": guessed["province"]}
    return guessed | {basis: "guessed" if value else "" for basis, value in found.items()}


def _date(text: str) -> dict[str, str]:
    """Guess the date of an article: from a line with little else, or the first date that is not history.

    An article is not older than what it reports. A date more than a year before the latest year that it
    names, except in plans, is history.
    """
    found = [(match, date) for match in DATE.finditer(text) if (date := _day(match)) is not None]
    named = [int(year) for year in YEAR.findall(text)]
    latest = max([year for year in named if year <= pd.Timestamp.now().year], default=0)
    lines = text.split("\n")
    edges = {line for line in (*lines[:EDGE], *lines[-EDGE:]) if len(line) <= LONGEST_TITLE}
    own = [pair for pair in found if _line(text, pair[0].start()) in edges]
    recent = [pair for pair in found if pair[1].year >= latest - 1]
    for match, date in (own or recent)[:1]:
        return {"date": f"{date:%Y-%m-%d}", "date_words": match[0]}
    return {}


def _day(match: re.Match[str]) -> pd.Timestamp | None:
    year, month, day = (int(part) for part in match.groups() if part)
    date = pd.to_datetime(f"{year}-{month}-{day}", errors="coerce")
    return None if pd.isna(date) else date


def _line(text: str, at: int) -> str:
    """Return the line of a text that contains the character at an offset."""
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]


def _place(text: str) -> dict[str, str]:
    """Guess the place of an article: the first place in the province that it is mostly about.

    A report on the whole country names many provinces, and none of them, at its beginning, has more than half
    of all mentions.
    """
    places = find_places(text).dropna(subset=["province"]).fillna("")
    if places.empty:
        return {}
    counts = places["province"].value_counts()
    province, share = counts.index[0], counts.iloc[0] / counts.sum()
    of_it = places[places["province"] == province]
    begins = (of_it["start"] < BEGINNING).any() and share > HALF
    if not begins and (share < MOST or len(of_it) < OFTEN):
        return {}
    first = of_it.iloc[0]
    return {level: first[level] for level in ("province", "prefecture", "county")} | {
        "place_words": first["mention"]
    }


UNNAMEABLE = Fault("its name is not UTF-8", "rename it, for example with `convmv`")
ACTS = Fault("a spreadsheet would take its name for a formula", "rename it")


def _fault(name: str) -> Fault:
    """Return why the name of a file cannot be written to a table in UTF-8, which a person opens."""
    if any("\ud800" <= char <= "\udfff" for char in name):
        return UNNAMEABLE
    return ACTS if defuse(name) != name else Fault()


def draft(folder: Path) -> pd.DataFrame:
    """Draft metadata for the texts of a folder.

    Parameters
    ----------
    folder
        A folder of text files, which may be in subfolders.

    Returns
    -------
    pandas.DataFrame
        One row per readable file, in the order of names, with the columns `COLUMNS`; `title` is that of
        Markdown if there is one.
    """
    rows = []
    for name in texts_of(article_files(folder)):
        path = folder / name
        text, fault = ("", _fault(name)) if _fault(name).what else read_article(path, folder)
        if fault.what:
            print(visible(f"{path}: left out, {fault.what}; {fault.remedy}"), file=sys.stderr)
            continue
        data = read_regular(path, folder)
        digest = hashlib.sha256(data).hexdigest()
        article_id = name[: -len(path.suffix)].replace("/", "-")
        guessed = guess(clean_text(text))
        given = clean_text(title(text)[:LONGEST_GIVEN])
        if re.search(f"[{HAN}]", given) or not guessed["title"]:
            guessed["title"] = given
        rows.append({"article_id": article_id, "file": name, "sha256": digest, **guessed})
    table = pd.DataFrame(rows, columns=COLUMNS)
    dates = dates_in_names(table["file"])
    dates = dates.dropna().assign(date_basis="external")
    table.loc[dates.index, list(dates)] = dates
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the draft next to the articles, unless there is a table already."""
    parser = argparse.ArgumentParser(description="Draft the metadata.csv of a folder of texts.")
    parser.add_argument("corpus", type=Path, help="the folder that contains `articles`")
    spell_out_unprintable()
    corpus = parser.parse_args(arguments).corpus
    if not corpus.exists():
        parser.error(f"{corpus} does not exist")
    if table := table_of(corpus):
        parser.error(visible(f"{table} is a table: its columns are the metadata, and no draft is needed"))
    if not (corpus / "articles").is_dir():
        parser.error(f"no folder {corpus / 'articles'}: put the articles there, one .txt, .md or .docx each")
    if tables := [name for name in article_files(corpus / "articles") if name.lower().endswith(TABLES)]:
        parser.error(visible(f"{tables[0]} is a table: its columns are the metadata, and no draft is needed"))
    metadata = corpus / "metadata.csv"
    if metadata.exists():
        print(f"{metadata} already exists; it was not changed", file=sys.stderr)
        return 1
    table = draft(corpus / "articles")
    if table.empty:
        parser.error(f"no text in {corpus / 'articles'} can be read: put the articles there, one file each")
    table["title"] = table["title"].map(defuse)  # A stranger's text must not run as a formula.
    try:
        write_atomic(metadata, table.to_csv(index=False, lineterminator="\n"))
    except OSError as error:
        parser.error(f"{metadata} cannot be written: {error}")
    known = (
        "; the dates are those in the names of the files" if table["date_basis"].eq("external").all() else ""
    )
    print(f"{metadata}: {len(table)} articles{known}; check each row, then replace `guessed` with `text`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
