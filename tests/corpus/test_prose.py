"""What the notebooks' text cells say of the five articles alone, held against the articles."""

import nbformat
import pandas as pd
import pytest

import helpers
from methods.figures.regions.shared_wording import EARLIER
from methods.files.lexicons import read_lexicon
from methods.files.paths import ROOT
from methods.measures.campaigns import campaign_terms, campaign_times, crossings, evidence, reported_days
from methods.measures.coder_agreement import leading_themes
from methods.measures.coders import read_coding
from methods.measures.counts import count_families, count_terms, count_words, reach
from methods.measures.origins import UNKNOWN, by_level
from methods.measures.themes import find_theme_hits
from methods.pages.sections import OURS

TEXTS = helpers.load_articles()["text"]
#: Words that a text cell names, and the articles that have them.
WHERE = {
    **dict.fromkeys(("两个维护", "两个确立", "四个意识", "四个自信", "平安建设"), frozenset()),
    "平安拱墅": {"000"},
    "党纪": frozenset(),
    "去年以来": {"004"},
    "根本化": {"003"},
    **dict.fromkeys(("绝对忠诚", "对党忠诚", "以训促学、以学促干"), frozenset({"004"})),
    **dict.fromkeys(("坚定信仰者", "忠实实践者"), frozenset({"002"})),
    "绝对领导": {"003"},
    "政治忠诚": {"003", "004"},
    "法律服务": {"000", "004"},
    "公平正义": {"000", "003"},
}


def ours():
    """Return the text of the cells that tell of this corpus."""
    cells = [cell for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
             for cell in nbformat.read(path, as_version=4).cells]  # fmt: skip
    return "\n".join(cell.source for cell in cells if OURS in cell.metadata.get("tags", []))


@pytest.mark.parametrize("word", WHERE)
def test_a_word_that_the_prose_names_occurs_where_it_says(word):
    assert word in ours()
    assert {article for article, text in TEXTS.items() if word in text} == WHERE[word]


def test_the_dispatch_has_what_the_feature_of_the_same_course_lacks():
    parallels = pd.read_csv(ROOT / "corpus" / "parallels.csv", dtype="str")
    same = parallels.query("article_id == '002' and relation == 'same event'")
    assert {"两个确立", "两个维护"} <= set(same["has"].iloc[0].split("|"))


def test_one_string_has_the_three_counts_that_the_prose_gives():
    """法治 in 004: as a string, as a term outside longer terms of its theme, and as a token."""
    article = helpers.load_articles().loc[["004"]]
    themes = pd.read_csv(ROOT / "corpus" / "lexicons" / "themes.csv", dtype="str", keep_default_na=False)
    hits = find_theme_hits(article, themes).query("term == '法治'")
    words = count_words(article).set_index("word")["count"]
    assert (TEXTS["004"].count("法治"), len(hits), words["法治"]) == (13, 12, 11)
    assert "13 hits as a string, 12 as a term of its theme (one is inside 法治文化" in ours()
    assert TEXTS["004"].count("法治文化") == 1 and words["法治化营商环境"] == 2


def test_list_and_coders_have_the_same_largest_theme_where_the_prose_says():
    articles = helpers.load_articles()
    themes = pd.read_csv(ROOT / "corpus" / "lexicons" / "themes.csv", dtype="str", keep_default_na=False)
    codes, each = read_coding(ROOT / "corpus" / "coding.csv"), pd.Series(articles.index, articles.index)
    every = leading_themes(codes, each, themes["theme"].unique()).groupby("group")["theme"].agg(set)
    assert set(every.index[every == {"training_capability"}]) == {"000", "002", "004"}
    rest = themes[~themes["theme"].isin(["training_capability", "mass_line_service"])]  # α below the limit
    hits = find_theme_hits(articles, rest).groupby(["article_id", "theme"]).size().unstack(fill_value=0)
    of_coders = leading_themes(codes, each, rest["theme"].unique()).groupby("group")["theme"].agg(set)
    same = {one: theme for one, theme in hits.idxmax(axis=1).items() if of_coders[one] == {theme}}
    assert same == {"001": "disputes_fengqiao", "003": "conduct_responsibility"}
    assert {"作风", "担当"} <= {word for word in ("作风", "担当") if word in articles.at["003", "title"]}
    assert "In two articles, term list and coders agree" in ours() and "In the other three, they" in ours()


