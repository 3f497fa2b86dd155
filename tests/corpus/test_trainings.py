"""Every fact of the trainings has its words in the clean text, and every number is the one that the words say."""

import re
from pathlib import Path

import pandas as pd
import pytest

import helpers

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
COLUMNS = ["article_id", "kind", "value", "unit", "words", "second_pass"]
SECOND_PASS = {"agree", "corrected", "added", "open"}
KINDS = {
    *(
        "occasion",
        "course",
        "earlier",
        "organiser",
        "chair",
        "date",
        "duration",
        "place",
        "trainees",
        "teacher",
    ),
    *("attendance", "sessions", "output", "form", "content", "material", "aim", "rule", "in_short"),
    "not_reported",
}
FORMS = {
    *("lecture", "peer lecture", "Party lecture", "on-site teaching", "discussion", "question and answer"),
    *(
        "case exchange",
        "role play",
        "film",
        "video",
        "self-study",
        "collective study",
        "examination",
        "skills drill",
    ),
    *("practical task", "mentoring", "secondment"),
}
# What a reader of a report asks first: who, whom, where, how long.
ASKED = {"organiser", "trainees", "place", "duration"}
DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
CHINESE = re.compile("(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二两三四五六七八九])?(?P<half>个半)?")
RANGE = re.compile(r"(\d+)月(\d+)日(?:—|至)(?:(\d+)月)?(\d+)日")


def read(name):
    return pd.read_csv(CORPUS / f"{name}.csv", dtype=str, keep_default_na=False)


def days(words):
    """First and last day of every range of dates in some words, as (month, day)."""
    return [((int(m), int(d)), (int(n or m), int(e))) for m, d, n, e in RANGE.findall(words)]


def numbers(words):
    """All numbers that some words say, in digits, in Chinese numerals or as the days of a range of dates."""
    found = {float(digits) for digits in re.findall(r"\d+", words)}
    for hit in CHINESE.finditer(words):
        if hit[0] and (hit["tens"] or hit["ones"]):
            tens = 10 * DIGITS.get((hit["tens"] or "")[:1], 1) if hit["tens"] else 0
            found.add(tens + DIGITS.get(hit["ones"], 0) + 0.5 * bool(hit["half"]))
    found |= {float(end[1] - start[1] + 1) for start, end in days(words) if start[0] == end[0]}
    return found


def problems(table, texts):
    """What is wrong with the rows, as `(number of the row, what)`."""
    bad = {
        "kind": ~table["kind"].isin(KINDS),
        "form": (table["kind"] == "form") & ~table["value"].isin(FORMS),
        "value": table["value"] == "",
        "unit": (table["unit"] != "") != table["kind"].isin({"attendance", "sessions", "output", "duration"}),
        "no words": (table["words"] == "") != (table["kind"] == "not_reported"),
        "twice": table.duplicated(COLUMNS[:-1]),
        "second pass": ~table["second_pass"].isin(SECOND_PASS),
    }
    once = [
        not words or texts[article].count(words) == 1
        for article, words in zip(table["article_id"], table["words"], strict=True)
    ]
    bad["words"] = ~pd.Series(once, index=table.index)
    said = [
        not unit or float(value) in numbers(words)
        for value, unit, words in table[["value", "unit", "words"]].to_numpy()
    ]
    bad["number"] = ~pd.Series(said, index=table.index)
    return [(row, name) for name, rows in bad.items() for row in table.index[rows]]


@pytest.fixture(scope="module")
def trainings():
    return read("trainings")


@pytest.fixture(scope="module")
def texts():
    return helpers.load_articles()["text"]


