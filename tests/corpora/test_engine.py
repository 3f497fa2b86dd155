"""The engine returns the same table for any chunks, and does nothing twice."""

import functools
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import dask
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import helpers
from methods.corpora import chunks, engine, spread, table_spans, word_matrix
from methods.corpora.engine import kept, metadata, tabulate
from methods.corpora.headings import DATES, FACTS
from methods.corpora.rules import LARGEST_ARTICLE
from methods.corpora.tables import ENDS
from methods.corpora.word_matrix import count_matrix
from methods.files.problems import CorpusError, CorpusWarning
from methods.text import clean, spans
from methods.text.words import is_counted, tokenize

ROOT = Path(__file__).parents[2]
TEXTS = [
    "基层治理现代化培训班开班。\n学员学习枫桥经验，化解矛盾纠纷。",
    "政法干部培训，提高能力。A股3.5%。",
    "公安民警学习。\n\n基层基层基层！",
    "司法所长培训班在杭州举办。",
    "党校教授讲授法治思想。",
    "网格员走访群众，化解纠纷。",
    "干部培训",
]


SEEN: list[str] = []


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """A corpus of seven articles in three chunks, processed in this process."""
    SEEN.clear()
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 150)
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    (tmp_path / "articles").mkdir()
    for i, text in enumerate(TEXTS):
        write(tmp_path, i, text)
    describe(tmp_path, range(len(TEXTS)))
    with dask.config.set(scheduler="sync"):
        yield tmp_path


def write(corpus, i, text):
    (corpus / "articles" / f"{i}.txt").write_text(text, encoding="utf-8")


def describe(corpus, numbers, **columns):
    rows = pd.DataFrame({"article_id": [f"{i:03}" for i in numbers], "file": [f"{i}.txt" for i in numbers]})
    rows["date"] = [f"{2020 + i % 2}-01-31" for i in numbers]
    rows["province"] = ["浙江省" if i % 3 else "山东省" for i in numbers]
    rows.assign(**columns).to_csv(corpus / "metadata.csv", index=False)


def lengths(articles, factor=1):
    SEEN.extend(articles.index)
    sizes = pd.DataFrame({"length": articles["text"].str.len() * factor, "year": articles["date"].dt.year})
    return pd.concat([sizes, sizes]).reset_index()


def seen():
    ids = sorted(SEEN)
    SEEN.clear()
    return ids


@pytest.fixture
def cleaned(monkeypatch):
    """The texts that were cleaned."""
    raws = []
    real = clean.clean_text
    monkeypatch.setattr(
        clean, "clean_text", lambda raw, *language: (raws.append(raw), real(raw, *language))[1]
    )
    return raws


def all_ids(*without):
    return [f"{i:03}" for i in range(len(TEXTS)) if i not in without]


def test_the_five_articles_come_as_helpers_loads_them(tmp_path):
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns(".cache"))
    (articles,) = map(pd.read_parquet, kept(tmp_path / "corpus", pd.DataFrame.reset_index))
    expected = helpers.load_articles(ROOT / "corpus").reset_index()
    pd.testing.assert_frame_equal(articles[list(expected)], expected, check_dtype=False)


