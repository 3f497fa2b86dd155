"""Articles in JSON whose texts are lists, or that are a list within an object."""

import json
import time
from pathlib import Path

import pytest

import helpers
from helpers import load_articles
from methods.corpora.corpus import Corpus
from methods.corpora.json_tables import joined_lines
from methods.corpora.loading import load
from methods.corpora.tables import read_table
from methods.files.problems import CorpusError, CorpusWarning, Report

LAWS = [
    {
        "名稱": f"{name}法",
        "沿革": "一百零六年六月五日令發布。",
        "內容欄": [
            {"條號": "第 1 條", "條文": f"為保障{name}，依憲法制定本法，其他法律另有規定者從其規定。"},
            {"條號": "第 2 條", "條文": f"本法之主管機關，在中央為{name}部，在縣市為縣市政府。"},
        ],
        "附件": [],
    }
    for name in ("農業", "教育")
]


def write(folder: Path, rows: object, form: str = "json") -> Path:
    lines = rows if form == "jsonl" else [rows]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / f"articles.{form}").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_list_of_objects_with_the_most_chinese_is_the_text(tmp_path, form):
    with pytest.warns(CorpusWarning, match="no column is called `text`: `內容欄`, with the most Chinese"):
        articles = load_articles(write(tmp_path, LAWS, form))
    assert articles["raw"].iloc[0].split("\n") == [
        "第 1 條 為保障農業，依憲法制定本法，其他法律另有規定者從其規定。",
        "第 2 條 本法之主管機關，在中央為農業部，在縣市為縣市政府。",
    ]
    assert articles["沿革"].iloc[0] == "一百零六年六月五日令發布。"


@pytest.mark.parametrize(
    ("value", "joined"),
    [
        ([{"a": "甲", "n": 1, "b": "乙"}, {"c": "丙"}], "甲 乙\n丙"),
        ([{"a": "甲", "in": [{"b": "乙"}, {"b": "丙"}]}, {"c": "丁"}], "甲\n乙\n丙\n丁"),
        (["甲", {"b": "乙"}, ["丙", "丁"]], "甲\n乙\n丙\n丁"),
        (["甲", "", "乙"], "甲\n\n乙"),
        ([{"by": "甲", "message": "早。"}, {"message": "好。", "of": [{"name": "北京"}]}], "早。\n好。"),
        ([{"标题": "一", "内容": "早。"}, {"标题": "二", "内容": ""}], "早。\n"),
        ([[{"Text": "早。", "id": "1"}], [{"content": "好。", "id": "2"}]], "早。\n好。"),
        ([{"a": "甲", "in": [{"段落": "早。", "b": "乙"}]}], "甲\n早。"),
        ([{"by": "甲", "message": "早。"}, {"by": "乙"}], "甲 早。\n乙"),
        ([{"by": "甲", "text": "早。"}, {"by": "乙", "body": "好。"}], "甲 早。\n乙 好。"),
        ([{"text": "早。", "message": "好。"}], "早。 好。"),
        ([{"by": "甲", "text": ""}, {"by": "乙", "text": " "}], "甲\n乙  "),
        ([{"n": 1}], [{"n": 1}]),
        ([1, 2], [1, 2]),
        (["甲", 1], ["甲", 1]),
        ([], []),
        ({"a": "甲"}, {"a": "甲"}),
        ("甲", "甲"),
        (None, None),
    ],
)
def test_only_lists_of_texts_become_lines(value, joined):
    assert joined_lines({"x": value}) == {"x": joined}


def test_lists_in_lists_are_joined_at_any_depth_and_in_linear_time():
    deep: object = "末"
    for number in range(200_000):
        deep = [deep] if number % 2 else [{"a": "字", "in": deep}]
    many = [{"a": "字", "b": "词"}] * 200_000
    started = time.process_time()
    assert joined_lines({"x": deep})["x"].count("\n") == 99_999
    assert len(joined_lines({"x": many})["x"]) == 4 * 200_000 - 1
    assert time.process_time() - started < 5
    while isinstance(deep, list):  # Python frees it recursively.
        deep = deep[0]["in"] if isinstance(deep[0], dict) else deep[0]


def test_lists_that_are_too_deep_are_named_and_the_rest_is_read(tmp_path):
    good = json.dumps({"text": "平安建设要依靠群众。"}, ensure_ascii=False)
    deep = '{"text": ' + "[" * 100_000 + '"社区"' + "]" * 100_000 + "}"
    (tmp_path / "articles.jsonl").write_text(f"{deep}\n{good}", encoding="utf-8")
    with pytest.warns(CorpusWarning, match="line 1: it is not JSON .*correct or remove the line"):
        assert load_articles(tmp_path)["text"].tolist() == ["平安建设要依靠群众。"]


DIARY = [{"text": f"{day}日，晴，上午得信，下午去书店买书。", "weather": "晴"} for day in "一二三"]


def test_an_object_with_one_list_of_objects_is_that_list(tmp_path):
    whole = {"author": "某人", "count": 3, "tags": ["日记"], "items": DIARY, "notes": []}
    with pytest.warns(CorpusWarning, match="it is one object, and its list `items` was read"):
        assert load_articles(write(tmp_path, whole))["raw"].tolist() == [day["text"] for day in DIARY]


