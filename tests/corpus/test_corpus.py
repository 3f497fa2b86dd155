"""The articles are as collected, and every fact in the metadata has its words in them."""

import hashlib
import re
from pathlib import Path

import opencc
import pandas as pd
import pytest

import helpers

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
COLUMNS = (
    "article_id,file,sha256,title,label,date,date_earliest,date_latest,reports_from,date_basis,date_words,"
    "published,"
    "province,prefecture,county,place_words,level,system,trainee_level,trainee_system,genre,outlet,byline,source"
)
REQUIRED = [
    *("article_id", "file", "sha256", "label", "date", "date_earliest", "date_latest"),
    *("date_basis", "date_words", "place_words", "level", "system", "genre", "source"),
    *("trainee_level", "trainee_system"),
]
VOCABULARY = {
    "date_basis": {"text", "inferred", "external"},
    "level": {"national", "province", "prefecture", "county"},
    "system": {"party organisation", "public security", "justice", "political-legal"},
    "genre": {"news report", "feature", "experience report"},
}
# What a cell of the trainees may hold, in this order; several are separated by a bar.
TRAINEES = {
    "trainee_level": ["national", "province", "prefecture", "county", "township", "community"],
    "trainee_system": [
        *("party organisation", "political-legal", "public security", "procuratorate"),
        *("court", "justice", "government", "community"),
    ],
}
PROVINCE = r"..(.)?省|内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区|(北京|天津|上海|重庆)市|(香港|澳门)特别行政区"
DEPTH = {"national": 0, "province": 1, "prefecture": 2, "county": 3}
DATES = ["date", "date_earliest", "date_latest"]


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def files_and_checksums(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def parsed(values):
    return pd.to_datetime(values, format="%Y-%m-%d", errors="coerce")


def in_order(values, words):
    """Return whether all values are words, and in their order."""
    return [word for word in words if word in values] == values


def problems(metadata):
    """What is wrong with a metadata table by itself, as `(article_id, column)`."""
    dates = metadata[DATES].apply(parsed)
    published = parsed(metadata["published"])
    filled = metadata[["province", "prefecture", "county"]] != ""
    deepest = filled.mul([1, 2, 3]).max(axis=1)
    bad = {column: metadata[column] == "" for column in REQUIRED}
    bad |= {column: ~metadata[column].isin(words) for column, words in VOCABULARY.items()}
    bad |= {
        column: bad[column]
        | metadata[column].map(lambda cell, words=words: not in_order(cell.split("|"), words))
        for column, words in TRAINEES.items()
    }
    bad |= {column: dates[column].isna() for column in DATES}
    bad["date"] |= ~dates["date"].between(dates["date_earliest"], dates["date_latest"])
    bad["date_latest"] |= dates["date_latest"] > published  # no article reports what came after it
    begin = pd.to_datetime(metadata["reports_from"], format="ISO8601", errors="coerce")
    bad["reports_from"] = ~(begin <= dates["date"]) & (metadata["reports_from"] != "")
    bad["published"] = (metadata["published"] != "") & ~(published >= dates["date_earliest"])
    bad["province"] = ~metadata["province"].str.fullmatch(PROVINCE) & (filled["province"] | (deepest > 0))
    bad["level"] |= deepest != metadata["level"].map(DEPTH)
    bad["file"] |= ~metadata["file"].str.fullmatch(r"[\w.-]+\.txt") | metadata["file"].duplicated()
    bad["article_id"] |= metadata["article_id"].duplicated()
    return [(metadata.loc[i, "article_id"], column) for column in bad for i in metadata.index[bad[column]]]


def words_not_in_text(metadata, texts, column):
    """Words of a column (several are separated by a bar) that their article's text does not have."""
    return [
        word
        for cell, text in zip(metadata[column], texts, strict=True)
        for word in filter(None, cell.split("|"))
        if word not in text
    ]


@pytest.fixture(scope="module")
def metadata():
    return read(CORPUS / "metadata.csv")


@pytest.fixture(scope="module")
def articles():
    return helpers.load_articles()


def test_articles_are_byte_for_byte_as_collected(metadata):
    listed = dict(zip(metadata["file"], metadata["sha256"], strict=True))
    assert files_and_checksums(CORPUS / "articles") == listed


def test_a_changed_byte_is_seen(tmp_path, metadata):
    raw = (CORPUS / "articles" / metadata.loc[0, "file"]).read_bytes()
    (tmp_path / metadata.loc[0, "file"]).write_bytes(raw + b"\n")
    assert files_and_checksums(tmp_path)[metadata.loc[0, "file"]] != metadata.loc[0, "sha256"]


def test_metadata_is_sound(metadata):
    assert ",".join(metadata.columns) == COLUMNS
    assert problems(metadata) == []


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("date", "2019-06-31", "date"),
        ("reports_from", "2019-06-23", "reports_from"),
        ("reports_from", "last year", "reports_from"),
        ("date", "22/06/2019", "date"),
        ("date", "2019-06-23", "date"),
        ("date_earliest", "2019-06-23", "date"),
        ("date_basis", "guess", "date_basis"),
        ("date_words", "", "date_words"),
        ("published", "2018-01-01", "published"),
        ("published", "soon", "published"),
        ("province", "浙江", "province"),
        ("province", "", "province"),
        ("level", "province", "level"),
        ("county", "", "level"),
        ("level", "village", "level"),
        ("system", "police", "system"),
        ("trainee_level", "", "trainee_level"),
        ("trainee_level", "community|county", "trainee_level"),
        ("trainee_system", "police", "trainee_system"),
        ("genre", "poem", "genre"),
        ("file", "../000.txt", "file"),
        ("article_id", "001", "article_id"),
    ],
)
def test_unsound_metadata_is_seen(metadata, column, value, named):
    broken = metadata.copy()
    broken.loc[0, column] = value
    assert named in {column for _, column in problems(broken)}


