"""Writing files so that a reader never meets half of one.

Whatever the study writes is written beside its place under a temporary name and then moved there in one step
(``rename``, atomic on one file system): a run that is killed leaves the old file or the new one, and two
runs side by side, on one machine or on several that share a folder, each leave a whole file. Temporary names
carry machine and process, so that a later run can tell what a killed one left behind, and a random number,
since a process may write one file twice at once.
"""

import json
import os
import platform
import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass

HOST = sha256(platform.node().encode()).hexdigest()[:8]
TEMPORARY = re.compile(rf"^\..+\.{HOST}-(\d+)-[0-9a-f]{{8}}~$")


def write_atomic(path: Path, data: bytes | str) -> None:
    """Write `data` to `path` so that the path holds either the old content or all of the new.

    Parameters
    ----------
    path : Path
        Where to write; missing folders are made.
    data : bytes or str
        The whole content; text is encoded as UTF-8, line endings as they are.

    Raises
    ------
    OSError
        If the folder or the file cannot be written (a full disk, for one); it names the file. Nothing is left
        behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{HOST}-{os.getpid()}-{secrets.token_hex(4)}~")
    try:
        with temporary.open("wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        error.filename = error.filename or str(path)  # A full disk does not say what it had no room for.
        raise
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what killed runs of this machine left in `folder`, and nothing of a run that is still alive."""
    import psutil

    for path in folder.glob(".*~"):
        match = TEMPORARY.match(path.name)
        if match and not psutil.pid_exists(int(match[1])):
            path.unlink(missing_ok=True)


def read_json(path: Path) -> dict[str, Any]:
    """Read an object from a JSON file of our own; give an empty one where there is none that is whole."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write an object as JSON, in one step."""
    write_atomic(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))
