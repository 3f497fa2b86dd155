"""Apply functions to the chunks of a corpus, of five articles or millions, and keep every result.

`tabulate` applies a function to a corpus chunk by chunk and concatenates the tables. A single chunk is a
plain call. Several chunks are spread over this machine's processors or over a Dask cluster.

Results are kept as Parquet in ``.cache`` in the corpus, or in the user's cache if the corpus is read-only,
under a hash of everything that they depend on: articles and metadata, the function and its arguments, and the
code, lexicons and libraries that it uses (see `methods.corpora.dependencies`). Files are written atomically,
so that concurrent runs can share them. If the folder is deleted, results are computed again.
"""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from methods.corpora.chunks import digest, is_whole, load, plan, problems, write_table
from methods.corpora.dependencies import OURS, ROOT, project_files, reachable, versions
from methods.corpora.loading import language_of, with_language
from methods.corpora.spread import Task, spread
from methods.corpora.states import State, changed, stats
from methods.files.cache import corpus_cache
from methods.files.folders import OpeningError, read_regular
from methods.files.problems import CorpusError, Report
from methods.text.notes import together
from methods.text.spans import measure

Function = Callable[[pd.DataFrame], pd.DataFrame]


def tabulate(
    corpus: Path | str,
    function: Function,
    *,
    lexicons: Path | str | None = None,
    address: str | None = None,
    report: Report | None = None,
) -> pd.DataFrame:
    """Apply a function to all articles of a corpus and concatenate the tables.

    Parameters
    ----------
    corpus : Path
        A folder with ``articles/`` and ``metadata.csv``, or with tables of articles: see
        `corpora.chunks.plan`.
    function : callable
        Takes articles as `helpers.load_articles` returns them, with the columns of `text.spans.measure`, and
        returns a tidy table with `article_id` as a column or as its index. No row may depend on the other
        articles of the chunk.
    lexicons : Path, optional
        A file, or a folder of CSV files, on which the result depends, apart from those that the function's
        own code names.
    address : str, optional
        Address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; by default the environment variable
        ``DASK_SCHEDULER_ADDRESS``. Without either, this machine does the work. The workers of a cluster must
        have this project installed, and need write access to the corpus under the same path.
    report : Report, optional
        Receives what is wrong with the corpus; without one, a warning is issued.

    Returns
    -------
    DataFrame
        The function's rows with the column `article_id`, sorted by it; the order of rows within an article is
        kept.
    """
    return joined(kept(corpus, function, lexicons=lexicons, address=address, report=report))


def metadata(corpus: Path | str, *, address: str | None = None, report: Report | None = None) -> pd.DataFrame:
    """Return the metadata of the articles that `tabulate` processes, index `article_id`."""
    rows = tabulate(corpus, without_texts, address=address, report=report)
    return rows.infer_objects().set_index("article_id")  # A column of a chunk may be all None.


def read(corpus: Path | str, article_ids: pd.Index, states: tuple[State, ...] | None = None) -> pd.DataFrame:
    """Return `raw` and `text` of some articles of a corpus; only the chunks that hold them are read."""
    corpus = Path(corpus).resolve()
    texts = _texts(corpus)
    wanted = set(article_ids.tolist())  # To look for strings of Arrow, pandas copies them for each chunk.
    # The articles of a chunk of a table are not known until it is read.
    chunks = [
        chunk
        for chunk in plan(corpus, texts, Report(), states or stats(corpus))
        if not chunk.contents or not wanted.isdisjoint(chunk.rows.index.tolist())
    ]
    none = pd.DataFrame({"raw": [], "text": []}, pd.Index([], dtype="str", name="article_id"), dtype="str")
    found = (load(chunk, texts, corpus)[["raw", "text"]] for chunk in chunks)
    chosen = (some[[one in wanted for one in some.index.tolist()]] for some in found)
    articles = pd.concat([none, *chosen])
    return with_language(articles, language_of(corpus, Report()))


def _texts(corpus: Path) -> Path:
    """Return the folder of the clean texts of a corpus, which depend on the code and its language file."""
    return corpus_cache(corpus) / f"texts-{digest(_code('methods.corpora.chunks'), *language_key(corpus))}"


def language_key(corpus: Path) -> list[str]:
    """Return the hash of a corpus's own table of bigrams in a list, which is empty if it has none."""
    language = language_of(corpus, Report())
    if not language:
        return []
    from methods.repair import bigrams  # Slow to import.

    return [bigrams.read(language)[1]]


def without_texts(articles: pd.DataFrame) -> pd.DataFrame:
    """Return articles without the columns `raw` and `text`."""
    return articles.drop(columns=["raw", "text"])


