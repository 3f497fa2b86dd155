"""02-voices and shared wording: the most frequent level by name; hostile text escaped; nothing said of nothing."""

import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.regions.shared_wording import mark_formulas, shared_finding, within_finding
from methods.figures.regions.voices import draw_voices, voices_finding
from methods.measures.voices import by_level, voices


def people(rows):
    table = pd.DataFrame(rows, columns=["article_id", "name", "level", "mode"])
    return table.assign(system="", start=0).astype({"name": "str", "level": "str"})


SOME = people(
    [
        ("a000", "甲", "county", "quoted"),
        ("a000", "乙", "county", "quoted"),
        ("a000", "丙", "community", "reported"),
        ("a000", "丁", "township", "reported"),
        ("a000", "戊", "national", "named"),
        ("a001", "己", "county", "quoted"),
        ("a001", "庚", "community", "reported"),
    ]
)


def test_the_most_frequent_level_is_called_that_and_ties_are_told(made_columns):
    columns = made_columns(2)
    levels = by_level(voices(SOME), columns.of, columns.names)
    said = voices_finding(levels, columns).plain()
    assert said.startswith(
        "Of 7 persons and groups (once per article, found by rules), 3 are quoted, 3 reported"
    )
    by_hand = voices_finding(levels, columns, by_rules=False).plain()
    assert by_hand.startswith(
        "Of 7 persons and groups (once per article), 3 are quoted, 3 reported and 1 only"
    )
    assert "Place 0: county (2 of 4); Place 1: county and community (1 each of 2)" in said
    exhibit = draw_voices(levels, columns)
    assert exhibit.table.at["county", "speakers, Place 0"] == 2


def test_groups_are_told_from_persons(made_columns):
    columns = made_columns(1)
    rows = [
        ("a000", "甲", "county", "quoted"),
        ("a000", "学员们", "", "quoted"),
        ("a000", "乙", "county", "quoted"),
    ]
    said = voices_finding(by_level(voices(people(rows)), columns.of, columns.names), columns).plain()
    assert "Place 0: county (2 of 3; of the 3, 1 is a group)" in said


def test_a_level_whose_speakers_are_of_one_article_is_told(made_columns):
    rows = [("a000", f"人{n}", "community", "quoted") for n in range(5)]
    rows += [("a001", "乙", "community", "quoted"), ("a001", "丙", "county", "quoted")]
    levels = by_level(voices(people(rows)), made_columns(2).of, made_columns(2).names)
    said = voices_finding(levels, made_columns(2)).plain()
    assert (
        "Of the speakers, 5 of 6 at the level community are in Place 0." in said
        and "county 1 of 1 in" not in said
    )


@pytest.mark.parametrize("n", [1, 2, 5, 8, 20])
def test_no_two_texts_touch(n, made_columns, overlapping):
    columns = made_columns(n, label="政法干部培训班学员{}")
    rows = people([(key, "甲", "county", "quoted") for key in columns.of.index])
    assert overlapping(draw_voices(by_level(voices(rows), columns.of, columns.names), columns).figure) == []


def test_a_person_whom_several_articles_name_is_said_to_count_several_times(made_columns):
    rows = people([(f"a{n:03}", "甲", "national", "named") for n in range(2)])
    for n in (1, 2):
        columns = made_columns(n)
        said = voices_finding(by_level(voices(rows), columns.of, columns.names), columns).plain()
        assert ("counts several times" in said) == (n > 1)


def test_nobody_named_and_nobody_speaking(made_columns):
    columns = made_columns(1)
    none = by_level(voices(SOME.head(0)), columns.of, columns.names)
    assert "no person is named" in draw_voices(none, columns).why.plain()
    assert voices_finding(none, columns) is None
    silent = by_level(voices(SOME.assign(mode="named")), columns.of, columns.names)
    assert voices_finding(silent, columns).plain().endswith("No level of speakers is known.")


def shared(rows):
    names = ["article_a", "article_b", "text_a", "text_b", "length"]
    return mark_formulas(pd.DataFrame(rows, columns=names), ["枫桥经验"])


def test_the_longest_passage_is_quoted_and_escaped():
    table = shared([("a", "b", "<b>枫桥经验", "枫桥经验", 9), ("a", "c", "别的", "别的", 8)])
    said = shared_finding(table, 3, 3, 8)
    assert "Shared by two of 3 articles: 2 passages of 8 characters or more, 1 of them with" in said.plain()
    assert "<b>" not in said.markdown()


def test_no_shared_passage_is_said_in_bold_and_a_sample_named():
    said = shared_finding(shared([]), 30, 90, 8)
    assert (
        said.markdown().startswith("**No passage") and "30 articles (a random sample of 90)" in said.plain()
    )
    assert shared_finding(shared([]), 1, 1, 8) is None


def test_passages_within_one_group_are_set_beside_chance(made_columns):
    columns = made_columns(2, "genre")
    table = shared([("a000", "a001", "甲", "甲", 8), ("a000", "a013", "乙", "乙", 8)])
    assert (
        within_finding(table, columns)
        .plain()
        .startswith("50% of the passages are shared by two articles of the same genre;")
    )
    assert within_finding(shared([]), columns) is within_finding(table, made_columns(2)) is None


def test_panels_are_level_and_the_note_has_the_number(made_columns):
    columns = made_columns(5)
    rows = people([(key, "甲", "county", "quoted") for key in columns.of.index])
    figure = draw_voices(by_level(voices(rows), columns.of, columns.names), columns).figure
    figure.canvas.draw()
    titles = [ax._left_title.get_window_extent().y0 for ax in figure.axes]
    assert abs(titles[0] - titles[1]) < 1
    assert figure.get_supxlabel().startswith("n = 5 persons and groups in 5 articles")


def test_a_single_column_is_not_named_and_few_persons_are_not_drawn(made_columns):
    columns = make_columns(
        pd.DataFrame({"date": pd.NaT, "label": None}, [f"a{n:03}" for n in range(30)]), "Y"
    )
    levels = by_level(voices(SOME), columns.of, columns.names)
    said = voices_finding(levels, columns).plain()
    assert "Most frequent level of speakers: county (3 of 6)." in said and "corpus" not in said
    exhibit = draw_voices(levels, columns)
    assert "Not shown: 7 persons and groups are named in 30 articles." in exhibit.why.plain()
    assert draw_voices(
        by_level(voices(SOME), made_columns(2).of, made_columns(2).names), made_columns(2)
    ).figure


def test_groups_alone_are_counted_once_in_a_sentence(made_columns):
    columns = made_columns(1)
    groups = people([("a000", name, "a group", "reported") for name in ("学员", "群众")])
    assert (
        "a group (2 of 2)."
        in voices_finding(by_level(voices(groups), columns.of, columns.names), columns).plain()
    )
