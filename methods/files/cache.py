"""Keep slow results beside the code or the corpus, or in the user's cache if those folders are read-only."""

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

from methods.files.atomic import leads_out, write_atomic

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Made = TypeVar("Made")
CODE_CACHE = Path(__file__).resolve().parent / "__pycache__"  # As trustworthy as the compiled code in it.


def is_writable(folder: Path) -> bool:
    """Return whether files can be created in a folder, or in its nearest parent if it does not exist."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def user_cache() -> Path:
    """Return this project's folder in the user's cache directory, which depends on the operating system."""
    from platformdirs import user_cache_path

    return user_cache_path("training-notebooks", appauthor=False)


def corpus_cache(corpus: Path) -> Path:
    """Return the folder for results about a corpus: in it, or in the user's cache if it cannot be there.

    Raises
    ------
    FileNotFoundError
        If the corpus does not exist.
    """
    if not corpus.exists():
        raise FileNotFoundError(f"{corpus} does not exist: give the path of a folder or a table of articles")
    if is_writable(corpus / ".cache") and not leads_out(corpus / ".cache", corpus):
        return corpus / ".cache"
    return user_cache() / "corpora" / sha256(os.fsencode(corpus)).hexdigest()[:16]


def _kept() -> Path:
    return CODE_CACHE if is_writable(CODE_CACHE) else user_cache() / "arrays"


def kept_arrays(
    name: str, sources: object, make: "Callable[[], Mapping[str, np.ndarray]]", most: int = 4
) -> "dict[str, np.ndarray]":
    """Return arrays that are slow to compute, from disk if `make` ran on the same `sources` before.

    Parameters
    ----------
    name : str
        Beginning of the file's name.
    sources : object
        Everything that the arrays depend on; two with the same `repr` count as the same.
    make : callable
        Returns the arrays by name.
    most : int
        Number of files with this name that are kept, the newest.

    Returns
    -------
    dict of str to ndarray
        The arrays by name. If they cannot be saved, they are computed again next time.
    """
    import numpy as np

    folder = _kept()
    path = folder / f"{name}-{sha256(repr(sources).encode()).hexdigest()[:16]}.npz"
    unreadable = contextlib.suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
    with unreadable, np.load(path) as kept:
        return dict(kept)
    arrays = dict(make())
    with contextlib.suppress(OSError), io.BytesIO() as file:
        np.savez(file, **arrays)
        write_atomic(path, file.getvalue())
        for old in sorted(folder.glob(f"{name}-*.npz"), key=lambda kept: kept.stat().st_mtime)[:-most]:
            old.unlink()
    return arrays


def remembered(function: "Callable[..., Made]") -> "Callable[..., Made]":
    """Make a function of articles keep its last result for as long as these articles exist unchanged.

    In one pass over a corpus, several functions need the tokens or the places of the same articles. All
    callers get the same object, so none may change it.
    """
    last: list[tuple[weakref.ref, tuple[object, ...], Made]] = []

    @functools.wraps(function)
    def once(articles: "pd.DataFrame", *others: object) -> Made:
        # A frame can be changed in place. To hash its texts takes a thousandth of what is saved.
        key = (*others, hash((*articles.index, *articles["text"])))
        if not last or last[0][0]() is not articles or last[0][1] != key:
            made = function(articles, *others)
            last[:] = [(weakref.ref(articles, lambda _: last.clear()), key, made)]
        return last[0][2]

    return once
