"""Builds the table of word bigrams that the repair uses, and measures how well it foretells unseen text.

Run it from the repository's folder, with the texts that `benchmarks/prose.py` reads in FOLDER:
``python benchmarks/language.py FOLDER``. It writes methods/repair/language.npz and benchmarks/language.csv: bits a
character of texts held back for tuning (1998, 2025) and for measuring (1998, 2026), by the number of bigrams
kept. Weights, discount and number were chosen on the texts for tuning.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
from numba import njit
from prose import prose

from methods.files.atomic import write_atomic
from methods.repair import bigrams, count
from methods.repair.bigram_table import pack, unpack
from methods.repair.likelihood import dictionary
from methods.repair.trie import Words

ROOT = Path(__file__).parents[1]
#: What one occurrence is worth: television is much and easy, laws are another language.
WEIGHTS = {"work report": 4, "congress report": 4, "document": 4, "newspaper": 6, "television": 1, "law": 0.1}
KEPT = 1_200_000
SIZES = (100_000, 200_000, 400_000, 800_000, KEPT, 10_000_000)


@njit(cache=True)
def total(model: bigrams.Bigrams, tokens: np.ndarray, nodes: int) -> float:
    """Return the log probability of tokens, each after the one before it."""
    sum_, before = 0.0, model.code_ids[10]
    for token in tokens:
        if token < nodes:
            sum_ += bigrams.after_char(model, before, token)
            before = model.code_ids[token]
        else:
            sum_ += bigrams.after_word(model, before, token - nodes)
            before = model.node_ids[token - nodes]
    return sum_


def read(folder: Path, words: Words) -> tuple[dict[str, count.Counts], dict[tuple[str, str], list]]:
    """Return the counts of each kind of text to learn from, and the tokens and sizes of those held back."""
    learnt, held = defaultdict(list), defaultdict(list)
    for document in prose(folder):
        tokens = count.tokens(document.text + "\n", words)
        if document.use == "train":
            learnt[document.kind].append(tokens)
        else:
            held[document.kind, document.use].append((tokens, len(document.text) + 1))
    return {kind: count.count(np.concatenate(some)) for kind, some in learnt.items()}, held


def main() -> None:
    """Build, measure, and write both down."""
    words = dictionary()
    counts, held = read(Path(sys.argv[1]), words)
    sources = {kind: (counts[kind], weight) for kind, weight in WEIGHTS.items()}
    rows = []
    with np.errstate(divide="ignore"):
        alone = np.log2(np.concatenate(bigrams.general(words)))
    for (kind, use), texts in held.items():
        size = sum(size for _, size in texts)
        logp = sum(alone[tokens].sum() for tokens, _ in texts)
        rows.append((0, 0, 0, kind, use, -logp / size, size))
    for most in SIZES:
        data = pack(count.table(sources, words, most))
        if most == KEPT:
            write_atomic(bigrams.OURS, data)
        table = unpack(data)
        model = bigrams.bind(table, words)
        for (kind, use), texts in held.items():
            logp = sum(total(model, tokens, count.NODES) for tokens, _ in texts)
            size = sum(size for _, size in texts)
            rows.append(
                (table.second.size, len(table.words), len(data), kind, use, -logp / np.log(2) / size, size)
            )
        print(most, *(f"{row[3]} {row[4]} {row[5]:.3f}" for row in rows[-len(held) :]), len(data))
    columns = ["bigrams", "words", "bytes", "kind", "use", "bits_per_character", "characters"]
    table = pd.DataFrame(rows, columns=columns)
    table.to_csv(ROOT / "benchmarks/language.csv", index=False, float_format="%.4g")


if __name__ == "__main__":
    main()
