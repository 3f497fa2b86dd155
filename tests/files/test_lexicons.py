"""Lint of the lexicons: guarantees for readers of the CSV files."""

import re
from pathlib import Path

import opencc
import pandas as pd
import pytest

import helpers
from methods.files.lexicons import read_lexicon
from methods.files.problems import Report
from methods.measures.origins import EVIDENCE

LEXICONS = Path(__file__).resolve().parents[2] / "corpus" / "lexicons"
COLUMNS = {
    "theme_definitions": "theme,label,label_zh,definition,include,exclude,boundary",
    "themes": "theme,term,gloss,source,not_in,occurs",
    "terms": "term,family,gloss,year,month,document,level,source,evidence,type,track,occurs,note",
    "stopwords": "word,group,gloss",
}
THEMES = [
    "party_organisation",
    "loyalty_theory",
    "training_capability",
    "conduct_responsibility",
    "security_stability",
    "grassroots_governance",
    "disputes_fengqiao",
    "rule_of_law",
    "mass_line_service",
    "development",
]
GROUPS = {"function", "pronoun", "numeral_measure", "time", "light_verb", "report_verb", "title_post"}
FAMILIES = [
    {"共建共治共享", "共治共建共享"},
    {"学深悟透", "学思悟践", "深学细悟笃行"},
    {"枫桥经验", "新时代“枫桥经验”"},
    {"新时代", "习近平新时代中国特色社会主义思想"},
    {"两个维护", "两个确立", "四个意识"},
    {"对党忠诚", "政治忠诚"},
]
LEVELS = {"Party centre", "State Council", "ministry", "province", "locality"}
NOT_IN_THESE_FIVE = {"两个维护", "两个确立", "四个意识", "中国式现代化", "扫黑除恶"}


def read(name):
    return pd.read_csv(LEXICONS / f"{name}.csv", dtype=str, keep_default_na=False)


def stray_spaces(table):
    """Cells with a space at an end, two in a row, a tab, a line break or an invisible character."""
    stray = re.compile(r"^\s|\s$|\s\s|[\t\r\n\u00a0\u200b\u3000\ufeff]")
    return [cell for cell in table.to_numpy().ravel() if stray.search(cell)]


def repeated(values):
    return sorted(values[values.duplicated()])


def not_simplified(values):
    simplify = opencc.OpenCC("t2s").convert
    return [value for value in values if simplify(value) != value]


def in_two_themes(themes):
    """Pairs of terms of different themes, one inside the other, so that a hit would count twice."""
    rows = list(themes[["theme", "term"]].itertuples(index=False))
    return [(a.term, b.term) for a in rows for b in rows if a.theme != b.theme and a.term in b.term]


def occurs(term, texts, not_in=""):
    """Return whether a term occurs in any text, outside longer strings that contain it by accident."""
    for trap in filter(None, not_in.split("|")):
        texts = [text.replace(trap, "\n") for text in texts]
    return any(term in text for text in texts)


@pytest.fixture(scope="module")
def texts():
    return list(helpers.load_articles()["text"])


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_as_documented(name):
    assert list(read(name).columns) == COLUMNS[name].split(",")


@pytest.mark.parametrize("name", COLUMNS)
def test_no_stray_space(name):
    assert stray_spaces(read(name)) == []


@pytest.mark.parametrize("cell", ["法治 ", " 法治", "法　治", "rule  of law", "法治\u200b", "法\n治"])
def test_stray_space_is_seen(cell):
    assert stray_spaces(pd.DataFrame({"term": ["法治", cell]})) == [cell]


@pytest.mark.parametrize(
    ("name", "column"),
    [("themes", "term"), ("terms", "term"), ("stopwords", "word"), ("theme_definitions", "theme")],
)
def test_no_duplicates(name, column):
    assert repeated(read(name)[column]) == []


def test_duplicate_is_seen():
    assert repeated(pd.Series(["法治", "平安", "法治"])) == ["法治"]


@pytest.mark.parametrize(("name", "column"), [("themes", "term"), ("terms", "term"), ("stopwords", "word")])
def test_simplified_only(name, column):
    assert not_simplified(read(name)[column]) == []


def test_traditional_is_seen():
    assert not_simplified(["枫桥经验", "楓橋經驗", "黨建"]) == ["楓橋經驗", "黨建"]


def test_no_term_in_two_themes_unawares():
    assert in_two_themes(read("themes")) == []


def test_term_in_two_themes_is_seen():
    rows = [("security_stability", "平安"), ("disputes_fengqiao", "平安不出事"), ("rule_of_law", "法治")]
    assert in_two_themes(pd.DataFrame(rows, columns=["theme", "term"])) == [("平安", "平安不出事")]


def test_every_theme_is_defined_and_has_15_to_30_terms():
    sizes = read("themes")["theme"].value_counts()
    assert list(read("theme_definitions")["theme"]) == THEMES
    assert set(sizes.index) == set(THEMES)
    assert sizes.between(15, 30).all(), sizes.to_dict()


