"""Each column of a figure is an article, a period or a group; an article is in at most one."""

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from methods.corpora.columns import (
    LABEL,
    article_names,
    cut_label,
    cut_names,
    labels_of,
    make_columns,
    text_width,
)


def made(n, **columns):
    ids = [f"a{i:02}" for i in range(n)]
    dates = pd.to_datetime([f"{2010 + i % 7}-03-01" for i in range(n)])
    frame = {"date": dates, "label": pd.Series([None] * n, dtype="str"), "province": "浙江省"} | columns
    return pd.DataFrame(frame, index=pd.Index(ids, name="article_id"))


@given(st.lists(st.sampled_from(["甲" * 9, "甲" * 10, *(f"甲甲甲甲… {number}" for number in range(9))])))
@example(["甲" * 9, "甲" * 10, "甲甲甲甲… 1", "甲甲甲甲… 4"])
def test_names_differ_although_some_look_like_numbered_ones(names):
    assert cut_names(pd.Series(names, dtype="str"), 12).is_unique


def test_few_articles_are_a_column_each():
    found = make_columns(made(3), "Y", each_up_to=20)
    assert (found.kind, found.noun, found.names) == ("article", "article", ("a00", "a01", "a02"))
    assert found.label_of.tolist() == found.shown == ["a00", "a01", "a02"]
    assert found.left_out == 0


def test_many_articles_are_counted_by_period_and_the_undated_in_none():
    articles = made(30)
    articles.loc["a03", "date"] = pd.NaT
    found = make_columns(articles, "Y")
    assert found.kind == "period" and found.plural == "years"
    assert found.names == tuple(map(str, range(2010, 2017)))  # One undated article is no group to compare.
    assert found.sizes.sum() == 29 and found.left_out == 1
    articles.loc[["a04", "a05", "a06"], "date"] = pd.NaT
    found = make_columns(articles, "Y")
    assert found.names == tuple(map(str, range(2010, 2017)))  # Nor are many of them a time to compare.
    assert found.sizes.sum() == 26 and found.left_out == found.undated == 4


@pytest.mark.parametrize("by", ["Y", "Q", "M", "D", "period"])
def test_articles_without_a_date_are_in_no_period_or_decade(by):
    articles = made(60)
    articles.iloc[:30, 0] = pd.NaT
    found = make_columns(articles, by)
    assert found.kind == "period" and found.of.iloc[:30].isna().all() and found.undated == 30
    articles["date"] = pd.to_datetime([None] * 30 + [f"{1960 + n}-01-01" for n in range(30)])
    decades = make_columns(articles, "province", most=5)
    assert (decades.noun, decades.names) == ("decade", ("1960s", "1970s", "1980s"))
    assert decades.of.isna().sum() == decades.undated == 30
    assert make_columns(articles.assign(province=None, genre=["a"] * 20 + ["b"] * 20 + [None] * 20),
                        "genre").undated == 0  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "noun"),
    [
        ("2020-01-01", "2020-05-30", "month"),
        ("2020-01-01", "2022-05-30", "quarter"),
        ("1954-01-01", "2025-01-01", "year"),
    ],
)
def test_the_period_follows_from_the_span(first, last, noun):
    articles = made(30).assign(date=pd.date_range(first, last, 30))
    assert make_columns(articles, "period").noun == noun


def test_groups_stand_by_size_and_rare_ones_are_left_out():
    articles = made(30, channel=["b"] * 15 + ["a"] * 12 + ["c"] * 2 + [None])
    found = make_columns(articles, "channel", least=10, labels={"a": "Alpha"})
    assert (found.names, found.shown, found.left_out) == (("b", "a"), ["b", "Alpha"], 3)


def test_small_groups_that_are_no_small_part_stay():
    articles = made(31, channel=["b"] * 12 + ["a"] * 10 + ["c"] * 6 + ["d"] * 3)
    assert make_columns(articles, "channel", least=10).names == ("b", "a", "c", "d")


