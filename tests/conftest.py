"""What several test files share: the study built from scratch, a browser to look at it, and no network."""

import fcntl
import gc
import json
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from nbformat import v4

from methods.pages.build import ROOT, Layout, build

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: CI is root in a container. The rest keeps a fresh browser from looking for anything on a network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAB = {
    "ServerApp": {"open_browser": False, "allow_root": True, "ip": "127.0.0.1", "port": 0},
    "IdentityProvider": {"token": "t"},
    "LabApp": {"expose_app_in_browser": True},
}
LONGEST = ("test_notebooks", "test_hostile_notebooks", "test_example", "test_lab")
OFFLINE = Path(__file__).parent / "offline"
# How long an example takes is the machine's affair.
settings.register_profile("study", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("study")


def pytest_configure() -> None:
    """Forbid the tests, and every Python process that they start, to speak to another machine."""
    handle, os.environ["SOCKETS"] = tempfile.mkstemp(prefix="sockets-")
    os.close(handle)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), os.environ.get("PYTHONPATH", "")]).strip(
        os.pathsep
    )
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that both processes end at about the same time."""
    items.sort(key=lambda item: (*LONGEST, item.path.stem).index(item.path.stem))


def pytest_unconfigure() -> None:
    """Remove the list of who tried."""
    Path(os.environ["SOCKETS"]).unlink()


@pytest.fixture(scope="session")
def articles() -> pd.DataFrame:
    """The five articles, loaded once."""
    import helpers

    return helpers.load_articles()


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The study, executed and rendered away from the repository: once, by the process that needs it first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "study"
    folder.mkdir(exist_ok=True)
    made, done = Layout(folder / "corpus", caches=folder / "cache"), folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.copytree(ROOT / "corpus", made.corpus, dirs_exist_ok=True)
            build(made)
            done.touch()
    return made


@pytest.fixture(scope="session")
def write_notebook() -> Callable[..., None]:
    """Return a function that writes a notebook of code cells, or of pairs of a cell's kind and its source."""
    makers = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}

    def write(path: Path, *cells: str | tuple[str, str]) -> None:
        pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
        made = [makers[kind](source, id=f"cell-{at}") for at, (kind, source) in enumerate(pairs)]
        nbformat.write(v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), path)

    return write


@pytest.fixture(scope="session")
def convert() -> Callable[..., None]:
    """Return a function that lets plain nbconvert execute notebooks on a corpus, all at once."""

    def run(paths: Iterable[Path], corpus: Path, folder: Path, form: str) -> None:
        with tempfile.TemporaryDirectory() as sockets:
            options = ["--to", form, "--execute", f"--output-dir={folder}", "--KernelManager.transport=ipc"]
            command = [sys.executable, "-m", "nbconvert", *options]
            runs = [
                subprocess.Popen(
                    [*command, f"--KernelManager.ip={sockets}/{path.stem}", str(path)],
                    cwd=ROOT / "notebooks",
                    env={**os.environ, "CORPUS": str(corpus)},
                    stderr=subprocess.PIPE,
                    text=True,
                )
                for path in paths
            ]
            said = [run.communicate()[1] for run in runs]
        assert [words[-3000:] for words, run in zip(said, runs, strict=True) if run.returncode] == []

    return run


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Debian's Chromium, headless; without it the tests fail, and say what to install."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail("the pages are tested in Chromium, which is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visit(browser: object) -> Callable[..., object]:
    """Return a function that opens a file in a browser without a network; what goes wrong is in ``page.trouble``.

    What is folded on the page, it opens on request, so that it is looked at, too.
    """

    def visit(path: Path, width: int = 1440, unfolded: bool = False) -> object:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda message: page.trouble.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.trouble.append(f"error: {error}"))
        page.on("requestfailed", lambda request: page.trouble.append(f"failed: {request.url[:200]}"))
        page.on(
            "request", lambda request: outside(request.url, path) and page.trouble.append(request.url[:200])
        )
        page.on("dialog", lambda dialog: (page.trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready")
        if unfolded:
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            for button in page.locator(".open").all()[:3]:
                button.click()
        return page

    return visit


@pytest.fixture
def open_page(visit: Callable[..., object]) -> Iterator[Callable[..., object]]:
    """Return `visit` to a test, and close its pages afterwards."""
    pages = []

    def open_one(path: Path, unfolded: bool = False) -> object:
        pages.append(visit(path, unfolded=unfolded))
        return pages[-1]

    yield open_one
    for page in pages:
        page.context.close()


@pytest.fixture(scope="session")
def serve_lab() -> Callable[..., AbstractContextManager[str]]:
    """Return a context that starts a JupyterLab of its own on loopback, and stops it; it gives the address."""

    @contextmanager
    def serve(command: list[str], home: Path, cwd: Path = ROOT, **environment: str) -> Iterator[str]:
        folders = {f"JUPYTER_{what}_DIR": home / what.lower() for what in ("DATA", "CONFIG", "RUNTIME")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        (folders["JUPYTER_CONFIG_DIR"] / "jupyter_config.json").write_text(json.dumps(LAB))
        ours = {name: str(folder) for name, folder in folders.items()}
        with (home / "log").open("w") as log:
            server = subprocess.Popen(
                command,
                cwd=cwd,
                env={**os.environ, **ours, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield address(home / "log", server)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()

    return serve


def address(log: Path, server: subprocess.Popen) -> str:
    """Wait until a server has written its address into its log."""
    end = time.monotonic() + 120
    while time.monotonic() < end and server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text()):
            return found[0]
        time.sleep(0.5)
    pytest.fail(f"JupyterLab does not start: {log.read_text()[-2000:]}")


def outside(url: str, path: Path) -> bool:
    """Return whether a page asked for anything but itself and what it carries."""
    return not url.startswith("data:") and url.split("#")[0] != path.as_uri()


@pytest.fixture
def in_proportion() -> Callable[[Callable[[str], object], str, int], bool]:
    """Return a check that a function takes time in proportion to a text, which repeats a piece.

    One slow run may be the machine's doing; three are the function's. The garbage collector rests meanwhile,
    since it would visit all that other tests have left.
    """

    def spent(call: Callable[[str], object], text: str) -> float:
        gc.disable()
        try:
            start = time.process_time()
            call(text)
            return time.process_time() - start
        finally:
            gc.enable()

    def check(call: Callable[[str], object], piece: str, size: int) -> bool:
        short, long = (piece * (length // len(piece)) for length in (size, 4 * size))
        return any(spent(call, long) < 8 * max(spent(call, short), 0.1) for _ in range(3))

    return check
