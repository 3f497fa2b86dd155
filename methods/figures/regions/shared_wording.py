"""The wording that articles share, as tables and sentences; there is no figure."""

from collections.abc import Iterable

import pandas as pd

from methods.corpora.columns import Columns, article_names
from methods.figures.exhibit import Sentence, counted, listing

SHOWN = 60  # maximum characters of a passage in a sentence
#: Relations of an earlier text whose wording an article may have taken over.
EARLIER = ("source", "template", "parent course", "same lecturer")


def mark_formulas(shared: pd.DataFrame, formulas: Iterable[str]) -> pd.DataFrame:
    """Return shared passages with `formula`: the tracked formulas in each, joined by 、."""
    known = list(formulas)
    held = {text: "、".join(term for term in known if term in text) for text in shared["text_a"].unique()}
    return shared.assign(formula=shared["text_a"].map(held).astype("str"))


def shared_finding(shared: pd.DataFrame, articles: int, of: int, shortest: int) -> Sentence | None:
    """Return how much wording is shared; None for a single article.

    Parameters
    ----------
    shared : DataFrame
        As `mark_formulas` returns it, with private persons masked and with the names of the articles: see
        `methods.figures.tables.with_names`.
    articles, of : int
        Number of articles compared, and of all articles.
    shortest : int
        Minimum characters of a passage.
    """
    if articles < 2:
        return None
    facts = {
        "n": len(shared),
        "shortest": shortest,
        "articles": counted(articles, "article") + (f" (a random sample of {of:,})" if articles < of else ""),
    }
    if shared.empty:
        return Sentence(
            "**No passage of {shortest} characters or more is shared by two of {articles}.**", facts
        )
    top = shared.iloc[0]
    facts |= {name: top[name] for name in ("length", "article_a", "article_b")}
    facts |= {name: top[name][:SHOWN] for name in ("text_a", "text_b")}
    facts["formulaic"] = int((shared["formula"] != "").sum()) or "none"
    facts["passages"] = counted(len(shared), "passage")
    return Sentence(
        "Shared by two of {articles}: {passages} of {shortest} characters or more, {formulaic} of them with "
        "a tracked formula. The longest ({length} characters in common): **{text_a}** "
        "({article_a}) and **{text_b}** ({article_b}).",
        facts,
    )


def within_finding(shared: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return how often two articles that share a passage are of one column; None if columns are articles."""
    pairs = shared[["article_a", "article_b"]].apply(lambda ids: ids.map(columns.of)).dropna()
    sizes, total = columns.sizes, columns.sizes.sum()
    if columns.kind == "article" or len(sizes) < 2 or pairs.empty:
        return None
    return Sentence(
        "{within:.0%} of the passages are shared by two articles of the same {noun}; {chance:.0%} of all "
        "pairs of articles have the same {noun}.",
        {
            "within": (pairs["article_a"] == pairs["article_b"]).mean(),
            "chance": (sizes * (sizes - 1)).sum() / (total * (total - 1)),
            "noun": columns.noun,
        },
    )


def reused_finding(parallels: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return which articles share wording with an earlier text on record, or how many if they are many.

    Parameters
    ----------
    parallels : DataFrame
        ``parallels.csv`` as read: `article_id, relation, outlet, document, date, shares`.
    columns : Columns
    """
    known = parallels.reindex(columns=["article_id", "relation", "outlet", "document", "date", "shares"])
    known = known[known["relation"].isin(EARLIER) & known["shares"].notna()]
    known = known[known["article_id"].isin(columns.of.index)]
    if known.empty:
        return None
    where = known["outlet"].fillna(known["document"]).fillna("another text")
    texts = where + known["date"].map(" {}".format).where(known["date"].notna(), "")
    each = texts.groupby(known["article_id"], sort=False).agg(", ".join)
    told = each if columns.kind == "article" else each[:0]
    named = [f"{columns.labels[one]} ({texts})" for one, texts in told.items()]
    return Sentence(
        "**{articles} wording with an earlier text that {they} not name**{named}.",
        {
            "articles": counted(len(each), "article shares", "articles share"),
            "they": "it does" if len(each) == 1 else "they do",
            "named": f": {'; '.join(named)}" * bool(named),
        },
    )


def parallels_finding(parallels: pd.DataFrame, sample: pd.DataFrame) -> Sentence | None:
    """Return the strings that parallel texts have and the article lacks; None if no parallel text is known.

    Parameters
    ----------
    parallels : DataFrame
        ``parallels.csv`` as read: `article_id, outlet, document, relation, has` (strings joined by ``|``).
    sample : DataFrame
        Articles with `text`, and with `label` if they have labels.

    Raises
    ------
    ValueError
        If an article has a string that the table says it lacks; the message names both.
    """
    if parallels.empty:
        return None
    parts, outlets = [], parallels["outlet"].fillna(parallels["document"]).fillna("another text")
    names = article_names(sample)
    same = parallels.assign(outlet=outlets)[parallels["relation"] == "same event"]
    for row in same.dropna(subset="has").itertuples():
        has = row.has.split("|")
        text = sample["text"].get(row.article_id, "")
        if there := [string for string in has if string in text]:
            raise ValueError(f"parallels.csv: article {row.article_id} has {there[0]}: correct the row")
        lacks = f"{names.get(row.article_id, row.article_id)} lacks"
        parts.append(f"{row.outlet} has words that {lacks}: {listing(has)}")
    kinds = [f"{kind} {n}" for kind, n in parallels["relation"].value_counts().items()]
    said = Sentence(
        "We know {texts}: {kinds}.",
        {"texts": counted(len(parallels), "related text"), "kinds": listing(kinds)},
    )
    if not parts:
        return said
    return said + Sentence("On the same event, **{parts}**.", {"parts": listing(parts, by="; ")})
