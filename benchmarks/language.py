"""Builds the table of word bigrams that the repair uses, and measures how well it foretells unseen text.

Run it from the repository's folder, with the texts that `benchmarks/prose.py` reads in FOLDER:
``python benchmarks/language.py FOLDER``. It writes methods/repair/language.npz and benchmarks/language.csv: bits a
character of texts held back for tuning (1998, 2025) and for measuring (1998, 2026, and some of the everyday prose), by the
number of bigrams kept. Discount and weights were chosen on the texts for tuning, those of everyday prose and the
number on broken runs of real pages.
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
from methods.repair.bigram_table import Table, pack, unpack
from methods.repair.likelihood import dictionary
from methods.repair.trie import MARK, Words

ROOT = Path(__file__).parents[1]
#: What one occurrence is worth: television is much and easy, laws are another language.
WEIGHTS = {"work report": 4, "congress report": 4, "document": 4, "newspaper": 6, "television": 1, "law": 0.1}
#: The same for everyday prose, its share in the mixture, and its bigrams for each of the official ones.
OTHERS = {"encyclopedia": 1, "story": 1.5, "examination": 1, "answer": 0.3}
SHARE, PART = 0.2, 0.4
KEPT = 1_170_000
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


def table(counts: dict[str, count.Counts], words: Words, most: int) -> Table:
    """Return the table of at most about so many bigrams, and two fifths as many of everyday prose."""
    official = {kind: (counts[kind], weight) for kind, weight in WEIGHTS.items()}
    others = {kind: (within(counts[kind], words), weight) for kind, weight in OTHERS.items()}
    tables = (count.table(official, words, most), count.table(others, words, int(most * PART)))
    return bigrams.mix(*(unpack(pack(one)) for one in tables), SHARE)


def within(counts: count.Counts, words: Words) -> count.Counts:
    """Return counts without what follows a mark, and without ends of lines.

    Not all punctuate as carefully as officials and the press, or end a line only with a paragraph.
    """
    is_mark = np.append(words.flags & MARK > 0, np.zeros(words.up.size, bool))
    stays = ~is_mark[counts.pairs >> 32] & (counts.pairs & 0xFFFFFFFF != bigrams.BREAK)
    return count.Counts(counts.pairs[stays], counts.counts[stays])


def main() -> None:
    """Build, measure, and write both down."""
    words = dictionary()
    counts, held = read(Path(sys.argv[1]), words)
    rows = []
    with np.errstate(divide="ignore"):
        alone = np.log2(np.concatenate(bigrams.general(words)))
    for (kind, use), texts in held.items():
        size = sum(size for _, size in texts)
        logp = sum(alone[tokens].sum() for tokens, _ in texts)
        rows.append((0, 0, 0, kind, use, -logp / size, size))
    for most in SIZES:
        data = pack(table(counts, words, most))
        if most == KEPT:
            write_atomic(bigrams.OURS, data)
        found = unpack(data)
        model = bigrams.bind(found, words)
        for (kind, use), texts in held.items():
            logp = sum(total(model, tokens, count.NODES) for tokens, _ in texts)
            size = sum(size for _, size in texts)
            rows.append(
                (found.second.size, len(found.words), len(data), kind, use, -logp / np.log(2) / size, size)
            )
        print(most, *(f"{row[3]} {row[4]} {row[5]:.3f}" for row in rows[-len(held) :]), len(data))
    columns = ["bigrams", "words", "bytes", "kind", "use", "bits_per_character", "characters"]
    pd.DataFrame(rows, columns=columns).to_csv(
        ROOT / "benchmarks/language.csv", index=False, float_format="%.4g"
    )


if __name__ == "__main__":
    main()
