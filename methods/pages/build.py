"""The study as pages: execute the notebooks, render them, and skip what is up to date.

Run ``python -m methods.pages``. ``CORPUS=path`` in the environment, or ``--corpus path``, selects another
folder of articles; the build then writes only into that folder. ``.cache/`` keeps a digest of what each file
was made from: a page is not made again if its notebook, code, corpus and figures are unchanged.
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

from methods.corpora.columns import PERIODS, make_columns
from methods.corpora.facts import IN_FUTURE
from methods.files.atomic import sweep, write_atomic
from methods.files.csv_files import defuse_file
from methods.files.escape import spell_out_unprintable
from methods.files.exports import workbook
from methods.files.folders import read_regular
from methods.files.lock import alone
from methods.files.paths import ROOT
from methods.files.problems import CorpusError, CorpusWarning
from methods.pages import explorer, gallery, render, sources
from methods.pages.execute import Notebook, NotebookError, Say, digest, executed, held, show, unread
from methods.pages.site import STUDY, Layout, Site

INDEX = {"href": "index.html", "title": STUDY, "short": "Study"}
EXPLORER_PAGE = re.compile(r"explorer(-\d+)?\.html")
EXPLORER = {"href": "explorer.html", "title": "Concordance explorer", "short": "Explorer"}
LEXICONS = ("terms", "themes", "theme_definitions")
SETTINGS = ("GROUP", "PERIOD")  # settings that the command line passes to the notebooks


def build(study: Layout, say: Say = print) -> Path:
    """Execute and render everything that is not up to date, when no other build of this corpus runs.

    Two builds with different settings would write the same figures, and each take those of the other for its
    own.

    Parameters
    ----------
    study : Layout
        The corpus, the notebooks and the folders.
    say : callable
        Called with a line for each long step and each page written.

    Returns
    -------
    Path
        The index page.

    Raises
    ------
    NotebookError
        If a cell of a notebook fails; its page and those after it are not changed.
    CorpusError
        If no article of the corpus is usable.
    """
    from nbclient.util import run_sync

    def wait() -> None:
        say(f"another build of {study.corpus} runs: this one waits for its end")

    os.environ["IPYTHONDIR"] = str(study.kernels())
    try:
        with alone(study.lock, wait):
            return run_sync(build_pages)(study, say)
    except BaseExceptionGroup as group:  # The first error cancelled the other notebooks.
        raise first_cause(group) from None


def first_cause(group: BaseExceptionGroup) -> BaseException:
    """Return the error to report: one of ours or of the system rather than those that followed from it."""
    causes = group.subgroup((NotebookError, ValueError, OSError)) or group
    first = causes.exceptions[0]
    return first_cause(first) if isinstance(first, BaseExceptionGroup) else first


async def build_pages(study: Layout, say: Say) -> Path:
    """Render each page as soon as its notebook is done, while other notebooks run on other cores."""
    for folder in (study.figures, study.site, study.site / "figures", study.site / "data", study.cache):
        sweep(folder)
    # Ignore the errors of kernels that are stopped because another one failed.
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    before = study.states()
    settings = [f"{name}={os.environ.get(name, '')}" for name in SETTINGS]
    paths = sorted(study.notebooks.glob("*.ipynb"))

    def keys_of_all() -> dict[Path, str]:
        return {path: study.key(sys.version, *settings, unread=unread(path)) for path in paths}

    bases = keys_of_all()
    # Enough kernels to keep all cores busy; with a large corpus each starts a process per core.
    gate = asyncio.Semaphore(2 if study.large else 1 + (os.cpu_count() or 1))

    async def execute(path: Path) -> Notebook:
        async with gate:
            kept = study.cache / path.name
            return await executed(path, study.corpus, study.figures, kept, bases[path], say)

    if not all(held(path, study.figures, study.cache / path.name, bases[path]) for path in paths):
        open_corpus(study, say)  # Report problems with the corpus before a kernel starts.
        bases = keys_of_all()  # They may depend on the day.
    site = Site(study.site, study.cache / "site.json", say)
    looks = partial(digest, [path for path in render.TEMPLATES.rglob("*") if path.is_file()])
    try:
        async with asyncio.TaskGroup() as group:
            running = {path: group.create_task(execute(path)) for path in paths}
            keys = {path: looks(base) for path, base in bases.items()}
            notebooks = await put_pages(site, study, running, keys, looks(study.key(*settings)))
    finally:
        if study.states() != before:  # A cell may have read a file before or after the change.
            for path in (*(study.cache / path.name for path in paths), site.record):
                path.unlink(missing_ok=True)
            say("a file of the corpus or the code changed during the build: build the pages again")
    copy_files(site, study, notebooks)
    site.finish()
    return study.site / "index.html"


def open_corpus(study: Layout, say: Say) -> None:
    """Open the corpus and report the problems with it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CorpusWarning)
        _ = study.articles
    lines = [line for warning in caught for line in str(warning.message).split("\n")]
    for line in lines:
        say(line)
    if any(IN_FUTURE in line for line in lines):
        write_atomic(study.awaits, b"")
    else:
        study.awaits.unlink(missing_ok=True)
    for name in ("GROUP", "PERIOD"):
        if value := os.environ.get(name):
            try:  # A name that is misspelt is told before a kernel starts.
                make_columns(study.articles, value)
            except ValueError as error:
                raise CorpusError(f"{name}={value}: {error}") from None
            if value in PERIODS and study.articles["date"].isna().all():
                raise CorpusError(
                    f"{name}={value}: no article has a date; add a column `date` to the table or to "
                    f"metadata.csv, call the one that has the dates so, or leave {name} out"
                )


