"""A corpus's own table of bigrams is used wherever its texts are cleaned, and kept texts depend on it."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import helpers
from methods.corpora import engine
from methods.corpora.loading import load
from methods.files.problems import Report
from methods.repair import count
from methods.repair.damage import damage
from methods.repair.pinyin import common_list
from methods.text.clean import clean, cleaner

START = "網絡時代的人們在學校學習經濟與實踐，大家都說好，我們要發展經濟，關系到國家的發展。"
FOUND = damage(f"{START}我們都愛。貓頭鷹們。可控硅，我們都好。", common_list()[:60], True)


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one damaged article, and one of the words in it."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.txt").write_text(FOUND, encoding="utf-8")
    (tmp_path / "articles/b.txt").write_text("可控硅，我们都来。\n" * 200, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        "article_id,file,date\na,a.txt,2024\nb,b.txt,2024\n", encoding="utf-8"
    )
    return tmp_path


def test_cleaning_takes_the_language_of_the_corpus(corpus):
    without = load(corpus, Report()).loc["a", "text"]
    assert count.main([str(corpus)]) == 0
    articles = load(corpus, Report())
    assert "可控硅，我们都好" in articles.loc["a", "text"] != without
    cleaned = cleaner(articles)(FOUND)
    assert cleaned.text == articles.loc["a", "text"] == clean(FOUND, corpus / "lexicons/language.npz").text
    hit = helpers.concordance(helpers.load_articles(corpus), "可控硅").query("article_id == 'a'")
    assert FOUND[slice(*hit.iloc[0][["raw_start", "raw_end"]])].startswith("?")


def test_kept_texts_are_made_anew_when_the_language_changes(corpus):
    first = engine.read(corpus, pd.Index(["a"]))
    count.main([str(corpus)])
    second = engine.read(corpus, pd.Index(["a"]))
    assert second.loc["a", "text"] != first.loc["a", "text"]
    assert second.attrs["language"] == str(corpus / "lexicons/language.npz")
    shutil.rmtree(corpus / "lexicons")
    assert engine.read(corpus, pd.Index(["a"])).loc["a", "text"] == first.loc["a", "text"]


def test_a_broken_language_is_named_and_left_out(corpus):
    (corpus / "lexicons").mkdir()
    Path(corpus / "lexicons/language.npz").write_bytes(b"no archive")
    report = Report()
    assert "language" not in load(corpus, report).attrs
    assert "language.npz" in str(report)
