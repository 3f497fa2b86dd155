"""The meanings of a coded term, as a sentence."""

import pandas as pd

from methods.figures.exhibit import Sentence, counted, listing


def meanings_finding(coded: pd.DataFrame, term: str) -> Sentence:
    """Return how often a term has each meaning, or which file is needed to know.

    Parameters
    ----------
    coded : DataFrame
        As `methods.measures.meanings.attach_meanings` returns it.
    term : str
    """
    meanings = coded.loc[coded["meaning"] != "", "meaning"].value_counts()
    if coded.empty:
        return Sentence("{term} does not occur.", {"term": term})
    if meanings.empty:
        return Sentence(
            "What {term} means at each of its {hits} is not known without a coding next to articles/ "
            "(article_id, hit, meaning), such as fengqiao.csv.",
            {"term": term, "hits": counted(len(coded), "hit")},
        )
    return Sentence(
        "**{hits} of {term}{coded}**: {meanings}.",
        {"hits": counted(len(coded), "hit"), "term": term,
         "coded": "" if meanings.sum() == len(coded) else f", {int(meanings.sum()):,} of them coded",
         "meanings": listing(f"{meaning} {n}" for meaning, n in meanings.items())},
    )  # fmt: skip
