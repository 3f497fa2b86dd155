"""Read the articles of JSON files: a list of objects, one object per line, or an object with such a list."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from methods.corpora.headings import column_of, rename_columns
from methods.corpora.rules import read_text
from methods.files.problems import CorpusError, Report


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
    for number, value in values:
        row = joined_lines(value) if isinstance(value, dict) else {}
        place = f"{path}, {'object' if is_list else 'line'} {number + 1}"
        try:
            json.dumps(row, ensure_ascii=False).encode()  # A lone surrogate, \ud83d, cannot be written.
        except (ValueError, RecursionError) as error:
            report.add(place, f"it is not JSON ({error})", "correct or remove the line")
            continue
        ids = {
            name: str(row[name]) for name in row if column_of(name) == "article_id" and row[name] is not None
        }
        if any(isinstance(row[name], str) for name in row.keys() - ids.keys()):
            rows[number] = row | ids  # A missing id must not turn the others into floats.
            of_paragraphs |= "text" in row and "text" not in value
        else:
            report.add(place, "it is not a JSON object with a text", "correct or remove the line")
    if of_paragraphs:
        report.note("columns read: paragraphs as text")
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
    """Return the numbered values of the list in a JSON file, or of the only list of objects in its object."""
    try:
        rows = json.loads(read_text(path, within))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}: it is not JSON ({error}); correct it, or save it as CSV") from None
    if isinstance(rows, dict):
        lists = [name for name, value in rows.items() if _holds(value, dict)]
        if len(lists) == 1:
            report.note(f"{path}: it is one object, and its list `{lists[0]}` was read")
            rows = rows[lists[0]]
    if not isinstance(rows, list):
        raise CorpusError(f"{path}: it is not a list of objects; save the articles as one, or as CSV")
    return enumerate(rows)


def named(row: dict) -> dict:
    """Return a JSON object with its keys renamed to the columns of this project."""
    row = joined_lines(row)
    other = rename_columns(row)
    return {other.get(name, name): value for name, value in row.items()} if other else row


def joined_lines(row: dict) -> dict:
    """Return a JSON object in which each list of texts is one text, a line for each of them.

    >>> joined_lines({"law": [{"no": "一", "text": "為了發展"}, {"no": "二", "text": "依法"}], "size": [1]})
    {'law': '一 為了發展\\n二 依法', 'size': [1]}
    """
    row = {name: _joined(value) for name, value in row.items()}
    lines = row.get("paragraphs")
    if isinstance(lines, str) and not {"raw", "text"} & row.keys():  # Else the name of a column of ours.
        row["text"] = row.pop("paragraphs")
    return row


def _joined(value: object) -> object:
    """Return the strings in a list as lines, with those of an object in one; any other value as it is."""
    if not _holds(value, str | dict | list):
        return value
    lines, todo = [], value[::-1]
    while todo:  # A recursion would end at a thousand lists in lists.
        one = todo.pop()
        if isinstance(one, str):
            lines.append(one)
        elif isinstance(one, list):
            todo += one[::-1]
        elif isinstance(one, dict):
            words = [word for word in one.values() if isinstance(word, str) and word]
            lines += [" ".join(words)] if words else []
            todo += [inner for inner in one.values() if isinstance(inner, dict | list)][::-1]
    return "\n".join(lines) if lines else value


def _holds(value: object, kind: type) -> bool:
    """Return whether a value is a list that is not empty, and holds nothing but a kind of values."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, kind) for one in value)
