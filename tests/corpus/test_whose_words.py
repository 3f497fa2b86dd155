"""Brands are of one article, echoes are in theirs, and parallels have what ours has not."""

import re
from pathlib import Path

import pandas as pd
import pytest

import helpers
from methods.measures.origins import EVIDENCE, own_names

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LEVELS = {"Party centre", "State Council", "ministry", "province", "locality", ""}
COLUMNS = {
    "lexicons/brands": "article_id,term,gloss,kind,level,own,part_of,quoted,note",
    "echoes": "article_id,formula,document,level,date,published,relation,source,evidence,note",
    "parallels": "article_id,document,outlet,date,relation,shares,has,about,source",
}
DATE = re.compile(r"20\d\d(-[01]\d(-[0-3]\d)?)?")
# An opening mark and what follows, up to the closing one or the end of the paragraph.
QUOTED = re.compile("“[^”\n]*”?|‘[^’\n]*’?|《[^》\n]*》?")


def read(name):
    return pd.read_csv(CORPUS / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def texts():
    return helpers.load_articles()["text"]


def in_one_article_only(brands, texts):
    """Brands that another article has too, or their own has not."""
    where = {term: [article for article, text in texts.items() if term in text] for term in brands["term"]}
    return [row.term for row in brands.itertuples() if where[row.term] != [row.article_id]]


def is_quoted(term, text):
    """Return whether a term has its own quotation marks, or occurs between marks."""
    return any(term in hit or hit in term for hit in QUOTED.findall(text))


def unknown(table, column, words):
    return sorted(set(table[column]) - words)


def not_in_text(table, column, texts):
    return [row[column] for _, row in table.iterrows() if row[column] not in texts[row["article_id"]]]


def not_missing(parallels, texts):
    """Return the words that the table says our article lacks, and that it has."""
    return [
        word for row in parallels.itertuples() for word in row.has.split("|") if word in texts[row.article_id]
    ]


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_and_articles(name, texts):
    table = read(name)
    assert ",".join(table.columns) == COLUMNS[name]
    assert set(table["article_id"]) <= set(texts.index)
    assert not table.duplicated().any()


def test_a_brand_occurs_in_one_article_only(texts):
    brands = read("lexicons/brands")
    assert in_one_article_only(brands, texts) == []
    assert in_one_article_only(brands.assign(article_id="001"), texts) != []
    assert in_one_article_only(pd.DataFrame({"term": ["枫桥经验"], "article_id": ["001"]}), texts) == [
        "枫桥经验"
    ]
    assert set(brands["article_id"]) == set(texts.index)


def test_brands_use_their_vocabularies(texts):
    brands = read("lexicons/brands")
    assert unknown(brands, "level", LEVELS) == []
    kinds = {"governance", "training", "party_building", "law_service", "economy", "person"}
    assert unknown(brands, "kind", kinds) == []
    assert unknown(brands, "own", {"true", "false"}) == []
    assert set(brands.loc[brands["own"] == "true", "level"]) == {"locality"}, "or another body gave the name"
    assert not brands["term"].duplicated().any() and (brands["gloss"] != "").all()
    parts = brands[brands["part_of"] != ""]
    assert set(parts["part_of"]) <= set(brands["term"]) and (parts["own"] == "true").all()
    bare = brands[(brands["own"] == "true") & (brands["quoted"] == "false")]
    assert bare["note"].str.contains("hznews").all() and len(bare) == 2, "a source says that it is a name"
    said = [str(is_quoted(row.term, texts[row.article_id])).lower() for row in brands.itertuples()]
    assert brands.loc[brands["quoted"] != said, "term"].tolist() == []


@pytest.mark.parametrize(
    "term", ["六和塔", "运河平安共同体", "城市眼·云共治", "有事来聊", "平陆运河", "向海经济", "群雁竞飞"]
)
def test_brands_that_a_reader_would_name_are_there(term):
    assert (read("lexicons/brands")["term"] == term).sum() == 1


def test_an_echo_is_in_its_article_and_has_its_source(texts):
    echoes = read("echoes")
    assert not_in_text(echoes, "formula", texts) == []
    assert not_in_text(echoes.assign(article_id="001"), "formula", texts) != []
    assert unknown(echoes, "level", LEVELS - {""} | {"report"}) == []
    assert unknown(echoes, "relation", {"named", "wording"}) == []
    assert ((echoes["source"] != "") == echoes["evidence"].isin(EVIDENCE)).all()
    assert echoes["date"].str.fullmatch(DATE).all()
    assert (echoes["published"].str.fullmatch(DATE) | (echoes["published"] == "")).all()
    assert (echoes["formula"].str.len() <= 30).all(), "a reference is a short formula, never copied text"


def test_the_bodies_names_are_counted_without_the_parts_of_a_list():
    brands = read("lexicons/brands").replace("", None)
    of, formulas = pd.Series(["000", "004"], ["000", "004"]), pd.Series(["法治化营商环境"])
    none = pd.DataFrame({"text": []})
    counted = own_names(brands, none, formulas, of, none)["group"].value_counts().to_dict()
    assert counted == {"004": 15, "000": 10}


def test_only_what_an_article_names_is_younger_than_the_article(texts):
    """An opinion that is quoted before it is published is a finding, and has to be named."""
    articles, echoes = helpers.load_articles(), read("echoes")
    day = pd.to_datetime(articles["published"].fillna(articles["date"]))
    dated = echoes[echoes["published"].str.len() == 10]
    early = dated[pd.to_datetime(dated["published"]).to_numpy() > day[dated["article_id"]].to_numpy()]
    assert early["article_id"].tolist() == ["003"]
    assert early["document"].tolist() == ["《中共中央关于加强新时代审判工作的意见》"]
    assert (early["relation"] == "named").all()


def test_a_parallel_has_what_ours_has_not(texts):
    parallels = read("parallels")
    assert not_missing(parallels, texts) == []
    assert not_missing(parallels.assign(has="枫桥经验", article_id="001"), texts) != []
    relations = {"copy", "same event", "same lecturer", "same course elsewhere", "same series"}
    relations |= {"source", "template", "common source", "parent course"}
    assert unknown(parallels, "relation", relations) == []
    shared = parallels.assign(formula=parallels["shares"].str.split("|")).explode("formula")
    shared = shared[shared["formula"] != ""]
    assert not_in_text(shared, "formula", texts) == []
    assert (shared["formula"].str.len() <= 30).all(), "a reference is a short formula, never copied text"
    assert set(parallels["article_id"]) == {"000", "001", "002", "003"}
    assert (parallels[["document", "outlet", "date", "has", "about", "source"]] != "").all(axis=None)
    assert parallels["date"].str.fullmatch(DATE).all()


def test_the_agency_has_the_formulas_of_loyalty_that_the_feature_leaves_out():
    agency = read("parallels").query("article_id == '002'")
    assert {"两个确立", "两个维护"} <= set("|".join(agency["has"]).split("|"))


def test_the_paragraph_that_gongshu_copies_has_the_length_of_its_row(texts):
    """A commentary of the central press is in the article, unnamed, with a verb of the leader changed."""
    copied = read("parallels").query("relation == 'source'").iloc[0]
    paragraph = next(part for part in texts["000"].split("\n") if part.startswith("多士成大业"))
    assert all(words in paragraph for words in copied["shares"].split("|"))
    assert f"of the article's {len(paragraph)} characters" in copied["about"]
    assert "努力锻造一支" in paragraph and "努力打造" not in texts["000"] and "人民日报" not in texts["000"]


def test_a_press_report_has_one_date_in_both_tables():
    """A report is dated by the day on which it came out: the lecture that it tells of was earlier."""
    echoes, parallels = read("echoes").query("level == 'report'"), read("parallels")
    assert len(echoes) == 3 and (echoes["date"] == echoes["published"]).all()
    assert set(echoes["date"]) <= set(parallels["date"])
