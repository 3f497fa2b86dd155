"""Arrays that take long to make, kept beside the compiled code."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from methods.files.atomic import write_atomic

if TYPE_CHECKING:
    import numpy as np

KEPT = Path(__file__).resolve().parent / "__pycache__"  # As trustworthy as the compiled code there.


def kept_arrays(
    name: str, sources: object, make: "Callable[[], Mapping[str, np.ndarray]]"
) -> "dict[str, np.ndarray]":
    """Give arrays that take long to make: from disk, if they were made from the same `sources` before.

    Parameters
    ----------
    name : str
        What the file's name begins with; the last four of a name are kept.
    sources : object
        All that the arrays hang on; its `repr` tells whether it is the same.
    make : callable
        Makes the arrays, by name.
    """
    import numpy as np

    path = KEPT / f"{name}-{sha256(repr(sources).encode()).hexdigest()[:16]}.npz"
    spoilt = contextlib.suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
    with spoilt, np.load(path) as kept:
        return dict(kept)
    arrays = dict(make())
    with contextlib.suppress(OSError), io.BytesIO() as file:
        np.savez(file, **arrays)
        write_atomic(path, file.getvalue())
        for old in sorted(KEPT.glob(f"{name}-*.npz"), key=lambda kept: kept.stat().st_mtime)[:-4]:
            old.unlink()
    return arrays
