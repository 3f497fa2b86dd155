"""Document-term tables for R, SPSS and other programs that read tables."""

from collections.abc import Iterable

import pandas as pd

from methods.measures.counts import count_terms, count_words
from methods.measures.rates import count_matrix
from methods.text.spans import token_totals

LEFT_OUT = ["raw", "text", "sha256", "file"]


def document_terms(
    articles: pd.DataFrame, terms: Iterable[str] | None = None, least: int = 2
) -> pd.DataFrame:
    """Return the counts of words, or of some terms, in each article, after its metadata.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`, and metadata.
    terms : iterable of str, optional
        Strings to count; by default all words of the segmentation.
    least : int
        Minimum number of hits of a word in all articles; does not apply to `terms`.

    Returns
    -------
    DataFrame
        One row per article: `article_id`, the metadata, `tokens`, then one column per word or term, the most
        frequent first. A word with the name of a column of the metadata becomes ``word_…``.
    """
    if terms is None:
        counts = count_words(articles)
        matrix = count_matrix(counts, articles)
        matrix = matrix.loc[:, matrix.sum() >= least]
    else:
        listed = pd.DataFrame({"term": list(dict.fromkeys(terms))}, dtype="str")
        matrix = count_matrix(count_terms(articles, listed)[["article_id", "term", "count"]], articles)
        matrix = matrix.reindex(columns=listed["term"], fill_value=0)
    matrix = matrix[matrix.sum().sort_values(ascending=False, kind="stable").index]
    about = articles.drop(columns=LEFT_OUT, errors="ignore").dropna(axis="columns", how="all")
    about = about.assign(tokens=token_totals(articles))
    taken = {"article_id", *about.columns}
    matrix = matrix.rename(columns=lambda word: f"word_{word}" if word in taken else word)
    return pd.concat([about, matrix], axis=1).rename_axis("article_id").reset_index()
