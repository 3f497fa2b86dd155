"""One report names every bad article, and the good ones load as if those did not exist."""

import json
import os
import re
import warnings
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import helpers
from methods.corpora import metadata
from methods.corpora.columns import make_columns
from methods.corpora.corpus import Corpus
from methods.corpora.facts import named_dates, read_dates
from methods.corpora.headings import DATES, FACTS, rename_columns
from methods.corpora.tables import read_table
from methods.files.lexicons import COUNTED, KEYS, READINGS, read_lexicon
from methods.files.lexicons import FACTS as OPTIONAL
from methods.files.problems import CorpusError, CorpusWarning, Report
from methods.measures.concordance import shown_dates
from methods.text.words import user_words

GOOD = {
    "a": "社区党组织书记参加了培训。大家认真听课，收获很大，表示要把学到的东西用到工作中去。",
    "b": "平安建设要依靠群众。派出所的民警走访了每一户人家，听取居民的意见和建议。",
}


def write_corpus(folder: Path, extra_rows: str = "", **files: bytes | str) -> Path:
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    rows = "article_id,file,date,province\n" + "".join(
        f"{name},{name}.txt,2024-01-02,浙江省\n" for name in GOOD
    )
    (folder / "metadata.csv").write_text(rows + extra_rows, encoding="utf-8")
    for name, text in (GOOD | files).items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "articles" / f"{name}.txt").write_bytes(data)
    return folder


