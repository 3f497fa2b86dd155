"""The meanings of a term, coded for each hit, next to its concordance."""

import pandas as pd


def attach_meanings(lines: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    """Return a concordance with the meaning of each hit.

    Parameters
    ----------
    lines : DataFrame
        A concordance of the coded term (`helpers.concordance`), in the order of the text.
    coding : DataFrame
        Columns `article_id, hit` (the number of the hit in the article, from 1) and `meaning`; may be empty.

    Returns
    -------
    DataFrame
        `article_id, left, keyword, right, meaning`; the meaning has spaces for underscores, and is an empty
        string where none is coded.
    """
    known = coding.reindex(columns=["article_id", "hit", "meaning"]).dropna()
    known = known.assign(hit=pd.to_numeric(known["hit"], errors="coerce")).drop_duplicates(
        ["article_id", "hit"]
    )
    hits = lines.assign(hit=lines.groupby("article_id", sort=False).cumcount() + 1)
    coded = hits.merge(known.astype({"article_id": "str", "hit": "float"}), "left", on=["article_id", "hit"])
    columns = ["article_id", "left", "keyword", "right", "meaning"]
    words = coded["meaning"].astype("str").fillna("").str.replace("_", " ")
    return coded.assign(meaning=words)[columns]
