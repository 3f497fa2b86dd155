"""List the files in a folder of articles, and open them safely.

A corpus may come from a stranger. A read from a pipe in it would never end, and a link might lead to a
private key that then appears in a published page. So every file that is read or copied from a corpus is
opened by `open_regular`.
"""

import errno
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from methods.files.atomic import leads_out
from methods.files.problems import CorpusError

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
#: Most bytes that are read at once: a sparse file takes no space on disk, but its full size in memory.
LARGEST_READ = 1_000_000_000
TEXTS = (".txt", ".md", ".markdown", ".docx")  # Endings of files that hold an article.
#: Chinese numerals, as in the names of chapters: digits, twice zero, and units.
NUMERALS, UNITS = "〇一二三四五六七八九零", {"十": 10, "百": 100, "千": 1000}
_REPLACE = "replace it with a file, or remove it"
_INSIDE = "put the file itself there, not a link or a path to it"
#: Without O_NONBLOCK, opening a pipe waits for a writer. Windows lacks O_NONBLOCK and O_NOFOLLOW.
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))


class OpeningError(CorpusError):
    """A file that exists but cannot or must not be opened.

    Attributes
    ----------
    what, remedy : str
        What is wrong with the file, and what to do, for `methods.files.problems.Report`.
    """

    def __init__(self, path: Path, what: str, remedy: str) -> None:  # noqa: D107 (the class says it)
        super().__init__(f"{path}: {what}; {remedy}")
        self.what, self.remedy = what, remedy


def open_regular(path: Path | str, within: Path | str | None = None) -> BinaryIO:
    """Open a regular file for reading; never wait for a pipe or a device.

    Parameters
    ----------
    path : Path or str
        The file. Links are followed.
    within : Path or str, optional
        The folder in which the file itself must lie; by default links may lead anywhere.

    Returns
    -------
    file
        A binary file, open for reading.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    OpeningError
        If it is a pipe, a socket, a device or a folder, if it lies outside `within`, or if it cannot be read;
        the message names the file and a remedy.
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
        return "its links form a loop", _REPLACE
    if error.errno == errno.ENAMETOOLONG:
        return "its path is too long", "move it to a folder that is less deep"
    if error.errno == errno.ENXIO:
        return "it is a socket, not a file", _REPLACE
    return f"it cannot be read ({error.strerror})", "check its permissions"


def own_folder(path: Path, home: Path) -> Path:
    """Return a folder into which results are written; OpeningError if a link leads out of its `home`."""
    if leads_out(path, home):
        raise OpeningError(path, f"it is a link that leads out of {home}", "remove the link")
    return path


def read_regular(path: Path | str, within: Path | str | None = None) -> bytes:
    """Return the bytes of a regular file of at most `LARGEST_READ` bytes: see `open_regular`."""
    try:
        with open_regular(path, within) as file:
            if os.fstat(file.fileno()).st_size > LARGEST_READ:
                raise OpeningError(Path(path), f"it is larger than {LARGEST_READ // 10**9} GB", "split it")
            return file.read()
    except FileNotFoundError:
        raise
    except OSError as error:  # The disk may fail while the file is read.
        raise OpeningError(Path(path), *_why(error)) from None


def article_files(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """List the regular files in a folder and its subfolders, without links that lead out of it.

    Returns
    -------
    dict of str to (int, int, int, int)
        The `file_state` by path relative to `folder`, with ``/`` between its parts.

    Raises
    ------
    OpeningError
        If the folder itself is a link that leads out of the corpus.
    """
    home, found = Path(os.path.realpath(folder)), {}
    if leads_out(folder, folder.parent):
        raise OpeningError(folder, f"it is a link that leads out of {folder.parent}", "copy the folder there")
    todo = [""]
    while todo:
        at = todo.pop()
        for entry in entries(folder / at):
            name = f"{at}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                todo.append(f"{name}/")
            elif (state := _state(entry, home)) is not None:
                found[name] = file_state(state)
    return found


def file_state(state: os.stat_result) -> tuple[int, int, int, int]:
    """Return size, time of modification, time of change, both in ns, and inode: what tells of any change."""
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return the entries of a folder; none if it does not exist. OpeningError if it cannot be read."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:  # Nothing in it may be left out without a word.
        raise OpeningError(folder, *_why(error)) from None


def _state(entry: os.DirEntry[str], home: Path) -> os.stat_result | None:
    """Return the state of a regular file, or of a link's target inside `home`; None for anything else."""
    try:
        state = entry.stat(follow_symlinks=False)
        if entry.is_symlink() and not leads_out(Path(entry.path), home):
            state = entry.stat()
    except OSError:  # The file is gone, or the link is broken or part of a loop.
        return None
    return state if stat.S_ISREG(state.st_mode) else None


def texts_of(names: Iterable[str]) -> list[str]:
    """Return the names with an ending in `TEXTS`, sorted; numbers in them count as such (2, 十)."""
    return sorted((name for name in names if name.lower().endswith(TEXTS)), key=_natural)


def _natural(name: str) -> tuple[list[str], str]:
    """Return the parts of a name, with zeros before the numbers, so that they sort by size, and the name."""
    parts = re.split(f"([0-9]+|[{NUMERALS}{''.join(UNITS)}]+)", name)
    return [str(value_of(part)).zfill(20) if n % 2 else part for n, part in enumerate(parts)], name


def value_of(numeral: str) -> int:
    """Return the value of a number, in digits or Chinese numerals: 12 of ``12``, ``十二`` and ``一二``."""
    if UNITS.keys().isdisjoint(numeral):
        return int("".join(str(NUMERALS.index(one) % 10) if one in NUMERALS else one for one in numeral))
    total, digit = 0, 0
    for one in numeral:
        if one in UNITS:
            total, digit = total + (digit or 1) * UNITS[one], 0
        else:
            digit = NUMERALS.index(one) % 10
    return total + digit