def test_how_many_paragraphs_the_coders_give_to_training():
    """More than to any other theme in three articles, but in half of them or fewer; a tie in a fourth."""
    codes = read_coding(ROOT / "corpus" / "coding.csv").astype({"coded": int})
    sums = codes.groupby(["article_id", "coder", "theme"])["coded"].sum().unstack()
    here = sums.loc["001"][["training_capability", "disputes_fengqiao"]]
    assert (here == 7).all(axis=None) and (sums.loc["001"].max(axis=1) == 7).all()
    assert codes.query("article_id == '001'")["paragraph"].nunique() == 9
    assert "by the coders both themes have 7 of 9 paragraphs" in ours()
    for article in ("000", "002", "004"):
        assert (sums.loc[article].drop(columns="training_capability").max(axis=1)
                < sums.loc[article]["training_capability"]).all()  # fmt: skip
    assert (sums.loc["002"]["training_capability"] < 45 / 2).all() and "in most paragraphs" not in ours()


def test_the_conclusion_on_formulas_has_the_numbers_of_the_data():
    """Articles within a campaign, those named after one, and where 法治 and the widest formula occur."""
    articles, corpus = helpers.load_articles(), ROOT / "corpus"
    clock = pd.read_csv(corpus / "lexicons" / "campaigns.csv", dtype="str")
    said = count_families(articles, campaign_terms(clock))
    found = crossings(said, campaign_times(clock), articles)
    facts = pd.read_csv(corpus / "trainings.csv", dtype="str")
    known = evidence(found, campaign_terms(clock), articles, facts).set_index("article_id")
    assert known.index.nunique() == 5 and "All five report days of a campaign. Two of them bear" in ours()
    assert known.loc[known["named"]].index.tolist() == ["000", "003"]
    others = known[~known["named"]]
    assert others.groupby(level=0)["count"].sum().to_dict() == {"001": 0, "002": 1, "004": 1}
    assert "National 2023 and Liaocheng 2024 once, Dongjin 2024 never" in ours()
    assert others.loc["004"].set_index("short")["count"].to_dict() == {"2023年主题教育": 1, "党纪学习教育": 0}
    discipline, report = campaign_times(clock).loc["党纪学习教育"], reported_days(articles).loc["004"]
    assert report["since"] <= discipline["start"] and discipline["end"] <= report["until"]
    listed = pd.read_csv(corpus / "lexicons" / "terms.csv", dtype="str").query("track == 'true'")
    everywhere = reach(count_terms(articles, listed)).query("articles == 5")["term"]
    assert everywhere.tolist() == ["新时代"] and "only 新时代 is in all five" in ours()
    assert [one for one, text in TEXTS.items() if "法治" in text] == ["003", "004"]


def test_the_earliest_document_of_a_formula_and_its_use_have_the_years_of_the_prose():
    terms = pd.read_csv(ROOT / "corpus" / "lexicons" / "terms.csv", dtype="str").set_index("term")
    echoes = pd.read_csv(ROOT / "corpus" / "echoes.csv", dtype="str").set_index("formula")
    used = echoes.loc["更为紧密的中国—东盟命运共同体"]
    assert (terms.at["命运共同体", "year"], used["article_id"], used["date"]) == ("2007", "003", "2013")
    assert (
        "命运共同体 is traced to a report of 2007" in ours() and "phrase of 2013 on China and ASEAN" in ours()
    )


def test_what_the_conclusion_says_of_sources_has_the_numbers_of_the_data():
    """Occurrences and formulas with a document, articles with an earlier text, names, quoted leaders."""
    articles, corpus = helpers.load_articles(), ROOT / "corpus"
    terms = read_lexicon(corpus / "lexicons" / "terms.csv").query("track")
    each = pd.Series(articles.index, articles.index)
    found = by_level(count_terms(articles, terms, zeros=False), terms, each)
    traced = found[found["level"] != UNKNOWN]
    assert 0.45 < traced["count"].sum() / found["count"].sum() < 0.55
    assert traced["term"].nunique() < found["term"].nunique() / 2
    assert (traced.drop_duplicates("term")["level"] == "Party centre").mean() > 0.5
    parallels = read_lexicon(corpus / "parallels.csv")
    earlier = parallels[parallels["relation"].isin(EARLIER) & parallels["shares"].notna()]
    assert set(earlier["article_id"]) == {"000", "001", "003"} and "Three articles share wording" in ours()
    assert TEXTS["000"].count("努力锻造") == 1 and "努力打造" not in TEXTS["000"]
    speakers = read_lexicon(corpus / "speakers.csv").query("level == 'national' and kind == 'quoted'")
    assert speakers[["article_id", "person"]].to_numpy().tolist() == [["000", "习近平"]]
