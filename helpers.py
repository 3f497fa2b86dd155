"""Load, clean, segment and search the articles: the front door for notebooks and other people's scripts.

>>> articles = load_articles()
>>> concordance(articles, "枫桥经验")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora.columns import article_names
from methods.corpora.corpus import Corpus
from methods.corpora.headings import column_of
from methods.corpora.loading import load
from methods.figures.tables import arrange
from methods.files.problems import CorpusWarning, Report
from methods.repair.article import repair_text
from methods.text.clean import clean, clean_text, cleaner
from methods.text.queries import Query, occurrences, read_query
from methods.text.words import tokenize

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from methods.measures.lookup import LookUp

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
#: Characters shown on each side of a term in a concordance.
WIDTH = 25


def load_articles(
    corpus: Path | str = ROOT / "corpus", *, clean: Callable[[str], str] = clean_text
) -> pd.DataFrame:
    """Load the articles of a corpus with their metadata, cleaned; what is wrong with it is one warning.

    Parameters
    ----------
    corpus
        A folder with ``metadata.csv`` and ``articles/``, or a table of articles: see
        `methods.corpora.loading.read_corpus`.
    clean
        Makes an article as found into the text that is counted.

    Returns
    -------
    pandas.DataFrame
        One row per article, in the order of metadata.csv, index ``article_id``: its columns (see
        corpus/README.md), ``raw`` (the article as found) and ``text`` (what `clean` makes of it).

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
    report = Report()
    articles = load(Path(corpus), report, clean)
    report.warn(corpus)
    return arrange(articles)


def open_articles(corpus: Path | str = ROOT / "corpus") -> pd.DataFrame:
    """Load a corpus of any size: `load_articles`, or of a large one the metadata alone.

    Of a large corpus texts are read, and tables worked out, by `methods.corpora.corpus.Corpus`. It warns as
    `load_articles` does.
    """
    return Corpus(corpus).articles


def concordance(articles: pd.DataFrame, term: Query, width: int = WIDTH) -> pd.DataFrame:
    """Show every place where a term occurs, with its context and its place in the raw article.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    term
        A string, several, or a compiled pattern; Traditional characters find Simplified ones.
    width
        Characters of context on each side.

    Returns
    -------
    pandas.DataFrame
        One row per hit, in the order of date and text: ``article_id, label, date, place, left, keyword,
        right, raw_start, raw_end`` (the last two in characters of ``raw``); hits may overlap.

    Raises
    ------
    ValueError
        If there is no term, or the articles have no texts.
    """
    from methods.figures.tables import ConcordanceTable

    parts, rows, clean_one = read_query(term), [], cleaner(articles)
    _check_texts(articles)
    for article_id, article in articles.sort_values("date", kind="stable").iterrows():
        text, spans = article["text"], list(occurrences(article["text"], parts))
        if not spans:
            continue
        raw_spans = clean_one(article["raw"]).raw_spans(*np.array(spans).T)
        about = article_id, article.get("label"), article["date"], _place(article)
        for (start, end), *raw in zip(spans, *map(np.ndarray.tolist, raw_spans), strict=True):
            left = text[max(0, start - width) : start].replace("\n", "¶")
            right = text[end : end + width].replace("\n", "¶")
            rows.append((*about, left, text[start:end], right, *raw))
    columns = ["article_id", "label", "date", "place", "left", "keyword", "right", "raw_start", "raw_end"]
    return ConcordanceTable(pd.DataFrame(rows, columns=columns))


def _place(article: pd.Series) -> str | float:
    """Return the smallest place that an article is known to come from; missing for the whole country."""
    known = article.reindex(["province", "prefecture", "county"]).dropna()
    return known.iloc[-1] if len(known) else float("nan")


def _check_texts(articles: pd.DataFrame) -> None:
    if "text" not in articles:
        raise ValueError(
            "`open_articles` opens a large corpus without its texts: `load_articles(path)` reads them all "
            "into memory, and `methods.corpora.corpus.Corpus(path)` counts without it"
        )


def look_up(articles: pd.DataFrame, term: Query) -> LookUp:
    """Show when, where and in which words a term occurs, all in one cell.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    term
        A string, several, or a compiled pattern; Traditional characters find Simplified ones.

    Returns
    -------
    methods.measures.lookup.LookUp
        ``.trend``, ``.places`` and ``.concordance``; JupyterLab shows the three tables. Of a term that occurs
        nowhere, ``.near`` has the most similar words that do.

    Raises
    ------
    ValueError
        If there is no term, or the articles have no texts.
    """
    from methods.measures import lookup  # only who asks needs it

    _check_texts(articles)
    lines = concordance(articles, term)
    return lookup.look_up(articles.assign(place=articles.apply(_place, axis=1)), term, lines)


