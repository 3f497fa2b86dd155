"""Which files a folder of articles has."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path


def article_files(folder: Path) -> dict[str, os.stat_result]:
    """Names, seen from `articles/`, and states of the files in it and its folders; no link leads out."""
    home, found = folder.resolve(), {}
    for at, _, names in os.walk(folder):
        within = Path(at).relative_to(folder)
        for name in names:
            path = Path(at, name)
            state = path.lstat()
            if stat.S_ISLNK(state.st_mode) and (target := path.resolve()).is_relative_to(home):
                state = target.stat() if target.exists() else state
            if stat.S_ISREG(state.st_mode):
                found[(within / name).as_posix() if within.name else name] = state
    return found


def texts_of(names: Iterable[str]) -> list[str]:
    """Give those names of files that are texts', in order."""
    return sorted(name for name in names if name.lower().endswith(".txt"))
