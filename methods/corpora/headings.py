"""Map the headings of other people's tables to the columns of this project."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from methods.files.escape import visible
from methods.files.paths import LEXICONS
from methods.files.problems import CorpusError, Report

DATES = ("date", "date_earliest", "date_latest", "published")
PLACES = ("province", "prefecture", "county")
#: Further columns that the notebooks use (see corpus/README.md); missing where the metadata lack them.
FACTS = ("title", "label", "date_basis", *PLACES, "level", "system", "genre", "outlet")
#: Columns that the study computes, which metadata must not contain.
OURS = frozenset(
    ("tokens", "characters", "sentences", "paragraphs", "what", "remedy", "where", "content")
)  # fmt: skip
#: Headings in Chinese (Simplified and Traditional) and English, by the column that they name.
HEADINGS = {
    "article_id": "编号 編號 序号 序號 id _id",
    "file": "文件 文件名 檔名 檔案 文件名称 filename file_name",
    "title": "标题 標題 题目 題目 法规名称 法規名稱 headline",
    "text": "正文 内容 內容 文本 全文 content body full_text fulltext articlebody",
    "date": "日期 时间 時間 time datetime",
    "published": "发布日期 發布日期 發佈日期 发布时间 發布時間 發佈時間 发表日期 發表日期 发表时间 刊发日期 "
    "发文日期 发文时间 "
    "publish_date publish_time pub_date pub_time published_at publication_date datepublished created_at",
    "year": "年份 年度",
    "province": "省份 省",
    "prefecture": "地市 城市 市",
    "county": "区县 區縣 县区 縣區 县 縣",
    "outlet": "来源 來源 媒体 媒體 报纸 報紙 报刊 報刊 出处 出處 公众号 公眾號 newspaper publisher",
    "byline": "作者 记者 記者 author",
    "genre": "体裁 體裁",
    "level": "级别 級別 层级 層級",
    "system": "系统 系統",
    "label": "简称 簡稱",
}
LONGEST = 60  # Chinese characters; a question of a survey may be a heading, a longer text is none.
MOST_COLUMNS = 2000  # Each takes milliseconds, and no table of articles has as many.
FEW = 60  # Values of a column, at most, that divide the articles into groups.
NUMBERS = 20  # The same for a column of numbers.
_COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings.split()}
#: The kind of text at the beginning of a heading: 新闻标题, 微博正文, post_id.
_KIND = re.compile(
    "^(?:文章|新闻|新聞|报道|報道|報導|报告|報告|政策|判决|判決|讲话|講話|微博|博文|帖子|推文|评论|評論|"
    "article|news|report|speech|post|weibo|tweet|comment|review|doc)_?(?=.)"
)


@cache
def known() -> frozenset[str]:
    """Return the columns of this project's own metadata, and those that every article has."""
    first = (LEXICONS.parent / "metadata.csv").read_text(encoding="utf-8").partition("\n")[0]
    return frozenset((*first.split(","), *DATES, *FACTS, "place_basis", "raw", "text"))


def with_values(articles: pd.DataFrame) -> str:
    """Return the columns of the metadata in which some article has a value, for a message."""
    known = articles.drop(columns=["raw", "text"], errors="ignore").dropna(axis="columns", how="all")
    return ", ".join(visible(str(name)) for name in known)


def column_of(heading: str) -> str:
    """Return the column that a heading names, or the heading itself if it names none.

    >>> [column_of(heading) for heading in ("新闻标题", " Publish Date", "报告年份", "channel")]
    ['title', 'published', 'year', 'channel']
    """
    heading = unicodedata.normalize("NFKC", heading).strip()
    plain = re.sub(r"[\s-]+", "_", heading.lower())
    for name in (plain, _KIND.sub("", plain)):
        if name in known() or name in _COLUMN_OF:
            return _COLUMN_OF.get(name, name)
    return heading


def rename_columns(names: Iterable[str], report: Report | None = None) -> dict[str, str]:
    """Return the new names of those headings that have one, and note them in the report.

    Without a column for the date of the article, the date of publication is used, or else the year.
    """
    names = [str(name) for name in names]
    found: dict[str, str] = {}
    taken = set(names)
    for name in names:
        column = column_of(name)
        if column != name and column not in taken:
            found[name] = column
            taken.add(column)
    now = {found.get(name, name): name for name in names}
    if "date" not in now and (other := next((now[one] for one in ("published", "year") if one in now), None)):
        found[other] = "date"
    if found and report is not None:
        report.note("columns read: " + ", ".join(f"{old} as {new}" for old, new in found.items()))
    return found


def note_unknown(articles: pd.DataFrame, report: Report) -> None:
    """Note the columns that this project does not know, and which of them divide the articles."""
    unknown = [name for name in sorted(map(str, articles)) if name not in known() | OURS]
    counts = {name: articles[name].astype("str").nunique() for name in unknown}
    groups = {name: n for name, n in counts.items() if 1 < n <= (NUMBERS if _counts(articles[name]) else FEW)}
    if groups:
        named = ", ".join(f"{name} ({n:,} values)" for name, n in groups.items())
        report.note(f"further columns, by which articles can be grouped: {named}")
    if rest := ", ".join(name for name in unknown if name not in groups):
        report.note(f"further columns, kept as they are (GROUP takes any of them, too): {rest}")


def _counts(values: pd.Series) -> bool:
    """Return whether a column holds numbers only, which measure rather than divide if they are many."""
    return pd.to_numeric(values, errors="coerce").notna().sum() == values.notna().sum()


def count_chinese(cell: object) -> int:
    """Return the number of Chinese characters in a cell."""
    return sum("\u4e00" <= char <= "\u9fff" for char in cell) if isinstance(cell, str) else 0


def first_line(path: Path, cells: list[str], report: Report) -> tuple[list[str], list[list[str]]]:
    """Return the names of a table's columns, and its first line again if that is a row and no headings.

    Raises
    ------
    CorpusError
        If two columns have the same name.
    """
    if any(count_chinese(cell) > LONGEST for cell in cells):
        report.note(
            f"{path}: its first line has a text where headings should be: it was read as an article, and the "
            "columns were numbered; put a line with headings above it to name them"
        )
        return [f"column {number}" for number, _ in enumerate(cells, 1)], [cells]
    check_names(path, [cell for cell in cells if cell])
    return cells, []


def check_names(path: Path, names: Iterable[str]) -> None:
    """Raise CorpusError if a table has thousands of columns, or two with the same name."""
    counts = Counter(names)
    if (number := counts.total()) > MOST_COLUMNS:
        raise CorpusError(f"{path}: it has {number:,} columns; write an article per row, not per column")
    if twice := [name for name, count in counts.items() if count > 1]:
        doubled = ", ".join(map(visible, sorted(twice)))
        raise CorpusError(f"{path}: its first line has the column {doubled} twice; rename one")


def check_columns(path: Path, names: Iterable[str]) -> None:
    """Raise CorpusError if a table has no column of texts."""
    if not {"raw", "text"} & set(names := list(names)):
        has = ", ".join(visible(str(name)) for name in names)
        raise CorpusError(f"{path}: its columns are {has}; rename the one with the texts to `text`")