def test_the_table_is_that_of_all_articles_at_once(corpus):
    (whole,) = [lengths(articles) for articles in [helpers.load_articles(corpus)]]
    expected = whole.sort_values("article_id", kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(tabulate(corpus, lengths), expected, check_dtype=False)
    assert len(kept(corpus, lengths)) == 3


@pytest.mark.parametrize("size", [1, 100, 10**9])
def test_the_size_of_chunks_does_not_matter(corpus, monkeypatch, size):
    expected = tabulate(corpus, lengths)
    shutil.rmtree(corpus / ".cache")
    monkeypatch.setattr(chunks, "CHUNK_BYTES", size)
    pd.testing.assert_frame_equal(tabulate(corpus, lengths), expected)


def test_one_chunk_starts_no_processes(corpus, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 10**9)
    monkeypatch.setattr(spread, "_on_processors", None)
    assert tabulate(corpus, lengths)["article_id"].nunique() == 7
    assert "distributed" not in engine.__dict__


def test_processes_give_the_same(corpus):
    expected = count_matrix(corpus)
    shutil.rmtree(corpus / ".cache")
    with dask.config.set(scheduler=None, num_workers=2):
        counts, words, ids = count_matrix(corpus)
    assert (words, ids) == expected[1:]
    assert (counts != expected.counts).nnz == 0


def test_nothing_is_done_twice(corpus, cleaned):
    first = tabulate(corpus, lengths)
    assert seen() == all_ids()
    assert len(cleaned) == 7
    pd.testing.assert_frame_equal(tabulate(corpus, lengths), first)
    assert seen() == []
    assert len(cleaned) == 7


def test_new_articles_form_new_chunks(corpus, cleaned):
    tabulate(corpus, lengths)
    seen(), cleaned.clear()
    write(corpus, 7, "新的文章。")
    describe(corpus, [7, *range(7)])
    assert tabulate(corpus, lengths)["article_id"].unique().tolist() == [*all_ids(), "007"]
    assert seen() == ["007"]
    assert cleaned == ["新的文章。"]


def test_an_altered_article_is_done_again(corpus, cleaned):
    before = tabulate(corpus, lengths)
    seen(), cleaned.clear()
    write(corpus, 3, "改了的文章")
    after = tabulate(corpus, lengths)
    assert cleaned == ["改了的文章"]
    assert "003" in seen()
    assert after.loc[after["article_id"] == "003", "length"].tolist() == [5, 5]
    pd.testing.assert_frame_equal(before[before["article_id"] != "003"], after[after["article_id"] != "003"])


def test_an_article_that_is_gone_leaves_the_table(corpus, cleaned):
    tabulate(corpus, lengths)
    cleaned.clear()
    describe(corpus, [i for i in range(7) if i != 2])
    (corpus / "articles" / "2.txt").unlink()
    assert tabulate(corpus, lengths)["article_id"].unique().tolist() == all_ids(2)
    assert cleaned == []


def test_altered_metadata_reach_the_function_without_cleaning(corpus, cleaned):
    tabulate(corpus, lengths)
    cleaned.clear()
    describe(corpus, range(7), date="1999-12-31")
    assert set(tabulate(corpus, lengths)["year"]) == {1999}
    assert cleaned == []


def test_the_projects_lexicons_count_beside_a_corpuss_own(tmp_path, monkeypatch):
    for part in ("methods", "corpus/lexicons"):
        shutil.copytree(engine.ROOT / part, tmp_path / part)
    monkeypatch.setattr(engine, "ROOT", tmp_path)
    before = engine._description(lengths, tmp_path / "corpus")
    with (tmp_path / "corpus/lexicons/terms.csv").open("a", encoding="utf-8") as file:
        file.write("学用结合\n")
    assert engine._description(lengths, tmp_path / "corpus") != before


def test_other_arguments_and_lexicons_are_other_results(corpus, cleaned, tmp_path):
    lexicon = tmp_path / "terms.csv"
    lexicon.write_text("term\n枫桥经验\n", encoding="utf-8")
    one = tabulate(corpus, lengths, lexicons=lexicon)
    two = tabulate(corpus, functools.partial(lengths, factor=2), lexicons=lexicon)
    assert two["length"].tolist() == (2 * one["length"]).tolist()
    assert seen() == sorted(all_ids() * 2)
    lexicon.write_text("term\n枫桥\n", encoding="utf-8")
    tabulate(corpus, lengths, lexicons=lexicon)
    assert seen() == all_ids()
    assert len(cleaned) == 7


def test_a_changed_codebook_does_not_segment_again(corpus, monkeypatch):
    (corpus / "lexicons").mkdir()
    for name in ("terms", "themes"):
        (corpus / "lexicons" / f"{name}.csv").write_text("term\n枫桥经验\n", encoding="utf-8")
    terms = corpus / "lexicons" / "terms.csv"
    tabulate(corpus, lengths)
    expected = count_matrix(corpus, lexicon=terms).words
    seen()
    (corpus / "lexicons" / "themes.csv").write_text("term\n矛盾\n", encoding="utf-8")
    monkeypatch.setattr(word_matrix, "segmenter", None)
    assert count_matrix(corpus, lexicon=terms).words == expected
    assert "枫桥经验" in expected
    tabulate(corpus, lengths)
    assert seen() == all_ids()


def test_a_function_that_fails_leaves_nothing_and_spoils_nothing(corpus):
    def fails(articles):
        if "003" in articles.index:
            raise RuntimeError("no")
        return lengths(articles)

    with pytest.raises(RuntimeError, match="no"):
        tabulate(corpus, fails)
    assert not list(corpus.rglob("*~"))
    pd.testing.assert_frame_equal(tabulate(corpus, lengths), tabulate(corpus, lambda a: lengths(a)))


@pytest.mark.parametrize("end", ["parquet", "jsonl"])
def test_tables_give_what_files_give(corpus, tmp_path, end):
    expected = tabulate(corpus, lengths)
    table = pd.read_csv(corpus / "metadata.csv", dtype="str").drop(columns="file").assign(text=TEXTS)
    (tmp_path / "tables" / "articles").mkdir(parents=True)
    for name, part in (("a", table[:5]), ("b", table[5:])):
        path = tmp_path / "tables" / "articles" / f"{name}.{end}"
        if end == "parquet":
            part.to_parquet(path, index=False, row_group_size=3)
        else:
            part.to_json(path, orient="records", lines=True, force_ascii=False)
    pd.testing.assert_frame_equal(tabulate(tmp_path / "tables", lengths), expected)
    assert len(kept(tmp_path / "tables", lengths)) > 2


def test_a_broken_line_of_a_table_is_left_out_and_named(corpus, tmp_path):
    articles = pd.DataFrame({"article_id": all_ids(), "date": "2024-01-02", "text": TEXTS}).to_dict("records")
    articles[2]["raw"] = articles[2].pop("text")
    lines = [json.dumps(article) for article in articles]
    bad = [
        "{broken",
        '{"article_id": "x"}',
        "[1]",
        '{"article_id": null, "text": "文"}',
        r'{"article_id": "y", "text": "\ud83d"}',
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join([lines[0], *bad, *lines[1:]]))
    with pytest.warns(CorpusWarning) as caught:
        got = tabulate(tmp_path, lengths)
    at = len(lines[0]) + 1
    assert f"articles.jsonl, byte {at}: it is not a JSON object with an id and a text" in str(
        caught[0].message
    )
    assert "5 problems" in str(caught[0].message)
    assert got["length"].tolist() == tabulate(corpus, lengths)["length"].tolist()


@settings(max_examples=30)
@given(sizes=st.lists(st.integers(0, 30), min_size=1, max_size=12), size=st.integers(1, 400))
def test_every_row_of_a_table_is_in_one_stretch(tmp_path_factory, sizes, size):
    rows = pd.DataFrame({"article_id": [f"{i}" for i in range(len(sizes))], "raw": ["字" * n for n in sizes]})
    for end in ENDS:
        path = tmp_path_factory.mktemp("t") / f"articles{end}"
        rows.to_parquet(path, row_group_size=4) if end == ".parquet" else rows.to_json(
            path, orient="records", lines=True
        )
        read = pd.concat([table_spans.read(path, span) for span in table_spans.spans(path, size)])
        assert read.index.tolist() == rows["article_id"].tolist()
        assert read["raw"].tolist() == rows["raw"].tolist()


def test_what_is_no_article_is_left_out_and_named(corpus):
    expected = tabulate(corpus, lengths)
    for i, data in enumerate((b"", b"\xff\xfe\x00", b"only English", TEXTS[0].encode()), 7):
        (corpus / "articles" / f"{i}.txt").write_bytes(data)
    with (corpus / "articles" / "12.txt").open("wb") as file:
        file.truncate(LARGEST_ARTICLE + 1)
    (corpus / "articles" / "13.txt").mkdir()
    describe(corpus, [*range(14), 3])
    with pytest.warns(CorpusWarning) as caught:
        got = tabulate(corpus, lengths)
    pd.testing.assert_frame_equal(got, expected)
    message = str(caught[0].message)
    for words in (
        "7.txt: it is empty",
        "8.txt: it is not text",
        "9.txt: it contains no Chinese",
        "10.txt: it is the same",
    ):
        assert words in message
    assert "11.txt: the metadata name it" in message
    assert "13.txt: it is a folder, not a file" in message
    assert "12.txt: it is larger than 100 MB" in message
    assert "article 003: 2 rows" in message
    assert "8 problems" in message


def test_a_row_without_a_file_is_left_out_and_named(corpus):
    expected = tabulate(corpus, lengths)
    with (corpus / "metadata.csv").open("a") as file:
        file.write("007, ,,\n008,a\0.txt,,\n")
    with pytest.warns(CorpusWarning, match="metadata.csv, article 007: it names no file") as caught:
        pd.testing.assert_frame_equal(tabulate(corpus, lengths), expected)
    assert "article 008: it names no file" in str(caught[0].message)


def test_an_article_of_which_cleaning_leaves_nothing_is_left_out_and_named(corpus):
    expected = tabulate(corpus, lengths)
    write(corpus, 7, "来源：人民网")
    describe(corpus, range(8))
    with pytest.warns(CorpusWarning, match="7.txt: it contains only credits and markup"):
        pd.testing.assert_frame_equal(tabulate(corpus, lengths), expected)


def test_a_folder_without_articles(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is nothing to read"):
        tabulate(tmp_path, lengths)


def test_metadata(corpus):
    rows = metadata(corpus)
    assert rows.index.tolist() == all_ids()
    assert set(rows) == {"file", *DATES, *FACTS}
    assert rows["date"].dt.year.tolist() == [2020 + i % 2 for i in range(7)]


def test_two_runs_side_by_side(corpus):
    code = f"from methods.corpora import chunks, word_matrix as w; import dask; chunks.CHUNK_BYTES = 150; dask.config.set(scheduler='sync'); m = w.count_matrix({str(corpus)!r}); print(m.counts.sum(), m.article_ids)"
    runs = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)
    ]
    said = [run.communicate()[0] for run in runs]
    counts = count_matrix(corpus)
    assert said == [f"{counts.counts.sum()} {counts.article_ids}\n".encode()] * 2


