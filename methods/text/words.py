"""Segment text into exactly jieba's words, with the project's terms as user words.

rjieba, a port of jieba to Rust with the same dictionary and model, does the work. `text.recut` cuts where its
tokens may differ from jieba's.

Sources: J. Sun, jieba 0.42.1, https://github.com/fxsjy/jieba; rjieba 0.2.2,
https://github.com/messense/rjieba-py.
"""

import contextlib
import csv
import functools
import io
import os
import re
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from methods.files.encodings import UndecodableError, decode
from methods.files.folders import read_regular
from methods.files.paths import LEXICONS
from methods.text.recut import BLOCK, LINKED, RARE, Kinds, recurs, recut

if TYPE_CHECKING:
    import jieba
    import rjieba
    from scipy.sparse import csr_array

LEXICON = LEXICONS / "terms.csv"
_COUNTED = re.compile(r"[^\W_]")

UserWords = tuple[tuple[str, int | None], ...]


def is_counted(token: str) -> bool:
    """Return whether a token counts for rates: it holds a Chinese character, a letter or a digit."""
    return token.isalnum() or _COUNTED.search(token) is not None


def user_words(lexicon: Path | None = LEXICON) -> UserWords:
    """Return the user words of a lexicon in its order, each with its frequency (None: jieba computes one).

    Parameters
    ----------
    lexicon : Path or None
        A CSV file with a column `term` and an optional column `freq` of whole numbers from 1 to
        999999999999. If it does not exist, there are no user words.

    Raises
    ------
    ValueError
        If the file cannot be opened or decoded, is a link that leads out of the corpus in whose ``lexicons/``
        it lies, has no column `term`, or has a frequency that is not a whole number in that range.
    """
    if lexicon is None or not Path(lexicon).exists():
        return ()
    try:
        text, _ = decode(read_regular(lexicon, Path(lexicon).parent.parent))
    except UndecodableError as error:
        raise ValueError(f"{lexicon}: {error}") from None
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    if "term" not in (rows.fieldnames or ()):
        raise ValueError(f"{lexicon}: its first line lacks the column term: add it")
    # Lines with too many cells are malformed: `helpers.load_articles` reports them.
    whole = [(rows.line_num, row) for row in rows if None not in row]
    words = [((row["term"] or "").strip(), (row.get("freq") or "").strip()) for _, row in whole]
    for (line, _), (word, freq) in zip(whole, words, strict=True):
        if freq and not re.fullmatch(r"0*[1-9][0-9]{0,11}", freq):
            what = f"the frequency of {word} is {freq}, not a whole number from 1 to 999999999999"
            raise ValueError(f"{lexicon}, line {line}: {what}; correct it, or leave it empty")
    return tuple((word, int(freq) if freq else None) for word, freq in words if word)


def segmenter(lexicon: Path | None = LEXICON) -> "Segmenter":
    """Return the segmenter with a lexicon's terms as user words; it is rebuilt only if they change."""
    if lexicon is None:
        return _segmenter(())
    try:
        found = os.stat(lexicon)  # noqa: PTH116 (runs once per paragraph, in half the time of Path.stat)
    except OSError:
        return _segmenter(())
    return _read(lexicon, (found.st_mtime_ns, found.st_size))


@functools.lru_cache(maxsize=4)
def _read(lexicon: Path, stamp: tuple[int, int]) -> "Segmenter":
    return _segmenter(user_words(lexicon))


@functools.lru_cache(maxsize=4)
def _segmenter(words: UserWords) -> "Segmenter":
    return Segmenter(words)


def tokenizer(lexicon: Path | None = LEXICON) -> "jieba.Tokenizer":
    """Return a jieba tokenizer of our own with a lexicon's terms as user words."""
    return segmenter(lexicon).jieba


def tokenize(text: str, lexicon: Path | None = LEXICON) -> list[str]:
    """Return the tokens of a text, in order; joined, they are the text."""
    return segmenter(lexicon).tokens(text)


@functools.cache
def _dictionary() -> tuple[dict[str, int], int]:
    """Return the frequencies of jieba's words and their prefixes, and the total; callers must copy them."""
    with warnings.catch_warnings(action="ignore"):  # They concern jieba's source; no user can act on them.
        import jieba
    plain = jieba.Tokenizer()
    # Not initialize(): it reads a cache in the shared temporary folder, to which any user can write.
    return plain.gen_pfdict(plain.get_dict_file())


