"""Voices: persons and groups by level, once per article, by whether they are quoted, reported or named."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from methods.files.lexicons import columns_of
from methods.measures.rates import INTERVAL_ARTICLES

LEVELS = ("national", "province", "prefecture", "county", "township", "community", "not said", "a group")
MODES = ("quoted", "reported", "named")
GROUP = r"(?:大家|(?:学员|居民|村民|群众|干部|民警|党员|代表|师生|网友)们?)$"


def is_group(names: pd.Series) -> pd.Series:
    """Return whether each name is a word for a group (学员们) rather than a person."""
    return names.str.match(GROUP)


def voices(people: pd.DataFrame) -> pd.DataFrame:
    """Return each person once per article, with the strongest mode of any mention.

    Parameters
    ----------
    people : DataFrame
        As `methods.mentions.people.actors_table` returns them.

    Returns
    -------
    DataFrame
        The columns of `people`, one row per article and name: the first mention that is quoted, else
        reported, else named; `level` is the highest of any mention, ``not said``, or ``a group``.
    """
    level = people["level"].replace("", "not said").mask(is_group(people["name"]), "a group")
    ranks = level.map({name: rank for rank, name in enumerate(LEVELS)})
    highest = ranks.groupby([people["article_id"], people["name"]]).transform("min")
    done = people["mode"].map({mode: rank for rank, mode in enumerate(MODES)})
    table = people.assign(level=highest.map(dict(enumerate(LEVELS))).astype("str"))
    table = table.iloc[done.argsort(kind="stable")]
    return table.drop_duplicates(["article_id", "name"])


def who_speaks(known: pd.DataFrame, people: pd.DataFrame, sample: pd.DataFrame) -> pd.DataFrame:
    """Return the voices that were coded, or those that the rules find if there are none.

    Parameters
    ----------
    known : DataFrame
        ``speakers.csv`` as `methods.files.lexicons.read_lexicon` returns it; empty if the corpus has none.
    people : DataFrame
        As `methods.mentions.people.actors_table` returns them.
    sample : DataFrame
        Articles with `text`, in which the persons are located.

    Returns
    -------
    DataFrame
        As `voices` returns it; `start` and `end` are those of the name or, if it is not next to the post, of
        the post, and zero if the article is not in the sample.

    Raises
    ------
    ValueError
        If a kind is not one of `MODES`.
    """
    if known.empty:
        return voices(people)
    if wrong := sorted(set(known["kind"].astype("str")) - set(MODES)):
        raise ValueError(f"speakers.csv: kind {', '.join(wrong)}: write {', '.join(MODES)}")
    texts = known["article_id"].map(sample["text"])
    spans = [_span(*row) for row in zip(texts, known["words"], known["person"], strict=True)]
    read = [name for name in columns_of("speakers") if name != "words"]
    table = known[read].rename(columns={"person": "name", "kind": "mode"})
    for name in ("post", "system", "level"):
        table[name] = table[name].fillna("").astype("str")
    level = (
        table["level"].where(table["level"].isin(LEVELS), "not said").mask(table["who"] == "group", "a group")
    )
    ends = pd.DataFrame(spans, table.index, ["start", "end"])
    private = table["private"].astype("str").str.lower() == "true"
    return table.assign(level=level, private=private, chain=table["post"], place_words="").join(ends)


def _span(text: object, words: object, name: object) -> tuple[int, int]:
    """Return the span of a person's name if it is next to the post, else that of the post, else zeros."""
    first = str(words).split("|")[0]
    at = text.find(first) if isinstance(text, str) else -1
    if at < 0:
        return 0, 0
    inside = first.find(str(name))
    return (at + inside, at + inside + len(str(name))) if inside >= 0 else (at, at + len(first))


def by_level(voices: pd.DataFrame, of: pd.Series, names: tuple[object, ...]) -> pd.DataFrame:
    """Count voices by level.

    Parameters
    ----------
    voices : DataFrame
        As `voices` returns them.
    of : Series
        The group of each article of the corpus.
    names : tuple
        The groups with a column of their own.

    Returns
    -------
    DataFrame
        Index `level`, all of `LEVELS`; `quoted, reported, named` (persons), `articles_with_speaker`,
        `articles` (of the corpus), `share_low, share_high`, the Wilson interval of the share of articles with
        a speaker (95 %; missing for fewer than ten articles), and a column per group with the persons quoted
        or reported there.
    """
    modes = pd.crosstab(voices["level"], voices["mode"]).reindex(
        index=list(LEVELS), columns=list(MODES), fill_value=0
    )
    spoke = voices[voices["mode"] != "named"]
    with_speaker = spoke.groupby("level")["article_id"].nunique().reindex(list(LEVELS), fill_value=0)
    table = modes.assign(articles_with_speaker=with_speaker, articles=len(of))
    low, high = proportion_confint(with_speaker, len(of), method="wilson")
    ends = np.column_stack([low, high]) if len(of) >= INTERVAL_ARTICLES else np.nan
    table[["share_low", "share_high"]] = ends
    groups = pd.crosstab(spoke["level"], spoke["article_id"].map(of))
    groups = groups.reindex(index=list(LEVELS), columns=list(names), fill_value=0)
    return table.join(groups).rename_axis("level")


def by_system(voices: pd.DataFrame) -> pd.DataFrame:
    """Count voices by system: index `system`, columns `quoted, reported, named`; the most quoted first."""
    table = pd.crosstab(voices["system"].replace("", "not said"), voices["mode"])
    table = table.reindex(columns=list(MODES), fill_value=0).rename_axis(columns=None)
    return table.sort_values("quoted", ascending=False, kind="stable")


def passages(voices: pd.DataFrame, articles: pd.DataFrame, width: int = 20) -> pd.DataFrame:
    """Return the persons in some articles with the text around the name; private persons are only counted.

    Parameters
    ----------
    voices : DataFrame
        As `voices` returns them; groups are left out.
    articles : DataFrame
        Articles with `text`; persons in other articles are left out.
    width : int
        Characters on each side.

    Returns
    -------
    DataFrame
        `article_id, post, system, level, name, mode, context`, in the order of the texts; the private persons
        of an article with one system, level and mode share a row, with their number for a name.
    """
    here = voices[voices["article_id"].isin(articles.index) & (voices["level"] != "a group")]
    order = here["article_id"].map({key: n for n, key in enumerate(articles.index)})
    here = here.iloc[np.lexsort((here["start"], order))]
    around = [
        articles.at[key, "text"][max(start - width, 0) : end + width]
        for key, start, end in here[["article_id", "start", "end"]].itertuples(index=False)
    ]
    here = here.assign(
        post=here["place_words"] + here["post"], context=pd.Series(around, here.index, dtype="str")
    )
    alike = ["article_id", "system", "level", "mode"]
    private = here[here["private"]]
    number = private.groupby(alike)["name"].transform("size").map(lambda n: f"{n} not shown")
    hidden = private.assign(name=number, post="", context="").drop_duplicates(alike)
    shown = pd.concat([here[~here["private"]], hidden]).loc[
        lambda rows: here.index[here.index.isin(rows.index)]
    ]
    columns = ["article_id", "post", "system", "level", "name", "mode", "context"]
    return shown[columns].reset_index(drop=True)
