"""How many of the hand-labelled mentions of places `find_places` finds, and how many it makes out to be.

The labels (tests/mentions/places/*.csv): one row per mention, with its context around it and the mention in square
brackets; a row without a mention is a text that names no place.

- articles: every mention in the five articles.
- dev: sentences written for this, from many provinces and with every trap known; rules were tuned on them.
- heldout: more such sentences, written and labelled before the rules saw them, by the same hand. They were
  scored once before anything was changed; one fault that they showed (a short form that is both a
  prefecture's and its county's, 新疆喀什) was mended after that, and no other.

What counts as a mention: a name of a province, prefecture or county, full or short, with what follows it
unbroken down to the community; a new area; a place below the county if the same text gives its county. Not:
persons, streets, rivers, formulas (枫桥经验), poetic and one-character names, countries.

Found means that a mention starts where a labelled one does; right means that, besides, its province,
prefecture, county and ambiguity are as labelled. `plain` is what a gazetteer does alone: longest match of
every full name and short form, parents joined with their children, the likeliest meaning, no context.

Run ``python benchmarks/places.py``; it writes benchmarks/places.csv.
"""

import platform
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from methods.files.gazetteer import names
from methods.mentions.place_names import chain, likeliest, scan
from methods.mentions.places import COLUMNS, find_places

ROOT = Path(__file__).resolve().parent.parent
FIELDS = ["province", "prefecture", "county"]


def read_labels(name: str) -> pd.DataFrame:
    """Labels of one set, as they stand in its file."""
    table = pd.read_csv(
        ROOT / "tests" / "mentions" / "places" / f"{name}.csv", dtype="str", keep_default_na=False
    )
    return table.assign(ambiguous=table["ambiguous"] == "1")


def locate(labels: pd.DataFrame, texts: pd.Series | None) -> tuple[pd.Series, pd.DataFrame]:
    """Texts of a set, and its labels with their ``start`` in them; -1 for a context that its text lacks."""
    plain = labels["context"].str.replace(r"[\[\]]", "", regex=True)
    if texts is None:
        texts = plain.groupby(labels["text_id"]).first()
    offset = [texts[i].find(context) for i, context in zip(labels["text_id"], plain, strict=True)]
    start = pd.Series(offset, labels.index) + labels["context"].str.find("[")
    return texts, labels.assign(start=start.where(pd.Series(offset, labels.index) >= 0, -1))


def find_plain(text: str) -> pd.DataFrame:
    """Longest match alone, as a baseline: every name counts wherever it stands."""
    rows = []
    for mention in chain(scan(text, set(range(len(text) + 1)), names())):
        units = likeliest(mention.name, mention.units)
        fields = [field or None for field in units[0][:3]]
        rows.append((text[mention.start : mention.end], mention.start, *fields, "subject", len(units)))
    return pd.DataFrame(rows, columns=COLUMNS)


def compare(texts: pd.Series, labels: pd.DataFrame, find: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Found and labelled mentions side by side, with ``labelled, found, right, exact, role_right``."""
    found = pd.concat([find(text).assign(text_id=text_id) for text_id, text in texts.items()])
    labels = labels[(labels["mention"] != "") & (labels["start"] >= 0)]
    both = labels.merge(found, on=["text_id", "start"], how="outer", suffixes=("", "_found"), indicator=True)
    hit = both["_merge"] == "both"
    same = [both[field] == both[f"{field}_found"].fillna("") for field in FIELDS]
    ambiguous = (both["candidates"] != 1) == both["ambiguous"].eq(True)
    return both.assign(
        labelled=both["_merge"] != "right_only",
        found=both["_merge"] != "left_only",
        right=hit & same[0] & same[1] & same[2] & ambiguous,
        exact=hit & (both["mention"] == both["mention_found"]),
        role_right=hit & (both["role"] == both["role_found"]),
    )


def score(pairs: pd.DataFrame) -> pd.DataFrame:
    """Shares with 95 % Wilson intervals: ``measure, value, low, high, n``; `n` is the number of mentions."""
    hits = pairs[pairs["labelled"] & pairs["found"]]
    shares = {
        "precision": pairs.loc[pairs["found"], "labelled"],
        "recall": pairs.loc[pairs["labelled"], "found"],
        "precision, division right": pairs.loc[pairs["found"], "right"],
        "recall, division right": pairs.loc[pairs["labelled"], "right"],
        "exact characters, of those found": hits["exact"],
        "role, of those found": hits["role_right"],
    }
    shares |= {f"role, of those labelled {role}": right for role, right in hits.groupby("role")["role_right"]}
    rows = [
        (name, s.mean(), *proportion_confint(s.sum(), len(s), method="wilson"), len(s))
        for name, s in shares.items()
    ]
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "n"])


def speed(text: str) -> float:
    """Megabytes of UTF-8 a second of processor time."""
    find_places(text)
    start = time.process_time()
    find_places(text)
    return len(text.encode()) / (time.process_time() - start) / 1e6


def main() -> None:
    from helpers import load_articles

    articles = load_articles()["text"]
    tables = []
    for name in ("articles", "dev", "heldout"):
        texts, labels = locate(read_labels(name), articles if name == "articles" else None)
        for method, find in (("find_places", find_places), ("plain", find_plain)):
            tables.append(score(compare(texts, labels, find)).assign(set=name, method=method))
            if method == "find_places":
                missing = int(((labels["start"] < 0) & (labels["mention"] != "")).sum())
                print(f"{name}: {len(texts)} texts, labels not in the text: {missing}")
    table = pd.concat(tables, ignore_index=True)
    rate = speed("\n".join(articles) * 20)
    table.loc[len(table)] = [
        "megabytes a processor second",
        rate,
        None,
        None,
        1,
        "articles, 20 times",
        "find_places",
    ]
    table = table[(table["method"] == "find_places") | ~table["measure"].str.startswith("role")]
    table = table.assign(machine=platform.machine(), python=platform.python_version())
    print(table.drop(columns=["machine", "python"]).to_string(index=False, float_format="%.3f"))
    first = ["set", "method", "measure"]
    table = table[first + [column for column in table.columns if column not in first]]
    table.to_csv(ROOT / "benchmarks" / "places.csv", index=False, float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    main()
