"""Check the dates and the provinces in the metadata of articles.

A date or place that is impossible, in the future or a guess becomes missing and is reported.
"""

import json
import re
import unicodedata
from functools import cache

import pandas as pd

from methods.corpora.dates import days_of, has_form, is_vague
from methods.corpora.headings import DATES, FACTS, OURS, PLACES, known
from methods.files.problems import Report

FIRST_DATE = pd.Timestamp("1900-01-01")
IN_FUTURE = "is in the future"
DATED = 0.9  # Least share of dates in a column that is used as the date although it is not called so.
MOST = 0.5  # Least share of articles with a value in such a column, if there are several.
SAMPLE = 1000  # Values of a column, about, that are read to see whether they are dates.
#: Headings of numbers that are dates, such as the year of a report.
TIMES = re.compile("年|year|日期|时间|時間|time|date", re.IGNORECASE)


def as_words(values: pd.Series) -> pd.Series:
    """Return values as strings and keep missing ones; floats that are all whole numbers lose their ``.0``."""
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        return values.map("{:.0f}".format, na_action="ignore").astype("str")
    return values.map(_as_word, na_action="ignore").astype("str") if values.dtype != "str" else values


def as_ids(values: pd.Series) -> pd.Series:
    """Return ids as strings without white space around them, which nobody sees; blank ones are missing."""
    ids = as_words(values).str.strip()
    return ids.where(ids != "")


