"""A corpus as the notebooks read it, of five articles or of a hundred thousand.

A small corpus is in memory, texts and all. Of a large one, of more than one chunk, only the metadata are: its
tables are worked out chunk by chunk by `corpora.engine`, and texts are read where they are asked for. A
`Corpus` of either kind is used alike and gives the same.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.chunks import CHUNK_BYTES
from methods.corpora.loading import load, report_near_duplicates
from methods.corpora.rules import NEAR
from methods.corpora.tables import WHOLE, table_of
from methods.files.folders import article_files
from methods.files.lexicons import check_lexicons
from methods.files.problems import CorpusError, Problem, Report

if TYPE_CHECKING:
    from methods.corpora.engine import Function


class Corpus:
    """The articles of a folder or of a table.

    Parameters
    ----------
    path : Path or str
        A folder with ``metadata.csv`` and ``articles/``, or a table of articles: see
        `methods.corpora.loading.read_corpus`.

    Attributes
    ----------
    path : Path
        Where the articles are, absolute.

    Examples
    --------
    >>> corpus = Corpus("corpus")  # doctest: +SKIP
    >>> corpus.table(counts.count_terms, terms=terms)  # doctest: +SKIP
    """

    def __init__(self, path: Path | str) -> None:  # noqa: D107 (the class says it)
        self.path = Path(path).resolve()

    @functools.cached_property
    def size(self) -> int:
        """Bytes of the articles, as found."""
        table = table_of(self.path)
        return sum(file.st_size for file in (self._files.values() if table is None else [table.stat()]))

    @functools.cached_property
    def _files(self) -> dict[str, os.stat_result]:
        return article_files(self.path / "articles")

    @functools.cached_property
    def is_large(self) -> bool:
        """Whether it is worked on in chunks: a folder of more than one, without a table read at once."""
        if not self.path.is_dir() or self.size <= CHUNK_BYTES:
            return False
        table = table_of(self.path)
        names = [table.name] if table else self._files
        return not any(name.lower().endswith(WHOLE) for name in names)

    @functools.cached_property
    def articles(self) -> pd.DataFrame:
        """One row per article, index ``article_id``: metadata, and of a small corpus ``raw`` and ``text``.

        What is left out is said in one warning when the articles are first asked for.

        Raises
        ------
        FileNotFoundError
            If there is neither ``metadata.csv`` nor a table.
        CorpusError
            If no article can be used; the message says what is wrong.
        """
        report = Report()
        articles = self._opened(report) if self.is_large else load(self.path, report)
        report.warn(self.path, stacklevel=3)
        return articles

    def _opened(self, report: Report) -> pd.DataFrame:
        """Return the metadata of a large corpus: those of last time, if no file and no code changed since."""
        from methods.corpora import engine  # of which a small corpus needs nothing
        from methods.corpora.chunks import digest, is_whole, stats, write_table
        from methods.files.cache import corpus_cache

        check_lexicons(self.path, report)
        states = (stats(self.path), engine.project_states())
        kept = corpus_cache(self.path) / "opened" / f"{digest(repr(states))}.parquet"
        if is_whole(kept):
            articles = pd.read_parquet(kept)
            told = articles.attrs.pop("report")
            report.problems += [Problem(*problem) for problem in told["problems"]]
            report.notes += told["notes"]
            return articles
        found = Report()
        articles = self._whole(found)
        if stats(self.path) == states[0]:
            told = {"problems": [list(problem) for problem in found.problems], "notes": found.notes}
            keeping = articles.copy(deep=False)
            keeping.attrs["report"] = told
            write_table(kept, keeping, self.path)
        report.problems += found.problems
        report.notes += found.notes
        return articles

    def _whole(self, report: Report) -> pd.DataFrame:
        """Return the metadata of a large corpus, without ids that came twice and copies.

        Articles that may be copies of one another (`corpora.duplicates.band_hashes`) are read to see whether
        they are; the others are not.
        """
        from methods.corpora import engine
        from methods.corpora.duplicates import band_hashes

        articles = engine.metadata(self.path, report=report)
        if articles.empty:
            raise CorpusError(f"{self.path}: no article can be used\n{report.told(self.path)}")
        twice = articles.index[articles.index.duplicated()].unique()
        for article_id in twice:
            report.add(f"article {article_id}", "several articles have this id", "none is used: rename them")
        articles = articles.drop(index=twice)
        bands = engine.tabulate(self.path, functools.partial(band_hashes, threshold=NEAR), report=Report())
        bands = bands.set_index("article_id")
        alike = bands.index[bands.apply(lambda band: band.duplicated(keep=False)).any(axis=1)]
        alike = articles.index[articles.index.isin(alike)]
        maybe = articles.loc[alike].join(engine.read(self.path, alike))
        copies = maybe.index.difference(report_near_duplicates(maybe, report).index)
        return articles.drop(index=copies)

    def table(self, function: Function, /, **arguments: object) -> pd.DataFrame:
        """Apply a function of articles to all of them.

        Parameters
        ----------
        function : callable
            As for `methods.corpora.engine.tabulate`: takes articles, returns a table with a column
            `article_id`; no row depends on which other articles there are.
        **arguments
            Further arguments of the function.

        Returns
        -------
        DataFrame
            What the function gives, in the order of `articles`.
        """
        return table(self.path, self.articles, function, **arguments)

    def read(self, article_ids: Iterable[str]) -> pd.DataFrame:
        """Return some of the articles with their ``raw`` and ``text``, in the order of their ids."""
        return read(self.path, self.articles, article_ids)


def table(
    corpus: Path | str, articles: pd.DataFrame, function: Function, **arguments: object
) -> pd.DataFrame:
    """Apply a function to some articles of a corpus: `Corpus.table`, in the order of `articles`."""
    work = functools.partial(function, **arguments)
    if "text" in articles:
        return work(articles)
    from methods.corpora import engine

    found = engine.tabulate(corpus, work, report=Report())  # What is wrong was said when it was opened.
    found = found[found["article_id"].isin(articles.index)]
    return found.iloc[articles.index.get_indexer(found["article_id"]).argsort(kind="stable")]


def sizes(corpus: Path | str, articles: pd.DataFrame) -> pd.DataFrame:
    """Return characters, tokens, sentences and paragraphs per article: `methods.text.spans.measure`."""
    from methods.text import spans

    if "text" in articles:
        return spans.measure(articles)
    return table(corpus, articles, spans.measure).set_index("article_id")


def read(corpus: Path | str, articles: pd.DataFrame, article_ids: Iterable[str]) -> pd.DataFrame:
    """Return some of the articles with their `raw` and `text`: `Corpus.read`."""
    some = articles.loc[list(article_ids)]
    if "text" in articles:
        return some
    from methods.corpora import engine

    return some.join(engine.read(corpus, some.index))


def is_large(corpus: Path | str) -> bool:
    """Return whether a corpus is worked on in chunks: `Corpus.is_large`."""
    return Corpus(corpus).is_large


def size(corpus: Path | str) -> int:
    """Return the bytes of the articles of a corpus: `Corpus.size`."""
    return Corpus(corpus).size
