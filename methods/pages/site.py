"""The layout of a study, and the folder of its pages with a record of what each was made from."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from methods.corpora.corpus import Corpus
from methods.corpora.dependencies import project_files
from methods.corpora.states import BESIDE_ARTICLES, State, stats
from methods.files.atomic import leads_out, read_json, write_atomic, write_json
from methods.files.cache import is_writable, user_cache
from methods.files.folders import file_state, own_folder
from methods.files.lexicons import find_lexicon
from methods.files.paths import ROOT, figures_folder
from methods.pages.execute import Say, digest

if TYPE_CHECKING:
    import pandas as pd

SUBTITLE = (
    "We read five news reports on courses for grassroots and political-legal officials: who teaches whom, in "
    "which forms, and in which official formulas. Five chosen texts say nothing about training in China in "
    "general; they allow no trend and tell no region, in spite of the pages' titles, which are those of any "
    "corpus. A language model read the facts and codes from them, and no human has checked these."
)
STUDY = "Training China's grassroots-governance and political-legal officials: what five reports say"


def page_caches(project: Path) -> Path:
    """Return the folder of executed notebooks: in the project, or in the user's cache if it is read-only."""
    own = project / ".cache"
    return (own if is_writable(own) else user_cache()) / "pages"


@dataclass(frozen=True)
class Layout:
    """The paths of a study: its corpus, its notebooks, and what is made from them."""

    corpus: Path
    notebooks: Path = ROOT / "notebooks"
    caches: Path = field(default_factory=lambda: page_caches(ROOT))

    @property
    def is_ours(self) -> bool:
        """Whether the corpus is the one of this repository."""
        return self.corpus == ROOT / "corpus"

    @property
    def figures(self) -> Path:
        """The folder of the figures."""
        return figures_folder(self.corpus)

    @property
    def site(self) -> Path:
        """The folder of the pages."""
        site = self.figures.parent / "_site"
        return site if self.is_ours else own_folder(site, self.figures.parent)

    @property
    def cache(self) -> Path:
        """The folder of reusable results, one for each corpus and set of notebooks."""
        return self.caches / digest([], str(self.corpus), str(self.notebooks))[:12]

    @property
    def lock(self) -> Path:
        """The file that a build locks: beside the figures, which several copies of this project may write."""
        beside = self.figures.parent / ".cache"
        is_usable = is_writable(beside) and not leads_out(beside, self.figures.parent)
        return (beside if is_usable else self.cache) / "build.lock"

    def kernels(self) -> Path:
        """Return a folder, created if need be, in which Jupyter looks for kernels.

        By default it is in the user's home, in which it may be impossible to create one.
        """
        folder = self.caches / "ipython"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def awaits(self) -> Path:
        """An empty file that exists if a date of the corpus was in the future when it was last opened."""
        return self.cache / "awaits-a-date"

    @cached_property
    def source(self) -> Corpus:
        """The corpus, with the report on it."""
        return Corpus(self.corpus)

    @cached_property
    def large(self) -> bool:
        """Whether the corpus is processed in chunks."""
        return self.source.is_large

    @property
    def articles(self) -> "pd.DataFrame":
        """The articles, as `helpers.open_articles` returns them."""
        return self.source.articles

    @property
    def title(self) -> str:
        """The title of the index page."""
        return STUDY if self.is_ours else f"Notebooks on {self.corpus.name}"

    @property
    def subtitle(self) -> str:
        """A line on the limits of this project's study; an empty string for another corpus."""
        return SUBTITLE if self.is_ours else ""

    def part(self, name: str) -> Path:
        """Return the path of a file of the corpus; a shared lexicon that it lacks is the project's."""
        own, lexicon = self.corpus / name, Path(name)
        return own if lexicon.parent.name != "lexicons" else find_lexicon(self.corpus, lexicon.stem)

    def home(self, path: Path) -> Path:
        """Return the corpus that a file belongs to; no link may lead out of it."""
        return self.corpus if path.is_relative_to(self.corpus) else ROOT / "corpus"

    def key(self, *words: str, unread: Collection[str] = ()) -> str:
        """Return a digest of what a result depends on: all inputs but the lexicons called `unread`.

        Of many articles it uses the states of files. If a date was in the future, it depends on the day.
        """
        read = [one for one in self.inputs() if one.parent.name != "lexicons" or one.stem not in unread]
        day = date.today().isoformat() if self.awaits.exists() else ""
        return digest(read, *words, day, repr(self.source.states) if self.large else "")

    def states(self) -> list[State]:
        """Return path, size, times of last change and inode of each file that every result depends on."""
        states = [(str(path), *file_state(path.stat())) for path in self.inputs()]
        return [*states, *(stats(self.corpus) if self.large else ())]

    def inputs(self) -> list[Path]:
        """Return the files that every result depends on: code, lock file, citation, corpus, lexicons.

        The articles of a large corpus are not among them.
        """
        made = {self.corpus / name for name in ("figures", "_site", ".cache")}
        if self.large:
            made |= {self.corpus / name for name in ("articles", *BESIDE_ARTICLES)}
        code = [ROOT / name for name in ("helpers.py", "constraints.txt", "CITATION.cff")]
        tops = [p for p in self.corpus.glob("*") if p not in made and not leads_out(p, self.corpus)]
        # What a link leads to is among these files already, unless it is where results are made.
        results = tuple(path.resolve() for path in made)
        folders = [p for p in tops if not p.is_symlink() or any(map(p.resolve().is_relative_to, results))]
        corpus = [self.corpus, *tops, *(path for folder in folders for path in folder.rglob("*"))]
        lexicons = (ROOT / "corpus" / "lexicons").glob("*.csv")
        return sorted({path for path in [*code, *project_files(), *corpus, *lexicons] if path.is_file()})


@dataclass
class Site:
    """The folder of the pages, with a record of what each file was made from."""

    folder: Path
    record: Path
    say: Say
    known: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the record of the last run."""
        self.known = read_json(self.record)

    def has(self, name: str, key: str) -> bool:
        """Return whether a file exists unchanged and was made from inputs with the same `key`."""
        return self.known.get(name) == [key, digest([self._path(name)])]

    def put(self, name: str, key: str, make: Callable[[], bytes | str]) -> None:
        """Make and write a file, unless `has` says that it is up to date."""
        path = self._path(name)
        if not self.has(name, key):
            data = make()
            data = data.encode() if isinstance(data, str) else data
            if not path.exists() or path.read_bytes() != data:
                write_atomic(path, data)
                if name.endswith(".html"):
                    self.say(f"wrote {path}")
        self.kept[name] = [key, digest([path])]
        write_json(self.record, {**self.known, **self.kept})

    def _path(self, name: str) -> Path:
        """Return the path of a file of the site; what is no file is removed, and a link may not lead out."""
        path = self.folder / name
        own_folder(path.parent, self.folder)
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.unlink()
        return path

    def finish(self) -> None:
        """Remove the files that an earlier run made and this one did not, and save the record."""
        for name in self.known.keys() - self.kept.keys():
            (self.folder / name).unlink(missing_ok=True)
        write_json(self.record, self.kept)