def test_ids_are_those_of_the_file_names(metadata):
    assert (metadata["file"].str.split("_").str[0] == metadata["article_id"]).all()
    assert metadata["article_id"].is_monotonic_increasing


@pytest.mark.parametrize("column", ["date_words", "place_words", "title"])
def test_words_stand_in_the_clean_text(metadata, articles, column):
    assert words_not_in_text(metadata, articles["text"], column) == []


def test_words_that_do_not_stand_there_are_seen(metadata, articles):
    moved = metadata.assign(place_words=metadata["place_words"].to_numpy()[::-1])
    assert "拱墅" in words_not_in_text(moved, articles["text"], "place_words")


@pytest.mark.parametrize("column", ["outlet", "byline"])
def test_credits_stand_in_the_raw_file(metadata, column):
    """Cleaning takes credits off, so they are looked up in the raw text, made Simplified."""
    simplify = opencc.OpenCC("t2s").convert
    raw = [simplify((CORPUS / "articles" / name).read_text(encoding="utf-8")) for name in metadata["file"]]
    assert words_not_in_text(metadata, raw, column) == []


def test_date_words_say_the_date(metadata):
    for row in metadata.itertuples():
        date = pd.Timestamp(row.date)
        assert re.search(rf"(?<!\d){date.day}日", row.date_words), row.article_id
        assert f"{date.month}月" in row.date_words, row.article_id
        assert row.date_basis != "text" or str(date.year) in row.date_words, row.article_id


def test_labels_are_short_english_and_differ(metadata):
    assert metadata["label"].is_unique
    assert metadata["label"].str.fullmatch(r"[A-Z][A-Za-z' -]+ \d{4}").all()
    assert (metadata["label"].str[-4:] == metadata["date"].str[:4]).all()


@pytest.mark.parametrize("path", sorted(CORPUS.rglob("*.csv")), ids=lambda path: path.stem)
def test_datasheet_explains_every_column(path):
    """Each in the file's own section, since several files may have a column of one name."""
    datasheet = (CORPUS / "README.md").read_text(encoding="utf-8")
    sections = [part for part in datasheet.split("\n### ") if f"`{path.name}`" in part.split("\n")[0]]
    assert len(sections) == 1
    assert [c for c in read(path).columns if f"`{c}`" not in sections[0]] == []


def test_every_paragraph_is_coded_once_by_each_coder(articles):
    coding = pd.read_csv(CORPUS / "coding.csv", dtype={"article_id": "str"})
    themes = pd.read_csv(CORPUS / "lexicons" / "theme_definitions.csv")["theme"]
    paragraphs = {
        (name, n) for name, text in articles["text"].items() for n in range(1, text.count("\n") + 2)
    }
    assert coding["coder"].nunique() >= 2
    for _, part in coding.groupby("coder"):
        units = part.set_index(["article_id", "paragraph"])
        assert set(units.index) == paragraphs
        assert (
            len(part) == len(paragraphs) * len(themes) == len(part.drop_duplicates(list(part.columns[1:4])))
        )
        assert set(part["theme"]) == set(themes)
        assert set(part["coded"]) == {0, 1}
