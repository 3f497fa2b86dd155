"""Text that was read in the wrong encoding, as far as it can be undone with certainty.

Three kinds: UTF-8 or GBK read as Latin-1 (or Windows-1252), UTF-8 read as GBK, and HTML entities. A stretch
is put right where its bytes are valid in the other encoding, come to common Chinese, and give what was found
when they are misread again; where bytes are lost it is flagged and left as it is.

Sources: the Encoding Standard (encoding.spec.whatwg.org) for what Windows-1252 and GBK decoders do; GB 2312
for the characters that are common (its first level, lead bytes B0 to D7).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from html.entities import html5

from methods.repair.ledger import Change

#: What Windows-1252 reads in the bytes 80 to 9F; in the five that it lacks browsers read controls.
WINDOWS = {ord(bytes((byte,)).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0xA0)}
HIGH = "\u0080-\u00ff" + "".join(map(chr, WINDOWS))
#: Eight such characters in a row stand in no language that is written with them.
MISREAD = re.compile(rf"[{HIGH}]{{8}}")
STRETCH = re.compile(rf"[{HIGH}][{HIGH}\x21-\x7e ]*[{HIGH}]")
#: What the first two bytes of 的, 。 and ， are as GBK: rare in a text that was rightly read.
UTF8_AS_GBK = "鐨銆锛"
WIDE = re.compile(r"[^\x00-\x7f]{3,}")
ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,31});")
URL = re.compile(r"[a-zA-Z]+://[^\s\u3000-\uffef]*")
#: A text that speaks of such things may mean the entity itself.
ON_HTML = re.compile(r"html|entit|实体|實體|转义|轉義|字符引用|代码|代碼", re.I)
#: How much of a stretch must be common Chinese, and of how many characters at least.
COMMON, SHORTEST = 0.9, 4


def changes(raw: str) -> Iterator[Change]:
    """Yield what puts misread stretches and HTML entities of a text right, or flags them.

    Parameters
    ----------
    raw
        Any text.

    Yields
    ------
    Change
        Nothing for text that was read rightly. The kind names the damage; the status is ``proven`` where the
        bytes allow no other reading, ``flagged`` where some are lost.

    Examples
    --------
    >>> [change.after for change in changes("ÖÐ¹úÉç»áÖÎÀí")]
    ['中国社会治理']
    """
    if not raw.isascii():
        if MISREAD.search(raw):
            yield from _stretches(STRETCH.finditer(raw), _windows_bytes, ("utf-8", "gbk"), "Latin-1")
        if any(char in raw for char in UTF8_AS_GBK):
            yield from _stretches(WIDE.finditer(raw), _gbk_bytes, ("utf-8",), "GBK")
    if "&" in raw:
        yield from entities(raw)


def entities(raw: str) -> Iterator[Change]:
    """Yield the HTML entities of a text, outside addresses; flagged where the text may speak of them."""
    found = [entity for entity in ENTITY.finditer(raw) if _is_entity(entity[0])]
    if not found:
        return
    addresses = {place for url in URL.finditer(raw) for place in range(*url.span())}
    is_meant = ON_HTML.search(raw) is not None
    for entity in found:
        if entity.start() not in addresses:
            after, status = (entity[0], "flagged") if is_meant else (html.unescape(entity[0]), "proven")
            yield Change(*entity.span(), after, "HTML entity", status)


def _is_entity(text: str) -> bool:
    """Tell whether this is an entity; `html.unescape` would also take ``&not`` out of ``&notice;``."""
    return text[1:] in html5 if text[1] != "#" else html.unescape(text) != text


def _stretches(
    stretches: Iterable[re.Match[str]],
    encode: Callable[[str], bytes],
    encodings: Iterable[str],
    name: str,
) -> Iterator[Change]:
    """Yield the change of every stretch that was misread."""
    for stretch in stretches:
        data = encode(stretch[0])
        for encoding in encodings:
            kind = f"{encoding.upper()} read as {name}"
            text = _decode(data, encoding, "strict")
            if _is_common(text) and text.encode(encoding) == data and "\ufffd" not in stretch[0]:
                yield Change(*stretch.span(), text, kind)
                break
            if _is_common(_decode(data, encoding, "ignore")) and encoding == "utf-8":
                yield Change(*stretch.span(), stretch[0], kind, "flagged")
                break


def _decode(data: bytes, encoding: str, errors: str) -> str:
    """Decode bytes; empty if they cannot be."""
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError:
        return ""


def _windows_bytes(text: str) -> bytes:
    """Return the bytes that were read as Latin-1 or Windows-1252; none if there are none."""
    codes = [WINDOWS.get(ord(char), ord(char)) for char in text]
    return bytes(codes) if max(codes) < 256 else b""


def _gbk_bytes(text: str) -> bytes:
    """Return the bytes that were read as GBK, as far as they are known."""
    return text.replace("\ufffd", "").encode("gb18030", "ignore")


def _is_common(text: str) -> bool:
    """Tell whether a text is Chinese, of several characters, nearly all of them common."""
    chinese = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    common = [char for char in chinese if b"\xb0" <= char.encode("gb2312", "replace")[:1] <= b"\xd7"]
    other = sum(char > "\x7f" for char in text) - len(chinese)
    return len(set(chinese)) >= SHORTEST and len(common) >= COMMON * len(chinese) and other <= len(chinese)
