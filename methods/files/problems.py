"""What is wrong with a corpus: said all at once, each with its place and a remedy."""

from dataclasses import dataclass, field

from methods.files.escape import visible


class CorpusWarning(UserWarning):
    """Some articles of a corpus were left out, or need a person's eye."""


class CorpusError(ValueError):
    """A corpus, or a table of one, of which nothing can be used; the message says what is wrong."""


@dataclass
class Report:
    """What is wrong with a corpus: one line a problem."""

    problems: list[str] = field(default_factory=list)

    def add(self, where: str, what: str, remedy: str) -> None:
        """Note a problem: where it is, what it is, what to do about it."""
        self.problems.append(visible(f"{where}: {what}; {remedy}"))

    def __str__(self) -> str:
        """One line a problem."""
        return "\n".join(self.problems)
