"""Load, clean, segment and search the articles: the front door for notebooks and other people's scripts.

>>> articles = load_articles()
>>> concordance(articles, "枫桥经验")  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from methods.clean import CleanText, clean, clean_text
from methods.repair import repair_text
from methods.segment import tokenize

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "ROOT",
    "clean",
    "clean_text",
    "concordance",
    "find_places",
    "load_articles",
    "repair_text",
    "save_figure",
    "tokenize",
]

ROOT = Path(__file__).resolve().parent
#: Characters shown on each side of a term in a concordance.
WIDTH = 25


def load_articles(corpus: Path | str = ROOT / "corpus") -> pd.DataFrame:
    """Load the articles of a corpus with their metadata, cleaned.

    Parameters
    ----------
    corpus
        A folder with ``metadata.csv`` and ``articles/``.

    Returns
    -------
    pandas.DataFrame
        One row an article, in the order of metadata.csv, index ``article_id``: its columns (see
        corpus/README.md), ``raw`` (the article as found) and ``text`` (`clean_text` of it).

    Raises
    ------
    FileNotFoundError
        If there is no ``metadata.csv``, or an article that it names is missing.
    """
    corpus = Path(corpus)
    if not (corpus / "metadata.csv").is_file():
        raise FileNotFoundError(f"{corpus} has no metadata.csv: see corpus/README.md for its columns")
    table = pd.read_csv(corpus / "metadata.csv", dtype="str", index_col="article_id")
    for column in ("date", "date_earliest", "date_latest", "published"):
        table[column] = pd.to_datetime(table[column], format="ISO8601")
    table["raw"] = [(corpus / "articles" / name).read_text(encoding="utf-8") for name in table["file"]]
    return table.assign(text=[clean_text(raw) for raw in table["raw"]])


def concordance(articles: pd.DataFrame, term: str, width: int = WIDTH) -> pd.DataFrame:
    """Show every place where a term stands, with its context and its place in the raw article.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    term
        A string in Simplified characters; it counts wherever it stands.
    width
        Characters of context on each side.

    Returns
    -------
    pandas.DataFrame
        One row a hit, in the order of date and text: ``article_id, date, place, left, keyword, right,
        raw_start, raw_end`` (the last two in characters of ``raw``).
    """
    if not term.strip():
        raise ValueError("a concordance needs a term to look for")
    rows = []
    for article_id, article in articles.sort_values("date", kind="stable").iterrows():
        text, start = article["text"], article["text"].find(term)
        cleaned = clean(article["raw"]) if start >= 0 else None
        while start >= 0:
            end = start + len(term)
            left = text[max(0, start - width) : start].replace("\n", "¶")
            right = text[end : end + width].replace("\n", "¶")
            rows.append(
                (
                    article_id,
                    article["date"],
                    _place(article),
                    left,
                    term,
                    right,
                    *cleaned.raw_span(start, end),
                )
            )
            start = text.find(term, end)
    columns = ["article_id", "date", "place", "left", "keyword", "right", "raw_start", "raw_end"]
    return pd.DataFrame(rows, columns=columns)


def _place(article: pd.Series) -> str | float:
    """Return the smallest place that an article is known to come from; missing for the whole country."""
    known = article[["province", "prefecture", "county"]].dropna()
    return known.iloc[-1] if len(known) else float("nan")


def find_places(text: str) -> pd.DataFrame:
    """Find the places that a text names: see `methods.places.find_places`."""
    from methods import places  # its gazetteer is read only when it is asked for

    return places.find_places(text)


def save_figure(fig: Figure, name: str, table: pd.DataFrame, alt: str) -> None:
    """Save a figure as PNG, SVG and CSV, and show it: see `methods.figures.save_figure`."""
    from methods import figures  # matplotlib takes half a second to import

    figures.save_figure(fig, name, table, alt)
