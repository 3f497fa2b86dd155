"""Words: exactly jieba's, with the project's terms as user words.

jieba itself cuts what is little. What is much is cut by `text.kernel`, jieba's algorithm compiled; the
tests, with jieba as their oracle, find no token that differs. Where numba is missing, jieba cuts everything.

Source: J. Sun, jieba 0.42.1, https://github.com/fxsjy/jieba.
"""

import csv
import functools
import io
import re
import sys
import warnings
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from methods.files.cache import kept_arrays
from methods.files.encodings import UndecodableError, decode
from methods.files.folders import read_regular
from methods.files.paths import LEXICONS

if TYPE_CHECKING:
    import jieba
    from scipy.sparse import csr_array

    from methods.text.kernel import Tables

LEXICON = LEXICONS / "terms.csv"
KERNEL_FROM = 300_000  # Characters: less than these jieba has cut before the kernel has started.
#: jieba's time grows with the square of such a run: 33,000 times one character takes it ten seconds.
LONG_RUN = re.compile("(?<![\u4e00-\u9fd5])[\u4e00-\u9fd5]{3000}")
_COUNTED = re.compile(r"[^\W_]")

UserWords = tuple[tuple[str, int | None], ...]


def is_counted(token: str) -> bool:
    """Whether a token counts for rates: it holds a Chinese character, a letter or a digit."""
    return token.isalnum() or _COUNTED.search(token) is not None


def user_words(lexicon: Path | None = LEXICON) -> UserWords:
    """User words of a lexicon, in its order, each with its frequency (None: jieba computes one).

    Parameters
    ----------
    lexicon : Path or None
        A CSV file with a column `term` and, if wanted, a column `freq` of whole numbers from 1.
        Without a file there are no user words.

    Raises
    ------
    ValueError
        If the file cannot be opened (see `methods.files.folders.open_regular`), or leads out of the corpus in
        whose ``lexicons/`` it lies; if it has no column `term`, or a frequency is not a whole number from 1.
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
        if freq and not re.fullmatch(r"0*[1-9][0-9]*", freq):
            what = f"the frequency of {word} is {freq}, not a whole number from 1"
            raise ValueError(f"{lexicon}, line {line}: {what}; correct it, or leave it empty")
    return tuple((word, int(freq) if freq else None) for word, freq in words if word)


def segmenter(lexicon: Path | None = LEXICON) -> "Segmenter":
    """The segmenter with a lexicon's terms as user words; the same one as long as the terms are the same."""
    found = Path(lexicon).stat() if lexicon is not None and Path(lexicon).exists() else None
    return _read(lexicon, found and (found.st_mtime_ns, found.st_size))


