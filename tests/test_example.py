"""The page "Bring your corpus": its example runs as the page says, and its numbers agree with a plain count."""

import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import helpers
from methods.files.paths import ROOT

EXAMPLE = ROOT / "tests" / "example"
TERMS = "term,gloss,family\n番茄,tomato,garden\n读书会,book club,library\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("example") / "my corpus")
    (folder / "lexicons").mkdir()
    (folder / "lexicons" / "terms.csv").write_text(TERMS, encoding="utf-8")
    environment = {**os.environ, "CORPUS": str(folder), "GROUP": "channel", "PERIOD": "Q"}
    build = subprocess.run(
        [sys.executable, "-m", "methods.pages"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert build.returncode == 0, build.stderr[-3000:]
    return folder


def plain(term):
    return sum(path.read_text(encoding="utf-8").count(term) for path in (EXAMPLE / "articles").glob("*.txt"))


def test_the_texts_are_two_groups_of_fifteen_with_dates():
    articles = helpers.load_articles(EXAMPLE)
    assert articles["channel"].value_counts().to_dict() == {"图书馆": 15, "菜园": 15}
    assert articles["date"].notna().all()


def test_the_pages_are_made(corpus):
    assert (corpus / "_site" / "index.html").is_file()
    assert sorted(path.suffix for path in (corpus / "figures").glob("01-presence.*")) == [
        ".csv",
        ".png",
        ".svg",
    ]


@pytest.mark.parametrize("term", ["番茄", "读书会"])
def test_counts_agree_with_a_plain_search(corpus, term):
    table = pd.read_csv(corpus / "figures" / "01-presence.csv")
    assert table.loc[table["term"] == term, "count"].sum() == plain(term) > 0
    assert helpers.count_terms(helpers.load_articles(corpus), term)[term].sum() == plain(term)


def test_the_groups_asked_for_are_the_columns(corpus):
    groups = {"图书馆", "菜园"}
    pairs = pd.read_csv(corpus / "figures" / "02-distance.csv")
    assert groups == set(pairs["a"]) | set(pairs["b"])
    assert set(pd.read_csv(corpus / "figures" / "01-presence.csv")["unit"]) == groups


def test_what_is_said_of_our_articles_is_not_said_of_others(corpus):
    ours = helpers.load_articles()["label"].tolist()
    pages = {path.name: path.read_text(encoding="utf-8") for path in (corpus / "_site").glob("*.html")}
    told = [(name, label) for name, page in pages.items() for label in ours if label in page]
    assert told == []
    assert "slogans of allegiance" not in pages["01-term-trends.html"]


def test_the_first_page_says_what_can_be_said_of_any_corpus(corpus):
    page = BeautifulSoup((corpus / "_site" / "index.html").read_text(encoding="utf-8"), "html.parser")
    said = page.select_one(".findings").get_text()
    assert "30 articles, dated" in said and "Which words are distinctive?" in said
    assert "A draft" not in said and "document on record" not in said
