"""Read the articles of JSON files: a list of objects, one object per line, or an object with such a list."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

import pandas as pd

from methods.corpora.headings import column_of, count_chinese, rename_columns
from methods.corpora.rules import read_text
from methods.files.problems import CorpusError, Report

SHAPES = (
    "save the articles as a list of objects, one object per line (.jsonl), or an object with one such list "
    "or with an object for each id"
)
#: Keys of texts within lists, besides those that are headings of texts.
TEXT_KEYS = frozenset(["raw", "message", "utterance", "sentence", "paragraph", "段落", "句子", "消息"])
FIRST = 100  # Rows that show which column, and which key in it, has the texts.
LONG = 50  # Chinese characters, on average, of a text beside which lie questions or remarks about it.
TIMES = 4  # How often the other strings fit into it.
#: Booleans, numbers and the numbers of things as strings, which are no texts: "true", "1_1", "2021-03".
_VALUE = re.compile(r"(?:true|false|null|none|nan|[\d\s_.:,/+-]*\d[\d\s_.:,/+%-]*)", re.IGNORECASE)


@dataclass
class Keys:
    """The keys of objects in a list whose texts were read, and of the texts that were left.

    `has_most` says whether one was read because it holds most Chinese.
    """

    read: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    has_most: bool = False


def json_frame(path: Path, report: Report, within: Path | None) -> pd.DataFrame:
    """Read the objects of a JSON file.

    Parameters
    ----------
    path
        A ``.json`` file with a list of objects, or a ``.jsonl`` file with one object per line.
    report
        Receives the objects that are left out, and where the texts were found.
    within
        A folder that no link may lead out of.

    Returns
    -------
    pandas.DataFrame
        One row per object that has a text, indexed by position from 0; lists of texts are joined.

    Raises
    ------
    CorpusError
        If nothing in the file can be used.
    """
    is_list = path.suffix.lower() == ".json"
    values = _list(path, report, within) if is_list else _lines(path, report, within)
    rows, of_paragraphs = {}, False
    noun, keys = "object" if is_list else "line", {}
    first = list(islice(values := iter(values), FIRST))
    most = long_texts(value for _, value in first)  # The same key in each row.
    for number, value in chain(first, values):
        place = f"{path}, {noun} {number + 1}"
        if not isinstance(value, dict):
            report.add(place, "it is not a JSON object", SHAPES)
            continue
        row = joined_lines(value, keys, most)
        try:
            json.dumps(row, ensure_ascii=False).encode()  # A lone surrogate, \ud83d, cannot be written.
        except (ValueError, RecursionError) as error:
            report.add(place, f"it is not JSON ({error})", f"correct or remove the {noun}")
            continue
        ids = {
            name: str(row[name]) for name in row if column_of(name) == "article_id" and row[name] is not None
        }
        if any(isinstance(row[name], str) for name in row.keys() - ids.keys()):
            rows[number] = row | ids  # A missing id must not turn the others into floats.
            of_paragraphs |= "text" in row and "text" not in value
        else:
            report.add(place, "it is not a JSON object with a text", f"correct or remove the {noun}")
    if of_paragraphs:
        report.note("columns read: paragraphs as text")
    note_keys(path, keys, report)
    return pd.DataFrame(list(rows.values()), index=list(rows))


def _lines(path: Path, report: Report, within: Path | None) -> Iterator[tuple[int, object]]:
    """Yield the number from 0 and the value of each line of a JSON Lines file; report broken lines."""
    for number, line in enumerate(read_text(path, within).split("\n")):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                report.add(
                    f"{path}, line {number + 1}", f"it is not JSON ({error})", "correct or remove the line"
                )


def _list(path: Path, report: Report, within: Path | None) -> Iterable[tuple[int, object]]:
    """Return the numbered values of the list in a JSON file, of the only such list in it, or of its keys."""
    try:
        rows = json.loads(read_text(path, within))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: it is not JSON ({error}); correct it, or save it as CSV") from None
    if isinstance(rows, dict):
        lists = [name for name, value in rows.items() if _holds(value, dict)]
        if len(lists) == 1:
            report.note(f"{path}: it is one object, and its list `{lists[0]}` was read")
            rows = rows[lists[0]]
        elif not lists and len(rows) > 1 and all(isinstance(value, dict) for value in rows.values()):
            report.note(f"{path}: it is one object of objects, and their keys were read as ids")
            rows = [
                value
                if any(column_of(name) == "article_id" for name in value)
                else {"article_id": key, **value}
                for key, value in rows.items()
            ]
    if not isinstance(rows, list):
        raise CorpusError(f"{path}: it is not a list of objects; {SHAPES}")
    return enumerate(rows)


def named(row: dict, keys: dict[str, Keys] | None = None, most: dict[str, str] | None = None) -> dict:
    """Return a JSON object as `joined_lines` does, with its keys renamed to the columns of this project."""
    row = joined_lines(row, keys, most)
    other = rename_columns(row)
    return {other.get(name, name): value for name, value in row.items()} if other else row


def note_keys(path: Path, keys: dict[str, Keys], report: Report) -> None:
    """Note which keys of the objects in lists were read, for each column that has such lists."""
    for name, of in keys.items():
        read, left = (", ".join(f"`{key}`" for key in sorted(some)) for some in (of.read, of.left - of.read))
        if left:
            one = len(of.read) == 1
            why = ", which holds most Chinese," if one and of.has_most else ""
            was = "was" if one else "were"
            report.note(
                f"{path}: of the objects in `{name}`, only {read}{why} {was} read, not {left}; "
                "to read another key, call it `text`"
            )
        elif len(of.read) > 1:
            report.note(
                f"{path}: the objects in `{name}` were joined to one text, with all texts in them: {read}"
            )


def joined_lines(row: dict, keys: dict[str, Keys] | None = None, most: dict[str, str] | None = None) -> dict:
    """Return a JSON object in which each list of texts is one text, a line for each of them.

    Of objects that all have a text under the same known key, only this is taken; or else, if one key has long
    texts beside which lie objects with short ones, such as questions, only the long texts. `keys` is filled;
    `most` is what `long_texts` returns for the table.

    >>> joined_lines({"law": [{"no": "一", "第": "為了發展"}, {"no": "二", "第": "依法"}], "size": [1]})
    {'law': '一 為了發展\\n二 依法', 'size': [1]}
    >>> joined_lines({"chat": [{"message": "去过北京吗？", "by": "甲"}, {"message": "没有。", "by": "乙"}]})
    {'chat': '去过北京吗？\\n没有。'}
    """
    keys = {} if keys is None else keys
    most = long_texts([row]) if most is None else most
    row = {name: _joined(value, name, keys, most.get(name)) for name, value in row.items()}
    lines = row.get("paragraphs")
    if isinstance(lines, str) and not {"raw", "text"} & row.keys():  # Else the name of a column of ours.
        row["text"] = row.pop("paragraphs")
    return row


def _joined(value: object, name: str, keys: dict[str, Keys], most: str | None) -> object:
    """Return the strings in a list as lines, with those of an object in one; any other value as it is."""
    if not _holds(value, str | dict | list):
        return value
    found = Keys()
    values = _texts(value, found)
    if most is not None and not found.read:
        values = _strings(values, most, found)
    lines, todo = [], values[::-1]
    while todo:  # A recursion would end at a thousand lists in lists.
        one = todo.pop()
        if isinstance(one, str):
            lines.append(one)
        elif isinstance(one, list):
            todo += _texts(one, found)[::-1]
        elif isinstance(one, dict):
            words = {key: word for key, word in one.items() if isinstance(word, str) and _is_said(key, word)}
            found.read.update(words)
            lines += [" ".join(words.values())] if words else []
            todo += [inner for inner in one.values() if isinstance(inner, dict | list)][::-1]
    if not lines:
        return value
    if found.read:
        of = keys.setdefault(name, Keys())
        of.read |= found.read
        of.left |= found.left
        of.has_most |= found.has_most
    return "\n".join(lines)


def _texts(values: list, found: Keys) -> list:
    """Return the texts of objects that all have one under the same known key; other values as they are."""
    if not _holds(values, dict):
        return values
    texts = [
        key for key in values[0] if _is_text(key) and all(isinstance(one.get(key), str) for one in values)
    ]
    if len(texts) != 1 or not any(one[texts[0]].strip() for one in values):
        return values
    found.read.add(texts[0])
    found.left.update(key for one in values for key in one if key != texts[0])
    return [one[texts[0]] for one in values]


def long_texts(rows: Iterable[object]) -> dict[str, str]:
    """Return for each column of JSON objects the key of the texts that the rest of it is about.

    So it is in data for reading: a `context` lies beside its questions and answers, which repeat its words.
    A column has such a key if the one with most Chinese has long strings, and objects beside it short ones.
    """
    pooled: dict[str, list] = defaultdict(list)
    for row in rows:
        for name, value in row.items() if isinstance(row, dict) else ():
            if isinstance(value, list):
                pooled[name].append(value)
    found = {name: _longest(values) for name, values in pooled.items()}
    return {name: key for name, key in found.items() if key is not None}


def _longest(values: list) -> str | None:
    """Return the key of one column's texts: see `long_texts`."""
    sizes, with_objects = defaultdict(list), set()
    for one in _objects(values):
        words = {key: word for key, word in one.items() if isinstance(word, str)}
        for key, word in words.items():  # Most strings are short, and need no close look.
            sizes[key].append(count_chinese(word) if len(word) >= LONG else len(word))
        if any(isinstance(value, dict) or _holds(value, dict) for value in one.values()):
            with_objects |= words.keys()
    most = max(sizes, key=lambda key: sum(sizes[key]), default=None)
    means = {key: sum(own) / len(own) for key, own in sizes.items()}
    others = max((mean for key, mean in means.items() if key != most), default=0)
    return most if most in with_objects and means[most] >= max(LONG, TIMES * others) else None


