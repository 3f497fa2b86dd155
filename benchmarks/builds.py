"""Do the notebooks run on any small corpus, or say clearly what is wrong with it?

    python benchmarks/builds.py [first [last]]

Makes random corpora, each from its number: 1 to 30 articles of prose, hostile text, copies, other scripts and
nothing; as files or as a table; dates in any form or none; metadata with random columns, names of our own columns
among them; lexicons with any terms; links, folders and named pipes among the files. The cells of the three
notebooks then run on each, in one process that may take a quarter of an hour. What came of it is a row of `builds.csv`:
`ran`, `refused` (an error whose message names the file, or the columns that there are) or `failed` (any other
error, or a sentence with "nan").
"""

import contextlib
import csv
import io
import json
import multiprocessing
import os
import random
import re
import sys
import tempfile
import traceback
from pathlib import Path

import nbformat
import pandas as pd
from hostile import any_bytes, any_text
from made import paragraphs, write

from methods.files.paths import ROOT

CORPORA, LIMIT = 300, 900  # corpora, and seconds of each
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
REFUSED = ("CorpusError", "FileNotFoundError", "PermissionError", "ValueError", "OpeningError")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in a spreadsheet
ENGLISH = "The county opened a school for village officials. Nobody came on the first day."
OURS = ["label", "genre", "province", "prefecture", "outlet", "system", "level", "unit", "count", "term", "word",
        "index", "level_0", "article_id", "text", "raw", "problem", "where", "theme", "date", "tokens", "column",
        "per_10k", "family", "gloss", "name", "start", "q", "n", "share", "year", "kind", "value", "file"]  # fmt: skip
DATES = ["2024-03-05", "2024/3/5", "2024年3月5日", "2024-03", "2024", "", "n.d.", "31.12.2023", "1998-01-01",
         "2024-02-31", "20240305", "二〇二四年", "2100-01-01", "2024-03-05T10:00:00Z"]  # fmt: skip
PLACES = ["浙江省", "浙江", "湖北", "香港", "臺灣省", " 山东 ", "火星", "", "广西壮族自治区", "北京"]


def prose(rng: random.Random) -> str:
    """Return an article: prose, hostile text, English, a line, or nothing."""
    kind = rng.random()
    if kind < 0.75:
        return "\n".join(rng.choices(paragraphs(), k=rng.randint(1, 12)))
    if kind < 0.9:
        return any_text(rng)
    return rng.choice(
        [ENGLISH * rng.randint(1, 20), "基层治理", "", " \n", "12 34", "…" * 50, "日本語のテキスト。" * 9]
    )


def cell(rng: random.Random) -> object:
    """Return a value of metadata."""
    values = [
        "a",
        "b",
        "甲",
        "",
        0,
        1,
        -2.5,
        "=1+1",
        "x" * 90,
        "<b>c</b>",
        "nan",
        "TBD",
        "_d",
        "$e$",
        *PLACES[:2],
    ]
    return any_text(rng)[:30] if rng.random() < 0.1 else rng.choice(values)


def rows_of(rng: random.Random) -> list[dict[str, object]]:
    """Return the articles of a corpus with their metadata."""
    number = rng.choice([1, 2, 3, 5, 8, 19, 20, 21, 22, 30])
    columns = rng.sample(OURS, rng.randint(0, 6)) + [any_text(rng)[:12] or "c"] * (rng.random() < 0.2)
    few = rng.sample(DATES, rng.choice([1, 1, 2, len(DATES)]))
    rows = []
    for at in range(number):
        row = {name: cell(rng) for name in columns}
        row |= {"article_id": f"{at:03}", "raw": prose(rng)}
        if rng.random() < 0.1 and rows:
            row["raw"] = rows[0]["raw"]
        rows.append(row)
    for name, values in {
        "date": few,
        "province": rng.sample(PLACES, 3),
        "label": ["A", "B", "长" * 40, "同"],
    }.items():
        if rng.random() < 0.6:
            for row in rows:
                row[name] = rng.choice(values)
    if rng.random() < 0.4:
        for row in rows:
            row["date"] = f"{rng.randint(1990, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    if rng.random() < 0.1:
        rows[-1]["article_id"] = rng.choice(["", "000", "../x", "a/b", any_text(rng)[:20]])
    return rows


def save_corpus(rng: random.Random, folder: Path) -> Path:
    """Write a corpus in one of the forms that are read, and return what CORPUS is set to."""
    folder.mkdir()
    rows = rows_of(rng)
    form = rng.choice(["files", "files", "files", "csv", "tsv", "jsonl", "json", "xlsx", "parquet"])
    if form == "files":
        (folder / "articles").mkdir()
        for row in rows:
            text, name = str(row.pop("raw")), f"{len(list((folder / 'articles').iterdir())):03}.txt"
            (folder / "articles" / name).write_bytes(
                any_bytes(rng, text) if rng.random() < 0.2 else text.encode()
            )
            row["file"] = name
        if rng.random() < 0.2:
            odd = folder / "articles" / rng.choice(["900.txt", "000.txt.txt", ".hidden.txt", "b.md"])
            rng.choice(
                [
                    os.mkfifo,
                    lambda p: p.symlink_to("/etc/hostname"),
                    lambda p: p.symlink_to(p.name),
                    Path.mkdir,
                ]
            )(odd)
            rows.append({**rows[0], "article_id": "900", "file": odd.name})
        if rng.random() < 0.9:
            pd.DataFrame(rows).to_csv(folder / "metadata.csv", index=False)
    else:
        save_table(folder / f"articles.{form}", rows)
    save_lexicons(rng, folder)
    if rng.random() < 0.2:
        lines = [f"GROUP = {json.dumps(rng.choice(OURS))}", f"PERIOD = {json.dumps(rng.choice('YQMX'))}"]
        (folder / "study.toml").write_text("\n".join(lines))
    return folder if form == "files" or rng.random() < 0.5 else folder / f"articles.{form}"


