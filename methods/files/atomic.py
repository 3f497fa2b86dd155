"""Write files so that a reader never sees half of one.

Each file is first written under a temporary name in its own folder and then renamed in one step (atomic
within a file system). So a killed run leaves either the old file or the new one, and two concurrent runs, on
one machine or on several that share a folder, each leave a whole file. A temporary name holds a hash of the
machine's name and the process id, so that a later run can tell what a killed run left behind, and a random
number, because one process may write the same file twice at once.
"""

import json
import os
import platform
import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

HOST = sha256(platform.node().encode()).hexdigest()[:8]
SHORT = 200  # bytes of a name that its temporary one repeats
TEMPORARY = re.compile(rf"^\..+\.{HOST}-(\d+)-[0-9a-f]{{8}}~$")


def write_atomic(path: Path, data: bytes | str) -> None:
    """Write `data` to `path` so that the path holds either the old content or all of the new.

    Parameters
    ----------
    path : Path
        Where to write; missing folders are created.
    data : bytes or str
        The whole content; text is encoded as UTF-8 and keeps its line endings.

    Raises
    ------
    OSError
        If the folder or the file cannot be written, for example because the disk is full. The error names the
        file, and no temporary file is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name may have 255 bytes, and the temporary one has more than it.
    short = path.name.encode(errors="ignore")[:SHORT].decode(errors="ignore")
    temporary = path.with_name(f".{short}.{HOST}-{os.getpid()}-{secrets.token_hex(4)}~")
    try:
        with temporary.open("wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        error.filename = error.filename or str(path)  # The error of a full disk names no file.
        raise
    finally:
        temporary.unlink(missing_ok=True)


def leads_out(path: Path, home: Path) -> bool:
    """Return whether a path, which need not exist, lies outside a folder once its links are followed."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(home))


def sweep(folder: Path) -> None:
    """Delete temporary files that killed runs on this machine left in `folder`; keep those of live runs."""
    import psutil

    for path in folder.glob(".*~"):
        match = TEMPORARY.match(path.name)
        if match and not psutil.pid_exists(int(match[1])):
            path.unlink(missing_ok=True)


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file that this project wrote; empty if it is missing or damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write an object as JSON, atomically."""
    write_atomic(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))
