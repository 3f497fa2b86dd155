"""Does hostile input crash, hang or lose a character?

    python benchmarks/fuzz.py [function ...]

Every function gets 100,000 small inputs, with a seed, put together from pieces that have broken such programs
before, from the articles and from any character at all, and some hundred of 100 kB, most of them one piece
over and over. For the concordance and the loaders an input is one of forty articles that are searched or loaded
together; each table is then loaded again with bytes of it overwritten. A failure is shrunk and printed.
Writes `fuzz.csv`: crashes (an exception, where a message to the reader is due, or ten seconds), failed checks,
and the worst seconds for 100 kB.
"""

import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd
from hostile import DAMAGED, GOOD, LONG, any_bytes, any_text, long_text, mutated, table
from made import HERE, write

import helpers
from methods.files.encodings import UndecodableError, decode
from methods.files.problems import CorpusWarning
from methods.repair.gbk import HALF_WIDTH
from methods.repair.ledger import Ledger
from methods.text.clean import FULL_WIDTH, SHAPELESS
from methods.text.words import segmenter

INPUTS, TASKS, BATCH, LIMIT = 100_000, 100, 40, 10
SPENT: list[float] = []


def timed(function: Callable, *arguments: object) -> object:
    """Call a function, and note how long it took."""
    start = time.process_time()
    try:
        return function(*arguments)
    finally:
        SPENT.append(time.process_time() - start)


def holds(claim: object, what: str) -> None:
    if not claim:
        raise AssertionError(what)


def check_ledger(ledger: Ledger) -> None:
    """The raw text must come back from the text and its changes."""
    at, shift, back = 0, 0, ledger.text
    for change in ledger.changes:
        holds(at <= change.start <= change.end <= len(ledger.raw), "changes overlap")
        kept = ledger.text[at + shift : change.start + shift]
        holds(kept == ledger.raw[at : change.start], "a character is lost")
        shift += len(change.after) - (change.end - change.start)
        at = change.end
    holds(back[at + shift :] == ledger.raw[at:], "the end is lost")
    holds(len(back) == len(ledger.raw) + shift, "the ledger does not replay")


def check_repair(text: str) -> None:
    ledger = timed(helpers.repair_text, text)
    check_ledger(ledger)
    holds({change.status for change in ledger.changes} <= {"proven", "inferred", "flagged"}, "unknown status")


def is_same(one: str, other: str) -> bool:
    """Return whether cleaning may exchange a character for another: its script or its width."""
    widths = (HALF_WIDTH.get(ord(one)), FULL_WIDTH.get(ord(one)), "\u3000 "[one == "\u3000"])
    han = all(char > "\u2e7f" and char.isalpha() for char in (one, other))
    han |= "\u2e80" <= one < "\u2fe0" < other  # A radical is a symbol: ⼫ is written for 尸.
    return one == other or han or other in [chr(w) if isinstance(w, int) else w for w in widths]


def check_clean(text: str) -> None:
    cleaned = timed(helpers.clean, text)
    for ledger in cleaned.ledgers:
        check_ledger(ledger)
    for one, other in zip(cleaned.ledgers, cleaned.ledgers[1:], strict=False):
        holds(len(one.text) == len(other.raw), "characters are lost between stages")
        holds(all(map(is_same, one.text, other.raw)), "a character became another one")
    holds(not SHAPELESS.search(cleaned.text), "a control character is left")
    spans = [cleaned.raw_span(i, i + 1) for i in range(min(len(cleaned.text), 500))]
    holds(spans == sorted(spans) and all(0 <= a <= b <= len(text) for a, b in spans), "places out of order")
    if len(text) % 20 == 0:  # A table takes twenty times as long as all of the rest.
        for step in cleaned.steps.itertuples():
            holds(text[step.start : step.end] == step.before, "a step has other words than the article")


def check_tokenize(text: str) -> None:
    tokens = timed(helpers.tokenize, text)
    holds("".join(tokens) == text, "the tokens do not give the text")
    if len(text) < 5000:  # A long run of Chinese takes jieba itself minutes.
        holds(tokens == segmenter().jieba.lcut(text), "jieba has other tokens")


