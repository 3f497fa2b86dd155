"""Which encoding a file of Chinese text has, found without ever putting a guess in place of a byte.

Byte-order marks and UTF-8, which proves itself, come first; else charset-normalizer
(https://github.com/jawah/charset_normalizer) chooses among the encodings that Chinese files have.
"""

from __future__ import annotations

import codecs

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: What Chinese files are encoded in, where they are not UTF-8.
CANDIDATES = ["gb18030", "big5", "big5hkscs", "utf_16_le", "utf_16_be"]
#: The most frequent characters of both scripts: a wrong encoding yields few of them.
FREQUENT = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年，。、\n"
)
ENOUGH = 200_000


class UndecodableError(ValueError):
    """A file whose encoding cannot be told, or that breaks the encoding it has."""


def decode(data: bytes) -> tuple[str, str]:
    """Decode a file of Chinese text.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    tuple[str, str]
        The text, and the name of its encoding.

    Raises
    ------
    UndecodableError
        If no encoding fits every byte; the message says where and what to do.
    """
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return _strictly(data, name), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if name := _guess(data):
            return _strictly(data, name), name
        raise UndecodableError(
            f"byte {error.start} is neither UTF-8 nor fits GB 18030, Big5 or UTF-16: save the file as UTF-8"
        ) from None


def _strictly(data: bytes, name: str) -> str:
    """Decode every byte, or say which one does not fit."""
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"byte {error.start} does not fit {name}: save the file as UTF-8") from None


def _guess(data: bytes) -> str | None:
    """Return the encoding that fits every byte and reads most like Chinese; None if none does."""
    from charset_normalizer import from_bytes

    found = [match.encoding for match in from_bytes(data[:ENOUGH], cp_isolation=CANDIDATES)]
    fitting = {}
    for name in [*found, *CANDIDATES]:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        fitting[name] = sum(map(text.count, FREQUENT)) / max(1, len(text))
    best = max(fitting, key=fitting.__getitem__, default=None)
    return best if best and fitting[best] > 0.02 else None