def save_table(path: Path, rows: list[dict[str, object]]) -> None:
    """Write articles as a table, as text where a format cannot hold what they hold."""
    table = pd.DataFrame(rows).astype("str").map(lambda text: UNWRITABLE.sub("", text))
    if path.suffix in (".csv", ".tsv"):
        table.to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",")
    elif path.suffix == ".parquet":
        table.to_parquet(path)
    elif path.suffix == ".xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_json(path, orient="records", lines=path.suffix == ".jsonl", force_ascii=False)


def save_lexicons(rng: random.Random, folder: Path) -> None:
    """Write lexicons of the corpus's own, or none."""
    words = ["治理", "群众", "的", "zzz", "改革", "基层治理", "a.c", "(", "同志", "党", "党的领导", ""]
    own = {
        "terms": ["term", "family", "gloss", "track", "year"],
        "themes": ["theme", "term", "gloss"],
        "theme_definitions": ["theme", "label", "definition"],
        "stopwords": ["word", "group"],
        "glosses": ["word", "gloss"],
        "campaigns": ["campaign", "start", "end"],
        "registers": ["register", "term"],
    }
    for name, columns in own.items():
        if rng.random() > 0.15:
            continue
        kept = columns[: rng.randint(1, len(columns))] if rng.random() < 0.3 else columns
        kept = [*kept, *rng.sample(OURS, rng.choice([0, 0, 2]))]
        (folder / "lexicons").mkdir(exist_ok=True)
        with (folder / "lexicons" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(kept)
            for _ in range(rng.choice([0, 1, 8, 40])):
                own_theme = rng.choice(["甲", "乙", "all", "topic", "count"])
                full = {
                    "theme": own_theme,
                    "track": "true",
                    "year": "2001",
                    "term": rng.choice(words),
                    "word": rng.choice(words),
                }
                writer.writerow([full.get(column, cell(rng)) for column in kept])


def run_notebooks(corpus: Path) -> tuple[str, str]:
    """Run the cells of the three notebooks on a corpus, and return what came of it and why."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    os.environ["CORPUS"] = str(corpus)
    os.chdir(ROOT / "notebooks")
    for path in NOTEBOOKS:
        shell = InteractiveShell()
        for number, code in enumerate((c for c in nbformat.read(path, 4).cells if c.cell_type == "code"), 1):
            with capture_output() as shown, contextlib.redirect_stderr(io.StringIO()):
                result = shell.run_cell(code.source)
            error = result.error_in_exec or result.error_before_exec
            where = f"{path.stem[:2]} cell {number}"
            if error is not None:
                told = str(corpus) in str(error) or "name one of" in str(
                    error
                )  # the file, or the columns there are
                clear = type(error).__name__ in REFUSED and told
                last = traceback.extract_tb(error.__traceback__)[-1]
                said = f"{where}: {type(error).__name__}: {error}"[:300]
                return (
                    ("refused", said)
                    if clear
                    else ("failed", f"{said} ({Path(last.filename).name}:{last.lineno})")
                )
            for output in shown.outputs:
                said = output.data.get("text/markdown", "")
                if re.search(r"\bnan\b|\bNaT\b|\binf\b|\bNone\b", said):
                    return "failed", f"{where}: {said[:300]}"
    return "ran", ""


def work(number: int, answer: "multiprocessing.Queue[tuple[str, str]]") -> None:
    """Make one corpus and run the notebooks on it."""
    with tempfile.TemporaryDirectory() as name:
        try:
            answer.put(run_notebooks(save_corpus(random.Random(number), Path(name) / "corpus")))
        except BaseException as error:
            answer.put(("failed", f"{type(error).__name__}: {error}"[:300]))


def outcome(number: int) -> dict[str, object]:
    """Return the row of one corpus."""
    fork = multiprocessing.get_context("fork")  # what is imported once is there for all
    answer = fork.Queue()
    process = fork.Process(target=work, args=(number, answer))
    process.start()
    try:
        what, why = answer.get(timeout=LIMIT)
    except Exception:
        what, why = "failed", f"no answer in {LIMIT} seconds"
    process.join(5)
    process.kill()
    return {"corpus": number, "outcome": what, "message": " ".join(why.split())}


def main(first: int = 0, last: int = CORPORA) -> None:
    """Run corpora by number, print what failed, and write it all down."""
    paragraphs()
    rows = []
    for number in range(first, last):
        rows.append(outcome(number))
        if rows[-1]["outcome"] != "ran":
            print(*rows[-1].values(), flush=True)
    write("builds", rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
