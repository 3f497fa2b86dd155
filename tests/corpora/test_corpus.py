"""The notebooks get the same from a corpus in memory and from one in chunks."""

import functools
import json
import re
import shutil
import warnings

import dask
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers import ROOT, load_articles, open_articles
from methods.corpora import chunks, rules
from methods.corpora import corpus as corpora
from methods.corpora.corpus import Corpus
from methods.corpora.loading import read_corpus
from methods.files.problems import CorpusError, Report
from methods.measures import counts, dispersion, themes
from methods.mentions import quotations

TERMS = pd.read_csv(ROOT / "corpus/lexicons/terms.csv").drop_duplicates("term")
CODEBOOK = pd.read_csv(ROOT / "corpus/lexicons/themes.csv")
BY_ARTICLE = [
    (counts.count_terms, {"terms": TERMS, "zeros": False}),
    (counts.count_families, {"terms": TERMS.dropna(subset=["family"])}),
    (dispersion.offsets, {"terms": TERMS}),
    (quotations.quoted_share, {}),
    (quotations.quoted_terms, {"terms": TERMS}),
    (themes.find_theme_hits, {"themes": CODEBOOK}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return shutil.copytree(ROOT / "corpus", tmp_path_factory.mktemp("large") / "corpus")


@pytest.fixture
def large(folder, monkeypatch):
    """The five articles as a corpus of several chunks, processed in this process."""
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 10_000)
    with dask.config.set(scheduler="sync"):
        yield folder, open_articles(folder).sort_values("date", kind="stable")


@pytest.fixture(scope="module")
def small():
    return load_articles().sort_values("date", kind="stable")


def test_a_large_corpus_is_opened_without_its_texts(large, small):
    corpus, articles = large
    assert Corpus(corpus).is_large
    assert not {"raw", "text"} & set(articles)
    pd.testing.assert_index_equal(articles.index, small.index)


def test_a_small_corpus_is_opened_with_them(small):
    assert not Corpus(ROOT / "corpus").is_large
    opened = pd.DataFrame(open_articles())[list(small)]
    pd.testing.assert_frame_equal(opened, pd.DataFrame(small.sort_index()))


@pytest.mark.parametrize(
    ("function", "arguments"), BY_ARTICLE, ids=lambda part: getattr(part, "__name__", "")
)
def test_tables_are_the_same_at_either_size(large, small, function, arguments):
    corpus, articles = large
    expected = function(small, **arguments)
    assert len(expected)
    expected = expected.iloc[small.index.get_indexer(expected["article_id"]).argsort(kind="stable")]
    (found,) = Corpus(corpus).tables(functools.partial(function, **arguments), of=articles)
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected.reset_index(drop=True))


def test_sizes_are_the_same_at_either_size(large, small):
    found = Corpus(large[0]).sizes
    pd.testing.assert_frame_equal(found.sort_index(), Corpus(ROOT / "corpus").sizes.sort_index())


WRONG = {
    "006": ({"date": "2024-02-30"}, "its date is 2024-02-30"),
    "007": ({"date": "2199-01-01"}, "its date 2199-01-01 is in the future"),
    "008": ({"province": "大省"}, "no province is called 大省"),
    "009": ({"date_basis": "guessed"}, "its date or place is a guess"),
}


def messy(articles):
    """Articles with a near-copy of the last one, and with rows that each have one fault."""
    last = articles.loc[["004"]]
    copy = last.set_axis(["005"]).assign(raw=last["raw"].iloc[0].replace("。", "。 ", 9)[:-9])
    rows = [articles, copy]
    for article_id, (wrong, _) in WRONG.items():
        text = f"{article_id}号。" + "".join(
            sorted(set(articles["raw"].iloc[0]), key=lambda c: hash((article_id, c)))
        )
        rows.append(articles.loc[["000"]].set_axis([article_id]).assign(raw=text, **wrong))
    return pd.concat(rows).rename_axis("article_id")


def write_folder(rows, corpus):
    (corpus / "articles").mkdir()
    for article_id, raw in rows.pop("raw").items():
        (corpus / "articles" / f"{article_id}.txt").write_text(raw, encoding="utf-8")
    rows.assign(file=rows.index + ".txt").to_csv(corpus / "metadata.csv")


WRITERS = {
    "folder": write_folder,
    "jsonl": lambda rows, corpus: rows.reset_index().to_json(
        corpus / "articles.jsonl", orient="records", lines=True, force_ascii=False
    ),
    "parquet": lambda rows, corpus: rows.to_parquet(corpus / "articles.parquet", row_group_size=2),
}


