"""How fast is the whole chain, from files to the counts of each article's words?

    python benchmarks/chain.py [articles]

The plain loop of a typical notebook (read, regular expressions, OpenCC, `jieba.lcut`, a Counter per article)
against `count_matrix`, repair, cache and start-up included, with one process and with two; nothing is kept from
run to run. Counts are compared by checksum. `cpu_seconds` are what the processors worked, which other people's
work on the same machine disturbs less than `seconds`. Writes `chain.csv`.
"""

import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import dask
import numpy as np
import opencc
from made import checksum, make, megabytes, write
from scipy.sparse import csr_array

from methods.corpora.word_matrix import Counts, count_matrix
from methods.text.words import is_counted, tokenizer


def plain(corpus: Path) -> dict[str, Counter[str]]:
    """The loop as it is usually written; jieba has our user words."""
    jieba, converter = tokenizer(), opencc.OpenCC("t2s")
    counts = {}
    for path in sorted((corpus / "articles").glob("*.txt")):
        text = re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
        text = converter.convert(re.sub(r"[ \t\u3000]+", " ", text))
        counts[path.stem] = Counter(jieba.lcut(text))
    return counts


def matrix(counts: dict[str, Counter[str]]) -> Counts:
    """The loop's counts in the form of ours."""
    words = sorted({word for row in counts.values() for word in row if is_counted(word)})
    number = {word: i for i, word in enumerate(words)}
    rows = [sorted((number[word], n) for word, n in row.items() if word in number) for row in counts.values()]
    cells = np.array([cell for row in rows for cell in row])
    bounds = np.cumsum([0, *map(len, rows)])
    return Counts(
        csr_array((cells[:, 1], cells[:, 0], bounds), shape=(len(rows), len(words))), words, list(counts)
    )


def main(number: int) -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        make(corpus, number)
        size = megabytes(corpus)
        ways = {
            "plain loop": ({}, lambda: plain(corpus)),
            "one process": ({"scheduler": "sync"}, lambda: count_matrix(corpus)),
            "two processes": ({"num_workers": 2}, lambda: count_matrix(corpus)),
        }
        tokenizer()
        for name, (settings, count) in ways.items():
            shutil.rmtree(corpus / ".cache", ignore_errors=True)
            with dask.config.set(settings):
                start, before = time.perf_counter(), sum(os.times()[:4])
                counts = count()
                seconds, cpu = time.perf_counter() - start, sum(os.times()[:4]) - before
            counts = matrix(counts) if isinstance(counts, dict) else counts
            rows.append(
                {
                    "way": name,
                    "articles": number,
                    "megabytes": size,
                    "seconds": seconds,
                    "mb_per_s": size / seconds,
                }
                | {"ratio": (rows[0]["seconds"] if rows else seconds) / seconds, "cpu_seconds": cpu}
                | {"tokens": int(counts.counts.sum()), "checksum": checksum(counts)}
            )
    write("chain", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
