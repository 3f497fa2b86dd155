"""How fast is `tokenize`, called as notebooks call it, beside jieba?

    python benchmarks/segmentation.py [megabytes]

Both cut the same texts into lists of strings, with the project's terms as user words: paragraph by paragraph, and
articles of eight. They take turns, five times, and the least time of the processor counts, which other people's
work on the same machine disturbs least. Writes `segmentation.csv`.
"""

import hashlib
import sys
import time
from collections.abc import Callable

import numpy as np
from made import paragraphs, write

from methods.text.words import tokenize, tokenizer


def measure(cut: Callable[[str], list[str]], texts: list[str]) -> tuple[float, str, int]:
    """Seconds of the processor, a hash of all tokens, and their number."""
    start = time.process_time()
    tokens = [cut(text) for text in texts]
    seconds = time.process_time() - start
    whole = hashlib.sha256("\0".join("\1".join(row) for row in tokens).encode())
    return seconds, whole.hexdigest()[:16], sum(map(len, tokens))


def compare(unit: str, texts: list[str]) -> list[dict]:
    """Rows of the table for some texts."""
    ways = {"jieba 0.42.1": tokenizer().lcut, "tokenize": tokenize}
    for cut in ways.values():
        measure(cut, texts[:20])
    runs = {name: [] for name in ways}
    for _ in range(5):
        for name, cut in ways.items():
            runs[name].append(measure(cut, texts))
    best = {name: min(run) for name, run in runs.items()}
    slow, megabytes = best["jieba 0.42.1"][0], sum(len(text.encode()) for text in texts) / 1e6
    return [
        {
            "unit": unit,
            "way": name,
            "megabytes": megabytes,
            "seconds": seconds,
            "mb_per_s": megabytes / seconds,
        }
        | {"ratio": slow / seconds, "tokens": tokens, "checksum": checksum}
        for name, (seconds, checksum, tokens) in best.items()
    ]


def main(size: float) -> None:
    lines = paragraphs()
    lines = lines[: np.searchsorted(np.cumsum([len(line.encode()) / 1e6 for line in lines]), size)]
    articles = ["\n".join(lines[i : i + 8]) for i in range(0, len(lines), 8)]
    write("segmentation", compare("paragraph", lines) + compare("article", articles))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3)