def told(load, corpus):
    """Return the result of a loader, and its messages."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        articles = load(corpus)
    return articles, "\n".join(str(one.message) for one in said)


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_wrong_with_a_large_corpus_is_said_as_of_a_small_one(form, tmp_path, monkeypatch):
    rows = messy(load_articles().drop(columns="text").astype("str").replace({"nan": "", "NaT": ""}))
    WRITERS[form](rows, tmp_path)
    small, said_of_small = told(load_articles, tmp_path)
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 10_000)
    with dask.config.set(scheduler="sync"):
        large, said_of_large = told(open_articles, tmp_path)
    assert Corpus(tmp_path).is_large
    assert "005" not in large.index
    pd.testing.assert_frame_equal(
        large[sorted(large)],
        small.drop(columns=["raw", "text"]).sort_index()[sorted(large)],
        check_dtype=False,
    )
    for words in [*(words for _, words in WRONG.values()), "of it is in article 004"]:
        assert words in said_of_small
        assert words in said_of_large


@pytest.mark.parametrize("size", [100, 200, 400])
@pytest.mark.parametrize("ids", [["1", "2", "1"], ["1", "1", "2", "1"], ["2", "1", "1"], [2, "1", 1]])
def test_articles_with_one_id_are_told_apart_or_left_out(tmp_path, monkeypatch, ids, size):
    texts = ["基层治理培训班开班。", "政法干部学习。", "枫桥经验。", "法治宣传。"]
    rows = [
        {"article_id": article_id, "raw": text, "date": "2024-01-31", "province": "浙江省"}
        for article_id, text in zip(ids, texts, strict=False)
    ]
    write_json(tmp_path / "articles.jsonl", [*rows, {"article_id": "3", "raw": "其他文章。" * 20}])
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", size)
    with dask.config.set(scheduler="sync"):
        articles, said = told(open_articles, tmp_path)
        found = Corpus(tmp_path).table(counts.count_terms, terms=TERMS, zeros=False)
    assert list(articles.index) == ["2", "3"]
    assert len(re.findall("article 1: [23] articles have this id; all were skipped: rename them", said)) == 1
    assert set(found["article_id"]) <= {"2", "3"}


def test_a_line_without_an_id_is_not_numbered_among_lines_with_numbers_as_ids(tmp_path, monkeypatch):
    rows = [{"text": TEXTS[0]}, *({"id": number, "text": text} for number, text in enumerate(TEXTS, 1))]
    rows[1]["text"] = "法治宣传进社区。"
    write_json(tmp_path / "articles.jsonl", rows)
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 200)
    with dask.config.set(scheduler="sync"):
        articles, said = told(open_articles, tmp_path)
    assert list(articles.index) == ["1", "2", "3"]
    assert "articles.jsonl, byte 0: it is not a JSON object with an id and a text" in said


def test_what_is_wrong_with_articles_of_one_id_is_said_of_each(tiny):
    wrong = {"date": ["2024-02-30", "2199-01-01", "2024-01-02"], "province": ["大省", "小省", "浙江省"]}
    rows = pd.DataFrame({"article_id": ["1", "1", "2"], "raw": TEXTS, **wrong})
    rows.assign(date_basis=["text", "text", "guessed"]).to_parquet(tiny / "articles.parquet")
    _, said = told(open_articles, tiny)
    for words in (
        "date is 2024-02-30",
        "date 2199-01-01 is in the future",
        "is called 大省",
        "is called 小省",
    ):
        assert words in said
    assert "dtype" not in said
    assert "\\x0a" not in said


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A folder in which every corpus counts as large."""
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 100)
    with dask.config.set(scheduler="sync"):
        yield tmp_path


TEXTS = ["基层治理培训班开班。", "政法干部学习枫桥经验。", "网格员走访群众，化解纠纷。"]