def test_an_object_with_an_object_for_each_id_is_a_table(tmp_path):
    whole = {
        "717": {"title": "问路", "messages": [{"content": "请问车站在哪里？"}, {"content": "往前走就到。"}]},
        "718": {"title": "点菜", "messages": [{"content": "来一碗面。"}, {"content": "好的，请稍等。"}]},
    }
    with pytest.warns(CorpusWarning, match="one object of objects, and their keys were read as ids"):
        articles = load_articles(write(tmp_path, whole))
    assert articles.index.tolist() == ["717", "718"]
    assert articles["raw"].tolist() == ["请问车站在哪里？\n往前走就到。", "来一碗面。\n好的，请稍等。"]


@pytest.mark.parametrize(
    "whole", [{"items": DIARY, "more": DIARY}, {"items": ["一", "二"]}, {"items": {"a": DIARY}}, {}, "一"]
)
def test_an_object_with_no_such_list_or_with_two_is_an_error(tmp_path, whole):
    with pytest.raises(CorpusError, match=r"articles\.json: it is not a list of objects; save the articles"):
        load_articles(write(tmp_path, whole))


@pytest.mark.parametrize(
    "value", [["床前明月光，", "疑是地上霜。"], [{"line": "床前明月光，"}], "床前明月光，"]
)
def test_paragraphs_that_are_the_text_are_told(tmp_path, value):
    report = Report()
    write(tmp_path, [{"id": "1", "paragraphs": value}])
    assert read_table(tmp_path / "articles.json", report)["raw"].str.startswith("床前明月光").all()
    assert "columns read: paragraphs as text" in report.notes


def test_a_number_of_paragraphs_is_not_the_text(tmp_path):
    report = Report()
    write(tmp_path, [{"id": "1", "paragraphs": 3, "评": "床前明月光。"}])
    assert read_table(tmp_path / "articles.json", report)["raw"].tolist() == ["床前明月光。"]
    assert "columns read: paragraphs as text" not in report.notes


def test_lists_of_objects_are_the_text_in_a_large_corpus_too(tmp_path, monkeypatch):
    rows = [{"id": str(n), "content": LAWS[n % 2]["內容欄"] + [{"條號": f"第 {n} 號"}]} for n in range(40)]
    write(tmp_path, rows, "jsonl")
    small = load_articles(tmp_path)
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 2000)
    monkeypatch.setattr("methods.corpora.chunks.CHUNK_BYTES", 2000)
    large = Corpus(tmp_path)
    assert large.is_large
    assert large.read(small.index)["text"].tolist() == small["text"].tolist()


