"""Which files a folder of articles has, and the one function that opens them.

A corpus is a stranger's folder. A pipe in it would never end, a link might lead to a private key that then
ends up in a published page. So whatever is read of a corpus, or copied from it, is opened here.
"""

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from methods.files.problems import CorpusError

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
#: Bytes of a file that is read at once. A sparse file takes no room on the disk and any in memory.
LARGEST = 1_000_000_000
_REPLACE = "replace it with a file, or remove it"
_INSIDE = "put the file itself there, not a link or a path to it"
#: Without O_NONBLOCK, opening a pipe waits for somebody who writes; Windows has neither it nor O_NOFOLLOW.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))


class OpeningError(CorpusError):
    """A file that is there and is not opened.

    Attributes
    ----------
    what, remedy : str
        What is wrong with the file, and what to do, for `methods.files.problems.Report`.
    """

    def __init__(self, path: Path, what: str, remedy: str) -> None:  # noqa: D107 (the class says it)
        super().__init__(f"{path}: {what}; {remedy}")
        self.what, self.remedy = what, remedy


def open_regular(path: Path | str, within: Path | str | None = None) -> BinaryIO:
    """Open a file for reading, if it is a regular one; never wait for a pipe or a device.

    Parameters
    ----------
    path : Path or str
        The file. Links are followed.
    within : Path or str, optional
        A folder that no link may lead out of; by default links may lead anywhere.

    Returns
    -------
    file
        Open for reading bytes.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    OpeningError
        If it is a pipe, a socket, a device or a folder, if it lies outside `within`, or if it cannot be read;
        the message names the file and what to do.
    """
    path = Path(path)
    try:
        real = Path(os.path.realpath(path, strict=True))
        if within is not None and not real.is_relative_to(os.path.realpath(within)):
            raise OpeningError(path, f"it lies outside the folder {Path(within).name}", _INSIDE)
        handle = os.open(real, _FLAGS)
    except (FileNotFoundError, OpeningError):
        raise
    except OSError as error:
        raise OpeningError(path, *_why(error)) from None
    except ValueError:  # A name with a NUL, or one that the file system cannot encode.
        raise OpeningError(path, "no file can have this name", "correct the name") from None
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OpeningError(path, f"it is {_KINDS.get(stat.S_IFMT(mode), 'something else')}, not a file", _REPLACE)


def _why(error: OSError) -> tuple[str, str]:
    """Return why a file could not be opened, and what to do."""
    if error.errno == errno.ELOOP:
        return "its links lead in a circle", _REPLACE
    if error.errno == errno.ENXIO:
        return "it is a socket, not a file", _REPLACE
    return f"it cannot be read ({error.strerror})", "check its permissions"


def read_regular(path: Path | str, within: Path | str | None = None) -> bytes:
    """Return the bytes of a regular file of at most `LARGEST`: see `open_regular`."""
    try:
        with open_regular(path, within) as file:
            if os.fstat(file.fileno()).st_size > LARGEST:
                raise OpeningError(Path(path), f"it is larger than {LARGEST // 10**9} GB", "split it")
            return file.read()
    except FileNotFoundError:
        raise
    except OSError as error:  # A disk may fail in the middle.
        raise OpeningError(Path(path), *_why(error)) from None


def article_files(folder: Path) -> dict[str, os.stat_result]:
    """Return names, seen from `articles/`, and states of the files in it and its folders; no link leads out.

    Raises
    ------
    OpeningError
        If the folder itself is a link that leads out of the corpus.
    """
    home, found = Path(os.path.realpath(folder)), {}
    if not home.is_relative_to(os.path.realpath(folder.parent)):
        raise OpeningError(folder, f"it is a link that leads out of {folder.parent}", "copy the folder there")
    todo = [""]
    while todo:
        at = todo.pop()
        for entry in _entries(folder / at):
            name = f"{at}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                todo.append(f"{name}/")
            elif (state := _state(entry, home)) is not None:
                found[name] = state
    return found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what a folder holds; nothing if it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _state(entry: os.DirEntry[str], home: Path) -> os.stat_result | None:
    """Return the state of a regular file, also through a link that stays at home."""
    try:
        state = entry.stat(follow_symlinks=False)
        if entry.is_symlink() and Path(os.path.realpath(entry.path)).is_relative_to(home):
            state = entry.stat()
    except OSError:  # It is gone, a link to nothing, or in a circle.
        return None
    return state if stat.S_ISREG(state.st_mode) else None


def texts_of(names: Iterable[str]) -> list[str]:
    """Return those names of files that are texts', in order."""
    return sorted(name for name in names if name.lower().endswith((".txt", ".docx")))