@pytest.mark.parametrize("by", ["parameter", "environment"])
def test_a_cluster_gives_the_same(corpus, monkeypatch, by):
    from dask.distributed import LocalCluster

    expected = tabulate(corpus, lengths)
    shutil.rmtree(corpus / ".cache")
    monkeypatch.setattr(spread, "_on_processors", None)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        if by == "environment":
            monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", address)
            address = None
        pd.testing.assert_frame_equal(tabulate(corpus, lengths, address=address), expected)


def test_several_tables_take_one_pass(corpus, cleaned, monkeypatch):
    loaded = []
    monkeypatch.setattr(engine, "load", lambda *where: loaded.append(where[0].key) or chunks.load(*where))
    double = functools.partial(lengths, factor=2)
    one, two = engine.prepare(corpus, [lengths, double])
    assert len(loaded) == len(set(loaded)) == len(one) == len(two) == 3
    pd.testing.assert_frame_equal(tabulate(corpus, lengths), tabulate(corpus, lengths))
    assert tabulate(corpus, double)["length"].sum() == 2 * tabulate(corpus, lengths)["length"].sum()
    engine.prepare(corpus, [double, functools.partial(lengths, factor=3)])
    assert len(loaded) == 6
    assert seen() == sorted(all_ids() * 3)
    assert len(cleaned) == 7


