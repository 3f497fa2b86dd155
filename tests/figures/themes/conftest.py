"""What the tests of theme figures share: a small corpus, from its texts to every picture and sentence."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from methods.corpora.columns import make_columns
from methods.figures.exhibit import Exhibit, Sentence
from methods.figures.themes import (
    article_clouds,
    coding,
    course,
    doubts,
    missed,
    network,
    periods,
    theme_clouds,
    themes,
    topics,
)
from methods.figures.themes.codebook import Codebook, codebook_table, make_codebook, overview_finding
from methods.measures import coder_agreement, cooccurrence, counts, rates, trends
from methods.measures import missed_words as missing
from methods.measures import themes as scores
from methods.measures import topics as topic_model
from methods.text.spans import measure

NAMES = ("law", "peace", "school")
TERMS = ("法治", "平安", "培训")


def corpus(texts: Sequence[str], **metadata: object) -> pd.DataFrame:
    """Make articles of some texts, a year apart."""
    ids = pd.Index([f"a{number:02}" for number in range(len(texts))], name="article_id", dtype="str")
    dates = [pd.Timestamp(datetime.date(2001 + number, 3, 1)) for number in range(len(texts))]
    frame = {"date": dates, "label": [f"Place {number}" for number in range(len(texts))]} | metadata
    articles = pd.DataFrame(frame | {"text": pd.array(texts, "str")}, index=ids)
    sizes = measure(articles)  # a column of the metadata may be called so
    return articles.drop(columns=sizes.columns, errors="ignore").assign(raw=articles["text"]).join(sizes)


def lexicon(names: Sequence[str] = NAMES, terms: Sequence[str] = TERMS) -> pd.DataFrame:
    """Make a codebook of one term per theme."""
    return pd.DataFrame({"theme": list(names), "term": list(terms), "not_in": ""}, dtype="str")


def define(names: Sequence[str] = NAMES, **columns: object) -> pd.DataFrame:
    """Make the definitions of some themes."""
    made = {"theme": list(names), "label": [f"Theme {name}" for name in names], "label_zh": "题"}
    return pd.DataFrame(made | {"definition": "what it is"} | columns, dtype="str")


def code(articles: pd.DataFrame, terms: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    """Make codings in which every coder codes as the codebook does, but the last one never the last theme."""
    rule = scores.score_paragraphs(articles, terms)
    units = rule[["article_id", "paragraph", "theme"]].assign(coded=rule["count"] > 0)
    last = terms["theme"].iloc[-1]
    tables = [units.assign(coder=coder) for coder in coders]
    if tables:
        tables[-1] = tables[-1].assign(coded=units["coded"] & (units["theme"] != last))
    return pd.concat([*tables, units.assign(coder="").head(0)], ignore_index=True)


def draw(
    articles: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    definitions: pd.DataFrame | None = None,
    by: str = "Y",
    each_up_to: int = 20,
    most: int | None = None,
    coders: Sequence[str] = ("A", "B"),
    glosses: dict[str, str] | None = None,
) -> SimpleNamespace:
    """Draw and say all that notebook 03 does of a corpus, in the way in which it does."""
    glosses, themes_named = glosses or {}, list(dict.fromkeys(terms["theme"]))
    columns = make_columns(articles, by, each_up_to=each_up_to, most=most)
    times = columns if columns.kind in ("article", "period") else make_columns(articles, "Y", each_up_to=0)
    unit = columns.label_of.rename("unit")
    hits = scores.find_theme_hits(articles, terms).assign(unit=lambda t: t["article_id"].map(unit))
    paragraphs = scores.score_paragraphs(articles, terms).assign(unit=lambda t: t["article_id"].map(unit))
    rule = scores.score_paragraphs(articles, terms)
    rule = rule.assign(coded=scores.code_paragraphs(rule))
    codings = coder_agreement.compare_codings(rule, code(articles, terms, coders), themes_named)
    book = make_codebook(terms, define(themes_named) if definitions is None else definitions, codings.alphas)
    scored = scores.count_themes(hits, articles.index, themes_named)
    shares = scores.rate_themes(scored, articles, unit)
    trend = trends.trend_table(scored, articles)
    by_period = rates.rates(scored, articles, times.label_of.rename("unit"))
    spots, lengths = scores.locate_hits(hits, articles), articles["text"].str.len()
    words = counts.count_words(articles).assign(unit=lambda t: t["article_id"].map(unit))
    cloud = article_clouds.cloud_table(words, (), columns, book, glosses)
    by_term = scores.count_theme_terms(hits)
    gone = missing.sum_missed(missing.missed_words(articles, terms))
    nets = [cooccurrence.make_network(articles, hits, item) for item in ("theme", "term")]
    found = topic_model.choose_topics(articles, (), range(2, 4), 10)
    spread = topic_model.spread_themes(found, paragraphs, book.themes)
    kept = scores.leave_one_out(hits.assign(article_id=hits["unit"]).dropna(), columns.shown, terms)
    n = len(articles)
    return SimpleNamespace(
        book=book,
        columns=columns,
        shares=shares,
        exhibits={
            "coding": coding.draw_coding(codings, book),
            "themes": themes.draw_themes(shares, columns, book),
            "periods": periods.draw_periods(by_period, trend, times, book),
            "course": course.draw_course(paragraphs, spots, lengths, columns, book),
            "articles": article_clouds.draw_article_clouds(cloud, columns, book, glosses),
            "terms": theme_clouds.draw_theme_clouds(by_term, book, glosses),
            "network": network.draw_network(*nets, book, glosses),
            "topics": topics.draw_topics(found, spread, book, glosses),
        },
        sentences={
            "overview": overview_finding(articles, paragraphs, hits, columns, book, terms),
            "coding": coding.coding_finding(codings, book),
            "coders": coding.coders_sentence(codings),
            "left out": coding.left_out_sentence(codings),
            "themes": themes.themes_finding(shares, columns, book),
            "one term": doubts.one_term_finding(hits, columns, book),
            "steady": doubts.steady_finding(kept, columns, book),
            "periods": periods.periods_finding(trend, book),
            "course": course.course_finding(paragraphs, spots, lengths, columns, book),
            "articles": article_clouds.article_clouds_finding(cloud, columns, n),
            "terms": theme_clouds.theme_clouds_finding(by_term, book, glosses),
            "missed": missed.missed_finding(gone, words, glosses, columns, n),
            "network": network.network_finding(*nets, columns, book),
            "topics": topics.topics_finding(found, spread, unit, columns, book),
        },
        tables={
            "codebook": codebook_table(book, hits, codings.scored),
            "periods": periods.periods_table(trend, book),
            "overall": coding.overall_table(codings),
            "apart": coding.disagreements(codings, book),
            "in": course.themes_in(hits, course.fullest_paragraph(paragraphs), book),
            "words": topics.topic_words(found),
        },
    )


@pytest.fixture
def small() -> SimpleNamespace:
    """Return the functions above."""
    return SimpleNamespace(corpus=corpus, lexicon=lexicon, define=define, draw=draw)


@pytest.fixture
def book() -> Callable[..., Codebook]:
    """Return what makes a codebook, with α where it is given."""

    def make(names: Sequence[str] = NAMES, alphas: dict[str, tuple[float, ...]] | None = None) -> Codebook:
        terms = [f"词{number}" for number in range(len(names))]
        return make_codebook(lexicon(names, terms), define(names), alphas)

    return make


@pytest.fixture
def said() -> Callable[[SimpleNamespace], Iterator[str]]:
    """Return every sentence and alt text of what was drawn, as plain text."""

    def tell(drawn: SimpleNamespace) -> Iterator[str]:
        exhibits = drawn.exhibits.values()
        whys: list[Sentence | None] = [exhibit.alt or exhibit.why for exhibit in exhibits]
        return (one.plain() for one in [*drawn.sentences.values(), *whys] if one is not None)

    return tell


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    """Close what a test drew."""
    yield
    plt.close("all")


def table_of(exhibit: Exhibit) -> pd.DataFrame:
    """Return the table of an exhibit that has one."""
    assert exhibit.table is not None, exhibit.why
    return exhibit.table
