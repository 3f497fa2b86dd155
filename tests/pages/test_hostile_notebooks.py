"""Text that acts: nothing that a stranger wrote runs, is requested or forges a heading, wherever notebooks are read.

The notebooks run once on a corpus whose every text, label, gloss, theme, coder and file name is an attack. What
they show is then opened as plain nbconvert renders it, and in JupyterLab, trusted as outputs of one's own run are.
"""

import csv
import re
import sys
from random import Random

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
WORDS = [
    *"水山花春秋风雨江河路桥",
    "面条",
    "雪山",
    "桌子",
    "稻田",
    "果园",
    "火车",
    "电影",
    "音乐",
    "篮球",
    "图书馆",
]
BODY = "区委政法委举办培训班。{}，学员们认真学习，张小明说：“这次培训很好。”居民李小红在杭州市拱墅区参加。"


# What a researcher writes on top: every kind of table that shows itself, and every way of the study.
OWN = "04-own.ipynb"
CELLS = [
    "import os\nimport pandas as pd\nimport helpers\nfrom methods.figures.exhibit import Sentence, nothing\n"
    "from methods.repair import repair_text\nfrom methods.study import open_study\n"
    "articles = helpers.load_articles(os.environ['CORPUS'])\nTEXT = articles['label'].iloc[0]",
    "articles",
    "articles.rename(columns={'label': TEXT}).groupby(TEXT)[['text']].first()",
    "helpers.concordance(articles, '枫桥经验')",
    "helpers.concordance(articles.assign(label=TEXT), ' c')",
    "helpers.look_up(articles, '枫桥经验')",
    "helpers.look_up(articles, TEXT)",
    "repair_text(articles['raw'].iloc[0])",
    "repair_text(articles['raw'].iloc[0]).steps",
    "study = open_study(os.environ['CORPUS'])",
    "study.say('04-own', Sentence('**{a}** in {b}', {'a': TEXT, 'b': [TEXT]}))\nstudy.conclude()",
    "study.show('04-own', nothing('{a} {b:>20}: nothing.', a=TEXT, b=TEXT))",
    "study.passages('枫桥经验')",
    "study.quoted(pd.DataFrame({'article_id': articles.index, 'start': 0, 'end': 900, 'who': TEXT}))",
    "articles[['label']].reset_index().style.hide()",
]


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
        words = Random(number).choices(WORDS, k=900)  # No article repeats another, or it would be left out.
        filler = ["".join(words[at : at + 90]) + "。" for at in range(0, 900, 90)]
        paragraphs = [
            ATTACK + BODY.format("，".join(TERMS[number:] + TERMS)),
            BODY.format(TERMS[number]) + filler[0] + ATTACK,
            *filler[1:],
        ]
        (folder / "articles" / name).write_text("\n".join(paragraphs), encoding="utf-8")
        rows.append(
            [
                f"{number} http://{OUTSIDE}/i {ATTACK[:90]}",
                name,
                f"{LINES}{number}",
                f"202{number}-03-04",
                LINES,
                LINES,
                LINES,
            ]
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
def executed(corpus, tmp_path_factory, write_notebook, convert):
    """The notebooks with their outputs, in a folder of their own."""
    folder, own = tmp_path_factory.mktemp("executed"), tmp_path_factory.mktemp("own") / OWN
    write_notebook(own, *CELLS)
    convert([*NOTEBOOKS, own], corpus, folder, "notebook")
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


@pytest.mark.parametrize("name", [*(path.name for path in NOTEBOOKS), OWN])
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
def lab(executed, tmp_path_factory, serve_lab):
    """The address of a JupyterLab on the executed notebooks, which it trusts."""
    home = tmp_path_factory.mktemp("lab")
    settings = home / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}')  # Every cell is in the page.
    (home / "data").mkdir()
    notary = NotebookNotary(data_dir=str(home / "data"))
    for path in executed.glob("*.ipynb"):
        notary.sign(nbformat.read(path, 4))
    notary.store.close()
    options = [f"--LabApp.user_settings_dir={home / 'settings'}", f"--ServerApp.root_dir={executed}"]
    with serve_lab([sys.executable, "-m", "jupyterlab", *options], home) as address:
        yield address


@pytest.mark.parametrize("name", [*(path.name for path in NOTEBOOKS), OWN])
def test_nothing_acts_in_jupyterlab(lab, executed, browser, name):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page, requests = context.new_page(), []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{lab}doc/tree/{name}?token=t")
    cells = len(nbformat.read(executed / name, 4).cells)
    page.wait_for_function(f"document.querySelectorAll('.jp-Cell').length == {cells}", timeout=120_000)
    page.wait_for_function(
        "document.querySelectorAll('.jp-RenderedHTMLCommon table').length > 3", timeout=60_000
    )
    assert page.locator(".jp-OutputArea-output.jp-mod-trusted").count() > 10
    look(page, requests)
    assert page.locator("mjx-container").count() == 0
    assert "onerror" in page.inner_text(".jp-Notebook")
    context.close()
