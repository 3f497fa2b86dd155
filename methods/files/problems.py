"""What is wrong with a corpus: said all at once, each kind with its places and a remedy."""

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

SHOWN = 5  # Problems of one kind that are each told; of more, the first few and how many there are.


class CorpusWarning(UserWarning):
    """Some articles of a corpus were left out, or need a person's eye."""


class CorpusError(ValueError):
    """A corpus, or a table of one, of which nothing can be used; the message says what is wrong."""


class Problem(NamedTuple):
    """Where something is wrong, what it is, and what to do; problems with one remedy are of a kind."""

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Return one line, in which control characters are spelt."""
        return _shown(f"{self.where}: {self.what}; {self.remedy}")


@dataclass
class Report:
    """What is wrong with a corpus, and what was read in another way than it is written.

    Attributes
    ----------
    problems : list of Problem
        In the order in which they were found.
    notes : list of str
        What is not wrong but good to know, such as columns that were taken for others.
    """

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, where: str, what: str, remedy: str) -> None:
        """Note a problem: where it is, what it is, what to do about it."""
        self.problems.append(Problem(where, what, remedy))

    def note(self, line: str) -> None:
        """Note what is good to know."""
        self.notes.append(_shown(line))

    def warn(self, corpus: Path | str, stacklevel: int = 2) -> None:
        """Warn of all problems at once, if there are any, or notes."""
        count = len(dict.fromkeys(self.problems))
        parts = [f"{count:,} problem{'s' * (count != 1)}"] * bool(count)
        parts += ["how it was read"] * bool(self.notes)
        if parts:
            message = f"{corpus}: {', '.join(parts)}\n{self.told(corpus)}"
            warnings.warn(message, CorpusWarning, stacklevel=stacklevel + 1)

    def told(self, corpus: Path | str) -> str:
        """Return what `str` does; if that leaves problems out, write all into a file and name it."""
        said = str(self)
        if any(len(found) > SHOWN for found in self._kinds().values()):
            with contextlib.suppress(OSError), io.StringIO() as table:
                path = corpus_cache(Path(corpus)) / "problems.csv"
                rows = [Problem._fields, *dict.fromkeys(self.problems)]
                safe = ([defuse(_shown(cell)) for cell in row] for row in rows)
                csv.writer(table, lineterminator="\n").writerows(safe)
                write_atomic(path, "\ufeff" + table.getvalue())
                said += f"\nall of them: {path}"
        return said

    def _kinds(self) -> dict[str, list[Problem]]:
        """Return the problems by their remedy."""
        kinds: dict[str, list[Problem]] = {}
        for problem in dict.fromkeys(self.problems):
            kinds.setdefault(problem.remedy, []).append(problem)
        return kinds

    def __str__(self) -> str:
        """One line per problem, those of a kind together, and no more than a handful of them."""
        lines = []
        for remedy, found in self._kinds().items():
            shown = found if len(found) <= SHOWN else found[: SHOWN - 2]
            lines += map(str, shown)
            if more := len(found) - len(shown):
                lines.append(_shown(f"… and {more:,} more of this kind; {remedy}"))
        return "\n".join([*lines, *dict.fromkeys(self.notes)])


def _shown(text: str) -> str:
    """Spell what a terminal would obey, and the halves of characters in a file name that is no UTF-8."""
    return visible(text).encode("utf-8", "backslashreplace").decode()
