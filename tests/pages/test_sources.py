"""The sources on the pages: as much as a corpus has, and nothing of this project's for another."""

import pandas as pd
import pytest

import helpers
from methods.files.paths import ROOT
from methods.mentions.masking import private_names
from methods.pages import sources
from methods.pages.render import link_data
from methods.pages.site import Layout


@pytest.fixture
def layout(tmp_path):
    """Return a function that makes a corpus of one article with some metadata, and its layout."""

    def make(n=1, **facts):
        texts = [f"社区第{i}次学习枫桥经验。" for i in range(n)]
        table = pd.DataFrame({"article_id": [f"a{i}" for i in range(n)], "text": texts, **facts})
        table.to_csv(tmp_path / "articles.csv", index=False)
        return Layout(tmp_path)

    return make


def test_our_articles_have_a_bibliography_and_our_work_a_citation():
    ours = Layout(ROOT / "corpus")
    rows = {row["Article"]: row for row in sources.bibliography(ours)}
    assert list(rows) == ["Gongshu 2019", "National 2023", "Dongjin 2024", "Liaocheng 2024", "Guangxi 2025"]
    assert rows["Guangxi 2025"]["Outlet"] == "广西法治日报" and rows["National 2023"]["Place"] == "national"
    assert rows["Dongjin 2024"]["Title"] == "not known"
    assert sources.citation(ours).endswith("Version 0.1.0.")
    tables = {path.name for path in (ROOT / "corpus").glob("*.csv")}
    assert tables | {"campaigns.csv", "registers.csv", "brands.csv"} <= set(sources.names(ours))
    assert sources.names(ours)["corpus/README.md"] == "data/README.md"


def test_no_file_that_the_pages_offer_names_a_private_person_or_the_village_in_the_post():
    private = {name for names in private_names(helpers.load_articles()).values() for name in names}
    assert {"肖营村", "军门社区"} < private
    for href, (path, _) in sources.published(Layout(ROOT / "corpus")).items():
        text = path.read_text(encoding="utf-8")
        assert not [name for name in private if name in text], href


def test_another_corpus_has_none_of_what_is_ours_alone(layout):
    bare = layout()
    assert sources.bibliography(bare) == [] and sources.citation(bare) == ""
    offered = {name.removeprefix("data/") for name in sources.published(bare)}
    assert offered == {"terms.csv", "themes.csv", "theme_definitions.csv", "stopwords.csv"}


def test_what_is_known_of_an_article_is_told_and_what_no_article_has_is_no_column(layout):
    rows = sources.bibliography(layout(title=["<b>题</b>"], date=["2020-03-04"]))
    assert rows == [{"Title": "<b>题</b>", "Date": "2020-03-04"}]
    assert sources.bibliography(layout(n=30, title="题")) == []


def test_names_of_files_are_linked_only_to_what_is_offered():
    html = "<code>a.csv</code> <code>b.csv</code> <pre><code>a.csv = 1</code></pre>"
    linked = link_data(html, {"a.csv": "data/a.csv"})
    assert linked.count("<a ") == 1 and linked.startswith(
        '<a href="data/a.csv"><code>a.csv</code></a> <code>b'
    )
    assert link_data(html, {}) == html
