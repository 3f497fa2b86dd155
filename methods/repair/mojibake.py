"""Restore text that was read in the wrong encoding, if the result is certain.

The kinds are: UTF-8 or GBK read as Latin-1 (or Windows-1252), or GBK read in part as UTF-8; UTF-8 read as GBK
or Big5; Big5 read as GBK; HTML entities, also escaped twice or without their ``&``; and U+FFFD read as GBK
(锟斤拷), which cannot be restored. A stretch is restored if its bytes are valid in the other encoding, decode
to common Chinese, and give what was found when they are misread again. If bytes are lost, it is flagged and
left as it is.

Sources: the Encoding Standard (encoding.spec.whatwg.org) for what Windows-1252 and GBK decoders do; GB 2312
for the characters that are common (its first level, lead bytes B0 to D7).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html.entities import html5

import opencc

from methods.repair.ledger import Change
from methods.repair.tags import WHOLE_TAG, is_markup

#: The characters of the bytes 80 to 9F in Windows-1252; browsers read the five that it lacks as controls.
WINDOWS = {ord(bytes((byte,)).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0xA0)}
HIGH = "\u0080-\u00ff" + "".join(map(chr, WINDOWS))
#: Characters with two bytes in UTF-8, which may also be a pair in GBK.
TWO = "\u0100-\u07ff"
#: Eight of these characters in a row do not occur in any language that uses them.
MISREAD = re.compile(rf"[{HIGH}{TWO}]{{8}}")
#: One of them, at which a longer search begins.
ONE = re.compile(f"[{HIGH}{TWO}]")
STRETCH = re.compile(rf"[{HIGH}{TWO}][{HIGH}{TWO}\x21-\x7e ]*[{HIGH}{TWO}]")
#: Least share of them that must be Latin.
LATIN, SHARE = re.compile(f"[{HIGH}]"), 0.5
#: U+FFFD in UTF-8, read as GBK.
LOST = re.compile("(?:锟斤拷)+|(?:錕斤拷)+")
#: The beginnings of 中, ， and 工 in UTF-8 read as Big5; 不, 有 and 是 in Big5 read as GBK.
UTF8_AS_BIG5, BIG5_AS_GBK = "銝嚗撌", "ぃΤ琌"
#: The first two bytes of 的, 。 and ， in UTF-8 read as GBK, which are rare in text that was read correctly.
UTF8_AS_GBK = "鐨銆锛"
WIDE = re.compile(r"[^\x00-\x7f]{3,}")
#: A character's number from an entity that lost its ampersand; after some signs it would be a colour.
NUMBER = r"#(160|183|82(?:1[1-9]|2[0-9]|30)|12288|(?:19|[23]\d)\d{3});"
BARE = re.compile(rf"(?<![&A-Za-z0-9_:=\"'(#\s-]){NUMBER}")
BETWEEN = re.compile(rf"[\u4e00-\u9fff]{NUMBER}[\u4e00-\u9fff]")
#: An ampersand, also one that was escaped again and again.
AND = r"&(?:(?:amp|#38|#x26);)*"
ENTITY = re.compile(rf"{AND}(?:#\d{{2,7}}|#[xX][0-9a-fA-F]{{2,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")
#: What may be a tag that was escaped.
ESCAPED = re.compile(rf"{AND}lt;((?:(?!{AND}[lg]t;)[^<>])*){AND}gt;")
URL = re.compile(r"[a-zA-Z]+://[^\s\u3000-\uffef]*")
#: A text about such subjects may mean the entity itself; the name of a file (.html) is no subject.
ON_HTML = re.compile(
    r"(?<![\w./-])x?html(?!\w)|(?<!\w)entit(?:y|ies)(?!\w)|字符[实實][体體]|字元實體|"
    r"[实實][体體](?:字[符元]|[编編][码碼]|引用)|[转轉][义義]|字符引用|代[码碼]",
    re.ASCII | re.IGNORECASE,
)
#: Least share of common characters in the Chinese of a stretch, and its least number of distinct ones.
COMMON, SHORTEST = 0.9, 4


def changes(raw: str) -> Iterator[Change]:
    """Yield the changes that restore misread stretches and HTML entities of a text, or flag them.

    Parameters
    ----------
    raw
        Any text.

    Yields
    ------
    Change
        None for text that was read correctly. The kind names the damage. The status is ``proven`` if the
        bytes allow no other reading, and ``flagged`` if some are lost.

    Examples
    --------
    >>> [change.after for change in changes("ÖÐ¹úÉç»áÖÎÀí")]
    ['中国社会治理']
    """
    if not raw.isascii():
        if _is_misread(raw):
            yield from _stretches(STRETCH.finditer(raw), _latin_bytes, ("utf-8", "gbk"), "Latin-1")
        if any(char in raw for char in UTF8_AS_GBK):
            yield from _stretches(WIDE.finditer(raw), _gbk_bytes, ("utf-8",), "GBK")
        if sum(char in raw for char in BIG5_AS_GBK) > 1:
            yield from _stretches(WIDE.finditer(raw), _gbk_bytes, ("big5",), "GBK")
        if sum(char in raw for char in UTF8_AS_BIG5) > 1:
            yield from _stretches(WIDE.finditer(raw), _big5_bytes, ("utf-8",), "Big5")
        if "斤拷" in raw:
            yield from (Change(*lost.span(), lost[0], "lost text", "flagged") for lost in LOST.finditer(raw))
    if "&" in raw or "#" in raw:
        yield from entities(raw)


def _is_misread(raw: str) -> bool:
    """Return whether `MISREAD` occurs; of eight characters in a row, one is at every eighth place."""
    hits = ONE.finditer(raw[7::8])
    return any(MISREAD.search(raw, 8 * hit.start(), 8 * hit.end() + 7) for hit in hits)


def entities(raw: str) -> Iterator[Change]:
    """Yield the HTML entities of a text outside URLs; flagged if they may be what the author shows.

    In a page's own source, with its tags, every entity is an escape, and an escaped tag is shown to readers:
    it stays escaped, since it would be removed as markup. Without tags, a text on HTML may show entities.
    """
    found = [entity for entity in ENTITY.finditer(raw) if _is_entity(_inner(entity[0]))] if "&" in raw else []
    bare = list(BARE.finditer(raw)) if "#" in raw else []
    found += bare if len(bare) > 1 or any(BETWEEN.match(raw, one.start() - 1) for one in bare) else []
    if not found:
        return
    addresses = {place for url in URL.finditer(raw) for place in range(*url.span())}
    is_source = "<" in raw and WHOLE_TAG.search(raw) is not None
    is_meant = not is_source and ON_HTML.search(raw) is not None
    shown = _shown(raw) if is_source else set()
    for entity in found:
        if entity.start() not in addresses:
            is_kept = is_meant or entity.start() in shown
            after, status = (entity[0], "flagged") if is_kept else (_decoded(entity), "proven")
            yield Change(*entity.span(), after, "HTML entity", status)


def _shown(raw: str) -> set[int]:
    """Return the places within escaped tags."""
    tags = (found for found in ESCAPED.finditer(raw) if is_markup(f"<{html.unescape(found[1])}>"))
    return {place for found in tags for place in range(*found.span())}


def _inner(text: str) -> str:
    """Return an entity without repeated escapes: ``&nbsp;`` for ``&amp;nbsp;``."""
    return re.sub(f"^{AND}(?=.)", "&", text)


def _decoded(entity: re.Match[str]) -> str:
    """Return the character of an entity."""
    return chr(int(entity[1])) if entity.re is BARE else html.unescape(_inner(entity[0]))


def _is_entity(text: str) -> bool:
    """Return whether this is an entity; `html.unescape` would also convert ``&not`` in ``&notice;``."""
    return text[1:] in html5 if text[1] != "#" else html.unescape(text) != text


def _stretches(
    stretches: Iterable[re.Match[str]],
    encode: Callable[[str], bytes],
    encodings: Iterable[str],
    name: str,
) -> Iterator[Change]:
    """Yield the change of each misread stretch."""
    for stretch in stretches:
        data = encode(stretch[0])
        for encoding in encodings:
            kind = f"{encoding.upper()} read as {name}"
            text = _decode(data, encoding, "strict")
            if _is_common(text) and text.encode(encoding) == data and "\ufffd" not in stretch[0]:
                yield Change(*stretch.span(), text, kind)
                break
            if encoding != "gbk" and _is_common(_decode(data, encoding, "ignore")):
                yield Change(*stretch.span(), stretch[0], kind, "flagged")
                break


def _decode(data: bytes, encoding: str, errors: str) -> str:
    """Return the text of some bytes; empty if they cannot be decoded."""
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError:
        return ""


def _latin_bytes(text: str) -> bytes:
    """Return the bytes that were read as Latin-1 or Windows-1252, and in part as UTF-8; empty if few were."""
    if len(LATIN.findall(text)) < SHARE * sum(char > "\x7f" for char in text):
        return b""
    codes = [(WINDOWS.get(ord(char), ord(char)), char) for char in text]
    return b"".join(bytes((code,)) if code < 256 else char.encode() for code, char in codes)


def _big5_bytes(text: str) -> bytes:
    """Return the bytes that were read as Big5, as far as they are known."""
    return text.replace("\ufffd", "").encode("cp950", "ignore")


def _gbk_bytes(text: str) -> bytes:
    """Return the bytes that were read as GBK, as far as they are known."""
    return text.replace("\ufffd", "").encode("gb18030", "ignore")


@cache
def _simple() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _is_common(text: str) -> bool:
    """Return whether a text is Chinese with several distinct characters, nearly all of them common."""
    text = _simple().convert(text)
    chinese = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    common = [char for char in chinese if b"\xb0" <= char.encode("gb2312", "replace")[:1] <= b"\xd7"]
    other = sum(char > "\x7f" for char in text) - len(chinese)
    return len(set(chinese)) >= SHORTEST and len(common) >= COMMON * len(chinese) and other <= len(chinese)
