"""A draft of metadata.csv for a folder of texts: what each text seems to say, for a person to check.

Run it as ``python -m methods.draft path/to/corpus``. It writes ``metadata.csv`` if there is none, with
``guessed`` in ``date_basis``: neither date nor place is used until someone has written ``text`` there.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from methods.corpora.rules import Fault, read_article
from methods.corpora.tables import ENDS, WHOLE, table_of
from methods.files.atomic import write_atomic
from methods.files.folders import article_files, read_regular, texts_of
from methods.files.safe_csv import defuse
from methods.mentions.places import find_places
from methods.text.clean import clean_text

DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日|((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})")
#: A year that is not a goal (到2035年).
YEAR = re.compile(r"(?<![到至在\d])((?:19|20)\d\d)年")
LONGEST_TITLE = 40
EDGE = 5  # Lines at the beginning and the end in which an address or a signature has a date.
BEGINNING = 300  # Characters in which an article says where it comes from.
#: Shares of the mentions of places from which on an article is about a province, and how many they must be.
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
COLUMNS += ["county", "place_words"]


def guess(text: str) -> dict[str, str]:
    """Guess what a cleaned text says of itself.

    Parameters
    ----------
    text
        A cleaned text.

    Returns
    -------
    dict[str, str]
        ``title`` (a short first line without a full stop), ``date`` (ISO 8601, of a line that holds little
        else, or the first that is not history) with ``date_words``, ``province, prefecture, county`` (of the
        first place in the province that the text is mostly about) with ``place_words``, ``date_basis`` (of
        either); empty where there is nothing to guess from.
    """
    guessed = dict.fromkeys(COLUMNS[3:], "")
    first = text.partition("\n")[0]
    if len(first) <= LONGEST_TITLE and "\n" in text and not first.endswith(("。", "；", "：")):
        guessed["title"] = first
    guessed |= _date(text)
    guessed |= _place(text)
    return guessed | {"date_basis": "guessed" if guessed["date"] or guessed["province"] else ""}


def _date(text: str) -> dict[str, str]:
    """Guess the date of an article: a line that holds little else, or the first date that is not history.

    An article is no older than what it tells of. A date a year or more before the latest year that it names,
    plans apart, is one that it looks back to.
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
    """Return the line of a text in which a character is."""
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]


def _place(text: str) -> dict[str, str]:
    """Guess the place of an article: the first of the province that it is mostly about.

    A report on the whole country names many provinces, none of them in its title or its beginning more often
    than all others together.
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


UNNAMEABLE = Fault("its name is no UTF-8", "rename it, for example with `convmv`")


def _is_utf8(name: str) -> bool:
    """Return whether a table can hold the name of a file."""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def draft(folder: Path) -> pd.DataFrame:
    """Draft metadata for the texts of a folder.

    Parameters
    ----------
    folder
        A folder of ``.txt`` files, in folders of their own or not.

    Returns
    -------
    pandas.DataFrame
        One row a file that can be read, in the order of their names: `COLUMNS`.
    """
    rows = []
    for name in texts_of(article_files(folder)):
        path = folder / name
        text, fault = read_article(path, folder) if _is_utf8(name) else ("", UNNAMEABLE)
        if fault.what:
            print(f"{path}: left out, {fault.what}; {fault.remedy}", file=sys.stderr)
            continue
        data = read_regular(path, folder)
        digest = hashlib.sha256(data).hexdigest()
        article_id = name[: -len(path.suffix)].replace("/", "-")
        rows.append({"article_id": article_id, "file": name, "sha256": digest, **guess(clean_text(text))})
    return pd.DataFrame(rows, columns=COLUMNS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the draft beside the articles, unless there is a table already."""
    parser = argparse.ArgumentParser(description="Draft the metadata.csv of a folder of texts.")
    parser.add_argument("corpus", type=Path, help="the folder in which `articles` is")
    corpus = parser.parse_args(arguments).corpus
    if not corpus.exists():
        parser.error(f"{corpus} does not exist")
    if table := table_of(corpus):
        parser.error(f"{table} is a table: what its columns say are the metadata, and no draft is needed")
    if not (corpus / "articles").is_dir():
        parser.error(f"no folder {corpus / 'articles'}: put the articles there, one .txt or .docx each")
    if tables := [name for name in article_files(corpus / "articles") if name.lower().endswith(TABLES)]:
        parser.error(f"{tables[0]} is a table: what its columns say are the metadata, and no draft is needed")
    metadata = corpus / "metadata.csv"
    if metadata.exists():
        print(f"{metadata} is there already; it was not touched", file=sys.stderr)
        return 1
    table = draft(corpus / "articles")
    if table.empty:
        parser.error(
            f"no .txt file in {corpus / 'articles'} can be read: put the articles there, one file each"
        )
    table["title"] = table["title"].map(defuse)  # What a stranger wrote must not run in a spreadsheet.
    try:
        write_atomic(metadata, table.to_csv(index=False, lineterminator="\n"))
    except OSError as error:
        parser.error(f"{metadata} cannot be written: {error}")
    print(f"{metadata}: {len(table)} articles; check each row, then write `text` for `guessed`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
