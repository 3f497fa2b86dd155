"""Report all problems of a corpus at once, grouped by kind, each with its place and a remedy."""

import contextlib
import csv
import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from methods.files.atomic import write_atomic
from methods.files.cache import corpus_cache
from methods.files.escape import visible
from methods.files.safe_csv import defuse

LONGEST = 2000  # Most characters of a line that are shown: a name in a corpus can have a million.
SHOWN = 5  # Most problems of one kind that are shown; of more, the first three and the number of the rest.


class CorpusWarning(UserWarning):
    """Some articles of a corpus were left out, or a person must check them."""


class CorpusError(ValueError):
    """Nothing in a corpus, or in one of its tables, can be used; the message says why."""

    def __init__(self, message: str) -> None:  # noqa: D107 (the class says it)
        super().__init__("\n".join(map(_shown, message.split("\n"))))


class Problem(NamedTuple):
    """Where something is wrong, what it is, and what to do; problems with the same remedy are of one kind."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Return one line, with control characters spelled out."""
        return _shown(f"{self.where}: {self.what}; {self.remedy}")


@dataclass
class Report:
    """What is wrong with a corpus, and how it was interpreted.

    Attributes
    ----------
    problems : list of Problem
        In the order in which they were found.
    notes : list of str
        Remarks that are not problems, such as which column was read as which.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, where: str, what: str, remedy: str) -> None:
        """Add a problem: where it is, what it is, what to do about it."""
        self.problems.append(Problem(where, what, remedy))

    def note(self, line: str) -> None:
        """Add a remark that is not a problem."""
        self.notes.append(_shown(line))

    def warn(self, corpus: Path | str, stacklevel: int = 2) -> None:
        """Issue one warning with all problems and notes, if there are any."""
        numbers = {"problem": len(dict.fromkeys(self.problems)), "note": len(self._remarks())}
        if any(numbers.values()):
            parts = [f"{number:,} {noun}{'s' * (number != 1)}" for noun, number in numbers.items() if number]
            message = f"{corpus}: {', '.join(parts)}\n{self.summary(corpus)}"
            warnings.warn(message, CorpusWarning, stacklevel=stacklevel + 1)

    def summary(self, corpus: Path | str) -> str:
        """Return ``str(self)``, with the path of ``problems.csv`` if it omits some; save all there."""
        lines = str(self)
        if self.problems:
            with contextlib.suppress(OSError), io.StringIO() as table:
                path = corpus_cache(Path(corpus)) / "problems.csv"
                rows = [Problem._fields, *dict.fromkeys(self.problems)]
                safe = ([defuse(_shown(cell)) for cell in row] for row in rows)
                csv.writer(table, lineterminator="\n").writerows(safe)
                write_atomic(path, "\ufeff" + table.getvalue())
                if any(len(found) > SHOWN for found in self._kinds().values()):
                    lines += f"\nall of them: {path}"
        return lines

    def _kinds(self) -> dict[str, list[Problem]]:
        """Return the problems grouped by remedy."""
        kinds: dict[str, list[Problem]] = {}
        for problem in dict.fromkeys(self.problems):
            kinds.setdefault(problem.remedy, []).append(problem)
        return kinds

    def _remarks(self) -> list[str]:
        """Return each note once; one on three files or more with the first of them and their number."""
        kinds: dict[str, list[str]] = {}
        for note in dict.fromkeys(self.notes):
            where, _, what = note.partition(": ")
            kinds.setdefault(what if Path(where).parent.name and what else note, []).append(note)
        lines = []
        for found in kinds.values():
            more = len(found) - 1
            lines += found if more < 2 else [f"{found[0]} (and so of {more:,} more files)"]
        return lines

    def __str__(self) -> str:
        """Return one line per problem, grouped by kind and at most `SHOWN` of each, then the notes."""
        lines = []
        for remedy, found in self._kinds().items():
            shown = found if len(found) <= SHOWN else found[: SHOWN - 2]
            lines += map(str, shown)
            if more := len(found) - len(shown):
                lines.append(_shown(f"… and {more:,} more of this kind; {remedy}"))
        return "\n".join([*lines, *self._remarks()])


def _shown(text: str) -> str:
    """Spell out control characters and lone surrogates; leave out the middle of a line that is too long."""
    line, half = visible(text).encode("utf-8", "backslashreplace").decode(), LONGEST // 2
    if (more := len(line) - 2 * half) <= 0:
        return line
    return f"{line[:half]} [… {more:,} more characters …] {line[-half:]}"  # The end names the remedy.
