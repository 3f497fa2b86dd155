"""How well and how fast `methods.repair.article` repairs: sentences, proofs, speed, and time against length.

Texts of three kinds that the model of the language was not made of: the newspaper of January 1998 from its 900th
text on, television news of 2026, and work reports of 2026; `benchmarks/prose.py` reads them. Each is damaged as
the wild does it, with a prefix of the common list of random length and cuts at three places in four (every
fourth text has none), in four forms: full or half width, private-use characters kept or dropped. A sentence is
broken if stripping the glosses does not restore it.

Run it from the repository's folder: ``python benchmarks/repair.py FOLDER``, with the folder that `benchmarks/prose.py`
describes. It writes benchmarks/repair.csv.
"""

from __future__ import annotations

import importlib.metadata
import platform
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import cache, partial
from itertools import count, product
from pathlib import Path

import opencc
import pandas as pd
from prose import prose

from methods.repair.article import repair_text
from methods.repair.candidates import LEVEL_1, STAYS
from methods.repair.damage import damage
from methods.repair.gbk import HALF_WIDTH
from methods.repair.ledger import Ledger
from methods.repair.pinyin import GLOSS, common_list

ROOT = Path(__file__).parents[1]
PROVEN = 5000
SEED, SIZE, TEXTS, SHORTEST, CUT = 20260601, 1500, 120, 40, 0.75
KINDS = ("newspaper", "television", "work report")
SENTENCE = re.compile(r"[^。!?;！？；\n]+[。!?;！？；\n]?")
#: Full-width letters and digits, which the newspaper has and the web has not.
NARROW = {ord(char) + 0xFEE0: char for char in map(chr, range(0x30, 0x7B)) if char.isalnum()}
#: Forms that the sites were seen to give.
SEEN = dict(zip("签陕勋墙圣净冲准台着丰挂划几听", "簽陜勛墻圣凈沖準臺著豐掛劃幾聽", strict=True))
TO_TAIWAN = opencc.OpenCC("s2tw").convert
HOSTILE = {
    "a megabyte of ?": "?",
    "of (": "(",
    "of <": "<",
    "of one gloss": "網(wǎng)",
    "of ?shù)": "?shù)",
    "of ?,的": "?,的",
    "of ，": "，",
    "of one gloss behind a letter": ",F(xiàn)",
    "of one torn run": "擔(dān)當(dāng)?shù)孽r明的態(tài)度和堅定的立場，",
}
DAMAGED_START = "網(wǎng)絡(luò)時代的網(wǎng)絡(luò)與學(xué)習(xí),經(jīng)濟。學(xué)習(xí)經(jīng)濟。\n"


@cache
def traditional(char: str) -> str:
    """Return the form that the sites give to a Simplified character, by itself."""
    if char in SEEN:
        return SEEN[char]
    is_both = int.from_bytes(char.encode("cp950", "ignore")) in LEVEL_1
    return char if char in STAYS or is_both else TO_TAIWAN(char)


