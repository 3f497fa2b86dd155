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
