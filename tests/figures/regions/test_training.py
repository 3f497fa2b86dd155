"""02-training: facts with their words, forms by article, and a draft if nobody has coded."""

import pandas as pd
import pytest

from methods.figures.regions.training import (
    draft_note,
    draw_training,
    durations_finding,
    training_finding,
    training_gaps,
)
from methods.measures.trainings import COLUMNS, draft_facts, hedge, overview, training_facts

TEXT = "培训班为期四天，6月16日—6月22日在天津举行，350人参加。曹峰教授讲授《社会冲突管理》。他买了3人的票。"
SAMPLE = pd.DataFrame({"raw": [TEXT] * 2, "text": [TEXT] * 2}, pd.Index(["a000", "a001"], name="article_id"))
KNOWN = pd.DataFrame(
    [
        ("a000", "form", "lecture", None, "讲授"),
        ("a000", "form", "film", None, "《社会冲突管理》"),
        ("a001", "form", "lecture", None, "讲授"),
        ("a001", "attendance", "350", "people", "350人"),
        ("a001", "not_reported", "duration", None, None),
    ],
    columns=COLUMNS,
)


def test_facts_come_with_their_place_in_the_raw_article():
    facts = training_facts(KNOWN, SAMPLE)
    start, end = facts.loc[1, ["raw_start", "raw_end"]]
    assert TEXT[start:end] == "《社会冲突管理》"
    assert facts.loc[4, ["raw_start", "raw_end"]].isna().all()
    assert not facts["draft"].any() and draft_note(facts) is None


def test_a_fact_of_an_article_that_is_not_read_stays_without_a_place():
    facts = training_facts(KNOWN, SAMPLE.head(1))
    assert len(facts) == 5 and facts.loc[facts["article_id"] == "a001", "raw_start"].isna().all()


def test_the_figure_marks_forms_and_its_table_has_every_fact(made_columns):
    columns = made_columns(2)
    facts = training_facts(KNOWN, SAMPLE)
    exhibit = draw_training(facts, columns)
    assert len(exhibit.table) == 5 and exhibit.table["label"].tolist()[0] == "Place 0"
    assert "Place 0: lecture, film; Place 1: lecture." in exhibit.alt.plain()
    said = training_finding(facts, columns).plain()
    assert said == (
        "The 2 articles report 2 forms of training: lecture occurs in both; 1 form occurs in "
        "one article (Place 0)."
    )
    assert training_gaps(facts, columns).plain() == "Not stated: duration (Place 1)."


def test_what_two_readers_differ_on_is_hollow_and_said(made_columns):
    columns = made_columns(2)
    known = KNOWN.assign(second_pass=["open", "agree", "agree", "open", "agree"])
    facts = training_facts(known, SAMPLE)
    drawn = draw_training(facts, columns).figure
    hollow = [m for m in drawn.axes[0].collections if len(m.get_offsets()) and (m.get_facecolor() == 1).all()]
    assert [m.get_offsets().tolist() for m in hollow] == [[[0.5, 0.5]]]
    assert "Hollow: uncertain." in drawn.get_supxlabel()
    said = training_finding(facts, columns).plain()
    assert "lecture occurs in both (uncertain in Place 0)" in said
    assert "Of 3 mentions of a form, 1 is uncertain." in said
    assert overview(facts).at["attendance", "a001"] == "350 people (?)"
    assert "uncertain" not in training_finding(training_facts(KNOWN, SAMPLE), columns).plain()


def said_of(rows, columns):
    return training_finding(training_facts(pd.DataFrame(rows, columns=COLUMNS), SAMPLE), columns).plain()


def test_the_sentence_names_the_two_commonest_and_counts_who_tells_of_teachers(made_columns):
    forms = ["lecture", "lecture", "lecture", "discussion", "discussion", "film"]
    rows = [(f"a{n % 3:03}", "form", form, None, "讲授") for n, form in enumerate(forms)]
    rows += [(f"a{n:03}", "teacher", "Cao", None, "曹峰") for n in range(3)] * 2
    rows += [
        ("a000", "not_reported", "organiser", None, None),
        ("a001", "not_reported", "organiser", None, None),
    ]
    said = said_of(rows, made_columns(5))
    assert said == (
        "The 3 articles report 3 forms of training: lecture occurs in all 3, discussion in 2; "
        "1 form occurs in one article (Place 2)."
    )
    gaps = training_gaps(training_facts(pd.DataFrame(rows, columns=COLUMNS), SAMPLE), made_columns(5))
    assert gaps.plain() == "Not stated: organiser (Place 0, Place 1)."
    alone = said_of([row for row in rows if row[0] == "a000"], made_columns(1))
    assert alone.startswith("It reports 2 forms of training: lecture, discussion")