def _objects(values: list) -> Iterator[dict]:
    """Yield the objects in lists and objects, at any depth, in their order."""
    todo = values[::-1]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += one[::-1]
        elif isinstance(one, dict):
            yield one
            todo += [value for value in one.values() if isinstance(value, dict | list)][::-1]


def _strings(values: list, key: str, found: Keys) -> list:
    """Return the strings of a key at any depth; if there are none, the values as they are."""
    objects = list(_objects(values))
    texts = [one[key] for one in objects if isinstance(one.get(key), str)]
    if not texts:
        return values
    found.read.add(key)
    found.left |= {other for one in objects for other in one if other != key}
    found.has_most = True
    return texts


def _is_said(key: str, word: str) -> bool:
    """Return whether a string in an object may be a text: not empty, and no id, number or boolean."""
    return bool(word) and not _is_id(key) and not _VALUE.fullmatch(word)


@lru_cache(maxsize=1000)
def _is_id(key: str) -> bool:
    """Return whether a key is known as that of an id."""
    return column_of(key) == "article_id"


@lru_cache(maxsize=1000)
def _is_text(key: str) -> bool:
    """Return whether a key is known as that of a text."""
    return key.lower() in TEXT_KEYS or column_of(key) == "text"


def _holds(value: object, kind: type) -> bool:
    """Return whether a value is a list that is not empty, and holds nothing but a kind of values."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, kind) for one in value)
