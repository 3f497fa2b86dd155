"""A list made for other texts is used only where it says something; a corpus's own always."""

import pandas as pd
import pytest

from methods.files.paths import ROOT
from methods.measures.fit import LEAST_RATES, fitting, rate

TERMS = pd.DataFrame({"term": ["法治", "平安", "培训"]})


@pytest.mark.parametrize("name", LEAST_RATES)
def test_a_handful_of_hits_of_a_foreign_list_is_not_counted(name):
    hits = pd.DataFrame({"term": ["平安"]})
    enough = pd.DataFrame({"characters": [1e4 / LEAST_RATES[name]]})
    too_long = pd.DataFrame({"characters": [1e4 / LEAST_RATES[name] + 100]})
    assert fitting(name, TERMS, hits, enough, is_own=False) is TERMS
    assert fitting(name, TERMS, hits, too_long, is_own=False)["term"].tolist() == ["法治", "培训"]
    assert fitting(name, TERMS, hits, too_long, is_own=True) is TERMS


def test_rows_of_counts_are_summed_and_no_text_is_no_error():
    hits = pd.DataFrame({"term": ["平安", "法治"], "count": [3, 2]})
    articles = pd.DataFrame({"characters": [10_000]})
    assert fitting("themes", TERMS, hits, articles, is_own=False) is TERMS
    assert rate(0, articles.head(0)) == 0


def test_the_page_on_corpora_gives_these_limits():
    page = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    themes, terms = LEAST_RATES["themes"], LEAST_RATES["terms"]
    assert f"at least {themes:.0f} and {terms:.0f} times in 10,000 characters" in page
    assert f"每万字至少出现 {themes:.0f} 次和 {terms:.0f} 次" in page