def write_json(path, rows, between="\n"):
    path.write_text(between.join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def test_rows_of_json_may_differ_in_type(tiny):
    rows = [
        {"article_id": i, "raw": text, "issue": issue}
        for i, text, issue in zip("abc", TEXTS, (1, "0A", [2]), strict=True)
    ]
    write_json(tiny / "articles.jsonl", rows)
    assert open_articles(tiny)["issue"].tolist() == ["1", "0A", "[2]"]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_numbers_are_words_where_words_are_asked_for(tiny, form):
    ids, rest = [2**62 + 1, None, 3, 4], {"label": [100, 7, None, 1], "title": [2.5, 1.0, 2.0, 3.0]}
    rows = pd.DataFrame({"article_id": pd.array(ids, "Int64"), "raw": [*TEXTS, "干部培训。"], **rest})
    if form == "jsonl":
        rows.to_json(tiny / "articles.jsonl", orient="records", lines=True, force_ascii=False)
    else:
        fields = pa.schema(
            [("article_id", "int64"), ("raw", "str"), ("label", "float64"), ("title", "float64")]
        )
        pq.write_table(pa.Table.from_pylist(rows.to_dict("records"), fields), tiny / "articles.parquet")
    for load in (open_articles, load_articles):
        articles, said = told(load, tiny)
        assert sorted(articles.index) == ["3", "4", str(2**62 + 1)]
        assert articles["label"].sort_index().tolist()[1:] == ["1", "100"]
        assert articles["label"].isna().sum() == 1
        assert set(articles["title"]) <= {"2.5", "2.0", "3.0", "2", "3"}
        assert "id" in said


def test_a_stretch_of_blank_lines_has_no_articles(tiny):
    write_json(tiny / "articles.jsonl", [{"article_id": "a", "raw": TEXTS[0]}], "\n")
    with (tiny / "articles.jsonl").open("a") as file:
        file.write("\n" * 500)
    assert list(open_articles(tiny).index) == ["a"]


def test_of_two_forms_of_a_corpus_one_is_read(tiny):
    rows = pd.DataFrame({"article_id": list("abc"), "raw": TEXTS})
    write_folder(rows.set_index("article_id"), tiny)
    write_json(tiny / "articles.jsonl", rows.to_dict("records"))
    rows.to_parquet(tiny / "articles.parquet")
    assert list(open_articles(tiny).index) == list(load_articles(tiny).index) == ["a", "b", "c"]


def lay_out_in_folders(corpus):
    (corpus / "articles" / "2019").mkdir(parents=True)
    for name, text in zip(("2019/a.txt", "2019/b.TXT", "c.txt"), TEXTS, strict=True):
        (corpus / "articles" / name).write_text(text)
    (corpus / "metadata.csv").write_text("article_id,file\na,2019/a.txt\nb,2019/b.TXT\nc,c.txt\n")


def lay_out_in_tables(corpus):
    (corpus / "articles").mkdir()
    rows = pd.DataFrame({"article_id": list("abc"), "raw": TEXTS})
    rows[:2].to_parquet(corpus / "articles" / "1.parquet")
    write_json(corpus / "articles" / "2.jsonl", rows[2:].to_dict("records"))


@pytest.mark.parametrize("lay_out", [lay_out_in_folders, lay_out_in_tables])
def test_a_layout_works_at_either_size(tiny, lay_out):
    lay_out(tiny)
    assert Corpus(tiny).is_large
    for load in (open_articles, load_articles):
        articles, said = told(load, tiny)
        assert list(articles.index) == ["a", "b", "c"]
        assert said == ""


def test_files_that_no_row_names_are_named_at_either_size(tiny):
    lay_out_in_folders(tiny)
    (tiny / "articles" / "2019" / "d.txt").write_text("基层")
    (tiny / "readme.txt").write_text("no article")
    for load in (open_articles, load_articles):
        _, said = told(load, tiny)
        assert "2019/d.txt: the metadata have no row for it" in said
        assert "readme" not in said


def test_a_corpus_is_as_large_as_its_articles(tmp_path):
    lay_out_in_folders(tmp_path)
    (tmp_path / "articles-old.zip").write_bytes(bytes(10**7))
    (tmp_path / "articles" / "out.txt").symlink_to(tmp_path / "articles-old.zip")
    assert Corpus(tmp_path).size == sum(len(text.encode()) for text in TEXTS)


def test_photos_beside_articles_do_not_make_a_corpus_large(tmp_path):
    lay_out_in_folders(tmp_path)
    (tmp_path / "articles" / "photo.jpg").write_bytes(bytes(10**7))
    corpus = Corpus(tmp_path)
    assert corpus.size == sum(len(text.encode()) for text in TEXTS)
    assert not corpus.is_large


def test_files_with_endings_of_their_own_count_if_there_are_no_others(tmp_path):
    (tmp_path / "articles").mkdir()
    for name, text in zip("abc", TEXTS, strict=True):
        (tmp_path / "articles" / f"{name}.content").write_text(text)
    assert Corpus(tmp_path).size == sum(len(text.encode()) for text in TEXTS)


def test_a_row_without_an_id_is_left_out_and_named(tiny):
    rows = pd.DataFrame({"article_id": ["a", None, "c"], "raw": TEXTS})
    rows.to_parquet(tiny / "articles.parquet")
    articles, said = told(open_articles, tiny)
    assert list(articles.index) == ["a", "c"]
    assert "it has no article_id" in said


def put(rows, path):
    rows.to_parquet(path) if path.suffix == ".parquet" else rows.to_json(path, orient="records", lines=True)


@pytest.mark.parametrize("name", ["articles.parquet", "articles.jsonl"])
def test_a_table_without_articles_is_an_error_that_names_it(tiny, name):
    put(pd.DataFrame({"article_id": list("abc"), "words": ["one", "two", "three"]}), tiny / name)
    with pytest.raises(ValueError, match=rf"{name}: its columns are article_id, words"):
        open_articles(tiny)


@pytest.mark.parametrize("name", ["articles.parquet", "articles.jsonl"])
def test_the_column_with_the_most_chinese_has_the_texts_of_a_large_table_too(tiny, name):
    put(pd.DataFrame({"number": [1, 2, 3], "about": "甲", "neirong": TEXTS}), tiny / name)
    articles, said = told(open_articles, tiny)
    assert f"{name}: no column is called `text`: `neirong`, with the most Chinese, was used" in said
    assert list(articles.index) == ["1", "2", "3"]
    assert Corpus(tiny).is_large and Corpus(tiny).read(["2"])["raw"].tolist() == [TEXTS[1]]


def test_only_chunks_that_hold_the_articles_are_read(large, small, monkeypatch):
    corpus, articles = large
    read = []
    monkeypatch.setattr(
        "methods.corpora.engine.load", lambda chunk, *where: read.append(chunk) or chunks.load(chunk, *where)
    )
    found = Corpus(corpus).read(["003", "001"])
    pd.testing.assert_frame_equal(found[["raw", "text"]], small.loc[["003", "001"], ["raw", "text"]])
    assert 0 < len(read) < len(articles)


def test_a_table_in_csv_is_loaded_whole(tmp_path, small, monkeypatch):
    small.drop(columns="text").to_csv(tmp_path / "articles.csv")
    monkeypatch.setattr(corpora, "CHUNK_BYTES", 100)
    assert not Corpus(tmp_path).is_large
    assert not Corpus(tmp_path / "articles.csv").is_large
    assert len(open_articles(tmp_path / "articles.csv")) == len(small)


@pytest.mark.parametrize(
    ("rows", "text", "words"),
    [("", "社区", "the metadata have no row for it"), ("a,a.txt\n", "no Chinese", "no article can be used")],
)
def test_a_large_corpus_without_an_article_is_an_error(tmp_path, monkeypatch, rows, text, words):
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 1)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(text)
    (tmp_path / "metadata.csv").write_text(f"article_id,file\n{rows}")
    with dask.config.set(scheduler="sync"), pytest.raises(ValueError, match=words), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        open_articles(tmp_path)


