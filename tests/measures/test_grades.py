"""Sentences are graded by the worst repair in them, and what cleaning removed is counted by kind."""

import pandas as pd
import pytest

from methods.measures import grades
from methods.text.clean import clean_text

TEXT = "第一句话说治理。第二句话说服务。第三句话说平安。第四句话说法治。"


def steps(*rows):
    table = pd.DataFrame(
        rows, columns=["article_id", "kind", "status", "new_start", "new_end", "before", "after"]
    )
    return table.assign(margin=1.0, runner_up=None)


def articles(*texts, raw=None):
    ids = [f"a{i}" for i in range(len(texts))]
    return pd.DataFrame({"text": texts, "raw": raw or list(texts)}, index=pd.Index(ids, name="article_id"))


def test_the_worst_repair_grades_a_sentence():
    damage = steps(
        ("a0", "gloss", "proven", 9, 10, "x", "y"),
        ("a0", "gloss", "proven", 17, 18, "x", "y"),
        ("a0", "shifted run", "proven", 18, 19, "x", "y"),
        ("a0", "gloss", "proven", 25, 26, "x", "y"),
        ("a0", "lone lead", "inferred", 26, 27, "x", "y"),
        ("a0", "credit", "proven", 0, 0, "本报记者", ""),
    )
    assert list(grades.grade_sentences(articles(TEXT), damage)["grade"]) == [0, 1, 2, 3]


def test_what_was_removed_between_two_sentences_belongs_to_the_first():
    damage = steps(("a0", "stray mark", "inferred", 8, 8, "?", ""))
    assert list(grades.grade_sentences(articles(TEXT), damage)["grade"]) == [3, 0, 0, 0]


def test_an_article_without_damage_and_an_empty_one_are_untouched():
    graded = grades.grade_sentences(articles(TEXT, ""), steps())
    assert list(graded["grade"]) == [0, 0, 0, 0] and set(graded["article_id"]) == {"a0"}


@pytest.mark.parametrize(("most", "kept"), [(0, [0]), (1, [0, 1]), (2, [0, 1, 2]), (3, [0, 1, 2, 3])])
def test_sentences_are_kept_up_to_a_grade(most, kept):
    graded = grades.grade_sentences(articles(TEXT), steps()).assign(grade=range(4))
    sentences = TEXT.replace("。", "。\n").splitlines()
    assert grades.keep_sentences(articles(TEXT, "x"), graded, most)["a0"] == "\n".join(
        sentences[i] for i in kept
    )
    assert grades.keep_sentences(articles(TEXT, "x"), graded, most)["a1"] == ""


def test_removals_count_characters_without_white_space_and_repairs_are_not_among_them():
    damage = steps(
        ("a0", "credit", "proven", 0, 0, "记者 张三\n", ""),
        ("a0", "markup", "proven", 0, 0, "<br>", "\n"),
        ("a0", "space", "proven", 0, 0, "\n\n", "\n"),
        ("a0", "gloss", "proven", 3, 4, "當(dāng)", "当"),
    )
    assert grades.removals(damage)[["kind", "characters"]].values.tolist() == [["credit", 4], ["markup", 4]]
    assert list(grades.repairs(damage)["kind"]) == ["gloss"]


def test_real_damage_is_found_and_shown_before_and_after():
    raw = "人民至上，努力當(dāng)好服務(wù)群眾的貼心人，這是我們的責任。這一句沒有什么要改，也不會改變什么。"
    found = articles(clean_text(raw), raw=[raw])
    done = grades.cleaning_steps(found)
    graded = grades.grade_sentences(found, done)
    assert list(graded["grade"]) == [1, 0]
    (row,) = grades.examples(found, graded).itertuples()
    assert "當(dāng)好" in row.before and "当好" in row.after and row.grade == "glosses only"
    assert grades.doubtful(done).empty  # a gloss leaves no choice


def test_no_article_has_no_steps():
    none = grades.cleaning_steps(articles())
    assert none.empty and grades.repairs(none).empty and grades.removals(none).empty
    assert grades.examples(articles(), grades.grade_sentences(articles(), none)).empty
