"""Persons once per article, by the most that they do; levels counted, private persons never shown."""

import pandas as pd

from methods.measures.voices import LEVELS, by_level, by_system, passages, voices

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
    assert shown.iloc[-1][["name", "place_words", "context"]].tolist() == ["□", "□", "□"]
    assert "赵六" not in shown.drop(columns="context").to_string()
    assert passages(voices(PEOPLE), articles.head(0)).empty
