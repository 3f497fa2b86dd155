"""Drafted metadata: guesses with the words they were guessed from, which never pass for facts."""

import shutil

import pandas as pd
import pytest

import helpers
from methods.draft import draft, guess, main


def test_a_guess_names_its_words() -> None:
    text = "东津新区举办培训会\n2024年1月11日下午，湖北省襄阳市东津新区举办培训。"
    guessed = guess(text)
    assert guessed["title"] == "东津新区举办培训会"
    assert guessed["date"] == "2024-01-11"
    assert guessed["date_words"] == "2024年1月11日"
    assert guessed["date_basis"] == "guessed"
    assert guessed["province"] == "湖北省"
    assert guessed["place_words"] in text


@pytest.mark.parametrize("text", ["", "大家都来了。", "2024年13月45日，他们来了。"])
def test_nothing_is_guessed_from_nothing(text: str) -> None:
    assert not any(guess(text).values())


def test_a_drafted_corpus_loads_without_its_guessed_dates(tmp_path) -> None:
    shutil.copytree(helpers.ROOT / "corpus" / "articles", tmp_path / "articles")
    assert main([str(tmp_path)]) == 0
    with pytest.warns(helpers.CorpusWarning, match="a guess"):
        articles = helpers.load_articles(tmp_path)
    assert len(articles) == 5
    assert articles[["date", "province", "prefecture", "county"]].isna().all(axis=None)


def test_a_draft_overwrites_nothing(tmp_path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "metadata.csv").write_text("mine")
    assert main([str(tmp_path)]) == 1
    assert (tmp_path / "metadata.csv").read_text() == "mine"


def test_a_draft_of_nothing_says_so_and_makes_nothing(tmp_path, capsys) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path / "mistyped")])
    assert "no folder" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_endings_in_capitals_and_folders_in_folders_are_drafted(tmp_path) -> None:
    (tmp_path / "articles" / "2019").mkdir(parents=True)
    for name, text in {"A.TXT": "基层治理培训班开班。", "2019/a.txt": "政法干部学习枫桥经验。"}.items():
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert sorted(helpers.load_articles(tmp_path).index) == ["2019-a", "A"]


def test_where_there_is_no_text_nothing_is_written(tmp_path, capsys) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "no .txt file" in capsys.readouterr().err
    assert not (tmp_path / "metadata.csv").exists()


def test_a_draft_holds_no_formula(tmp_path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "1.txt").write_text("=cmd()|培训班\n今天开班。", encoding="utf-8")
    main([str(tmp_path)])
    assert ",'=cmd()|培训班," in (tmp_path / "metadata.csv").read_text(encoding="utf-8")


def test_the_draft_of_the_five_agrees_where_it_says_something(articles) -> None:
    table = draft(helpers.ROOT / "corpus" / "articles").set_index("article_id")
    table.index = table.index.str[:3]
    assert (table["sha256"] == articles["sha256"]).all()
    titled = articles["title"].notna()
    assert (table.loc[titled, "title"] == articles.loc[titled, "title"]).all()
    assert pd.to_datetime(table.loc["001", "date"]) == articles.loc["001", "date"]