def test_definitions_can_be_coded_from():
    definitions = read("theme_definitions")
    words = definitions[["definition", "include", "exclude", "boundary"]].map(lambda cell: len(cell.split()))
    assert (words >= 15).all(axis=None), words
    assert (definitions["exclude"].str.startswith("Not ")).all()


def test_definitions_do_not_give_the_terms_away():
    """Coders read the definitions without seeing the terms, so their text contains no Chinese."""
    prose = read("theme_definitions")[["definition", "include", "exclude", "boundary"]]
    assert not prose.map(lambda cell: bool(re.search(r"[\u4e00-\u9fff]", cell))).any(axis=None)


def test_theme_terms_are_short_han_strings_with_gloss_and_source():
    themes = read("themes")
    assert themes["term"].str.fullmatch(r"[\u4e00-\u9fff]{2,8}").all()
    assert (themes["gloss"] != "").all()
    years = themes["source"].str.extract(r"((?:19|20)\d\d)")[0]
    assert years.notna().all(), themes.loc[years.isna(), "term"].tolist()
    assert years.astype(int).between(1949, 2025).all()


def test_traps_are_longer_strings_that_hold_the_term():
    themes = read("themes")
    for term, traps in themes.loc[themes["not_in"] != "", ["term", "not_in"]].itertuples(index=False):
        assert all(term in trap and term != trap for trap in traps.split("|")), term


def test_terms_columns_use_their_vocabularies():
    terms = read("terms")
    assert set(terms["type"]) == {"formula", "word", "name"}
    assert set(terms["track"]) == {"true", "false"}
    assert set(terms["evidence"]) <= {*EVIDENCE, ""}
    assert set(terms["level"]) <= {*LEVELS, ""}
    assert ((terms["type"] == "formula") == (terms["track"] == "true")).all()
    assert (terms["gloss"] != "").all()
    assert terms["term"].str.fullmatch(r"[\u4e00-\u9fff“”]{2,16}").all()


def test_tracked_terms_have_family_and_enough_of_them():
    tracked = read("terms").query("track == 'true'")
    assert len(tracked) >= 45
    assert (tracked["family"] != "").all()
    assert (tracked["family"].value_counts() >= 2).all()
    family = tracked.set_index("term")["family"]
    assert all(len(set(family[list(variants)])) == 1 for variants in FAMILIES)


def test_years_are_sane_and_accounted_for():
    terms = read("terms").query("track == 'true'")
    dated = terms[terms["year"] != ""]
    assert dated["year"].str.fullmatch(r"\d{4}").all()
    assert dated["year"].astype(int).between(1921, 2025).all()
    assert ((dated["document"] != "") | (dated["note"] != "")).all()
    assert (dated["evidence"] != "").all()


def test_a_year_has_a_source_and_a_term_without_one_says_so():
    """Rows that were not checked have no year, no document and no level."""
    terms = read("terms").query("track == 'true'")
    dated = terms["year"] != ""
    assert (terms.loc[dated, "source"] != "").all()
    assert terms.loc[~dated, "note"].str.startswith("Not established: ").all()
    assert not terms.loc[dated, "note"].str.contains("Not established").any()
    assert (terms.loc[~dated, ["document", "level"]] == "").all(axis=None)
    assert ((terms["level"] != "") | (terms["document"] == "")).all()


@pytest.mark.parametrize(
    ("term", "year", "level"),
    [
        ("新时代", "2017", "Party centre"),
        ("命运共同体", "2007", "Party centre"),
        ("枫桥经验", "1963", "Party centre"),
        ("枫桥式公安派出所", "2019", "ministry"),
        ("平安不出事", "2018", "province"),
        ("城市大脑", "2016", "locality"),
        ("人民城市人民建", "", ""),
        ("枫桥式工作法", "2023", "Party centre"),
        ("两个维护", "2018", "Party centre"),
        ("四个意识", "", ""),
    ],
)
def test_years_and_levels_that_were_checked(term, year, level):
    row = read("terms").set_index("term").loc[term]
    assert (row["year"], row["level"]) == (year, level)


def test_slogans_of_the_centre_are_not_called_loyalty():
    """Other words express loyalty, too, so the seven slogans are a family of their own."""
    family = read("terms").set_index("term")["family"]
    assert set(family[family == "centre_slogans"].index) == {
        *("两个维护", "两个确立", "四个意识", "四个自信"),
        *("政治判断力", "国之大者", "两个结合"),
    }
    assert {"对党忠诚", "政治忠诚"} <= set(family[family == "loyalty"].index)


def test_evidence_of_others_names_them():
    terms = read("terms")
    assert ((terms["source"] != "") == terms["evidence"].isin(EVIDENCE)).all()