def test_one_report_from_each_group_is_a_design_too():
    articles = made(31, region=[f"r{i}" for i in range(31)])
    found = make_columns(articles, "region", least=10, most=6)
    assert (len(found.names), found.left_out) == (6, 25)


def test_a_group_that_divides_nothing_gives_way_to_periods():
    found = make_columns(made(30), "province")
    assert (found.kind, found.noun, len(found.names)) == ("period", "year", 7)


def test_without_any_value_or_date_the_corpus_is_one_column():
    nothing = pd.Series([None] * 30, made(30).index, dtype="str")
    found = make_columns(made(30).assign(province=nothing, date=pd.NaT), "province")
    assert (found.kind, found.shown, found.left_out) == ("corpus", ["all articles"], 0)


def test_an_unknown_column_is_named_with_those_there_are():
    with pytest.raises(
        ValueError,
        match="no column 'genre' in the metadata: name one of date, province, or a period: Y, Q, M, D",
    ):
        make_columns(made(30), "genre")


@given(st.lists(st.text("ab字符 _Gongshu", max_size=30), min_size=1, max_size=30))
def test_names_of_articles_differ_and_fit(labels):
    articles = made(len(labels), label=pd.Series(labels, dtype="str").to_numpy())
    names = article_names(articles)
    assert names.is_unique and (names.map(text_width) <= LABEL).all()


@given(st.text(max_size=40))
def test_a_label_that_fits_is_kept(label):
    cut = cut_label(label)
    assert cut == label if text_width(label) <= LABEL else cut.endswith("…") and label.startswith(cut[:-1])


def test_a_group_may_be_called_as_it_was_in_the_table() -> None:
    articles = pd.DataFrame(
        {"outlet": ["x", "y"], "date": pd.NaT, "label": None}, pd.Index(["a", "b"], name="article_id")
    )
    assert make_columns(articles, "来源", each_up_to=0).names == ("x", "y")
    with pytest.raises(ValueError, match="no column '频道'"):
        make_columns(articles, "频道", each_up_to=0)


@pytest.mark.parametrize("by", ["period", "M", "genre"])
def test_articles_without_dates_or_groups_are_one_corpus_and_no_month(by: str) -> None:
    found = make_columns(made(30, date=pd.NaT, genre=None), by, each_up_to=20)
    assert (found.kind, found.noun, found.plural) == ("corpus", "corpus", "corpora")
    assert found.names == ("all articles",) and found.left_out == 0


def test_the_long_name_of_a_group_is_cut_and_stays_different():
    long = "关于城市治理与社区生活的长名称栏目" * 12
    names = [f"{long}甲", f"{long}乙", "图书馆"] * 10
    articles = pd.DataFrame({"date": pd.NaT, "label": None, "channel": names}, [f"a{n}" for n in range(30)])
    columns = make_columns(articles.rename_axis("article_id"), "channel")
    assert len(set(columns.shown)) == 3 and "图书馆" in columns.shown
    assert all(text_width(label) <= 28 for label in columns.shown)
    assert columns.label_of.notna().all() and set(columns.names) == set(names)


@pytest.mark.parametrize(
    ("days", "noun"),
    [(1, "day"), (62, "day"), (63, "month"), (366, "month"), (367, "quarter"), (1465, "year")],
)
def test_the_period_suits_the_span(days: int, noun: str) -> None:
    dates = pd.to_datetime(["2024-01-01", pd.Timestamp("2024-01-01") + pd.Timedelta(days, "D")])
    articles = pd.DataFrame({"date": dates, "label": None}, index=pd.Index(["a", "b"], name="article_id"))
    assert make_columns(articles, "period", each_up_to=0).noun == noun


