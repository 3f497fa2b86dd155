"""Who is sent the pages learns from them how many articles were left out, and of which kinds."""

import warnings

import dask
import pandas as pd
import pytest

from methods.corpora import chunks, rules
from methods.corpora import corpus as corpora
from methods.corpora.corpus import Corpus
from methods.corpora.left_out import left_out
from methods.figures.terms.articles import left_out_sentence
from methods.files.problems import Problem
from methods.pages.build import Layout, build

LONG = "图书馆在周末举办读书会，居民带来自己喜欢的小说，轮流朗读其中的一段，再说说为什么喜欢它。"
TEXTS = {
    "a": LONG,
    "b": "楼顶菜园里的番茄红了。",
    "c": "Nothing to read here.",
    "d": " ",
    "e": LONG,
    "f": LONG * 3 + "大家都来了。",
    "g": LONG * 3 + "大家都到了。",
    "h": "再来一篇。",
}
KINDS = {"without Chinese": 1, "empty": 1, "copies": 1, "near-copies": 1, "with the id of another": 1}


@pytest.fixture
def folder(tmp_path):
    table = pd.DataFrame({"article_id": TEXTS.keys(), "text": TEXTS.values(), "date": "soon"})
    pd.concat([table, table.tail(1).assign(text="同一个编号。")]).to_csv(
        tmp_path / "articles.csv", index=False
    )
    return tmp_path


def opened(folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        corpus = Corpus(folder)
        return corpus, len(corpus.articles)


def test_each_row_is_kept_or_counted(folder):
    corpus, kept = opened(folder)
    assert left_out(corpus.report.problems) == KINDS
    assert kept + sum(KINDS.values()) == len(TEXTS) + 1
    said = left_out_sentence(corpus).plain()
    assert said.startswith("Left out: 5 of 9 articles and files (1 ")
    assert "1 near-copies" in said and said.endswith(
        "`.cache/problems.csv` in the corpus's folder lists each."
    )
    assert len(pd.read_csv(folder / ".cache/problems.csv")) == len(dict.fromkeys(corpus.report.problems))


def test_a_large_corpus_counts_them_too_also_from_its_cache(tmp_path, monkeypatch):
    rows = [{"article_id": one, "text": text} for one, text in (*TEXTS.items(), ("h", "同一个编号。"))]
    pd.DataFrame(rows).to_json(tmp_path / "articles.jsonl", orient="records", lines=True, force_ascii=False)
    for module in (chunks, corpora):
        monkeypatch.setattr(module, "CHUNK_BYTES", 400)
    for _ in range(2):
        with dask.config.set(scheduler="sync"):
            corpus, kept = opened(tmp_path)
        assert corpus.is_large
        assert kept + sum(left_out(corpus.report.problems).values()) == len(rows)


def test_nothing_is_said_if_nothing_was_left_out(tmp_path):
    (tmp_path / "articles.csv").write_text(f"article_id,text,date\n1,{LONG},soon\n", encoding="utf-8")
    assert left_out_sentence(opened(tmp_path)[0]) is None


def test_every_fault_of_an_article_has_a_kind_and_no_other_problem_has():
    faults = [one for one in vars(rules).values() if isinstance(one, rules.Fault)]
    faults += rules.FOREIGN_KINDS.values()
    for fault in faults:
        if fault not in (rules.GOOD, rules.NO_ROWS):
            assert sum(left_out([Problem("x", *fault)]).values()) == 1, fault
    others = [
        Problem(
            "lexicons/terms.csv", "it cannot be read (x)", "no further line was read: correct the quotes"
        ),
        Problem("a.txt", "its date is soon", "write dates as 2024-01-31"),
        Problem("t.csv, line 3", "a quotation mark is out of place", "its marks were kept: check the row"),
    ]
    assert left_out(others) == {}
    three = Problem("article a", "3 rows have this id or file", "the first was kept: correct the others")
    assert left_out([three]) == {"with the id of another": 2}


def test_the_first_page_says_it(folder, write_notebook):
    study = Layout(folder, folder / "notebooks", folder / "cache")
    study.notebooks.mkdir()
    write_notebook(study.notebooks / "01-counts.ipynb", "1 + 1")
    build(study, lambda line: None)
    page = (study.site / "index.html").read_text(encoding="utf-8")
    assert "Left out: 5 of 9 articles and files (" in page
