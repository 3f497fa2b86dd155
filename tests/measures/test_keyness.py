"""Keyness: every formula against published figures or another implementation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import optimize

from methods.measures.keyness import against_general, g2, general_chinese, keyness, log_odds, log_ratio, lrc

SIDES = st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(501, 10**6), st.integers(501, 10**6))

# S. Evert, Measuring keyness (2022), as the test data of R's corpora 0.6 have it: word, texts with it among 1,177
# on MRSA and among 341,805 others, G2, LogRatio, LRC (20,109 candidates).
EVERT = pd.DataFrame(
    [
        ("10-mal", 2, 1, 18.890004, 8.918270, 0.000000),
        ("100-fach", 3, 1, 29.564058, 9.403697, 0.988364),
        ("ABs", 8, 0, 90.849659, 12.268768, 6.020852),
        ("Abstrich", 94, 749, 489.763198, 5.193762, 4.381929),
        ("Abszess", 30, 21, 272.287440, 8.685777, 6.715734),
        ("Antibiotikum", 944, 367, 10290.404741, 9.543111, 9.132239),
        ("Keim", 936, 805, 9325.545870, 8.398699, 8.071781),
        ("MRSA", 411, 13, 4711.916499, 13.111166, 11.530551),
        ("Mensch", 770, 56155, 1402.612255, 1.993816, 1.739272),
        ("Patient", 819, 5370, 5253.111340, 5.469064, 5.207546),
        ("über", 79, 0, 902.011093, 15.494188, 10.594453),
    ],
    columns=["word", "count", "rest", "g2", "log_ratio", "lrc"],
)

# quanteda.textstats, reference page of textstat_keyness (2017 Trump against other post-war inaugurals, smoothed
# counts): count, rest, G2, with Yates' correction where the expected count is below five.
QUANTEDA = np.array(
    [
        (41, 351, 22.609878),
        (19, 149, 12.306921),
        (12, 70, 10.868622),
        (7, 26, 9.707425),
        (10, 56, 9.345219),
        (6, 20, 8.909125),
        (12, 86, 7.996610),
        (7, 35, 7.113978),
        (6, 30, 5.908744),
        (10, 77, 5.725811),
    ]
)


@pytest.mark.parametrize(
    ("together", "first", "second", "neither", "expected"),
    [
        (110, 2442, 111, 29114, 270.72),
        (29, 13, 123, 31612, 263.90),
        (31, 23, 139, 31584, 256.84),
        (10, 0, 3, 31764, 167.23),
    ],
)
def test_g2_of_dunnings_bigrams(together, first, second, neither, expected):
    # T. Dunning (1993), table 1: "the swiss", "can be", "previous year", "mineral water".
    assert g2(together, second, together + first, second + neither) == pytest.approx(expected, abs=0.005)


def test_measures_of_everts_keywords():
    sides = (EVERT["count"], EVERT["rest"], 1177, 341805)
    np.testing.assert_allclose(g2(*sides), EVERT["g2"], rtol=1e-6)
    np.testing.assert_allclose(lrc(*sides, items=20109), EVERT["lrc"], atol=1e-6)


def test_g2_of_quantedas_inaugurals():
    # The page does not print the two sizes: they are solved from its first two rows and must then yield the others.
    def yates(size, rest_size):
        count, rest, _ = QUANTEDA.T
        expected = (count + rest) * size / (size + rest_size)
        shift = np.where(expected < 5, 0.5, 0)
        return g2(count - shift, rest + shift, size, rest_size)

    sizes = optimize.fsolve(lambda logs: (yates(*np.exp(logs)) - QUANTEDA[:, 2])[:2], np.log([6000, 120_000]))
    np.testing.assert_allclose(yates(*np.exp(sizes)), QUANTEDA[:, 2], atol=1e-3)


def test_log_ratio_is_the_ratio_of_the_two_rates_and_only_zeros_change():
    rates = EVERT["count"] / 1177, EVERT["rest"].replace(0, 0.5) / 341805
    found = log_ratio(EVERT["count"], EVERT["rest"], 1177, 341805)
    np.testing.assert_allclose(found, np.log2(rates[0] / rates[1]))
    # Evert adds one half to every count, which matters for the rarest alone.
    often = EVERT["rest"] > 300
    np.testing.assert_allclose(found[often], EVERT.loc[often, "log_ratio"], atol=0.01)


@given(SIDES)
def test_a_row_says_one_thing_in_its_rates_and_in_their_ratio(sides):
    count, rest, size, rest_size = sides
    assume(count and rest)
    assert log_ratio(*sides) == pytest.approx(np.log2((1e4 * count / size) / (1e4 * rest / rest_size)))


def test_log_ratio_of_hardies_example():
    # A. Hardie (2014): 0.0006 in one corpus against 0.0002 in the other is three times as often.
    assert log_ratio(6e5, 2e5, 1e9, 1e9) == pytest.approx(np.log2(3), abs=1e-5)


def test_log_odds_of_scattertext():
    # scattertext 0.2.2, LogOddsRatioInformativeDirichletPrior, prior of both sides scaled to 50 tokens.
    count, rest = np.array([30, 5, 0, 12, 100]), np.array([10, 5, 8, 20, 140])
    z = log_odds(count, rest, count.sum(), rest.sum(), strength=50)
    np.testing.assert_allclose(z, [3.487733278, 0.307628428, -1.950764616, -0.736055129, -1.498847721])


@given(SIDES)
def test_measures_turn_round_with_the_sides(sides):
    count, rest, size, rest_size = sides
    assume(count + rest > 0)
    for measure in (g2, log_ratio, lrc, log_odds):
        turned = measure(rest, count, rest_size, size)
        assert measure(count, rest, size, rest_size) == pytest.approx(-turned, rel=1e-6, abs=1e-6)


@given(SIDES, st.integers(1, 10_000))
def test_lrc_never_says_more_than_the_ratio(sides, items):
    count, rest, size, rest_size = sides
    assume(count > 0 and rest > 0)
    bound, ratio = lrc(*sides, items=items), np.log2(count / size / (rest / rest_size))
    assert abs(bound) <= abs(ratio) + 1e-9
    assert bound * ratio >= 0
    assert abs(lrc(*sides, items=items * 10)) <= abs(bound) + 1e-9


@given(st.integers(1, 100))
def test_equal_rates_have_no_keyness(count):
    for measure in (g2, lrc, log_odds):
        assert measure(count, count, 1000, 1000) == pytest.approx(0, abs=1e-9)


def corpus() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [("000", "社区", 40), ("000", "的", 50), ("001", "法治", 30), ("001", "的", 50), ("002", "的", 50)]
    counts = pd.DataFrame(rows, columns=["article_id", "word", "count"])
    ids = pd.Index(["000", "001", "002"], name="article_id")
    return counts, pd.DataFrame({"tokens": [1000] * 3, "province": ["浙江", "山东", "山东"]}, index=ids)


def test_each_article_against_the_others():
    table = keyness(*corpus(), "article_id")
    assert table.groupby("article_id").head(1)["word"].tolist()[:2] == ["社区", "法治"]
    first = table.iloc[0]
    assert (first["count"], first["rest"], first["per_10k"], first["rest_per_10k"]) == (40, 0, 400, 0)
    assert (first["articles"], first["articles_with"]) == (1, 1)


def test_what_a_group_lacks_has_a_row_only_if_that_is_clear():
    table = keyness(*corpus(), "province")
    lacking = table[table["count"] == 0]
    assert lacking[["province", "word"]].values.tolist() == [["山东", "社区"], ["浙江", "法治"]]
    assert (lacking["lrc"] < 0).all()
    counts, articles = corpus()
    rare = keyness(counts.assign(count=1), articles, "province")
    assert (rare["count"] > 0).all()


def test_one_group_has_nothing_to_differ_from():
    counts, articles = corpus()
    assert keyness(counts, articles[:1], "article_id").empty
    assert keyness(counts, articles[1:], "province").empty


def test_articles_without_a_group_are_left_out():
    counts, articles = corpus()
    table = keyness(counts, articles.assign(province=["浙江", "山东", np.nan]), "province")
    assert table.query("word == '的'")["rest"].tolist() == [50, 50]


def test_general_chinese_is_a_list_of_shares():
    shares = general_chinese()
    assert shares.idxmax() == "的"
    assert 0.9 < shares.sum() < 1
    assert shares["社区"] > shares["枫桥"]


def test_a_word_that_wordfreq_splits_has_no_frequency_of_its_own():
    counts, articles = corpus()
    split = pd.DataFrame({"article_id": ["000"] * 3, "word": ["司法局", "开班", "法治"], "count": [9, 9, 9]})
    listed = against_general(pd.concat([counts, split]), articles).set_index("word")["listed"]
    assert not listed["司法局"] and not listed["开班"]
    assert listed["法治"]


def test_this_discourse_against_general_chinese():
    counts, articles = corpus()
    counts = pd.concat([counts, pd.DataFrame({"article_id": ["000"], "word": ["学深悟透"], "count": [9]})])
    table = against_general(counts, articles).set_index("word")
    assert table.at["社区", "lrc"] > 0
    assert table.at["的", "lrc"] < 0
    assert not table.at["学深悟透", "listed"]
    assert np.isnan(table.at["学深悟透", "lrc"])
    assert table.at["学深悟透", "count"] == 9
    assert table.index[-1] == "学深悟透"
