"""Where what takes long to make is kept: beside code or corpus, or with the user if these are read-only."""

import contextlib
import functools
import io
import os
import weakref
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from methods.files.atomic import write_atomic

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Made = TypeVar("Made")
BESIDE = Path(__file__).resolve().parent / "__pycache__"  # As trustworthy as the compiled code there.


def is_writable(folder: Path) -> bool:
    """Return whether files can be made in a folder, or in the nearest one above it that is there."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def user_cache() -> Path:
    """Return this project's folder among the user's caches, as the operating system has it."""
    from platformdirs import user_cache_path

    return user_cache_path("training-notebooks", appauthor=False)


def corpus_cache(corpus: Path) -> Path:
    """Return where what was worked out of a corpus is kept: in it, or with the user if it is read-only.

    Raises
    ------
    FileNotFoundError
        If there is no such corpus.
    """
    if not corpus.exists():
        raise FileNotFoundError(f"{corpus} does not exist: give the path of a folder or a table of articles")
    if is_writable(corpus / ".cache"):
        return corpus / ".cache"
    return user_cache() / "corpora" / sha256(os.fsencode(corpus)).hexdigest()[:16]


def _kept() -> Path:
    return BESIDE if is_writable(BESIDE) else user_cache() / "arrays"


def kept_arrays(
    name: str, sources: object, make: "Callable[[], Mapping[str, np.ndarray]]"
) -> "dict[str, np.ndarray]":
    """Return arrays that take long to make: from disk, if they were made from the same `sources` before.

    Parameters
    ----------
    name : str
        What the file's name begins with; the last four of a name are kept.
    sources : object
        All that the arrays depend on; its `repr` tells whether it is the same.
    make : callable
        Makes the arrays, by name.
    """
    import numpy as np

    folder = _kept()
    path = folder / f"{name}-{sha256(repr(sources).encode()).hexdigest()[:16]}.npz"
    spoilt = contextlib.suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
    with spoilt, np.load(path) as kept:
        return dict(kept)
    arrays = dict(make())
    with contextlib.suppress(OSError), io.BytesIO() as file:
        np.savez(file, **arrays)
        write_atomic(path, file.getvalue())
        for old in sorted(folder.glob(f"{name}-*.npz"), key=lambda kept: kept.stat().st_mtime)[:-4]:
            old.unlink()
    return arrays


def remembered(function: "Callable[..., Made]") -> "Callable[..., Made]":
    """Remember what a function made of the last articles that it was given, as long as they are there.

    In one pass over a corpus several functions need the tokens or the places of the same articles. What is
    given is shared: nobody changes it.
    """
    last: list[tuple[weakref.ref, tuple[object, ...], Made]] = []

    @functools.wraps(function)
    def once(articles: "pd.DataFrame", *others: object) -> Made:
        if not last or last[0][0]() is not articles or last[0][1] != others:
            made = function(articles, *others)
            last[:] = [(weakref.ref(articles, lambda _: last.clear()), others, made)]
        return last[0][2]

    return once
