"""What reports say about a training: facts coded with the words of the report, or a draft of them.

A fact is one row: `article_id, kind, value, unit, words`. If the corpus has ``trainings.csv``, its facts are
used unchanged. Otherwise numbers with units, durations, lecturers and titles are proposed from the texts, in
the same columns, for a reader to correct and save under that name.
"""

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from methods.files.lexicons import columns_of
from methods.mentions.people import actors_table
from methods.text.clean import cleaner

COLUMNS = columns_of("trainings")
NUMBERS = ("attendance", "sessions", "output")  # kinds of facts that are numbers
#: Kinds of facts that a reader asks for, in the order of the table.
ASKED = (
    *("occasion", "course", "earlier", "organiser", "trainees", *NUMBERS, "place", "date", "duration"),
    *("teacher", "chair", "form", "content", "material", "aim", "rule"),
)
UNITS = {
    "名": "people", "余名": "people", "多名": "people", "人": "people", "余人": "people", "多人": "people",
    "人次": "participations", "余人次": "participations", "多人次": "participations",
    "期": "courses", "场": "sessions", "场次": "sessions", "次": "times", "余次": "times", "多次": "times",
    "门": "subjects", "节": "lessons", "堂": "lessons", "讲": "lectures",
}  # fmt: skip
TIMES = {
    "天": "days",
    "日": "days",
    "周": "weeks",
    "个月": "months",
    "个小时": "hours",
    "小时": "hours",
    "学时": "hours",
}
NUMERAL = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
#: Least share of the articles that mention a course, for facts to be drafted: in news of all kinds, 0 to 7 %
#: do, and who teaches is a teacher at a school.
LEAST_SHARE = 0.2
#: Least number of words for a course in 10,000 characters of an article about one; our five have 66 or more.
LEAST_RATE = 10
_COURSE = re.compile("培训|研讨班|讲座|授课|讲授|学员|轮训|进修|专题班|辅导|课程")
# Not a number in a row: 第10期, 2000-22期.
_MANY = re.compile(rf"(?<![第\d.—－-])(\d{{1,6}})({'|'.join(sorted(UNITS, key=len, reverse=True))})")
_LONG = re.compile(
    rf"(?:为期|历时|近|连续)(\d{{1,3}}|[{''.join(NUMERAL)}])(个半)?"
    rf"({'|'.join(sorted(TIMES, key=len, reverse=True))})"
)
_DATES = re.compile(r"(\d{1,2})月(\d{1,2})日?(?:—|－|-|至|到)(?:(\d{1,2})月)?(\d{1,2})日")
_TITLE = re.compile("《[^《》\n]{2,40}》")
_TEACHES = re.compile(
    "授课|讲授|主讲|讲课|(?<!工)作(?:专题)?(?:报告|辅导|讲座)|辅导|(?:带来|讲|上|开设).{0,14}课程"
)
# Beside the number of those who take part in a course.
_TAKES_PART = re.compile("参加|参训|参会|学员|培训|轮训|受训|听课|听取|聆听|开班|结业|研讨")
_NUMBER = re.compile(r"[\d.一二两三四五六七八九十百千万]+")
_LESS, _MORE, _ABOUT = re.compile("(?<![附最])近$"), re.compile("(?:逾|超过?)$"), re.compile("约$")
_OVER = re.compile("个?[余多]")
REACH = 20  # characters after a lecturer's name in which a word for teaching must follow


def training_facts(known: pd.DataFrame, sample: pd.DataFrame) -> pd.DataFrame:
    """Return the facts of a corpus with their positions in the raw articles, or a draft if there are none.

    Parameters
    ----------
    known : DataFrame
        ``trainings.csv`` as read: `article_id, kind, value, unit, words`; empty if there is no such file.
    sample : DataFrame
        Articles with `raw` and `text`.

    Returns
    -------
    DataFrame
        The same columns with `raw_start, raw_end`, the span of the words in `raw` (missing if a fact has no
        words, or its article is not in the sample), `uncertain` (whether two readers differ: their
        `second_pass` is ``open``), and `draft` (whether `known` is empty). No draft if hardly any article is
        about training.
    """
    facts = known[COLUMNS] if len(known) else draft_facts(_about_courses(sample))
    uncertain = known["second_pass"].eq("open") if "second_pass" in known else False
    clean = cleaner(sample)
    cleaned = {
        key: clean(sample.at[key, "raw"]) for key in facts["article_id"].unique() if key in sample.index
    }
    spans = [_raw_span(cleaned, row, sample) for row in facts.itertuples()]
    ends = pd.DataFrame(spans, facts.index, ["raw_start", "raw_end"]).astype("Int64")
    return facts.join(ends).assign(uncertain=uncertain, draft=not len(known))


def _about_courses(sample: pd.DataFrame) -> pd.DataFrame:
    """Return the articles of which facts are drafted: those about a course; none if they are hardly any.

    A year of press conferences mentions a course somewhere, so their number in its characters counts.
    """
    least = LEAST_RATE * sample["text"].str.len() / 10_000
    about = sample["text"].str.count(_COURSE) >= least.clip(lower=1)
    return sample[about] if about.mean() >= LEAST_SHARE else sample.head(0)


def _raw_span(
    cleaned: dict[str, object], fact: object, sample: pd.DataFrame
) -> tuple[int | None, int | None]:
    if fact.article_id not in cleaned or not isinstance(fact.words, str):
        return None, None
    start = sample.at[fact.article_id, "text"].find(fact.words)
    return cleaned[fact.article_id].raw_span(start, start + len(fact.words)) if start >= 0 else (None, None)


