"""Only regular files inside the corpus are opened, and opening never waits."""

import errno
import os
import re
import socket
import threading
import tracemalloc
import warnings
from collections.abc import Callable
from pathlib import Path

import dask
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers
from methods.corpora import chunks, engine
from methods.corpora import corpus as corpora
from methods.draft import draft
from methods.files import cache
from methods.files.atomic import write_atomic
from methods.files.folders import OpeningError, article_files, open_regular, read_regular, texts_of
from methods.files.lexicons import check_lexicons, read_lexicon
from methods.files.problems import CorpusError, Report
from methods.measures.coders import read_coding
from methods.pages import execute
from methods.pages.build import Layout, Site, copy_files
from methods.text.words import user_words

TEXT = "基层治理培训班开班，学员学习枫桥经验。"
SECRET = "term,theme,file,article_id,coder,paragraph,coded\n秘密,a,a.txt,a,b,1,1\n"


def pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def folder(path: Path, outside: Path) -> None:
    path.mkdir()


def loop(path: Path, outside: Path) -> None:
    path.symlink_to(path.name)


def link_out(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def link_to_pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path.parent / "pipe")
    path.symlink_to("pipe")


def device(path: Path, outside: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path, outside: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # The name of a socket is short.
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(path.name)
    os.chdir(here)


ODD = {
    pipe: "a pipe, not a file",
    folder: "a folder, not a file",
    loop: "links form a loop",
    link_out: "lies outside the folder",
    link_to_pipe: "a pipe, not a file",
    device: "lies outside the folder",
    listening: "a socket, not a file",
}
odd = pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file outside the corpus."""
    path = tmp_path / "private.csv"
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus with one good article, and one that a test replaces."""
    home = tmp_path / "corpus"
    for name in ("articles", "lexicons"):
        (home / name).mkdir(parents=True)
    (home / "articles" / "good.txt").write_text(TEXT, encoding="utf-8")
    (home / "metadata.csv").write_text("article_id,file\ngood,good.txt\nodd,odd.txt\n", encoding="utf-8")
    return home


def soon(work: Callable[[], object]) -> object:
    """Do something that must not wait, and return what it returns or raises."""
    result: list[object] = []

    def run() -> None:
        try:
            result.append(work())
        except Exception as error:
            result.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert result, "it waits for ever"
    return result[0]


@odd
def test_what_is_no_regular_file_inside_is_not_opened(tmp_path, outside, make) -> None:
    home = tmp_path / "home"
    home.mkdir()
    make(home / "file", outside)
    error = soon(lambda: open_regular(home / "file", home))
    assert isinstance(error, OpeningError)
    assert str(error).startswith(f"{home / 'file'}: ")
    assert re.search(ODD[make] + ".*; (replace|put)", str(error))


def test_a_device_is_not_read_where_links_may_lead_anywhere() -> None:
    assert "a device, not a file" in str(soon(lambda: read_regular("/dev/zero")))


@pytest.mark.parametrize("within", [None, "here"])
def test_a_regular_file_is_read_through_links_that_stay_inside(tmp_path, within) -> None:
    (tmp_path / "here" / "deep").mkdir(parents=True)
    (tmp_path / "here" / "deep" / "a").write_bytes(b"abc")
    (tmp_path / "here" / "b").symlink_to("deep/a")
    (tmp_path / "way").symlink_to("here")
    assert read_regular(tmp_path / "way" / "b", within and tmp_path / within) == b"abc"


def test_what_is_not_there_is_not_found_and_no_name_is_an_error(tmp_path) -> None:
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "nothing", tmp_path)
    with pytest.raises(OpeningError, match="no file can have this name; correct the name"):
        open_regular(f"{tmp_path}/a\0b")


@odd
def test_an_odd_article_is_named_and_the_others_are_loaded(corpus, outside, make) -> None:
    make(corpus / "articles" / "odd.txt", outside)
    with pytest.warns(helpers.CorpusWarning, match=f"odd.txt: .*{ODD[make]}"):
        articles = helpers.load_articles(corpus)
    assert dict(articles["text"]) == {"good": TEXT}


@odd
def test_an_odd_article_of_a_large_corpus_is_named(corpus, outside, make, monkeypatch) -> None:
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 1)
    make(corpus / "articles" / "odd.txt", outside)
    with dask.config.set(scheduler="sync"), pytest.warns(helpers.CorpusWarning, match=r"odd\.txt"):
        articles = helpers.open_articles(corpus)
    assert list(articles.index) == ["good"]