@pytest.mark.parametrize(
    ("days", "noun"),
    [(20, "day"), (60, "month"), (170, "month"), (500, "quarter"), (1500, "year"), (9000, "decade")],
)
def test_periods_that_stand_in_for_groups_are_few(days: int, noun: str) -> None:
    dates = pd.Series(pd.date_range("2001-01-01", periods=30, freq=f"{days * 24 // 29}h"))
    articles = pd.DataFrame({"date": dates, "label": "", "province": None}).rename_axis("article_id")
    columns = make_columns(articles, "province", most=6)
    assert columns.noun == noun
    assert 1 < len(columns.names) <= (6 if noun != "day" else 20)
    assert columns.sizes.sum() == 30


def test_articles_without_a_date_are_no_decade() -> None:
    dates = pd.Series([pd.NaT, *pd.date_range("1950-06-01", periods=29, freq="YS")])
    articles = pd.DataFrame({"date": dates, "label": "", "province": None}).rename_axis("article_id")
    columns = make_columns(articles, "province", most=6)
    assert columns.names == ("1950s", "1960s", "1970s")


def test_dates_that_name_only_a_year_are_in_no_shorter_period() -> None:
    year = pd.Timestamp("2025-01-01"), pd.Timestamp("2025-07-02"), pd.Timestamp("2025-12-31")
    articles = pd.DataFrame([year] * 30, columns=["date_earliest", "date", "date_latest"])
    articles = articles.assign(label="", province=None).rename_axis("article_id")
    assert make_columns(articles, "period").shown == ["2025"]


@pytest.mark.parametrize(("noun", "plural"), [("day", "days"), ("county", "counties"), ("性别", "性别")])
def test_nouns_have_their_plural(noun: str, plural: str) -> None:
    columns = make_columns(made(30, **{noun: ["a", "b"] * 15}), noun)
    assert columns.plural == plural


def test_labels_that_repeat_are_classes_by_which_articles_are_grouped_not_called() -> None:
    articles = made(4, label=["1", "0", "1", "0"])
    assert article_names(articles).tolist() == ["a00", "a01", "a02", "a03"]
    assert make_columns(articles, "label", each_up_to=0).names == ("0", "1")
    titled = articles.assign(title=["甲", "乙", "丙", None])
    assert article_names(titled).tolist() == ["甲", "乙", "丙", "a03"]
    assert labels_of(titled).isna().sum() == 1


@pytest.mark.parametrize(
    "labels", [["甲", "乙", "乙", "丙"], ["甲", None, None, None], ["甲", "乙", "丙", "丁"]]
)
def test_labels_that_mostly_differ_are_names(labels: list) -> None:
    articles = made(4, label=labels, title=["一", "二", "三", "四"])
    assert article_names(articles)["a00"] == "甲"
    assert labels_of(articles).dropna().tolist() == [label for label in labels if label]


@pytest.mark.parametrize("number", [3, 30])
def test_a_period_that_is_none_is_an_error_that_names_those_there_are(number):
    ids = pd.Index([f"a{n}" for n in range(number)], name="article_id")
    articles = pd.DataFrame(
        {"date": pd.Timestamp("2020-01-01"), "label": "x", "kind": ["甲", "乙", "丙"] * (number // 3)}, ids
    )
    with pytest.raises(ValueError, match=r"no period 'X' \(PERIOD\): name one of Y, Q, M, D"):
        make_columns(articles, "kind", period="X")
    assert make_columns(articles, "kind", period="M").names


def test_groups_that_are_years_are_in_their_order_and_others_by_size():
    years = ["2019"] * 3 + ["2021"] * 5 + ["2020"] * 4
    articles = pd.DataFrame({"date": pd.NaT, "label": None, "folder": years}, [f"a{n}" for n in range(12)])
    assert make_columns(articles, "folder", each_up_to=0).names == ("2019", "2020", "2021")
    named = articles.assign(folder=[f"v{year}" for year in years])
    assert make_columns(named, "folder", each_up_to=0).names == ("v2021", "v2020", "v2019")
