"""The gazetteer's `until` is the year in which a unit was abolished, by rule and in known cases."""

from pathlib import Path

import pandas as pd
import places_gazetteer
import pytest

PLACES = Path(__file__).resolve().parents[2] / "corpus" / "lexicons" / "places.csv"
COLUMNS = ["province", "prefecture", "county"]


@pytest.fixture(scope="module")
def places():
    return pd.read_csv(PLACES, dtype=str, keep_default_na=False)


@pytest.mark.parametrize(
    ("prefecture", "county", "year"),
    [
        ("襄樊市", "", "2010"),
        ("", "崇文区", "2010"),
        ("", "宣武区", "2010"),
        ("", "卢湾区", "2011"),
        ("巢湖市", "", "2011"),
        ("莱芜市", "", "2018"),
        ("杭州市", "下城区", "2021"),
        ("杭州市", "江干区", "2021"),
    ],
)
def test_units_that_are_known_to_have_been_abolished(places, prefecture, county, year):
    found = places[
        (places["prefecture"] == prefecture) & (places["county"] == county) & (places["until"] != "")
    ]
    assert found["until"].tolist() == [year]


@pytest.mark.parametrize(
    ("prefecture", "county"), [("襄阳市", ""), ("杭州市", "拱墅区"), ("杭州市", "上城区"), ("聊城市", "")]
)
def test_units_in_force_have_no_last_year(places, prefecture, county):
    found = places[(places["prefecture"] == prefecture) & (places["county"] == county)]
    assert found["until"].tolist() == [""]


def test_the_rule_is_the_year_after_the_last_list():
    lists = pd.DataFrame(
        [("浙江省", "杭州市", "下城区", year) for year in (2018, 2019, 2020)]
        + [("浙江省", "杭州市", "拱墅区", year) for year in (2018, 2019, 2020, 2021)],
        columns=[*COLUMNS, "year"],
    )
    until = places_gazetteer.last_years(lists).set_index("county")["until"]
    assert until.to_dict() == {"下城区": 2021, "拱墅区": 2022}