@odd
def test_odd_metadata_is_an_error_that_says_so(corpus, outside, make) -> None:
    (corpus / "metadata.csv").unlink()
    make(corpus / "metadata.csv", outside)
    for load in (helpers.load_articles, lambda corpus: engine.metadata(corpus)):
        error = soon(lambda load=load: load(corpus))
        assert isinstance(error, CorpusError)
        assert re.search(f"metadata.csv: .*{ODD[make]}", str(error))


@pytest.mark.parametrize("end", ["csv", "jsonl", "parquet"])
def test_a_table_that_leads_out_is_not_read(tmp_path, end) -> None:
    home = tmp_path / "corpus"
    home.mkdir()
    table = pd.DataFrame({"article_id": ["a"], "text": [TEXT]})
    target = tmp_path / f"private.{end}"
    if end == "csv":
        table.to_csv(target, index=False)
    elif end == "jsonl":
        table.to_json(target, orient="records", lines=True)
    else:
        table.to_parquet(target)
    (home / f"articles.{end}").symlink_to(target)
    loads = [helpers.load_articles] if end == "csv" else [helpers.load_articles, engine.metadata]
    for load in loads:
        with pytest.raises(CorpusError, match=rf"articles\.{end}: it lies outside the folder corpus"):
            load(home)
    assert len(helpers.load_articles(home / f"articles.{end}")) == 1  # A user may name a link.


def test_a_folder_of_articles_that_leads_out_is_not_read(tmp_path, corpus) -> None:
    (corpus / "articles").rename(tmp_path / "elsewhere")
    (corpus / "articles").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OpeningError, match="articles: it is a link that leads out"):
        article_files(corpus / "articles")
    with pytest.raises(CorpusError, match="articles: it is a link that leads out"):
        helpers.load_articles(corpus)


@odd
def test_an_odd_lexicon_is_named_and_not_read(corpus, outside, make) -> None:
    path = corpus / "lexicons" / "terms.csv"
    make(path, outside)
    report = Report()
    soon(lambda: check_lexicons(corpus, report))
    assert re.search(f"terms.csv: .*{ODD[make]}", str(report))
    for read in (read_lexicon, user_words):
        assert isinstance(soon(lambda read=read: read(path)), OpeningError | tuple)
    assert not isinstance(soon(lambda: read_lexicon(path)), pd.DataFrame)


def test_a_lexicon_that_leads_elsewhere_in_the_corpus_is_read(corpus) -> None:
    (corpus / "terms.csv").write_text("term\n枫桥经验\n", encoding="utf-8")
    path = corpus / "lexicons" / "terms.csv"
    path.symlink_to("../terms.csv")
    assert read_lexicon(path)["term"].tolist() == ["枫桥经验"]
    assert user_words(path) == (("枫桥经验", None),)


@pytest.mark.parametrize("make", [pipe, folder, link_out, listening, device])
def test_an_odd_coding_is_not_read(corpus, outside, make) -> None:
    make(corpus / "coding.csv", outside)
    error = soon(lambda: read_coding(corpus / "coding.csv"))
    assert isinstance(error, OpeningError)
    assert ODD[make] in str(error)


@odd
def test_a_draft_leaves_out_what_is_no_file(corpus, outside, make) -> None:
    make(corpus / "articles" / "odd.txt", outside)
    table = soon(lambda: draft(corpus / "articles"))
    assert table["article_id"].tolist() == ["good"]


@pytest.mark.parametrize("make", [pipe, link_out, folder])
@pytest.mark.parametrize("name", ["metadata.csv", "lexicons/themes.csv"])
def test_nothing_odd_is_copied_among_the_pages(tmp_path, corpus, outside, name, make) -> None:
    (corpus / name).unlink(missing_ok=True)
    make(corpus / name, outside)
    study = Layout(corpus, caches=tmp_path / "cache")
    site = Site(study.site, study.cache / "site.json", print)
    error = soon(lambda: copy_files(site, study, []))
    assert isinstance(error, OpeningError)
    assert not any("秘密" in path.read_text(encoding="utf-8") for path in study.site.rglob("*.csv"))


def test_what_is_copied_among_the_pages_is_defused(tmp_path, corpus) -> None:
    study = Layout(corpus, caches=tmp_path / "cache")
    (corpus / "lexicons" / "themes.csv").write_text("theme,term\na,=cmd()\n", encoding="utf-8")
    with warnings.catch_warnings(action="error"):
        copy_files(Site(study.site, study.cache / "site.json", print), study, [])
    assert "'=cmd()" in (study.site / "data" / "themes.csv").read_text(encoding="utf-8")


