"""Does a cluster count the same, to the last count, and still if a worker dies in the middle?

    python benchmarks/cluster.py [articles]

A scheduler and two workers, each a process of its own on loopback, against this machine alone. In the second
run one worker is killed when a quarter of the chunks is done. Writes `cluster.csv`.
"""

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from made import checksum, make, megabytes, write

from methods.corpora.word_matrix import count_matrix

PORT = 18786
ADDRESS = f"tcp://127.0.0.1:{PORT}"


@contextmanager
def process(*command: str) -> Iterator[subprocess.Popen]:
    """A Dask process, ended with the block."""
    running = subprocess.Popen([sys.executable, "-m", "dask", *command], stderr=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def done(corpus: Path) -> int:
    """How many chunks are counted."""
    return len(list((corpus / ".cache" / "tables").glob("*.parquet")))


def kill_later(worker: subprocess.Popen, corpus: Path, chunks: int) -> None:
    """Kill a worker as soon as so many chunks are done."""
    while done(corpus) < chunks:
        time.sleep(0.05)
    worker.kill()


def main(number: int) -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        corpus = Path(folder)
        make(corpus, number)
        host = ("--host", "127.0.0.1")
        stack.enter_context(process("scheduler", *host, "--port", str(PORT), "--no-dashboard"))
        worker = (
            "worker",
            ADDRESS,
            *host,
            "--no-nanny",
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            folder,
        )
        workers = [stack.enter_context(process(*worker)) for _ in range(2)]
        for run, address in (
            ("this machine", None),
            ("cluster", ADDRESS),
            ("cluster, one worker killed", ADDRESS),
        ):
            chunks = done(corpus)
            shutil.rmtree(corpus / ".cache", ignore_errors=True)
            if "killed" in run:
                threading.Thread(
                    target=kill_later, args=(workers[0], corpus, chunks // 4), daemon=True
                ).start()
            start = time.perf_counter()
            counts = count_matrix(corpus, address=address)
            rows.append(
                {
                    "run": run,
                    "articles": number,
                    "megabytes": megabytes(corpus),
                    "seconds": time.perf_counter() - start,
                }
                | {"chunks": done(corpus), "workers_left": sum(w.poll() is None for w in workers)}
                | {"tokens": int(counts.counts.sum()), "checksum": checksum(counts)}
            )
    write("cluster", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