class Segmenter:
    """Cuts texts into jieba's tokens with user words, and counts them.

    Parameters
    ----------
    words : tuple of (str, int or None)
        User words with frequencies, as `user_words` returns them.
    """

    def __init__(self, words: UserWords = ()) -> None:  # noqa: D107 (the class says it)
        self.words = words

    @functools.cached_property
    def jieba(self) -> "jieba.Tokenizer":
        """A jieba tokenizer of our own, with our user words."""
        frequencies, total = _dictionary()
        import jieba

        own = jieba.Tokenizer()
        own.FREQ, own.total, own.initialized = frequencies.copy(), total, True
        for word, freq in self.words:
            own.add_word(word, freq)
        return own

    @functools.cached_property
    def rjieba(self) -> "rjieba.Jieba":
        """The same in Rust, with the frequencies that jieba computes, since rjieba rounds differently."""
        import rjieba

        own = rjieba.Jieba()
        if not self.words:
            return own
        before, total = _dictionary()
        for word in {word for word, _ in self.words if BLOCK.fullmatch(word)}:  # No others are looked up.
            own.add_word(word, self.jieba.FREQ[word], "")
            total += self.jieba.FREQ[word] - before.get(word, 0)
        # jieba's total includes the frequencies that it replaces. NUL, which is in no block, adds them here.
        own.add_word("\0", self.jieba.total - total, "")
        return own

    def tokens(self, text: str, hmm: bool = True) -> list[str]:
        """Return the tokens of a text as `jieba.Tokenizer.lcut(text, HMM=hmm)` does, but in linear time."""
        with contextlib.suppress(UnicodeEncodeError):  # Rust has no lone surrogates.
            tokens = self.rjieba.cut(text, hmm)
            if not (_forced() or self._kinds.may_differ(tokens) if hmm else RARE.search(text)):
                return tokens
        tokens = []
        for i, piece in enumerate(RARE.split(text)):
            # Every second piece is rare characters, of which jieba makes single tokens.
            tokens += piece if i % 2 else self._recut(piece) if hmm else self.rjieba.cut(piece, False)
        return tokens

    def _recut(self, text: str) -> list[str]:
        """Return the tokens of a text, cut by jieba's own code in each block in which rjieba may differ."""
        tokens, done, forced = [], 0, _forced()
        for match in BLOCK.finditer(text):
            if forced or LINKED.search(match[0]) or recurs(match[0]):
                tokens += self.rjieba.cut(text[done : match.start()])
                tokens += recut(match[0], self.jieba)
                done = match.end()
        return tokens + self.rjieba.cut(text[done:])

    @functools.cached_property
    def _kinds(self) -> Kinds:
        return Kinds(self.jieba)

    def count(self, texts: Sequence[str]) -> tuple["csr_array", list[str]]:
        """Count the types in each text: see `count_types`."""
        return count_types(map(self.tokens, texts))


def _forced() -> bool:
    """Return whether this process has told jieba to split certain words, which rjieba does not know."""
    return bool(getattr(sys.modules.get("jieba.finalseg"), "Force_Split_Words", ()))


def count_types(lists: Iterable[list[str]]) -> tuple["csr_array", list[str]]:
    """Count the types in each list of tokens, without tokens that do not count for rates.

    Returns
    -------
    (csr_array, list of str)
        Counts, texts x types (int32), and the types in the order of their first occurrence.
    """
    from scipy.sparse import csr_array

    number: defaultdict[str, int] = defaultdict()
    number.default_factory = number.__len__
    rows = [Counter(tokens) for tokens in lists]
    columns = np.array([number[word] for row in rows for word in row], np.int32)
    counts = np.array([n for row in rows for n in row.values()], np.int32)
    bounds = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    counted = np.fromiter(map(is_counted, number), bool, len(number))
    whole = csr_array((counts, columns, bounds), shape=(len(rows), len(number)))
    return whole[:, counted], [word for word, stays in zip(number, counted, strict=True) if stays]
