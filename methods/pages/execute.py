"""Run a notebook from top to bottom, and only again if something that it depends on has changed."""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

from methods.files.atomic import write_atomic
from methods.files.paths import ROOT
from methods.pages import render
from methods.pages.sections import published

if TYPE_CHECKING:
    from nbclient.exceptions import CellExecutionError
    from nbformat import NotebookNode
    from traitlets.config import Config

#: The lexicons that no function reads by itself: a notebook names them, or does not depend on them.
OF_THEMES = ("themes", "theme_definitions")
SUFFIXES = ("csv", "svg", "png")
RUNNING: dict[str, str] = {}  # The running notebooks, each with its current cell.

Say = Callable[[str], None]

ANSI = re.compile(r"\x1b\[[0-9;]*m")
#: Errors whose message is enough, without a traceback.
PLAIN = ("CorpusError", "FileNotFoundError", "PermissionError")
WARNS = re.compile(r"^\S.*?:\d+: \w+Warning: ")  # the source of a warning, as Python prints it
TRACEBACK = 12  # lines of a traceback that are shown


class NotebookError(RuntimeError):
    """A cell of a notebook failed; the message names the notebook, the cell and the error."""


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return one SHA-256 of the paths and contents of files and of some words; a file may be missing."""
    total = sha256()
    for path in sorted(paths):
        content = content_digest(path) if path.exists() else "missing"
        total.update(f"{path}\0{content}\0".encode("utf-8", "surrogateescape"))
    for word in words:
        total.update(f"{word}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def content_digest(path: Path) -> str:
    """Return the SHA-256 of a file, which may be larger than memory."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Notebook:
    """A notebook, the folder of its figures, and its run time in seconds (None if an earlier run is used)."""

    stem: str
    nb: "NotebookNode"
    folder: Path
    seconds: float | None = None

    @property
    def href(self) -> str:
        """The file name of its page."""
        return f"{self.stem}.html"

    @cached_property
    def title(self) -> str:
        """Its first heading."""
        return render.title(self.nb, self.stem)

    @property
    def short(self) -> str:
        """Its name in the navigation: ``1 Term trends``."""
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

    def tell(self, say: Say) -> None:
        """Report its run time and the warnings of its cells; nothing if it is from an earlier run."""
        if self.seconds is not None:
            say(f"{self.stem}: executed in {self.seconds:.0f} s")
            for line in warnings_of(self.nb):
                say(line)

    def files(self) -> list[Path]:
        """Return the files of its figures: CSV, SVG and PNG."""
        return [self.folder / f"{figure.name}.{suffix}" for figure in self.figures for suffix in SUFFIXES]


async def executed(path: Path, corpus: Path, folder: Path, kept: Path, base: str, say: Say) -> Notebook:
    """Return a notebook with its outputs, from an earlier run if nothing has changed since then.

    Parameters
    ----------
    path : Path
        The notebook, without outputs.
    corpus : Path
        The folder or the table of articles.
    folder : Path
        The folder of its figures.
    kept : Path
        The file that keeps the notebook with its outputs.
    base : str
        Digest of everything else that its outputs depend on.
    say : callable
        Called with a line when it starts.

    Returns
    -------
    Notebook

    Raises
    ------
    NotebookError
        If a cell fails.
    """
    import nbformat

    if old := held(path, folder, kept, base):
        return old
    started = time.monotonic()
    nb = await run(path, corpus, say)
    new = Notebook(path.stem, nb, folder, time.monotonic() - started)
    nb.metadata["made_from"] = [digest([path], base), digest(new.files())]
    write_atomic(kept, nbformat.writes(nb))
    return new


def unread(path: Path) -> list[str]:
    """Return the lexicons of `OF_THEMES` that the code of a notebook does not name, so does not read."""
    import nbformat

    code = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    return [name for name in OF_THEMES if not any(f'"{name}"' in source for source in code)]


def held(path: Path, folder: Path, kept: Path, base: str) -> Notebook | None:
    """Return a notebook with its outputs from an earlier run; None if something has changed since then."""
    import nbformat

    if kept.exists():
        old = Notebook(path.stem, nbformat.read(kept, 4), folder)
        if old.nb.metadata.get("made_from") == [digest([path], base), digest(old.files())]:
            return old
    return None


