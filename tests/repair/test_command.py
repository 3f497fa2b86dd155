"""The command that repairs files, folders and standard input."""

import subprocess
import sys

import pandas as pd
import pytest

from methods.files.paths import ROOT

FOUND, WHOLE = "網(wǎng)絡(luò)時代的網(wǎng)絡(luò)，學(xué)習(xí)。", "網絡時代的網絡，學習。"


def run(*arguments, stdin=""):
    command = [sys.executable, "-m", "methods.repair", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, input=stdin.encode())


def test_standard_input_becomes_standard_output():
    done = run("-", stdin=FOUND)
    assert (done.stdout.decode(), done.returncode) == (WHOLE, 0)
    assert "6 proven" in done.stderr.decode()


def test_a_folder_gets_texts_and_ledgers_and_is_not_repaired_twice(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("a.txt", "deep/b.txt"):
        (tmp_path / name).write_text(FOUND, encoding="utf-8")
    assert run(tmp_path).returncode == run(tmp_path).returncode == 0
    names = sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.*"))
    assert len(names) == 6 and "deep/b.repaired.txt" in names
    assert (tmp_path / "a.repaired.txt").read_text(encoding="utf-8") == WHOLE
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == FOUND
    assert set(pd.read_csv(tmp_path / "a.ledger.csv")["kind"]) == {"gloss"}


@pytest.mark.parametrize(("text", "status"), [("没有损坏的文字。", 0), ("前文锟斤拷后文，我们????在家。", 1)])
def test_the_exit_status_says_whether_something_was_flagged(tmp_path, text, status):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run(tmp_path / "a.txt")
    assert done.returncode == status
    assert done.stderr.decode().count("; collect it again") == 2 * status


def test_what_cannot_be_read_is_named_and_the_rest_repaired(tmp_path):
    (tmp_path / "a.txt").write_text(FOUND, encoding="utf-8")
    done = run(tmp_path / "none.txt", tmp_path / "a.txt")
    assert done.returncode == 2 and "none.txt" in done.stderr.decode()
    assert (tmp_path / "a.repaired.txt").exists()


def test_what_cannot_be_written_is_said(tmp_path):
    (tmp_path / "a.txt").write_text(FOUND, encoding="utf-8")
    (tmp_path / "a.repaired.txt").mkdir()  # as if the disk were full
    done = run(tmp_path / "a.txt")
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"{tmp_path / 'a.txt'}: not written, ")
    assert done.stderr.count(b"\n") == 1