@pytest.mark.parametrize("folder", ["tables", "texts-*", "."])
def test_what_is_cut_off_in_the_cache_is_made_anew(corpus, folder):
    expected = tabulate(corpus, lengths)
    for path in (corpus / ".cache").glob(f"{folder}/*.parquet"):
        path.write_bytes(path.read_bytes()[:-20])
    pd.testing.assert_frame_equal(tabulate(corpus, lengths), expected)
    pd.testing.assert_frame_equal(tabulate(corpus, functools.partial(lengths, factor=1)), expected)


def test_an_article_of_equal_size_and_time_is_done_again(corpus):
    tabulate(corpus, lengths)
    path = corpus / "articles" / "3.txt"
    before, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.replace("司法所长", "司法　　")[: len(text)], encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert engine.read(corpus, pd.Index(["003"]))["raw"].iloc[0] == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["folder", "parquet"])
def test_nothing_is_kept_of_a_corpus_that_changes_while_it_is_read(corpus, tmp_path, form):
    expected = tabulate(corpus, functools.partial(lengths, factor=1))
    path = corpus / "articles" / "3.txt"
    if form == "parquet":
        path = corpus / "articles.parquet"
        pd.DataFrame({"article_id": all_ids(), "text": TEXTS, "date": "2020-01-31"}).to_parquet(path)
    data = path.read_bytes()

    def meddles(articles):
        path.write_bytes(data + b" ")
        path.write_bytes(data)
        return lengths(articles)

    with pytest.raises(CorpusError, match="a file changed while it was read; run it again"):
        tabulate(corpus, meddles)
    assert len(list((corpus / ".cache" / "tables").glob("*"))) == 3  # Those of before.
    assert tabulate(corpus, lengths)["length"].tolist() == expected["length"].tolist()