async def run(path: Path, corpus: Path, say: Say) -> "NotebookNode":
    """Execute a notebook in its folder, with a kernel of its own, and show the progress."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    nb = nbformat.read(path, 4)
    say(f"{path.stem}: executing {len(nb.cells)} cells")
    try:
        with tempfile.TemporaryDirectory() as folder:
            client = NotebookClient(
                nb,
                kernel_name="python3",
                config=channels(Path(folder)),
                timeout=None,
                record_timing=False,
                resources={"metadata": {"path": str(path.parent)}},
                on_cell_start=lambda cell, cell_index: progress(path.stem, cell_index + 1, len(nb.cells)),
            )
            await client.async_execute(env=environment(corpus, Path(folder)))
    except CellExecutionError as error:
        raise NotebookError(explain(path, nb, error)) from None
    except DeadKernelError:
        at = RUNNING.get(path.stem, path.stem)
        raise NotebookError(f"{at}: the kernel died; the machine may have too little memory") from None
    finally:
        RUNNING.pop(path.stem, None)
    nb.cells = published(nb.cells, is_ours=corpus == ROOT / "corpus")
    return nb


def channels(folder: Path) -> "Config":
    """Return the configuration of a kernel's channels: sockets in `folder`, if the system supports them.

    With ports, two builds at the same time could choose the same one between finding and binding it.
    """
    import zmq
    from traitlets.config import Config

    address = str(folder / "kernel")
    fits = len(os.fsencode(f"{address}-5")) <= zmq.IPC_PATH_MAX_LEN  # which is 0 on Windows
    sockets = {"transport": "ipc", "ip": address} if fits else {}
    return Config(KernelManager={"transport_encryption": "auto", **sockets})


def environment(corpus: Path, settings: Path) -> dict[str, str]:
    """Return the environment of a kernel, in which no user settings change what is drawn.

    Parameters
    ----------
    corpus : Path
        The corpus of the notebooks.
    settings : Path
        An empty folder that replaces the user's IPython profile and ``matplotlibrc``.
    """
    (settings / "matplotlibrc").touch()
    ours = {"IPYTHONDIR": str(settings), "MATPLOTLIBRC": str(settings / "matplotlibrc")}
    # With one heap, and blocks of two megabytes outside of it, what is freed goes back to the system: of
    # 100,000 articles, notebook 02 holds 80 MB less.
    ours |= {
        "MALLOC_ARENA_MAX": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_MMAP_THRESHOLD_": "2097152",
    }
    return {**os.environ, **ours, "CORPUS": str(corpus), "PYTHONHASHSEED": "0", "WRITE_FIGURES": "1"}


def explain(path: Path, nb: "NotebookNode", error: "CellExecutionError") -> str:
    """Return the failed cell and its error, with the end of the traceback unless the message is enough."""
    failed = [
        n for n, cell in enumerate(nb.cells, 1) for o in cell.get("outputs", []) if o.output_type == "error"
    ]
    where = f"{path.name}, cell {failed[0]}" if failed else path.name
    said = f"{where}: {error.ename}: {error.evalue}"
    if error.ename in PLAIN:
        return said
    return "\n".join([*ANSI.sub("", error.traceback).strip().split("\n")[-TRACEBACK:], said])


def progress(name: str, done: int, total: int) -> None:
    """Show the running cell of each notebook in one line of the terminal."""
    RUNNING[name] = f"{name} {done}/{total}"
    show("  ".join(RUNNING.values()))


def show(line: str) -> None:
    """Overwrite the last line of a terminal; an empty string clears it."""
    if sys.stderr.isatty():
        line = line[: shutil.get_terminal_size().columns - 1]
        print(f"\r\x1b[2K{line}", end="\r", file=sys.stderr, flush=True)


def warnings_of(nb: "NotebookNode") -> list[str]:
    """Return the warnings of the cells, without lines of code and without progress bars."""
    outputs = (output for cell in nb.cells for output in cell.get("outputs", []))
    texts = (output.text for output in outputs if output.get("name") == "stderr")
    lines = (line for text in texts for line in text.split("\n") if line.strip() and "\r" not in line)
    return [WARNS.sub("", line) for line in lines if not line.startswith("  ")]
