"""The pages, in a browser without a network: what they ask for, show, say and let run."""

import io
import json
import re
import shutil
from functools import cache
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4
from PIL import Image

import helpers
from methods.figures.saving import MIN_ALT, PLACEHOLDER
from methods.files import safe_csv
from methods.files.atomic import HOST
from methods.pages import build as pages
from methods.pages import explorer, gallery, markup, render, webfont
from methods.pages.build import ROOT, Layout, build
from methods.pages.site import page_caches

PAGES = [
    "index.html",
    *(f"{p.stem}.html" for p in sorted((ROOT / "notebooks").glob("*.ipynb"))),
    "explorer.html",
]
each_page = pytest.mark.parametrize("name", PAGES)


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@cache
def soup(study, name):
    return BeautifulSoup((study.site / name).read_text(encoding="utf-8"), "html.parser")


def open_all(page):
    """Open what is folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for button in page.locator(".open").all()[:3]:
        button.click()


def test_the_site_holds_these_pages_and_no_other(study):
    assert sorted(path.name for path in study.site.glob("*.html")) == sorted(PAGES)


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_quiet_and_accessible(study, open_page, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(study.site / name, scheme=scheme)
    open_all(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert not [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found]
    assert page.trouble == []


@each_page
@pytest.mark.parametrize("width", [375, 768, 1440])
def test_nothing_overflows(study, open_page, name, width):
    page = open_page(study.site / name, width=width)
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.trouble == []


@each_page
def test_page_has_language_title_and_one_heading(study, name):
    page = soup(study, name)
    assert page.html["lang"] == "en"
    assert len(page.title.get_text()) > 10
    assert len(page.find_all("h1")) == 1
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@each_page
def test_pictures_say_what_they_show(study, name):
    alts = [img.get("alt", "") for img in soup(study, name).find_all("img")]
    assert all(len(alt) >= MIN_ALT and not PLACEHOLDER.search(alt) for alt in alts)
    assert len(alts) == len(set(alts))
    assert alts or name == "explorer.html"


@each_page
def test_links_lead_somewhere(study, name):
    for link in soup(study, name).find_all("a", href=True):
        address = urlsplit(link["href"])
        if not address.scheme:
            target = study.site / (unquote(address.path) or name)
            assert target.is_file(), link["href"]
            if address.fragment and address.path != "explorer.html":
                assert soup(study, target.name).find(id=unquote(address.fragment)), link["href"]


@each_page
def test_policy_forbids_what_the_page_does_not_carry(study, name):
    page = soup(study, name)
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not page.find_all(["iframe", "object", "embed", "base"])
    assert not [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)]
    sources = [tag["src"] for tag in page.find_all(src=True)]
    assert all(source.startswith("data:image/") for source in sources)


@each_page
def test_chinese_is_drawn_in_the_font_of_the_page(study, open_page, name):
    page = open_page(study.site / name)
    open_all(page)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "span:lang(zh)"})["nodeIds"]
    used = [session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes[:300]]
    fonts = [font for fonts in used for font in fonts]
    assert sum(font["glyphCount"] for font in fonts if font["isCustomFont"]) > 0
    assert not [
        font["familyName"]
        for font in fonts
        if not font["isCustomFont"] and "han" in font["familyName"].lower()
    ]


@each_page
def test_chinese_characters_differ_in_their_pixels(study, open_page, name):
    page = open_page(study.site / name)
    characters = page.evaluate(
        "Array.from(new Set(Array.from(document.querySelectorAll('span:lang(zh)')).map((s) => s.textContent).join('')))"
        ".filter((c) => c >= '\\u4e00' && c <= '\\u9fff').slice(0, 5)"
    )
    pictures = {}
    for character in [*characters, "\U000f0000"]:
        page.evaluate(
            "(c) => { const p = document.createElement('p'); p.id = 'probe'; p.lang = 'zh'; p.textContent = c;"
            " document.getElementById('probe')?.remove(); document.querySelector('main').append(p); }",
            character,
        )
        picture = Image.open(io.BytesIO(page.locator("#probe").screenshot())).convert("L")
        pictures[character] = np.asarray(picture).tobytes()
    assert len(characters) >= 2
    assert len(set(pictures.values())) == len(pictures), "boxes look alike, characters do not"


@each_page
def test_page_is_no_blank_sheet(study, open_page, name):
    shot = open_page(study.site / name, width=768).screenshot(full_page=True)
    grey = np.asarray(Image.open(io.BytesIO(shot)).convert("L"))
    assert 0.01 < (grey < 128).mean() < 0.5


def test_sizes(study):
    sizes = {path: len(data) for path, data in files(study.site).items()}
    assert sum(sizes.values()) < 12_000_000
    assert max(size for path, size in sizes.items() if path.suffix == ".html") < 4_000_000


def test_two_builds_are_byte_identical(study, build_study):
    again = build_study("second")
    for one, two in ((study.site, again.site), (study.figures, again.figures)):
        assert files(one).keys() == files(two).keys()
        assert [path for path, data in files(one).items() if files(two)[path] != data] == []


def test_data_are_counted_in_any_encoding(tmp_path):
    for text, size in (("题目,社会\n治理,新格局\n", (1, 2)), ("", (0, 0))):
        (tmp_path / "a.csv").write_bytes(text.encode("gb18030"))
        entry = gallery.table_entry("data/a.csv", tmp_path / "a.csv", "")
        assert (entry["rows"], entry["columns"]) == size


def test_every_figure_is_in_the_gallery_with_its_files(study):
    gallery = soup(study, "index.html").select(".gallery a")
    names = {path.stem for path in study.figures.glob("*.png")}
    assert {link["href"].partition("#figure-")[2] for link in gallery} == names
    assert all(link.get_text(strip=True) for link in gallery)
    for name in names:
        for suffix in ("csv", "png"):
            copy, original = (
                folder / f"{name}.{suffix}" for folder in (study.site / "figures", study.figures)
            )
            assert copy.read_bytes() == original.read_bytes()


def test_the_finding_stands_first(study):
    headings = [heading.get_text() for heading in soup(study, "index.html").find_all("h2")]
    assert headings == ["What it finds", "The pages", "All figures, with their questions", "The data"]


def test_code_is_folded(study):
    for name in PAGES[1:-1]:
        page = soup(study, name)
        assert page.select("details.code")
        assert not page.select("details.code[open]")
        assert all(block.find_parent("details") for block in page.select(".highlight"))


# The explorer


def count(page):
    return int(re.match(r"[\d,]+", page.locator("#count").inner_text())[0].replace(",", ""))


def test_explorer_finds_a_term_by_its_name_and_by_its_gloss(study, open_page, articles):
    page = open_page(study.site / "explorer.html")
    total = count(page)
    page.locator("#term").fill("枫桥经验")
    assert count(page) == sum(text.count("枫桥经验") for text in articles["text"]) < total
    page.locator("#term").fill("Fengqiao")
    assert 0 < count(page) < total
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function(f"document.getElementById('count').textContent.startsWith('{total}')")
    assert page.trouble == []


def test_explorer_finds_any_other_word(study, open_page, articles):
    page = open_page(study.site / "explorer.html")
    page.locator("#term").fill("的")
    assert count(page) == sum(text.count("的") for text in articles["text"])
    page.locator("#term").fill("没有这样的词")
    assert count(page) == 0


def test_explorer_filters_by_theme_place_date_and_words(study, open_page):
    page = open_page(study.site / "explorer.html")
    total = count(page)
    for field in ("#theme", "#place"):
        options = page.locator(f"{field} option").all_inner_texts()[1:]
        parts = []
        for option in options:
            page.locator(field).select_option(option)
            parts.append(count(page))
        assert len(parts) >= 4
        assert all(0 <= part < total for part in parts)
        assert sum(parts) >= total * 0.5
        page.locator(field).select_option("")
    page.locator("#from").fill("2024-01-01")
    late = count(page)
    page.locator("#from").fill("")
    page.locator("#to").fill("2023-12-31")
    assert late + count(page) == total
    page.locator("#near").fill("政法 干部")
    assert all("政法" in text and "干部" in text for text in lines(page))


def lines(page):
    return [
        "".join(row.locator(".left span, .key > span:first-child, .right span").all_inner_texts())
        for row in page.locator("#lines > tbody > tr").all()[:20]
    ]


def test_explorer_sorts_by_each_column(study, open_page):
    page = open_page(study.site / "explorer.html")
    for column in ("date", "place", "left", "key", "right"):
        button = page.locator(f"[data-sort={column}]")
        page.locator("[data-sort=date]" if column != "date" else "[data-sort=place]").click()
        button.click()
        first = page.locator("#lines > tbody").inner_text()
        assert button.locator("..").get_attribute("aria-sort") == "ascending"
        button.click()
        assert button.locator("..").get_attribute("aria-sort") == "descending"
        assert page.locator("#lines > tbody").inner_text() != first


def test_explorer_opens_a_line_to_the_raw_characters(study, open_page, articles):
    page = open_page(study.site / "explorer.html")
    page.locator("#term").fill("枫桥经验")
    page.locator("#near").fill("002")
    button = page.locator(".open").first
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    panels = page.locator(".detail .panels > div")
    assert "".join(panels.nth(0).locator("mark").all_inner_texts()) == "枫桥经验"
    raw = "".join(panels.nth(1).locator("mark").all_inner_texts())
    assert raw in articles["raw"]["002"]
    assert re.sub(r"\(\w+\)", "", raw) == "楓橋經驗"
    assert panels.nth(2).locator("tbody tr").count() > 0
    button.click()
    assert page.locator(".detail").count() == 0


def test_explorer_keeps_the_search_in_its_address(study, open_page):
    page = open_page(study.site / "explorer.html")
    page.locator("#term").fill("枫桥经验")
    found, address = count(page), page.url
    page.goto("about:blank")
    page.goto(address)
    assert page.locator("#term").input_value() == "枫桥经验"
    assert count(page) == found


# Hostile text

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
        "from IPython.display import HTML, Markdown, display\nfrom methods.figures import saving as figures",
    ),
    ("code", f"TEXT = {HOSTILE!r}\nsave_figure = figures.saver()"),
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
METADATA = "article_id,file,sha256,title,label,date,date_earliest,date_latest,date_basis,date_words,published,province,prefecture,county,place_words,level,system,genre,outlet,byline,source\n"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A small study whose every text, title, name of a file and cell of metadata is an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    notebooks, articles = folder / "notebooks", folder / "corpus" / "articles"
    notebooks.mkdir()
    articles.mkdir(parents=True)
    for number in (1, 2):
        write_notebook(notebooks / f"0{number}-hostile.ipynb", CELLS[: None if number == 1 else 4])
        (articles / FILE.format(number)).write_text(
            f"{HOSTILE}\n\n枫桥经验，基层治理。{HOSTILE}{OTHER[number]}", encoding="utf-8"
        )
    columns = METADATA.strip().split(",")
    rows = pd.DataFrame(f"={HOSTILE}", range(2), columns).assign(date=["2024-01-01", "2024-01-02"])
    rows = rows.assign(article_id=[f"=00{n}<b onclick='window.ran = 7'>" for n in (1, 2)])
    rows = rows.assign(file=[FILE.format(n) for n in (1, 2)])
    rows.to_csv(folder / "corpus" / "metadata.csv", index=False)
    study = Layout(folder / "corpus", notebooks, folder / "cache")
    build(study)
    return study


def write_notebook(path, cells):
    makers = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    notebook = v4.new_notebook(
        cells=[makers[kind](source) for kind, source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    nbformat.write(notebook, path)


@pytest.mark.parametrize("name", ["index.html", "01-hostile.html", "02-hostile.html", "explorer.html"])
def test_no_script_of_strangers_runs(hostile, open_page, name):
    page = open_page(hostile.site / name)
    open_all(page)
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
    page = open_page(hostile.site / "01-hostile.html")
    open_all(page)
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
    assert count(page) == 2
    page.locator(".open").first.click()
    assert "<img src=x" in page.locator(".detail").inner_text()
    assert "⟨U+202E⟩" in page.locator(".detail").inner_text()
    assert page.evaluate("window.ran") is None


# Building again


def test_nothing_changed_nothing_done(hostile):
    before = {path: path.stat().st_mtime_ns for path in hostile.site.rglob("*")}
    said = []
    build(hostile, said.append)
    assert said == []
    assert {path: path.stat().st_mtime_ns for path in hostile.site.rglob("*")} == before


def test_a_changed_notebook_is_the_one_rendered(hostile):
    path = hostile.notebooks / "02-hostile.ipynb"
    source = path.read_text(encoding="utf-8")
    write_notebook(path, [*CELLS[:4], ("code", "1 + 1")])
    said = []
    build(hostile, said.append)
    assert [line.split("/")[-1] for line in said if "wrote" in line] == ["02-hostile.html"]
    assert not [line for line in said if "01-hostile" in line]
    path.write_text(source, encoding="utf-8")
    build(hostile, lambda line: None)


def test_a_lost_figure_and_a_lost_page_come_back(hostile):
    whole = files(hostile.site) | files(hostile.figures)
    (hostile.figures / "01-hostile.svg").unlink()
    (hostile.site / "explorer.html").write_text("half a pa", encoding="utf-8")
    (hostile.site / f".index.html.{HOST}-999999999-00000000~").write_text(
        "left by a killed run", encoding="utf-8"
    )
    build(hostile, lambda line: None)
    assert files(hostile.site) | files(hostile.figures) == whole


def test_a_notebook_that_went_takes_its_page_along(hostile, tmp_path):
    study = Layout(tmp_path / "corpus", tmp_path / "notebooks", tmp_path / "cache")
    shutil.copytree(hostile.corpus, study.corpus)
    shutil.copytree(hostile.notebooks, study.notebooks)
    build(study, lambda line: None)
    (study.notebooks / "01-hostile.ipynb").unlink()
    build(study, lambda line: None)
    assert sorted(path.name for path in study.site.glob("*.html")) == [
        "02-hostile.html",
        "explorer.html",
        "index.html",
    ]
    assert not list((study.site / "figures").iterdir())


def test_a_failing_cell_stops_the_build_and_is_named(tmp_path, capsys, monkeypatch):
    corpus, notebooks = tmp_path / "corpus", tmp_path / "notebooks"
    shutil.copytree(ROOT / "corpus", corpus)
    notebooks.mkdir()
    write_notebook(notebooks / "01-fails.ipynb", [("code", "1 / 0")])
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    assert pages.main(["--corpus", str(corpus)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_corpus_without_a_good_article_is_refused_in_a_few_words(tmp_path, capsys, monkeypatch):
    corpus, notebooks = tmp_path / "corpus", tmp_path / "notebooks"
    corpus.mkdir()
    (corpus / "articles.csv").write_text("article_id,text\n1,来源：人民网\n", encoding="utf-8")
    notebooks.mkdir()
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    assert pages.main(["--corpus", str(corpus)]) == 1
    said = capsys.readouterr().err
    assert "no article can be used\narticle 1: " in said and "Traceback" not in said


def test_a_corpus_that_does_not_exist_is_said_not_to(tmp_path, capsys):
    with pytest.raises(SystemExit):
        pages.main(["--corpus", str(tmp_path / "nowhere")])
    assert "nowhere does not exist" in capsys.readouterr().err


def test_a_read_only_project_keeps_its_pages_with_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert page_caches(tmp_path) == tmp_path / ".cache" / "pages"
    monkeypatch.setattr("methods.files.cache.os.access", lambda *_: False)
    assert not page_caches(tmp_path).is_relative_to(tmp_path / ".cache")


@pytest.mark.parametrize("home", [".", "articles"])
def test_a_folder_without_articles_is_refused_with_a_remedy(tmp_path, capsys, home):
    (tmp_path / home).mkdir(exist_ok=True)
    assert pages.main(["--corpus", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "put the texts into" in said.err and "Traceback" not in said.err
    assert "executing" not in said.out


def test_what_is_wrong_with_a_corpus_is_said_once_and_before_the_notebooks(tmp_path, capsys, monkeypatch):
    corpus, notebooks = tmp_path / "corpus", tmp_path / "notebooks"
    (corpus / "articles").mkdir(parents=True)
    for name, text in {"a": "干部参加了培训。", "b": "民警走访了社区。", "c": ""}.items():
        (corpus / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    notebooks.mkdir()
    cell = "import os, helpers; len(helpers.load_articles(os.environ['CORPUS']))"
    for name in ("01-one", "02-two"):
        write_notebook(notebooks / f"{name}.ipynb", [("code", cell)])
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    assert pages.main(["--corpus", str(corpus)]) == 0
    said = capsys.readouterr().out
    assert said.count("c.txt: it is empty") == said.count("1 problem, how it was read") == 1
    assert said.index("c.txt: it is empty") < said.index("executing")
    assert "Warning" not in said and "return " not in said


@pytest.mark.parametrize("name", ["articles.csv", "news.csv", "articles/2024.jsonl"])
def test_a_table_of_articles_is_a_corpus_too(articles, tmp_path, name, monkeypatch):
    notebooks, table = tmp_path / "notebooks", tmp_path / "corpus" / name
    table.parent.mkdir(parents=True)
    rows = articles.drop(columns="text")
    rows.to_csv(table) if name.endswith(".csv") else rows.reset_index().to_json(
        table, orient="records", lines=True, date_format="iso"
    )
    notebooks.mkdir()
    cell = "import os, helpers; len(helpers.load_articles(os.environ['CORPUS']))"
    write_notebook(notebooks / "01-table.ipynb", [("code", cell)])
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    corpus = table if name == "news.csv" else tmp_path / "corpus"
    assert pages.main(["--corpus", str(corpus)]) == 0
    site = (tmp_path / "corpus" / "news" if name == "news.csv" else corpus) / "_site"
    assert "枫桥经验" in (site / "explorer.html").read_text(encoding="utf-8")


def test_a_picture_that_did_not_go_through_save_figure_is_refused():
    output = v4.new_output("display_data", {"image/png": "iVBORw0KGgo="}, metadata={})
    notebook = v4.new_notebook(cells=[v4.new_code_cell("plt.show()", outputs=[output])])
    with pytest.raises(ValueError, match="cell 1 shows a picture"):
        render.figures(notebook)


# Pieces


@given(st.text())
def test_marked_up_text_reads_the_same(text):
    html = f"<pre>{markup.mark_up(text)}</pre>"  # where a parser keeps blanks
    shown = BeautifulSoup(html.replace("\r", ""), "html.parser").get_text()
    assert shown == markup.CONTROL.sub(lambda m: f"U+{ord(m[0]):04X}", text.replace("\r", ""))


@given(st.text(alphabet=st.sampled_from("<>/\"'=& abconiscrptjvu:lert()\n\t-!")))
def test_sanitised_html_holds_nothing_that_runs(text):
    clean = BeautifulSoup(markup.sanitise(text), "html.parser")
    for tag in clean.find_all(True):
        assert tag.name in markup.TAGS
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("style", "src")]
        assert not tag.get("href", "").lower().startswith(("javascript", "data", "vbscript"))


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_cannot_leave_its_element(value):
    text = render.json_for_html(value)
    assert "<" not in text
    assert json.loads(text) == value


def test_chinese_is_tagged_once():
    assert markup.tidy('<p lang="zh">治理</p>') == '<p lang="zh">治理</p>'
    assert markup.tidy("<p>a 治理 b</p>") == '<p>a <span lang="zh">治理</span> b</p>'
    assert markup.mark_up("全区“枫桥经验”6月16日") == '<span lang="zh">全区“枫桥经验”6月16日</span>'


def test_long_tables_fold_and_numbers_are_aligned():
    rows = "".join(f"<tr><th>{i}</th><td>{i}.5</td><td>a</td></tr>" for i in range(40))
    table = f'<table border="1" class="dataframe"><thead><tr><th></th><th>rate</th><th>x</th></tr></thead><tbody>{rows}</tbody></table>'
    page = BeautifulSoup(markup.tidy(table), "html.parser")
    assert page.select_one(".fold summary").get_text() == "All 40 rows"
    assert page.select_one(".scroll")["aria-label"].startswith("Table 1")
    assert [cell.get("class") for cell in page.select("tbody tr")[0].find_all(["th", "td"])] == [
        ["number"],
        ["number"],
        None,
    ]
    assert page.select("thead td")
    assert page.select_one("tbody th")["scope"] == "row"


def test_names_of_an_index_move_up():
    table = "<table><thead><tr><th></th><th>n</th></tr><tr><th>term</th><th></th></tr></thead><tbody><tr><th>a</th><td>1</td></tr></tbody></table>"
    page = BeautifulSoup(markup.tidy(table), "html.parser")
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("thead tr")] == [
        ["term", "n"]
    ]


def test_font_holds_what_is_asked_for_and_its_licence():
    from fontTools.ttLib import TTFont

    data = webfont.subset(webfont.wanted("治理 abc，治"))
    font = TTFont(io.BytesIO(data))
    assert set(font.getBestCmap()) == {ord(c) for c in "治理，"}
    assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert data == webfont.subset([ord(c) for c in "，理治"])


def test_a_page_without_chinese_needs_no_font():
    assert webfont.font_face("only Latin, “quotes” aside") != ""
    assert webfont.font_face("only Latin") == ""


def test_raw_map_leads_every_character_back(articles):
    import helpers

    for raw in articles["raw"].head(2):
        cleaned = helpers.clean(raw)
        entries = explorer.raw_map(cleaned)
        spans = {}
        for (at, start, end), (following, *_) in zip(
            entries, [*entries[1:], [len(cleaned.text)]], strict=True
        ):
            spans |= {at: (start, end)} | {
                o: (end + o - at - 1, end + o - at) for o in range(at + 1, following)
            }
        assert spans == {i: cleaned.raw_span(i, i + 1) for i in range(len(cleaned.text))}
        assert len(entries) < len(cleaned.text)


def test_explorer_takes_a_sample_of_more_articles_than_its_pages_hold(articles, monkeypatch):
    size = int(articles["raw"].str.encode("utf-8").str.len().sum())
    assert len(explorer.sample(articles, size)) == len(articles)
    monkeypatch.setattr(explorer, "ROOM", size // explorer.MOST_PAGES)
    assert 0 < len(explorer.sample(articles, size)) < len(articles)


TERMS = pd.DataFrame({"term": ["枫桥经验", "基层治理"], "gloss": "", "theme": ["law", None]})


def test_explorer_divides_articles_among_pages_in_the_order_of_dates(articles, monkeypatch):
    (whole,) = explorer.explorer_parts(articles, TERMS, helpers.clean)
    monkeypatch.setattr(explorer, "ROOM", 40_000)
    parts = explorer.explorer_parts(articles, TERMS, helpers.clean)
    assert len(parts) > 1
    assert [a for part in parts for a in part["articles"]] == whole["articles"]
    assert sum(len(part["hits"]) for part in parts) == len(whole["hits"]) > 10
    assert all(
        len(part["articles"]) == 1 or len(json.dumps(part, ensure_ascii=False)) < 60_000 for part in parts
    )


def test_explorer_cuts_an_article_that_no_page_could_hold(articles, monkeypatch):
    monkeypatch.setattr(explorer, "LONGEST", 100)
    (part,) = explorer.explorer_parts(articles.head(1), TERMS, helpers.clean)
    assert part["articles"][0]["raw"] == articles["raw"].iloc[0][:100]
    assert part["articles"][0]["label"].endswith("(its beginning)")


def test_explorer_of_several_pages_links_them(articles, tmp_path, monkeypatch, open_page):
    monkeypatch.setattr(explorer, "ROOM", 40_000)
    study = Layout(tmp_path / "corpus", caches=tmp_path / "cache")
    study.corpus.mkdir()
    articles.drop(columns=["text"]).to_csv(study.corpus / "articles.csv")
    site = pages.Site(study.site, study.cache / "site.json", print)
    frame = {"study": study.title, "pages": [pages.INDEX, pages.EXPLORER], "previous": None}
    pages.put_explorer(site, study, frame, "looks")
    names = sorted(path.name for path in study.site.glob("explorer*.html"))
    assert len(names) > 1
    page = open_page(study.site / names[1])
    assert page.locator("nav[aria-label='Articles by date'] a").count() == len(names) - 1
    before = files(study.site)
    again = pages.Site(study.site, study.cache / "site.json", pytest.fail)
    pages.put_explorer(again, study, frame, "looks")
    assert files(study.site) == before


def test_explorer_saves_the_lines_shown_as_a_table(study, open_page, tmp_path):
    page = open_page(study.site / "explorer.html")
    page.locator("#term").fill("枫桥经验")
    with page.expect_download() as waiting:
        page.locator("#save").click()
    waiting.value.save_as(tmp_path / "lines.csv")
    lines = pd.read_csv(tmp_path / "lines.csv")
    assert (lines["keyword"] == "枫桥经验").all()
    assert len(lines) == int(page.locator("#count").inner_text().split()[0])
    assert (tmp_path / "lines.csv").read_bytes().startswith(b"\xef\xbb\xbf")
