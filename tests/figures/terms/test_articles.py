"""The table and the sentence about which articles there are, whatever metadata they have."""

import pandas as pd

from methods.corpora.columns import make_columns
from methods.figures.regions.compared import compared_finding
from methods.figures.terms.articles import articles_finding, articles_table
from methods.figures.terms.meanings import meanings_finding

STEPS = pd.DataFrame({"article_id": ["a0001", "a0001"], "kind": ["gloss", "space"]})


def sized(made, **more):
    return made.articles.assign(characters=10, sentences=2, paragraphs=1, **more)


def test_each_of_few_articles_is_a_row_and_nothing_is_missing(make):
    made = make(3)
    table = articles_table(
        sized(made, province=["浙江省", None, None], county=[None, "拱墅区", None]), STEPS, made.columns
    )
    assert list(table.index) == made.columns.shown
    assert table["repairs"].tolist() == [0, 1, 0] and table["place"].tolist() == ["浙江省", "拱墅区", ""]
    assert table.notna().all(axis=None)


def test_many_articles_are_summed_by_column(make):
    made = make(60, "Y")
    table = articles_table(sized(made), STEPS, made.columns)
    assert table["articles"].sum() == 60 and table["characters"].sum() == 600
    assert list(table.index) == made.columns.shown


def test_the_sentence_is_true_without_dates_and_metadata(make, whole):
    made = make(1)
    bare = sized(made, date=pd.NaT).drop(columns=["genre"]).astype({"date": "datetime64[ns]"})
    assert "1 article**, none of them dated&#58;" in whole(articles_finding(bare, made.columns)).replace(
        "dated:", "dated&#58;"
    )
    assert "They come from 3 genres" in whole(
        articles_finding(sized(make(3), date_basis="text"), made.columns)
    )
    varied = articles_finding(sized(make(2), province="a", system=["b", "c"]), made.columns).plain()
    assert "They come from 1 province, 2 systems and 2 genres." in varied
    assert "They come" not in articles_finding(bare, made.columns).plain()
    assert (
        "The text itself gives 3 of the dates."
        in articles_finding(sized(make(3), date_basis="text"), made.columns).plain()
    )


def test_groups_that_figures_leave_out_are_told(make):
    articles = sized(make(60, "Y")).assign(author=[f"author {n % 20 + n // 59}" for n in range(60)])
    columns = make_columns(articles, "author", most=4)
    said = articles_finding(articles, columns).plain()
    assert said.endswith("Figures show the 4 largest of 21 authors, with 12 of the articles.")


def test_meanings_are_counted_or_the_file_is_named(whole):
    coded = pd.DataFrame({"meaning": ["award", "award", "mass line", ""]})
    assert "4 hits of 枫桥, 3 of them coded: award 2, mass line 1" in meanings_finding(coded, "枫桥").plain()
    assert "fengqiao.csv" in meanings_finding(coded.assign(meaning=""), "枫桥").plain()
    whole(meanings_finding(coded[:0], "枫桥"))


def test_the_basis_of_dates_is_told_only_if_it_is_known(make):
    made = make(3)
    told = articles_finding(sized(made, date_basis=["text", None, "inferred"]), made.columns).plain()
    assert "The text itself gives 1 of the dates." in told
    assert "The text itself" not in articles_finding(sized(made), made.columns).plain()


def test_the_articles_without_a_date_are_counted_where_columns_are_periods(make):
    made = make(40)
    articles = sized(made, tokens=20)
    articles["date"] = pd.to_datetime([None] * 10 + [f"{2000 + n}-01-01" for n in range(30)])
    told = "10 articles lack a date and so are in no year."
    columns = make_columns(articles, "Y")
    assert told in articles_finding(articles, columns).plain()
    assert told in compared_finding(articles, columns).plain()
    dated = articles.iloc[10:]
    assert "lack a date" not in articles_finding(dated, make_columns(dated, "Y")).plain()
