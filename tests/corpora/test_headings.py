"""Headings of other people's tables, and tables without any."""

import pandas as pd
import pytest

from helpers import load_articles
from methods.corpora.headings import column_of, note_unknown
from methods.files.problems import CorpusWarning, Report

TEXTS = [
    f"第{number}天，社区的干部和群众在议事厅讨论花园、停车和养老的事情，大家都说了话。" * 3
    for number in "一二三"
]


@pytest.mark.parametrize(
    ("heading", "column"),
    [("报告年份", "year"), ("評論時間", "date"), ("评论内容", "text"), ("comment_content", "text"),
     ("report_date", "date"), ("评论数", "评论数"), ("报告", "报告")],
)  # fmt: skip
def test_a_heading_may_begin_with_the_kind_of_text(heading, column):
    assert column_of(heading) == column


def test_reports_by_year_are_dated(tmp_path):
    pd.DataFrame({"报告年份": [2023, 2024, 2025], "中文": TEXTS}).to_csv(
        tmp_path / "articles.csv", index=False
    )
    with pytest.warns(CorpusWarning, match="报告年份 as date"):
        assert load_articles(tmp_path)["date"].dt.year.tolist() == [2023, 2024, 2025]


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_a_table_without_headings_loses_no_text(tmp_path, end):
    table = pd.DataFrame({"text": TEXTS, "score": [0.1, 0.1, 0.3]})
    write = table.to_csv if end == "csv" else table.to_excel
    write(tmp_path / f"articles.{end}", index=False, header=False)
    with pytest.warns(CorpusWarning, match="it was read as an article") as caught:
        articles = load_articles(tmp_path)
    assert articles["raw"].tolist() == TEXTS
    assert TEXTS[0] not in str(caught[0].message)


def test_the_question_of_a_survey_is_a_heading(tmp_path):
    question = "您对本社区的治理、停车、养老和垃圾分类有哪些意见和建议？请用一两句话简要说明您的理由。"
    pd.DataFrame({question: TEXTS}).to_csv(tmp_path / "articles.csv", index=False)
    with pytest.warns(CorpusWarning):
        assert len(load_articles(tmp_path)) == 3


def test_only_columns_that_divide_the_articles_are_offered_as_groups():
    report = Report()
    articles = pd.DataFrame({"channel": list("ab") * 40, "url": [str(n) for n in range(80)], "same": "x"})
    articles = articles.assign(tempo=[str(60 + n % 40) for n in range(80)], stars=["1", "5"] * 40)
    note_unknown(articles, report)
    assert report.notes == [
        "further columns, by which articles can be grouped: channel (2 values), stars (2 values)",
        "further columns, kept as they are (GROUP takes any of them, too): same, tempo, url",
    ]


def test_columns_without_a_heading_are_left_out(tmp_path):
    rows = "".join(f"{number},{text},,\n" for number, text in enumerate(TEXTS))
    (tmp_path / "articles.csv").write_text(f",text,,\n{rows}", encoding="utf-8")
    with pytest.warns(CorpusWarning):
        articles = load_articles(tmp_path)
    assert articles["raw"].tolist() == TEXTS and "" not in articles


def test_another_column_with_texts_is_named_with_what_to_do(tmp_path):
    rows = [
        {"question": text[:-1] + f"吗？{n}", "answer": text + "是的。" * 9, "who": "甲"}
        for n, text in enumerate(TEXTS)
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "articles.csv", index=False)
    with pytest.warns(CorpusWarning, match=r"rename another column to `text` to use it \(question\)"):
        assert load_articles(tmp_path)["raw"].str.endswith("是的。").all()
