"""Corpora of either size: what the notebooks read is the same, in memory or chunk by chunk."""

import shutil

import dask
import pandas as pd
import pytest

from helpers import ROOT, load_articles, open_articles
from methods import chunks, corpora, counts, dispersion, quotes, themes

TERMS = pd.read_csv(ROOT / "corpus/lexicons/terms.csv").drop_duplicates("term")
CODEBOOK = pd.read_csv(ROOT / "corpus/lexicons/themes.csv")
BY_ARTICLE = [
    (counts.count_terms, {"terms": TERMS, "zeros": False}),
    (counts.count_families, {"terms": TERMS.dropna(subset=["family"])}),
    (dispersion.offsets, {"terms": TERMS}),
    (quotes.quoted_share, {}),
    (quotes.quoted_terms, {"terms": TERMS}),
    (themes.find_theme_hits, {"themes": CODEBOOK}),
    (themes.score_themes, {"themes": CODEBOOK}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return shutil.copytree(ROOT / "corpus", tmp_path_factory.mktemp("large") / "corpus")


@pytest.fixture
def large(folder, monkeypatch):
    """The five articles as a corpus of several chunks, worked on in this process."""
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 10_000)
    with dask.config.set(scheduler="sync"):
        yield folder, open_articles(folder).sort_values("date", kind="stable")


@pytest.fixture(scope="module")
def small():
    return load_articles().sort_values("date", kind="stable")


def test_a_large_corpus_is_opened_without_its_texts(large, small):
    corpus, articles = large
    assert corpora.is_large(corpus)
    assert not {"raw", "text"} & set(articles)
    pd.testing.assert_index_equal(articles.index, small.index)


def test_a_small_corpus_is_opened_with_them(small):
    assert not corpora.is_large(ROOT / "corpus")
    pd.testing.assert_frame_equal(open_articles(), small.sort_index())


@pytest.mark.parametrize(
    ("function", "arguments"), BY_ARTICLE, ids=lambda part: getattr(part, "__name__", "")
)
def test_tables_are_the_same_at_either_size(large, small, function, arguments):
    corpus, articles = large
    expected = corpora.table(ROOT / "corpus", small, function, **arguments)
    assert len(expected)
    expected = expected.iloc[small.index.get_indexer(expected["article_id"]).argsort(kind="stable")]
    found = corpora.table(corpus, articles, function, **arguments)
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected.reset_index(drop=True))


def test_sizes_are_the_same_at_either_size(large, small):
    pd.testing.assert_frame_equal(corpora.sizes(*large), corpora.sizes(ROOT / "corpus", small))


def test_only_chunks_that_hold_the_articles_are_read(large, small, monkeypatch):
    corpus, articles = large
    read = []
    monkeypatch.setattr(
        "methods.engine.load", lambda chunk, texts: read.append(chunk) or chunks.load(chunk, texts)
    )
    found = corpora.read(corpus, articles, ["003", "001"])
    pd.testing.assert_frame_equal(found[["raw", "text"]], small.loc[["003", "001"], ["raw", "text"]])
    assert 0 < len(read) < len(articles)


def test_a_table_in_csv_is_loaded_whole(tmp_path, small, monkeypatch):
    small.drop(columns="text").to_csv(tmp_path / "articles.csv")
    monkeypatch.setattr(corpora, "CHUNK_BYTES", 100)
    assert not corpora.is_large(tmp_path)
    assert not corpora.is_large(tmp_path / "articles.csv")
    assert len(open_articles(tmp_path / "articles.csv")) == len(small)
