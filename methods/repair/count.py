"""Count the words of clean prose, and build a table of bigrams from the counts.

``python -m methods.repair.count CORPUS`` counts the undamaged sentences of a corpus and writes its
``lexicons/language.npz``, which the repair of that corpus then uses together with the project's table.

Sources: a line is segmented into its likeliest words by unigrams (A. J. Viterbi, IEEE Transactions on
Information Theory 13 (2), 1967). The table leaves out the bigrams that cost the least likelihood (K. Seymore
and R. Rosenfeld, Scalable backoff language models, ICSLP 1996).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numba import njit

from methods.files.atomic import write_atomic
from methods.files.encodings import UndecodableError, decode
from methods.files.escape import spell_out_unprintable
from methods.files.folders import OpeningError, article_files, read_regular, texts_of
from methods.repair.article import repair_text
from methods.repair.bigram_table import LEAST, Table, pack
from methods.repair.bigrams import BREAK, GENERAL, fold_codes, general
from methods.repair.candidates import simplify
from methods.repair.gbk import HALF_WIDTH
from methods.repair.likelihood import LAST, codes, dictionary
from methods.repair.trie import MARK, Words, child

#: Marks as the dictionary of the search has them; blanks are removed.
FOLD = (
    HALF_WIDTH
    | dict(zip(map(ord, "「」『』∶"), "“”‘’:", strict=True))
    | dict.fromkeys(map(ord, " \t\r　\ufeff\u200b"))
)
#: The part of each count that is reserved for unseen words.
DISCOUNT = 0.7
#: A token is a code point, or from this number on a node of the trie.
NODES = LAST + 1
SHIFT = 32
#: Tokens that are counted at once, and most bigrams of a corpus's own table.
PART, KEPT = 4_000_000, 1_000_000
SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]?[”’」』）)]*")


class Counts(NamedTuple):
    """Pairs of neighbouring tokens, as ``before << 32 | after``, ascending, and how often each occurs."""

    pairs: np.ndarray
    counts: np.ndarray


@njit(cache=True)
def _segment(text: np.ndarray, words: Words, tokens: np.ndarray) -> int:
    """Write the likeliest words of a text to `tokens`; return their number."""
    n = text.size
    best, begin, token = np.full(n + 1, -np.inf), np.zeros(n + 1, np.int32), np.zeros(n + 1, np.int64)
    best[0] = 0.0
    for i in range(n):
        code = text[i]
        total = best[i] + words.alone[code]
        if total > best[i + 1]:
            best[i + 1], begin[i + 1], token[i + 1] = total, i, code
        node, end = words.first[code], i + 1
        if words.flags[code] & MARK or code < 128:
            node = 0  # Marks are words of one character.
        while node and end < n:
            node, end = child(words, node, text[end]), end + 1
            if node and best[i] + words.logp[node] > best[end]:
                best[end], begin[end], token[end] = best[i] + words.logp[node], i, NODES + node
    size, end = 0, n
    while end:
        tokens[size], size, end = token[end], size + 1, begin[end]
    tokens[:size] = tokens[:size][::-1].copy()
    return size


def tokens(text: str, words: Words) -> np.ndarray:
    """Return the words of a text: code points, and nodes of the trie from `NODES` on."""
    folded = fold_codes(codes(text.translate(FOLD)))
    found = np.empty(folded.size, np.int64)
    return found[: _segment(folded, words, found)].copy()


def count(found: np.ndarray) -> Counts:
    """Count the pairs of adjacent tokens; a line break precedes the first."""
    pairs = np.append(BREAK, found[:-1]) << SHIFT | found
    return Counts(*np.unique(pairs, return_counts=True))


def table(sources: Mapping[str, tuple[Counts, float]], words: Words, most: int) -> Table:
    """Build a table from the counts of several sources, each with a weight.

    Parameters
    ----------
    sources
        Counts and weight of each source, by name. An occurrence in a source counts as its weight.
    words
        The dictionary with which they were counted.
    most
        Most bigrams that are kept: those that raise the likelihood of the sources most.

    Raises
    ------
    ValueError
        If nothing was counted.
    """
    pairs, where = np.unique(np.concatenate([s.pairs for s, _ in sources.values()]), return_inverse=True)
    if not pairs.size:
        raise ValueError("nothing was counted: there is no undamaged text")
    size = NODES + words.up.size
    before, after = pairs >> SHIFT, pairs & (1 << SHIFT) - 1
    counts = np.bincount(where, np.concatenate([s.counts * weight for s, weight in sources.values()]))
    taken = np.bincount(
        where, np.concatenate([np.full(s.pairs.size, weight) for s, weight in sources.values()])
    )
    taken *= DISCOUNT  # In proportion to each weight, so that no weight makes a singleton certain.
    seen = np.bincount(after, taken, size)
    alone = (1 - GENERAL) * seen / seen.sum() + GENERAL * np.concatenate(general(words))
    totals, left = np.bincount(before, counts, size), np.bincount(before, taken, size)
    by_alone = (left[before] / totals[before]) * alone[after]
    p = (counts - taken) / totals[before] + by_alone
    worth = counts * np.log(p / by_alone)
    kept = np.sort(np.argsort(-worth, kind="stable")[:most])
    before, after, p = before[kept], after[kept], p[kept]
    backoff = (1 - np.bincount(before, p, size)) / (1 - np.bincount(before, alone[after], size))
    tokens = round(sum(s.counts.sum() for s, _ in sources.values()))
    return _table(words, tokens, (before, after, p), np.maximum(backoff, 1e-6), seen / seen.sum())


def _table(
    words: Words,
    tokens: int,
    bigrams: tuple[np.ndarray, np.ndarray, np.ndarray],
    backoff: np.ndarray,
    alone: np.ndarray,
) -> Table:
    """Return a table of some bigrams, with the words numbered from the most frequent on."""
    before, after, p = bigrams
    used = np.union1d(before, after)
    used = used[np.argsort(-alone[used], kind="stable")]
    ids = np.zeros(alone.size, np.int64)
    ids[used] = np.arange(1, used.size + 1)
    order = np.lexsort((ids[after], ids[before]))
    rows = np.bincount(ids[before], minlength=used.size + 1)
    with np.errstate(divide="ignore"):
        logs = [np.log(np.append(1.0, array[used])).astype(np.float32) for array in (backoff, alone)]
    logs[1] = np.maximum(logs[1], LEAST)
    first = np.append(0, np.cumsum(rows))
    second, logp = ids[after][order].astype(np.int32), np.log(p[order]).astype(np.float32)
    return Table([spell(words, int(token)) for token in used], tokens, first, second, logp, *logs)


def spell(words: Words, token: int) -> str:
    """Return the word of a token."""
    if token < NODES:
        return chr(token)
    node, text = token - NODES, ""
    while node:
        text, node = chr(words.chars[node]) + text, int(words.up[node])
    return text


def undamaged(raw: str) -> str:
    """Return the sentences of an article that the repair left unchanged, in Simplified characters.

    A line break replaces each of the others.
    """
    ledger = repair_text(raw)
    changed = np.zeros(len(ledger.text) + 1, bool)
    for row in ledger.steps.itertuples():
        changed[row.new_start : max(row.new_end, row.new_start + 1)] = True
    sentences = (found for found in SENTENCE.finditer(ledger.text) if found[0])
    return simplify("".join("\n" if changed[s.start() : s.end()].any() else s[0] for s in sentences))


def count_all(texts: Iterable[str], words: Words) -> Counts:
    """Count the pairs of adjacent tokens in many texts, in parts; a line break precedes each text."""
    total, some, size = Counts(np.zeros(0, np.int64), np.zeros(0, np.int64)), [], 0
    for text in chain(texts, [None]):
        if text and not text.isspace():
            some.append(tokens(text + "\n", words))
            size += some[-1].size
        if some and (text is None or size > PART):
            total, some, size = add(total, count(np.concatenate(some))), [], 0
    return total


def add(one: Counts, other: Counts) -> Counts:
    """Return the sum of two counts."""
    pairs, where = np.unique(np.concatenate([one.pairs, other.pairs]), return_inverse=True)
    return Counts(pairs, np.bincount(where, np.concatenate([one.counts, other.counts])).astype(np.int64))


def _texts(folder: Path) -> Iterator[str]:
    for name in texts_of(article_files(folder)):
        try:
            text, _ = decode(read_regular(folder / name, within=folder))
        except (OSError, OpeningError, UndecodableError) as error:
            print(f"{folder / name}: skipped, {error}", file=sys.stderr)
            continue
        yield undamaged(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Count a corpus and write its ``lexicons/language.npz``; an existing table is replaced."""
    spell_out_unprintable()
    parser = argparse.ArgumentParser(description="Count the words of a corpus, which improves its repair.")
    parser.add_argument(
        "corpus", type=Path, help="the folder that contains `articles`; the texts in it are counted"
    )
    corpus = parser.parse_args(arguments).corpus
    words = dictionary()
    try:
        made = table({"corpus": (count_all(_texts(corpus / "articles"), words), 1)}, words, KEPT)
    except ValueError as error:
        parser.error(f"{corpus / 'articles'}: {error}")
    path = corpus / "lexicons/language.npz"
    write_atomic(path, pack(made))
    print(f"{path}: {made.second.size:,} bigrams of {made.tokens:,} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
