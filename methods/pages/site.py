"""Where the parts of a study are, and the folder of its pages with what is known of how each came about."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from methods.corpora.corpus import Corpus
from methods.files.atomic import read_json, write_atomic, write_json
from methods.files.cache import is_writable, user_cache
from methods.files.paths import ROOT, figures_folder
from methods.pages.execute import Say, digest

if TYPE_CHECKING:
    import pandas as pd

SUBTITLE = "What five Chinese reports say, and what they cannot show."
STUDY = "How China trains its grassroots-governance and political-legal officials"


def page_caches(project: Path) -> Path:
    """Return where executed notebooks are kept: in the project, or with the user if it is read-only."""
    own = project / ".cache"
    return (own if is_writable(own) else user_cache()) / "pages"


@dataclass(frozen=True)
class Layout:
    """Where the parts of a study are: its corpus and notebooks, and what is made of them."""

    corpus: Path
    notebooks: Path = ROOT / "notebooks"
    caches: Path = field(default_factory=lambda: page_caches(ROOT))

    @property
    def figures(self) -> Path:
        """The folder of the figures."""
        return figures_folder(self.corpus)

    @property
    def site(self) -> Path:
        """The folder of the pages."""
        return self.figures.parent / "_site"

    @property
    def cache(self) -> Path:
        """The folder for what need not be made again; one for each corpus and set of notebooks."""
        return self.caches / digest([], str(self.corpus), str(self.notebooks))[:12]

    @cached_property
    def large(self) -> bool:
        """Return whether the corpus is worked on in chunks."""
        return Corpus(self.corpus).is_large

    @cached_property
    def articles(self) -> "pd.DataFrame":
        """The articles, as `helpers.open_articles` gives them."""
        import helpers

        return helpers.open_articles(self.corpus)

    @property
    def title(self) -> str:
        """The title of the index page."""
        return STUDY if self.corpus == ROOT / "corpus" else f"Training notebooks: {self.corpus.name}"

    @property
    def subtitle(self) -> str:
        """What limits this project's own study; of another corpus nothing is known."""
        return SUBTITLE if self.corpus == ROOT / "corpus" else ""

    def part(self, name: str) -> Path:
        """Find a file of the corpus; a lexicon that it lacks is the project's."""
        own = self.corpus / name
        return own if own.exists() or not name.startswith("lexicons/") else ROOT / "corpus" / name

    def home(self, path: Path) -> Path:
        """Return the corpus that a file is a part of, which no link in it may lead out of."""
        return self.corpus if path.is_relative_to(self.corpus) else ROOT / "corpus"

    def states(self) -> list[tuple[str, int, int, int]]:
        """Return path, size, time of last change and inode of what every result depends on."""
        found = [(str(path), path.stat()) for path in self.inputs()]
        return [(name, state.st_size, state.st_ctime_ns, state.st_ino) for name, state in found]

    def inputs(self) -> list[Path]:
        """List what every result depends on: code, lock, corpus, lexicons."""
        made = (self.figures, self.site, self.corpus / ".cache")
        code = [ROOT / "helpers.py", ROOT / "constraints.txt", *(ROOT / "methods").rglob("*.py")]
        corpus = [
            path for path in self.corpus.rglob("*") if not any(path.is_relative_to(folder) for folder in made)
        ]
        corpus.append(self.corpus)
        lexicons = (ROOT / "corpus" / "lexicons").glob("*.csv")
        return sorted({path for path in [*code, *corpus, *lexicons] if path.is_file()})


@dataclass
class Site:
    """The folder of the pages, and what is known of how each file in it came about."""

    folder: Path
    record: Path
    say: Say
    known: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what the last run knew."""
        self.known = read_json(self.record)

    def has(self, name: str, key: str) -> bool:
        """Return whether a file is there as it was made last time from things with the same `key`."""
        return self.known.get(name) == [key, digest([self.folder / name])]

    def put(self, name: str, key: str, make: Callable[[], bytes | str]) -> None:
        """Write a file unless it is there, as it was made last time from things with the same `key`."""
        path = self.folder / name
        if not self.has(name, key):
            data = make()
            data = data.encode() if isinstance(data, str) else data
            if not path.exists() or path.read_bytes() != data:
                write_atomic(path, data)
                if name.endswith(".html"):
                    self.say(f"wrote {path}")
        self.kept[name] = [key, digest([path])]
        write_json(self.record, {**self.known, **self.kept})

    def finish(self) -> None:
        """Forget, and remove, what an earlier run made and this one does not."""
        for name in self.known.keys() - self.kept.keys():
            (self.folder / name).unlink(missing_ok=True)
        write_json(self.record, self.kept)
