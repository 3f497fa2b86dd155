"""What several test files share: the study built from scratch, a browser to look at it, and no network."""

import os
import runpy
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

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
KERNELS = ("test_notebooks", "test_example", "test_offline", "test_corpora", "test_whole")
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


@pytest.hookimpl(tryfirst=True)  # before what divides the tests among processes
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep files together, and in one process all that starts kernels: two could be given the same port."""
    for item in items:
        starts = item.path.parent.name == "pages" or item.path.stem in KERNELS
        item.add_marker(pytest.mark.xdist_group("kernels" if starts else item.path.stem))


def pytest_unconfigure() -> None:
    """Remove the list of who tried."""
    Path(os.environ["SOCKETS"]).unlink()


@pytest.fixture(scope="session")
def articles() -> pd.DataFrame:
    """The five articles, loaded once."""
    import helpers

    return helpers.load_articles()


@pytest.fixture(scope="session")
def build_study(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Layout]:
    """Give a function that builds the study from scratch on a copy of the corpus, away from the repository."""

    def make(name: str) -> Layout:
        folder = tmp_path_factory.mktemp(name)
        corpus = shutil.copytree(ROOT / "corpus", folder / "corpus")
        study = Layout(corpus, caches=folder / "cache")
        build(study)
        return study

    return make


@pytest.fixture(scope="session")
def study(build_study: Callable[[str], Layout]) -> Layout:
    """The study, executed and rendered."""
    return build_study("first")


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


@pytest.fixture
def open_page(browser: object) -> Iterator[Callable[..., object]]:
    """Give a function that opens a file in a browser without a network; what goes wrong is in ``page.trouble``."""
    contexts = []

    def visit(path: Path, width: int = 1440, scheme: str = "light") -> object:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
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
        return page

    yield visit
    for context in contexts:
        context.close()


def outside(url: str, path: Path) -> bool:
    """Whether a page asked for anything but itself and what it carries."""
    return not url.startswith("data:") and url.split("#")[0] != path.as_uri()