def test_trainings_are_sound(trainings, texts):
    assert list(trainings.columns) == COLUMNS
    assert set(trainings["article_id"]) == set(texts.index)
    assert problems(trainings, texts) == []


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (("000", "lesson", "x", "", "以现场教学为载体", "agree"), "kind"),
        (("000", "form", "karaoke", "", "以现场教学为载体", "agree"), "form"),
        (("000", "form", "lecture", "", "", "agree"), "no words"),
        (("000", "form", "lecture", "", "以网络教学为载体", "agree"), "words"),
        # 现场教学 occurs twice, so that no place follows from it.
        (("000", "form", "on-site teaching", "", "现场教学", "agree"), "words"),
        (("001", "duration", "2", "hours", "在近两个半小时的讲座中", "agree"), "number"),
        (("001", "attendance", "35", "people", "共350多人参加讲座活动", "agree"), "number"),
        (("002", "duration", "4", "days", "8月20日至24日", "agree"), "number"),
        (("003", "duration", "4", "", "为期4天的培训", "agree"), "unit"),
        (("000", "form", "on-site teaching", "", "以现场教学为载体", ""), "second pass"),
    ],
)
def test_an_unsound_fact_is_seen(row, named, texts):
    table = pd.DataFrame([row], columns=COLUMNS)
    assert named in {what for _, what in problems(table, texts)}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("共350多人", {350}),
        ("近两个半小时", {2.5}),
        ("‘四大工程’", {4}),
        ("十二项", {12}),
        ("二十场", {20}),
        ("十名", {10}),
        ("6月16日—6月22日", {6, 16, 22, 7}),
        ("8月20日至24日", {8, 20, 24, 5}),
        ("小组讨论", set()),
    ],
)
def test_numbers_are_read(words, said):
    assert numbers(words) == said


def test_every_report_says_who_whom_where_and_how_long_or_is_listed(trainings):
    for article, facts in trainings.groupby("article_id"):
        missing = set(facts.loc[facts["kind"] == "not_reported", "value"])
        told = set(facts["kind"])
        assert told | missing >= ASKED, article
        assert not told & missing, article


def test_dates_are_those_of_the_words_and_the_metadata(trainings):
    last = read("metadata").set_index("article_id")["date"]
    for row in trainings[trainings["kind"] == "date"].itertuples():
        first_day, last_day = map(pd.Timestamp, row.value.split("/"))
        spans = days(row.words) or [
            tuple(2 * [tuple(map(int, re.search(r"(\d+)月(\d+)日", row.words).groups()))])
        ]
        assert spans == [((first_day.month, first_day.day), (last_day.month, last_day.day))]
        assert row.value.endswith(last[row.article_id])


def test_every_fact_has_its_place_in_the_raw_file(trainings):
    articles = helpers.load_articles()
    for article, facts in trainings[trainings["words"] != ""].groupby("article_id"):
        cleaned = helpers.clean(articles.at[article, "raw"])
        for words in facts["words"]:
            start = articles.at[article, "text"].index(words)
            begin, end = cleaned.raw_span(start, start + len(words))
            assert 0 <= begin < end <= len(articles.at[article, "raw"]), words


def test_the_datasheet_has_the_numbers_of_the_second_pass():
    """A table of the datasheet counts the rows of both files by what the second reader found."""
    lines = (CORPUS / "README.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    head = ["file", "rows", "agree", "corrected", "added", "open"]
    at = table.index(head)
    for name, *told in table[at + 2 : at + 4]:
        found = read(name.removesuffix(".csv"))["second_pass"].value_counts()
        assert [int(n) for n in told] == [found.sum(), *(found.get(kind, 0) for kind in head[2:])], name


@pytest.mark.parametrize(
    ("article", "value", "unit"),
    [
        ("000", "7", "days"),
        ("001", "2.5", "hours"),
        ("001", "350", "people"),
        ("003", "11", "thematic lectures"),
        ("004", "3000", "participations"),
        ("004", "13", "officials seconded"),
    ],
)
def test_what_a_reader_would_look_for_is_there(trainings, article, value, unit):
    assert ((trainings[["article_id", "value", "unit"]] == [article, value, unit]).all(axis=1)).sum() == 1


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("000", "“难点+课题+实践”"),
        ("001", "53个社区、村组班子成员"),
        ("004", "均取得优异结业成绩"),
        ("004", "集中学习、专家辅导、现场教学等形式"),
        ("004", "将急难险重任务作为锻炼干部的“磨刀石”"),
    ],
)
def test_what_the_words_do_not_settle_is_open(trainings, article, words):
    counted = trainings[trainings["kind"].isin({"form", "attendance"})]
    rows = counted[(counted["article_id"] == article) & (counted["words"] == words)]
    assert rows["second_pass"].tolist() == ["open"]
