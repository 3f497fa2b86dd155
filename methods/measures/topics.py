"""Topics: groups of words that occur in the same documents, found without a codebook.

Non-negative matrix factorisation of TF-IDF (D. Lee & H. S. Seung 1999, Nature 401), started from a singular
value decomposition instead of random numbers (C. Boutsidis & E. Gallopoulos 2008, SVD based initialization,
Pattern Recognition 41(4)). The number of topics is the one whose top words change least when documents are
left out (D. Greene, D. O'Callaghan & P. Cunningham 2014, How many topics? Stability analysis for topic
models, ECML PKDD).
"""

import warnings
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from methods.text.spans import paragraphs
from methods.text.words import is_counted, tokenize

LEAST_ARTICLES = 50  # with fewer articles, paragraphs are the documents
TOP = 10  # words by which topics are compared
DRAWS = {"paragraphs": 10, "articles": 5}  # resamplings; fewer are enough for many articles
KEEP = 0.8  # share of the documents in each resampling


class Topics(NamedTuple):
    """The topics of a corpus and how their number was chosen; no topics if there is too little text.

    Attributes
    ----------
    kind : str
        The kind of document: ``articles`` or ``paragraphs``.
    documents, words : int
        Number of documents and of words.
    stability : DataFrame
        As `topic_stability` returns it.
    top : DataFrame
        As `find_topics` returns it: topic, rank, word, weight.
    shares : DataFrame
        As `find_topics` returns it: a row per document, a column per topic.
    """

    kind: str
    documents: int
    words: int
    stability: pd.DataFrame
    top: pd.DataFrame
    shares: pd.DataFrame

    @property
    def number(self) -> int:
        """The number of topics."""
        return self.shares.shape[1]


class Weights(NamedTuple):
    """TF-IDF of words in documents, with the labels of rows and columns."""

    matrix: sparse.csr_matrix
    documents: pd.Index
    words: np.ndarray


def choose_topics(
    articles: pd.DataFrame,
    stopwords: Collection[str],
    numbers: Iterable[int],
    least: int = 50,
) -> Topics:
    """Find the topics of some articles, with the most stable number of topics.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    stopwords : collection of str
        Words to leave out.
    numbers : iterable of int
        Numbers of topics to try.
    least : int
        Minimum number of documents.

    Returns
    -------
    Topics
        Without topics if there are fewer documents, or too few words that distinguish them.
    """
    texts, kind = documents(articles.sort_index())  # Else the resampling would depend on the order.
    try:
        weights = weigh_words(texts, stopwords) if len(texts) >= least else None
    except ValueError:  # No word is in two documents and not in most.
        weights = None
    rows, columns = weights.matrix.shape if weights else (len(texts), 0)
    # A resampling has the same words, but only some of the documents.
    tried = [number for number in numbers if number < min(round(KEEP * rows), columns)]
    if not tried:
        empty = pd.DataFrame(index=texts.index)
        return Topics(kind, rows, columns, pd.DataFrame(), pd.DataFrame(), empty)
    stability = topic_stability(weights, tried, DRAWS[kind])
    top, shares = find_topics(weights, int(stability.loc[stability["best"], "topics"].iloc[0]))
    return Topics(kind, rows, columns, stability, top, shares)


def spread_themes(topics: Topics, scores: pd.DataFrame, order: Iterable[str]) -> pd.DataFrame:
    """Return how the hits of the codebook in each topic's documents are distributed over themes.

    Parameters
    ----------
    topics : Topics
        As `choose_topics` returns them.
    scores : DataFrame
        article_id, paragraph, theme, count: as `methods.measures.themes.score_paragraphs` returns them.
    order : iterable of str
        The themes, in the order of the codebook.

    Returns
    -------
    DataFrame
        Index the number of the topic, and 0 for all documents; a column per theme with its hits, weighted by
        the share of the topic in each document.
    """
    key = ["article_id"] if topics.kind == "articles" else ["article_id", "paragraph"]
    hits = scores.groupby([*key, "theme"])["count"].sum().unstack("theme", fill_value=0)
    hits = hits.reindex(index=topics.shares.index, columns=list(order), fill_value=0)
    spread = topics.shares.fillna(0).to_numpy().T @ hits.to_numpy()
    table = pd.DataFrame([*spread, hits.sum().to_numpy()], [*topics.shares.columns, 0], hits.columns)
    return table.astype(float)


def documents(articles: pd.DataFrame) -> tuple[pd.Series, str]:
    """Return the texts to find topics in: articles if there are at least fifty, otherwise paragraphs.

    Paragraphs of the same article are not an independent sample: topics found in them describe only these
    articles.

    Returns
    -------
    Series of str
        Indexed by article_id, or by article_id and paragraph (from 1).
    str
        ``articles`` or ``paragraphs``.
    """
    if len(articles) >= LEAST_ARTICLES:
        return articles["text"], "articles"
    parts = {
        (article_id, number): text
        for article_id, whole in articles["text"].items()
        for number, text in enumerate(paragraphs(whole)["text"], 1)
    }
    index = pd.MultiIndex.from_tuples(list(parts), names=["article_id", "paragraph"])
    return pd.Series(list(parts.values()), index, name="text", dtype="str"), "paragraphs"


