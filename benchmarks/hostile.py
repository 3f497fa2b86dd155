"""Hostile input for the fuzzer, with a seed: texts, bytes and tables that have broken such programs before."""

import csv
import io
import json
import random

import pandas as pd

import helpers
from methods.files.encodings import decode

LONG = 100_000  # Bytes.
GOOD = "社区党组织书记参加了培训。大家认真听课，收获很大，表示要把学到的东西用到工作中去。"
DAMAGED = "網(wǎng)絡(luò)時代的網(wǎng)絡(luò)與學(xué)習(xí),經(jīng)濟。學(xué)習(xí)經(jīng)濟。\n"
PIECES = [
    *("網(wǎng)", "絡(luò)", "(wǎng)", "?shù)", "?shù)孽r明", "擔(dān)當(dāng)?shù)孽r明的", "?,的", "?!", "?、", "?", "????", "?数?據"),
    *("(", ")", "（", "）", "((", "()", "[", "{", "“", "”", "《", "》", "【來源:", "】", "編輯:", "(記者 王)", "记者 张三 ", "通讯员", "记者"),
    *("<", ">", "<p>", "</p", "<br/>", "<script>", "</script>", "<a href='javascript:x'>", "<img src=x onerror=x>"),
    *("<!--", "]]>", "<p " + "a" * 30, "&lt;", "&#x202e;", "&#0;", "&#xd800;", "&#1114112;", "&", "&amp;nbsp;"),
    *("\u202e", "\u202c", "\u2066", "\u200f", "\u200b", "\u200d", "\ufe0f", "\U000e0001", "\u061c", "\xad"),
    *("\0", "\x07", "\x1b[31m", "\x1b]8;;x\x07", "\r", "\r\n", "\n", "\n\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"),
    *("𠮷", "\U0001f600", "\U0010ffff", "\U0002f800", "\ue000", "\uf8ff", "\U000f0000", "\ufffe", "\ufeff", "\ufffd"),
    *("e\u0301", "\u0301" * 9, "\u3099", "\ufdfa", "\u1ec7", "ſ", "İ", "㋿", "\u0f77", "각", "ŉ", "ﬃ", "㍿"),
    *("ÖÐ¹úÉç»áÖÎÀí", "ä¸\xad", "ç»\x8f", "Ã©", "锟斤拷", "鐨", "鐨勭ぞ浼氭不鐞", "锛", "銆", "鈥"),
    *("=cmd()", "+1", "-2", "@a", '"', "'", "\\", ",", ";", "\t", " ", "\u3000", "\xa0", "../", "%s", "$x$"),
    *("的", "一", "著", "着", "乾", "後", "臺", "陜", "裏", "髮", "枫桥经验", "政法", "基层", "平安", "0", "12", "A"),
    *("浙江省", "杭州市", "龙华区", "浙江", "朝阳", "东津新区", "。东津新区", "东城街道", "某某社区", "、", "，", "。"),
    *("2024年2月31日", "1.5", "。”", "！", "？", "：", "……", "——", "ab", "Zhe", "é", "\u0130i", "ａ", "：“"),
]  # fmt: skip
ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "big5",
    "big5hkscs",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
]
BYTES = [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x81", b"\xff", b"\x80\x80", b"\x81\x30\x81", b"\0", b"\xed\xa0\x80",
         b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xa1\xa1", b"\xfe\xfe", b"\x00\xd8", b'"', b"\n", b",", b"{", b"\\ud800"]  # fmt: skip
RAW = [decode(path.read_bytes())[0] for path in sorted((helpers.ROOT / "corpus/articles").glob("*.txt"))]


def any_text(rng: random.Random) -> str:
    """Pieces, runs of a piece, stretches of articles and any characters, on some damaged text or not."""
    parts = [DAMAGED] if rng.random() < 0.5 else []
    for _ in range(rng.randint(0, 12)):
        kind, article = rng.random(), rng.choice(RAW)
        start = rng.randrange(len(article))
        if kind < 0.7:
            parts.append(rng.choice(PIECES) * (rng.randint(2, 9) if kind < 0.1 else 1))
        elif kind < 0.9:
            parts.append(article[start : start + rng.randint(1, 40)])
        elif not 0xD800 <= (code := rng.randrange(rng.choice([0x100, 0x3000, 0x110000]))) < 0xE000:
            parts.append(chr(code))  # Half characters are no text; only JSON can bring them.
    rng.shuffle(parts)
    return "".join(parts)


def long_text(rng: random.Random) -> str:
    """Some pieces over and over, or any text, up to 100 kB."""
    start = rng.choice(["", DAMAGED])
    unit = "".join(rng.choices(PIECES, k=rng.choice([1, 1, 2, 3]))) if rng.random() < 0.8 else any_text(rng)
    unit = unit or "("
    return start + unit * ((LONG - len(start.encode())) // len(unit.encode()))


def any_bytes(rng: random.Random, text: str) -> bytes:
    """Encode a text somehow, and overwrite some bytes or none."""
    return mutated(rng, text.encode(rng.choice(ENCODINGS), "ignore"))


def mutated(rng: random.Random, data: bytes) -> bytes:
    """Overwrite, insert, cut out: some bytes, or none."""
    for _ in range(rng.choice([0, 0, 1, 1, 2, 9])):
        at = rng.randint(0, len(data))
        piece = rng.choice([*BYTES, bytes([rng.randrange(256)]), b""])
        data = data[:at] + piece + data[at + rng.choice([0, len(piece), len(piece), 1, 50]) :]
    return data


def table(kind: str, texts: list[str]) -> bytes:
    """A table as its writers write it."""
    rows = [("good", GOOD), *((f"x{i}", text) for i, text in enumerate(texts))]
    if kind == "jsonl":  # In which half a character can be written, as other tables cannot.
        rows[1:] = [(i, f"{raw}\ud800" if len(raw) % 9 == 0 else raw) for i, raw in rows[1:]]
        return "\n".join(json.dumps({"article_id": i, "raw": raw}) for i, raw in rows).encode()
    file = io.StringIO(newline="") if kind == "csv" else io.BytesIO()
    if kind == "csv":
        csv.writer(file).writerows([("article_id", "raw"), *rows])
        return file.getvalue().encode()
    pd.DataFrame(rows, columns=["article_id", "raw"]).to_parquet(file)
    return file.getvalue()
