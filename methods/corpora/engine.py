"""One engine for five articles and for millions: a function over chunks of articles, nothing done twice.

`tabulate` applies a function to a corpus chunk by chunk and puts its tables together. One chunk is a plain
call; several are spread over this machine's processors or, by its address, over a Dask cluster.

What was worked out is kept as Parquet in ``.cache`` within the corpus, or with the user if it is read-only,
under a hash of all that it came from: articles and metadata, function and arguments, and the code, lexicons
and libraries behind it (see `methods.corpora.dependencies`). Files are moved there whole, so that runs side
by side share them. To delete the folder forgets all and loses nothing.
"""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from methods.corpora.chunks import (
    State,
    digest,
    is_whole,
    load,
    plan,
    problems,
    stats,
    write_table,
)
from methods.corpora.dependencies import DATA, OURS, ROOT, reachable, versions
from methods.corpora.loading import language_of, with_language
from methods.corpora.spread import Task, spread
from methods.files.cache import corpus_cache
from methods.files.folders import OpeningError, read_regular
from methods.files.problems import CorpusError, Report
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
    """Apply a function to all articles of a corpus and put its tables together.

    Parameters
    ----------
    corpus : Path
        A folder with `articles/` and `metadata.csv`, or with tables of articles: see `corpora.chunks.plan`.
    function : callable
        Takes articles as `helpers.load_articles` gives them, with the columns of `text.spans.measure`, and
        returns a tidy table with `article_id` as a column or as its index. No row may depend on which other
        articles are in the chunk.
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
    return joined(kept(corpus, function, lexicons=lexicons, address=address, report=report))


def metadata(corpus: Path | str, *, address: str | None = None, report: Report | None = None) -> pd.DataFrame:
    """Metadata of the articles that `tabulate` works on, index `article_id`: everything but their texts."""
    rows = tabulate(corpus, without_texts, address=address, report=report)
    return rows.infer_objects().set_index("article_id")  # A chunk may have nothing but None.


def read(corpus: Path | str, article_ids: pd.Index, states: tuple[State, ...] | None = None) -> pd.DataFrame:
    """Texts of some articles of a corpus, `raw` and `text`; only the chunks that hold them are read."""
    corpus = Path(corpus).resolve()
    texts = _texts(corpus)
    # A chunk of a table does not know its articles until it is read.
    chunks = [
        chunk
        for chunk in plan(corpus, texts, Report(), states or stats(corpus))
        if not chunk.contents or chunk.rows.index.isin(article_ids).any()
    ]
    none = pd.DataFrame({"raw": [], "text": []}, pd.Index([], dtype="str", name="article_id"), dtype="str")
    found = (load(chunk, texts, corpus)[["raw", "text"]] for chunk in chunks)
    articles = pd.concat([none, *(some[some.index.isin(article_ids)] for some in found)])
    return with_language(articles, language_of(corpus, Report()))


def _texts(corpus: Path) -> Path:
    """Return where the clean texts of a corpus are kept: they depend on the code and on its own language."""
    return corpus_cache(corpus) / f"texts-{digest(_code('methods.corpora.chunks'), *language_key(corpus))}"


def language_key(corpus: Path) -> list[str]:
    """Return what tells a corpus's own table of bigrams from another: the hash of its file, or nothing."""
    language = language_of(corpus, Report())
    if not language:
        return []
    from methods.repair import bigrams  # which takes long to import

    return [bigrams.read(language)[1]]


def without_texts(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the metadata of some articles."""
    return articles.drop(columns=["raw", "text"])


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
    states: tuple[State, ...] | None = None,
) -> list[list[Path]]:
    """Work out the tables of several functions in one pass: a chunk is loaded once for all of them.

    Parameters
    ----------
    functions : sequence of callable
        As for `tabulate`, each with its arguments bound by `functools.partial`. Each table depends on what
        its own function can reach, so that a changed lexicon makes its own tables anew and no others.
    corpus, lexicons, address
        As for `tabulate`.
    report : Report, optional
        Takes note of what is wrong with the corpus.
    states : tuple, optional
        What `corpora.chunks.stats` said of the corpus a moment ago.

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
    texts, states = _texts(corpus), states or stats(corpus)
    chunks = plan(corpus, texts, Report() if report is None else report, states)
    sizes, *paths = places(corpus, [measure, *functions], [chunk.hash for chunk in chunks], lexicons)
    tasks = [
        (chunk, own, tuple((number, path) for number, path in enumerate(each) if not is_whole(path)))
        for chunk, own, each in zip(chunks, sizes, zip(*paths, strict=True), strict=True)
    ]
    tasks = [task for task in tasks if task[2] or not is_whole(texts / f"{task[0].key}.parquet")]
    spread(functools.partial(_work, functions=tuple(functions), texts=texts, corpus=corpus), tasks, address)
    if tasks and stats(corpus) != states:
        forget(tasks, texts)
        raise CorpusError(
            f"{corpus}: a file changed while it was read; run it again when nobody writes there"
        )
    if report is not None:
        for chunk in chunks:
            problems(chunk, texts, report)
    return paths


def places(
    corpus: Path, functions: Sequence[Function], hashes: Sequence[str], lexicons: Path | str | None = None
) -> list[list[Path]]:
    """Return per function where its tables of some chunks are kept, or will be."""
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
    """Return what tells the chunks of a corpus from those of another state of it."""
    return [chunk.hash for chunk in plan(corpus, _texts(corpus), Report(), states)]


def joined(paths: Iterable[Path]) -> pd.DataFrame:
    """Return the tables of all chunks as one."""
    tables = pd.concat(list(map(pd.read_parquet, paths)), ignore_index=True)
    return tables.sort_values("article_id", kind="stable", ignore_index=True)


def forget(tasks: Iterable[Task], texts: Path) -> None:
    """Remove what was worked out of files that may have been others than those that were planned."""
    for chunk, sizes, targets in tasks:
        (texts / f"{chunk.key}.parquet").unlink(missing_ok=True)
        for path in (sizes, *(path for _, path in targets)):
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
    chunk, sizes, targets = task
    articles = load(chunk, texts, corpus)
    bare = [path for number, path in targets if functions[number] is without_texts]
    for path in bare:
        _keep(path, without_texts(articles), corpus)
    if targets and not is_whole(sizes):
        _keep(sizes, measure(articles), corpus)
    if targets:  # No function need count the tokens anew.
        known = pd.read_parquet(sizes).drop(columns="article_id")
        articles[known.columns] = known.set_axis(articles.index)
    for number, path in targets:
        if path not in (*bare, sizes):
            _keep(path, functions[number](articles), corpus)
    return len(articles), chunk.size


def _keep(path: Path, table: pd.DataFrame, corpus: Path) -> None:
    write_table(path, table.reset_index() if table.index.name == "article_id" else table, corpus)