def _as_word(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def without_ours(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return metadata without the columns whose names are in `OURS`, and report these."""
    taken = rows.columns.intersection(list(OURS))
    for name in taken:
        report.add(f"column {name}", "the study computes a column of this name", "it was skipped: rename it")
    return rows.drop(columns=taken)


def blank_as_missing(rows: pd.DataFrame) -> pd.DataFrame:
    """Return metadata without white space around cells; blank cells become missing."""
    rows = rows.astype(dict.fromkeys(rows.select_dtypes("category"), "str"))
    names = rows.select_dtypes("str").columns.difference(["raw", "text"])
    stripped = {name: rows[name].str.strip() for name in names}
    filled = {name: cells.where(cells != "") for name, cells in stripped.items()}
    if "file" in filled:  # The name of a file may begin with a space.
        filled["file"] = rows["file"].where(filled["file"].notna())
    return rows.assign(**filled)


def check_metadata(rows: pd.DataFrame, where: pd.Series, report: Report) -> pd.DataFrame:
    """Return metadata with all columns of `FACTS` and with dates as dates; report what is impossible.

    Parameters
    ----------
    rows : DataFrame
        Metadata, one row per article.
    where : Series
        The file or the row of each article, for the report.
    report : Report
        Receives the problems.
    """
    lacking = pd.DataFrame(
        {name: float("nan") for name in FACTS if name not in rows}, rows.index, dtype="str"
    )
    words = {name: as_words(rows[name]) for name in FACTS if name in rows}  # JSON and Parquet hold numbers.
    rows = _with_date(pd.concat([rows.assign(**words), lacking], axis=1), report)
    return _check_places(_check_dates(rows, where, report), where, report)


def _with_date(rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return metadata with a column `date`, if none is called so and exactly one other holds dates.

    Columns of dates that few articles have, such as of a later change, count only if there is no other.
    """
    if "date" in rows:
        return rows
    found = [name for name in rows if name not in known() | OURS and _holds_dates(str(name), rows[name])]
    found = [name for name in found if rows[name].notna().mean() >= MOST] or found
    if len(found) == 1:
        report.note(f"no column is called `date`: `{found[0]}`, whose values are dates, was used")
        return rows.assign(date=rows[found[0]])
    if found:
        named = ", ".join(f"`{name}`" for name in found)
        report.note(f"no column is called `date`, and none was used: dates are in {named}; call one `date`")
    return rows


def _holds_dates(name: str, values: pd.Series) -> bool:
    """Return whether nearly all values of a column are dates; a bare number is one if the heading says so."""
    values = values.dropna()
    values = values.iloc[:: max(1, len(values) // SAMPLE)]
    if len(values) < 2:  # One may be a date by chance.
        return False
    are_dates = _is_possible(read_dates(values))
    if not TIMES.search(name):
        are_dates &= ~as_words(values).map(is_vague)
    return bool(are_dates.mean() >= DATED)


def _check_dates(rows: pd.DataFrame, where: pd.Series, report: Report) -> pd.DataFrame:
    """Turn the columns of dates into dates; impossible, future and guessed dates become missing.

    So do places that were guessed: `place_basis` says so, or else `date_basis`. If a date names a month or a
    year, `date` is its middle, and `date_earliest` and `date_latest` are its first and last day, unless the
    metadata give them.
    """
    bounds = {column: _checked(rows, column, where, report) for column in DATES}
    first, last = bounds["date"]["first"], bounds["date"]["last"]
    is_period = first < last
    if is_period.any():
        report.note(
            f"dates that name a month or a year: {is_period.sum():,}; `date` is its middle, "
            "`date_earliest` and `date_latest` are its first and last day"
        )
    days = {
        "date": _middle(first, last),
        "date_earliest": bounds["date_earliest"]["first"].fillna(first.where(is_period)),
        "date_latest": bounds["date_latest"]["last"].fillna(last.where(is_period)),
        "published": bounds["published"]["first"],
    }
    rows = rows.assign(**{name: dates.astype("datetime64[us]") for name, dates in days.items()})
    basis = rows["date_basis"].astype(object)
    place_basis = rows.get("place_basis", basis).astype(object).fillna(basis)
    places = rows.columns.intersection(PLACES)
    guessed = dict.fromkeys(DATES, basis == "guessed") | dict.fromkeys(places, place_basis == "guessed")
    for name in where[(pd.DataFrame(guessed) & rows[[*guessed]].notna()).any(axis=1)]:
        report.add(
            name, "its date or place is a guess", "check it, and replace `guessed` by `text` or `external`"
        )
    return rows.assign(**{column: rows[column].mask(is_guess) for column, is_guess in guessed.items()})


def _middle(first: pd.Series, last: pd.Series) -> pd.Series:
    """Return the day in the middle of each period, or before it."""
    return first + (last - first).floordiv(2).dt.floor("D")


def _checked(rows: pd.DataFrame, column: str, where: pd.Series, report: Report) -> pd.DataFrame:
    """Return the first and last day of each date in a column; report impossible ones, which are missing."""
    if column not in rows:
        return pd.DataFrame({"first": pd.NaT, "last": pd.NaT}, rows.index, dtype="datetime64[us]")
    words = rows[column]
    days = read_dates(words)
    strange = days["first"].isna() & words.notna()
    for name, word in zip(where[strange], words[strange], strict=True):  # Two rows may have one id.
        if has_form(str(word)):
            report.add(name, f"its {column} is {word}, and there is no such day", "correct it")
        else:
            report.add(name, f"its {column} is {word}", "write dates as 2024-01-31")
    wrong = days["first"].notna() & ~_is_possible(days)
    for name, word, last in zip(where[wrong], words[wrong], days.loc[wrong, "last"], strict=True):
        if last < FIRST_DATE:
            report.add(name, f"its {column} {word} is before 1900", "correct it")
        else:
            report.add(name, f"its {column} {word} {IN_FUTURE}", "correct it, or build again on that day")
    return days.mask(wrong)


def _is_possible(days: pd.DataFrame) -> pd.Series:
    """Return whether the days that dates name are neither in the future nor before 1900."""
    return (days["first"] <= pd.Timestamp.now()) & (days["last"] >= FIRST_DATE)


def read_dates(values: pd.Series) -> pd.DataFrame:
    """Return the first and the last day that each date names, as local days.

    Parameters
    ----------
    values : Series
        Dates; numbers (2024, 20240131, or seconds or milliseconds since 1970, as in JSON); or strings such as
        2024-01-31, 2024/1/31, 2024.1.31, 2024年1月31日, 二〇二四年一月, 民國一百年, 2024-01, 2024 or
        Wed, 31 Jan 2024; a time may follow.

    Returns
    -------
    DataFrame
        Indexed as `values`: `first` and `last`, missing where a value names no day, month or year.
    """
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        values = values.dt.tz_localize(None)
    if pd.api.types.is_datetime64_dtype(values):
        days = values.dt.floor("D").astype("datetime64[us]")
        return pd.DataFrame({"first": days, "last": days})
    numbers, different = pd.factorize(as_words(values))  # Many articles have the same date.
    bounds = pd.DataFrame(
        [days_of(word) for word in different], columns=["first", "last"], dtype="datetime64[us]"
    )
    return bounds.reindex(numbers).set_axis(values.index)


def _check_places(rows: pd.DataFrame, where: pd.Series, report: Report) -> pd.DataFrame:
    """Return metadata with the full names of provinces; report those that the gazetteer lacks."""
    if "province" not in rows or rows["province"].isna().all():
        return rows
    full = rows["province"].map({name: _full_name(name) for name in rows["province"].dropna().unique()})
    unknown = rows["province"].notna() & full.isna()
    for name, province in zip(where[unknown], rows.loc[unknown, "province"], strict=True):
        report.add(name, f"no province is called {province}", "write it in full, as in 浙江省")
    return rows.assign(province=full.astype("str").fillna(rows["province"]))


@cache
def _full_name(name: str) -> str | None:
    """Return the full name of a province from its full or short name, in either script; None if unknown."""
    from opencc import OpenCC

    return _provinces().get(OpenCC("t2s").convert(unicodedata.normalize("NFKC", name).strip()))


@cache
def _provinces() -> dict[str, str]:
    """Return the full names of provinces by their full and short names."""
    from methods.files.gazetteer import short_names, units

    full = {unit.province for unit in units()}
    return {short: name for name in full for short in {name, *short_names(name)}}


def named_periods(articles: pd.DataFrame) -> pd.Series:
    """Return how exact the dates of articles are: ``D``, or ``M`` or ``Y`` if the metadata name no day.

    Parameters
    ----------
    articles : DataFrame
        Column `date`, and optionally `date_earliest` and `date_latest`.
    """
    days = articles.reindex(columns=["date", "date_earliest", "date_latest"]).apply(pd.to_datetime)
    first, last = days["date_earliest"].dt, days["date_latest"].dt
    is_middle = days["date"] == _middle(days["date_earliest"], days["date_latest"])
    same_year = is_middle & (first.year == last.year)
    is_month = same_year & first.is_month_start & last.is_month_end & (first.month == last.month)
    is_year = same_year & first.is_year_start & last.is_year_end
    return pd.Series("D", articles.index).mask(is_month, "M").mask(is_year, "Y")


def named_dates(articles: pd.DataFrame) -> pd.Series:
    """Return the dates of articles as text: a day, or the month or year of which the metadata name no day.

    Parameters
    ----------
    articles : DataFrame
        As for `named_periods`.

    Returns
    -------
    Series
        ISO 8601, with the index of the articles; an empty string for an unknown date.
    """
    days, periods = pd.to_datetime(articles["date"]).dt, named_periods(articles)
    named = days.strftime("%Y-%m-%d").astype(object).fillna("")
    return named.mask(periods == "M", days.strftime("%Y-%m")).mask(periods == "Y", days.strftime("%Y"))
