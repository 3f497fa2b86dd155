"""Agreement: coefficients as published and as other implementations give them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from methods.agreement import agreement, coefficients, krippendorff_alpha, score_coding


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


@pytest.mark.parametrize(
    ("data", "alpha"),
    [
        # Krippendorff (2011), examples A, B and C; a dot is a missing value.
        (["0100000010", "1110010000"], 0.095),
        (["aabbdcccedda", "babbbccceddd"], 0.692),
        (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 0.743),
    ],
)
def test_alpha_as_published(data, alpha):
    values = [[None if value == "." else value for value in row] for row in data]
    assert krippendorff_alpha(values) == pytest.approx(alpha, abs=5e-4)


@pytest.mark.parametrize(
    ("data", "alpha"),
    [
        (["01", "01"], 1.0),
        (["01", "10"], -0.5),
        (["11", "11"], np.nan),
        (["0.", ".1"], np.nan),
        ([".", "."], np.nan),
    ],
)
def test_alpha_at_its_ends(data, alpha):
    values = [[None if value == "." else value for value in row] for row in data]
    assert krippendorff_alpha(values) == pytest.approx(alpha, nan_ok=True)


CODES = st.integers(2, 30).flatmap(lambda n: st.tuples(*[st.text(alphabet="01", min_size=n, max_size=n)] * 2))


@settings(max_examples=80)
@given(CODES)
def test_coefficients_as_others_compute_them(codes):
    one, other = (np.array(list(code)) == "1" for code in codes)
    table = [(one & other).sum(), (one & ~other).sum(), (~one & other).sum(), (~one & ~other).sum()]
    found = coefficients(table)
    if (one.all() and other.all()) or not (one.any() or other.any()):
        assert np.isnan(found["kappa"]) and np.isnan(found["alpha"])
    else:
        assert found["kappa"] == pytest.approx(cohen_kappa_score(one, other))
        assert found["alpha"] == pytest.approx(krippendorff_alpha([one, other]))
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
    assert agreement(one, other, 50)["theme"].tolist() == ["party", "all"]
    silent = agreement(coding("0000"), coding("0000"), 50).iloc[0]
    assert silent["agreement"] == 1 and np.isnan(silent["kappa"]) and np.isnan(silent["alpha_low"])


def test_precision_and_recall():
    row = score_coding(coding("11100000"), coding("10011000")).set_index("theme").loc["party"]
    assert row[["paragraphs", "coded", "hand", "both"]].tolist() == [8, 3, 3, 1]
    assert row["precision"] == row["recall"] == row["f1"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(("rule", "hand", "missing"), [("00", "11", "precision"), ("11", "00", "recall")])
def test_rates_of_nothing_are_missing(rule, hand, missing):
    row = score_coding(coding(rule), coding(hand)).iloc[0]
    assert np.isnan(row[missing]) and row["both"] == 0


def test_units_coded_once_are_refused():
    with pytest.raises(ValueError, match=r"1 units are coded only once.*a0.*2"):
        score_coding(coding("1"), coding("11"))
    with pytest.raises(pd.errors.MergeError):
        score_coding(pd.concat([coding("1"), coding("1")]), coding("1"))
