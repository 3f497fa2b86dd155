"""How fast are jieba's tokens, cut by jieba and cut by the kernel?

    python benchmarks/segmentation.py [megabytes]

Both cut the same texts into lists of strings, with the project's terms as user words, by turns, five times; the
best time counts. Writes `segmentation.csv`.
"""

import hashlib
import sys
import time
from collections.abc import Callable

import numpy as np
from made import paragraphs, write

from methods.text import words as segment
from methods.text.words import segmenter, tokenizer


def measure(cut: Callable[[str], list[str]], texts: list[str]) -> tuple[float, str, int]:
    """Seconds, a hash of all tokens, and their number."""
    start = time.perf_counter()
    tokens = [cut(text) for text in texts]
    seconds = time.perf_counter() - start
    whole = hashlib.sha256("\0".join("\1".join(row) for row in tokens).encode())
    return seconds, whole.hexdigest()[:16], sum(map(len, tokens))


def main(size: float) -> None:
    segment.KERNEL_FROM = 0
    lines = paragraphs()
    texts = ["\n".join(lines[i : i + 8]) for i in range(0, len(lines), 8)]
    sizes = np.cumsum([len(text.encode()) / 1e6 for text in texts])
    texts, megabytes = texts[: np.searchsorted(sizes, size)], min(size, sizes[-1])
    ways = {"jieba 0.42.1": tokenizer().lcut, "kernel": segmenter().tokens}
    for cut in ways.values():
        cut(texts[0])
    runs = {name: [] for name in ways}
    for _ in range(5):
        for name, cut in ways.items():
            runs[name].append(measure(cut, texts))
    best = {name: min(run) for name, run in runs.items()}
    slow = best["jieba 0.42.1"][0]
    write(
        "segmentation",
        [
            {"way": name, "megabytes": megabytes, "seconds": seconds, "mb_per_s": megabytes / seconds}
            | {"ratio": slow / seconds, "tokens": tokens, "checksum": checksum}
            for name, (seconds, checksum, tokens) in best.items()
        ],
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3)
