"""The corpus that notebooks use, with five articles or a hundred thousand.

A small corpus is in memory, texts included. A large one has more than one chunk, and only its metadata are in
memory: `corpora.engine` computes its tables chunk by chunk, and texts are read on request. A `Corpus` of
either kind has the same methods and returns the same tables.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from methods.corpora import engine
from methods.corpora.chunks import CHUNK_BYTES, digest, is_whole, write_table
from methods.corpora.loading import load, report_near_duplicates
from methods.corpora.metadata import without_shared
from methods.corpora.rules import NEAR, SAME_ID
from methods.corpora.states import stats
from methods.corpora.tables import ENDS, WHOLE, table_of
from methods.corpora.unread import note_unread
from methods.corpora.word_matrix import Counts, chunk_counts, count_frame, join_counts
from methods.files.cache import corpus_cache
from methods.files.folders import TEXTS
from methods.files.lexicons import check_lexicons
from methods.files.problems import CorpusError, Problem, Report
from methods.text import spans

if TYPE_CHECKING:
    from methods.corpora.engine import Function
    from methods.corpora.states import State

USUAL, SHORT = 1000, 3000  # characters of an article for which a sample is meant; most short ones in it


def sample_size(characters: pd.Series, sample: int) -> int:
    """Return how many articles to read, by the characters of each: more if they are short, at the same cost.

    Three hundred reviews of one line would say hardly anything.

    >>> sample_size(pd.Series([2000, 4000]), 300), sample_size(pd.Series([200, 300]), 300)
    (300, 1200)
    """
    short = int(sample * USUAL / max(characters.mean(), 1))
    return max(sample, min(short, SHORT))


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
        The absolute path.

    Examples
    --------
    >>> corpus = Corpus("corpus")  # doctest: +SKIP
    >>> corpus.table(counts.count_terms, terms=terms)  # doctest: +SKIP
    """

    def __init__(self, path: Path | str) -> None:  # noqa: D107 (the class says it)
        self.path = Path(path).resolve()

    @functools.cached_property
    def states(self) -> tuple[State, ...]:
        """Name, size, times and inode of its files, at the first access."""
        return stats(self.path)

    @functools.cached_property
    def size(self) -> int:
        """Bytes of the articles as found, without photos and other files that lie beside them."""
        if table := table_of(self.path):
            return table.stat().st_size
        inside = [(name, size) for name, size, *_ in self.states if name.startswith("articles/")]
        read = [size for name, size in inside if name.lower().endswith((*TEXTS, *ENDS, *WHOLE))]
        return sum(read or (size for _, size in inside))  # Metadata may name files with any ending.

    @functools.cached_property
    def is_large(self) -> bool:
        """Whether it has several chunks, and no table that must be read at once."""
        if not self.path.is_dir() or self.size <= CHUNK_BYTES:
            return False
        table = table_of(self.path)
        names = [table.name] if table else [name for name, *_ in self.states if name.startswith("articles/")]
        return not any(name.lower().endswith(WHOLE) for name in names)

    @functools.cached_property
    def articles(self) -> pd.DataFrame:
        """One row per article, index ``article_id``: metadata, and ``raw`` and ``text`` of a small corpus.

        The first access issues one warning with everything that was left out.

        Raises
        ------
        FileNotFoundError
            If there is neither a table nor a text.
        CorpusError
            If no article can be used; the message says what is wrong.
        """
        articles = self._opened(self.report) if self.is_large else load(self.path, self.report)
        self.report.warn(self.path, stacklevel=3)
        return articles

    @functools.cached_property
    def report(self) -> Report:
        """What is wrong with it, and how it was read; complete after the first access to `articles`."""
        return Report()

    def _opened(self, report: Report) -> pd.DataFrame:
        """Return the metadata of a large corpus, from the cache if no file and no code has changed."""
        check_lexicons(self.path, report)
        note_unread(self.path, report)
        articles = self._once("articles", self._whole)
        report.problems += [Problem(*problem) for problem in articles.attrs["problems"]]
        report.notes += articles.attrs["notes"]
        self._hashes, articles.attrs = articles.attrs["hashes"], {}
        return articles

    @functools.cached_property
    def _key(self) -> str:
        """A hash of the state of the corpus and of the code."""
        return digest(repr((self.states, engine.project_states())), *engine.language_key(self.path))

    def _once(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return a table of this state of the corpus from the cache, or compute and keep it."""
        kept = corpus_cache(self.path) / "opened" / f"{digest(self._key, name)}.parquet"
        if is_whole(kept):
            return pd.read_parquet(kept)
        table = make()
        if stats(self.path) == self.states:
            write_table(kept, table, self.path)
        return table

    def _whole(self) -> pd.DataFrame:
        """Return the metadata of a large corpus, without duplicate ids and near-copies.

        Its ``attrs`` hold the problems, the notes and the hashes of the chunks. Only texts of articles that
        may be copies of one another (`corpora.duplicates.band_hashes`) are read and compared.
        """
        from methods.corpora.duplicates import band_hashes

        report = Report()
        alike_by = functools.partial(band_hashes, threshold=NEAR)
        rows, bands, *_ = engine.prepare(
            self.path,
            [engine.without_texts, alike_by, spans.measure, chunk_counts],
            report=report,
            states=self.states,
        )
        articles = engine.joined(rows).infer_objects().set_index("article_id")
        if articles.empty:
            raise CorpusError(f"{self.path}: no article can be used\n{report.summary(self.path)}")
        # Of those that share an id within a chunk, another chunk may hold one more.
        told = {where.removeprefix("article ") for where, _, remedy in report.problems if remedy == SAME_ID}
        articles = without_shared(articles[~articles.index.isin(told)], report)
        bands = engine.joined(bands).set_index("article_id")
        alike = bands.index[bands.apply(lambda band: band.duplicated(keep=False)).any(axis=1)]
        alike = articles.index[articles.index.isin(alike)]
        maybe = articles.loc[alike].join(engine.read(self.path, alike, self.states))
        copies = maybe.index.difference(report_near_duplicates(maybe, report).index)
        found = {"problems": [list(problem) for problem in report.problems], "notes": report.notes}
        articles = articles.drop(index=copies)
        articles.attrs = found | {"hashes": engine.hashes(self.path, self.states)}
        return articles

    def table(self, function: Function, /, **arguments: object) -> pd.DataFrame:
        """Apply a function to all articles.

        Parameters
        ----------
        function : callable
            Takes articles and returns a table with a column `article_id`, as for
            `methods.corpora.engine.tabulate`. No row may depend on the other articles.
        **arguments
            Further arguments of the function.

        Returns
        -------
        DataFrame
            The function's rows for all articles, in the order of `articles`.
        """
        return self.tables(functools.partial(function, **arguments))[0]

    def tables(self, *functions: Function, of: pd.DataFrame | None = None) -> list[pd.DataFrame]:
        """Apply several functions in one pass, each as in `table`, to the articles `of` a frame or to all."""
        articles = self.articles if of is None else of
        if "text" in articles:
            return [function(articles) for function in functions]
        return [self._ordered(engine.joined(paths), articles.index) for paths in self.places(*functions)]

    def _ordered(self, table: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
        places = ids.get_indexer(table["article_id"])
        order = places.argsort(kind="stable")
        return table.iloc[order[np.count_nonzero(places < 0) :]]  # -1, of an article left out, comes first.

    def places(self, *functions: Function) -> list[list[Path]]:
        """Return for each function the paths of its tables, one per chunk; compute those that are missing."""
        self.articles  # noqa: B018 (sets `_hashes`)
        paths = engine.places(self.path, functions, self._hashes)
        if all(is_whole(path) for each in paths for path in each):
            return paths
        return engine.prepare(self.path, functions, states=self.states)

    def words(self, of: pd.DataFrame | None = None) -> Counts:
        """Return the counts of words in the articles `of` a frame or in all, in their order."""
        articles = self.articles if of is None else of
        if "text" in articles:  # all articles of a small corpus, or the sample of a large one
            return count_frame(articles)
        return join_counts(self.places(chunk_counts)[0], articles.index)

    @functools.cached_property
    def sizes(self) -> pd.DataFrame:
        """Characters, tokens, sentences and paragraphs per article: see `methods.text.spans.measure`."""
        if not self.is_large:
            return spans.measure(self.articles)
        return self._once("sizes", lambda: self.table(spans.measure).set_index("article_id"))

    def read(self, article_ids: Iterable[str], of: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return some articles `of` a frame or of all, with ``raw`` and ``text``, in the order of the ids."""
        some = (self.articles if of is None else of).loc[list(article_ids)]
        if "text" in some:
            return some
        name = "\n".join(some.index)
        texts = self._once(name, lambda: engine.read(self.path, some.index, self.states))
        found = some.join(texts)
        found.attrs |= texts.attrs
        return found
