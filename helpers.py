"""Load, clean, segment and search the articles: the entry point for notebooks and scripts.

>>> articles = load_articles()
>>> concordance(articles, "枫桥经验")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.corpus import Corpus
from methods.corpora.headings import column_of, with_values
from methods.corpora.loading import load
from methods.figures.style import use_style
from methods.figures.tables import ConcordanceTable, arrange, term_table
from methods.files.lexicons import find_lexicon, read_lexicon
from methods.files.problems import CorpusWarning, Report
from methods.measures import counts, lookup
from methods.measures.concordance import concordance as find_lines
from methods.mentions.places import find_places
from methods.repair.article import repair_text
from methods.text.clean import clean, clean_text
from methods.text.queries import Query, read_query
from methods.text.words import tokenize

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "ROOT",
    "CorpusWarning",
    "clean",
    "clean_text",
    "cloud",
    "collocates",
    "compare",
    "concordance",
    "count_terms",
    "export",
    "find_places",
    "load_articles",
    "look_up",
    "ngrams",
    "open_articles",
    "repair_text",
    "save_figure",
    "tokenize",
    "use_style",
    "words",
]

ROOT = Path(__file__).resolve().parent
PERIOD_HINT = "; for periods, add one: compare(articles.assign({0}=articles['date'].dt.{0}), by='{0}')"
#: Characters shown on each side of a term in a concordance.
WIDTH = 25


def load_articles(
    corpus: Path | str = ROOT / "corpus", *, clean: Callable[[str], str] = clean_text
) -> pd.DataFrame:
    """Load the articles of a corpus, cleaned and with their metadata; warn once of everything that is wrong.

    Parameters
    ----------
    corpus
        A folder with ``metadata.csv`` and ``articles/``, or a table of articles: see
        `methods.corpora.loading.read_corpus`.
    clean
        Returns the text that is counted for an article as found.

    Returns
    -------
    pandas.DataFrame
        One row per article, index ``article_id``, in the order of metadata.csv: the metadata's columns (see
        corpus/README.md), ``raw`` (the article as found) and ``text`` (what `clean` returns).

    Raises
    ------
    FileNotFoundError
        If there are neither articles nor a table of them.
    ValueError
        If no article can be used; the message says what is wrong with each.

    Warns
    -----
    CorpusWarning
        One report of all articles that were left out or need a check by a person, and of malformed lines in
        lexicons, each with a remedy.
    """
    report = Report()
    articles = load(Path(corpus), report, clean)
    report.warn(corpus)
    return arrange(articles)


def open_articles(corpus: Path | str = ROOT / "corpus") -> pd.DataFrame:
    """Load a small corpus as `load_articles` does, and only the metadata of a large one.

    `methods.corpora.corpus.Corpus` reads texts of a large corpus and computes tables of it. The warnings are
    those of `load_articles`.
    """
    return Corpus(corpus).articles


def concordance(articles: pd.DataFrame, term: Query, width: int = WIDTH) -> pd.DataFrame:
    """Show every occurrence of a term with its context, and its place in the raw article.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    term
        A string, several strings, or a compiled pattern; Traditional characters find Simplified ones.
    width
        Characters of context on each side.

    Returns
    -------
    pandas.DataFrame
        One row per occurrence, in the order of date and text: ``article_id, label, date, place, left,
        keyword, right, raw_start, raw_end`` (the last two are offsets in ``raw``). Occurrences may overlap.

    Raises
    ------
    ValueError
        If there is no term, or the articles have no texts.
    """
    _check_texts(articles)
    return ConcordanceTable(find_lines(articles, term, width))


def _check_texts(articles: pd.DataFrame) -> None:
    if "text" not in articles:
        raise ValueError(
            "`open_articles` opens a large corpus without its texts: `load_articles(path)` reads them all "
            "into memory, and `methods.corpora.corpus.Corpus(path)` computes tables chunk by chunk"
        )


def look_up(articles: pd.DataFrame, term: Query) -> lookup.LookUp:
    """Show when, where and in which context a term occurs, all in one cell.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    term
        A string, several strings, or a compiled pattern; Traditional characters find Simplified ones.

    Returns
    -------
    methods.measures.lookup.LookUp
        ``.trend``, ``.places`` and ``.concordance``; JupyterLab shows the three tables. If the term does not
        occur, ``.near`` holds the most similar words that do.

    Raises
    ------
    ValueError
        If there is no term, or the articles have no texts.
    """
    _check_texts(articles)
    return lookup.look_up(articles, term, concordance(articles, term))


def count_terms(articles: pd.DataFrame, terms: str | Sequence[str], per_10k: bool = False) -> pd.DataFrame:
    """Count terms as strings: a row per `article_id`, a column per term; ``.plot.barh()`` draws the table.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    terms
        A string or several strings; Traditional characters find Simplified ones.
    per_10k
        Whether to return occurrences per 10,000 tokens instead of counts.
    """
    _check_texts(articles)
    listed = pd.DataFrame({"term": read_query(terms)}, dtype="str")
    found = counts.count_terms(articles, listed).pivot(index="article_id", columns="term")
    wide = found["per_10k" if per_10k else "count"].loc[articles.index, listed["term"]]
    return term_table(wide.rename_axis(columns=None), articles)


def words(articles: pd.DataFrame, stopwords: bool = True) -> pd.DataFrame:
    """Count words, without stop words by default: `article_id, word, count`, the highest count first."""
    _check_texts(articles)
    table = counts.count_words(articles, _stopwords(articles) if stopwords else ())
    return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def cloud(articles: pd.DataFrame, article_id: str | int | None = None, stopwords: bool = True) -> Figure:
    """Draw the most frequent words of one article or of all, as a cloud with bars beside it.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    article_id
        The article; by default all articles together.
    stopwords
        Whether to leave stop words out.
    """
    from methods.figures.themes.clouds import draw_words

    if article_id is not None and (article_id := str(article_id)) not in articles.index:
        raise ValueError(f"no article {article_id!r}: name one of {articles.index[:5].tolist()}")
    some = articles if article_id is None else articles.loc[[article_id]]
    use_style()
    return draw_words(words(some, stopwords))


def collocates(articles: pd.DataFrame, term: Query, window: int = 5) -> pd.DataFrame:
    """Show the words near a term, without stop words: see `methods.measures.collocations.collocates`."""
    from methods.measures import collocations  # Imports scipy, which takes a while.

    _check_texts(articles)
    return collocations.collocates(articles, term, window, _stopwords(articles))


def ngrams(articles: pd.DataFrame, n: int = 2, least: int = 2) -> pd.DataFrame:
    """Show the sequences of n words that recur: see `methods.measures.counts.count_ngrams`."""
    _check_texts(articles)
    return counts.count_ngrams(articles, n, least)


def compare(articles: pd.DataFrame, by: str) -> pd.DataFrame:
    """Compare the words of groups of articles: rates with intervals, and keyness, in one table.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    by
        A column of the metadata, such as ``genre``, or ``article_id`` for each article against the others.

    Returns
    -------
    pandas.DataFrame
        One row per group and word, in each group the most distinctive first: the columns of
        `methods.measures.keyness.keyness_and_rates`.

    Raises
    ------
    ValueError
        If there is no such column, or only one group.
    """
    from methods.measures.keyness import keyness_and_rates

    if isinstance(by, str) and by not in articles:
        by = column_of(by)  # It may have had another name in the table.
    if by not in (*articles.columns, articles.index.name):
        hint = PERIOD_HINT.format(by) if by in ("year", "quarter", "month") else ""
        raise ValueError(f"no column {by!r} in the metadata: name one of {with_values(articles)}{hint}")
    table = keyness_and_rates(words(articles), articles, by)
    if table.empty:
        raise ValueError(f"these articles do not differ in {by}: there is nothing to compare")
    return table


def export(articles: pd.DataFrame, path: Path | str, terms: Sequence[str] | None = None) -> Path:
    """Write a document-term table with the metadata, for R, SPSS or a spreadsheet.

    Words are tokens: 党 in 党组织 does not count. Terms are strings, as in `count_terms`.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    path
        A file that ends in ``.csv``, ``.xlsx`` or ``.parquet``.
    terms
        Strings to count; by default all words that occur at least twice.

    Returns
    -------
    Path
        The file that was written.
    """
    from methods.files.exports import write_export
    from methods.measures.document_terms import document_terms

    _check_texts(articles)
    table = document_terms(articles, None if terms is None else read_query(terms))
    return write_export(table, Path(path))


def _stopwords(articles: pd.DataFrame) -> list[str]:
    corpus = Path(articles.attrs.get("corpus", ROOT / "corpus"))
    return read_lexicon(find_lexicon(corpus, "stopwords"))["word"].tolist()


def save_figure(fig: Figure, name: str, table: pd.DataFrame, alt: str) -> None:
    """Save a figure as PNG, SVG and CSV, and show it: see `methods.figures.saving.save_figure`."""
    from methods.figures import saving  # Imports matplotlib, which takes half a second.

    saving.save_figure(fig, name, table, alt)
