"""The concordance explorer: its page in a browser, and how articles are divided among pages."""

import json
import re

import pandas as pd
import pytest
from kill import contents

import helpers
from methods.files import cache
from methods.mentions.masking import private_names
from methods.pages import build as pages
from methods.pages import explorer, webfont
from methods.pages.build import Layout

TERMS = pd.DataFrame({"term": ["枫桥经验", "基层治理"], "gloss": "", "theme": ["law", None]})


def count(page):
    return int(re.match(r"[\d,]+", page.locator("#count").inner_text())[0].replace(",", ""))


def lines(page):
    return [
        "".join(row.locator(".left span, .key > span:first-child, .right span").all_inner_texts())
        for row in page.locator("#lines > tbody > tr").all()[:20]
    ]


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


def test_explorer_masks_private_persons_in_text_raw_file_and_steps(articles):
    names = private_names(articles)
    assert sum(map(len, names.values())) > 10
    (plain,) = (part["articles"] for part in explorer.explorer_parts(articles, TERMS, helpers.clean))
    for entry, (article_id, raw) in zip(
        plain, articles.sort_values("date", kind="stable")["raw"].items(), strict=True
    ):
        told = json.dumps(entry, ensure_ascii=False)
        assert not [name for name in names[article_id] if name in told]
        assert len(entry["raw"]) == len(raw)
        changed = [a for a, b in zip(raw, entry["raw"], strict=True) if b != a]
        assert bool(changed) == bool(names[article_id]) and len(changed) < 0.05 * len(raw)
        # The raw text of a name is masked with its glosses, and so is what a step says of it.
        for name in names[article_id]:
            at = articles.at[article_id, "text"].index(name)
            start, end = helpers.clean(raw).raw_span(at, at + len(name))
            assert set(entry["raw"][start:end]) == {"□"}
            inside = [step for step in entry["steps"] if step[0] < end and step[1] > start]
            assert all(set("".join(step[4:6])) <= {"□"} for step in inside)


def test_explorer_masks_names_in_what_cleaning_removes(articles):
    told = "村民王小明说，法治很好。\n（记者 王小明 摄）"
    raw = f'<p title="王小明">{told}</p><!-- 王小明 -->'
    one = articles.head(1).assign(raw=raw, text=helpers.clean(raw).text)
    (part,) = explorer.explorer_parts(one, TERMS, helpers.clean)
    assert "王小明" not in json.dumps(part, ensure_ascii=False)


