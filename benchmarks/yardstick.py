"""Counts the words and formulas of official prose, the yardstick that notebook 02 holds the articles against.

The documents are those that `benchmarks/prose.py` reads (it names the repositories): work reports of the State
Council since 1978 and of the provinces for 2025, reports to Party congresses, decisions and opinions of the Party
centre and of the State Council. They are cleaned, cut and searched as the articles are. What is written holds no
text: the words of each 300 consecutive tokens, in no order, and how often each tracked string begins among them.

Run it from the repository's folder, again whenever a lexicon's terms change, with the texts in
FOLDER: ``python benchmarks/yardstick.py FOLDER``. It writes corpus/yardstick.parquet.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pandas as pd
from prose import MEASURED_FROM, Document, documents, work_reports

from methods.files.atomic import write_atomic
from methods.measures.yardstick import BLOCK
from methods.text.clean import clean_text
from methods.text.occurrences import starts
from methods.text.words import is_counted, tokenize

ROOT = Path(__file__).parents[1]
LEXICONS = ROOT / "corpus/lexicons"
KINDS = ("work report", "congress report", "document")


def tracked() -> list[str]:
    """Return the strings that are searched for: every term and formula of the lexicons."""
    terms: dict[str, None] = {}
    for path in sorted(LEXICONS.glob("*.csv")):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in table.columns.intersection(["term", "formulas"]):
            terms |= dict.fromkeys(term for cell in table[column] for term in cell.split("|") if term)
    return list(terms)


def count(text: str, terms: list[str]) -> Iterator[tuple[int, str, str, int]]:
    """Yield block, sort, item and count of a text; a last block of less than `BLOCK` tokens is left out."""
    tokens = tokenize(text)
    begins = accumulate(map(len, tokens), initial=0)
    counted = [(at, token) for at, token in zip(begins, tokens, strict=False) if is_counted(token)]
    bounds = [at for at, _ in counted[::BLOCK]] + [len(text)]
    for block in range(len(counted) // BLOCK):
        some = Counter(token for _, token in counted[block * BLOCK : (block + 1) * BLOCK])
        yield from ((block, "word", *pair) for pair in sorted(some.items()))
        for term in terms:  # What begins in a block counts there.
            part = text[bounds[block] : bounds[block + 1] + len(term) - 1]
            hits = sum(1 for _ in starts(part, term))
            if hits or not block:  # A string that was searched for has a row, even if it occurs nowhere.
                yield block, "term", term, hits


def rows(document: Document, terms: list[str]) -> Iterator[tuple]:
    """Yield the rows of a document."""
    name = f"{document.name} {document.year}"
    for row in count(clean_text(document.text), terms):
        yield name, document.kind, document.level, document.year, *row


def main() -> None:
    """Count, and write the table."""
    folder, terms, found = Path(sys.argv[1]), tracked(), []
    for source in (work_reports(folder), documents(folder)):
        for document in source:
            if document.kind in KINDS and document.year < MEASURED_FROM:
                found += rows(document, terms)
    names = ["document", "kind", "level", "year", "block", "sort", "item", "count"]
    table = pd.DataFrame(found, columns=names)
    table = table.astype(dict.fromkeys(["document", "kind", "level", "sort", "item"], "category"))
    table = table.astype({"year": "int16", "block": "int16", "count": "int16"})
    with io.BytesIO() as file:
        table.to_parquet(file, index=False, compression="zstd", compression_level=19)
        write_atomic(ROOT / "corpus/yardstick.parquet", file.getvalue())
    blocks = table.drop_duplicates(["document", "block"])
    print(blocks.groupby(["kind", "level"], observed=True)["document"].agg(["nunique", "size"]))


if __name__ == "__main__":
    main()
