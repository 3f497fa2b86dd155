"""Read a date, in all forms that people write, as the first and the last day that it names."""

import re
import unicodedata
from calendar import monthrange
from datetime import datetime, timedelta

from methods.files.folders import NUMERALS, UNITS, value_of

LONGEST = 80  # Characters of a day with its weekday, a time and a zone.
#: A number in Chinese numerals before its unit; the first year and month may be called 元.
_SPELT = re.compile(rf"(?:[{NUMERALS}{''.join(UNITS)}]{{1,9}}|元)(?=\s*[年月日号號])")
#: A year since the founding of the Republic of China, as Taiwan counts.
_MINGUO = re.compile(r"^(?:中[华華])?民[国國]\s*(\d{1,3})\s*年")
#: A weekday, a time and a time zone may follow a day.
_AFTER = (
    r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
    r"(?:(?:[T\s]\s*|(?<=\D))\d{1,2}[:时時点點]\d{1,2}(?:[:分]\d{0,2}(?:[.,]\d+)?秒?)?(?:至[\d:时時点點分]+)?)?"
    r"(?:\s*(?:Z|UTC|[+-]\d\d:?\d\d))?"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_AFTER}",
        rf"(?P<year>\d{{4}})\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号號]?{_AFTER}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2})|\.(?P<two>\d\d)|\s*年\s*(?P<spelt>\d{1,2})\s*月)",
        r"(?P<year>\d{4})\s*年?",
    )
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAY, _NAME = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", f"(?P<month>{'|'.join(_MONTHS)})"
_TIME, _ZONE = r"\s+\d{1,2}:\d\d(?::\d\d)?", r"(?:\s+(?:[+-]\d{4}|[A-Z]{1,5}))?"
#: Dates of mails and feeds (RFC 2822), and of logs and of interfaces of social media.
_ENGLISH = (
    re.compile(
        rf"(?:{_WEEKDAY},\s*)?(?P<day>\d{{1,2}})\s+{_NAME}\s+(?P<year>\d{{4}})"
        rf"(?:{_TIME}{_ZONE}(?:\s+\([A-Z]+\))?)?"
    ),
    re.compile(rf"{_WEEKDAY}\s+{_NAME}\s+(?P<day>\d{{1,2}}){_TIME}{_ZONE}\s+(?P<year>\d{{4}})"),
)
#: Seconds or milliseconds since 1970, as in JSON.
_SINCE_1970 = re.compile(r"(1\d{9})(?:\d{3})?")


def days_of(word: str) -> tuple[datetime | None, datetime | None]:
    """Return the first and the last day that a date names; None for both if it names none.

    >>> [f"{day:%Y-%m-%d}" for day in days_of("二〇二四年二月")]
    ['2024-02-01', '2024-02-29']
    """
    word = _plain(word)
    if seconds := _SINCE_1970.fullmatch(word):
        day = datetime(1970, 1, 1) + timedelta(int(seconds[1]) // 86400)
        return day, day
    found = _named(word)
    parts = found.groupdict() if found else {}
    month = parts.get("month") or parts.get("two") or parts.get("spelt")
    try:
        first = datetime(int(parts["year"]), int(month or 1), int(parts.get("day") or 1))
    except (KeyError, ValueError):  # There is no 30th of February.
        return None, None
    if parts.get("day"):
        return first, first
    return first, datetime(
        first.year, *((first.month, monthrange(first.year, first.month)[1]) if month else (12, 31))
    )


def has_form(word: str) -> bool:
    """Return whether a word has the form of a date, even if there is no such day."""
    return _named(_plain(word)) is not None


def is_vague(word: str) -> bool:
    """Return whether a word is a date by its context only: a year, or seconds, that may be any number."""
    word = _plain(word)
    return bool(re.fullmatch(r"\d{4}", word) or _SINCE_1970.fullmatch(word))


def _plain(word: str) -> str:
    """Return a date with half-width digits, years of our era and numbers of months; a text is no date."""
    if len(word) > LONGEST:
        return ""
    word = unicodedata.normalize("NFKC", word).strip().replace("○", "〇")
    word = _SPELT.sub(lambda spelt: "1" if spelt[0] == "元" else str(value_of(spelt[0])), word)
    if english := next(filter(None, (form.fullmatch(word) for form in _ENGLISH)), None):
        return f"{english['year']}-{_MONTHS.index(english['month']) + 1}-{english['day']}"
    return _MINGUO.sub(lambda year: f"{int(year[1]) + 1911}年", word)


def _named(word: str) -> re.Match[str] | None:
    """Return the year, month and day that a plain date names, possible or not; None without a known form."""
    return next(filter(None, (form.fullmatch(word) for form in _FORMS)), None)
