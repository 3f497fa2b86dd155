"""helpers.py: loading, searching, and a fast import."""

import re
import subprocess
import sys
import warnings

import pandas as pd
import pytest

import helpers
from methods.figures import tables


def test_load_articles_gives_five_articles(articles: pd.DataFrame) -> None:
    assert list(articles.index) == ["000", "001", "002", "003", "004"]
    assert {"title", "date", "province", "raw", "text"} <= set(articles.columns)
    assert articles["date"].dt.year.tolist() == [2019, 2024, 2023, 2025, 2024]
    assert articles["text"].str.len().gt(1000).all()


def test_concordance_leads_to_the_raw_characters(articles: pd.DataFrame) -> None:
    table = helpers.concordance(articles, "枫桥经验")
    assert list(table.columns) == [
        "article_id", "label", "date", "place", "left", "keyword", "right", "raw_start", "raw_end",
    ]  # fmt: skip
    assert len(table) == articles["text"].str.count("枫桥经验").sum() > 5
    assert table["date"].is_monotonic_increasing
    for row in table.itertuples():
        assert articles.loc[row.article_id, "raw"][row.raw_start : row.raw_end] == "楓橋經(jīng)驗"


def test_concordance_reaches_into_broken_runs(articles: pd.DataFrame) -> None:
    row = helpers.concordance(articles, "河北秦皇岛").iloc[0]
    assert "焙颖鼻鼗蕧u" in articles.loc[row["article_id"], "raw"][row["raw_start"] : row["raw_end"]]


def test_concordance_of_an_absent_term_is_an_empty_table(articles: pd.DataFrame) -> None:
    assert helpers.concordance(articles, "两个维护").empty


def test_concordance_needs_no_places(articles: pd.DataFrame) -> None:
    bare = articles[["raw", "text", "date"]]
    assert helpers.concordance(bare, "枫桥经验")["place"].isna().all()


def test_concordance_shows_hits_that_overlap() -> None:
    articles = pd.DataFrame({"raw": ["人人人"], "text": ["人人人"], "date": pd.NaT}, ["a"])
    assert helpers.concordance(articles, "人人")["raw_start"].tolist() == [0, 1]


@pytest.mark.parametrize("term", ["", "  "])
def test_concordance_refuses_an_empty_term(articles: pd.DataFrame, term: str) -> None:
    with pytest.raises(ValueError, match="term"):
        helpers.concordance(articles, term)


def test_load_articles_names_a_missing_table(tmp_path) -> None:
    with pytest.raises(FileNotFoundError, match="put the texts into"):
        helpers.load_articles(tmp_path)


def test_opening_the_study_stays_light() -> None:
    """Slow packages (matplotlib, jieba's dictionary, numba) are imported only when they are needed."""
    code = "import sys, helpers; print(*sorted({'matplotlib', 'numba', 'dask', 'sklearn', 'jieba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


# Each in one line after `load_articles()`


def test_terms_by_article_are_a_table_for_bars(articles: pd.DataFrame) -> None:
    table = helpers.count_terms(articles, ["法治", "党建", "基層治理"])
    assert list(table.columns) == ["法治", "党建", "基层治理"]
    for term in table:
        assert table[term].tolist() == articles["text"].str.count(term).tolist()
    assert table.index.tolist() == articles.index.tolist()  # Tables of articles are joined by their ids.
    assert "Gongshu 2019" in table._repr_html_()
    assert table.plot.barh().get_yticklabels()[0].get_text() == "Gongshu 2019"
    rate = helpers.count_terms(articles, "法治", per_10k=True)["法治"]
    assert (rate > table["法治"]).sum() == (table["法治"] > 0).sum()


def test_counts_of_terms_show_bars_and_draw_chinese(articles: pd.DataFrame) -> None:
    table = helpers.count_terms(articles.assign(label="<b>政法</b>"), ["法治", "党建"])
    page = table._repr_html_()
    assert page.count("linear-gradient") >= 3 and "<b>" not in page
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of each character that its font lacks
        axes = table.plot.barh()
        axes.figure.canvas.draw()


def test_a_cloud_of_one_article_holds_its_most_frequent_words(articles: pd.DataFrame) -> None:
    figure = helpers.cloud(articles, "002")
    cloud, bars = figure.axes
    most = helpers.words(articles.loc[["002"]])
    first = next(word for word in most["word"] if len(word) > 1 and not word.isascii())
    labels = [label.get_text() for label in bars.get_yticklabels()]
    assert labels[0] == first and "的" not in labels
    assert bars.patches[0].get_width() == most.loc[most["word"] == first, "count"].item()
    assert cloud.images[0].get_array().min() < 200  # something is drawn
    with pytest.raises(ValueError, match=r"no article '2': name one of \['000', '001'"):
        helpers.cloud(articles, "2")
    numbered = articles.set_axis(["1", "2", "3", "4", "5"])
    assert helpers.cloud(numbered, 2).axes


def test_several_terms_and_patterns_in_one_concordance(articles: pd.DataFrame) -> None:
    both = helpers.concordance(articles, ["枫桥经验", "群众路线"])
    assert set(both["keyword"]) == {"枫桥经验", "群众路线"}
    assert len(both) == sum(articles["text"].str.count(term).sum() for term in ("枫桥经验", "群众路线"))
    pattern = helpers.concordance(articles, re.compile("枫桥|群众路线"))
    assert len(pattern) >= len(both)
    assert len(helpers.concordance(articles, "楓橋經驗")) == len(helpers.concordance(articles, "枫桥经验"))


