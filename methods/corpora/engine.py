"""One engine for five articles and for millions: a function over chunks of articles, nothing done twice.

`tabulate` applies a function to a corpus chunk by chunk and puts its tables together. One chunk is a plain
call; several are spread over this machine's processors or, by its address, over a Dask cluster.

What was worked out is kept as Parquet in ``.cache`` within the corpus, under a hash of all that it came from:
articles and metadata, function and arguments, and the code, lexicons and libraries behind it (see
`methods.corpora.dependencies`). Files are moved there whole,
so that runs side by side share them. To delete the folder forgets all and loses nothing.

Source: Dask, https://docs.dask.org.
"""

import contextlib
import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from methods.corpora.chunks import Chunk, digest, load, plan, problems, write_table
from methods.corpora.dependencies import OURS, ROOT, reachable, versions
from methods.files.folders import OpeningError, read_regular
from methods.files.problems import Report

Function = Callable[[pd.DataFrame], pd.DataFrame]
Task = tuple[Chunk, Path]


def tabulate(
    corpus: Path | str,
    function: Function,
    *,
    lexicons: Path | str | None = None,
    address: str | None = None,
    report: Report | None = None,
) -> pd.DataFrame:
    """Apply a function to all articles of a corpus and put its tables together.

    Parameters
    ----------
    corpus : Path
        A folder with `articles/` and `metadata.csv`, or with tables of articles: see `corpora.chunks.plan`.
    function : callable
        Takes articles as `helpers.load_articles` gives them and returns a tidy table with `article_id` as a
        column or as its index. No row may depend on which other articles are in the chunk.
    lexicons : Path, optional
        A file, or a folder of CSV files, with which the result changes. What the function's own code names
        need not be given.
    address : str, optional
        A Dask scheduler's, such as ``tcp://10.0.0.1:8786``; by default that of the environment variable
        ``DASK_SCHEDULER_ADDRESS``. Without either this machine does the work. The workers of a cluster must
        have this project installed, and find the corpus under the same path, writable.
    report : Report, optional
        Takes note of what is wrong with the corpus; without one there is a warning.

    Returns
    -------
    DataFrame
        The function's columns, `article_id` among them, in its order; within an article as they were.
    """
    options = {"lexicons": lexicons, "address": address, "report": report}
    tables = pd.concat(list(stream(corpus, function, **options)), ignore_index=True)
    return tables.sort_values("article_id", kind="stable", ignore_index=True)


def metadata(corpus: Path | str, *, address: str | None = None, report: Report | None = None) -> pd.DataFrame:
    """Metadata of the articles that `tabulate` works on, index `article_id`: everything but their texts."""
    rows = tabulate(corpus, _without_texts, address=address, report=report)
    return rows.infer_objects().set_index("article_id")  # A chunk may have nothing but None.


def read(corpus: Path | str, article_ids: pd.Index) -> pd.DataFrame:
    """Texts of some articles of a corpus, `raw` and `text`; only the chunks that hold them are read."""
    corpus = Path(corpus).resolve()
    texts = _texts(corpus)
    # A chunk of a table does not know its articles until it is read.
    chunks = [
        chunk
        for chunk in plan(corpus, texts, Report())
        if not chunk.contents or chunk.rows.index.isin(article_ids).any()
    ]
    none = pd.DataFrame({"raw": [], "text": []}, pd.Index([], dtype="str", name="article_id"), dtype="str")
    found = (load(chunk, texts)[["raw", "text"]] for chunk in chunks)
    return pd.concat([none, *(articles[articles.index.isin(article_ids)] for articles in found)])


def _texts(corpus: Path) -> Path:
    return corpus / ".cache" / f"texts-{_code('methods.corpora.chunks')}"


def _without_texts(articles: pd.DataFrame) -> pd.DataFrame:
    return articles.drop(columns=["raw", "text"])


def stream(
    corpus: Path | str,
    function: Function,
    *,
    lexicons: Path | str | None = None,
    address: str | None = None,
    report: Report | None = None,
) -> Iterator[pd.DataFrame]:
    """Give the tables of `tabulate` chunk by chunk, so that memory need not hold them all."""
    return map(pd.read_parquet, kept(corpus, function, lexicons=lexicons, address=address, report=report))