@functools.lru_cache(maxsize=4)
def _read(lexicon: Path | None, stamp: tuple[int, int] | None) -> "Segmenter":
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
        self._characters = 0

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

    def tokens(self, text: str, hmm: bool = True) -> list[str]:
        """Tokens of a text, as `jieba.Tokenizer.lcut(text, HMM=hmm)` gives them."""
        if not self._is_much([text]):
            return self.jieba.lcut(text, HMM=hmm)
        of_token, _, words = self._numbered([text], hmm)
        return np.array(words, object)[of_token].tolist()

    def count(self, texts: Sequence[str]) -> tuple["csr_array", list[str]]:
        """Count the types that count for rates in each text.

        Returns
        -------
        (csr_array, list of str)
            Counts, texts x types (int32), and the types in the order in which they first stand.
        """
        from scipy.sparse import csr_array

        of_token, bounds, words = (self._numbered if self._is_much(texts) else self._spelled)(texts)
        counted = np.fromiter(map(is_counted, words), bool, len(words))
        kept = counted[of_token]
        columns = (np.cumsum(counted, dtype=np.int32) - 1)[of_token[kept]]
        bounds = np.append(0, np.cumsum(kept))[bounds].astype(np.int32)
        ones = np.ones(columns.size, np.int32)
        counts = csr_array((ones, columns, bounds), shape=(len(texts), int(counted.sum()))).tocsc()
        counts.sum_duplicates()  # By column: to sort each row's tokens would take twice the time.
        return counts.tocsr(), [word for word, stays in zip(words, counted, strict=True) if stays]

    def _is_much(self, texts: Sequence[str]) -> bool:
        self._characters += sum(map(len, texts))
        # Words that someone in this process has told jieba to split: only jieba itself knows them.
        forced = getattr(sys.modules.get("jieba.finalseg"), "Force_Split_Words", ())
        is_much = self._characters > KERNEL_FROM or any(map(LONG_RUN.search, texts))
        return is_much and not forced and self._tables is not None

    def _numbered(self, texts: Sequence[str], hmm: bool = True) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """By the kernel: the type of each token, the bounds of the texts in them, and the types."""
        from methods.text import kernel

        text = "\0".join(texts)  # NUL is a token by itself, and none that counts.
        codes = _codes(text)
        ends = kernel.segment(codes, self._tables, hmm)
        of_token, begins, stops = kernel.types(codes, ends)
        bounds = np.searchsorted(ends, np.cumsum([0, *(len(text) + 1 for text in texts)]))
        words = [text[begin:stop] for begin, stop in zip(begins.tolist(), stops.tolist(), strict=True)]
        return of_token, bounds, words

    def _spelled(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """The same by jieba itself."""
        number: dict[str, int] = {}
        tokens = [self.jieba.lcut(text) for text in texts]
        of_token = [number.setdefault(token, len(number)) for row in tokens for token in row]
        return np.array(of_token, np.int32), np.cumsum([0, *map(len, tokens)]), list(number)

    @functools.cached_property
    def _tables(self) -> "Tables | None":
        """What the kernel needs, the last four kept on disk; None without numba or for too many words."""
        if find_spec("numba") is None:
            return None
        from methods.text import kernel

        sources = [Path(module).read_bytes() for module in (__file__, kernel.__file__)]

        def make() -> dict[str, np.ndarray]:
            return kernel.Tables(_kinds(), *_trie(self.jieba), *_model())._asdict()

        try:
            return kernel.Tables(**kept_arrays("tables", (self.words, version("jieba"), sources), make))
        except OverflowError:
            return None


def _codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)


def _kinds() -> np.ndarray:
    from methods.text import kernel

    kinds = np.full(kernel.HAN_LAST + 1, kernel.OTHER, np.int8)
    kinds[[*b"#%&+-._"]] = kernel.SIGN
    kinds[[*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)]] = kernel.LETTER
    kinds[ord("0") : ord("9") + 1] = kernel.DIGIT
    kinds[kernel.HAN_FIRST :] = kernel.HAN
    return kinds


def _trie(tokenizer: "jieba.Tokenizer") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`ranks, cells, weights` of a tokenizer's words; beyond HAN_LAST none is ever looked up."""
    from methods.text import kernel

    words = sorted((word for word in tokenizer.FREQ if max(word) <= chr(kernel.HAN_LAST)), key=len)
    number = {word: i for i, word in enumerate(words, 1)} | {"": 0}
    parents = np.array([number[word[:-1]] for word in words])
    freqs = np.array([tokenizer.FREQ[word] for word in words])
    last = _codes("".join(word[-1] for word in words))
    seen, frequent = np.unique(last), np.argsort(-np.bincount(last, freqs), kind="stable")
    ranks = np.zeros(kernel.HAN_LAST + 1, np.int64)
    ranks[frequent[np.isin(frequent, seen)]] = np.arange(1, seen.size + 1)
    order = np.lexsort((ranks[last], parents, -np.bincount(parents)[parents], [*map(len, words)]))
    place = np.zeros(len(words) + 1, np.int64)
    place[order + 1] = np.arange(1, len(words) + 1)
    parents = place[parents[order]]
    families = np.flatnonzero(np.diff(parents, prepend=-1, append=-1))
    distinct, number_of = np.unique(np.append(freqs[order], 0), return_inverse=True)
    cells = kernel.place(families, parents, ranks[last[order]], number_of[:-1])
    return ranks, cells, np.array([log(freq or 1) - log(tokenizer.total) for freq in distinct.tolist()])


def _model() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`start, step, emit` of jieba's hidden Markov model, with its own number for what it has not seen."""
    from jieba import finalseg

    from methods.text import kernel

    states, low, han = "BEMS", finalseg.MIN_FLOAT, range(kernel.HAN_FIRST, kernel.HAN_LAST + 1)
    start = [finalseg.start_P[state] for state in states]
    step = [[finalseg.trans_P[a].get(b, low) for b in states] for a in states]
    emit = [[finalseg.emit_P[state].get(chr(code), low) for state in states] for code in han]
    return np.array(start), np.array(step), np.array(emit)
