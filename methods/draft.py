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

from methods.files.atomic import write_atomic
from methods.files.encodings import UndecodableError, decode
from methods.files.folders import OpeningError, article_files, read_regular, texts_of
from methods.files.safe_csv import defuse
from methods.mentions.places import find_places
from methods.text.clean import clean_text

DATE = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日|((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})")
LONGEST_TITLE = 40
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
        ``title`` (a short first line without a full stop), ``date`` (the first full date, ISO 8601) with
        ``date_words``, ``province, prefecture, county`` (of the first place whose province is certain) with
        ``place_words``, ``date_basis`` (of either); empty where there is nothing to guess from.
    """
    guessed = dict.fromkeys(COLUMNS[3:], "")
    first = text.partition("\n")[0]
    if len(first) <= LONGEST_TITLE and "\n" in text and not first.endswith(("。", "；", "：")):
        guessed["title"] = first
    for found in DATE.finditer(text):
        year, month, day = (int(part) for part in found.groups() if part)
        date = pd.to_datetime(f"{year}-{month}-{day}", errors="coerce")
        if pd.notna(date):
            guessed |= {"date": f"{date:%Y-%m-%d}", "date_words": found[0]}
            break
    places = find_places(text).dropna(subset=["province"]).fillna("")
    if len(places):
        place = places.iloc[0]
        guessed |= {level: place[level] for level in ("province", "prefecture", "county")}
        guessed["place_words"] = place["mention"]
    return guessed | {"date_basis": "guessed" if guessed["date"] or guessed["province"] else ""}


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
        try:
            data = read_regular(path, folder)
            text, _ = decode(data)
        except (OpeningError, UndecodableError) as error:
            print(f"{path}: left out, {error}", file=sys.stderr)
            continue
        digest = hashlib.sha256(data).hexdigest()
        article_id = name[: -len(path.suffix)].replace("/", "-")
        rows.append({"article_id": article_id, "file": name, "sha256": digest, **guess(clean_text(text))})
    return pd.DataFrame(rows, columns=COLUMNS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the draft beside the articles, unless there is a table already."""
    parser = argparse.ArgumentParser(description="Draft the metadata.csv of a folder of texts.")
    parser.add_argument("corpus", type=Path, help="the folder in which `articles` is")
    corpus = parser.parse_args(arguments).corpus
    if not (corpus / "articles").is_dir():
        parser.error(f"no folder {corpus / 'articles'}: put the articles there, one .txt each")
    metadata = corpus / "metadata.csv"
    if metadata.exists():
        print(f"{metadata} is there already; it was not touched", file=sys.stderr)
        return 1
    table = draft(corpus / "articles")
    if table.empty:
        parser.error(
            f"no .txt file in {corpus / 'articles'} can be read: put the articles there, one .txt each"
        )
    table["title"] = table["title"].map(defuse)  # What a stranger wrote shall not run in a spreadsheet.
    write_atomic(metadata, table.to_csv(index=False, lineterminator="\n"))
    print(f"{metadata}: {len(table)} articles; check each row, then write `text` for `guessed`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
