"""Tables that show themselves: what a stranger wrote is shown, in cells, headings and indices, and never obeyed."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from methods.figures import tables
from methods.measures.lookup import LookUp
from methods.repair.ledger import Change, Ledger

MARK = "<svg onload=1>$z$"
LINE = pd.DataFrame(
    {
        "article_id": [MARK],
        "date": ["2024-01-01"],
        "place": [MARK],
        "left": [MARK],
        "keyword": [MARK],
        "right": [MARK],
    }
)
COUNT = pd.DataFrame({"articles": [1], "with_term": [1], "count": [1]}, pd.Index([MARK], name=MARK))
SHOWN = {
    "articles": tables.arrange(
        pd.DataFrame({"label": [MARK], "text": [MARK], MARK: [MARK]}, pd.Index([MARK], name=MARK))
    ),
    "concordance": tables.ConcordanceTable(LINE.assign(**{MARK: MARK})),
    "look-up": LookUp(MARK, COUNT, COUNT, LINE),
    "empty look-up": LookUp(MARK, COUNT * 0, COUNT, LINE, [MARK]),
    "styled": LINE.style,
    "counts": tables.TermTable(pd.DataFrame({MARK: [1]}, pd.Index([MARK], name=MARK))),
    "ledger": Ledger.of(f"{MARK}a", [Change(0, len(MARK), MARK, MARK)]),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_table_shows_markup_and_obeys_none(name):
    tables.make_safe()
    page = BeautifulSoup(SHOWN[name]._repr_html_(), "html.parser")
    assert not page.find_all(["svg", "img", "script"])
    assert MARK in page.get_text()
    outside = [p for p in page.find_all("p") if "$z$" in "".join(p.find_all(string=True, recursive=False))]
    assert not outside  # MathJax looks for a formula's end among the siblings of its beginning.
    assert all({"tex2jax_ignore", "mathjax_ignore"} & set(table["class"]) for table in page.find_all("table"))


def test_ids_give_way_to_names_and_unknown_ids_stay():
    articles = pd.DataFrame({"label": ["甲报道", None]}, pd.Index(["f81d4fae", "b2"], name="article_id"))
    lines = pd.DataFrame({"article_id": ["f81d4fae", "b2", "gone"], "label": "x", "left": ["1", "2", "3"]})
    shown = tables.with_names(lines, articles)
    assert shown.columns.tolist() == ["article", "left"]
    assert shown["article"].tolist() == ["甲报道", "b2", "gone"]
    pairs = tables.with_names(
        pd.DataFrame({"article_a": ["f81d4fae"], "article_b": ["b2"], "label": [1]}), articles
    )
    assert pairs.iloc[0].tolist() == ["甲报道", "b2", 1]
    assert tables.with_names(articles.assign(n=1), articles).columns.tolist() == ["article", "n"]


def test_articles_of_one_label_keep_their_ids_in_a_table():
    ids = ["a1", "a2", "a3"]
    articles = pd.DataFrame({"label": ["同", "同", "异"]}, pd.Index(ids, name="article_id"))
    shown = tables.with_names(pd.DataFrame({"article_id": ids}), articles)
    assert shown["article"].tolist() == ["a1 同", "a2 同", "异"]