def kept(
    corpus: Path | str,
    function: Function,
    *,
    lexicons: Path | str | None = None,
    address: str | None = None,
    report: Report | None = None,
) -> list[Path]:
    """Where the tables of `tabulate` are kept, chunk by chunk; worked out as far as they were not there."""
    corpus = Path(corpus).resolve()
    cache, texts = corpus / ".cache", _texts(corpus)
    what = _description(function, corpus, None if lexicons is None else Path(lexicons))
    is_told, report = report is None, Report() if report is None else report
    chunks = plan(corpus, texts, report)
    targets = [cache / "tables" / f"{digest(texts.name, what, chunk.hash)}.parquet" for chunk in chunks]
    tasks = [(chunk, target) for chunk, target in zip(chunks, targets, strict=True) if not target.exists()]
    _spread(functools.partial(_work, function=function, texts=texts), tasks, address)
    for chunk in chunks:
        problems(chunk, texts, report)
    if is_told:
        report.warn(corpus, stacklevel=3)
    return targets


def _code(module: str) -> str:
    """Hash of all code, data and versions of libraries on which a module of this project depends."""
    files = reachable(module)
    return digest(*versions(files), *_contents(files))


def _contents(files: Iterable[Path]) -> Iterator[str | bytes]:
    for file in files:
        with contextlib.suppress(OpeningError):  # A pipe among a stranger's lexicons, which nobody reads.
            yield from (file.name, read_regular(file))


def _description(function: Function, corpus: Path, lexicons: Path | None = None) -> str:
    """Hash of a function with its arguments, and of all the code and data that it can reach."""
    from dask.base import tokenize

    plain = function
    while isinstance(plain, functools.partial):
        plain = plain.func
    module = plain.__module__ or ""
    if module.partition(".")[0] in OURS:
        code, files = _code(module), []
    else:  # Of a notebook or a script, which may call and read whatever this project and the corpus have.
        modules = sorted({*ROOT.glob("helpers.py"), *(ROOT / "methods").rglob("*.py")})
        code = digest(*versions(tuple(modules)), *_contents(modules))
        files = [*_csvs(ROOT / "corpus" / "lexicons"), *_csvs(corpus / "lexicons")]
        files += [path for path in [Path(inspect.getfile(plain))] if path.is_file()]
    if lexicons is not None:
        files += _csvs(lexicons) if lexicons.is_dir() else [lexicons]
    return digest(code, tokenize(function), *_contents(files))


def _csvs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def _work(task: Task, function: Function, texts: Path) -> None:
    """Work out one chunk's table and put it in its place."""
    chunk, target = task
    table = function(load(chunk, texts))
    write_table(target, table.reset_index() if table.index.name == "article_id" else table)


def _spread(work: Callable[[Task], None], tasks: list[Task], address: str | None) -> None:
    """Do the tasks here if it is one, else on this machine's processors or on a cluster."""
    address = address or os.environ.get("DASK_SCHEDULER_ADDRESS")
    if tasks and address:
        _on_cluster(work, tasks, address)
    elif len(tasks) > 1:
        _on_processors(work, tasks)
    elif tasks:
        work(tasks[0])


def _on_processors(work: Callable[[Task], None], tasks: list[Task]) -> None:
    import dask
    import dask.multiprocessing
    from dask.callbacks import Callback

    with progress(len(tasks)) as advance, Callback(posttask=lambda *_: advance()):
        # Not an argument, since dask looks for its own objects in every part of one.
        jobs = [dask.delayed(functools.partial(work, task), pure=False, traverse=False)() for task in tasks]
        # By default dask gives a process six tasks at once, and the others of a few chunks none.
        dask.compute(*jobs, scheduler=dask.config.get("scheduler", dask.multiprocessing.get), chunksize=1)


def _on_cluster(work: Callable[[Task], None], tasks: list[Task], address: str) -> None:
    """Let a cluster do the tasks; it gives those of a worker that dies to another."""
    from dask.distributed import Client, as_completed

    client = Client(address, set_as_default=False)
    with client, progress(len(tasks), client.dashboard_link) as advance:
        for future in as_completed(client.map(work, tasks, pure=False), loop=client.loop):
            future.result()
            advance()


@contextmanager
def progress(total: int, link: str = "") -> Iterator[Callable[[], None]]:
    """Show how many of `total` chunks are done: in JupyterLab, on a terminal, and nowhere else."""
    done = 0
    show = _display() if "ipykernel" in sys.modules else _line if sys.stderr.isatty() else str

    def advance() -> None:
        nonlocal done
        done = min(done + 1, total)
        show(f"{'█' * (30 * done // total):░<30} {done} of {total} chunks {link}")

    yield advance
    show("")


def _display() -> Callable[[str], None]:
    from IPython.display import display

    shown = display({"text/plain": ""}, raw=True, display_id=True)
    return lambda text: shown.update({"text/plain": text}, raw=True)


def _line(text: str) -> None:
    print(f"\r{text:<79}", end="" if text else "\r", file=sys.stderr, flush=True)
