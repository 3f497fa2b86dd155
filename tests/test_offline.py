"""Nothing asks for a network: see offline/sitecustomize.py, in force in every process that these tests start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbclient.util import run_sync

from methods.pages.execute import NotebookError, run

ATTEMPTS = [
    "socket.create_connection(('192.0.2.1', 80))",
    "socket.create_connection(('2001:db8::1', 80))",
    "socket.getaddrinfo('example.org', 443)",
    "socket.gethostbyname('example.org')",
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    "urllib.request.urlopen('https://example.org')",
]


def test_the_study_asks_no_other_machine(study):
    assert study.site.is_dir()
    assert Path(os.environ["SOCKETS"]).read_text() == ""


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_who_asks_is_stopped_and_noted(tmp_path, attempt):
    log = tmp_path / "sockets"
    code = f"import socket, urllib.request\ntry:\n {attempt}\nexcept OSError as error:\n print(error)"
    environment = {**os.environ, "SOCKETS": str(log)}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    ).stdout
    assert "no network" in said
    assert log.read_text().startswith("socket.")


def test_this_machine_may_be_asked():
    code = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_kernels_are_stopped_too(tmp_path, monkeypatch, write_notebook):
    monkeypatch.setenv("SOCKETS", str(tmp_path / "sockets"))
    path = tmp_path / "01-asks.ipynb"
    write_notebook(path, f"import socket\n{ATTEMPTS[0]}")
    with pytest.raises(NotebookError, match="no network at run time"):
        run_sync(run)(path, tmp_path, print)
