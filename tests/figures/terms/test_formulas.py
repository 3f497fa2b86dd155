"""01-formulas: strings found without a list, at the number of columns that there are."""

import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.terms.formulas import draw_formulas, formulas_finding
from methods.measures import rates


def strings(terms):
    table = pd.DataFrame({"formula": terms, "length": 3, "articles": 5, "count": 9, "cohesion": 7.25, "exact": False,
                          "term": None, "article_id": "a", "start": 0, "gloss": None, "document": None})  # fmt: skip
    return table.assign(exact=table.index == 0, term=table["formula"].where(table.index == 0))


def drawn(made, glosses=None):
    terms = list(dict.fromkeys(made.found["term"]))
    table = rates.rates(made.found, made.articles, made.columns.label_of)
    return draw_formulas(strings(terms), table, made.columns, glosses or {})


@pytest.mark.parametrize(("n", "by"), [(2, "article"), (5, "article"), (8, "article"), (20, "article"), (60, "Y"),
                                       (300, "M"), (40, "genre")])  # fmt: skip
@pytest.mark.parametrize("label", ["Place {}", "_政法干部培训班学员{}"])
def test_no_two_texts_touch(n, by, label, make, overlapping, whole):
    exhibit = drawn(make(n, by, terms=8, label=label, years=8), {"枫桥1": "a gloss of thirty characters.."})
    assert overlapping(exhibit.figure) == []
    whole(exhibit.alt)


def test_the_alt_text_tells_what_is_drawn(make):
    made = make(80, "genre")
    articles = made.articles.assign(genre=[f"kind {number % 40}" for number in range(80)])
    many = make_columns(articles, "genre", each_up_to=0)
    exhibit = drawn(made._replace(articles=articles, columns=many))
    assert "Matrix by the 20 genres with the most articles of the" in exhibit.alt.plain()
    assert exhibit.figure.axes[0].get_xlim()[1] == 20
    assert "Matrix by 8 genres of the" in drawn(made).alt.plain()


def test_the_table_has_a_column_for_each_and_keeps_what_is_called_like_one_of_ours(make):
    made = make(5, label="count")
    assert made.columns.shown == [*made.articles.index]  # Labels that are all alike name no article.
    table = drawn(make(2, label="articles{}")).table
    assert {"articles", "articles0", "articles1"} <= set(table)


def test_what_is_found_is_counted_and_a_sample_named(whole):
    found = strings(["新时代", "枫桥经验"])
    said = whole(formulas_finding(found, found[1:], {"枫桥经验": "Fengqiao experience"}, 300, 4000))
    assert "2 candidates recur in a random 300 of the 4,000 articles" in said
    assert "2 of them in three articles or more" in said
    assert (
        "1 contains no tracked formula. The most widespread outside longer strings, in 5 of all 4,000 articles: 枫桥经验 &#40;Fengqiao"
        in said
    )


def test_a_string_that_the_list_has_is_never_the_most_widespread_that_it_has_not(whole):
    found = strings(["新时代", "一", "二", "三", "四"]).assign(articles=[5, 4, 4, 4, 4])
    assert "in 4 articles: 一, 二, 三 and 1 more." in formulas_finding(found, found[1:], {}, 5, 5).plain()
    assert "Each contains a tracked formula." in whole(formulas_finding(found[:1], found[:0], {}, 5, 5))


def test_nothing_found_has_no_finding():
    found = strings(["新时代"])
    assert formulas_finding(found[:0], found[:0], {}, 5, 5) is None


def test_nothing_recurs(make):
    made = make(5)
    exhibit = draw_formulas(
        strings([]), rates.rates(made.found[:0], made.articles, made.columns.label_of), made.columns, {}
    )
    assert exhibit.why.plain().startswith("No string without a tracked formula recurs")


def test_the_note_says_what_number_and_colour_are(make):
    made = make(5)
    exhibit = drawn(made)
    n = exhibit.table[made.columns.shown].to_numpy().sum()
    note = exhibit.figure.get_supxlabel()
    assert note.startswith(f"n = {n:,} hits in 5 articles. Colour: hits") and "Cohesion, in bits" in note


def test_of_many_groups_the_largest_are_drawn_and_each_is_named(make):
    made = make(120, "genre", terms=4)
    names = [f"Singer {n}" for n in range(30)]
    genre = pd.Series([names[n % 30 if n < 60 else n % 15] for n in range(120)], made.articles.index)
    columns = make_columns(made.articles.assign(genre=genre), "genre", each_up_to=0)
    terms = list(dict.fromkeys(made.found["term"]))
    table = rates.rates(made.found, made.articles, columns.label_of)
    exhibit = draw_formulas(strings(terms), table, columns, {})
    ax = exhibit.figure.axes[0]
    assert len(ax.get_xticklabels()) == 20 and {label.get_text() for label in ax.get_xticklabels()} >= set(
        names[:15]
    )
    assert "the 20 largest of 30 genres" in exhibit.figure.get_supxlabel()
    assert set(names) <= set(exhibit.table)
