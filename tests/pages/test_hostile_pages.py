"""Pages of a study whose every text, title, file name and cell of metadata is an attack: nothing of it acts."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from methods.files import safe_csv
from methods.pages.build import ROOT, Layout, build

HOSTILE = (
    "<script>window.ran = 1</script>政法</script><script>window.ran = 2</script><img src=x onerror='window.ran = 3'>"
    "<svg onload='window.ran = 4'></svg>\u202e干部\u202c\x07\ue000𠮷 =cmd() [a](javascript:window.ran=5) &lt;b&gt; ]]> -->"
    "\x1b[31m\x1b]8;;javascript:window.ran=6\x07"
)
CELLS = [
    ("markdown", f"# Hostile 敌意\n\nA lede with {HOSTILE}\n\n## What about {HOSTILE.replace('/', '')}?"),
    (
        "code",
        "import base64\nimport matplotlib.pyplot as plt\nimport pandas as pd\n"
        "from IPython.display import HTML, Markdown, display\nfrom helpers import save_figure",
    ),
    ("code", f"TEXT = {HOSTILE!r}"),
    ("code", "pd.DataFrame({TEXT: [TEXT] * 30, 'n': range(30)}, index=pd.Index([TEXT] * 30, name=TEXT))"),
    ("code", "pd.DataFrame({'a': [TEXT]}).style.set_caption(TEXT).set_uuid('x')"),
    (
        "code",
        "display(Markdown(TEXT), HTML(TEXT), HTML('<style>*{display:none}</style><form action=x><input></form>'))",
    ),
    ("code", "print(TEXT, '\\x1b[31mred\\x1b]8;;javascript:alert(1)\\x07link')\nTEXT"),
    (
        "code",
        "fig, ax = plt.subplots(figsize=(4, 2))\nax.barh([TEXT[:40]], [1])\n"
        "save_figure(fig, '01-hostile', pd.DataFrame({'t': [TEXT, '=cmd()']}), 'A bar with a hostile label \"><script>window.ran = 6</script>')",
    ),
]
FILE = "{}<img src=x onerror='window.ran = 8'>=cmd().txt"
OTHER = {
    1: "社区党组织书记参加培训，学习网格管理的办法，走访居民，化解纠纷。",
    2: "民警在派出所听课，讨论案例，回到辖区后排查矛盾，宣传法律。",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, write_notebook):
    """A small study whose every text, title, name of a file and cell of metadata is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    notebooks, articles = folder / "notebooks", folder / "corpus" / "articles"
    notebooks.mkdir()
    articles.mkdir(parents=True)
    for number in (1, 2):
        write_notebook(notebooks / f"0{number}-hostile.ipynb", *CELLS[: None if number == 1 else 4])
        (articles / FILE.format(number)).write_text(
            f"{HOSTILE}\n\n枫桥经验，基层治理。{HOSTILE}{OTHER[number]}", encoding="utf-8"
        )
    columns = pd.read_csv(ROOT / "corpus" / "metadata.csv", nrows=0).columns
    rows = pd.DataFrame(f"={HOSTILE}", range(2), columns).assign(date=["2024-01-01", "2024-01-02"])
    rows = rows.assign(article_id=[f"=00{n}<b onclick='window.ran = 7'>" for n in (1, 2)])
    rows = rows.assign(file=[FILE.format(n) for n in (1, 2)])
    rows.to_csv(folder / "corpus" / "metadata.csv", index=False)
    study = Layout(folder / "corpus", notebooks, folder / "cache")
    build(study)
    return study


@pytest.mark.parametrize("name", ["index.html", "01-hostile.html", "02-hostile.html", "explorer.html"])
def test_no_script_of_strangers_runs(hostile, open_page, name):
    page = open_page(hostile.site / name, unfolded=True)
    assert page.evaluate("window.ran") is None
    assert (
        page.evaluate(
            "document.querySelectorAll('[onerror], [onload], main script, main form:not(#filters)').length"
        )
        == 0
    )
    assert page.evaluate("document.querySelectorAll('a[href^=\"javascript\" i]').length") == 0
    hidden = r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\ue000-\uf8ff]"
    assert page.evaluate(f"/{hidden}/.test(document.body.innerText)") is False
    assert page.trouble == []


def test_hostile_text_is_shown_as_text(hostile, open_page):
    page = open_page(hostile.site / "01-hostile.html", unfolded=True)
    shown = page.locator("table").first.inner_text()
    assert "<script>window.ran = 1</script>" in shown
    assert "U+202E" in shown


def test_hostile_cells_are_defused_in_csv(hostile):
    assert "'=cmd()" in (hostile.site / "figures" / "01-hostile.csv").read_text(encoding="utf-8")
    for path in hostile.site.rglob("*.csv"):
        cells = pd.read_csv(path, header=None, dtype="str", keep_default_na=False).to_numpy().ravel()
        assert [cell for cell in cells if safe_csv.defuse(cell) != cell] == []
    metadata = (hostile.site / "data" / "metadata.csv").read_text(encoding="utf-8")
    assert metadata.count("'=<script>") > 20


def test_hostile_labels_are_escaped_in_svg(hostile):
    svg = (hostile.figures / "01-hostile.svg").read_text(encoding="utf-8")
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert not re.search(r"<script|<image|\son\w+=|javascript:", svg)


def test_explorer_shows_hostile_articles_as_text(hostile, open_page):
    page = open_page(hostile.site / "explorer.html")
    page.locator("#term").fill("枫桥经验")
    assert page.locator("#lines > tbody > tr").count() == 2
    page.locator(".open").first.click()
    assert "<img src=x" in page.locator(".detail").inner_text()
    assert "⟨U+202E⟩" in page.locator(".detail").inner_text()
    assert page.evaluate("window.ran") is None
