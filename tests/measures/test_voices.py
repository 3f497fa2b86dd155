"""Persons once per article, in their strongest mode; levels are counted, private persons never shown."""

import pandas as pd
import pytest

from methods.measures.voices import LEVELS, by_level, by_system, passages, voices, who_speaks

PEOPLE = pd.DataFrame(
    [
        ("a", "王五", "", "named", 3, False),
        ("a", "王五", "county", "quoted", 20, False),
        ("a", "学员们", "", "reported", 30, False),
        ("b", "王五", "", "named", 5, False),
        ("b", "赵六", "community", "quoted", 9, True),
    ],
    columns=["article_id", "name", "level", "mode", "start", "private"],
).assign(end=lambda t: t["start"] + 2, post="主任", chain="主任", place_words="某村", system="")


def test_a_person_counts_once_by_the_most_and_at_the_highest_level():
    found = voices(PEOPLE).set_index(["article_id", "name"])
    assert found.loc[("a", "王五"), ["mode", "level", "start"]].tolist() == ["quoted", "county", 20]
    assert found.loc[("b", "王五"), ["mode", "level"]].tolist() == ["named", "not said"]
    assert found.at[("a", "学员们"), "level"] == "a group"
    assert len(found) == 4


def test_levels_by_mode_and_speakers_by_group():
    of = pd.Series(["x", "y", "y"], ["a", "b", "c"])
    table = by_level(voices(PEOPLE), of, ("y", "x"))
    assert table.index.tolist() == list(LEVELS)
    assert table[["quoted", "reported", "named"]].sum().tolist() == [2, 1, 1]
    assert (table.at["county", "x"], table.at["community", "y"], table.at["not said", "y"]) == (1, 1, 0)
    assert (table["articles"] == 3).all() and table["share_low"].isna().all()


def test_nobody_is_all_zeros_and_no_error():
    of = pd.Series(["x"], ["a"])
    table = by_level(voices(PEOPLE.head(0)), of, ("x",))
    assert table[["quoted", "x"]].to_numpy().sum() == 0
    assert by_system(voices(PEOPLE.head(0))).empty


def test_private_persons_are_masked_with_all_that_tells_who_they_are():
    articles = pd.DataFrame({"text": ["王五" * 20, "某村主任说赵六，赵六"]}, ["a", "b"])
    shown = passages(voices(PEOPLE), articles)
    assert shown["article_id"].tolist() == ["a", "b", "b"]  # without the group
    assert shown.iloc[-1][["name", "post", "context"]].tolist() == ["1 not shown", "", ""]
    assert shown["post"].iloc[0] == "某村主任" and "赵六" not in shown.drop(columns="context").to_string()
    assert passages(voices(PEOPLE), articles.head(0)).empty


def test_private_persons_of_one_kind_share_a_row_with_their_number():
    many = pd.concat([PEOPLE.tail(1).assign(name=f"私{n}", start=9 + n) for n in range(3)], ignore_index=True)
    many.loc[2, "mode"] = "reported"
    shown = passages(many, pd.DataFrame({"text": ["某村主任说"]}, ["b"]))
    assert shown[["name", "mode"]].to_numpy().tolist() == [
        ["2 not shown", "quoted"], ["1 not shown", "reported"]
    ]  # fmt: skip


READ = pd.DataFrame(
    [
        ("a", "王五", "person", "主任", "justice", "county", "quoted", "false", "主任王五|王主任"),
        ("a", "赵六", "person", None, None, "galaxy", "named", "true", "赵六"),
        ("a", "诸位", "group", None, None, None, "reported", "false", "诸位"),
        ("z", "孙七", "person", "局长", None, "county", "quoted", "false", "局长孙七"),
    ],
    columns=["article_id", "person", "who", "post", "system", "level", "kind", "private", "words"],
)
TEXTS = pd.DataFrame({"text": ["某县主任王五说，赵六与诸位同去。"]}, ["a"])


def test_who_was_read_by_hand_is_taken_and_the_rules_are_not():
    found = who_speaks(READ, PEOPLE, TEXTS)
    assert found["name"].tolist() == ["王五", "赵六", "诸位", "孙七"]
    assert found["level"].tolist() == ["county", "not said", "a group", "county"]
    assert TEXTS.at["a", "text"][found["start"].iloc[0] : found["end"].iloc[0]] == "王五"
    shown = passages(found, TEXTS)
    assert shown["name"].tolist() == ["王五", "1 not shown"] and shown["context"].iloc[1] == ""
    assert who_speaks(READ.head(0), PEOPLE, TEXTS).equals(voices(PEOPLE))


def test_a_file_that_cannot_be_counted_is_refused_with_its_name():
    with pytest.raises(ValueError, match=r"speakers\.csv: kind shouted: write quoted, reported, named"):
        who_speaks(READ.assign(kind="shouted"), PEOPLE, TEXTS)
