"""Columns of every kind and number, for the figures of the regional comparison."""

from collections.abc import Callable

import pandas as pd
import pytest

from methods.corpora.columns import Columns, make_columns


@pytest.fixture
def made_columns() -> Callable[..., Columns]:
    """Return a function that makes any number of columns: articles, or groups of twelve articles each."""

    def make(n: int, kind: str = "article", label: str = "Place {}") -> Columns:
        each = 1 if kind == "article" else 12
        ids = pd.Index([f"a{i:03}" for i in range(n * each)], dtype="str", name="article_id")
        labels = [label.format(i // each) for i in range(n * each)]
        frame = pd.DataFrame(
            {"date": pd.Timestamp("2020-03-01"), "label": labels, "genre": labels}, index=ids
        )
        return make_columns(frame, "genre", each_up_to=n if kind == "article" else 0)

    return make
