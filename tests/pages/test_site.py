"""The pages of the study, in a browser without a network: what they request, show and say."""

import io
import shutil
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from methods.figures.saving import MIN_ALT, PLACEHOLDER
from methods.pages import build as pages
from methods.pages.build import ROOT, Layout, build
from methods.pages.execute import Notebook

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


@pytest.fixture(scope="module", params=PAGES)
def page(request, study, visit) -> Iterator[object]:
    """Each page, unfolded."""
    opened = visit(study.site / request.param, unfolded=True)
    yield opened
    opened.context.close()


def test_the_site_holds_these_pages_and_no_other(study):
    assert sorted(path.name for path in study.site.glob("*.html")) == sorted(PAGES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_quiet_and_accessible(page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    # A dark page differs in its colours only.
    rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    assert not [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found]
    assert page.trouble == []


@pytest.mark.parametrize("width", [375, 768, 1440])
def test_nothing_overflows(page, width):
    page.set_viewport_size({"width": width, "height": 900})
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


def test_chinese_is_drawn_in_the_font_of_the_page(page):
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


def test_chinese_characters_differ_in_their_pixels(page):
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
    page.evaluate("document.getElementById('probe').remove()")
    assert len(characters) >= 2
    assert len(set(pictures.values())) == len(pictures), "boxes look alike, characters do not"


@each_page
def test_page_is_no_blank_sheet(study, visit, name):
    page = visit(study.site / name, width=768)
    shot = page.screenshot(full_page=True)
    page.context.close()
    grey = np.asarray(Image.open(io.BytesIO(shot)).convert("L"))
    assert 0.01 < (grey < 128).mean() < 0.5


def test_sizes(study):
    sizes = {path: len(data) for path, data in files(study.site).items()}
    assert sum(sizes.values()) < 12_000_000
    assert max(size for path, size in sizes.items() if path.suffix == ".html") < 4_000_000


def test_the_same_outputs_make_the_same_pages(study, tmp_path, monkeypatch):
    """Render all pages a second time; that the outputs are the same the second time, test_notebooks checks."""
    again = Layout(tmp_path / "corpus", caches=tmp_path / "cache")
    shutil.copytree(study.corpus, again.corpus, ignore=shutil.ignore_patterns("_site"))

    async def executed(path, *_):
        return Notebook(path.stem, nbformat.read(study.cache / path.name, 4), again.figures)

    monkeypatch.setattr(pages, "executed", executed)
    build(again)
    assert files(again.site).keys() == files(study.site).keys()
    assert [path for path, data in files(study.site).items() if files(again.site)[path] != data] == []


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


def test_the_findings_come_first(study):
    headings = [heading.get_text() for heading in soup(study, "index.html").find_all("h2")]
    assert headings == [
        "What it finds",
        "The pages",
        "The articles",
        "All figures, with their questions",
        "The data",
    ]
    links = [link["href"].split("#")[-1] for link in soup(study, "index.html").select(".finding h3 a")]
    assert links == ["figure-02-training", "figure-01-campaigns", "figure-02-whose-words"]


def test_code_is_folded(study):
    for name in PAGES[1:-1]:
        page = soup(study, name)
        assert page.select("details.code")
        assert not page.select("details.code[open]")
        assert all(block.find_parent("details") for block in page.select(".highlight"))