@pytest.mark.parametrize(("heading", "told"), [("体验倚天屠龙记十大创新概览", True), ("內容欄", False)])
def test_a_first_article_in_place_of_headings_is_asked_about(tmp_path, heading, told):
    rows = [["类", heading], *([str(n), f"基层治理的第{n}篇报道。"] for n in range(5))]
    (tmp_path / "articles.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    with pytest.warns(CorpusWarning) as caught:
        helpers.load_articles(tmp_path)
    assert ("its first line was taken for headings" in str(caught[0].message)) is told


CHAT = [
    {"message": "去过楼顶的菜园吗？"},
    {"message": "没有，在哪里？", "attrs": [{"name": "菜园", "值": "北京有"}]},
]


ANSWERS = [{"text": "楼顶的菜园", "start": 3}, {"text": "菜园", "start": 6}] * 3
READING = [
    {
        "context": "社区的居民在楼顶的菜园里种了番茄和黄瓜，" * 5,
        "casename": "菜园纠纷",
        "qas": [{"question": "谁在哪里种了什么？", "answers": ANSWERS, "id": "1_1", "impossible": "false"}]
        * 4,
    }
]


@pytest.mark.parametrize("values", [READING, READING * 2, [{"title": "一", "paragraphs": READING}]])
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_of_a_text_with_questions_only_the_text_is_read(tmp_path, values, form):
    write(tmp_path, [{"caseid": "1", "paragraphs": values}], form)
    context = READING[0]["context"]
    expected = "\n".join([context] * (2 if len(values) == 2 else 1))
    assert read_table(tmp_path / f"articles.{form}", Report())["raw"].tolist() == [expected]


@pytest.mark.parametrize("is_large", [False, True])
def test_the_same_key_is_read_in_each_row(tmp_path, monkeypatch, is_large):
    short = [READING[0] | {"context": "番茄和黄瓜都种在楼顶。"}]
    rows = [{"id": f"{n}", "paragraphs": short if n == 7 else READING} for n in range(9)]
    write(tmp_path, rows, "jsonl")
    for module in ("corpus", "chunks"):
        monkeypatch.setattr(f"methods.corpora.{module}.CHUNK_BYTES", 3000 if is_large else 10**6)
    monkeypatch.setattr("methods.corpora.corpus.report_near_duplicates", lambda articles, report: articles)
    with pytest.warns(CorpusWarning):
        corpus = Corpus(tmp_path)
        assert corpus.is_large is is_large
        assert corpus.read(["7"])["raw"].tolist() == ["番茄和黄瓜都种在楼顶。"]


def test_another_key_can_be_chosen(tmp_path):
    named = [{"text" if key == "casename" else key: value for key, value in READING[0].items()}]
    write(tmp_path, [{"caseid": "1", "paragraphs": named}])
    assert read_table(tmp_path / "articles.json", Report())["raw"].tolist() == ["菜园纠纷"]


def test_a_post_with_replies_of_its_length_is_read_with_them():
    post = {"post": "番茄" * 40, "replies": [{"reply": "黄瓜" * 30}, {"reply": "南瓜" * 30}]}
    assert joined_lines({"x": [post]})["x"].count("瓜") == 60


@pytest.mark.parametrize("value", ["true", "False", "1_1", "2021-03-05", "12.5%", "3 / 4", "null"])
def test_booleans_and_numbers_in_objects_are_no_texts(value):
    assert joined_lines({"x": [{"话": "早。", "id": "A1", "n": value}, {"话": "好。"}]}) == {
        "x": "早。\n好。"
    }


@pytest.mark.parametrize(
    ("values", "note"),
    [
        (
            READING,
            "of the objects in `messages`, only `context`, which holds most Chinese, was read, not `answers`, "
            "`casename`, `id`, `impossible`, `qas`, `question`, `start`, `text`; to read another key, call it `text`",
        ),
        (CHAT, "of the objects in `messages`, only `message` was read, not `attrs`; to read another"),
        (
            [{"by": "甲", "话": "早。"}, {"话": "好。"}],
            "the objects in `messages` were joined to one text, with all texts in them: `by`, `话`",
        ),
    ],
)
def test_it_is_said_which_keys_were_read(tmp_path, monkeypatch, values, note):
    rows = [{"id": str(number), "messages": [*values, *values]} for number in range(9)]
    write(tmp_path, rows, "jsonl")
    for is_large in (False, True):
        for module in ("corpus", "chunks"):
            monkeypatch.setattr(f"methods.corpora.{module}.CHUNK_BYTES", 300 if is_large else 10**6)
        monkeypatch.setattr(
            "methods.corpora.corpus.report_near_duplicates", lambda articles, report: articles
        )
        with pytest.warns(CorpusWarning) as caught:
            assert Corpus(tmp_path).is_large is is_large
            assert len(Corpus(tmp_path).articles)
        assert str(caught[0].message).count(note) == 1


@pytest.mark.parametrize(
    "key", ["\x1b[2J", "a\nFAKE: all is well", "\ud83d", "\u202e", "a\0b", "x" * 1_000_000]
)
@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize(
    "make",
    [
        lambda key, text: {"id": "1", "chat": [{"text": text, key: "x"}]},
        lambda key, text: {"id": "1", key: [{"text": text, "q": "x"}]},
        lambda key, text: {"id": "1", "text": text, key: "x"},
        lambda key, text: {key: [{"id": "1", "text": text}]},
        lambda key, text: {"id": "1", key: "x"},
    ],
)
def test_no_key_reaches_a_terminal_raw_or_at_any_length(tmp_path, make, form, key):
    report = Report()
    row = make(key, "社区学习枫桥经验。")
    (tmp_path / f"articles.{form}").write_text(json.dumps([row] if form == "json" and len(row) > 1 else row))
    try:
        load(tmp_path, report)
        said = report.summary(tmp_path)
    except CorpusError as error:
        said = str(error)
    assert len(said.encode()) < 10_000
    assert all(char == "\n" or char.isprintable() for char in said)
    assert not any(line.startswith("FAKE") for line in said.split("\n"))


def test_of_many_keys_the_report_shows_some(tmp_path):
    report = Report()
    parts = [{"text": "社区学习枫桥经验。"} | dict.fromkeys(map(str, range(50_000)), "x")]
    write(tmp_path, [{"id": "1", "chat": parts}])
    read_table(tmp_path / "articles.json", report)
    assert "more characters" in str(report) and len(str(report)) < 10_000


@pytest.mark.parametrize("values", [["早。"], [{"text": "早。"}], [{"话": "早。"}, {"话": "好。"}], "早。"])
def test_where_nothing_was_joined_nothing_is_said(tmp_path, values):
    report = Report()
    write(tmp_path, [{"id": "1", "messages": values}])
    read_table(tmp_path / "articles.json", report)
    assert "objects in" not in "".join(report.notes)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_of_a_list_of_lists_it_is_said_which_shapes_are_read(tmp_path, form):
    report = Report()
    write(tmp_path, [[["楼顶的菜园。"], {"q": "在哪里？"}], {"text": "早。"}, {"number": 1}], form)
    read_table(tmp_path / f"articles.{form}", report)
    first, second = report.problems
    noun = "object" if form == "json" else "line"
    assert first.where.endswith(f"{noun} 1") and first.what == "it is not a JSON object"
    assert "a list of objects, one object per line (.jsonl), or an object with one such list" in first.remedy
    assert second.remedy == f"correct or remove the {noun}"