def test_who_teaches_is_mentioned_and_not_said(made_columns):
    rows = [(f"a{n:03}", "teacher", "Cao", None, "曹峰") for n in range(3)] * 2

    def said(rows, columns):
        return durations_finding(training_facts(pd.DataFrame(rows, columns=COLUMNS), SAMPLE), columns).plain()

    assert said(rows, made_columns(5)) == "All 3 articles mention teachers: by name, post or body."
    assert said(rows, made_columns(2)).startswith("Both articles mention teachers")  # a002 is not here
    lasting = [("a000", "duration", "2.5", "hours", "近两个半小时")]
    assert said(lasting, made_columns(1)).endswith("a teacher. Durations: nearly 2.5 hours (Place 0).")


def test_forms_of_one_article_only_are_counted(made_columns):
    rows = [("a000", "form", form, None, "讲授") for form in ("film", "drill", "lecture")]
    rows += [("a001", "form", form, None, "讲授") for form in ("video", "lecture")]
    said = said_of(rows, made_columns(2))
    assert (
        said == "The 2 articles report 4 forms of training: lecture occurs in both; 3 forms occur "
        "in one article each (2 in Place 0, 1 in Place 1)."
    )
    assert "Place" not in said_of(rows, made_columns(2, "group"))


def test_a_report_of_several_courses_is_not_compared_with_those_of_one(made_columns):
    rows = [("a000", "course", course, None, "讲授") for course in ("first", "second")]
    rows += [("a001", "course", "only", None, "讲授"), ("a000", "form", "lecture", None, "讲授")]
    assert "Place 0 reports several courses, so" in said_of(rows, made_columns(2))
    assert "several courses" not in said_of(rows[1:], made_columns(2))
    assert "several courses" not in said_of([row for row in rows if row[0] == "a000"], made_columns(1))


def test_who_trains_whom_comes_first_where_it_is_coded(made_columns):
    rows = [("a000", "form", "lecture", None, "讲授"), ("a000", "in_short", "a bureau trains police", None, "讲授"),
            ("a001", "in_short", "experts teach it", None, "讲授"), ("a001", "not_reported", "organiser", None, None)]  # fmt: skip
    said = said_of(rows, made_columns(2))
    assert said.startswith(
        "Who trains whom? A bureau trains police (Place 0); experts teach it (Place 1). The 2 art"
    )
    assert "trains" not in said_of(rows, made_columns(2, "group"))


def test_many_forms_are_counted_and_not_named(made_columns):
    rows = [(f"a{n:03}", "form", f"form {k}", None, "讲授") for n in range(2) for k in range(9)]
    assert "2 articles report 9 forms of training: 9 forms occur in both." in said_of(rows, made_columns(2))
    assert said_of(rows[:9], made_columns(1)) == "It reports 9 forms of training."


def test_columns_come_in_the_order_asked_for():
    facts = training_facts(KNOWN, SAMPLE)
    assert overview(facts, ["a001", "z", "a000"]).columns.tolist() == ["a001", "a000"]
    assert overview(facts, ["a001"]).columns.tolist() == ["a001", "a000"]


@pytest.mark.parametrize("n", [1, 2, 5, 8, 20])
def test_no_two_texts_touch(n, made_columns, overlapping):
    rows = [
        (f"a{i:03}", "form", f"form of training {k}", None, "讲授") for i in range(n) for k in range(i + 1)
    ]
    facts = training_facts(pd.DataFrame(rows, columns=COLUMNS), SAMPLE)
    assert overlapping(draw_training(facts, made_columns(n, label="政法干部培训班学员{}")).figure) == []


def test_the_table_answers_a_question_in_each_row():
    table = overview(training_facts(KNOWN, SAMPLE))
    assert table.at["form", "a000"] == "lecture; film"
    assert (table.at["attendance", "a001"], table.at["duration", "a001"]) == ("350 people", "not reported")
    assert table.at["duration", "a000"] == ""


