"""A list made for other texts is used only where it says something; a corpus's own always."""

import pandas as pd
import pytest

from methods.files.paths import LEXICONS, ROOT
from methods.measures.fit import LEAST_RATES, fitting, rate

TERMS = pd.DataFrame({"term": ["法治", "平安", "培训"]})


@pytest.mark.parametrize("name", LEAST_RATES)
def test_a_handful_of_hits_of_a_foreign_list_is_not_counted(name, tmp_path):
    hits, ours = pd.DataFrame({"term": ["平安"]}), LEXICONS / f"{name}.csv"
    enough = pd.DataFrame({"characters": [1e4 / LEAST_RATES[name]]})
    too_long = pd.DataFrame({"characters": [1e4 / LEAST_RATES[name] + 100]})
    assert all(a is b for a, b in zip(fitting(TERMS, hits, enough, ours), (TERMS, hits), strict=True))
    terms, found = fitting(TERMS, hits, too_long, ours)
    assert terms["term"].tolist() == ["法治", "培训"] and found.empty
    assert all(
        a is b
        for a, b in zip(fitting(TERMS, hits, too_long, tmp_path / ours.name), (TERMS, hits), strict=True)
    )


@pytest.mark.parametrize(("name", "counted"), [("themes", 0), ("terms", 5)])
def test_a_codebook_of_which_hardly_a_term_occurs_is_not_counted(name, counted):
    terms = pd.DataFrame({"term": [f"词{n}" for n in range(100)]})
    hits, articles = pd.DataFrame({"term": ["词1"] * 4 + ["词2"]}), pd.DataFrame({"characters": [100]})
    assert len(fitting(terms, hits, articles, LEXICONS / f"{name}.csv")[1]) == counted
    more = pd.DataFrame({"term": [f"词{n}" for n in range(5)]})
    assert len(fitting(terms, more, articles, LEXICONS / f"{name}.csv")[1]) == 5


def test_rows_of_counts_are_summed_and_no_text_is_no_error():
    hits = pd.DataFrame({"term": ["平安", "法治"], "count": [3, 2]})
    articles = pd.DataFrame({"characters": [10_000]})
    assert all(
        a is b
        for a, b in zip(fitting(TERMS, hits, articles, LEXICONS / "themes.csv"), (TERMS, hits), strict=True)
    )
    assert rate(0, articles.head(0)) == 0


def test_the_page_on_corpora_gives_these_limits():
    page = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    themes, terms = LEAST_RATES["themes"], LEAST_RATES["terms"]
    assert f"at least {themes:.0f} and {terms:.0f} times in 10,000 characters" in page
    assert f"每万字至少出现 {themes:.0f} 次和 {terms:.0f} 次" in page
