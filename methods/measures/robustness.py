"""Sensitivity of counts to segmentation: what the lexicon makes of a term is no finding about the articles.

A term in the lexicon becomes one token, so putting it there raises its count as a token. Its count as a plain
string depends on no segmentation at all; what lies between the two shows how far segmentation decides.
"""

import itertools
from collections import Counter
from pathlib import Path

import pandas as pd

from methods.text.occurrences import find_terms
from methods.text.words import LEXICON, tokenize


def compare_segmentations(
    articles: pd.DataFrame, terms: pd.DataFrame, lexicon: Path | None = LEXICON
) -> pd.DataFrame:
    """Count terms with the lexicon, without it, and as plain strings.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`; `text`.
    terms : DataFrame
        Column `term`.
    lexicon : Path or None
        User words of the segmentation.

    Returns
    -------
    DataFrame
        One row an article and term that stands in it: article_id, term, substring (wherever the string
        stands), with_lexicon and without_lexicon (as one token), at_edges (without the lexicon, hits that
        begin and end where tokens do: the term is there as words, if not as one; the rest cuts words in
        two).
    """
    hits = find_terms(articles, terms)
    rows = []
    for article_id, part in hits.groupby("article_id", sort=False):
        text = articles.at[article_id, "text"]
        known, plain = tokenize(text, lexicon), tokenize(text, None)
        with_lexicon, without = Counter(known), Counter(plain)
        edges = {0, *itertools.accumulate(map(len, plain))}
        whole = part[part["start"].isin(edges) & part["end"].isin(edges)]["term"].value_counts()
        for term, count in part["term"].value_counts(sort=False).items():
            rows.append((article_id, term, count, with_lexicon[term], without[term], int(whole.get(term, 0))))
    columns = ["article_id", "term", "substring", "with_lexicon", "without_lexicon", "at_edges"]
    return pd.DataFrame(rows, columns=columns)