def check_places(text: str) -> None:
    end = 0
    for row in timed(helpers.find_places, text).itertuples():
        holds(row.start >= end, "places overlap")
        end = row.start + len(row.mention)
        holds(text[row.start : end] == row.mention, "a place does not stand where it says")


def check_concordance(raws: list[str]) -> None:
    texts = [helpers.clean_text(raw) for raw in raws]
    longest = max(texts, key=len, default="")
    at = len(longest) // 2
    term = longest[at : at + 1 + len(longest) % 3]
    if not term.strip():
        return
    articles = pd.DataFrame({"raw": raws, "text": texts, "date": pd.NaT})
    rows = timed(helpers.concordance, articles, term)
    hits = sum(text.startswith(term, at) for text in texts for at in range(len(text)))
    holds(len(rows) == hits, "hits are missing")
    shown = [text.replace("\n", "¶") for text in texts]
    for row in rows.itertuples():
        line = row.left + row.keyword.replace("\n", "¶") + row.right
        holds(line in shown[row.article_id] and row.keyword == term, "a line is not in the text")
        holds(
            0 <= row.raw_start < row.raw_end <= len(raws[row.article_id]),
            "a line has no place in the article",
        )


def check_decode(data: bytes) -> None:
    try:
        text, name = timed(decode, data)
    except UndecodableError as error:
        holds("save the file as UTF-8" in str(error), "no remedy")
        return
    holds(text.encode(name).decode(name) == text, "the text is not what the file says")
    holds("\ufffd" not in text or "\ufffd".encode(name.replace("-sig", ""))[-2:] in data, "a guess")