def weigh_words(
    texts: pd.Series, stopwords: Collection[str] = (), least: int = 2, most: float = 0.5, words: int = 3000
) -> Weights:
    """Return TF-IDF of the words of each text, without words of a single character.

    Parameters
    ----------
    texts : Series of str
        As `documents` returns them.
    stopwords : collection of str
        Words to leave out.
    least, most : int, float
        Words in fewer texts, or in a larger share of them, are left out: they do not distinguish topics.
    words : int
        Maximum number of words; the most frequent ones are kept.

    Raises
    ------
    ValueError
        If no word is left.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    stop = set(stopwords)

    def analyse(text: str) -> list[str]:
        return [word for word in tokenize(text) if len(word) > 1 and is_counted(word) and word not in stop]

    vectorizer = TfidfVectorizer(
        analyzer=analyse, min_df=least, max_df=most, max_features=words, sublinear_tf=True
    )
    try:
        matrix = vectorizer.fit_transform(texts)
    except ValueError as error:
        raise ValueError(f"{len(texts)} texts have no words in common to find topics in") from error
    return Weights(matrix, texts.index, vectorizer.get_feature_names_out())


def find_topics(weights: Weights, topics: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find a given number of topics in the documents.

    Parameters
    ----------
    weights : Weights
        As `weigh_words` returns them.
    topics : int
        Number of topics; at most the number of documents and of words.

    Returns
    -------
    DataFrame
        The ten words with the highest weights in each topic: topic (from 1, the largest topic first), rank,
        word, weight.
    DataFrame
        Share of each topic in each document: indexed as the documents, one column per topic. Rows add up to
        1, or are missing if a document has none of the words.
    """
    parts, words = _factorise(weights.matrix, topics)
    order = np.argsort(-parts.sum(axis=0) * words.sum(axis=1), kind="stable")
    rows = [
        (topic, rank, weights.words[word], words[row, word])
        for topic, row in enumerate(order, 1)
        for rank, word in enumerate(_top(words[row]), 1)
    ]
    mass = parts[:, order] * words.sum(axis=1)[order]
    total = mass.sum(axis=1, keepdims=True)
    shares = np.divide(mass, total, out=np.full(mass.shape, np.nan), where=total > 0)
    table = pd.DataFrame(rows, columns=["topic", "rank", "word", "weight"])
    return table, pd.DataFrame(shares, weights.documents, pd.RangeIndex(1, topics + 1, name="topic"))


def topic_stability(weights: Weights, numbers: Iterable[int], draws: int = 10, seed: int = 0) -> pd.DataFrame:
    """Measure how stable topics are if a fifth of the documents is left out, for several numbers of topics.

    Parameters
    ----------
    weights : Weights
        As `weigh_words` returns them.
    numbers : iterable of int
        Numbers of topics to try.
    draws : int
        Number of resamplings.
    seed : int
        Seed of the random numbers.

    Returns
    -------
    DataFrame
        topics, stability (mean over draws of the average Jaccard similarity of the top words of matched
        topics; 1 is no change), low and high (lowest and highest draw), best (bool: the most stable number;
        the smallest one of equals).
    """
    rng, size = np.random.default_rng(seed), round(KEEP * weights.matrix.shape[0])
    samples = [np.sort(rng.permutation(weights.matrix.shape[0])[:size]) for _ in range(draws)]
    rows = []
    for number in numbers:
        whole = [_top(row) for row in _factorise(weights.matrix, number)[1]]
        parts = [[_top(row) for row in _factorise(weights.matrix[sample], number)[1]] for sample in samples]
        scores = [_match(whole, part) for part in parts]
        rows.append((number, np.mean(scores), min(scores), max(scores)))
    table = pd.DataFrame(rows, columns=["topics", "stability", "low", "high"]).sort_values(
        "topics", ignore_index=True
    )
    return table.assign(best=table.index == table["stability"].round(6).idxmax())


def _factorise(matrix: sparse.csr_matrix, topics: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of documents by topics, and of topics by words."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    if not 1 <= topics <= min(matrix.shape):
        raise ValueError(f"{matrix.shape[0]} documents with {matrix.shape[1]} words have no {topics} topics")
    # The decomposition that starts the model is randomised, so it needs a seed.
    model = NMF(topics, init="nndsvd", max_iter=1000, tol=1e-4, random_state=0)
    # Threads are slower on small matrices, and sums of floats depend on their number. If the model stopped at
    # a looser bound, processors of two kinds would rank words differently.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit_transform(matrix), model.components_


def _top(row: np.ndarray) -> list[int]:
    """Return the numbers of the words with the highest weights in a topic, without those near zero."""
    least = row.max() / 100
    return [int(word) for word in np.argsort(-row, kind="stable")[:TOP] if row[word] > least]


def _match(one: list[list[int]], other: list[list[int]]) -> float:
    """Return the mean similarity of two lists of topics under the best one-to-one matching."""
    likeness = np.array([[_average_jaccard(a, b) for b in other] for a in one])
    rows, columns = linear_sum_assignment(-likeness)
    return float(likeness[rows, columns].mean())


def _average_jaccard(one: list[int], other: list[int]) -> float:
    """Return the Jaccard similarity of two ranked lists, averaged over the depths from one word to all."""
    depths = range(1, max(len(one), len(other), 1) + 1)
    pairs = [(set(one[:depth]), set(other[:depth])) for depth in depths]
    return float(np.mean([len(a & b) / len(a | b) if a | b else 1.0 for a, b in pairs]))
