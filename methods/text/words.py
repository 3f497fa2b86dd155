"""Words: exactly jieba's, with the project's terms as user words, cut by rjieba, its port to Rust.

rjieba has jieba's dictionary and model; where its tokens may differ all the same, `text.recut` cuts.

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
    """User words of a lexicon, in its order, each with its frequency (None: jieba computes one).

    Parameters
    ----------
    lexicon : Path or None
        A CSV file with a column `term` and, if wanted, a column `freq` of whole numbers from 1 to
        999999999999. Without a file there are no user words.

    Raises
    ------
    ValueError
        If the file cannot be opened (see `methods.files.folders.open_regular`), or leads out of the corpus in
        whose ``lexicons/`` it lies; if it has no column `term`, or a frequency is not such a number.
    """
    if lexicon is None or not Path(lexicon).exists():
        return ()
    try:
        text, _ = decode(read_regular(lexicon, Path(lexicon).parent.parent))
    except UndecodableError as error:
        raise ValueError(f"{lexicon}: {error}") from None
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    if "term" not in (rows.fieldnames or ()):
        raise ValueError(f"{lexicon}: its first line names no column `term`")
    # A line with too many cells is malformed: `helpers.load_articles` names it.
    whole = [(rows.line_num, row) for row in rows if None not in row]
    words = [((row["term"] or "").strip(), (row.get("freq") or "").strip()) for _, row in whole]
    for (line, _), (word, freq) in zip(whole, words, strict=True):
        if freq and not re.fullmatch(r"0*[1-9][0-9]{0,11}", freq):
            what = f"the frequency of {word} is {freq}, not a whole number from 1 to 999999999999"
            raise ValueError(f"{lexicon}, line {line}: {what}; correct it, or leave it empty")
    return tuple((word, int(freq) if freq else None) for word, freq in words if word)


def segmenter(lexicon: Path | None = LEXICON) -> "Segmenter":
    """The segmenter with a lexicon's terms as user words; the same one as long as the terms are the same."""
    if lexicon is None:
        return _segmenter(())
    try:
        found = os.stat(lexicon)  # noqa: PTH116 (half the time of Path.stat, once a paragraph)
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
    """A jieba tokenizer of our own with a lexicon's terms as user words."""
    return segmenter(lexicon).jieba


def tokenize(text: str, lexicon: Path | None = LEXICON) -> list[str]:
    """Tokens of a text, in order; joined they give the text back."""
    return segmenter(lexicon).tokens(text)


@functools.cache
def _dictionary() -> tuple[dict[str, int], int]:
    """Frequencies of jieba's words, and of what only begins one, and their total; to be copied."""
    with warnings.catch_warnings(action="ignore"):  # About jieba's own source, nothing a reader could mend.
        import jieba
    plain = jieba.Tokenizer()
    # Not initialize(): that reads a cache in the shared temporary folder, which anyone may have written.
    return plain.gen_pfdict(plain.get_dict_file())


class Segmenter:
    """jieba's tokens with user words, and their counts.

    Parameters
    ----------
    words : tuple of (str, int or None)
        User words with frequencies, as `user_words` reads them.
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
        """The same in Rust, with the frequencies that jieba works out, which rjieba would round otherwise."""
        import rjieba

        own = rjieba.Jieba()
        if not self.words:
            return own
        before, total = _dictionary()
        for word in {word for word, _ in self.words if BLOCK.fullmatch(word)}:  # No other is ever looked up.
            own.add_word(word, self.jieba.FREQ[word], "")
            total += self.jieba.FREQ[word] - before.get(word, 0)
        # jieba adds up also the frequencies that it replaces; NUL, which is in no block, makes up for that.
        own.add_word("\0", self.jieba.total - total, "")
        return own

    def tokens(self, text: str, hmm: bool = True) -> list[str]:
        """Tokens of a text, as `jieba.Tokenizer.lcut(text, HMM=hmm)` cuts it, but in linear time."""
        with contextlib.suppress(UnicodeEncodeError):  # A surrogate, which only Python can spell.
            tokens = self.rjieba.cut(text, hmm)
            if not (_forced() or self._kinds.may_differ(tokens) if hmm else RARE.search(text)):
                return tokens
        tokens = []
        for i, piece in enumerate(
            RARE.split(text)
        ):  # jieba leaves each character of every second piece single.
            tokens += piece if i % 2 else self._recut(piece) if hmm else self.rjieba.cut(piece, False)
        return tokens

    def _recut(self, text: str) -> list[str]:
        """Tokens of a text, by jieba's own way in each block in which rjieba may have others."""
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
        """Count the types that count for rates in each text: `count_types` of their tokens."""
        return count_types(map(self.tokens, texts))


def _forced() -> bool:
    """Return whether someone in this process has told jieba to split words, of which rjieba does not know."""
    return bool(getattr(sys.modules.get("jieba.finalseg"), "Force_Split_Words", ()))


def count_types(lists: Iterable[list[str]]) -> tuple["csr_array", list[str]]:
    """Count the types that count for rates in each list of tokens.

    Returns
    -------
    (csr_array, list of str)
        Counts, texts x types (int32), and the types in the order in which they first occur.
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
