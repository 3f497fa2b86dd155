"""How long does the whole study take, as a researcher runs it, and how much memory does it need?

    python benchmarks/study.py [--form files|parquet] [--keep FOLDER] [articles ...]

Runs `python -m methods.pages` on made corpora, as files and as Parquet, four times each: from nothing, with
nothing changed, with 1 % more articles, and with a theme list that lacks one term. A stage ends where the
command says so; its seconds of the processors are those of all processes together, its memory the most that one
of them held, looked at four times a second. Writes `study.csv`, where other sizes stay.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from made import make, make_shards, texts, write

from methods.files.paths import LEXICONS, ROOT

FORMS = {"files": make, "parquet": make_shards}
ENDED = re.compile(r"(\S+): executed in|wrote \S*/(?!explorer-)(\S+)|built|nothing to do")


class Watch:
    """What a process and those that it started have used: seconds of the processors, and memory."""

    def __init__(self, process: psutil.Process) -> None:  # noqa: D107 (the class says it)
        self.process, self.used, self.peak = process, {}, 0.0

    def look(self) -> None:
        """Look at all of them once."""
        with suppress(psutil.Error):
            for one in [self.process, *self.process.children(recursive=True)]:
                with suppress(psutil.Error):
                    times = one.cpu_times()
                    self.used[one] = times.user + times.system
                    self.peak = max(self.peak, one.memory_info().rss / 1e6)

    @property
    def seconds(self) -> float:
        """Seconds of the processors so far."""
        return sum(self.used.values())

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look four times a second until the block ends."""
        ended = threading.Event()

        def keep_looking() -> None:
            while not ended.wait(0.25):
                self.look()

        thread = threading.Thread(target=keep_looking, daemon=True)
        thread.start()
        yield
        ended.set()
        thread.join()


def run(corpus: Path) -> Iterator[dict]:
    """Make the pages of a corpus; yield a row for each stage, and one for all of them."""
    command = [sys.executable, "-m", "methods.pages", "--corpus", str(corpus)]
    started = before = time.perf_counter()
    with psutil.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        watch, used, most = Watch(process), 0.0, 0.0
        with watch.watching():
            for line in process.stdout:
                if not (found := ENDED.match(line)):
                    continue
                now = time.perf_counter()
                yield {"stage": found[1] or found[2] or "rest", "seconds": now - before} | {
                    "cpu_seconds": watch.seconds - used,
                    "peak_mb": watch.peak,
                }
                before, used, most = now, watch.seconds, max(most, watch.peak)
                watch.peak = 0.0
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    yield {"stage": "all", "seconds": time.perf_counter() - started} | {
        "cpu_seconds": watch.seconds,
        "peak_mb": max(most, watch.peak),
    }


def change_themes(corpus: Path, without: int) -> None:
    """Write this project's theme list, less its last lines, into a corpus."""
    lines = (LEXICONS / "themes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (corpus / "lexicons").mkdir(exist_ok=True)
    (corpus / "lexicons" / "themes.csv").write_text("".join(lines[: len(lines) - without]), encoding="utf-8")


def study(form: str, number: int, folder: Path) -> Iterator[dict]:
    """Run the study on a corpus in all four states of it."""
    corpus, more = folder / f"{form}-{number}", max(1, number // 100)
    shutil.rmtree(corpus, ignore_errors=True)
    FORMS[form](corpus, number)
    change_themes(corpus, 0)
    bytes_ = sum(len(text.encode()) for text in texts(0, number))
    for state in ("first run", "nothing changed", "1 % more articles", "a theme list changed"):
        if state == "1 % more articles":
            FORMS[form](corpus, more, number)
            bytes_ += sum(len(text.encode()) for text in texts(number, more))
        elif state == "a theme list changed":
            change_themes(corpus, 1)
        about = {"form": form, "articles": number, "megabytes": bytes_ / 1e6, "run": state}
        for row in run(corpus):
            found = about | row | {"s_per_mb": row["seconds"] / (bytes_ / 1e6)}
            print(*(f"{value:.6g}" if isinstance(value, float) else value for value in found.values()),
                  sep="\t", flush=True)  # fmt: skip
            yield found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--form", choices=FORMS, action="append", help="by default both")
    parser.add_argument("--keep", type=Path, help="where the corpora are made and stay")
    wish = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            row
            for number in wish.articles
            for form in wish.form or FORMS
            for row in study(form, number, wish.keep or Path(folder))
        ]
    write("study", rows, by=("form", "articles"))


if __name__ == "__main__":
    main()
