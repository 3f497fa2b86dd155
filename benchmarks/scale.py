"""Does the time per megabyte stay the same, and memory small, from 10,000 to 100,000 articles?

    python benchmarks/scale.py [articles ...]

Counts the words of each article, each run in a fresh interpreter on all processors, of articles as files and as
Parquet tables of 5,000. Start-up, measured on two small chunks, is taken off before the time is divided by the
size. Then one article in a hundred is added, and the corpus is counted again.
Memory is the most that one process held, looked at ten times a second. Writes `scale.csv`.
"""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from made import make, make_shards, megabytes, texts, write

from methods.corpora import chunks
from methods.corpora.word_matrix import count_matrix

FEW = 100  # Articles.


def count(corpus: Path, chunk_bytes: int) -> None:
    """Count, and print seconds and tokens."""
    chunks.CHUNK_BYTES = chunk_bytes
    start = time.perf_counter()
    counts = count_matrix(corpus).counts
    print(json.dumps({"seconds": time.perf_counter() - start, "tokens": int(counts.sum())}))


def apart(corpus: Path, chunk_bytes: int = chunks.CHUNK_BYTES) -> dict:
    """`count` in an interpreter of its own, with the most memory that it or one of its processes held."""
    command = [sys.executable, __file__, "--count", str(corpus), str(chunk_bytes)]
    running, peak = psutil.Popen(command, stdout=subprocess.PIPE, text=True), 0
    while running.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            family = [running, *running.children(recursive=True)]
            peak = max(peak, *(process.memory_info().rss for process in family))
        time.sleep(0.1)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return json.loads(running.stdout.read().splitlines()[-1]) | {"peak_mb": peak / 1e6}


def main(numbers: list[int]) -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "few"
        make(few, FEW)
        chunk_bytes = int(megabytes(few) / 2 * 1e6) + 1
        apart(few, chunk_bytes)  # So that everything is compiled.
        shutil.rmtree(few / ".cache")
        start = apart(few, chunk_bytes)
        rows.append(
            {"run": "start-up", "form": "files", "articles": FEW, "megabytes": megabytes(few)} | start
        )
        for form, write_articles in (("files", make), ("Parquet", make_shards)):
            for number in numbers:
                corpus, size = Path(folder) / f"{form}-{number}", 0.0
                for run, count, done in (("first", number, 0), ("1 % more", number // 100, number)):
                    write_articles(corpus, count, done)
                    size += sum(len(text.encode()) for text in texts(done, count)) / 1e6
                    about = {"run": run, "form": form, "articles": done + count, "megabytes": size}
                    rows.append(about | apart(corpus))
                first, second = rows[-2:]
                first["s_per_mb"] = (first["seconds"] - start["seconds"]) / (
                    first["megabytes"] - rows[0]["megabytes"]
                )
                second["share_of_first"] = second["seconds"] / first["seconds"]
                shutil.rmtree(corpus)
    write("scale", rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--count"]:
        count(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main([int(number) for number in sys.argv[1:]] or [10_000, 100_000])