def kept(
    corpus: Path | str,
    function: Function,
    *,
    lexicons: Path | str | None = None,
    address: str | None = None,
    report: Report | None = None,
) -> list[Path]:
    """Return the paths of the tables of `tabulate`, one per chunk; compute those that are missing."""
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
    states: tuple[State, ...] | None = None,
) -> list[list[Path]]:
    """Compute the tables of several functions in one pass, in which each chunk is loaded once.

    Parameters
    ----------
    functions : sequence of callable
        As for `tabulate`, each with its arguments bound by `functools.partial`. A table depends on what its
        function can reach, so that after a change of a lexicon only the tables that use it are recomputed.
    corpus, lexicons, address
        As for `tabulate`.
    report : Report, optional
        Receives what is wrong with the corpus.
    states : tuple, optional
        The current result of `corpora.states.stats`, if it is known.

    Returns
    -------
    list of list of Path
        For each function the paths of its tables, one per chunk.

    Raises
    ------
    CorpusError
        If a file changed while it was read; the results of this pass are deleted.
    """
    corpus = Path(corpus).resolve()
    texts, states = _texts(corpus), states or stats(corpus)
    chunks = plan(corpus, texts, Report() if report is None else report, states)
    sizes, *paths = places(corpus, [measure, *functions], [chunk.hash for chunk in chunks], lexicons)
    tasks = [
        (chunk, own, tuple((number, path) for number, path in enumerate(each) if not is_whole(path)))
        for chunk, own, each in zip(chunks, sizes, zip(*paths, strict=True), strict=True)
    ]
    tasks = [task for task in tasks if task[2] or not is_whole(texts / f"{task[0].key}.parquet")]
    spread(functools.partial(_work, functions=tuple(functions), texts=texts, corpus=corpus), tasks, address)
    if tasks and changed(corpus, (path for chunk, *_ in tasks for path in chunk.paths), states):
        forget(tasks, texts)
        raise CorpusError(
            f"{corpus}: a file changed while it was read; run it again when nothing writes to the corpus"
        )
    if report is not None:
        found = Report()
        for chunk in chunks:
            problems(chunk, texts, found)
        report.problems += found.problems
        report.notes += together(found.notes)
    return paths


def places(
    corpus: Path, functions: Sequence[Function], hashes: Sequence[str], lexicons: Path | str | None = None
) -> list[list[Path]]:
    """Return for each function the paths of its tables of some chunks, whether they exist or not."""
    cache, texts = corpus_cache(corpus), _texts(corpus).name
    lists = None if lexicons is None else Path(lexicons)
    sizing, *whats = [_description(one, corpus, lists) for one in (measure, *functions)]
    return [
        [
            cache / ("sizes" if what == sizing else "tables") / f"{digest(texts, sizing, what, one)}.parquet"
            for one in hashes
        ]
        for what in whats
    ]


def hashes(corpus: Path, states: tuple[State, ...]) -> list[str]:
    """Return the hash of each chunk of a corpus in a given state."""
    return [chunk.hash for chunk in plan(corpus, _texts(corpus), Report(), states)]


def joined(paths: Iterable[Path]) -> pd.DataFrame:
    """Return the tables of all chunks as one, sorted by `article_id`."""
    tables = pd.concat(list(map(pd.read_parquet, paths)), ignore_index=True)
    return tables.sort_values("article_id", kind="stable", ignore_index=True)


def forget(tasks: Iterable[Task], texts: Path) -> None:
    """Delete the results of tasks whose files may have changed since the plan."""
    for chunk, sizes, targets in tasks:
        (texts / f"{chunk.key}.parquet").unlink(missing_ok=True)
        for path in (sizes, *(path for _, path in targets)):
            path.unlink(missing_ok=True)


def project_states() -> tuple[tuple[str, ...], ...]:
    """Return the states of the code, the data and the lock file of this project, to detect any change."""
    files = [*project_files(), ROOT / "helpers.py", ROOT / "constraints.txt"]
    files += _csvs(ROOT / "corpus" / "lexicons")
    states = [(path, path.stat()) for path in files if path.exists()]
    return tuple(
        tuple(map(str, (path, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)))
        for path, state in states
    )


@functools.cache
def _code(module: str) -> str:
    """Return a hash of all code, data and library versions on which a module of this project depends."""
    files = reachable(module)
    return digest(*versions(files), *_contents(files))


def _contents(files: Iterable[Path]) -> Iterator[str | bytes]:
    for file in files:
        with contextlib.suppress(OpeningError):  # Such as a pipe among the lexicons, which is never read.
            yield from (file.name, read_regular(file))


def _description(function: Function, corpus: Path, lexicons: Path | None = None) -> str:
    """Return a hash of a function with its arguments, and of all code and data that it can reach."""
    from dask.base import tokenize

    if isinstance(function, functools.partial) and not (function.args or function.keywords):
        function = function.func  # Nothing is bound, so that it is the same table.
    plain = function
    while isinstance(plain, functools.partial):
        plain = plain.func
    module = plain.__module__ or ""
    if module.partition(".")[0] in OURS:
        code, files = _code(module), []
    else:  # A function in a notebook or script may use everything in this project and the corpus.
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
    """Compute and write the tables of one chunk; return its numbers of articles and bytes."""
    chunk, sizes, targets = task
    articles = load(chunk, texts, corpus)
    bare = [path for number, path in targets if functions[number] is without_texts]
    for path in bare:
        _keep(path, without_texts(articles), corpus)
    if targets and not is_whole(sizes):
        _keep(sizes, measure(articles), corpus)
    if targets:  # So no function has to count the tokens again.
        known = pd.read_parquet(sizes).drop(columns="article_id")
        articles[known.columns] = known.set_axis(articles.index)
    for number, path in targets:
        if path not in (*bare, sizes):
            _keep(path, functions[number](articles), corpus)
    return len(articles), chunk.size


def _keep(path: Path, table: pd.DataFrame, corpus: Path) -> None:
    write_table(path, table.reset_index() if table.index.name == "article_id" else table, corpus)
