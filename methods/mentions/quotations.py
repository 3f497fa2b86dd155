"""Find text in quotation marks, and tell speech from names and slogans.

Chinese marks a quotation with “ ” and a quotation inside it with ‘ ’ (GB/T 15834-2011), and uses the same
marks for names and slogans (“枫桥经验”). Texts from the web lack closing marks and put “ ” inside “ ”. The
rules are ours; `tests/mentions/test_quotations.py` scores them on all quotations of the five articles.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from methods.text.occurrences import find_terms
from methods.text.spans import paragraph_spans

# One quotation. Short “ ” inside it are names or slogans; any other “ before its ” is ignored.
_QUOTED = re.compile(
    r"“(?:“[^“”。！？!?，；]{1,20}”|[^”])*+(?P<close>”?)|[「『][^」』]*+(?P<bracket>[」』]?)"
)
_SAYING = (
    "(?:(?<!小)说(?![明法服])|表示|坦言|直言|认为|指出|强调|介绍|回忆|感慨|感叹|感言|留言|回答|写道|问道|畅谈"
    "|讲话|谈到|讲到|(?<![名简俗通])称(?![为号赞])|透露|呼吁|告诉)"
)
_COLON = re.compile(rf"{_SAYING}[^，。：；！？“”]{{0,6}}[：:]$")
_COMMA = re.compile(rf"{_SAYING}[^，。：；！？“”]{{0,6}}[，,]$")
_FOLLOWED = re.compile(rf"[。，,…—]*[^。！？“”]{{0,60}}?{_SAYING}")
_INITIAL = re.compile(r"(?:^|[。！？!?…—])$")
_ENDS = re.compile(r"[。！？!?]")
_COUNTED = re.compile(r"[^\W_]")
LEAST_SPEECH = 10  # Characters from which a verb of saying makes a quotation speech and not a name.
BEFORE, AFTER = 16, 200  # Characters before and after a quotation that the patterns above can reach.


class Quotation(NamedTuple):
    """The span of a quotation, marks included, whether it is closed, and whether it is speech."""

    start: int
    end: int
    closed: bool
    speech: bool


def quoted_spans(text: str) -> pd.DataFrame:
    """Find the quotations of a text; a quotation inside another one is part of it.

    A quotation without a closing mark ends with its paragraph. A quotation is speech in three cases: (1) a
    sentence ends in it (in an unclosed one, before its last character); (2) a verb of saying with a colon
    introduces it; (3) it has at least ten characters, and either a verb of saying with a comma introduces
    it, or it opens a sentence in which the verb follows. Other quotations may come between. All others are
    names, slogans or phrases.

    Returns
    -------
    DataFrame
        `start, end` (marks included), `closed, speech`, in order.
    """
    table = pd.DataFrame(quotations(text), columns=Quotation._fields)
    return table.astype({"start": int, "end": int, "closed": bool, "speech": bool})


def quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text, as in `quoted_spans`."""
    found = []
    for at, _, paragraph in paragraph_spans(text):
        for row in _rows(paragraph):
            start, end = row[0].start(), row[-1].end()
            before, after = paragraph[max(0, start - BEFORE) : start], paragraph[end : end + AFTER]
            found += [
                Quotation(at + one.start(), at + one.end(), _closed(one), _is_speech(one, before, after))
                for one in row
            ]
    return found


def _rows(paragraph: str) -> list[list[re.Match[str]]]:
    """Group adjacent quotations: a verb before or after one of them belongs to all."""
    rows: list[list[re.Match[str]]] = []
    for quote in _QUOTED.finditer(paragraph):
        if rows and rows[-1][-1].end() == quote.start():
            rows[-1].append(quote)
        else:
            rows.append([quote])
    return rows


def _closed(quote: re.Match[str]) -> bool:
    return bool(quote["close"] or quote["bracket"])


def _is_speech(quote: re.Match[str], before: str, after: str) -> bool:
    inside = quote.group().strip("“”「」『』")
    if _ENDS.search(inside if _closed(quote) else inside[:-1]) or _COLON.search(before):
        return True
    said = _COMMA.search(before) or (_INITIAL.search(before) and _FOLLOWED.match(after))
    return len(inside) >= LEAST_SPEECH and bool(said)


def quoted_share(articles: pd.DataFrame) -> pd.DataFrame:
    """Measure how much of each article is quoted speech.

    Returns
    -------
    DataFrame
        One row per article: `article_id`, `characters` (letters, digits and Chinese characters), `quoted`
        (those in quoted speech), `share` (quoted / characters; NaN for an empty text), `quotations` (of all
        kinds), `speeches`, and `unclosed` (quotations without a closing mark, which make the share
        unreliable).
    """
    rows = []
    for article, text in articles["text"].items():
        found, total = quotations(text), len(_COUNTED.findall(text))
        quoted = [len(_COUNTED.findall(text, one.start, one.end)) for one in found if one.speech]
        share = sum(quoted) / total if total else float("nan")
        unclosed = sum(not one.closed for one in found)
        rows.append((article, total, sum(quoted), share, len(found), len(quoted), unclosed))
    names = ["article_id", "characters", "quoted", "share", "quotations", "speeches", "unclosed"]
    numbers = dict.fromkeys(names[1:], int) | {"share": float}
    return pd.DataFrame(rows, columns=names).astype({"article_id": "str"} | numbers)


def quoted_terms(articles: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Count the hits of each term inside and outside quoted speech.

    Returns
    -------
    DataFrame
        One row per article and term that occurs in it: `article_id, term, count, quoted, outside`. A hit is
        quoted if it begins in quoted speech.
    """
    hits = find_terms(articles, terms)
    inside = []
    for article, rows in hits.groupby("article_id", sort=False):
        spans = [one for one in quotations(articles.at[article, "text"]) if one.speech]
        bounds = [end for one in spans for end in (one.start, one.end)]
        # Between the bounds, outside and inside alternate: an odd place is inside.
        inside.append(pd.Series(np.searchsorted(bounds, rows["start"], side="right") % 2, index=rows.index))
    hits["quoted"] = pd.concat(inside) if inside else 0
    table = hits.groupby(["article_id", "term"], sort=False)["quoted"].agg(count="size", quoted="sum")
    return table.assign(outside=table["count"] - table["quoted"]).reset_index()