def count_terms(articles: pd.DataFrame, terms: str | Sequence[str], per_10k: bool = False) -> pd.DataFrame:
    """Count terms as strings: one row per article, one column per term, with bars; ``.plot.barh()`` draws it.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    terms
        A string or several; Traditional characters find Simplified ones.
    per_10k
        Whether to return hits per 10,000 tokens instead of hits.
    """
    from methods.figures.tables import TermTable
    from methods.measures.counts import count_terms as count

    _check_texts(articles)
    listed = pd.DataFrame({"term": read_query(terms)}, dtype="str")
    found = count(articles, listed).pivot(index="article_id", columns="term")
    wide = found["per_10k" if per_10k else "count"].loc[articles.index, listed["term"]]
    names = article_names(articles.reindex(columns=["label"]))
    return TermTable(wide.set_axis(names, axis=0).rename_axis(columns=None))


def words(articles: pd.DataFrame, stopwords: bool = True) -> pd.DataFrame:
    """Count words: `article_id, word, count`, by falling count; stop words are left out unless False."""
    from methods.measures.counts import count_words

    _check_texts(articles)
    table = count_words(articles, _stopwords() if stopwords else ())
    return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def cloud(articles: pd.DataFrame, article_id: str | None = None, stopwords: bool = True) -> Figure:
    """Draw the most frequent words of an article, or of all, as a cloud with bars beside it.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    article_id
        Which article; by default all of them together.
    stopwords
        Whether to leave stop words out.
    """
    from methods.figures.themes.clouds import draw_words

    if article_id is not None and article_id not in articles.index:
        raise ValueError(f"no article {article_id!r}: there are {', '.join(articles.index[:5])} …")
    some = articles if article_id is None else articles.loc[[article_id]]
    use_style()
    return draw_words(words(some, stopwords))


def collocates(articles: pd.DataFrame, term: Query, window: int = 5) -> pd.DataFrame:
    """Show the words near a term, stop words left out: see `methods.measures.collocations.collocates`."""
    from methods.measures import collocations

    _check_texts(articles)
    return collocations.collocates(articles, term, window, _stopwords())


def ngrams(articles: pd.DataFrame, n: int = 2, least: int = 2) -> pd.DataFrame:
    """Show the runs of n words that recur: see `methods.measures.counts.count_ngrams`."""
    from methods.measures.counts import count_ngrams

    _check_texts(articles)
    return count_ngrams(articles, n, least)


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
        One row per group and word, the most distinctive first: the columns of
        `methods.measures.keyness.keyness`, and ``per_10k_low, per_10k_high``, a 95 % interval over articles.

    Raises
    ------
    ValueError
        If there are not two groups.
    """
    from methods.measures.keyness import keyness
    from methods.measures.rates import rates

    by = by if by in articles else column_of(by)  # It may have had another name in the table.
    if by not in (*articles.columns, articles.index.name):
        raise ValueError(f"no column {by!r} in the metadata: name one of {', '.join(map(str, articles))}")
    counts = words(articles)
    key, ends = keyness(counts, articles, by), ["per_10k_low", "per_10k_high"]
    if key.empty:
        raise ValueError(f"these articles have only one {by}: there is nothing to compare it with")
    group, intervals = key.columns[0], rates(counts, articles, by)
    intervals = intervals.rename(columns={intervals.columns[1]: group})
    return key.merge(intervals[[group, "word", *ends]], "left", on=[group, "word"])


def export(articles: pd.DataFrame, path: Path | str, terms: Sequence[str] | None = None) -> Path:
    """Write a document-term table with the metadata, for R, SPSS or a spreadsheet.

    Parameters
    ----------
    articles
        As `load_articles` returns them.
    path
        Where to: ``.csv``, ``.xlsx`` or ``.parquet``.
    terms
        Strings to count; by default all words that occur twice or more.

    Returns
    -------
    Path
        What was written.
    """
    from methods.files.exports import write_export
    from methods.measures.document_terms import document_terms

    _check_texts(articles)
    table = document_terms(articles, None if terms is None else read_query(terms))
    return write_export(table, Path(path))


def use_style() -> None:
    """Set the fonts and colours of this study for your own charts, Chinese characters included."""
    from methods.figures.style import use_style as use

    use()


def _stopwords() -> list[str]:
    from methods.files.lexicons import find_lexicon, read_lexicon

    return read_lexicon(find_lexicon(ROOT / "corpus", "stopwords"))["word"].tolist()


def find_places(text: str) -> pd.DataFrame:
    """Find the places that a text names: see `methods.mentions.places.find_places`."""
    from methods.mentions import places  # its gazetteer is read only when it is asked for

    return places.find_places(text)


def save_figure(fig: Figure, name: str, table: pd.DataFrame, alt: str) -> None:
    """Save a figure as PNG, SVG and CSV, and show it: see `methods.figures.saving.save_figure`."""
    from methods.figures import saving  # matplotlib takes half a second to import

    saving.save_figure(fig, name, table, alt)
