"""Read the articles of JSON files: a list of objects, one object per line, or an object with such a list."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from methods.corpora.headings import column_of, rename_columns
from methods.corpora.rules import read_text
from methods.files.problems import CorpusError, Report

SHAPES = (
    "save the articles as a list of objects, one object per line (.jsonl), or an object with one such list "
    "or with an object for each id"
)
#: Keys of texts within lists, besides those that are headings of texts.
TEXT_KEYS = frozenset(["raw", "message", "utterance", "sentence", "paragraph", "段落", "句子", "消息"])


@dataclass
class Keys:
    """The keys of objects in a list whose texts were read, and of the texts that were left."""

    read: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)


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
    for number, value in values:
        place = f"{path}, {noun} {number + 1}"
        if not isinstance(value, dict):
            report.add(place, "it is not a JSON object", SHAPES)
            continue
        row = joined_lines(value, keys)
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


def named(row: dict, keys: dict[str, Keys] | None = None) -> dict:
    """Return a JSON object with its keys renamed to the columns of this project; `keys` is filled."""
    row = joined_lines(row, keys)
    other = rename_columns(row)
    return {other.get(name, name): value for name, value in row.items()} if other else row


def note_keys(path: Path, keys: dict[str, Keys], report: Report) -> None:
    """Note which keys of the objects in lists were read, for each column that has such lists."""
    for name, of in keys.items():
        read, left = (", ".join(f"`{key}`" for key in sorted(some)) for some in (of.read, of.left - of.read))
        if left:
            report.note(f"{path}: of the objects in `{name}`, only {read} was read, not {left}")
        elif len(of.read) > 1:
            report.note(
                f"{path}: the objects in `{name}` were joined to one text, with all texts in them: {read}"
            )


def joined_lines(row: dict, keys: dict[str, Keys] | None = None) -> dict:
    """Return a JSON object in which each list of texts is one text, a line for each of them.

    Of objects that all have a text under the same known key, only this is taken. `keys` is filled.

    >>> joined_lines({"law": [{"no": "一", "第": "為了發展"}, {"no": "二", "第": "依法"}], "size": [1]})
    {'law': '一 為了發展\\n二 依法', 'size': [1]}
    >>> joined_lines({"chat": [{"message": "去过北京吗？", "by": "甲"}, {"message": "没有。", "by": "乙"}]})
    {'chat': '去过北京吗？\\n没有。'}
    """
    keys = {} if keys is None else keys
    row = {name: _joined(value, name, keys) for name, value in row.items()}
    lines = row.get("paragraphs")
    if isinstance(lines, str) and not {"raw", "text"} & row.keys():  # Else the name of a column of ours.
        row["text"] = row.pop("paragraphs")
    return row


def _joined(value: object, name: str, keys: dict[str, Keys]) -> object:
    """Return the strings in a list as lines, with those of an object in one; any other value as it is."""
    if not _holds(value, str | dict | list):
        return value
    found = Keys()
    lines, todo = [], _texts(value, found)[::-1]
    while todo:  # A recursion would end at a thousand lists in lists.
        one = todo.pop()
        if isinstance(one, str):
            lines.append(one)
        elif isinstance(one, list):
            todo += _texts(one, found)[::-1]
        elif isinstance(one, dict):
            words = {key: word for key, word in one.items() if isinstance(word, str) and word}
            found.read.update(words)
            lines += [" ".join(words.values())] if words else []
            todo += [inner for inner in one.values() if isinstance(inner, dict | list)][::-1]
    if not lines:
        return value
    if found.read:
        of = keys.setdefault(name, Keys())
        of.read |= found.read
        of.left |= found.left
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


@lru_cache(maxsize=1000)
def _is_text(key: str) -> bool:
    """Return whether a key is known as that of a text."""
    return key.lower() in TEXT_KEYS or column_of(key) == "text"


def _holds(value: object, kind: type) -> bool:
    """Return whether a value is a list that is not empty, and holds nothing but a kind of values."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, kind) for one in value)
