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


NEWS = "培训班开班\n2024年1月11日下午，湖北省襄阳市举办培训。襄阳市的干部参加。"
REPORT = "政府工作报告\n1949年10月1日，中华人民共和国成立。{}过去一年，我们坚定维护香港、澳门长期繁荣稳定，推进长三角和粤港澳建设。"
DATED = {
    "2024-01-11": [NEWS, NEWS + "学员重温1949年10月1日的历史，展望到2035年的目标。"],
    "1954-09-23": [
        "政府工作报告\n（1954年9月23日在会议上）\n1949年10月1日以来，我们的国家变了。1953年很重要。"
        + "很好。" * 30
    ],
    "2019-03-05": [
        "报告\n从1949年10月1日说起，到2018年，成绩很大。" + "很好。" * 40 + "\n国务院\n2019年3月5日"
    ],
    "": [
        REPORT.format("2019年，成绩很大。" * 20),
        REPORT.format("从1978年到2020年，我们走过了四十年；2020年是关键的一年。" * 9),
        "1921年7月1日是党的生日。2023年我们学习党史，2022年也是。" + "很好。" * 40,
    ],
}


@pytest.mark.parametrize(("date", "text"), [(date, text) for date, texts in DATED.items() for text in texts])
def test_a_date_that_is_history_is_not_the_articles(date: str, text: str) -> None:
    assert guess(text)["date"] == date


PLACED = {
    "湖北省": [
        NEWS,
        NEWS + "他们到浙江省学习。",
        "报告\n" + "很好。" * 200 + "武汉市、襄阳市、宜昌市都来了，广东省也来了。",
    ],
    "香港特别行政区": ["香港青年来学习\n香港青年到广东省交流，香港的老师很高兴。"],
    "": [
        REPORT.format(""),
        "报告\n" + "很好。" * 200 + "坚定维护香港繁荣稳定。",
        "报告\n"
        + "很好。" * 200
        + "维护香港、澳门的繁荣稳定，支持香港、澳门的发展，北京市和上海市都有贡献。",
        "浙江省、江苏省、安徽省和上海市签约\n四地的干部都来了。",
    ],
}


@pytest.mark.parametrize(
    ("province", "text"), [(name, text) for name, texts in PLACED.items() for text in texts]
)
def test_a_place_that_is_one_of_many_is_not_the_articles(province: str, text: str) -> None:
    assert guess(text)["province"] == province


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        (NEWS, "guessed", "guessed"),
        ("开班\n湖北省襄阳市举办培训。襄阳市的干部参加。", "", "guessed"),
        ("开班\n2024年1月11日下午，大家来了。", "guessed", ""),
    ],
)
def test_only_what_was_guessed_is_called_a_guess(text: str, date: str, place: str) -> None:
    guessed = guess(text)
    assert (guessed["date_basis"], guessed["place_basis"]) == (date, place)
    assert bool(guessed["date"]) is bool(date) and bool(guessed["province"]) is bool(place)


@pytest.mark.parametrize(
    ("date_basis", "place_basis", "known"),
    [
        ("guessed", "guessed", []),
        ("", "guessed", ["date"]),
        ("text", "guessed", ["date"]),
        ("guessed", "text", ["province"]),
        ("text", "text", ["date", "province"]),
        ("guessed", "", []),
        ("guessed", None, []),
        ("text", None, ["date", "province"]),
    ],
)
def test_a_guessed_place_is_not_used_until_it_is_checked(tmp_path, date_basis, place_basis, known) -> None:
    row = {
        "text": "培训班开班，大家都来了。",
        "date": "2024-01-11",
        "province": "湖北省",
        "date_basis": date_basis,
    }
    row |= {} if place_basis is None else {"place_basis": place_basis}
    pd.DataFrame([row]).to_csv(tmp_path / "articles.csv", index=False)
    with pytest.warns(helpers.CorpusWarning) as caught:
        articles = helpers.load_articles(tmp_path)
    assert articles[["date", "province"]].dropna(axis="columns").columns.tolist() == known
    assert ("is a guess" in str(caught[0].message)) is (len(known) < 2)
    assert "place_basis" not in str(caught[0].message)


@pytest.mark.parametrize("name", ["articles.csv", "articles/1.xlsx", "articles/2.jsonl"])
def test_a_table_needs_no_draft_and_is_told_so(tmp_path, capsys, name: str) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / name).write_text("article_id,text\n")
    for path in (tmp_path, *([tmp_path / name] if name == "articles.csv" else [])):
        with pytest.raises(SystemExit):
            main([str(path)])
        assert "is a table: its columns are the metadata" in capsys.readouterr().err
    assert not (tmp_path / "metadata.csv").exists()


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
    assert "mistyped does not exist" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_endings_in_capitals_and_folders_in_folders_are_drafted(tmp_path) -> None:
    (tmp_path / "articles" / "2019").mkdir(parents=True)
    for name, text in {"A.TXT": "基层治理培训班开班。", "2019/a.txt": "政法干部学习枫桥经验。"}.items():
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert sorted(helpers.load_articles(tmp_path).index) == ["2019-a", "A"]