def load(corpus: Path) -> tuple[pd.DataFrame, str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        articles = timed(helpers.load_articles, corpus)
    return articles, "".join(str(w.message) for w in caught if w.category is CorpusWarning)


def check_articles(articles: pd.DataFrame, report: str, raws: list[str | None]) -> None:
    """Every article is loaded as it is or named, and the good one is what it was."""
    holds(articles.loc["good", "text"] == GOOD, "a bad article changed the good one")
    for number, raw in enumerate(raws):
        named = (f"x{number}.txt:", f"article x{number}:", f"line {number + 2}:")
        if f"x{number}" in articles.index:
            holds(articles.loc[f"x{number}", "raw"] == raw, "an article is not what was written")
        else:
            # Of many problems of a kind a report names a handful and counts the others.
            known = any(name in report for name in named) or " more of this kind" in report
            holds(known, "an article is missing and not named")


def check_folder(files: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name)
        (corpus / "articles").mkdir()
        rows = ["article_id,file", "good,good.txt", *(f"x{i},x{i}.txt" for i in range(len(files)))]
        (corpus / "metadata.csv").write_text("\n".join(rows))
        for file, data in {"good": GOOD.encode(), **{f"x{i}": data for i, data in enumerate(files)}}.items():
            (corpus / "articles" / f"{file}.txt").write_bytes(data)
        check_articles(*load(corpus), [decoded(data) for data in files])


def decoded(data: bytes) -> str | None:
    try:
        return decode(data)[0]
    except UndecodableError:
        return None


def check_table(kind: str) -> Callable[[list[str]], None]:
    def check(texts: list[str]) -> None:
        data = table(kind, texts)
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / f"articles.{kind}"
            path.write_bytes(data)
            check_articles(*load(path), texts)
            path.write_bytes(mutated(random.Random(len(data)), data))
            try:
                load(path)
            except ValueError as error:
                holds(str(path) in str(error), f"the message does not name the file: {error}")

    return check


#: The check of a function; what makes its input from a text; how many inputs that is.
FUNCTIONS = {
    "repair_text": (check_repair, None),
    "clean_text": (check_clean, None),
    "tokenize": (check_tokenize, None),
    "find_places": (check_places, None),
    "concordance": (check_concordance, lambda rng, text: some(rng, text)),
    "decode": (check_decode, any_bytes),
    "load_articles, .txt": (
        check_folder,
        lambda rng, text: [any_bytes(rng, text) for text in some(rng, text)],
    ),
    "load_articles, .csv": (check_table("csv"), lambda rng, text: some(rng, text)),
    "load_articles, .jsonl": (check_table("jsonl"), lambda rng, text: some(rng, text)),
    "load_articles, .parquet": (check_table("parquet"), lambda rng, text: some(rng, text)),
}
IN_BATCHES = [name for name in FUNCTIONS if name.startswith(("concordance", "load"))]


def some(rng: random.Random, text: str) -> list[str]:
    """A long text alone, or a short one with others."""
    return [text] if len(text) > LONG // 20 else [text, *(any_text(rng) for _ in range(BATCH - 1))]


def too_long(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT} seconds")


def fault(check: Callable, case: object) -> str:
    """What goes wrong with an input: an exception and where it was raised, or nothing."""
    signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)  # Of processor time: a busy machine is not the input's fault.
    try:
        check(case)
    except Exception as error:
        where = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.name != "holds"][-1]
        return f"{type(error).__name__}: {error}"[:200] + f" ({Path(where.filename).name}:{where.lineno})"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def shrunk(check: Callable, case: object) -> object:
    """A smaller input of the same fault, if leaving parts out gives one."""
    place, size, end = fault(check, case).rpartition("(")[2], len(case), time.monotonic() + 20
    while size and time.monotonic() < end:
        parts = (case[:at] + case[at + size :] for at in range(0, len(case), size))
        smaller = next((part for part in parts if fault(check, part).rpartition("(")[2] == place), None)
        case, size = (case, size // 2) if smaller is None else (smaller, min(size, len(smaller)))
    return case


def warm_up() -> None:
    """Read dictionaries and compile, once a process, so that no input is charged with it."""
    check_clean(DAMAGED + "?shù)孽r明")
    check_places("浙江省")
    check_tokenize("髮" * 3000)


def run(function: str, seed: int) -> tuple[int, list[str], tuple[float, str]]:
    """One task's share of small inputs, and three long ones: their number, faults, and the slowest."""
    check, make = FUNCTIONS[function]
    rng, number, faults, worst = random.Random(f"{function} {seed}"), 0, [], (0.0, "")
    sources = [any_text] * (INPUTS // TASKS // (BATCH if function in IN_BATCHES else 1)) + [long_text] * 3
    for source in sources:
        text = source(rng)
        case = make(rng, text) if make else text
        SPENT.clear()
        if found := fault(check, case):
            faults.append(f"{found}\n    {ascii(shrunk(check, case))[:300]}")
        elif source is long_text and SPENT:
            worst = max(worst, (SPENT[0], ascii(text[-100:])))
        number += len(case) if isinstance(case, list) else 1
    return number, faults, worst


def main(functions: list[str]) -> None:
    """Fuzz the functions named, or all, and write down what came of it."""
    old = HERE / "fuzz.csv"
    rows = {row["function"]: row for row in pd.read_csv(old).to_dict("records")} if old.exists() else {}
    with ProcessPoolExecutor(initializer=warm_up) as pool:
        for function in functions or FUNCTIONS:
            numbers, faults, worst = zip(*pool.map(run, [function] * TASKS, range(TASKS)), strict=True)
            found = [fault for some in faults for fault in some]
            failed = sum(fault.startswith("AssertionError") for fault in found)
            rows[function] = {
                "function": function,
                "inputs": sum(numbers),
                "crashes": len(found) - failed,
                "failed_checks": failed,
                "worst_s_per_100_kb": max(worst)[0],
            }
            print(*sorted(set(found), key=len)[:20], rows[function], max(worst)[1], sep="\n", flush=True)
            kept = list(rows[function])  # not what `write` adds of the machine
            write("fuzz", [{key: rows[name][key] for key in kept} for name in FUNCTIONS if name in rows])


if __name__ == "__main__":
    main(sys.argv[1:])