def draft_facts(articles: pd.DataFrame) -> pd.DataFrame:
    """Propose facts about trainings: numbers with units, durations, dates, lecturers, titles in 《》.

    Only sentences with a word for a course are used, and each fact is proposed once per article.

    Parameters
    ----------
    articles : DataFrame
        Index `article_id`, column `text`.

    Returns
    -------
    DataFrame
        `article_id, kind, value, unit, words`, in the order of the texts.
    """
    persons = actors_table(articles)
    persons = persons[(persons["chain"] != "") & ~persons["private"]]
    named = {
        key: rows[["name", "start", "end"]].values.tolist() for key, rows in persons.groupby("article_id")
    }
    texts = articles["text"].items()
    rows = [(key, *fact) for key, text in texts for fact in _candidates(text, named.get(key, []))]
    table = pd.DataFrame(rows, columns=COLUMNS).astype("str")
    table["unit"] = table["unit"].where(table["unit"] != "")
    return table.drop_duplicates(COLUMNS[:-1], ignore_index=True)


def _candidates(text: str, persons: list[tuple[str, int, int]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, value, unit and words of each fact, sentence by sentence, then of the lecturers."""
    for hit in re.finditer("[^。！？\n]+", text):
        if _COURSE.search(hit[0]):
            yield from _of_sentence(hit[0])
    for name, start, end in persons:
        after = text[end : end + REACH].split("。")[0]
        if _TEACHES.search(after):
            yield "teacher", name, "", text[start:end] + after


def _of_sentence(sentence: str) -> Iterator[tuple[str, str, str, str]]:
    for many in _MANY.finditer(sentence):
        unit = UNITS[many[2]]
        kind = "attendance" if unit in ("people", "participations") else "sessions"
        if kind == "attendance" and not _TAKES_PART.search(_around(sentence, *many.span(), 24)):
            continue
        yield kind, many[1], unit, _around(sentence, *many.span())
    for long in _LONG.finditer(sentence):
        length = float(NUMERAL.get(long[1]) or long[1]) + 0.5 * bool(long[2])
        yield "duration", f"{length:g}", TIMES[long[3]], _around(sentence, *long.span())
    for days in _DATES.finditer(sentence):
        yield "date", days[0], "", _around(sentence, *days.span())
    for title in _TITLE.finditer(sentence):
        yield "content", title[0], "", title[0]


def _around(sentence: str, start: int, end: int, width: int = 8) -> str:
    return sentence[max(0, start - width) : end + width]


def hedge(value: str, words: object) -> str:
    """Return ``nearly``, ``more than`` or ``about`` if the words of a number say so, else an empty string.

    Examples
    --------
    >>> hedge("350", "共350多人"), hedge("500", "近500名"), hedge("4", "为期4天")
    ('more than', 'nearly', '')
    """
    words = words if isinstance(words, str) else ""
    hits = list(_NUMBER.finditer(words))
    hit = next((hit for hit in hits if hit[0] == value), hits[0] if len(hits) == 1 else None)
    if hit is None:
        return ""
    before = words[max(hit.start() - 2, 0) : hit.start()]
    if _LESS.search(before):
        return "nearly"
    if _MORE.search(before) or _OVER.match(words, hit.end()):
        return "more than"
    return "about" if _ABOUT.search(before) else ""


def overview(facts: pd.DataFrame, order: Sequence[str] | pd.Index = ()) -> pd.DataFrame:
    """Return a table of facts with a row per kind and a column per article.

    Parameters
    ----------
    facts : DataFrame
        As `training_facts` returns it.
    order : sequence of str
        Article ids in the order of the columns; other articles come last.

    Returns
    -------
    DataFrame
        Index `kind`: all of `ASKED`, or those with a value in a draft. Columns: the article ids. Cells: the
        values joined by semicolons, ``not reported`` if a fact says so, and empty if there is none. A number
        or a duration starts with the `hedge` of its words; what is uncertain ends with ``(?)``.
    """
    said = facts[facts["kind"].isin(ASKED)]
    values = said["value"].where(said["unit"].isna(), said["value"] + " " + said["unit"].fillna(""))
    hedges = [
        hedge(str(fact.value), fact.words) if fact.kind in (*NUMBERS, "duration") else ""
        for fact in said.itertuples()
    ]
    values = (pd.Series(hedges, said.index, dtype="str") + " " + values).str.strip()
    values += said["uncertain"].map({True: " (?)", False: ""})
    silent = facts[facts["kind"] == "not_reported"]
    table = values.groupby([said["kind"], said["article_id"]]).agg(lambda one: "; ".join(dict.fromkeys(one)))
    ids = dict.fromkeys(facts["article_id"])
    first = [key for key in order if key in ids]
    ids = list(dict.fromkeys([*first, *ids]))
    # A draft proposes few kinds; rows without any would seem to say that the articles are silent.
    kinds = [kind for kind in ASKED if not facts["draft"].all() or kind in set(said["kind"])]
    table = table.unstack().reindex(index=kinds, columns=ids)
    for fact in silent.itertuples():
        kind = {"number of trainees": "attendance"}.get(fact.value.split(" by ")[0], fact.value)
        if kind in table.index and pd.isna(table.at[kind, fact.article_id]):
            table.loc[kind, fact.article_id] = "not reported"
    return table.fillna("").rename_axis(index="kind", columns=None)