def drafted(folder, texts: dict[str, str]) -> pd.DataFrame:
    (folder / "articles").mkdir()
    for name, text in texts.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    assert main([str(folder)]) == 0
    return pd.read_csv(folder / "metadata.csv", dtype="str", keep_default_na=False).set_index("file")


OTHER = "食堂开张\n2022年5月1日，食堂开张了。"


@pytest.mark.parametrize("name", ["20210306 a.md", "a-2021-03-06.txt", "2021.03.06.txt", "2021年3月6日.txt"])
def test_dates_in_the_names_of_all_files_are_taken_over(tmp_path, capsys, name: str) -> None:
    table = drafted(tmp_path, {name: OTHER, "1999-12.txt": "大家都来了。"})
    assert table["date_basis"].tolist() == ["external", "external"]
    assert "the dates are those in the names of the files" in capsys.readouterr().out
    dates = helpers.load_articles(tmp_path)["date"]
    assert sorted(f"{date:%Y-%m-%d}" for date in dates) == ["1999-12-16", "2021-03-06"]


@pytest.mark.parametrize("name", ["a.txt", "12345678.txt", "2021-13-06.txt", "120210306.txt"])
def test_a_name_without_a_date_leaves_all_dates_to_the_texts(tmp_path, name: str) -> None:
    table = drafted(tmp_path, {name: "大家都来了。", "2021-03-06.txt": OTHER})
    assert table["date"].to_dict() == {name: "", "2021-03-06.txt": "2022-05-01"}
    assert table["date_basis"].to_dict() == {name: "", "2021-03-06.txt": "guessed"}


LONG = (
    "这一天天气很好，大家一早就到楼顶的菜园里浇水，然后一起去图书馆读书，晚上又回来看番茄，一直到天黑才回家。"
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"---\ntitle: '楼顶菜园'\n---\n{LONG}\n完。", "楼顶菜园"),
        (f'+++\ntitle = "楼顶菜园"\n+++\n{LONG}\n完。', "楼顶菜园"),
        (f'[#]: subject: "楼顶菜园"\n{LONG}\n完。', "楼顶菜园"),
        (f"---\ntitle: Roof\n---\n{LONG}\n# 楼顶[菜园](http://a.cn) #\n完。", "楼顶菜园"),
        (f"{LONG}\n\n楼顶菜园\n=====\n完。", "楼顶菜园"),
        (f"---\ntitle: Roof\n---\n{LONG}\n完。", "Roof"),
        ("菜园日记\ntitle: 楼顶\n完。", "菜园日记"),
        ("菜园日记\n# 浇水\n水。\n# 读书\n书。", "菜园日记"),
        ("菜园日记\n```\n# 浇水\n```\n完。", "菜园日记"),
        (f"---\ntitle: Roof\n---\n菜园日记\n{LONG}", "菜园日记"),
        (f"{LONG}\n## 浇水\n完。", ""),
        (f"{LONG}\ntitle: 楼顶\n完。", ""),
    ],
)
def test_the_title_of_markdown_is_the_title(tmp_path, text: str, title: str) -> None:
    assert drafted(tmp_path, {"a.md": text})["title"].tolist() == [title]


def test_where_there_is_no_text_nothing_is_written(tmp_path, capsys) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "no text in" in capsys.readouterr().err
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


def test_a_draft_that_cannot_be_written_is_said(tmp_path, monkeypatch, capsys) -> None:
    def full(path: object, data: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("methods.draft.write_atomic", full)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("学员学习枫桥经验。", encoding="utf-8")
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "metadata.csv cannot be written: [Errno 28] No space left" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["=cmd|' C calc'!A1.txt", "@a.txt", "=1+1/a.txt"])
def test_a_name_that_would_act_in_a_spreadsheet_is_left_out_and_told(tmp_path, capsys, name: str) -> None:
    for one in (name, "b.txt"):
        path = tmp_path / "articles" / one
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NEWS, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert pd.read_csv(tmp_path / "metadata.csv")["file"].tolist() == ["b.txt"]
    assert "would take its name for a formula; rename it" in capsys.readouterr().err


def test_a_title_without_end_is_cut(tmp_path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: {'长' * 10_000}\n---\n{NEWS}", encoding="utf-8")
    assert len(draft(tmp_path)["title"][0]) == 200
