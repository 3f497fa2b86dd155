"""The study as pages: execute the notebooks in sequence, render them, and leave alone what is up to date.

Run it as ``python -m methods.pages``; ``CORPUS=path`` in the environment, or ``--corpus path``, works on
another folder of articles and writes into that folder only. What a file was made from is kept as a digest in
``.cache/``: a page whose notebook, code, corpus and figures have not changed is not made again.
"""

import argparse
import asyncio
import os
import re
import sys
import warnings
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from methods.corpora.corpus import Corpus
from methods.files.atomic import sweep
from methods.files.exports import workbook
from methods.files.folders import read_regular
from methods.files.paths import ROOT
from methods.files.problems import CorpusError, CorpusWarning
from methods.files.safe_csv import defuse_file
from methods.pages import explorer, gallery, render
from methods.pages.execute import Notebook, NotebookError, Say, digest, executed, held, show
from methods.pages.site import STUDY, Layout, Site

INDEX = {"href": "index.html", "title": STUDY, "short": "Study"}
EXPLORER_PAGE = re.compile(r"explorer(-\d+)?\.html")
EXPLORER = {"href": "explorer.html", "title": "Concordance explorer", "short": "Explorer"}
LEXICONS = ("terms", "themes", "theme_definitions")
SETTINGS = ("GROUP", "PERIOD")  # that the command line hands to the notebooks
DATA = {
    "metadata.csv": "the articles: date, place, genre, outlet and the words they were read from",
    "lexicons/theme_definitions.csv": "the codebook: what each theme means",
    "lexicons/themes.csv": "the codebook: the terms of each theme",
    "lexicons/terms.csv": "the tracked terms, their glosses and where they were coined",
    "lexicons/stopwords.csv": "the stop-words, in groups",
}


def build(study: Layout, say: Say = print) -> Path:
    """Execute and render what is not up to date.

    Parameters
    ----------
    study : Layout
    say : callable
        Gets a line for each long step and each page written.

    Returns
    -------
    Path
        The index page.

    Raises
    ------
    NotebookError
        If a cell of a notebook fails; its page and those after it stay as they were.
    CorpusError
        If no article of the corpus can be used.
    """
    from nbclient.util import run_sync

    try:
        return run_sync(build_pages)(study, say)
    except BaseExceptionGroup as group:  # The others were cancelled for the first.
        raise first_cause(group) from None


def first_cause(group: BaseExceptionGroup) -> BaseException:
    """Return the error to tell: one of ours or of the system before those that followed from it."""
    told = group.subgroup((NotebookError, ValueError, OSError)) or group
    first = told.exceptions[0]
    return first_cause(first) if isinstance(first, BaseExceptionGroup) else first


async def build_pages(study: Layout, say: Say) -> Path:
    """Render each page as soon as what it shows is there, while other notebooks run on the other cores."""
    for folder in (study.figures, study.site, study.site / "figures", study.site / "data", study.cache):
        sweep(folder)
    # The complaints of a kernel that is stopped because another failed are not news.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    before = study.states()
    base = digest(study.inputs(), sys.version, *(f"{name}={os.environ.get(name, '')}" for name in SETTINGS))
    # Enough to keep all cores busy to the end; with a large corpus, one kernel does so by itself.
    gate = asyncio.Semaphore(1 if study.large else 1 + (os.cpu_count() or 1))

    async def execute(path: Path) -> Notebook:
        async with gate:
            return await executed(path, study.corpus, study.figures, study.cache / path.name, base, say)

    paths = sorted(study.notebooks.glob("*.ipynb"))
    if not all(held(path, study.figures, study.cache / path.name, base) for path in paths):
        open_corpus(study, say)  # What is wrong with it is said before a kernel starts.
    site = Site(study.site, study.cache / "site.json", say)
    templates = [path for path in render.TEMPLATES.rglob("*") if path.is_file()]
    try:
        async with asyncio.TaskGroup() as group:
            running = {path: group.create_task(execute(path)) for path in paths}
            notebooks = await put_pages(site, study, running, digest(templates, base))
    finally:
        if study.states() != before:  # Nobody knows which cell read what; a file may be as it was again.
            for path in paths:
                (study.cache / path.name).unlink(missing_ok=True)
            say("a file of the corpus or the code changed while the pages were made: make them again")
    copy_files(site, study, notebooks)
    site.finish()
    return study.site / "index.html"