def test_a_corpus_of_either_size_is_used_alike(large, small):
    one, many = Corpus(ROOT / "corpus"), Corpus(large[0])
    one.is_large = False  # whatever the size of a chunk
    assert many.is_large
    assert {"raw", "text"} & set(one.articles) and not {"raw", "text"} & set(many.articles)
    assert one.size == many.size == sum(len(raw.encode()) for raw in small["raw"])
    pd.testing.assert_index_equal(one.articles.index, many.articles.index)
    pd.testing.assert_frame_equal(
        one.table(counts.count_terms, terms=TERMS), many.table(counts.count_terms, terms=TERMS)
    )
    pd.testing.assert_frame_equal(
        one.read(["003", "001"])[["raw", "text"]], many.read(["003", "001"])[["raw", "text"]]
    )
    with pytest.raises(KeyError):
        one.read(["none"])


@pytest.mark.parametrize("form", ["file", "table"])
@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (" \n", rules.EMPTY),
        ("no Chinese", rules.FOREIGN),
        ("来源：人民网", rules.NOTHING),
        ("好的。", rules.GOOD),
    ],
)
def test_what_is_no_article_is_said_in_the_same_words_at_either_size(tiny, form, raw, fault):
    rows = pd.DataFrame({"article_id": ["a", "b"], "raw": [TEXTS[0] * 9, raw]})
    if form == "file":
        write_folder(rows.set_index("article_id"), tiny)
    else:
        rows.to_parquet(tiny / "articles.parquet")
    for load in (open_articles, load_articles):
        articles, said = told(load, tiny)
        assert list(articles.index) == ["a", "b"][: 2 if fault == rules.GOOD else 1]
        assert f"{fault.what}; {fault.remedy}" in said if fault.what else said == ""


