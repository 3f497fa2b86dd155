"""Agreement: coefficients as published and as other implementations compute them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from methods.measures.coder_agreement import (
    TOTAL,
    agreement,
    coefficients,
    compare_codings,
    leading_themes,
    pair_coders,
    score_coders,
    score_coding,
)
from methods.measures.coders import read_coding


def coding(codes, paragraphs_per_article=4):
    """A coding of one theme from a string of 0 and 1."""
    numbers = np.arange(len(codes))
    return pd.DataFrame(
        {
            "article_id": [f"a{number // paragraphs_per_article}" for number in numbers],
            "paragraph": numbers % paragraphs_per_article + 1,
            "theme": "party",
            "coded": [code == "1" for code in codes],
        }
    )


def cells(one, other):
    """How many units have yes-yes, yes-no, no-yes and no-no."""
    pairs = list(zip(one, other, strict=True))
    return [pairs.count(pair) for pair in [(1, 1), (1, 0), (0, 1), (0, 0)]]


def test_alpha_as_published():
    # Krippendorff (2011), example A: two coders, ten units.
    one, other = map(int, "0100000010"), map(int, "1110010000")
    assert coefficients(cells(one, other))["alpha"] == pytest.approx(0.095, abs=5e-4)


@pytest.mark.parametrize(
    ("one", "other", "alpha"), [("01", "01", 1.0), ("01", "10", -0.5), ("11", "11", np.nan), ("", "", np.nan)]
)
def test_alpha_at_its_ends(one, other, alpha):
    found = coefficients(cells(map(int, one), map(int, other)))["alpha"]
    assert found == pytest.approx(alpha, nan_ok=True)


def alpha_as_defined(one, other):
    """1 - Do / De, with each unit's two values paired both ways (Krippendorff 2011, nominal data)."""
    values = np.concatenate([one, other])
    unlike = [a != b for i, a in enumerate(values) for j, b in enumerate(values) if i != j]
    return 1 - np.mean(one != other) / np.mean(unlike)


CODES = st.integers(2, 30).flatmap(lambda n: st.tuples(*[st.text(alphabet="01", min_size=n, max_size=n)] * 2))


@settings(max_examples=80)
@given(CODES)
def test_coefficients_as_others_compute_them(codes):
    one, other = (np.array(list(code)) == "1" for code in codes)
    table = cells(one, other)
    found = coefficients(table)
    if (one.all() and other.all()) or not (one.any() or other.any()):
        assert np.isnan(found["kappa"]) and np.isnan(found["alpha"])
    else:
        assert found["kappa"] == pytest.approx(cohen_kappa_score(one, other))
        assert found["alpha"] == pytest.approx(alpha_as_defined(one, other))
    assert coefficients([table, table])["kappa"].shape == (2,)


def test_agreement_of_two_codings():
    one, other = coding("110011001100"), coding("110011001111")
    row = agreement(one, other, draws=200).set_index("theme").loc["party"]
    assert row[["articles", "paragraphs", "one", "other"]].tolist() == [3, 12, 6, 8]
    assert row["agreement"] == pytest.approx(10 / 12)
    assert row["kappa_low"] <= row["kappa"] <= row["kappa_high"] == 1
    assert row["alpha_low"] <= row["alpha"] <= row["alpha_high"] == 1
    # Only the third article differs, so a draw may leave the difference out, or hold nothing else.
    assert row["kappa_low"] < row["kappa"] - 0.1


def test_intervals_come_from_articles_and_not_from_paragraphs():
    one, other = coding("1100" * 10), coding("1100" * 8 + "0011" * 2)
    clustered = agreement(one, other).set_index("theme").loc["party"]
    mixed = (
        agreement(coding("1100" * 10, 1), coding("1100" * 8 + "0011" * 2, 1)).set_index("theme").loc["party"]
    )
    assert clustered["kappa"] == pytest.approx(mixed["kappa"])
    assert clustered["kappa_high"] - clustered["kappa_low"] > mixed["kappa_high"] - mixed["kappa_low"]


