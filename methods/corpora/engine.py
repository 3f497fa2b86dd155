"""One engine for five articles and for millions: a function over chunks of articles, nothing done twice.

`tabulate` applies a function to a corpus chunk by chunk and puts its tables together. One chunk is a plain
call; several are spread over this machine's processors or, by its address, over a Dask cluster.

What was worked out is kept as Parquet in ``.cache`` within the corpus, or with the user if it is read-only,
under a hash of all that it came from: articles and metadata, function and arguments, and the code, lexicons
and libraries behind it (see `methods.corpora.dependencies`). Files are moved there whole, so that runs side
by side share them. To delete the folder forgets all and loses nothing.

Source: Dask, https://docs.dask.org.
"""

import contextlib
import functools
import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from methods.corpora.chunks import Chunk, digest, is_whole, load, plan, problems, stats, write_table
from methods.corpora.dependencies import DATA, OURS, ROOT, reachable, versions
from methods.corpora.progress import progress
from methods.files.cache import corpus_cache
from methods.files.folders import OpeningError, read_regular
from methods.files.problems import CorpusError, Report

Function = Callable[[pd.DataFrame], pd.DataFrame]
#: A chunk, and where the tables of which functions of it belong.
Task = tuple[Chunk, tuple[tuple[int, Path], ...]]


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
    found = (load(chunk, texts, corpus)[["raw", "text"]] for chunk in chunks)
    return pd.concat([none, *(articles[articles.index.isin(article_ids)] for articles in found)])


def _texts(corpus: Path) -> Path:
    return corpus_cache(corpus) / f"texts-{_code('methods.corpora.chunks')}"


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
    """Return where the tables of `tabulate` are kept, chunk by chunk; those that are not there are made."""
    found = Report() if report is None else report
    (paths,) = prepare(corpus, [function], lexicons=lexicons, address=address, report=found)
    if report is None:
        found.warn(corpus, stacklevel=3)
    return paths


def prepare(
    corpus: Path | str,
    functions: Sequence[Function],
    *,
    lexicons: Path | str | None = None,
    address: str | None = None,
    report: Report | None = None,
) -> list[list[Path]]:
    """Work out the tables of several functions in one pass: a chunk is loaded once for all of them.

    Parameters
    ----------
    functions : sequence of callable
        As for `tabulate`, each with its arguments bound by `functools.partial`. Each table depends on what
        its own function can reach, so that a changed lexicon makes its own tables anew and no others.
    corpus, lexicons, address, report
        As for `tabulate`.

    Returns
    -------
    list of list of Path
        Per function, where its tables are, chunk by chunk.

    Raises
    ------
    CorpusError
        If a file changed while it was read; nothing of what was worked out from it is kept.
    """
    corpus = Path(corpus).resolve()
    cache, texts = corpus_cache(corpus), _texts(corpus)
    whats = [_description(one, corpus, None if lexicons is None else Path(lexicons)) for one in functions]
    report = Report() if report is None else report
    states = stats(corpus)
    chunks = plan(corpus, texts, report)
    paths = [
        [cache / "tables" / f"{digest(texts.name, what, chunk.hash)}.parquet" for chunk in chunks]
        for what in whats
    ]
    tasks = [
        (chunk, tuple((number, path) for number, path in enumerate(each) if not is_whole(path)))
        for chunk, each in zip(chunks, zip(*paths, strict=True), strict=True)
    ]
    tasks = [task for task in tasks if task[1] or not is_whole(texts / f"{task[0].key}.parquet")]
    _spread(functools.partial(_work, functions=tuple(functions), texts=texts, corpus=corpus), tasks, address)
    if tasks and stats(corpus) != states:
        forget(tasks, texts)
        raise CorpusError(
            f"{corpus}: a file changed while it was read; run it again when nobody writes there"
        )
    for chunk in chunks:
        problems(chunk, texts, report)
    return paths


def forget(tasks: Iterable[Task], texts: Path) -> None:
    """Remove what was worked out of files that may have been others than those that were planned."""
    for chunk, targets in tasks:
        (texts / f"{chunk.key}.parquet").unlink(missing_ok=True)
        for _, path in targets:
            path.unlink(missing_ok=True)


def project_states() -> tuple[tuple[str, ...], ...]:
    """Return what tells whether code, data and libraries of this project are as they were."""
    files = sorted(path for path in (ROOT / "methods").rglob("*") if path.suffix in (".py", *DATA))
    files += [ROOT / "helpers.py", ROOT / "constraints.txt", *_csvs(ROOT / "corpus" / "lexicons")]
    states = [(path, path.stat()) for path in files if path.exists()]
    return tuple(
        tuple(map(str, (path, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)))
        for path, state in states
    )


@functools.cache
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


def _work(task: Task, functions: tuple[Function, ...], texts: Path, corpus: Path) -> tuple[int, int]:
    """Work out one chunk's tables and put them in their places; return its articles and their bytes."""
    chunk, targets = task
    articles = load(chunk, texts, corpus)
    for number, path in targets:
        table = functions[number](articles)
        table = table.reset_index() if table.index.name == "article_id" else table
        write_table(path, table, corpus)
    return len(articles), chunk.size


def _spread(work: Callable[[Task], tuple[int, int]], tasks: list[Task], address: str | None) -> None:
    """Do the tasks here if it is one, else on this machine's processors or on a cluster."""
    address = address or os.environ.get("DASK_SCHEDULER_ADDRESS")
    if not tasks:
        return
    doing = _on_cluster if address else _on_processors if len(tasks) > 1 else _here
    articles = sum(len(chunk.rows) for chunk, _ in tasks)
    is_known = all(len(chunk.rows) for chunk, _ in tasks)
    size = max(1, sum(chunk.size for chunk, _ in tasks))
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
    """Let this machine's processors do the tasks.

    Its processes are joblib's, which import no script again: one without ``if __name__ == "__main__"`` does
    not start itself over and over. They stay for the next pass.
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
    )
    return jobs(delayed(work)(task) for task in tasks)


def _on_cluster(
    work: Callable[[Task], tuple[int, int]], tasks: list[Task], address: str | None
) -> Iterator[tuple[int, int]]:
    """Let a cluster do the tasks; it gives those of a worker that dies to another."""
    from dask.distributed import Client, as_completed

    with Client(address, set_as_default=False) as client:
        for future in as_completed(client.map(work, tasks, pure=False), loop=client.loop):
            yield future.result()
