"""A corpus as the notebooks read it, of five articles or of a hundred thousand.

A small corpus is in memory, texts and all. Of a large one, of more than one chunk, only the metadata are: its
tables are worked out chunk by chunk by `corpora.engine`, and texts are read where they are asked for. The
functions here take `articles` of either kind and give the same.
"""

import functools
import warnings
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from methods.corpora import engine
from methods.corpora.chunks import CHUNK_BYTES
from methods.corpora.duplicates import band_hashes
from methods.corpora.engine import Function
from methods.corpora.loading import NEAR, report_near_duplicates
from methods.corpora.tables import table_of
from methods.files.folders import article_files
from methods.files.lexicons import check_lexicons
from methods.files.problems import CorpusError, CorpusWarning, Report
from methods.text import spans


def size(corpus: Path) -> int:
    """Bytes of the articles of a corpus, as found."""
    table = table_of(corpus)
    files = article_files(corpus / "articles").values() if table is None else [table.stat()]
    return sum(file.st_size for file in files)


def is_large(corpus: Path | str) -> bool:
    """Whether a corpus is worked on in chunks: a folder of more than one, its table, if any, no CSV."""
    corpus = Path(corpus).resolve()
    table = table_of(corpus)
    return corpus.is_dir() and (table is None or table.suffix != ".csv") and size(corpus) > CHUNK_BYTES


def metadata(corpus: Path | str) -> pd.DataFrame:
    """Metadata of the articles of a large corpus, index `article_id`, without ids that came twice and copies.

    Articles that may be copies of one another (`corpora.duplicates.band_hashes`) are read to see whether they
    are; the others are not. Warns of what is left out, as `helpers.load_articles` does, and like it raises
    ValueError if nothing is left.
    """
    report = Report()
    check_lexicons(Path(corpus), report)
    articles = engine.metadata(corpus)
    if articles.empty:
        raise CorpusError(f"{corpus}: no article can be used; the warning says why")
    twice = articles.index[articles.index.duplicated()].unique()
    for article_id in twice:
        report.add(f"article {article_id}", "several articles have this id", "none is used: rename them")
    articles = articles.drop(index=twice)
    bands = engine.tabulate(corpus, functools.partial(band_hashes, threshold=NEAR)).set_index("article_id")
    alike = bands.index[bands.apply(lambda band: band.duplicated(keep=False)).any(axis=1)]
    maybe = read(corpus, articles, articles.index[articles.index.isin(alike)])
    copies = maybe.index.difference(report_near_duplicates(maybe, report).index)
    if report.problems:
        warnings.warn(f"{corpus}: {len(report.problems)} problems\n{report}", CorpusWarning, stacklevel=3)
    return articles.drop(index=copies)


def table(
    corpus: Path | str, articles: pd.DataFrame, function: Function, **arguments: object
) -> pd.DataFrame:
    """Apply a function of articles to all of them.

    Parameters
    ----------
    corpus : Path
        Where the articles are.
    articles : DataFrame
        As `helpers.open_articles` gives them, in any order.
    function : callable
        As for `methods.corpora.engine.tabulate`.
    **arguments
        Further arguments of the function.

    Returns
    -------
    DataFrame
        What the function gives, in the order of `articles`.
    """
    work = functools.partial(function, **arguments)
    if "text" in articles:
        return work(articles)
    found = engine.tabulate(corpus, work)
    found = found[found["article_id"].isin(articles.index)]
    return found.iloc[articles.index.get_indexer(found["article_id"]).argsort(kind="stable")]


def sizes(corpus: Path | str, articles: pd.DataFrame) -> pd.DataFrame:
    """Characters, tokens, sentences and paragraphs of each article: `methods.text.spans.measure`."""
    if "text" in articles:
        return spans.measure(articles)
    return table(corpus, articles, spans.measure).set_index("article_id")


def read(corpus: Path | str, articles: pd.DataFrame, article_ids: Iterable[str]) -> pd.DataFrame:
    """Give some of the articles with their `raw` and `text`, in the order of their ids."""
    some = articles.loc[list(article_ids)]
    return some if "text" in articles else some.join(engine.read(corpus, some.index))
