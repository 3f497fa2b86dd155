"""Show the progress of a pass over a corpus: a bar in JupyterLab and on a terminal, lines in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 30  # Seconds between two lines of a log.
WIDTH = 30  # Characters of the bar.


@contextmanager
def progress(articles: int, size: int, link: str = "") -> Iterator[Callable[[int, int], None]]:
    """Show the progress of a pass.

    Parameters
    ----------
    articles : int
        Number of articles; 0 if it is not known before they are read.
    size : int
        Their bytes, more than 0.
    link : str
        Where to see more, such as the dashboard of a cluster.

    Yields
    ------
    callable
        Call it with the numbers of articles and bytes that were just done.
    """
    started, done, read = time.monotonic(), 0, 0
    show = _display() if _in_notebook() else _line if sys.stderr.isatty() else _log()

    def advance(more: int, bytes_: int) -> None:
        nonlocal done, read
        done, read = done + more, min(read + bytes_, size)
        show(_told(done, articles, read, size, time.monotonic() - started, link))

    yield advance
    show("")


def _told(done: int, articles: int, read: int, size: int, seconds: float, link: str) -> str:
    """Return a line with a bar, articles, megabytes per second and the time left."""
    share = read / size
    bar = f"{'█' * int(WIDTH * share):░<{WIDTH}}"
    of = f" of {articles:,}" if articles else ""
    speed = read / 1e6 / max(seconds, 1e-3)
    left = seconds / share - seconds if share else 0
    return f"{bar} {done:,}{of} articles, {speed:.1f} MB/s, {left:.0f} s left {link}".rstrip()


def _in_notebook() -> bool:
    """Return whether a kernel runs this code; a script may also have imported the packages of one."""
    shell = sys.modules.get("IPython")
    return "ipykernel" in sys.modules and shell is not None and shell.get_ipython() is not None


def _display() -> Callable[[str], None]:
    from IPython.display import display

    shown = display({"text/plain": ""}, raw=True, display_id=True)
    return lambda text: shown.update({"text/plain": text}, raw=True)


def _line(text: str) -> None:
    print(f"\r{text:<79}", end="" if text else "\r", file=sys.stderr, flush=True)


def _log() -> Callable[[str], None]:
    """Return a function that writes a line to the log, at most every `EVERY` seconds."""
    last = time.monotonic()

    def show(text: str) -> None:
        nonlocal last
        if text and time.monotonic() - last >= EVERY:
            last = time.monotonic()
            print(text, file=sys.stderr, flush=True)

    return show
