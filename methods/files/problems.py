"""What is wrong with a corpus: said all at once, each with its place and a remedy."""

from dataclasses import dataclass, field


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
        self.problems.append(f"{where}: {what}; {remedy}".translate(_VISIBLE))

    def __str__(self) -> str:
        """One line a problem."""
        return "\n".join(self.problems)


#: A file name may hold control characters; a terminal shall not obey them.
_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))} | {
    code: f"\\u{code:04x}"
    for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
