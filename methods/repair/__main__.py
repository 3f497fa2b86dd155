"""The command ``python -m methods.repair FILE…`` repairs files, folders or standard input.

For each FILE.txt it writes FILE.repaired.txt and FILE.ledger.csv in the same folder. With ``-`` it reads
standard input and writes the text to standard output. A summary goes to standard error. The exit status is 1
if something was flagged, and 2 if a file could not be read or written.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from methods.files.atomic import write_atomic
from methods.files.encodings import UndecodableError, decode
from methods.files.escape import spell_out_unprintable
from methods.files.folders import OpeningError, read_regular
from methods.files.safe_csv import csv_text
from methods.repair.article import repair_text
from methods.repair.ledger import Ledger
from methods.repair.leftovers import SENTENCES

REPAIRED, LEDGER = ".repaired.txt", ".ledger.csv"
FLAGGED, UNREAD = 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Repair the files that the arguments name; return the exit status."""
    spell_out_unprintable()
    parser = argparse.ArgumentParser(prog="python -m methods.repair", description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", metavar="FILE", help="a text, a folder of .txt files, or -")
    status = 0
    for name in parser.parse_args(arguments).paths:
        for path in _files(name):
            status = max(status, _repair(path))
    return status


def _files(name: str) -> Iterator[Path | None]:
    """Yield the files that an argument names; None for standard input."""
    path = Path(name)
    if name == "-":
        yield None
    elif path.is_dir():
        yield from sorted(p for p in path.rglob("*.txt") if not p.name.endswith(REPAIRED))
    else:
        yield path


def _repair(path: Path | None) -> int:
    """Repair one file or standard input, and print a summary; return the exit status."""
    try:
        data = sys.stdin.buffer.read() if path is None else read_regular(path, within=path.parent)
        text, _ = decode(data)
    except (OSError, OpeningError, UndecodableError) as error:
        print(f"{path or 'standard input'}: not repaired, {error}", file=sys.stderr)
        return UNREAD
    ledger = repair_text(text)
    try:
        _write(ledger, path)
    except OSError as error:
        print(f"{path or 'standard output'}: not written, {error}", file=sys.stderr)
        return UNREAD
    counts = Counter(change.status for change in ledger.changes)
    print(f"{path or 'standard input'}: {_summary(counts)}", file=sys.stderr)
    left = {change.kind for change in ledger.changes}
    for kind in filter(left.__contains__, SENTENCES):
        print(f"  {'; '.join(SENTENCES[kind])}", file=sys.stderr)
    return FLAGGED if counts["flagged"] else 0


def _write(ledger: Ledger, path: Path | None) -> None:
    """Write the repaired text and its ledger beside a file, or the text to standard output."""
    data = ledger.text.encode("utf-8", "surrogatepass")
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        write_atomic(path.with_suffix(REPAIRED), data)
        write_atomic(path.with_suffix(LEDGER), csv_text(ledger.steps).encode("utf-8", "surrogatepass"))


def _summary(counts: Counter[str]) -> str:
    """Return a sentence with the number of steps of each status."""
    if not counts:
        return "no damage found"
    return ", ".join(f"{counts[status]} {status}" for status in ("proven", "inferred", "flagged"))


if __name__ == "__main__":
    sys.exit(main())
