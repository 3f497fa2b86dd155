"""Concordance: every occurrence of a term with its context, and its position in the raw article."""

from __future__ import annotations

import numpy as np
import pandas as pd

from methods.corpora.facts import named_dates, named_periods
from methods.text.clean import cleaner
from methods.text.queries import Query, occurrences, read_query

COLUMNS = ["article_id", "label", "date", "place", "left", "keyword", "right", "raw_start", "raw_end"]


def concordance(articles: pd.DataFrame, term: Query, width: int) -> pd.DataFrame:
    """Return one row per occurrence of a term, in the order of date and text; occurrences may overlap.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, columns `raw, text, date`, and optionally `label, province, prefecture, county`.
    term : str, sequence of str, or pattern
        See `methods.text.queries.read_query`.
    width : int
        Characters of context on each side.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`; the last two are offsets in `raw`. In contexts ``¶`` stands for a line break.

    Raises
    ------
    ValueError
        If there is no term.
    """
    parts, rows, clean = read_query(term), [], cleaner(articles)
    for article_id, article in articles.sort_values("date", kind="stable").iterrows():
        text, spans = article["text"], list(occurrences(article["text"], parts))
        if not spans:
            continue
        raw_spans = clean(article["raw"]).raw_spans(*np.array(spans).T)
        about = article_id, article.get("label"), article["date"], smallest_place(article)
        for (start, end), *raw in zip(spans, *map(np.ndarray.tolist, raw_spans), strict=True):
            left = text[max(0, start - width) : start].replace("\n", "¶")
            right = text[end : end + width].replace("\n", "¶")
            rows.append((*about, left, text[start:end], right, *raw))
    lines = pd.DataFrame(rows, columns=COLUMNS)
    found = articles.loc[articles.index.isin(lines["article_id"])]
    lines.attrs["periods"] = named_dates(found)[named_periods(found) != "D"].to_dict()
    return lines


def shown_dates(lines: pd.DataFrame) -> pd.Series:
    """Return the dates of a concordance as text, of which some are only a month or a year."""
    days = pd.to_datetime(lines["date"]).dt.strftime("%Y-%m-%d")
    return lines["article_id"].map(lines.attrs.get("periods", {})).astype(object).fillna(days).fillna("")


def smallest_place(article: pd.Series) -> str | float:
    """Return the smallest known place that an article comes from; NaN if it is the whole country."""
    known = article.reindex(["province", "prefecture", "county"]).dropna()
    return known.iloc[-1] if len(known) else float("nan")