def open_corpus(study: Layout, say: Say) -> None:
    """Open the corpus, and say what is wrong with it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CorpusWarning)
        _ = study.articles
    for warning in caught:
        for line in str(warning.message).split("\n"):
            say(line)


def copy_files(site: Site, study: Layout, notebooks: Sequence[Notebook]) -> None:
    """Put the files that the pages link to next to them: figures, and the tables they were counted from."""
    shown = (path for notebook in notebooks for path in notebook.files() if path.suffix != ".svg")
    files = {f"figures/{path.name}": path for path in shown}
    tables = {f"data/{Path(name).name}": study.part(name) for name in DATA}
    for notebook in notebooks:
        numbers = [path for path in notebook.files() if path.suffix == ".csv" and path.exists()]
        if numbers:
            site.put(f"data/{notebook.stem}.xlsx", digest(numbers), partial(sheets, numbers))
    for name, path in files.items():
        if path.exists():
            site.put(name, digest([path]), path.read_bytes)
    for name, path in tables.items():
        if path.exists():
            data = read_regular(path, study.home(path))
            site.put(name, digest([], name, sha256(data).hexdigest()), partial(defuse_file, data))


def sheets(numbers: Sequence[Path]) -> bytes:
    """Return the numbers behind figures as the sheets of a workbook."""
    import pandas as pd

    return workbook({path.stem[:31]: pd.read_csv(path) for path in numbers})


async def put_pages(
    site: Site, study: Layout, running: Mapping[Path, asyncio.Task[Notebook]], looks: str
) -> list[Notebook]:
    """Render explorer, notebooks and index where they are not up to date, while the kernels run."""
    import nbformat

    plain = [Notebook(path.stem, nbformat.read(path, 4), study.figures) for path in running]
    middle = [{"href": n.href, "title": n.title, "short": n.short} for n in plain]
    row = [INDEX, *middle, EXPLORER]
    frame = {"study": study.title, "pages": row}
    looks = digest([], looks, str(frame))
    last = {**frame, "previous": middle[-1] if middle else None}
    explore = partial(asyncio.to_thread, put_explorer, site, study, last, looks)
    if not study.large:
        await explore()
    neighbours = zip([None, *middle], [*middle[1:], EXPLORER], strict=False)
    notebooks = []
    for task, (previous, following) in zip(running.values(), neighbours, strict=False):
        notebooks.append(notebook := await task)
        notebook.tell(site.say)
        context = {**frame, "previous": previous, "following": following}
        make = partial(notebook_page, notebook, context)
        await asyncio.to_thread(site.put, notebook.href, digest([], looks, notebook.key), make)
    if study.large:  # What the notebooks read of it need not be read at the same time.
        await explore()
    first = {**frame, "following": row[1]}
    keys = [notebook.key for notebook in notebooks]
    site.put(INDEX["href"], digest([], looks, *keys), partial(index_page, study, notebooks, first))
    return notebooks


def notebook_page(notebook: Notebook, frame: Mapping[str, Any]) -> str:
    """Make the page of a notebook."""
    body = render.notebook_body(notebook.nb)
    about = {"title": notebook.title, "description": render.lede(notebook.nb), "href": notebook.href}
    return render.page(body, {**frame, **about, "contents": True})


def index_page(study: Layout, notebooks: Sequence[Notebook], frame: Mapping[str, Any]) -> str:
    """Make the first page: the finding, the pages, all figures, the data."""
    tables = {f"data/{Path(name).name}": (study.part(name), what) for name, what in DATA.items()}
    body = gallery.index_body(notebooks, EXPLORER, tables, study.title, study.subtitle)
    about = {
        "title": study.title,
        "description": f"{study.title}: findings, figures and data",
        "href": INDEX["href"],
    }
    return render.page(body, {**frame, **about, "wide": True})


def put_explorer(site: Site, study: Layout, frame: Mapping[str, Any], looks: str) -> None:
    """Make the pages of the explorer, unless those of the last run still hold."""
    last = [name for name in site.known if EXPLORER_PAGE.fullmatch(name)]
    if last and all(site.has(name, looks) for name in last):
        for name in last:
            site.put(name, looks, bytes)
        return
    parts, total = explorer_parts(study)
    names = [EXPLORER["href"], *(f"explorer-{number}.html" for number in range(2, len(parts) + 1))]
    dates = [sorted(a["date"] for a in part["articles"] if a["date"]) for part in parts]
    pages = [
        {"href": name, "first": days[0] if days else "undated", "last": days[-1] if days else "undated"}
        for name, days in zip(names, dates, strict=True)
    ]
    held = [len(part["articles"]) for part in parts]
    data = [render.json_for_html(part) for part in parts]
    letters = "".join(sorted(set().union(*data)))
    for name, part, own in zip(names, parts, data, strict=True):
        about = {"parts": pages, "part": name, "shown": sum(held), "all": total}
        about |= {"held": len(part["articles"]), "total": len(part["hits"])}
        site.put(name, looks, partial(explorer_page, own, about, frame, letters))


def explorer_parts(study: Layout) -> tuple[list[dict[str, Any]], int]:
    """Return what each page of the explorer shows, and how many articles there are in all."""
    from methods.text.clean import cleaner

    source, articles = Corpus(study.corpus), study.articles
    shown = source.read(explorer.sample(articles, source.size).index, of=articles)
    terms = explorer.read_terms(*(study.part(f"lexicons/{name}.csv") for name in LEXICONS))
    return explorer.explorer_parts(shown, terms, cleaner(shown)), len(articles)


def explorer_page(data: str, about: Mapping[str, Any], frame: Mapping[str, Any], letters: str) -> str:
    """Make one page on which a concordance can be searched; `letters` are those of all of them."""
    body = render.fill("explorer.html.j2", **about)
    heads = {
        **EXPLORER,
        "href": about["part"],
        "description": "Every place where a tracked term occurs, with its paragraph and raw text",
    }
    script = (render.TEMPLATES / "explorer.js").read_text(encoding="utf-8")
    return render.page(body, {**frame, **heads, "wide": True}, script, data, letters)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the pages from the command line; 0 if all is well, 1 if a cell or the corpus failed."""
    parser = argparse.ArgumentParser(description="Execute the notebooks and render them into _site/.")
    parser.add_argument(
        "--corpus", type=Path, help="a folder or a table of articles; by default the project's own"
    )
    wish = parser.parse_args(arguments).corpus or os.environ.get("CORPUS") or ROOT / "corpus"
    study = Layout(Path(wish).resolve())
    if not study.corpus.exists():
        parser.error(f"{study.corpus} does not exist: give the path of a folder or a table of articles")
    said: set[str] = set()

    def say(line: str) -> None:
        """Print a line, unless another notebook warned of the same."""
        if line not in said:
            said.add(line)
            show("")
            print(line, flush=True)

    try:
        index = build(study, say)
    except (NotebookError, CorpusError, OSError) as error:
        show("")
        print(error, file=sys.stderr)
        return 1
    print(f"{'built' if said else 'nothing to do, up to date:'} {index}")
    return 0
