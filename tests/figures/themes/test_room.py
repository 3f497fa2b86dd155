"""Figures of themes have room for what they show: 1 to 60 columns, long names, many themes, months."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.saving import check_legible
from methods.figures.themes import article_clouds, course, network, periods, theme_clouds, themes, topics
from methods.measures.cooccurrence import Network
from methods.measures.topics import Topics

LONG = "A theme whose name is far longer than any figure has room for"


def made_columns(n, kind="article", label="Place {}"):
    ids = pd.Index([f"a{i:02}" for i in range(n)], name="article_id", dtype="str")
    frame = pd.DataFrame({"date": pd.NaT, "label": [label.format(i) for i in range(n)]}, index=ids)
    return make_columns(frame, "label", each_up_to=60 if kind == "article" else 0)


def rates_of(columns, book, value=130.5):
    units = columns.shown
    table = pd.DataFrame(
        [(theme, unit) for unit in units for theme in book.themes], columns=["theme", "unit"]
    )
    numbers = {"articles": 12, "tokens": 1000, "count": 123, "per_10k": value, "share": 0.34}
    return table.assign(**numbers, per_10k_low=value / 2, per_10k_high=value * 2, articles_with=3)


@pytest.mark.parametrize("n", [1, 2, 5, 8, 20, 60])
@pytest.mark.parametrize("kind", ["article", "group"])
@pytest.mark.parametrize("label", ["Place {}", "政法干部培训班学员 {}"])
def test_columns_of_themes(n, kind, label, book, overlapping):
    columns, made = made_columns(n, kind, label), book(("law", "peace", LONG), {"law": (0.5, 0.9)})
    drawn = themes.draw_themes(rates_of(columns, made), columns, made)
    assert overlapping(drawn.figure) == []
    check_legible(drawn.figure, "03-themes")


@pytest.mark.parametrize("n", [1, 2, 8, 20])
@pytest.mark.parametrize("number", [3, 25])
def test_courses_of_articles(n, number, book, overlapping):
    columns, made = (
        made_columns(n, label="政法干部培训班学员 {}"),
        book([f"{LONG} {i}" for i in range(number)]),
    )
    rows = [(name, theme) for name in columns.names for theme in made.themes]
    table = pd.DataFrame(rows, columns=["article_id", "theme"]).assign(
        unit=lambda t: t["article_id"].map(columns.labels), paragraph=1, start=0, characters=900, count=2, position=0.5
    )  # fmt: skip
    spots = table[["article_id", "theme", "start", "position"]].assign(term="词0")
    drawn = course.draw_course(table, spots, pd.Series(2345, list(columns.names)), columns, made)
    assert overlapping(drawn.figure) == []
    check_legible(drawn.figure, "03-course")


@pytest.mark.parametrize("kind", ["Y", "Q", "M"])
@pytest.mark.parametrize("number", [1, 12])
def test_periods(kind, number, book, overlapping):
    dates = pd.Series(pd.date_range("2001-01-15", periods=60, freq=f"{kind}S"))
    frame = pd.DataFrame({"date": dates, "label": pd.Series([None] * 60, dtype="str")})
    times, made = make_columns(frame, kind, each_up_to=0), book([f"{LONG} {i}" for i in range(number)])
    trend = pd.DataFrame({"theme": made.themes, "tau": 0.5, "q": 0.01, "test": "testable"})
    drawn = periods.draw_periods(rates_of(times, made), trend, times, made)
    assert overlapping(drawn.figure) == []
    check_legible(drawn.figure, "03-periods")
    assert drawn.table.columns[1] == times.noun


@pytest.mark.parametrize("n", [2, 5, 15])
def test_networks(n, book, overlapping):
    made = book([f"{LONG} {i}" for i in range(n)])
    names = list(made.themes)
    edges = [(a, b) for i, a in enumerate(names) for b in names[:i]]
    table = pd.DataFrame(edges, columns=["a", "b"]).assign(count=3, articles=2, log_dice=9.5, item="theme")
    table = table.assign(expected=2.5, more=True, lift=1.2)
    net = Network(table, pd.Series(9, names), 100, 5)
    terms = {name: f"词{i}" for i, name in enumerate(names)}
    of_terms = Network(table.replace(terms), net.sizes.rename(terms), 100, 5)
    glosses = dict.fromkeys(terms.values(), "a gloss that is rather long to read")
    drawn = network.draw_network(net, of_terms, made, glosses)
    assert overlapping(drawn.figure) == []
    check_legible(drawn.figure, "03-network")


@pytest.mark.parametrize("number", [2, 3, 4, 6, 10])
def test_topics(number, book, overlapping):
    made = book()
    top = pd.DataFrame([(t, r, "党委政法委员会") for t in range(1, number + 1) for r in (1, 2, 3)],
                       columns=["topic", "rank", "word"])  # fmt: skip
    tried = pd.DataFrame({"topics": [number], "stability": 0.5, "low": 0.1, "high": 0.9, "best": True})
    shares = pd.DataFrame(np.full((9, number), 1 / number), columns=range(1, number + 1))
    spread = pd.DataFrame(20.0, [*range(1, number + 1), 0], list(made.themes))
    glosses = {"党委政法委员会": "Party committee's political and legal affairs commission"}
    drawn = topics.draw_topics(Topics("articles", 9, 99, tried, top, shares), spread, made, glosses)
    assert overlapping(drawn.figure) == []
    check_legible(drawn.figure, "03-topics")


def test_a_gloss_in_the_head_of_a_topic_has_two_lines():
    top = pd.DataFrame([(t, 1, "担当") for t in (1, 2)], columns=["topic", "rank", "word"])
    tried = pd.DataFrame({"topics": [2], "stability": 0.5, "low": 0.1, "high": 0.9, "best": True})
    shares = pd.DataFrame(np.full((9, 2), 0.5), columns=[1, 2])
    found = Topics("articles", 9, 99, tried, top, shares)
    head = topics.topic_head(found, 1, {"担当": "shoulder responsibility, dare"})
    assert head == "topic 1\n担当\nshoulder\nresponsibility"


def test_clouds_and_their_legend(book, overlapping):
    columns, made = made_columns(2), book([f"{LONG} {i}" for i in range(9)])
    glosses = {f"词{i}": "a gloss that is rather long to read in a figure" for i in range(9)}
    words = pd.DataFrame([(unit, f"词{i}", 20 - i) for unit in columns.shown for i in range(9)],
                         columns=["unit", "word", "count"])  # fmt: skip
    table = article_clouds.cloud_table(words, (), columns, made, glosses)
    drawn = article_clouds.draw_article_clouds(table, columns, made, glosses)
    assert overlapping(drawn.figure) == []
    check_legible(drawn.figure, "03-clouds-articles")
    terms = words[["word", "count"]].head(9).rename(columns={"word": "term"}).assign(theme=made.themes)
    other = theme_clouds.draw_theme_clouds(terms.assign(articles=1, share=1.0), made, glosses)
    assert overlapping(other.figure) == []
    labels = [label.get_text() for label in other.figure.axes[1].get_yticklabels()]
    assert labels[0].startswith("词0 a gloss that is rather long to read in a fi")
    plt.close("all")