def test_a_month_is_one_of_its_year_and_is_in_the_document_or_the_source():
    terms = read("terms").query("month != ''")
    assert terms["month"].isin([str(month) for month in range(1, 13)]).all() and (terms["year"] != "").all()
    known = terms.set_index("term")["month"]
    assert (known["基层减负"], known["以学铸魂"], known["党纪学习教育"]) == ("3", "3", "4")


def test_what_was_seen_in_a_broadcast_was_not_seen_in_the_document():
    terms = read("terms")
    heard = terms["source"].str.contains("新闻联播")
    assert set(terms.loc[heard, "evidence"]) <= {"broadcast", "report"}
    assert terms.loc[terms["evidence"] == "broadcast", "source"].str.contains("新闻联播").all()
    established = terms.query("track == 'true' and evidence == 'text' and level != ''")
    assert established["term"].tolist() == ["共同缔造"]


def test_year_is_not_later_than_the_broadcast_that_shows_it():
    terms = read("terms").query("year != ''")
    shown = terms["source"].str.extract(r"(?:新闻联播) (\d{4})")[0].dropna().astype(int)
    assert len(shown) >= 20
    assert (terms.loc[shown.index, "year"].astype(int) <= shown).all()


@pytest.mark.parametrize("name", ["themes", "terms"])
def test_occurs_is_what_the_clean_texts_say(name, texts):
    table = read(name).assign(not_in=lambda t: t.get("not_in", ""))
    found = [str(occurs(row.term, texts, row.not_in)).lower() for row in table.itertuples()]
    assert table.loc[table["occurs"] != found, ["term", "occurs"]].to_numpy().tolist() == []


def test_occurs_leaves_out_traps():
    assert occurs("平安", ["建设平安社区"], "水平安全")
    assert not occurs("平安", ["强化高水平安全护航"], "水平安全")


def test_expected_formulas_that_none_of_the_five_has():
    terms = read("terms").set_index("term")
    assert (terms.loc[list(NOT_IN_THESE_FIVE), "track"] == "true").all()
    assert (terms.loc[list(NOT_IN_THESE_FIVE), "occurs"] == "false").all()


def test_untracked_words_are_there_for_these_texts():
    assert (read("terms").query("track == 'false'")["occurs"] == "true").all()


def test_a_term_has_one_gloss():
    themes, terms = (read(name).set_index("term")["gloss"] for name in ("themes", "terms"))
    shared = themes.index.intersection(terms.index)
    assert len(shared) > 0
    assert themes[shared].compare(terms[shared]).empty


def test_tokenizer_keeps_terms_whole():
    words = [term for term in read("terms")["term"] if "“" not in term]
    assert [word for word in words if helpers.tokenize(word) != [word]] == []


def test_stopwords_are_grouped_and_glossed():
    stopwords = read("stopwords")
    assert set(stopwords["group"]) == GROUPS
    assert (stopwords["gloss"] != "").all()
    assert stopwords["word"].str.fullmatch(r"[\u4e00-\u9fff]+").all()


def test_no_term_is_a_stopword():
    stop = set(read("stopwords")["word"])
    assert stop.isdisjoint(read("themes")["term"])
    assert stop.isdisjoint(read("terms")["term"])


@pytest.mark.parametrize("word", ["们", "课", "好", "点", "共", "更是", "一边", "才能", "之训"])
def test_words_that_say_nothing_of_these_texts_are_stopwords(word):
    assert word in set(read("stopwords")["word"])


def test_a_word_is_glossed_once():
    """The glosses contain only words that neither terms nor stop-words gloss, and agree with themes."""
    glosses = read("glosses").set_index("word")["gloss"]
    assert sorted({*read("terms")["term"], *read("stopwords")["word"]} & set(glosses.index)) == []
    twice = read("themes").drop_duplicates("term").set_index("term")["gloss"]
    twice = twice[twice.index.isin(glosses.index)]
    assert twice.to_dict() == glosses[twice.index].to_dict()


def test_a_lexicon_with_two_columns_of_one_name_says_so(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("term,gloss,gloss\n法治,a,b\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"terms\.csv: its first line has the column gloss twice: rename one"
    ):
        read_lexicon(path)


def test_a_year_is_in_digits_of_ascii(tmp_path):
    path, report = tmp_path / "terms.csv", Report()
    path.write_text("term,year\n法治,٢٠٢٤\n党建,2024\n平安,99999999999\n", encoding="utf-8")
    assert read_lexicon(path, report)["year"].tolist() == [2024]
    assert str(report).count("the line was skipped: correct it") == 2


def test_a_table_beside_the_articles_does_not_lead_out_of_the_corpus(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "other.csv").write_text("coder\nx\n", encoding="utf-8")
    (tmp_path / "corpus" / "coding.csv").symlink_to("../other.csv")
    with pytest.raises(ValueError, match="lies outside the folder corpus"):
        read_lexicon(tmp_path / "corpus" / "coding.csv")