def texts(folder: Path) -> dict[str, list[str]]:
    """Return the texts of each kind, of at least 1,500 characters, as the sites would hold them undamaged."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for document in prose(folder):
        if document.use == "measure" and document.kind in found:
            some = ""
            for line in document.text.translate(NARROW).splitlines():
                some += line + "\n"
                if len(some) > SIZE:
                    whole = "".join(map(traditional, some.strip()))
                    found[document.kind].append(whole.encode("gbk", "ignore").decode("gbk"))
                    some = ""
    rng = random.Random(SEED)
    return {kind: rng.sample(some, min(TEXTS, len(some))) for kind, some in found.items()}


def cases(some: list[str], width: str, private: str) -> Iterator[tuple[bool, str, str, list[bool]]]:
    """Yield whether a text was cut, the text expected, the text damaged, and which sentences lost a digit."""
    rng = random.Random(SEED)
    for number, text in enumerate(some):
        prefix, cut = rng.randint(SHORTEST, len(common_list())), number % 4 > 0
        harm = partial(
            damage,
            glosses=common_list()[:prefix],
            cut=CUT if cut else False,
            width=width,
            private=private,
            seed=number,
        )
        expected = text.translate(HALF_WIDTH) if width == "half" else text
        yield cut, expected, harm(text), lost_digits(expected, harm(numbered(text)))


def restored(expected: list[str], text: str) -> list[bool]:
    """Return of each sentence whether it occurs in a text, as often as it should."""
    found = Counter(SENTENCE.findall(text))
    found.subtract(expected)
    missing, marks = -found, []
    for sentence in reversed(expected):
        marks.append(missing[sentence] <= 0)
        missing[sentence] -= 1
    return marks[::-1]


def right(ledger: Ledger, expected: str) -> Iterator[tuple[str, str, bool]]:
    """Yield kind and status of each change but glosses, and whether every character of it is right."""
    wrong = []
    if ledger.text != expected:
        matcher = SequenceMatcher(None, ledger.text, expected, autojunk=False)
        wrong = [(a, b) for tag, a, b, _, _ in matcher.get_opcodes() if tag != "equal"]
    for change in ledger.changes:
        if change.kind != "gloss":
            start, end = ledger.new_span(change.start, change.end)
            yield (
                change.kind,
                change.status,
                not any((a < end and b > start) or a == b == start for a, b in wrong),
            )


def lost_digits(text: str, found: str) -> list[bool]:
    """Return of each sentence of a text whether a digit of it was swallowed, which nothing can tell.

    The digits of a text numbered in their order, 0 to 9 and again, show after the same damage which are gone.
    """
    gone, number = set(), 0
    for digit in map(int, re.findall("[0-9]", found)):
        while number % 10 != digit:
            gone.add(number)
            number += 1
        number += 1
    at, marks = 0, []
    for sentence in SENTENCE.findall(text):
        count = len(re.findall("[0-9]", sentence))
        marks.append(not gone.isdisjoint(range(at, at + count)))
        at += count
    return marks


def numbered(text: str) -> str:
    """Return a text with its digits numbered in their order."""
    number = count()
    return re.sub("[0-9]", lambda _: str(next(number) % 10), text)


def measured(some: list[str], form: tuple[str, str, str]) -> tuple[pd.DataFrame, list, float, int]:
    """Return one row per sentence, the steps, the seconds taken and the bytes repaired."""
    rows, steps, spent, size = [], [], 0.0, 0
    for cut, expected, found, lost in cases(some, *form[1:]):
        begin = time.process_time()
        ledger = repair_text(found)
        text = ledger.text
        spent, size = spent + time.process_time() - begin, size + len(found.encode())
        wanted = SENTENCE.findall(expected)
        marks = {"broken": restored(wanted, GLOSS.sub("", found)), "repair": restored(wanted, text)}
        rows.append(pd.DataFrame({"cut": cut, "lost": lost, **marks}))
        steps += [(*form, *step) for step in right(ledger, expected)]
    table = pd.concat(rows, ignore_index=True)
    table["broken"] = ~table["broken"]
    return table, steps, spent, size


def proven_steps(everything: dict[str, list[str]], number: int) -> pd.Series:
    """Return of so many more proven steps whether they are right, in the same texts damaged with other lists."""
    found, rng = [], random.Random(SEED)
    pool = [text for some in everything.values() for text in some]
    while len(found) < number:
        text, prefix = rng.choice(pool), rng.randint(SHORTEST, len(common_list()))
        ledger = repair_text(damage(text, common_list()[:prefix], CUT, seed=len(found)))
        found += [is_right for _, status, is_right in right(ledger, text) if status == "proven"]
    return pd.Series(found[:number], dtype=bool)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def healthy(everything: dict[str, list[str]]) -> Iterator[tuple[str, str, float, int]]:
    """Yield how many characters of undamaged text change, and how fast that is told."""
    some = [text for kind in everything.values() for text in kind]
    changed = sum(repair_text(text).text != text for text in some)
    spent = seconds(lambda: [repair_text(text).text for text in some])
    yield "undamaged texts that change", "texts", changed, len(some)
    yield "speed, undamaged", "MB/s", sum(len(text.encode()) for text in some) / 1e6 / spent, len(some)


def lengths() -> Iterator[tuple[str, str, float, int]]:
    """Yield the seconds for hostile texts of two lengths."""
    for name, unit in HOSTILE.items():
        for size in (100_000, 200_000):
            text = DAMAGED_START + unit * (size // len(unit))
            yield f"{name}, {size} characters", "s", seconds(lambda text=text: repair_text(text).text), 1


def main() -> None:
    """Measure everything, print it and write it down."""
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/repair.py FOLDER (of the texts that benchmarks/prose.py names)")
    everything = texts(Path(sys.argv[1]))
    repair_text(DAMAGED_START)
    rows, steps, size, spent = [], [], 0, 0.0
    for form in product(KINDS, ("full", "half"), ("keep", "drop")):
        table, some, time_spent, number = measured(everything[form[0]], form)
        steps, size, spent = steps + some, size + number, spent + time_spent
        name = f"{form[0]}, {form[1]} width, private use {form[2]}"
        rows.append((f"all sentences restored, {name}", "share", table["repair"].mean(), len(table)))
        broken = table[table["broken"]]
        for cut, part in ((None, broken), *broken.groupby("cut")):
            where = name if cut is None else f"{name}, {'cut' if cut else 'not cut'}"
            rows.append((f"broken sentences restored, {where}", "share", part["repair"].mean(), len(part)))
        whole = broken[~broken["lost"]]
        rows.append(
            (
                f"broken sentences restored that lost no digit, {name}",
                "share",
                whole["repair"].mean(),
                len(whole),
            )
        )
        print(rows[-5:], flush=True)
    counted = pd.DataFrame(steps, columns=["text", "width", "private", "kind", "status", "right"])
    for (status, kind), part in counted.groupby(["status", "kind"])["right"]:
        rows.append((f"steps right, {status}, {kind}", "share", part.mean(), part.size))
    proven = counted[counted["status"] == "proven"]["right"]
    more = proven_steps(everything, PROVEN - proven.size)
    proven = pd.concat([proven, more])
    rows.append(("proven steps that are wrong", "steps", (~proven).sum(), proven.size))
    rows.append(("speed, damaged", "MB/s", size / 1e6 / spent, 12 * TEXTS))
    rows += [*healthy(everything), *lengths()]
    result = pd.DataFrame(rows, columns=["measure", "unit", "value", "n"])
    result["machine"] = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    result["versions"] = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("jieba", "opencc", "pypinyin", "snownlp")
    )
    result.to_csv(ROOT / "benchmarks/repair.csv", index=False, float_format="%.6g")
    print(result[["measure", "unit", "value", "n"]].to_string(index=False))


if __name__ == "__main__":
    main()