def test_agreement_is_repeatable_and_has_a_row_for_all():
    one, other = coding("1100"), coding("1000")
    pd.testing.assert_frame_equal(agreement(one, other, 50), agreement(one, other, 50))
    assert agreement(one, other, 50)["theme"].tolist() == ["party", TOTAL]
    silent = agreement(coding("0000"), coding("0000"), 50).iloc[0]
    assert silent["agreement"] == 1 and np.isnan(silent["kappa"]) and np.isnan(silent["alpha_low"])


def test_precision_and_recall():
    row = score_coding(coding("11100000"), coding("10011000")).set_index("theme").loc["party"]
    assert row[["paragraphs", "coded", "by_coder", "both"]].tolist() == [8, 3, 3, 1]
    assert row["precision"] == row["recall"] == row["f1"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(("rule", "codes", "missing"), [("00", "11", "precision"), ("11", "00", "recall")])
def test_rates_of_nothing_are_missing(rule, codes, missing):
    row = score_coding(coding(rule), coding(codes)).iloc[0]
    assert np.isnan(row[missing]) and row["both"] == 0


def test_units_coded_once_are_refused():
    with pytest.raises(ValueError, match=r"1 units are coded only once.*a0, 2, party.*coding\.csv"):
        score_coding(coding("1"), coding("11"))


@pytest.mark.parametrize("compare", [score_coding, agreement])
@pytest.mark.parametrize("side", [0, 1])
def test_units_coded_twice_or_not_at_all_are_refused(compare, side):
    good = coding("0110")
    for wrong, says in (
        (pd.concat([good, good[1:2]]), r"coded twice .*a0, 2, party.*keep one of the rows in coding\.csv"),
        (good.assign(coded=[1, None, 1, 0]), r"no code of 1 or 0.*a0, 2, party.*coding\.csv"),
        (good.assign(coded=["1", "?", "1", "0"]), r"no code of 1 or 0.*a0, 2, party"),
    ):
        with pytest.raises(ValueError, match=says):
            compare(*((wrong, good) if side == 0 else (good, wrong)))


@pytest.mark.parametrize("codes", [["True", "False"], ["yes", " No"], ["1", "0"], [1.0, 0.0], ["1.0", "0.0"]])
def test_codes_may_be_written_in_several_ways(codes):
    assert score_coding(coding("10").assign(coded=codes), coding("10")).at[0, "both"] == 1
    assert agreement(coding("10").assign(coded=codes), coding("10"), 10)["agreement"].tolist() == [1, 1]


def test_no_units_are_no_agreement():
    none = coding("1")[:0]
    assert agreement(none, none, 10)["paragraphs"].tolist() == [0]
    assert np.isnan(agreement(none, none, 10).at[0, "kappa"])
    assert np.isnan(score_coding(none, none).at[0, "f1"])
    codes = none.assign(coder="A")
    assert score_coders(coding("1"), codes).empty and pair_coders(codes).empty
    assert {"coder", "with", "theme", "kappa_low"} <= set(pair_coders(codes))


def codes_of(**codes):
    parts = [coding(text).assign(coder=name)[[c != "." for c in text]] for name, text in codes.items()]
    return pd.concat(parts, ignore_index=True)


def test_every_two_coders_are_compared_over_what_both_coded():
    codes = codes_of(A="1100....", B="11001010", C="..001011", D="11......")
    pairs = pair_coders(codes, 20).query("theme == @TOTAL")
    assert pairs[["coder", "with", "paragraphs"]].to_numpy().tolist() == [
        ["B", "C", 6],
        ["A", "B", 4],
        ["A", "C", 2],
        ["A", "D", 2],
        ["B", "D", 2],
    ]
    expected = agreement(coding("001010", 9), coding("001011", 9), 20).at[0, "kappa"]
    assert pairs["kappa"].iloc[0] == pytest.approx(expected)


def test_the_rule_is_scored_over_what_each_coder_coded():
    rule, codes = coding("11001111"), codes_of(A="1000....", B="11001010")
    table = score_coders(rule, codes, 20).query("theme == @TOTAL").set_index("coder")
    assert table["paragraphs"].to_dict() == {"A": 4, "B": 8}
    assert table["precision"].to_dict() == pytest.approx({"A": 1 / 2, "B": 4 / 6})
    assert table.at["B", "kappa"] == agreement(rule, coding("11001010"), 20).at[0, "kappa"]


def test_codes_are_read_and_faults_named(tmp_path):
    path, head = tmp_path / "coding.csv", "coder,article_id,paragraph,theme,coded\n"
    assert read_coding(path).empty
    path.write_text(f"\ufeff{head}NA,001,1,party,1\nB,001,1,party,no\n", encoding="utf-8")
    assert read_coding(path).to_numpy().tolist() == [
        ["NA", "001", 1, "party", True],
        ["B", "001", 1, "party", False],
    ]
    for row, fault in {
        "A,001,1,party,": "no code.*001, 1, party",
        ",001,1,party,1": "no coder.*001, 1, party",
        "A,001,,party,1": "no paragraph",
        "A,001,1,party,1\nA,001,1.0,party,0": "coded twice by one coder.*001, 1, party",
    }.items():
        path.write_text(f"{head}{row}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=fault):
            read_coding(path)
    path.write_text("coder,paragraph\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no column article_id"):
        read_coding(path)
    for broken in (f'{head}"A,001', "", f"{head}A\xff".encode("latin-1")):
        path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
        with pytest.raises(ValueError, match=r"coding\.csv: it cannot be read .*save it as CSV"):
            read_coding(path)
    path.write_bytes(f"{head}甲,001,1,党建,1\n乙,001,1,党建,0\n".encode("gb18030"))
    assert read_coding(path)["coder"].tolist() == ["甲", "乙"]


def test_codings_are_compared_where_both_speak_of_the_same():
    rule = coding("1010").assign(theme="all")
    codes = pd.concat([rule.assign(coder=coder) for coder in "AB"])
    strange = codes.assign(theme="gone")
    moved = codes.assign(article_id="a9")
    found = compare_codings(
        pd.concat([rule, rule.assign(article_id="a9").head(3)]), pd.concat([codes, strange, moved]), ["all"]
    )
    assert (found.coders, found.shifted, found.unknown) == (["A", "B"], 1, ["gone"])
    # A theme called all is no total.
    assert found.alphas["all"] == found.alphas[TOTAL] == (1.0, 1.0)
    assert set(found.scored["theme"]) == {"all", TOTAL}


def test_without_a_coding_nothing_is_compared():
    found = compare_codings(coding("10"), coding("").assign(coder="").head(0), ["party"])
    assert found.coders == [] and found.alphas == {} and found.pairs.empty


def test_a_theme_leads_where_a_coder_found_it_in_most_paragraphs_of_a_whole_group():
    rows = [
        ("A", "a0", 1, "law", True), ("A", "a0", 2, "law", True), ("A", "a0", 3, "peace", True),
        ("A", "a0", 3, "order", False), ("B", "a0", 1, "law", True), ("B", "a0", 1, "peace", True),
        ("A", "a1", 1, "weak", True), ("A", "a1", 2, "peace", True), ("A", "a2", 1, "law", True),
    ]  # fmt: skip
    codes = pd.DataFrame(rows, columns=["coder", "article_id", "paragraph", "theme", "coded"])
    of = pd.Series({"a0": "x", "a1": "y", "a2": "z", "a3": "z", "a4": None})  # nobody coded a3
    found = leading_themes(codes, of, ["law", "peace", "order"])
    found = found.astype(object).fillna(0).sort_values(["group", "coder"])
    assert found.to_numpy().tolist() == [["x", "A", "law", 2], ["x", "B", 0, 0], ["y", "A", "peace", 1]]
