"""A reader learns that Traditional texts were converted, and nothing where there is nothing to say."""

import json

import pytest

from methods.corpora.corpus import Corpus
from methods.files.problems import CorpusWarning
from methods.text.notes import is_japanese, notes, together

CONVERTED = ["some texts are in Traditional characters: they were converted to Simplified"]


def test_converted_texts_are_told_of_once() -> None:
    assert list(notes(["漢水之東，學習。", "這是歷史。", "历史。"])) == CONVERTED


def test_simplified_texts_and_repaired_pages_are_not_told_of(articles) -> None:
    assert list(notes(["汉水之东", "松原市乾安县发展", "引文：漢。历史与学习", "Text"])) == []
    assert list(notes(articles["raw"])) == []


JAPANESE = "図書館の屋上に小さな菜園があります。毎週土曜日に水をやります。"


@pytest.mark.parametrize(
    "text",
    [JAPANESE, "トマトとキュウリの苗を植えた。", "ﾄﾏﾄとｷｭｳﾘを植えました。", "这一页是日文：" + JAPANESE],
)
def test_a_text_with_much_kana_looks_japanese(text: str) -> None:
    assert is_japanese(text)
    assert "with much kana" in list(notes([text, "楼顶有菜园。"]))[-1]


@pytest.mark.parametrize(
    "text",
    [
        "楼顶有一个菜园，大家每个星期六去浇水。",
        "鲜の每日：优の良品。",
        "让・雅克ー卢梭・" * 9,
        "他们读的课文是：" + "楼顶有菜园，我们浇水。" * 30 + JAPANESE,
    ],
)
def test_a_text_that_quotes_some_kana_is_chinese(text: str) -> None:
    assert not is_japanese(text)
    assert "kana" not in "".join(notes([text]))


def test_numbers_of_texts_with_kana_are_those_of_the_whole_corpus(tmp_path, monkeypatch) -> None:
    texts = [f"{n}番目。{JAPANESE * 9}" for n in range(12)] + [
        f"楼顶有菜园{n}号，大家去浇水。" * 9 for n in range(12)
    ]
    lines = [json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 2000)
    monkeypatch.setattr("methods.corpora.chunks.CHUNK_BYTES", 2000)
    monkeypatch.setattr("methods.corpora.corpus.report_near_duplicates", lambda articles, report: articles)
    with pytest.warns(CorpusWarning, match="characters\\): 12; they look Japanese") as caught:
        assert len(Corpus(tmp_path).articles) == 24
    assert str(caught[0].message).count("kana (") == 1


def test_notes_of_parts_are_those_of_the_whole() -> None:
    assert together(["a: 1; b", "c {}", "a: 2; b", "c {}", "d: 3"]) == ["a: 3; b", "c {}", "d: 3"]
    assert together([]) == []


def test_a_line_at_the_end_of_most_texts_is_told_with_their_number() -> None:
    songs = [f"第{n}首歌\n唱的是{n}月\n...\n*** For singing at home only ***\n(4711)" for n in range(20)]
    told = [
        note
        for note in notes([*songs, *("没有这一行。" + "啦" * n for n in range(15))])
        if "same line" in note
    ]
    assert len(told) == 2 and "...”" not in "".join(told)
    assert told[1].startswith("texts that begin or end with one and the same line: 20; “*** For singing at")
    assert "remove it from the texts if it is not part of them" in told[0]
    assert together(told[:1] * 2)[0].startswith("texts that begin or end with one and the same line: 40; ")
    assert "same line" not in "".join(notes(songs[:5]))
    assert "same line" not in "".join(notes(f"第{n}首歌\n{n}月的春天" for n in range(40)))


def test_pronouns_that_stay_apart_are_told() -> None:
    told = list(notes(["我為妳寫詩，妳聽嗎？", "給妳一個擁抱。", "牠們飛過長江。", "我給你。"]))
    assert "texts with 妳, as Taiwan writes some 你: 2; the two are counted apart" in told
    assert "texts with 牠, as Taiwan writes some 它: 1; the two are counted apart" in told