def test_a_corpus_that_has_not_changed_is_opened_without_a_plan(tiny, monkeypatch):
    rows = pd.DataFrame(
        {"article_id": list("abc"), "raw": [*TEXTS[:2], "x"], "date": ["soon", "2020", "2021"]}
    )
    write_folder(rows.set_index("article_id"), tiny)
    first = told(open_articles, tiny)
    with monkeypatch.context() as patched:
        patched.setattr("methods.corpora.engine.plan", None)
        again, said = told(open_articles, tiny)
        pd.testing.assert_frame_equal(again, first[0])
        assert said == first[1]
        assert "its date is soon" in said and "no Chinese" in said
    (tiny / "articles" / "c.txt").write_text(TEXTS[2], encoding="utf-8")
    articles, said = told(open_articles, tiny)
    assert list(articles.index) == ["a", "b", "c"]
    assert "no Chinese" not in said


def test_a_plan_is_made_anew_where_the_kept_one_is_cut_off(tiny):
    write_folder(pd.DataFrame({"article_id": list("abc"), "raw": TEXTS}).set_index("article_id"), tiny)
    expected = open_articles(tiny)
    for path in (tiny / ".cache" / "opened").iterdir():
        path.write_bytes(path.read_bytes()[:-9])
    pd.testing.assert_frame_equal(open_articles(tiny), expected)


def test_words_are_the_same_at_either_size_and_in_any_order(large, small):
    corpus, articles = large
    some = articles.iloc[[3, 0, 4]]
    found, expected = Corpus(corpus).words(of=some), Corpus(ROOT / "corpus").words(of=small.loc[some.index])
    assert found.article_ids == expected.article_ids == some.index.tolist()
    known = expected.table().query("count > 0").sort_values(["article_id", "word"], ignore_index=True)
    pd.testing.assert_frame_equal(found.table().sort_values(["article_id", "word"], ignore_index=True), known)


GOOD_ROWS = [{"id": str(number), "话": f"{text}第{number}条。"} for number, text in enumerate(TEXTS * 3)]
AS_TEXT = [{"id": row["id"], "text": row["话"]} for row in GOOD_ROWS]


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        ([{"id": "x", "话": "社区干部。" * 400_000}, *GOOD_ROWS], {}),
        (["{"] * 150 + GOOD_ROWS, {}),
        ([""] * 150 + GOOD_ROWS, {}),
        ([row | {"raw": None} for row in AS_TEXT], {}),
        ([row | {"raw": " "} for row in AS_TEXT], {}),
        (GOOD_ROWS, {"separators": (",\r", ":\r")}),
    ],
)
def test_what_a_small_table_has_a_large_one_has_too(tmp_path, monkeypatch, rows, options):
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False, **options) for row in rows]
    (tmp_path / "articles.jsonl").write_bytes("\n".join(lines).encode())
    expected = set(read_corpus(tmp_path, Report()).index)
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 300)
    with dask.config.set(scheduler="sync"):
        articles, _ = told(open_articles, tmp_path)
    assert set(articles.index) == expected > {"1", "2"}


def test_rows_of_parquet_with_a_blank_raw_have_their_text(tiny):
    rows = pd.DataFrame({"id": ["a", "b", "c"], "raw": [None, " ", TEXTS[2]], "text": TEXTS})
    rows.to_parquet(tiny / "articles.parquet")
    assert list(told(open_articles, tiny)[0].index) == ["a", "b", "c"]


def test_a_large_table_in_another_encoding_is_told_what_to_do(tiny):
    lines = [json.dumps(row, ensure_ascii=False) for row in AS_TEXT]
    (tiny / "articles.jsonl").write_text("\n".join(lines), encoding="gb18030")
    with pytest.raises(
        CorpusError, match="it is not in UTF-8, as a large table must be; save the table as UTF-8"
    ):
        open_articles(tiny)
