"""Mentions of provinces, the roles of places, and the roll call of the country."""

import pandas as pd
import pytest

from methods.measures.place_counts import (
    by_province,
    by_role,
    first_of_each_run,
    roll_calls,
    without_roll_calls,
)

ARTICLES = pd.DataFrame(
    {"province": ["浙江省", None, "湖北省"], "level": ["county", "national", None]}, ["a", "b", "c"]
)


def mentions(rows):
    table = pd.DataFrame(rows, columns=["article_id", "start", "province", "role"])
    return table.assign(mention=table["province"].fillna("某地"))


FOUND = mentions(
    [
        ("a", 0, "浙江省", "subject"),
        ("a", 9, "天津市", "venue"),
        ("a", 20, None, "venue"),
        ("b", 5, "浙江省", "roll_call"),
        ("b", 8, "江西省", "roll_call"),
        ("b", 90, "甘肃省", "roll_call"),
    ]
)


def test_provinces_named_and_those_that_articles_come_from():
    table = by_province(FOUND, ARTICLES)
    assert table.loc["浙江省", ["mentions", "articles_naming", "articles_from", "articles"]].tolist() == [
        2,
        2,
        1,
        3,
    ]
    assert table.loc["湖北省", ["mentions", "articles_from"]].tolist() == [0, 1]
    assert table["share_low"].isna().all()  # three articles are no sample


def test_ten_articles_have_an_interval():
    articles = pd.DataFrame({"province": None}, [f"a{i}" for i in range(10)])
    table = by_province(mentions([("a0", 0, "浙江省", "venue")]), articles)
    assert 0 < table.at["浙江省", "share_low"] < 0.1 < table.at["浙江省", "share_high"] < 1


def test_an_article_that_calls_a_roll_is_left_out_whole_and_no_other():
    assert without_roll_calls(FOUND, roll_calls(FOUND, least=3))["article_id"].unique().tolist() == ["a"]
    assert without_roll_calls(FOUND, roll_calls(FOUND, least=4)).equals(FOUND)
    assert without_roll_calls(FOUND.head(0), roll_calls(FOUND.head(0))).empty


def test_roles_by_group_with_the_side_of_each_mention():
    table = by_role(FOUND, ARTICLES, pd.Series(["x", "y", "z"], ARTICLES.index))
    counted = table.set_index(["group", "role", "side"])["mentions"]
    assert counted["x", "subject", "in own province"] == 1
    assert counted["y", "roll call", "elsewhere"] == 3  # a national article has no own province
    assert table.groupby("group")["mentions"].sum().tolist() == [3, 3]
    assert "z" not in set(table["group"])


def test_no_mention_has_no_role_and_no_roll():
    assert by_role(FOUND.head(0), ARTICLES, pd.Series("x", ARTICLES.index)).empty
    assert roll_calls(FOUND.head(0)).empty
    assert by_province(FOUND.head(0), ARTICLES)["mentions"].sum() == 0


@pytest.mark.parametrize(("again", "calls"), [(1, True), (6, False)])
def test_a_roll_call_names_many_provinces_nearly_each_once(again, calls):
    rows = [("a", 10 * i, f"省{i}", "roll_call") for i in range(12)]
    rows += [("a", 500 + i, f"省{i}", "subject") for i in range(again)]
    rolls = roll_calls(mentions(rows), least=10)
    assert rolls.loc["a", ["provinces", "once", "most"]].tolist() == [12, 12 - again, 2]
    assert rolls.at["a", "roll_call"] == calls
    assert not roll_calls(mentions(rows), least=13)["roll_call"].any()


def test_an_enumeration_is_shown_at_its_beginning():
    assert first_of_each_run(FOUND)["start"].tolist() == [5, 90]