def test_files_in_folders_are_found_and_odd_ones_are_not(tmp_path, corpus, outside) -> None:
    articles = corpus / "articles"
    (articles / "2019" / "deep").mkdir(parents=True)
    (articles / "2019" / "deep" / "a.txt").write_text(TEXT, encoding="utf-8")
    (articles / "2019" / "b.txt").symlink_to("deep/a.txt")
    for number, make in enumerate(ODD):
        (articles / f"odd{number}").mkdir()
        make(articles / f"odd{number}" / "c.txt", outside)
    (articles / "up").symlink_to("..")
    names = article_files(articles)
    assert set(names) == {"good.txt", "2019/deep/a.txt", "2019/b.txt"}
    assert names["2019/b.txt"][0] == len(TEXT.encode())


def test_a_name_that_is_no_utf_8_is_named_and_costs_no_other(corpus) -> None:
    (corpus / "articles" / os.fsdecode(b"\xff\xfe.txt")).write_text(TEXT, encoding="utf-8")
    with pytest.warns(helpers.CorpusWarning, match=r"\\udcff\\udcfe.txt: its name is not UTF-8; rename it"):
        articles = helpers.load_articles(corpus)
    assert list(articles.index) == ["good"]
    assert draft(corpus / "articles")["file"].tolist() == ["good.txt"]


def test_a_file_larger_than_memory_is_not_read(tmp_path) -> None:
    path = tmp_path / "sparse.csv"
    path.touch()
    os.truncate(path, 1_000_000_001)
    with pytest.raises(OpeningError, match=r"sparse\.csv: it is larger than 1 GB; split it"):
        read_regular(path)


@pytest.mark.parametrize(
    "digest", [lambda path: execute.digest([path]), lambda path: chunks._content(path, path.parent)]
)
def test_a_file_is_hashed_without_being_in_memory(tmp_path, digest) -> None:
    path = tmp_path / "sparse.parquet"
    path.touch()
    os.truncate(path, 100_000_000)
    tracemalloc.start()
    digest(path)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


@given(st.lists(st.integers(0, 10**25), unique=True), st.sampled_from(["第{}章.txt", "{}.TXT", "a{}b0.docx"]))
def test_numbered_texts_are_in_the_order_of_their_numbers(numbers: list[int], name: str) -> None:
    small = [number for number in numbers if number < 10**20]
    assert texts_of(map(name.format, small)) == [name.format(number) for number in sorted(small)]


def test_names_that_differ_in_zeros_alone_are_all_kept() -> None:
    assert texts_of(["a01.txt", "a1.txt", "a.txt", "a.pdf"]) == ["a01.txt", "a1.txt", "a.txt"]


def test_chinese_numerals_in_names_sort_by_their_value():
    names = [
        f"第{n}回.txt"
        for n in ("一", "二", "九", "十", "十一", "二十", "九十九", "一百", "一百零一", "一百二十")
    ]
    assert texts_of(names[::-1]) == names
    years = ["一九九九年.txt", "二〇〇〇年.txt", "二零二五年.txt"]
    assert texts_of(years[::-1]) == years


@pytest.mark.parametrize("name", ["figures", "_site", ".cache"])
def test_no_link_of_a_corpus_leads_results_out_of_it(tmp_path, name):
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    (corpus / "articles").mkdir(parents=True)
    outside.mkdir()
    (corpus / name).symlink_to(outside)
    if name == ".cache":
        assert not cache.corpus_cache(corpus).is_relative_to(corpus)
    else:
        with pytest.raises(
            OpeningError, match=rf"{name}: it is a link that leads out of .*; remove the link"
        ):
            _ = Layout(corpus, caches=tmp_path / "cache").site


def test_a_folder_that_cannot_be_listed_is_not_left_out_without_a_word(tmp_path, monkeypatch):
    (tmp_path / "articles" / "sub").mkdir(parents=True)
    scan = os.scandir

    def refuse(folder):
        if Path(folder).name == "sub":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(OpeningError, match=r"sub: it cannot be read \(Permission denied\); check its perm"):
        article_files(tmp_path / "articles")


def test_a_long_name_is_written_in_one_step_too(tmp_path):
    path = tmp_path / f"{'中' * 78}.csv"
    write_atomic(path, "x")
    assert path.read_text() == "x" and list(tmp_path.iterdir()) == [path]


def test_a_path_that_is_too_long_is_named(tmp_path, monkeypatch):
    (tmp_path / "articles").mkdir()

    def refuse(folder):
        raise OSError(errno.ENAMETOOLONG, "File name too long")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(OpeningError, match="its path is too long; move it to a folder that is less deep"):
        article_files(tmp_path / "articles")
