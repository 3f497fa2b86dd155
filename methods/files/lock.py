"""Let one process at a time do something, on one machine or on several that share a folder.

The system releases the lock when its process ends, however it ends: no lock is ever stale.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.5  # seconds between two tries


@contextmanager
def alone(path: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Hold a lock; if another process holds it, wait until it ends.

    Parameters
    ----------
    path : Path
        The file that is locked. It is created and stays: another process may wait for it.
    wait : callable
        Called once, if there is something to wait for.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():  # A stranger's link may lead to any file.
        path.unlink()
    with path.open("ab") as file:
        if not _is_locked(file.fileno()):
            wait()
            while not _is_locked(file.fileno()):
                time.sleep(PAUSE)
        yield


def _is_locked(handle: int) -> bool:
    """Try to lock an open file; return whether this process holds it now."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # What systems say of a lock that another process holds.
        return False
    return True
