"""Python runs this before anything else: it may speak to this machine and to no other, and who tries is noted.

`tests/conftest.py` puts it in force for the tests and for all that they start, the notebooks' kernels above
all. What gives in to the error in silence is noted nevertheless, in the file that ``SOCKETS`` names.
"""

import os
import sys
from pathlib import Path

HERE = ("127.", "::1", "localhost", "0.0.0.0")
SPEAK = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
ASK = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}


def forbid(event: str, arguments: tuple) -> None:
    """Stop a process that turns to another machine, or asks for its address."""
    if event in SPEAK and isinstance(address := arguments[SPEAK[event]], tuple):
        host = address[0]
    elif event in ASK:
        host = arguments[ASK[event]]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host and not host.startswith(HERE):
        with Path(os.environ["SOCKETS"]).open("a") as file:
            file.write(f"{event} {host} {sys.argv[:1]}\n")
        raise PermissionError(f"{event} {host}: no network at run time")


if "SOCKETS" in os.environ:
    sys.addaudithook(forbid)
