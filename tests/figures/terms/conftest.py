"""Made tables for the figures of notebook 01: any number of articles, by article, period or group."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from methods.corpora.columns import Columns, make_columns

HOSTILE = "_<img src=x>$a$*b*"


class Made(NamedTuple):
    """Articles, the columns of figures, and counts of formulas."""

    articles: pd.DataFrame
    columns: Columns
    found: pd.DataFrame


@pytest.fixture
def make() -> Callable[..., Made]:
    """Return a function that makes articles of some kind of column and counts of formulas in them."""

    def making(n: int, by: str = "article", terms: int = 4, label: str = "Place {}", years: int = 10) -> Made:
        rng = np.random.default_rng(n)
        ids = pd.Index([f"a{i:04}" for i in range(n)], name="article_id", dtype="str")
        dates = pd.date_range("2015-01-01", periods=n, freq=f"{max(1, 365 * years // max(n, 1))}D")
        articles = pd.DataFrame(
            {"date": dates, "label": [label.format(i) for i in range(n)], "tokens": 1000,
             "genre": [f"genre {i % 8}" for i in range(n)]}, index=ids)  # fmt: skip
        columns = make_columns(
            articles, "Y" if by == "article" else by, each_up_to=n if by == "article" else 0
        )
        # The formula t0 comes with time, t1 is everywhere, the others are here and there.
        held = np.column_stack(
            [np.arange(n) > n / 2, np.ones(n), *(rng.random(n) < 0.4 for _ in range(2, terms))]
        )
        counts = pd.DataFrame((held * rng.integers(1, 9, held.shape)).astype(int)[:, :terms], index=ids)
        found = counts.set_axis([f"枫桥{i}" for i in range(counts.shape[1])], axis=1)
        found = found.rename_axis("term", axis=1).stack().rename("count").reset_index()
        return Made(articles, columns, found[found["count"] > 0].reset_index(drop=True))

    return making


@pytest.fixture
def whole() -> Callable[..., str]:
    """Return a function that returns all that an exhibit and its sentences say, checked for what no reader wants."""

    def saying(*sentences: object) -> str:
        text = " ".join(each.markdown() for each in sentences if each is not None)
        for wrong in ("nan", "None", "none of the 0", "<img", "1 articles", "1 formulas"):
            assert wrong not in text, text
        return text

    return saying