def test_explorer_takes_a_sample_of_more_articles_than_its_pages_hold(articles, monkeypatch):
    size = int(articles["raw"].str.encode("utf-8").str.len().sum())
    assert len(explorer.sample(articles, size)) == len(articles)
    monkeypatch.setattr(explorer, "ROOM", size // explorer.MOST_PAGES)
    assert 0 < len(explorer.sample(articles, size)) < len(articles)
    many = articles.iloc[[0] * 1000]
    monkeypatch.setattr(explorer, "ROOM", 2 * size // explorer.MOST_PAGES + 1)
    assert len(explorer.sample(many, size)) == 1000
    monkeypatch.setattr(explorer, "ROOM", 2 * size // explorer.MOST_PAGES - 1)
    assert len(explorer.sample(many, size)) == 1000 * explorer.SAMPLE_PAGES // explorer.MOST_PAGES - 50


def test_explorer_divides_articles_among_pages_in_the_order_of_dates(articles, monkeypatch):
    (whole,) = explorer.explorer_parts(articles, TERMS, helpers.clean)
    monkeypatch.setattr(explorer, "ROOM", 40_000)
    parts = list(explorer.explorer_parts(articles, TERMS, helpers.clean))
    assert len(parts) > 1
    assert [a for part in parts for a in part["articles"]] == whole["articles"]
    assert sum(len(part["hits"]) for part in parts) == len(whole["hits"]) > 10
    assert all(
        len(part["articles"]) == 1 or len(json.dumps(part, ensure_ascii=False)) < 60_000 for part in parts
    )


def test_explorer_makes_room_for_hits(articles, monkeypatch):
    monkeypatch.setattr(explorer, "ROOM", 40_000)
    dense = pd.concat([articles.head(1).assign(raw="枫桥经验，" * 500)] * 4)
    dense.index = pd.Index(list("abcd"), name="article_id")
    parts = list(explorer.explorer_parts(dense, TERMS, helpers.clean))
    assert len(parts) > 1
    pages = [json.dumps([p["articles"], p["hits"]], ensure_ascii=False).encode() for p in parts]
    assert max(map(len, pages)) < 42_000  # The number of an article takes a byte or two.


def test_explorer_cuts_an_article_that_no_page_could_hold(articles, monkeypatch):
    monkeypatch.setattr(explorer, "LONGEST", 100)
    (part,) = explorer.explorer_parts(articles.head(1), TERMS, helpers.clean)
    assert part["articles"][0]["raw"] == articles["raw"].iloc[0][:100]
    assert part["articles"][0]["label"].endswith("(its beginning)")


def test_explorer_calls_no_article_by_its_class(articles):
    classes = articles.head(4).assign(label=["1", "0", "1", "0"], title=["甲", "乙", "丙", "丁"])
    (part,) = explorer.explorer_parts(classes, TERMS, helpers.clean)
    titles = [f"{name} {title}" for name, title in classes["title"].items()]
    assert sorted(one["label"] for one in part["articles"]) == titles


def test_explorer_of_several_pages_links_them(articles, tmp_path, monkeypatch, open_page):
    monkeypatch.setattr(explorer, "ROOM", 40_000)
    study = Layout(tmp_path / "corpus", caches=tmp_path / "cache")
    study.corpus.mkdir()
    articles.drop(columns=["text"]).to_csv(study.corpus / "articles.csv")
    site = pages.Site(study.site, study.cache / "site.json", print)
    frame = {"study": study.title, "pages": [pages.INDEX, pages.EXPLORER], "previous": None}
    monkeypatch.setattr(cache, "CODE_CACHE", tmp_path / "kept")
    cut, cuts = webfont.subset, []
    monkeypatch.setattr(webfont, "subset", lambda characters: cuts.append(characters) or cut(characters))
    pages.put_explorer(site, study, frame, "looks")
    assert len(cuts) == 1  # One font for all of them.
    names = sorted(path.name for path in study.site.glob("explorer*.html"))
    assert len(names) > 1
    page = open_page(study.site / names[1])
    assert page.locator("nav[aria-label='Articles by date'] a").count() == len(names) - 1
    before = contents(study)
    again = pages.Site(study.site, study.cache / "site.json", pytest.fail)
    pages.put_explorer(again, study, frame, "looks")
    assert contents(study) == before
    webfont._rule.cache_clear()
    new = pages.Site(tmp_path / "new", study.cache / "new.json", print)
    pages.put_explorer(new, study, frame, "looks")
    assert len(cuts) == 1  # The font of another run with the same characters is kept.
    assert {path.name: path.read_bytes() for path in new.folder.iterdir()} == {
        path.name: path.read_bytes() for path in study.site.iterdir()
    }


@pytest.mark.parametrize("dated", [True, False])
def test_a_sample_is_even_over_time_only_where_articles_are_dated(articles, tmp_path, monkeypatch, dated):
    study = Layout(tmp_path / "corpus", caches=tmp_path / "cache")
    study.corpus.mkdir()
    columns = (
        ["text"] if dated else [name for name in articles if name in ("text", "published") or "date" in name]
    )
    articles.drop(columns=columns).to_csv(study.corpus / "articles.csv")
    monkeypatch.setattr(explorer, "sample", lambda articles, size: articles.head(2))
    site = pages.Site(study.site, study.cache / "site.json", print)
    frame = {"study": study.title, "pages": [pages.INDEX, pages.EXPLORER], "previous": None}
    pages.put_explorer(site, study, frame, "looks")
    page = (study.site / "explorer.html").read_text(encoding="utf-8")
    assert f"all pages hold 2 of {len(articles)} articles" in page
    assert ("evenly over time" in page) is dated


def test_only_tracked_terms_and_terms_of_the_codebook_are_listed(tmp_path):
    for name, text in {
        "terms": "term,gloss,track\n枫桥经验,model,true\n拱墅,a district,false\n",
        "themes": "theme,term,gloss\nlaw,法治,rule of law\n",
        "theme_definitions": "theme,label,label_zh\nlaw,Law,法\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    paths = (tmp_path / f"{name}.csv" for name in ("terms", "themes", "theme_definitions"))
    assert explorer.read_terms(*paths)["term"].tolist() == ["枫桥经验", "法治"]
