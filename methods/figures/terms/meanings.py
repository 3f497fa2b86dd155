"""What a coded term means, in one sentence."""

import pandas as pd

from methods.figures.exhibit import Sentence, counted, listing


def meanings_finding(coded: pd.DataFrame, term: str) -> Sentence:
    """Return how often a term has which meaning, or what file would tell.

    Parameters
    ----------
    coded : DataFrame
        As `methods.measures.meanings.attach_meanings` returns it.
    term : str
    """
    meanings = coded.loc[coded["meaning"] != "", "meaning"].str.replace("_", " ").value_counts()
    if coded.empty:
        return Sentence("{term} does not occur.", {"term": term})
    if meanings.empty:
        return Sentence(
            "A coding by hand beside articles/ (article_id, hit, meaning), such as fengqiao.csv, would say "
            "what {term} means at each of its {hits}.",
            {"term": term, "hits": counted(len(coded), "hit")},
        )
    return Sentence(
        "**Of {hits} of {term}, {coded} are coded**: {meanings}.",
        {"hits": counted(len(coded), "hit"), "term": term, "coded": int(meanings.sum()),
         "meanings": listing(f"{meaning} {n}" for meaning, n in meanings.items())},
    )  # fmt: skip
