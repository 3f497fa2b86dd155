"""Progress is one line on a terminal, which is overwritten, and occasional lines in a log."""

import sys

import ipykernel  # noqa: F401  (imported, but no kernel runs this)
import pytest

from methods.corpora.progress import progress


@pytest.mark.parametrize("terminal", [False, True])
def test_progress_tells_articles_speed_and_time_on_a_terminal(capsys, monkeypatch, terminal):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    with progress(2000, 4_000_000, "http://dashboard") as advance:
        advance(1000, 2_000_000)
    shown = capsys.readouterr().err
    assert ("1,000 of 2,000 articles, " in shown) is terminal
    assert (" MB/s, " in shown and " s left http://dashboard" in shown) is terminal
    assert shown.endswith("\r") is terminal


def test_a_log_has_a_line_now_and_then(capsys, monkeypatch):
    now = 0.0
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False)
    monkeypatch.setattr("methods.corpora.progress.time.monotonic", lambda: now)
    with progress(0, 100) as advance:
        for _ in range(10):
            now += 10
            advance(5, 10)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[0].endswith("15 articles, 0.0 MB/s, 70 s left")
