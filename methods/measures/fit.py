"""Whether a list of terms that was made for other texts says anything about these.

A codebook for reports on officials finds 平安 in a novel, and 网格 in a recipe. A handful of such hits, as
shares or as ranks, looks like a finding. A researcher's own list is always taken as it is.
"""

from pathlib import Path

import pandas as pd

from methods.files.paths import LEXICONS

#: Least hits per 10,000 characters of a shared lexicon. Reports of its kind have 100 to 300 of themes and 50
#: to 100 of formulas; reviews, recipes, novels and blogs less than 3 of themes.
LEAST_RATES = {"themes": 5.0, "terms": 1.0}
#: Least share of the codebook's terms that occur: loan judgements have hardly any but 纠纷 (dispute).
LEAST_SHARE = 0.05


def rate(hits: int, articles: pd.DataFrame) -> float:
    """Return hits per 10,000 characters; `articles` has `characters`."""
    return 1e4 * hits / max(int(articles["characters"].sum()), 1)


def fitting(
    terms: pd.DataFrame, hits: pd.DataFrame, articles: pd.DataFrame, path: Path
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the terms to count with their hits: all, or those without a hit if the list does not fit.

    Parameters
    ----------
    terms : DataFrame
        Its lines, with the column `term`.
    hits : DataFrame
        Its hits in all articles: `term`, and `count` if a row is not one hit.
    articles : DataFrame
        Column characters.
    path : Path
        The file of the list, ``themes.csv`` or ``terms.csv``: a corpus's own always fits.
    """
    number = int(hits["count"].sum()) if "count" in hits else len(hits)
    least = LEAST_SHARE * terms["term"].nunique() if path.stem == "themes" else 0
    fits = rate(number, articles) >= LEAST_RATES[path.stem] and hits["term"].nunique() >= least
    if path.parent != LEXICONS or fits:
        return terms, hits
    return terms[~terms["term"].isin(hits["term"])], hits.head(0)
