"""Do the tasks of a pass, one per chunk, in this process, on all processors, or on a Dask cluster.

Source: Dask, https://docs.dask.org.
"""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from methods.corpora.chunks import Chunk
from methods.corpora.progress import progress

#: A chunk, the path of its articles' sizes, and the numbers of functions with the paths of their tables.
Task = tuple[Chunk, Path, tuple[tuple[int, Path], ...]]


def spread(work: Callable[[Task], tuple[int, int]], tasks: list[Task], address: str | None) -> None:
    """Do a single task in this process, and several on this machine's processors or on a cluster.

    Parameters
    ----------
    work : callable
        Does one task and returns its numbers of articles and bytes.
    tasks : list of Task
        What to do.
    address : str or None
        A Dask scheduler's; by default the environment variable ``DASK_SCHEDULER_ADDRESS``.
    """
    address = address or os.environ.get("DASK_SCHEDULER_ADDRESS")
    if not tasks:
        return
    doing = _on_cluster if address else _on_processors if len(tasks) > 1 else _here
    articles = sum(len(chunk.rows) for chunk, *_ in tasks)
    is_known = all(len(chunk.rows) for chunk, *_ in tasks)
    size = max(1, sum(chunk.size for chunk, *_ in tasks))
    with progress(articles if is_known else 0, size, address or "") as advance:
        for done in doing(work, tasks, address):
            advance(*done)


def _here(
    work: Callable[[Task], tuple[int, int]], tasks: list[Task], address: str | None
) -> Iterator[tuple[int, int]]:
    return map(work, tasks)


def _on_processors(
    work: Callable[[Task], tuple[int, int]], tasks: list[Task], address: str | None
) -> Iterator[tuple[int, int]]:
    """Do the tasks on this machine's processors.

    joblib's processes do not import the calling script again. So a script without
    ``if __name__ == "__main__"`` does not start itself over and over. The processes stay for the next pass.
    """
    import dask
    from joblib import Parallel, delayed

    if dask.config.get("scheduler", None) == "sync":
        return _here(work, tasks, address)
    jobs = Parallel(
        n_jobs=dask.config.get("num_workers", os.cpu_count() or 1),
        batch_size=1,
        pre_dispatch="all",
        return_as="generator_unordered",
        initializer=_quiet,
    )
    return jobs(delayed(work)(task) for task in tasks)


def _quiet() -> None:
    """Let the main process alone handle an interrupt: a kernel that stops sends one to its whole group."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _on_cluster(
    work: Callable[[Task], tuple[int, int]], tasks: list[Task], address: str | None
) -> Iterator[tuple[int, int]]:
    """Do the tasks on a cluster, which gives the tasks of a worker that dies to another."""
    from dask.distributed import Client, as_completed

    with Client(address, set_as_default=False) as client:
        for future in as_completed(client.map(work, tasks, pure=False), loop=client.loop):
            yield future.result()