@pytest.mark.parametrize(
    ("value", "words", "says"),
    [
        ("350", "共350多人参加", "more than"),
        ("500", "近500名书记", "nearly"),
        ("3000", "培训人员3000余人次", "more than"),
        ("60", "逾60人", "more than"),
        ("2.5", "在近两个半小时的讲座中", "nearly"),
        ("40", "约40人", "about"),
        ("13", "附近13名", ""),
        ("13", "最近13天", ""),
        ("350", "350人，另有12人多次来", ""),
        ("7", "6月16日—6月22日", ""),
        ("5", None, ""),
    ],
)
def test_a_number_keeps_what_its_words_say_of_it(value, words, says):
    assert hedge(value, words) == says


def test_only_numbers_and_durations_are_hedged():
    rows = [("a000", "attendance", "350", "people", "共350多人"), ("a000", "content", "学《9》", None, "近9")]
    table = overview(training_facts(pd.DataFrame(rows, columns=COLUMNS), SAMPLE))
    assert table["a000"][["attendance", "content"]].tolist() == ["more than 350 people", "学《9》"]


def test_a_corpus_without_the_file_gets_a_draft_in_its_columns(made_columns):
    facts = training_facts(pd.DataFrame(), SAMPLE.head(1))
    found = set(facts[["kind", "value"]].itertuples(index=False, name=None))
    assert {
        ("duration", "4"),
        ("attendance", "350"),
        ("content", "《社会冲突管理》"),
        ("teacher", "曹峰"),
    } <= found
    assert ("date", "6月16日—6月22日") in found
    assert ("attendance", "3") not in found  # a sentence that speaks of no course
    assert all(words in TEXT for words in facts["words"])
    assert "A draft." in draft_note(facts).plain()
    exhibit = draw_training(facts, made_columns(1))
    assert exhibit.figure is None and "trainings.csv" in exhibit.why.plain()
    assert training_finding(facts, made_columns(1)) is None


@pytest.mark.parametrize("text", ["", "长江的水流下来。", "《红楼梦》有120回，讲了3天。"])
def test_everyday_prose_has_no_draft(text):
    articles = pd.DataFrame({"raw": [text], "text": [text]}, ["a000"])
    assert draft_facts(articles).empty
    assert overview(training_facts(pd.DataFrame(), articles)).shape[1] == 0


def test_nothing_is_drafted_of_a_corpus_that_is_not_about_training():
    rare = pd.DataFrame({"raw": ["河边的柳树绿了。"] * 9 + [TEXT]}).rename_axis("article_id")
    rare = (
        rare.set_axis([f"a{n}" for n in range(10)])
        .rename_axis("article_id")
        .assign(text=rare["raw"].tolist())
    )
    assert training_facts(pd.DataFrame(), rare).empty
    assert len(training_facts(pd.DataFrame(), rare.tail(4)))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("第7期青年教师研讨班昨天开班。", set()),
        ("1998-15期学员回到母校。", set()),
        ("三年来共举办培训班7期。", {("sessions", "7")}),
        ("公司在南方有9000名工程师，新人要上课程。", set()),
        ("来自各县的80名学员听课。", {("attendance", "80")}),
        ("周海宁教授在政府工作报告中指出了方向，课程很多。", set()),
        ("周海宁教授前来授课。", {("teacher", "周海宁")}),
    ],
)
def test_a_draft_takes_no_ordinal_no_staff_and_no_politician(text, facts):
    found = draft_facts(pd.DataFrame({"text": [text]}, pd.Index(["a000"], name="article_id")))
    assert set(found[["kind", "value"]].itertuples(index=False, name=None)) == facts


def test_a_long_text_that_once_mentions_a_course_is_not_about_training():
    text = "发言人回答了记者的提问，双方关系良好。" * 400 + "共有350人参加培训。"
    one = pd.DataFrame({"raw": [text], "text": [text]}, pd.Index(["a000"], name="article_id"))
    assert training_facts(pd.DataFrame(), one).empty


def test_the_table_of_a_draft_has_no_empty_rows():
    table = overview(training_facts(pd.DataFrame(), SAMPLE.head(1)))
    assert len(table) and (table != "").any(axis=1).all()