def copy_files(site: Site, study: Layout, notebooks: Sequence[Notebook]) -> None:
    """Copy the files that the pages link to: figures, their numbers, workbooks, and tables of the corpus."""
    shown = (path for notebook in notebooks for path in notebook.files() if path.suffix != ".svg")
    files = {f"figures/{path.name}": path for path in shown}
    tables = {href: path for href, (path, _) in sources.published(study).items()}
    for notebook in notebooks:
        numbers = [path for path in notebook.files() if path.suffix == ".csv" and path.exists()]
        if numbers:
            site.put(f"data/{notebook.stem}.xlsx", digest(numbers), partial(sheets, numbers))
    for name, path in files.items():
        if path.exists():
            site.put(name, digest([path]), path.read_bytes)
    for name, path in tables.items():
        data = read_regular(path, study.home(path))
        make = partial(defuse_file, data, path) if path.suffix == ".csv" else partial(bytes, data)
        site.put(name, digest([], name, sha256(data).hexdigest()), make)


def sheets(numbers: Sequence[Path]) -> bytes:
    """Return the numbers of figures as a workbook with one sheet per figure."""
    import pandas as pd

    return workbook({path.stem[:31]: pd.read_csv(path) for path in numbers})


async def put_pages(
    site: Site,
    study: Layout,
    running: Mapping[Path, asyncio.Task[Notebook]],
    keys: Mapping[Path, str],
    whole: str,
) -> list[Notebook]:
    """Render the explorer, the notebooks and the index if they are not up to date, while kernels run.

    `keys` are digests of what the page of each notebook depends on, `whole` is that of the other pages.
    """
    import nbformat

    plain = [Notebook(path.stem, nbformat.read(path, 4), study.figures) for path in running]
    middle = [{"href": n.href, "title": n.title, "short": n.short} for n in plain]
    row = [INDEX, *middle, EXPLORER]
    frame = {"study": study.title, "pages": row}
    data = sources.names(study)
    around = str(frame), str(data)
    whole = digest([], whole, *around)
    last = {**frame, "previous": middle[-1] if middle else None}
    await asyncio.to_thread(put_explorer, site, study, last, whole)
    neighbours = zip([None, *middle], [*middle[1:], EXPLORER], strict=False)
    notebooks = []
    for (path, task), (previous, following) in zip(running.items(), neighbours, strict=False):
        notebooks.append(notebook := await task)
        notebook.tell(site.say)
        context = {**frame, "previous": previous, "following": following}
        make = partial(notebook_page, notebook, context, data)
        await asyncio.to_thread(site.put, notebook.href, digest([], keys[path], *around, notebook.key), make)
    first = {**frame, "following": row[1]}
    shown = digest([], whole, *(notebook.key for notebook in notebooks))
    site.put(INDEX["href"], shown, partial(index_page, study, notebooks, first))
    return notebooks