def test_a_corpus_that_is_deleted_while_it_is_read_is_not_made_again(corpus):
    def deletes(articles):
        shutil.rmtree(corpus, ignore_errors=True)
        return lengths(articles)

    with pytest.raises(FileNotFoundError, match="removed while it was read"):
        tabulate(corpus, deletes)
    assert not corpus.exists()


def test_what_is_worked_out_of_a_read_only_corpus_is_kept_with_the_user(corpus, tmp_path, monkeypatch):
    home = tmp_path / "home"
    monkeypatch.setattr("methods.files.cache.user_cache", lambda: home)
    monkeypatch.setattr(
        "methods.files.cache.os.access", lambda path, how: not str(path).startswith(str(corpus))
    )
    expected = helpers.load_articles(corpus).index.tolist()
    assert tabulate(corpus, lengths)["article_id"].unique().tolist() == expected
    assert not (corpus / ".cache").exists()
    assert len(list(home.rglob("*.parquet"))) > 3
    seen()
    tabulate(corpus, lengths)
    assert seen() == []


def test_a_script_without_a_guard_may_open_a_large_corpus(corpus, tmp_path):
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from methods.corpora import chunks, engine
chunks.CHUNK_BYTES = 150
print("started")
def size(articles):
    return articles["text"].str.len().reset_index()
print(engine.tabulate({str(corpus)!r}, size)["text"].sum())
"""
    (tmp_path / "script.py").write_text(code)
    done = subprocess.run(
        [sys.executable, tmp_path / "script.py"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    total = helpers.load_articles(corpus)["text"].str.len().sum()
    assert done.stdout.split() == ["started", str(total)]


def counters(corpus):
    texts = helpers.load_articles(corpus)["text"]
    return {i: Counter(filter(is_counted, tokenize(text))) for i, text in texts.items()}


def test_the_matrix_has_jiebas_counts(corpus):
    write(corpus, 6, "，。字！")
    expected = counters(corpus)
    counts, words, ids = count_matrix(corpus)
    assert ids == list(expected)
    assert words == sorted(set().union(*expected.values()))
    assert [{words[i]: n for i, n in enumerate(row) if n} for row in counts.toarray().tolist()] == list(
        expected.values()
    )
    assert counts.dtype == np.int32


def test_a_corpus_is_cut_with_the_projects_terms_whatever_its_own(corpus):
    """So rates can be compared; another lexicon must be named."""
    (corpus / "lexicons").mkdir()
    own = corpus / "lexicons" / "terms.csv"
    own.write_text("term\n培训班开班\n", encoding="utf-8")
    assert "培训班开班" not in count_matrix(corpus).words
    assert "培训班开班" in count_matrix(corpus, lexicon=own).words


def test_an_article_without_words_has_a_row(corpus):
    rows = word_matrix.chunk_counts(pd.DataFrame({"text": ["……", "基层"]}, index=["a", "b"]))
    assert rows["article_id"].tolist() == ["b", "a"]
    assert rows["count"].tolist() == [1, 0]
    assert rows["token"].isna().tolist() == [False, True]
    rows.to_parquet(corpus / "counts.parquet")
    assert word_matrix._matrix(corpus / "counts.parquet").counts.toarray().tolist() == [[0], [1]]


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_parts_are_alike_and_no_more_than_needed(total, size):
    step = table_spans.even(total, size)
    parts = -(-total // step)
    assert step <= size
    assert parts <= -(-total // size)
    assert parts * step - total < parts


def test_a_function_with_nothing_bound_has_the_table_of_the_function_itself(corpus):
    plain, bound = engine.places(corpus, [spans.measure, functools.partial(spans.measure)], ["x"])
    assert plain == bound