def test_what_jupyterlab_shows_is_escaped_and_fits(articles: pd.DataFrame) -> None:
    hostile = articles.assign(label="<img src=x onerror=y>", text="<script>z</script>枫桥" + articles["text"])
    for table in (
        tables.arrange(hostile),
        tables.ConcordanceTable(helpers.concordance(articles, "基层").assign(left="<b>")),
    ):
        page = table._repr_html_()
        assert "<img" not in page and "<script>z" not in page and "<b>" not in page
    assert "sha256" not in articles._repr_html_().split("further columns")[0]


def test_words_leave_out_stop_words_unless_asked_for(articles: pd.DataFrame) -> None:
    bare, full = helpers.words(articles), helpers.words(articles, stopwords=False)
    assert "的" not in set(bare["word"]) and "的" in set(full["word"])
    assert bare["count"].is_monotonic_decreasing


def test_a_corpus_has_stop_words_of_its_own(tmp_path) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "stopwords.csv").write_text("word,group\n居民,function\n", encoding="utf-8")
    (tmp_path / "articles.csv").write_text(
        "article_id,text,kind\na,居民来到茶馆的院子。居民喝茶。,x\nb,工人来到工厂。,y\n", encoding="utf-8"
    )
    own = helpers.load_articles(tmp_path)
    assert "居民" not in set(helpers.words(own)["word"]) and "的" in set(helpers.words(own)["word"])
    assert "居民" not in set(helpers.compare(own, by="kind")["word"])
    assert "居民" in set(helpers.words(own, stopwords=False)["word"])


def test_groups_are_compared_by_any_column(articles: pd.DataFrame) -> None:
    table = helpers.compare(articles, by="genre")
    assert set(table["genre"]) == set(articles["genre"])
    assert {"word", "per_10k", "rest_per_10k", "log_ratio", "g2", "per_10k_low"} <= set(table)
    for same in ("one", None):
        with pytest.raises(ValueError, match="do not differ in genre"):
            helpers.compare(articles.assign(genre=pd.Series(same, articles.index, dtype="str")), by="genre")
    with pytest.raises(ValueError, match="no column 'channel'") as error:
        helpers.compare(articles.assign(empty=None), by="channel")
    assert "genre" in str(error.value)
    assert {"raw", "text", "empty"}.isdisjoint(re.findall(r"\w+", str(error.value)))
    with pytest.raises(ValueError, match=r"no column 'year'.*articles.assign.year=articles.'date'..dt.year"):
        helpers.compare(articles, by="year")


@pytest.mark.parametrize("end", ["csv", "xlsx", "parquet"])
def test_exports_hold_the_same_counts(articles: pd.DataFrame, tmp_path, end: str) -> None:
    path = helpers.export(articles, tmp_path / f"table.{end}", ["法治", "党建"])
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}[end]
    table = read(path)
    assert table["法治"].tolist() == articles["text"].str.count("法治").tolist()
    assert {"article_id", "genre", "tokens"} <= set(table) and "raw" not in table


def test_the_ending_of_an_export_may_be_in_capitals(articles: pd.DataFrame, tmp_path) -> None:
    assert helpers.export(articles, tmp_path / "table.CSV", ["法治"]).stat().st_size


def test_a_term_that_is_no_string_is_named(articles: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="a term is a string, such as '法治': 3 is not"):
        helpers.count_terms(articles, ["法治", 3])


def test_a_ledger_says_what_it_holds_and_not_the_whole_article(articles: pd.DataFrame) -> None:
    ledger = helpers.repair_text(articles.loc["003", "raw"])
    shown = repr(ledger)
    assert len(shown) < 150 and ".steps" in shown
    for status, n in ledger.steps["status"].value_counts().items():
        assert f"{n:,} {status}" in shown


def test_an_export_of_another_kind_is_refused(articles: pd.DataFrame, tmp_path) -> None:
    with pytest.raises(ValueError, match=r"\.csv, \.xlsx or \.parquet"):
        helpers.export(articles, tmp_path / "table.sav")
    assert list(tmp_path.iterdir()) == []


def test_articles_without_texts_say_what_to_do(articles: pd.DataFrame) -> None:
    bare = articles.drop(columns=["raw", "text"])
    asked = (helpers.look_up, helpers.concordance, helpers.count_terms, helpers.collocates)
    for ask in (
        *(lambda ask=ask: ask(bare, "法治") for ask in asked),
        *(lambda ask=ask: ask(bare) for ask in (helpers.words, helpers.ngrams, helpers.cloud)),
    ):
        with pytest.raises(ValueError, match=r"without its texts: `load_articles\(path\)` reads them"):
            ask()
    for ask in (lambda: helpers.compare(bare, "genre"), lambda: helpers.export(bare, "table.csv")):
        with pytest.raises(ValueError, match="without its texts"):
            ask()


@pytest.mark.parametrize("name", ["word", "count", "share", "articles", "g2", "per_10k_low"])
def test_groups_by_a_column_that_is_called_like_ours_are_compared(articles, name):
    named = helpers.compare(articles.assign(**{name: articles["genre"]}), by=name)
    assert named.columns[0] == "group"
    assert named.set_axis(["genre", *named.columns[1:]], axis=1).equals(helpers.compare(articles, by="genre"))


def test_groups_may_be_lists_as_json_has_them(articles):
    tags = [["党建"], ["党建"], ["法治", "平安"], ["法治", "平安"], ["党建"]]
    by_tag = helpers.compare(articles.assign(tags=pd.Series(tags, articles.index)), by="tags")
    assert set(by_tag["tags"]) == {'["党建"]', '["法治", "平安"]'}