def notebook_page(notebook: Notebook, frame: Mapping[str, Any], data: Mapping[str, str]) -> str:
    """Return the page of a notebook as HTML."""
    body = render.link_data(render.notebook_body(notebook.nb), data)
    about = {"title": notebook.title, "description": render.lede(notebook.nb), "href": notebook.href}
    return render.page(body, {**frame, **about, "contents": True})


def index_page(study: Layout, notebooks: Sequence[Notebook], frame: Mapping[str, Any]) -> str:
    """Return the first page as HTML: the findings, the pages, all figures, the data."""
    body = gallery.index_body(notebooks, EXPLORER, study)
    about = {
        "title": study.title,
        "description": f"{study.title}: findings, figures and data",
        "href": INDEX["href"],
    }
    return render.page(body, {**frame, **about, "wide": True})


def put_explorer(site: Site, study: Layout, frame: Mapping[str, Any], looks: str) -> None:
    """Make the pages of the explorer, unless those of the last run are up to date."""
    last = [name for name in site.known if EXPLORER_PAGE.fullmatch(name)]
    if last and all(site.has(name, looks) for name in last):
        for name in last:
            site.put(name, looks, bytes)
        return
    from methods.text.clean import cleaner

    source, articles = study.source, study.articles
    shown = source.read(explorer.sample(articles, source.size).index, of=articles)
    terms = explorer.read_terms(*(study.part(f"lexicons/{name}.csv") for name in LEXICONS))
    data, pages, sizes, dated = [], [], [], bool(shown["date"].notna().any())
    for part in explorer.explorer_parts(shown, terms, cleaner(shown)):  # As objects, all of them need 1 GB.
        days = sorted(one["date"] for one in part["articles"] if one["date"])
        name = f"explorer-{len(pages) + 1}.html" if pages else EXPLORER["href"]
        span = f"{days[0]} to {days[-1]}" if days else f"undated, part {len(pages) + 1}"
        pages.append({"href": name, "span": span})
        sizes.append({"held": len(part["articles"]), "total": len(part["hits"]), "dated": dated})
        data.append(render.json_for_html(part))
    letters = "".join(sorted(set().union(*data)))
    for page, size, own in zip(pages, sizes, data, strict=True):
        about = {"parts": pages, "part": page["href"], "shown": len(shown), "all": len(articles), **size}
        site.put(page["href"], looks, partial(explorer_page, own, about, frame, letters))


def explorer_page(data: str, about: Mapping[str, Any], frame: Mapping[str, Any], letters: str) -> str:
    """Return one page of the explorer as HTML; `letters` are the characters of all of them."""
    body = render.fill("explorer.html.j2", **about)
    heads = {
        **EXPLORER,
        "href": about["part"],
        "description": "Every occurrence of a tracked term, with its paragraph and the raw text",
    }
    script = (render.TEMPLATES / "explorer.js").read_text(encoding="utf-8")
    return render.page(body, {**frame, **heads, "wide": True}, script, data, letters)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the pages from the command line; return 0, or 1 if a cell or the corpus failed."""
    parser = argparse.ArgumentParser(description="Execute the notebooks and render them into _site/.")
    parser.add_argument(
        "--corpus", type=Path, help="a folder or a table of articles; default: the project's own corpus"
    )
    spell_out_unprintable()
    wish = parser.parse_args(arguments).corpus or os.environ.get("CORPUS") or ROOT / "corpus"
    study = Layout(Path(wish).resolve())
    if not study.corpus.exists():
        parser.error(f"{study.corpus} does not exist: give the path of a folder or a table of articles")
    said: set[str] = set()

    def say(line: str) -> None:
        """Print a line unless it has been printed before, by another notebook."""
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