def load(folder: Path) -> tuple[pd.DataFrame, str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        articles = helpers.load_articles(folder)
    reports = [str(warning.message) for warning in caught if warning.category is helpers.CorpusWarning]
    assert len(reports) <= 1
    return articles, "".join(reports)


def test_a_good_corpus_has_no_report(tmp_path) -> None:
    articles, report = load(write_corpus(tmp_path))
    assert dict(articles["text"]) == GOOD
    assert report == ""


ROW = "c,c.txt,2024-01-02,浙江省\n"
BAD = {
    "empty file": (ROW, {"c": " \n"}, ["c.txt", "empty", "collect it again"]),
    "empty file of no bytes": (ROW, {"c": b""}, ["c.txt", "empty", "collect it again"]),
    "binary file": (
        ROW,
        {"c": b"\x89PNG\r\n\x1a\n" + bytes(range(256))},
        ["c.txt", "it is not text", "byte 0 is neither", "save the file as UTF-8"],
    ),
    "undecodable bytes": (
        ROW,
        {"c": bytes(range(128, 256)) * 3},
        ["c.txt", "cannot be decoded", "save the file"],
    ),
    "metadata without file": (ROW, {}, ["c.txt", "does not exist", "correct its row"]),
    "file without metadata": ("", {"c": "文"}, ["c.txt", "no row", "remove the file"]),
    "duplicate id": ("a,b.txt,2024-01-02,浙江省\n", {}, ["article a", "2 rows", "the first was kept"]),
    "duplicate text": (ROW, {"c": GOOD["a"]}, ["c.txt", "same text as article a", "is kept"]),
    "near-duplicate text": (ROW, {"c": GOOD["a"][:-1] + "！"}, ["article c", "is in article a", "is kept"]),
    "no Chinese": (ROW, {"c": "nothing but English"}, ["c.txt", "no Chinese", "remove its row"]),
    "nothing but credits": (
        ROW,
        {"c": "来源：人民网"},
        ["article c", "contains only credits", "collect"],
    ),
    "outside the folder": (
        "c,../metadata.csv,2024-01-02,浙江省\n",
        {},
        ["outside the folder articles", "put the file itself there"],
    ),
    "broken row": ("c,c.txt\n", {"c": "文"}, ["line 4", "too few cells", "correct it"]),
    "unclosed quote": ('c,"c.txt,2024\n', {"c": "文"}, ["line 4", "mark is out of place", "correct it"]),
    "no file": ("c, ,2024-01-02,浙江省\n", {}, ["metadata.csv, article c", "names no file", "name one"]),
    "no name of a file": ("c,c\0.txt,2024-01-02,浙江省\n", {}, ["article c", "names no file", "name one"]),
    "no id": (",c.txt,2024-01-02,浙江省\n", {"c": "文"}, ["line 4", "no article_id"]),
}


@pytest.mark.parametrize("cell", ['"他说"你好', '"未完', '说"好"', '"好""', "说''好\"", '"'])
@pytest.mark.parametrize(("name", "between"), [("articles.tsv", "\t"), ("articles.csv", ",")])
@pytest.mark.parametrize("number", [1, 40])
def test_a_quotation_mark_out_of_place_costs_no_other_row(tmp_path, cell, name, between, number) -> None:
    rows = [["id", "text"], *([str(n), f"基层治理的第{n}篇报道。"] for n in range(100))]
    for n in range(number):
        rows[3 + 2 * n][1] = f"{cell}基层治理{n}。"
    (tmp_path / name).write_text("\n".join(between.join(row) for row in rows), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CorpusWarning)
        articles = helpers.load_articles(tmp_path)
    assert articles.index.tolist() == [str(n) for n in range(100)]
    assert articles["text"].str.contains("基层治理").all()


def test_no_row_is_blamed_for_the_quotation_marks_of_others(tmp_path) -> None:
    rows = [f'{n}\t"治理"{n}。' if n < 30 else f'{n}\t"治理{n}。"' for n in range(90)]
    (tmp_path / "articles.tsv").write_text("\n".join(["id\ttext", *rows]), encoding="utf-8")
    report = Report()
    assert len(read_table(tmp_path / "articles.tsv", report)) == 90
    assert [one.where.rpartition(" ")[2] for one in report.problems] == [str(n + 2) for n in range(30)]


def test_a_cell_of_several_lines_stays_one_after_a_torn_one(tmp_path) -> None:
    text = 'id,text\n1,"基层治理"好。\n2,"第一行治理。\n第二行治理。"\n3,乡村治理。\n'
    (tmp_path / "articles.csv").write_text(text, encoding="utf-8")
    with pytest.warns(CorpusWarning, match="line 2: a quotation mark is out of place; its marks were kept"):
        articles = helpers.load_articles(tmp_path)
    assert articles["text"].tolist()[1:] == ["第一行治理。\n第二行治理。", "乡村治理。"]


@pytest.mark.parametrize("torn", [0, 20, 21, 200])
def test_articles_of_several_lines_stay_whole_whatever_the_number_of_torn_lines(tmp_path, torn: int) -> None:
    lines = [f'x{number},"学习第{number}条"治理' for number in range(torn)]
    lines += [f'{number},"第{number}段学习\n枫桥，经验{number}。"' for number in range(50)]
    path, report = tmp_path / "articles.csv", Report()
    path.write_text("\n".join(["id,text", *lines]) + "\n", encoding="utf-8")
    rows = read_table(path, report).set_index("article_id")["raw"]
    assert [rows[str(number)] for number in range(50)] == [
        f"第{number}段学习\n枫桥，经验{number}。" for number in range(50)
    ]
    assert len(report.problems) == torn


def test_quotation_marks_that_swallow_a_table_take_time_in_proportion_and_are_told(
    tmp_path, in_proportion
) -> None:
    path = tmp_path / "articles.csv"

    def read(text: str) -> None:
        report = Report()
        path.write_text(f"id,text,more,rest\n{text}", encoding="utf-8")
        rows = read_table(path, report)
        assert len(report.problems) == text.count("\n") >= len(rows)

    assert in_proportion(read, '学习",甲,"治理,1\n', 30_000)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_article_is_named_and_the_good_ones_go_on(tmp_path, case: str) -> None:
    rows, files, words = BAD[case]
    articles, report = load(write_corpus(tmp_path, rows, **files))
    for word in words:
        assert word in report
    pd.testing.assert_frame_equal(articles, load(write_corpus(tmp_path / "without"))[0])


ODD = {
    "impossible date": (
        "c,c.txt,2024-02-31,浙江省\n",
        ["c.txt", "2024-02-31", "there is no such day; correct it"],
    ),
    "future date": ("c,c.txt,2999-01-01,浙江省\n", ["c.txt", "2999-01-01", "is in the future"]),
    "unknown place": ("c,c.txt,2024-01-02,江浙省\n", ["c.txt", "江浙省", "write it in full"]),
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_date_or_place_is_named_and_the_article_stays(tmp_path, case: str) -> None:
    rows, words = ODD[case]
    articles, report = load(write_corpus(tmp_path, rows, c="居民参与治理。"))
    for word in words:
        assert word in report
    assert articles.loc["c", "text"] == "居民参与治理。"
    assert articles.loc["c", "date"] is pd.NaT or case == "unknown place"
    without = pd.DataFrame(load(write_corpus(tmp_path / "without"))[0])
    pd.testing.assert_frame_equal(articles.drop(index="c"), without)


def test_guessed_dates_do_not_pass_for_facts(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    table = pd.read_csv(folder / "metadata.csv").assign(date_basis=["guessed", "text"])
    table.to_csv(folder / "metadata.csv", index=False)
    articles, report = load(folder)
    assert "a guess" in report
    assert articles["date"].isna().tolist() == [True, False]


def test_an_unreadable_file_is_named(tmp_path) -> None:
    folder = write_corpus(tmp_path, ROW)
    (folder / "articles" / "c.txt").mkdir()
    articles, report = load(folder)
    assert "c.txt: it is a folder, not a file; replace it with a file" in report
    assert dict(articles["text"]) == GOOD


def test_a_giant_file_is_not_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("methods.corpora.rules.LARGEST_ARTICLE", 2000)
    articles, report = load(write_corpus(tmp_path, ROW, c="文" * 1000))
    assert "c.txt: it is larger than 100 MB; split it into its articles" in report
    assert dict(articles["text"]) == GOOD


def test_all_problems_come_in_one_report(tmp_path) -> None:
    rows = ROW + "d,d.txt,2024-01-02,浙江省\ne,e.txt,x,浙江省\n"
    _, report = load(write_corpus(tmp_path, rows, c="", d="English", e="好的。"))
    assert all(f"{name}.txt" in report for name in "cde")


def test_a_corpus_without_a_good_article_is_an_error(tmp_path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "metadata.csv").write_text("article_id,file\nx,x.txt\n")
    with pytest.raises(ValueError, match=r"x\.txt.*does not exist"):
        helpers.load_articles(tmp_path)


def test_a_corpus_of_which_cleaning_leaves_nothing_is_an_error(tmp_path) -> None:
    pd.DataFrame({"article_id": ["x"], "raw": ["来源：人民网"]}).to_csv(tmp_path / "articles.csv")
    with pytest.raises(ValueError, match=r"article x: it contains only credits and markup"):
        helpers.load_articles(tmp_path)


def test_an_empty_table_is_said(tmp_path) -> None:
    (tmp_path / "articles.jsonl").touch()
    with pytest.raises(ValueError, match=r"articles\.jsonl: it has no row"):
        helpers.load_articles(tmp_path)


def test_control_characters_in_names_are_shown_not_obeyed(tmp_path) -> None:
    _, report = load(write_corpus(tmp_path, "c,\x1b[31mc.txt,2024-01-02,浙江省\n"))
    assert "\x1b" not in report
    assert "\\x1b[31m" in report


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_tables_load_like_folders(tmp_path, kind: str) -> None:
    table = pd.DataFrame({"article_id": list(GOOD), "text": list(GOOD.values()), "date": "2024-01-02"})
    path = tmp_path / f"articles.{kind}"
    if kind == "csv":
        table.to_csv(path, index=False)
    elif kind == "jsonl":
        table.to_json(path, orient="records", lines=True, force_ascii=False)
    else:
        table.to_parquet(path)
    for corpus in (path, tmp_path):
        articles, report = load(corpus)
        assert dict(articles["text"]) == GOOD
        assert report == ""


def test_a_broken_line_of_a_table_is_named(tmp_path) -> None:
    names = {"a": "text", "b": "raw"}
    lines = [json.dumps({"article_id": name, names[name]: text}) for name, text in GOOD.items()]
    (tmp_path / "articles.jsonl").write_text(
        "\n".join([lines[0], "{broken", '{"article_id": "x"}', lines[1]])
    )
    articles, report = load(tmp_path)
    assert "line 2" in report
    assert "line 3" in report
    assert dict(articles["text"]) == GOOD


def test_half_a_character_in_json_is_named(tmp_path) -> None:
    lines = [json.dumps({"article_id": name, "text": text}) for name, text in GOOD.items()]
    half = r'{"article_id": "c", "text": "\u5f88\u597d\ud83d"}'
    (tmp_path / "articles.jsonl").write_text("\n".join([half, *lines]))
    articles, report = load(tmp_path)
    assert "line 1: it is not JSON ('utf-8' codec can't encode" in report
    assert dict(articles["text"]) == GOOD


@pytest.mark.parametrize("bad", [{"article_id": None, "text": "文"}, {"article_id": "c", "text": None}])
def test_a_row_without_id_or_text_is_named(tmp_path, bad: dict) -> None:
    rows = [{"article_id": name, "text": text} for name, text in GOOD.items()]
    pd.DataFrame([*rows, bad]).to_parquet(tmp_path / "articles.parquet")
    articles, report = load(tmp_path)
    assert ("row 3: it has no article_id; add one" if bad["text"] else "article c: it is empty") in report
    assert dict(articles["text"]) == GOOD


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_a_table_that_cannot_be_read_is_an_error_that_names_it(tmp_path, kind: str) -> None:
    path = tmp_path / f"articles.{kind}"
    path.write_bytes(b"PAR1" + bytes(range(128, 256)) * 3)
    with pytest.raises(ValueError, match=rf"articles\.{kind}: .*(as UTF-8|save it again)"):
        helpers.load_articles(path)


def test_a_corpus_of_two_columns_has_all_that_the_notebooks_ask_for(tmp_path) -> None:
    write_corpus(tmp_path)
    (tmp_path / "metadata.csv").write_text("article_id,file\na,a.txt\nb,b.txt\n")
    articles, report = load(tmp_path)
    assert articles[[*DATES, *FACTS]].isna().all(axis=None)
    assert report == ""


@pytest.mark.parametrize("date", ["2024-01-02T10:00:00+08:00", "2024-01-02 23:59:59Z", "20240102"])
def test_a_date_is_the_day_in_its_own_place(tmp_path, date: str) -> None:
    articles, report = load(write_corpus(tmp_path, f"c,c.txt,{date},浙江省\n", c="培训班。"))
    assert articles.loc["c", "date"].date() == pd.Timestamp("2024-01-02").date()
    assert report == ""


def test_dates_of_a_table_may_have_a_zone(tmp_path) -> None:
    dates = pd.to_datetime(["2024-01-02 01:00", "2024-01-03 01:00"]).tz_localize("Asia/Shanghai")
    rows = pd.DataFrame({"article_id": ["a", "b"], "raw": GOOD.values(), "date": dates})
    rows.to_parquet(tmp_path / "articles.parquet")
    assert load(tmp_path)[0]["date"].dt.day.tolist() == [2, 3]


PERIODS = {
    "2024": ("2024-01-01", "2024-12-31"),
    "2024年": ("2024-01-01", "2024-12-31"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2024/2": ("2024-02-01", "2024-02-29"),
    "2024年2月": ("2024-02-01", "2024-02-29"),
    "二〇二四年二月": ("2024-02-01", "2024-02-29"),
    "民國113年": ("2024-01-01", "2024-12-31"),
}


@pytest.mark.parametrize("date", PERIODS)
def test_a_month_or_a_year_is_a_period_with_bounds(tmp_path, date: str) -> None:
    articles, report = load(write_corpus(tmp_path, f"c,c.txt,{date},浙江省\n", c="培训班。"))
    first, middle, last = articles.loc["c", ["date_earliest", "date", "date_latest"]]
    assert (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}") == PERIODS[date]
    assert abs((middle - first) - (last - middle)) <= pd.Timedelta("1D")
    assert articles.loc["a", ["date_earliest", "date_latest"]].isna().all()
    assert "dates that name a month or a year: 1;" in report
    assert "problem" not in report


def test_a_month_or_a_year_is_shown_as_what_it_is(tmp_path) -> None:
    dates = {"a": "2024", "b": "2024-02", "c": "2024-02-01", "d": "", "e": "二〇二四年十二月"}
    rows = "".join(f"{one},{date},枫桥经验{one}。\n" for one, date in dates.items())
    (tmp_path / "articles.csv").write_text(f"article_id,date,text\n{rows}", encoding="utf-8")
    articles = helpers.load_articles(tmp_path)
    shown = {"a": "2024", "b": "2024-02", "c": "2024-02-01", "d": "", "e": "2024-12"}
    assert named_dates(articles).to_dict() == shown
    lines, looked = helpers.concordance(articles, "枫桥经验"), helpers.look_up(articles, "枫桥经验")
    assert shown_dates(lines).tolist() == ["2024-02-01", "2024-02", "2024", "2024-12", ""]
    assert looked.trend["date"].to_dict() == shown
    for page in (articles._repr_html_(), lines._repr_html_(), looked._repr_html_()):
        assert "2024-12" in page and not re.search("2024-(02-15|07-0|12-1)", page)


def test_a_day_in_known_bounds_stays_a_day(tmp_path) -> None:
    row = "a,2024-02-20,2024-02-01,2024-02-29,枫桥经验。\n"
    (tmp_path / "articles.csv").write_text(
        f"article_id,date,date_earliest,date_latest,text\n{row}", encoding="utf-8"
    )
    assert named_dates(helpers.load_articles(tmp_path))["a"] == "2024-02-20"


DAYS = [
    "2024/2/9",
    "2024/02/09",
    "2024-2-9",
    "2024.02.09",
    "2024年2月9日",
    "2024 年 2 月 9 日",
    "２０２４年２月９日",
]
DAYS += [
    "二〇二四年二月九日",
    "2024年2月9号",
    " 2024-02-09 ",
    "2024-02-09 10:30",
    "2024/2/9 9:05:01",
    "20240209",
]
DAYS += [
    "2024年2月9日 星期五",
    "2024年2月9日 10时30分",
    "1707436800",
    "1707436800000",
    "2024-02-09T00:00:00.000Z",
    "中華民國113年2月9日（星期五）9時4分至11時45分",
    "民国113年2月9日",
]


@pytest.mark.parametrize("date", DAYS)
def test_days_are_read_in_every_form(tmp_path, date: str) -> None:
    articles, report = load(write_corpus(tmp_path, f"c,c.txt,{date},浙江省\n", c="培训班。"))
    assert articles.loc["c", "date"] == pd.Timestamp("2024-02-09")
    assert articles.loc["c", ["date_earliest", "date_latest"]].isna().all()
    assert report == ""


NO_DATES = [
    "24-02-09",
    "09/02/2024",
    "2024-02/09",
    "2024年2月9日至11日",
    "去年",
    "2024.",
]
NO_DATES += ["2024-02-09 or so", "12345"]
NO_DAYS = ["2024-02-30", "2024-13", "20240230", "0000", "二〇二四年十三月", "2023年11月31日"]


@pytest.mark.parametrize("date", NO_DATES)
def test_what_is_no_date_is_named(tmp_path, date: str) -> None:
    articles, report = load(write_corpus(tmp_path, f"c,c.txt,{date},浙江省\n", c="培训班。"))
    assert articles.loc["c", list(DATES)].isna().all()
    assert f"c.txt: its date is {date}; write dates as 2024-01-31" in report


@pytest.mark.parametrize("date", NO_DAYS)
def test_a_day_that_does_not_exist_is_named_as_such(tmp_path, date: str) -> None:
    articles, report = load(write_corpus(tmp_path, f"c,c.txt,{date},浙江省\n", c="培训班。"))
    assert articles.loc["c", list(DATES)].isna().all()
    assert f"c.txt: its date is {date}, and there is no such day; correct it" in report


@given(st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2026-01-01").date()))
@settings(max_examples=200)
def test_every_form_of_a_day_is_the_same_day(day) -> None:
    forms = [f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"]
    found = read_dates(pd.Series([*forms, f"{day:%Y%m%d}"]))
    assert set(found.to_numpy().ravel().tolist()) == {pd.Timestamp(day).to_pydatetime()}


@given(st.text("0123456789-/.年月日〇一二十 :TZ", max_size=20))
@settings(max_examples=500)
def test_a_date_has_both_ends_in_order_or_none(words: str) -> None:
    first, last = read_dates(pd.Series([words])).iloc[0]
    assert pd.isna(first) == pd.isna(last)
    assert pd.isna(first) or first <= last


@pytest.mark.parametrize(
    ("told", "full"),
    [
        ("浙江", "浙江省"),
        (" 浙江省 ", "浙江省"),
        ("香港", "香港特别行政区"),
        ("臺灣省", "台湾省"),
        ("臺灣", "台湾省"),
        ("內蒙古", "内蒙古自治区"),
        ("北京", "北京市"),
        ("浙江省", "浙江省"),
    ],
)
def test_provinces_are_known_by_short_and_traditional_names(tmp_path, told: str, full: str) -> None:
    articles, report = load(write_corpus(tmp_path, f"c,c.txt,2024-01-02,{told}\n", c="培训班。"))
    assert articles.loc["c", "province"] == full
    assert report == ""


def test_a_column_that_the_study_works_out_is_left_out(tmp_path) -> None:
    rows = pd.DataFrame({"article_id": ["a", "b"], "raw": GOOD.values(), "tokens": 10})
    rows.to_csv(tmp_path / "articles.csv", index=False)
    articles, report = load(tmp_path)
    assert "tokens" not in articles
    assert "column tokens: the study computes a column of this name; it was skipped: rename it" in report


def test_ids_of_json_stay_whole_numbers(tmp_path) -> None:
    lines = [{"article_id": i, "raw": text} for i, text in zip([1, 2], GOOD.values(), strict=True)]
    lines.append({"article_id": None, "raw": "培训班。"})
    (tmp_path / "articles.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    articles, report = load(tmp_path)
    assert list(articles.index) == ["1", "2"]
    assert "row 3: it has no article_id" in report


def test_a_malformed_line_of_a_lexicon_is_named_and_left_out(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    (folder / "lexicons").mkdir()
    terms = folder / "lexicons" / "terms.csv"
    terms.write_text("term,gloss\n社区,community\n平安,safety,peace\n居民\n政法,law\n", encoding="utf-8")
    (folder / "lexicons" / "themes.csv").write_bytes(bytes(range(128, 256)) * 3)
    articles, report = load(folder)
    for line, cells in ((3, 3), (4, 1)):
        assert (
            f"terms.csv, line {line}: it has {cells} cells, the first line 2; the line was skipped: correct it"
            in report
        )
    assert "themes.csv: it cannot be read" in report
    assert read_lexicon(terms)["term"].tolist() == ["社区", "政法"]
    assert [word for word, _ in user_words(terms)] == ["社区", "居民", "政法"]
    pd.testing.assert_frame_equal(articles, load(write_corpus(tmp_path / "without"))[0])


LEXICONS = {
    "terms": "term,year,note\n 枫桥经验 ,1963,\n,1963,\n平安,六三,\n110,,x\n",
    "stopwords": "word,gloss\n的,of\n ,of\n",
}


def test_a_line_without_its_word_is_named_and_words_of_digits_stay_words(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    for name, text in LEXICONS.items():
        (folder / "lexicons").mkdir(exist_ok=True)
        (folder / "lexicons" / f"{name}.csv").write_text(text, encoding="utf-8")
    _, report = load(folder)
    assert "terms.csv, line 3: its term is empty; the line was skipped: correct it" in report
    assert "terms.csv, line 4: its year is 六三; the line was skipped: correct it" in report
    assert "stopwords.csv, line 3: its word is empty; the line was skipped: correct it" in report
    terms = read_lexicon(folder / "lexicons" / "terms.csv")
    assert terms["term"].tolist() == ["枫桥经验", "110"]
    assert terms["year"].fillna(0).tolist() == [1963, 0]
    assert terms["track"].tolist() == [True, True] and terms["family"].isna().all()


@pytest.mark.parametrize("name", KEYS)
def test_a_lexicon_needs_its_keys_and_nothing_else(name, tmp_path) -> None:
    *others, last = KEYS[name]
    path = tmp_path / f"{name}.csv"
    path.write_text(",".join([*others, "other"]), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"{name}\.csv: its first line lacks the column {last}: add it"):
        read_lexicon(path)
    path.write_text(f"{','.join(KEYS[name])}\n", encoding="utf-8")
    if name in COUNTED:
        with pytest.raises(ValueError, match=rf"{name}\.csv: no line can be used: add some"):
            read_lexicon(path)
    else:
        assert read_lexicon(path).empty
    path.write_text(f"{','.join(KEYS[name])}\n{','.join('1' * len(KEYS[name]))}\n", encoding="utf-8")
    table = read_lexicon(path)
    assert len(table) == 1 and table[OPTIONAL.get(name, [])].drop(
        columns="track", errors="ignore"
    ).isna().all(axis=None)


def test_what_no_repair_undoes_is_told(tmp_path) -> None:
    _, report = load(
        write_corpus(tmp_path, "c,c.txt,2024-01-02,浙江省\n", c="干部????在社区，群众\ufffd\ufffd来了。")
    )
    assert report.count("article c: ") == 2 and "question marks in a row may replace lost text" in report


def test_a_quote_that_is_not_closed_ends_a_lexicon_and_is_told(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    (folder / "lexicons").mkdir()
    (folder / "lexicons/terms.csv").write_text('term,gloss\n枫桥经验,x\n"法治,y\n党建,z\n', encoding="utf-8")
    _, report = load(folder)
    assert "terms.csv, line 4: it cannot be read" in report
    assert read_lexicon(folder / "lexicons/terms.csv")["term"].tolist() == ["枫桥经验"]


@pytest.mark.parametrize("name", READINGS)
def test_tables_beside_the_articles_are_checked_and_guarded(name, tmp_path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    (folder / f"{name}.csv").write_text(f"{','.join(KEYS[name])}\n,,\n", encoding="utf-8")
    _, report = load(folder)
    assert f"{name}.csv, line 2: " in report
    (tmp_path / "secret.csv").write_text(",".join(KEYS[name]), encoding="utf-8")
    (folder / f"{name}.csv").unlink()
    (folder / f"{name}.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(ValueError, match="it lies outside the folder corpus"):
        read_lexicon(folder / f"{name}.csv")


def test_articles_are_only_read(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")}
    for path in (folder / "articles").iterdir():
        path.chmod(0o400)
    load(folder)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")} == before


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("article_id,file,file", "first line has the column file twice"),
        ("article_id,date", "first line lacks the column file"),
        ("", "first line lacks the column file"),
        ('article_id,"file', "first line cannot be read .*correct its quotes"),
        ("article_id,file,date", r"no article can be used\n.*no row that can be read"),
    ],
)
def test_metadata_with_no_good_first_line_or_no_other_is_an_error(tmp_path, header, words) -> None:
    (write_corpus(tmp_path) / "metadata.csv").write_text(header + "\n")
    with pytest.raises(ValueError, match=words):
        helpers.load_articles(tmp_path)


def test_a_cleaning_of_ones_own_takes_the_place_of_ours(tmp_path) -> None:
    articles = helpers.load_articles(write_corpus(tmp_path), clean=lambda raw: raw.partition("。")[0])
    assert articles["text"].tolist() == [text.partition("。")[0] for text in GOOD.values()]
    assert dict(articles["raw"]) == GOOD


def test_many_problems_of_a_kind_are_counted(tmp_path) -> None:
    rows = "".join(f"{n},{n}.txt,soon,浙江省\n" for n in range(3000))
    files = {str(n): f"第{n}号。" for n in range(3000)}
    folder = write_corpus(tmp_path, rows + "x,x.txt,2024-01-01,大省\n", **files, x="培训班。")
    _, report = load(folder)
    assert len(report.splitlines()) <= 9
    assert ": 3,001 problems\n" in report
    assert "0.txt: its date is soon; write dates as 2024-01-31" in report
    assert "… and 2,997 more of this kind; write dates as 2024-01-31" in report
    assert "x.txt: no province is called 大省" in report
    path = folder / ".cache" / "problems.csv"
    assert f"all of them: {path}" in report
    table = pd.read_csv(path)
    assert table.columns.tolist() == ["where", "what", "remedy"]
    assert len(table) == 3001
    assert "2999.txt" in table["where"].tolist()


def test_a_problem_is_said_once_and_half_a_character_is_spelt() -> None:
    report = Report()
    for _ in range(2):
        report.add("a\udcff.txt", "it is empty", "collect it")
    with pytest.warns(
        helpers.CorpusWarning, match=r"here: 1 problem\na\\udcff.txt: it is empty; collect it$"
    ):
        report.warn("here")


def test_a_path_that_is_not_there_is_said_not_to_be_there(tmp_path) -> None:
    for load_ in (helpers.load_articles, helpers.open_articles):
        with pytest.raises(FileNotFoundError, match="nowhere does not exist: give the path"):
            load_(tmp_path / "nowhere")


EXCEL = [
    {
        "编号": 7,
        "标题": "培训班开班",
        "正文": GOOD["a"],
        "发布日期": "2024/2/9",
        "省份": "浙江",
        "来源": "人民网",
    },
    {
        "编号": 8,
        "标题": "民警走访",
        "正文": GOOD["b"],
        "发布日期": "2024/11/10",
        "省份": "臺灣省",
        "来源": "新华网",
    },
]


def write_xlsx(path: Path, table: pd.DataFrame) -> None:
    table.assign(**{"发布日期": pd.to_datetime(table["发布日期"])}).to_excel(path, index=False)


SHEETS = {
    "xlsx": write_xlsx,
    "tsv": lambda path, table: table.to_csv(path, index=False, sep="\t"),
    "csv": lambda path, table: table.to_csv(path, index=False, encoding="utf-8-sig"),
    "gbk.csv": lambda path, table: path.write_bytes(table.to_csv(index=False).encode("gb18030")),
    "semicolon.csv": lambda path, table: table.to_csv(path, index=False, sep=";"),
    "json": lambda path, table: table.to_json(path, orient="records", force_ascii=False),
    "jsonl": lambda path, table: table.to_json(path, orient="records", lines=True, force_ascii=False),
    "parquet": lambda path, table: table.to_parquet(path),
}


@pytest.mark.parametrize("form", SHEETS)
@pytest.mark.parametrize("home", ["articles", "."])
def test_a_table_with_chinese_headings_loads_as_it_is(tmp_path, form: str, home: str) -> None:
    (tmp_path / home).mkdir(exist_ok=True)
    name = f"articles.{form.rpartition('.')[2]}" if home == "." else f"1.{form}"
    SHEETS[form](tmp_path / home / name, pd.DataFrame(EXCEL))
    articles, report = load(tmp_path)
    assert dict(articles["text"]) == {"7": GOOD["a"], "8": GOOD["b"]}
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-02-09", "2024-11-10"]
    assert articles["province"].tolist() == ["浙江省", "台湾省"]
    assert articles["outlet"].tolist() == ["人民网", "新华网"]
    assert "problem" not in report
    assert "正文 as text" in report


def test_a_spreadsheet_without_ids_is_numbered_and_says_so(tmp_path) -> None:
    pd.DataFrame({"text": GOOD.values()}).to_csv(tmp_path / "articles.csv", index=False)
    articles, report = load(tmp_path)
    assert list(articles.index) == ["1", "2"]
    assert "it has no column `article_id`: its rows were numbered" in report
    pd.DataFrame({"正文": GOOD.values(), "标题": ["甲", "乙"]}).to_csv(tmp_path / "articles.csv", index=False)
    assert load(tmp_path)[0]["label"].tolist() == ["甲", "乙"]  # A number says nothing in a figure.


def test_metadata_may_have_chinese_headings_and_no_ids(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    rows = "文件名,标题,日期,channel\na.txt,甲,2024年1月2日,x\nb.txt,乙,2024年,y\n"
    (folder / "metadata.csv").write_text(rows, encoding="utf-8")
    articles, report = load(folder)
    assert dict(articles["text"]) == GOOD
    assert dict(articles["title"]) == {"a": "甲", "b": "乙"}
    assert articles["channel"].tolist() == ["x", "y"]
    assert "文件名 as file, 标题 as title, 日期 as date" in report
    assert "further columns, by which articles can be grouped: channel" in report


STRANGE = {
    "a crawler of posts": ["微博id", "微博正文", "发布时间", "话题"],
    "a spider of posts": ["_id", "content", "created_at", "user"],
    "a newspaper": ["id", "Full Text", "publish_date", "author"],
    "yearly reports": ["编号", "weibo_content", "年份", "标题"],
    "a survey": ["id", "答复全文（脱敏）", "日期", "部门"],
}


@pytest.mark.parametrize("names", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("form", ["csv", "xlsx", "tsv", "json", "jsonl", "parquet"])
@pytest.mark.parametrize("with_ids", [True, False])
def test_a_strangers_table_loads_as_it_is(tmp_path, names: list[str], form: str, with_ids: bool) -> None:
    rows = [[str(n), text, f"202{n}", "社区"] for n, text in enumerate(GOOD.values())]
    table = pd.DataFrame(rows, columns=names).iloc[:, 0 if with_ids else 1 :]
    write = {"xlsx": lambda path, rows: rows.to_excel(path, index=False)} | {
        one: SHEETS[one] for one in SHEETS if one != "xlsx"
    }
    write[form](tmp_path / f"articles.{form}", table)
    articles, report = load(tmp_path)
    assert articles["text"].tolist() == list(GOOD.values())
    assert articles["date"].dt.year.tolist() == [2020, 2021]
    assert articles.index.tolist() == (["0", "1"] if with_ids else ["1", "2"])
    assert "problem" not in report
    assert with_ids or "its rows were numbered" in report


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_rows_without_ids_have_their_numbers_at_either_size(tmp_path, monkeypatch, form: str) -> None:
    texts = [f"{text}第{n}次。{n * n * n}" + "社区" * n for n in range(40) for text in GOOD.values()]
    SHEETS[form](tmp_path / f"articles.{form}", pd.DataFrame({"content": texts}))
    small = load(tmp_path)[0]
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 2000)
    monkeypatch.setattr("methods.corpora.chunks.CHUNK_BYTES", 2000)
    large = Corpus(tmp_path)
    assert large.is_large
    assert sorted(large.articles.index) == sorted(small.index)
    some = small.index[[3, -1]]
    assert large.read(some)["text"].tolist() == small.loc[some, "text"].tolist()


def test_a_folder_of_texts_alone_is_a_corpus(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    (folder / "metadata.csv").unlink()
    articles, report = load(folder)
    assert dict(articles["text"]) == GOOD
    assert articles["date"].isna().all()
    assert "each text is an article with the name of its file; `python -m methods.draft" in report


NAMES = {
    "2020-01-05_a 2021-07-15_b": ["2020-01-05", "2021-07-15"],
    "a20200105 b20210715": ["2020-01-05", "2021-07-15"],
    "1954 2025年报告": ["1954-07-02", "2025-07-02"],
    "2020_03 2021_04": ["2020-03-16", "2021-04-15"],
    "2020/a 2021/b": ["2020-07-01", "2021-07-02"],
    "2020/03/a1 2021/4/b2": ["2020-03-16", "2021-04-15"],
    "2020/03/07/a 2021/04/30/12b": ["2020-03-07", "2021-04-30"],
    "1950 2150": [],
    "article_1999 article_98": [],
    "a20201305 b20200105": [],
}


@pytest.mark.parametrize("names", NAMES)
def test_a_date_in_every_name_of_a_file_is_its_date(tmp_path, names: str) -> None:
    for name, text in zip(names.split(), GOOD.values(), strict=True):
        path = tmp_path / "articles" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    articles, report = load(tmp_path)
    assert articles["date"].dropna().dt.strftime("%Y-%m-%d").tolist() == NAMES[names]
    assert ("every file has a date in its" in report) is bool(NAMES[names])


def test_folders_of_years_and_months_are_dates_beside_an_index(tmp_path) -> None:
    names = ["index", *(f"20{10 + n}/0{1 + n % 9}/第{n}篇" for n in range(12))]
    for number, name in enumerate(names):
        path = tmp_path / "articles" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"第{number}号讲话，说的是第{number}件事。", encoding="utf-8")
    articles, report = load(tmp_path)
    assert articles["date"].notna().sum() == 12 and pd.isna(articles.at["index", "date"])
    assert "nearly every file has a date in its folder" in report


FOLDERS = {
    "x/1.txt x/2.txt y/in/3.txt 4.txt": ["x", "x", "y", ""],
    "x/1.txt x/in/2.txt 3.txt": None,
    "1.txt 2.txt": None,
}


@pytest.mark.parametrize("names", FOLDERS)
@pytest.mark.parametrize("with_metadata", [True, False])
@pytest.mark.parametrize("is_large", [True, False])
def test_the_folders_of_the_files_are_groups(tmp_path, monkeypatch, names, with_metadata, is_large) -> None:
    files = names.split()
    for number, name in enumerate(files):
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"{list(GOOD.values())[number % 2]}这是第{number}次。" + "社区" * number, encoding="utf-8"
        )
    if with_metadata:
        pd.DataFrame({"file": files}).to_csv(tmp_path / "metadata.csv", index=False)
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 10 if is_large else 10_000)
    with pytest.warns(helpers.CorpusWarning):
        articles = Corpus(tmp_path).articles
    if FOLDERS[names] is None:
        assert "folder" not in articles
    else:
        assert articles.set_index("file")["folder"][files].fillna("").tolist() == FOLDERS[names]
        assert make_columns(articles, "folder", each_up_to=0).names == ("x", "y")


def test_a_column_folder_of_ones_own_is_kept(tmp_path) -> None:
    write_corpus(tmp_path)
    rows = []
    for number, (name, text) in enumerate(GOOD.items()):
        (tmp_path / "articles" / name).mkdir()
        (tmp_path / "articles" / name / "1.txt").write_text(text, encoding="utf-8")
        (tmp_path / "articles" / f"{name}.txt").unlink()
        rows.append({"article_id": name, "file": f"{name}/1.txt", "folder": f"own {number}"})
    pd.DataFrame(rows).to_csv(tmp_path / "metadata.csv", index=False)
    assert load(tmp_path)[0]["folder"].tolist() == ["own 0", "own 1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_metadata_may_be_a_workbook(tmp_path, monkeypatch, kind: str) -> None:
    folder = write_corpus(tmp_path)
    table = pd.read_csv(folder / "metadata.csv", dtype="str")
    (folder / "metadata.csv").unlink()
    SHEETS["csv"](folder / "metadata.csv", table) if kind == "csv" else table.to_excel(
        folder / "metadata.xlsx", index=False
    )
    articles, report = load(folder)
    assert articles["province"].tolist() == ["浙江省"] * 2
    assert articles["date"].dt.day.tolist() == [2, 2]
    assert report == ""
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 10)
    large = Corpus(folder)
    assert large.is_large
    assert large.articles["province"].tolist() == ["浙江省"] * 2


def test_a_folder_with_nothing_in_it_says_where_texts_go(tmp_path) -> None:
    with pytest.raises(
        FileNotFoundError, match=r"put the texts into .*articles, one \.txt, \.md or \.docx file per article"
    ):
        helpers.load_articles(tmp_path)


def test_known_headings_are_left_alone_and_two_do_not_become_one() -> None:
    assert rename_columns(["article_id", "date", "text", "channel"]) == {}
    assert rename_columns(["日期", "date"]) == {}
    assert rename_columns(["日期", "发布日期"]) == {"日期": "date", "发布日期": "published"}
    assert rename_columns(["发布日期"]) == {"发布日期": "date"}
    assert rename_columns(["标题", "题目"]) == {"标题": "title"}


@pytest.mark.parametrize(
    "name", ["index", "level_0", "problem", "where", "what", "content", "file", "tokens"]
)
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "parquet"])
def test_no_name_of_a_column_breaks_a_table(tmp_path, form: str, name: str) -> None:
    table = pd.DataFrame({"article_id": list(GOOD), "text": GOOD.values(), name: ["1", "2"]})
    SHEETS.get(form if form != "xlsx" else "", lambda path, rows: rows.to_excel(path, index=False))(
        tmp_path / f"articles.{form}", table
    )
    articles, report = load(tmp_path)
    assert dict(articles["text"]) == GOOD
    assert (name in articles) is (f"column {name}: the study computes" not in report)


@pytest.mark.parametrize("name", ["raw", "text"])
def test_metadata_with_a_column_of_texts_do_not_replace_the_files(tmp_path, name: str) -> None:
    folder = write_corpus(tmp_path)
    pd.read_csv(folder / "metadata.csv").assign(**{name: "别的。"}).to_csv(
        folder / "metadata.csv", index=False
    )
    assert dict(load(folder)[0]["text"]) == GOOD


def test_a_word_document_is_an_article(tmp_path) -> None:
    from docx import Document

    folder, document = write_corpus(tmp_path, "c,c.docx,2024-01-02,浙江省\n"), Document()
    document.add_paragraph("培训班开班了。")
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "枫桥经验"
    document.add_paragraph("学员收获很大。")
    document.save(folder / "articles" / "c.docx")
    articles, report = load(folder)
    assert articles.loc["c", "text"] == "培训班开班了。\n枫桥经验\n学员收获很大。"
    assert report == ""
    (folder / "articles" / "c.docx").write_bytes(b"PK\3\4 broken")
    articles, report = load(folder)
    assert "c" not in articles.index
    assert "c.docx: it cannot be read as a document; save it again, or as .txt" in report


@pytest.mark.parametrize("name", ["c.pdf", "c.HTML", "c.doc", "c.xls"])
@pytest.mark.parametrize("row", ["c,{},2024-01-02,浙江省\n", ""])
def test_what_is_not_read_is_named_with_what_to_do(tmp_path, name: str, row: str) -> None:
    folder = write_corpus(tmp_path, row.format(name))
    (folder / "articles" / name).write_bytes(b"%PDF or whatever")
    articles, report = load(folder)
    assert list(articles.index) == ["a", "b"]
    assert f"{name}: it is " in report
    assert ".txt" in report or ".xlsx" in report


@pytest.mark.parametrize("name", ["c.md", "c.markdown", "c.MD"])
@pytest.mark.parametrize("row", ["c,{},2024-01-02,浙江省\n", None])
def test_markdown_is_read_like_text(tmp_path, name: str, row: str | None) -> None:
    folder = write_corpus(tmp_path, (row or "").format(name))
    (folder / "articles" / name).write_text("培训班开班，学员认真学习。", encoding="utf-8")
    if row is None:
        (folder / "metadata.csv").unlink()
    articles, report = load(folder)
    assert articles.loc["c", "text"] == "培训班开班，学员认真学习。"
    assert "problem" not in report


@pytest.mark.parametrize("with_metadata", [True, False])
@pytest.mark.parametrize("is_large", [True, False])
def test_files_of_other_kinds_are_counted(tmp_path, monkeypatch, with_metadata: bool, is_large: bool) -> None:
    folder = write_corpus(tmp_path)
    (folder / "articles" / ".git").mkdir()
    for name in ("1.rtf", "2.RTF", "3.epub", "LICENSE", ".DS_Store", ".git/config", "4.pdf"):
        (folder / "articles" / name).write_bytes(b"x")
    if not with_metadata:
        (folder / "metadata.csv").unlink()
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 10 if is_large else 1000)
    with pytest.warns(helpers.CorpusWarning) as caught:
        assert sorted(Corpus(folder).articles.index) == ["a", "b"]
    what = "articles: 4 files of other kinds (.rtf, .epub, no ending) were not read; save as .txt those that"
    assert what in str(caught[0].message) and "4.pdf: it is a PDF" in str(caught[0].message)


def test_a_folder_of_nothing_but_other_kinds_says_so(tmp_path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.rtf").write_bytes(b"x")
    with pytest.raises(
        CorpusError, match=r"1 file of other kinds \(\.rtf\) was not read; save as \.txt those"
    ):
        helpers.load_articles(tmp_path)


def test_tables_and_hidden_files_are_no_other_kinds(tmp_path) -> None:
    folder = write_corpus(tmp_path)
    (folder / "articles" / ".notes.rtf").write_bytes(b"x")
    pd.DataFrame({"id": ["t"], "text": ["居民参与治理。"]}).to_csv(folder / "articles" / "t.CSV", index=False)
    articles, report = load(folder)
    assert "t" in articles.index and "other kinds" not in report


@pytest.mark.parametrize("name", ["articles.xlsx", "articles.json"])
@pytest.mark.parametrize("data", [b"", b"PK\3\4 broken", b'{"a": 1}', b"[1, 2"])
def test_a_broken_workbook_or_json_is_an_error_that_names_it(tmp_path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ValueError, match=rf"{name}: it"):
        helpers.load_articles(tmp_path)


def test_a_workbook_that_unpacks_to_more_than_memory_should_hold_is_refused(tmp_path, monkeypatch) -> None:
    pd.DataFrame({"article_id": ["a"], "text": ["文" * 2000]}).to_excel(
        tmp_path / "articles.xlsx", index=False
    )
    monkeypatch.setattr("methods.corpora.rules.LARGEST_UNPACKED", 1000)
    with pytest.raises(ValueError, match=r"articles\.xlsx: it unpacks to .* MB; split it"):
        helpers.load_articles(tmp_path)


@pytest.mark.parametrize("date", [20240209, 1707436800000, "2024/2/9"])
def test_dates_of_json_may_be_numbers(tmp_path, date: object) -> None:
    rows = [{"article_id": name, "text": text, "date": date} for name, text in GOOD.items()]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)))
    articles, report = load(tmp_path)
    assert articles["date"].tolist() == [pd.Timestamp("2024-02-09")] * 2
    assert report == ""


@pytest.mark.parametrize(("named", "there"), [("操扬三.txt", "操场三.txt"), ("茶馆一", "茶馆一.txt")])
def test_a_misspelt_name_of_a_file_is_recognised(tmp_path, named: str, there: str) -> None:
    corpus = write_corpus(tmp_path, f"c,{named},2024-01-02,浙江省\n")
    (corpus / "articles" / there).write_text("居民参与治理。", encoding="utf-8")
    _, report = load(corpus)
    assert (
        f"{there}: it has no row; the metadata name {named}, which does not exist: is it this file?" in report
    )


def test_names_too_long_to_be_compared_are_only_listed(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(metadata, "MISSPELT", 7)
    monkeypatch.setattr(
        "difflib.get_close_matches", lambda name, names, n: [pytest.fail("compared") for _ in names]
    )
    report = Report()
    metadata.check_named(tmp_path, ["二三四.txt"], pd.DataFrame({"file": ["一二三.txt"]}), report)
    assert [problem.what for problem in report.problems] == ["the metadata have no row for it"]


@pytest.mark.parametrize("is_large", [False, True])
def test_what_is_not_read_beside_what_is_is_named(tmp_path, monkeypatch, is_large: bool) -> None:
    for module in ("corpus", "chunks"):
        monkeypatch.setattr(f"methods.corpora.{module}.CHUNK_BYTES", 30 if is_large else 10_000)
    (tmp_path / "articles").mkdir()
    for name, text in GOOD.items():
        (tmp_path / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "lexicons").mkdir()
    for name in ("metadata.csv", "metadata.xlsx", "Study.toml", "lexicons/Terms.csv", "lexicons/own.csv"):
        (tmp_path / name).write_text("file\n" + "".join(f"{name}.txt\n" for name in GOOD), encoding="utf-8")
    said = opened(tmp_path)
    assert f"{tmp_path}: metadata.csv was read, and so metadata.xlsx not" in said
    assert "Terms.csv: it was not read: call it terms.csv" in said
    (tmp_path / "metadata.csv").rename(tmp_path / "Metadata.csv")
    (tmp_path / "metadata.xlsx").unlink()
    (tmp_path / "lexicons").rename(tmp_path / "Lexicons")
    said = opened(tmp_path)
    assert "Metadata.csv: it was not read: call it metadata.csv" in said
    assert "Lexicons: it was not read: call it lexicons" in said
    rows = [{"id": name, "text": text} for name, text in GOOD.items()]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "articles.csv").write_text("id,text\n")
    assert f"{tmp_path}: articles.jsonl was read, and so articles.csv, articles/ not" in opened(tmp_path)


def opened(corpus: Path) -> str:
    with pytest.warns(CorpusWarning) as caught:
        assert len(Corpus(corpus).articles) == 2
    return str(caught[0].message)


def test_another_file_is_not_taken_for_a_misspelt_one(tmp_path) -> None:
    corpus = write_corpus(tmp_path, "c,操场三.txt,2024-01-02,浙江省\n")
    (corpus / "articles" / "茶馆.txt").write_text("居民参与治理。", encoding="utf-8")
    assert "茶馆.txt: the metadata have no row for it; add a row, or remove the file" in load(corpus)[1]


def test_the_folder_of_the_texts_is_not_taken_for_the_corpus(tmp_path) -> None:
    corpus = write_corpus(tmp_path)
    with pytest.raises(FileNotFoundError, match="texts itself: give the folder above if this is its folder"):
        load(corpus / "articles")


def test_names_are_not_compared_if_there_are_thousands(tmp_path) -> None:
    rows = "".join(f"g{n},gone{n:03}.txt,2024-01-02,浙江省\n" for n in range(101))
    corpus = write_corpus(tmp_path, rows)
    for n in range(100):
        (corpus / "articles" / f"gone{n:03}x.txt").write_text("居民参与治理。", encoding="utf-8")
    report = load(corpus)[1]
    assert "is it this file" not in report and "the metadata have no row for it" in report


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_a_table_with_thousands_of_columns_is_refused_at_once(tmp_path, form):
    table = pd.DataFrame(
        [["基层治理培训班开班。", *range(2500)]], columns=["text", *(f"c{n}" for n in range(2500))]
    )
    path = tmp_path / f"articles.{form}"
    if form == "jsonl":
        table.to_json(path, orient="records", lines=True, force_ascii=False)
    else:
        getattr(table, f"to_{form}")(path, index=False)
    with pytest.raises(CorpusError, match=r"it has 2,501 columns; write an article per row"):
        helpers.load_articles(tmp_path)


def test_a_file_whose_name_is_not_utf_8_is_reported_and_the_rest_read(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "b.txt").write_text("法治培训结束，大家都说好。", encoding="utf-8")
    with open(os.fsencode(tmp_path / "articles") + b"/\xff\xfe.txt", "wb") as file:  # noqa: PTH123
        file.write("基层治理培训班开班。".encode())
    with pytest.warns(UserWarning, match="its name is not UTF-8; rename it"):
        assert helpers.load_articles(tmp_path).index.tolist() == ["b"]


def test_a_row_with_an_empty_raw_and_a_text_has_the_text(tmp_path):
    (tmp_path / "articles.csv").write_text(
        "article_id,raw,text\n1,,法治培训结束，大家都说好。\n", encoding="utf-8"
    )
    assert helpers.load_articles(tmp_path)["text"].tolist() == ["法治培训结束，大家都说好。"]


@pytest.mark.parametrize("kind", [pa.large_binary(), pa.binary(2), pa.binary()])
def test_bytes_in_a_parquet_table_are_read_as_text_or_named(tmp_path, kind):
    texts = pa.array(["基层治理培训班开班。", "学员们认真学习。"])
    for extra, right in (([b"ab", b"cd"], True), ([b"ab", b"\xff\xff"], False)):
        pq.write_table(pa.table({"text": texts, "x": pa.array(extra, kind)}), tmp_path / "articles.parquet")
        if right:
            assert helpers.load_articles(tmp_path)["x"].tolist() == ["ab", "cd"]
        else:
            with pytest.raises(CorpusError, match=r"articles\.parquet: it cannot be read as Parquet"):
                helpers.load_articles(tmp_path)


def test_two_parquet_columns_of_one_name_are_named(tmp_path):
    texts = pa.array(["基层治理培训班开班。"])
    pq.write_table(
        pa.Table.from_arrays([texts, texts], names=["text", "text"]), tmp_path / "articles.parquet"
    )
    with pytest.raises(CorpusError, match=r"the column text twice; rename one"):
        helpers.load_articles(tmp_path)


@pytest.mark.parametrize("key", ["paragraphs", "content", "text"])
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_list_of_lines_in_json_is_the_text(tmp_path, key, form):
    rows = [{"title": "静夜思", key: ["床前明月光，疑是地上霜。", "举头望明月，低头思故乡。"], "strains": []}]
    text = json.dumps(rows if form == "json" else rows[0], ensure_ascii=False)
    (tmp_path / f"articles.{form}").write_text(text, encoding="utf-8")
    articles = helpers.load_articles(tmp_path)
    assert articles["text"].tolist() == ["床前明月光，疑是地上霜。\n举头望明月，低头思故乡。"]
    assert articles["title"].tolist() == ["静夜思"]
