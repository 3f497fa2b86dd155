"""Text that acts: nothing that a stranger wrote runs, is requested or forges a heading, wherever notebooks are read.

The notebooks run once on a corpus whose every text, label, gloss, theme, coder and file name is an attack. What
they show is then opened as plain nbconvert renders it, and in JupyterLab, trusted as outputs of one's own run are.
"""

import csv
import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from methods.files.paths import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
OUTSIDE = "192.0.2.1"
ATTACK = (
    '<details open ontoggle="window.ran=1">x</details><video src=x onerror="window.ran=2"></video>'
    f'<img src="http://{OUTSIDE}/a.png"><svg onload="window.ran=3"></svg>![i](http://{OUTSIDE}/b.png)'
    f"[l](javascript:window.ran=4)<a href='javascript:window.ran=5'>m</a> http://{OUTSIDE}/c "
    r"$\href{javascript:window.ran=6}{z}$ \(y\) $$w$$ `c` **FORGED** "
)
LINES = f"{ATTACK}\n# FORGED\n\nFORGED\n===\n"
TERMS = ["枫桥经验", "基层治理", "法治", "党建", "培训", "干部", "服务", "学习"]
BODY = "区委政法委举办培训班。{}，学员们认真学习，张小明说：“这次培训很好。”居民李小红在杭州市拱墅区参加。"


def table(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attack")
    (folder / "articles").mkdir()
    rows = []
    for number in range(4):
        name = f"{number}<img src=x onerror=window.ran=7>&#42;**FORGED**.txt"
        paragraphs = [
            ATTACK + BODY.format("，".join(TERMS[number:] + TERMS)),
            BODY.format(TERMS[number]),
            ATTACK,
        ]
        (folder / "articles" / name).write_text("\n".join(paragraphs * 3), encoding="utf-8")
        rows.append(
            [f"{number}{ATTACK[:90]}", name, f"{LINES}{number}", f"202{number}-03-04", LINES, LINES, LINES]
        )
    columns = ["article_id", "file", "label", "date", "genre", "system", "outlet"]
    table(folder / "metadata.csv", columns, *rows)
    theme = [f"t<b>{k}" for k in range(2)]
    table(
        folder / "lexicons/terms.csv",
        ["term", "gloss", "family", "track"],
        *[[t, LINES, f"f{LINES}", "true"] for t in TERMS],
    )
    table(
        folder / "lexicons/themes.csv",
        ["theme", "term", "gloss"],
        *[[theme[k % 2], t, LINES] for k, t in enumerate(TERMS)],
    )
    table(
        folder / "lexicons/theme_definitions.csv",
        ["theme", "label", "label_zh", "definition"],
        *[[t, LINES, LINES, LINES] for t in theme],
    )
    table(
        folder / "lexicons/glosses.csv",
        ["word", "gloss"],
        *[[t, LINES] for t in [*TERMS, "学员", "居民", "参加"]],
    )
    return folder


@pytest.fixture(scope="module")
def executed(corpus, tmp_path_factory):
    """The notebooks with their outputs, in a folder of their own."""
    folder = tmp_path_factory.mktemp("executed")
    options = ["--to", "notebook", "--execute", f"--output-dir={folder}"]
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "nbconvert", *options, str(path)],
            cwd=ROOT / "notebooks",
            env={**os.environ, "CORPUS": str(corpus)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for path in NOTEBOOKS
    ]
    said = [run.communicate()[1] for run in runs]
    assert [words[-2000:] for words, run in zip(said, runs, strict=True) if run.returncode] == []
    return folder


def look(page, requests):
    """Check that nothing acted: no script, no request, no heading or link of a stranger's."""
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None
    assert [url for url in requests if OUTSIDE in url] == []
    forged = "[...document.querySelectorAll('h1,h2,h3,strong,b')].map(n => n.textContent).filter(t => t.trim() === 'FORGED')"
    assert page.evaluate(forged) == []
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    assert [link for link in links if OUTSIDE in link or link.lower().startswith("javascript")] == []


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_nothing_acts_in_a_plain_page(executed, tmp_path, browser, name):
    from nbconvert import HTMLExporter

    path = tmp_path / "page.html"
    path.write_text(HTMLExporter().from_filename(executed / name)[0], encoding="utf-8")
    assert ATTACK[:20] not in path.read_text(encoding="utf-8")
    context = browser.new_context()
    page, requests = context.new_page(), []
    page.on("request", lambda request: requests.append(request.url))
    page.route(re.compile("^(?!file:|data:)"), lambda route: route.abort())
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    look(page, requests)
    assert "onerror" in page.inner_text("body")  # The attack is there, to be read.
    context.close()


@pytest.fixture(scope="module")
def lab(executed, tmp_path_factory):
    """JupyterLab on loopback, on the executed notebooks, which it trusts; every cell is in the page."""
    home = tmp_path_factory.mktemp("lab")
    environment = {
        **os.environ,
        **{f"JUPYTER_{what}_DIR": str(home / what) for what in ("DATA", "CONFIG", "RUNTIME")},
    }
    os.environ["JUPYTER_DATA_DIR"] = environment["JUPYTER_DATA_DIR"]
    for path in executed.glob("*.ipynb"):
        NotebookNotary(data_dir=str(home / "DATA")).sign(nbformat.read(path, 4))
    settings = home / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')
    options = ["--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root", "--IdentityProvider.token=t"]
    options += [f"--LabApp.user_settings_dir={home / 'settings'}", f"--ServerApp.root_dir={executed}"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        for line in server.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                break
        yield found[0]
    finally:
        os.environ.pop("JUPYTER_DATA_DIR")
        server.terminate()
        server.communicate()


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_nothing_acts_in_jupyterlab(lab, browser, name):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page, requests = context.new_page(), []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{lab}lab/tree/{name}?token=t")
    page.wait_for_selector(".jp-OutputArea-output", timeout=60_000)
    page.wait_for_function("document.querySelectorAll('.jp-RenderedMarkdown').length > 10", timeout=60_000)
    page.wait_for_timeout(2000)
    look(page, requests)
    assert page.locator("mjx-container").count() == 0
    assert "onerror" in page.inner_text(".jp-Notebook")
    context.close()
