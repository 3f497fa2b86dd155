"""Load, clean, segment and search the articles: the front door for notebooks and other people's scripts.

>>> articles = load_articles()
>>> concordance(articles, "枫桥经验")  # doctest: +SKIP
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.loading import read_corpus, report_emptied, report_near_duplicates
from methods.files.lexicons import check_lexicons
from methods.files.problems import CorpusError, CorpusWarning
from methods.repair.article import repair_text
from methods.text.clean import clean, clean_text
from methods.text.words import tokenize

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from methods.measures.lookup import LookUp

__all__ = [
    "ROOT",
    "CorpusWarning",
    "clean",
    "clean_text",
    "concordance",
    "find_places",
    "load_articles",
    "look_up",
    "open_articles",
    "repair_text",
    "save_figure",
    "tokenize",
]

ROOT = Path(__file__).resolve().parent
#: Characters shown on each side of a term in a concordance.
WIDTH = 25


def load_articles(corpus: Path | str = ROOT / "corpus") -> pd.DataFrame:
    """Load the articles of a corpus with their metadata, cleaned; what is wrong with it is one warning.

    Parameters
    ----------
    corpus
        A folder with ``metadata.csv`` and ``articles/``, or a table of articles: see
        `methods.corpora.loading.read_corpus`.

    Returns
    -------
    pandas.DataFrame
        One row an article, in the order of metadata.csv, index ``article_id``: its columns (see
        corpus/README.md), ``raw`` (the article as found) and ``text`` (`clean_text` of it).

    Raises
    ------
    FileNotFoundError
        If there is no ``metadata.csv`` and no table.
    ValueError
        If no article can be used; the message says what is wrong with each.

    Warns
    -----
    CorpusWarning
        One report of all articles that were left out or need a person's eye, and of malformed lines of
        lexicons, with what to do.
    """
    rows, report = read_corpus(Path(corpus))
    check_lexicons(Path(corpus), report)
    articles = rows.assign(text=[clean_text(raw) for raw in rows["raw"]])
    articles = report_near_duplicates(report_emptied(articles, report), report)
    if articles.empty:
        raise CorpusError(f"{corpus}: no article can be used\n{report}")
    if report.problems:
        warnings.warn(f"{corpus}: {len(report.problems)} problems\n{report}", CorpusWarning, stacklevel=2)
    return articles


def open_articles(corpus: Path | str = ROOT / "corpus") -> pd.DataFrame:
    """Load a corpus of any size: `load_articles`, or of a large one the metadata alone.

    Of a large corpus texts are read, and tables worked out, by `corpora.corpus`. It warns as `load_articles`
    does.
    """
    from methods.corpora import corpus as corpora  # of which a small corpus needs little

    return corpora.metadata(corpus) if corpora.is_large(corpus) else load_articles(corpus)


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
        raw_start, raw_end`` (the last two in characters of ``raw``); hits may overlap.

    Raises
    ------
    ValueError
        If the term is empty.
    """
    if not term.strip():
        raise ValueError("a concordance needs a term to look for")
    rows = []
    for article_id, article in articles.sort_values("date", kind="stable").iterrows():
        text, start = article["text"], article["text"].find(term)
        cleaned = clean(article["raw"]) if start >= 0 else None
        about = article_id, article["date"], _place(article)
        while start >= 0:
            end = start + len(term)
            left = text[max(0, start - width) : start].replace("\n", "¶")
            right = text[end : end + width].replace("\n", "¶")
            rows.append((*about, left, term, right, *cleaned.raw_span(start, end)))
            start = text.find(term, start + 1)
    columns = ["article_id", "date", "place", "left", "keyword", "right", "raw_start", "raw_end"]
    return pd.DataFrame(rows, columns=columns)


def _place(article: pd.Series) -> str | float:
    """Return the smallest place that an article is known to come from; missing for the whole country."""
    known = article.reindex(["province", "prefecture", "county"]).dropna()
    return known.iloc[-1] if len(known) else float("nan")


def look_up(articles: pd.DataFrame, term: str) -> LookUp:
    """Show when, where and in which words a term stands, all in one cell.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    term
        A string in Simplified characters; it counts wherever it stands.

    Returns
    -------
    methods.measures.lookup.LookUp
        ``.trend``, ``.places`` and ``.concordance``; JupyterLab shows the three tables.

    Raises
    ------
    ValueError
        If the term is empty.
    """
    from methods.measures import lookup  # only who asks needs it

    lines = concordance(articles, term)
    return lookup.look_up(articles.assign(place=articles.apply(_place, axis=1)), term, lines)


def find_places(text: str) -> pd.DataFrame:
    """Find the places that a text names: see `methods.mentions.places.find_places`."""
    from methods.mentions import places  # its gazetteer is read only when it is asked for

    return places.find_places(text)


def save_figure(fig: Figure, name: str, table: pd.DataFrame, alt: str) -> None:
    """Save a figure as PNG, SVG and CSV, and show it: see `methods.figures.saving.save_figure`."""
    from methods.figures import saving  # matplotlib takes half a second to import

    saving.save_figure(fig, name, table, alt)
