"""The states of the files of a corpus, which tell whether one has changed without reading it."""

from collections.abc import Iterable
from pathlib import Path

from methods.corpora.tables import ENDS
from methods.files.folders import article_files, file_state

#: These tell whether a file has changed: an editor can keep its size and restore its time, but not the rest.
STATE = ("size", "time", "change", "inode")
State = tuple[str, int, int, int, int]
#: The files of a large corpus besides those in `articles/`.
BESIDE_ARTICLES = ("metadata.csv", "metadata.xlsx", *(f"articles{end}" for end in ENDS))


def stats(corpus: Path) -> tuple[State, ...]:
    """Return the name, size, times and inode of the metadata, tables and articles of a corpus."""
    return (
        *_beside(corpus),
        *((f"articles/{name}", *state) for name, state in article_files(corpus / "articles").items()),
    )


def _beside(corpus: Path) -> list[State]:
    paths = [(name, corpus / name) for name in BESIDE_ARTICLES if (corpus / name).is_file()]
    return [(name, *file_state(path.stat())) for name, path in paths]


def changed(corpus: Path, paths: Iterable[Path], states: tuple[State, ...]) -> bool:
    """Return whether some files of a corpus or its metadata have changed since `states`, as `stats` returns.

    To look at the files that were read takes a hundredth of what `stats` takes after a few new articles.
    """
    known = {name: state for name, *state in states}
    beside = {name: state for name, *state in _beside(corpus)}
    if beside != {name: known[name] for name in BESIDE_ARTICLES if name in known}:
        return True
    try:
        return any(known.get(str(path.relative_to(corpus))) != [*file_state(path.stat())] for path in paths)
    except OSError:  # It is gone.
        return True
