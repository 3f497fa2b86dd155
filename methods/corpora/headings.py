"""What the headings of a stranger's table mean."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from methods.files.paths import LEXICONS
from methods.files.problems import CorpusError, Report

DATES = ("date", "date_earliest", "date_latest", "published")
PLACES = ("province", "prefecture", "county")
#: What else the notebooks ask of an article, as corpus/README.md explains it; missing where it is not told.
FACTS = ("title", "label", "date_basis", *PLACES, "level", "system", "genre", "outlet")
#: What the study works out; a column of the metadata that is called so would be taken for it.
OURS = frozenset(
    ("tokens", "characters", "sentences", "paragraphs", "what", "remedy", "where", "content")
)  # fmt: skip
#: Headings, Chinese (Simplified and Traditional) and English, and the columns that they name.
HEADINGS = {
    "article_id": "编号 編號 序号 序號 id _id",
    "file": "文件 文件名 檔名 檔案 文件名称 filename file_name",
    "title": "标题 標題 题目 題目 headline",
    "text": "正文 内容 內容 文本 全文 content body full_text fulltext articlebody",
    "date": "日期 时间 時間 time datetime",
    "published": "发布日期 發布日期 發佈日期 发布时间 發布時間 發佈時間 发表日期 發表日期 发表时间 刊发日期 "
    "发文日期 发文时间 "
    "publish_date publish_time pub_date pub_time published_at publication_date datepublished created_at",
    "year": "年份 年度",
    "province": "省份 省",
    "prefecture": "地市 城市 市",
    "county": "区县 區縣 县区 縣區 县 縣",
    "outlet": "来源 來源 媒体 媒體 报纸 報紙 报刊 報刊 出处 出處 newspaper publisher",
    "byline": "作者 记者 記者 author",
    "genre": "体裁 體裁",
    "level": "级别 級別 层级 層級",
    "system": "系统 系統",
    "label": "简称 簡稱",
}
_COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings.split()}
#: What a text is, before what is said of it: 新闻标题, 微博正文, post_id.
_KIND = re.compile(
    "^(?:文章|新闻|新聞|报道|報道|報導|微博|博文|帖子|推文|article|news|post|weibo|tweet|doc)_?(?=.)"
)


@cache
def known() -> frozenset[str]:
    """Return the columns that this project's own metadata have, and those that an article has."""
    first = (LEXICONS.parent / "metadata.csv").read_text(encoding="utf-8").partition("\n")[0]
    return frozenset((*first.split(","), *DATES, *FACTS, "raw", "text"))


def column_of(heading: str) -> str:
    """Return the column that a heading names, or the heading itself.

    >>> [column_of(heading) for heading in ("新闻标题", " Publish Date", "weibo_content", "channel")]
    ['title', 'published', 'text', 'channel']
    """
    heading = unicodedata.normalize("NFKC", heading).strip()
    plain = re.sub(r"[\s-]+", "_", heading.lower())
    for name in (plain, _KIND.sub("", plain)):
        if name in known() or name in _COLUMN_OF:
            return _COLUMN_OF.get(name, name)
    return heading


def rename_columns(names: Iterable[str], report: Report | None = None) -> dict[str, str]:
    """Return which columns are meant by headings of a table; note it.

    A date of publication is the date of the article where no other column is, or else its year.
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
        report.note("columns read as others: " + ", ".join(f"{old} as {new}" for old, new in found.items()))
    return found


def note_unknown(names: Iterable[str], report: Report) -> None:
    """Note the columns of which the study knows nothing but that they are there."""
    unknown = sorted(set(names) - known() - OURS)
    if unknown:
        report.note(f"columns kept as they are, by which articles can be grouped: {', '.join(unknown)}")


def check_names(path: Path, names: list[str]) -> None:
    """Raise CorpusError if a table has two columns of one name."""
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise CorpusError(f"{path}: its first line has the column {', '.join(sorted(twice))} twice")
