"""Running a notebook from top to bottom, once for each state of what it depends on."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from methods import render
from methods.files import write_atomic

if TYPE_CHECKING:
    from nbformat import NotebookNode

SUFFIXES = ("csv", "svg", "png")


def digest(paths: Iterable[Path], *words: str) -> str:
    """Give one SHA-256 for names and contents of files and for some words; a file may be missing."""
    total = sha256()
    for path in sorted(paths):
        content = sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"
        total.update(f"{path.name}\0{content}\0".encode())
    for word in words:
        total.update(f"{word}\0".encode())
    return total.hexdigest()


@dataclass(frozen=True)
class Notebook:
    """An executed notebook, where its figures are, and what its page is called."""

    stem: str
    nb: "NotebookNode"
    folder: Path

    @property
    def href(self) -> str:
        """The name of its page."""
        return f"{self.stem}.html"

    @cached_property
    def title(self) -> str:
        """Its first heading."""
        return render.title(self.nb, self.stem)

    @property
    def short(self) -> str:
        """Its name for the navigation: ``1 Term trends``."""
        number, _, words = self.stem.partition("-")
        return f"{number.lstrip('0')} {words.replace('-', ' ').capitalize()}".strip()

    @cached_property
    def figures(self) -> list[render.Figure]:
        """The figures that it shows, in order."""
        return render.figures(self.nb)

    @property
    def key(self) -> str:
        """A digest of its outputs and of the files of its figures."""
        return digest(self.files(), json.dumps(self.nb, sort_keys=True))

    def files(self) -> list[Path]:
        """List the files of its figures: numbers and both pictures."""
        return [self.folder / f"{figure.name}.{suffix}" for figure in self.figures for suffix in SUFFIXES]


def executed(
    path: Path, corpus: Path, folder: Path, kept: Path, base: str, say: Callable[[str], None]
) -> Notebook:
    """Give a notebook with its outputs, from an earlier run if nothing has changed since.

    Parameters
    ----------
    path : Path
        The notebook, without outputs.
    corpus : Path
        The folder of articles that it works on.
    folder : Path
        Where its figures go.
    kept : Path
        Where its outputs are kept.
    base : str
        Digest of what its outputs depend on beside itself.
    say : callable
        Gets a line when it starts and when it is done.

    Returns
    -------
    Notebook

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    import nbformat

    key = digest([path], base)
    if kept.exists():
        old = Notebook(path.stem, nbformat.read(kept, 4), folder)
        if old.nb.metadata.get("made_from") == [key, digest(old.files())]:
            return old
    new = Notebook(path.stem, run(path, corpus, say), folder)
    new.nb.metadata["made_from"] = [key, digest(new.files())]
    write_atomic(kept, nbformat.writes(new.nb))
    return new


def run(path: Path, corpus: Path, say: Callable[[str], None]) -> "NotebookNode":
    """Execute a notebook in its own folder and a kernel of its own; show how far it is, and its warnings."""
    import nbformat
    from nbclient import NotebookClient
    from traitlets.config import Config

    nb = nbformat.read(path, 4)
    started = time.monotonic()
    say(f"{path.stem}: executing {len(nb.cells)} cells")
    client = NotebookClient(
        nb,
        kernel_name="python3",
        config=Config(KernelManager={"transport_encryption": "auto"}),
        timeout=None,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=lambda cell, cell_index: progress(path.stem, cell_index + 1, len(nb.cells), started),
    )
    client.execute(env={**os.environ, "CORPUS": str(corpus), "PYTHONHASHSEED": "0"})
    say(f"{path.stem}: executed in {time.monotonic() - started:.0f} s")
    for warning in warnings_of(nb):
        say(f"{path.stem}: {warning}")
    return nb


def progress(name: str, done: int, total: int, started: float) -> None:
    """Show on a terminal, in one line, which cell is running."""
    if sys.stderr.isatty():
        line = f"{name}: cell {done}/{total}, {time.monotonic() - started:.0f} s"
        print(f"\r\x1b[2K{line}", end="\r", file=sys.stderr, flush=True)


def warnings_of(nb: "NotebookNode") -> list[str]:
    """Give the lines that the cells wrote to standard error, except those that a progress bar drew over."""
    outputs = (output for cell in nb.cells for output in cell.get("outputs", []))
    texts = (output.text for output in outputs if output.get("name") == "stderr")
    return [line for text in texts for line in text.splitlines() if line.strip() and "\r" not in text]
