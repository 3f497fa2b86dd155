"""How many articles of a corpus were left out, by kind: what a reader of the pages must know, too."""

import re
from collections import Counter
from collections.abc import Iterable

from methods.corpora import rules
from methods.files.problems import Problem

_UNREADABLE = (rules.TOO_LARGE, *rules.FOREIGN_KINDS.values())
#: By what is wrong with an article, a word for its kind; a problem with none of these leaves no article out.
_KINDS = {
    re.escape(rules.FOREIGN.what): "without Chinese",
    f"{re.escape(rules.EMPTY.what)};": "empty",
    re.escape(rules.NOTHING.what): "only credits and markup",
    "it is the same text as": "copies",
    "[0-9.]+% of it is in article": "near-copies",
    r"(?P<all>[\d,]+) (?:rows|articles) have this id": "with the id of another",
    f"{re.escape(rules.NO_ID.what)}|{re.escape(rules.UNNAMED_FILE.what)}": "without id or file",
    f"{re.escape(rules.UNLISTED.what)}|it has no row;": "without a row in the metadata",
    re.escape(rules.MISSING.what): "missing files",
    r"(?P<all>[\d,]+) files? of other kinds": "files of other kinds",
    "|".join(re.escape(fault.what) for fault in _UNREADABLE): "unreadable",
    "it cannot be (?:decoded|read)|it is not (?:JSON|a JSON object|text|in UTF-8)": "unreadable",
    "no file can have this name|it (?:lies outside|is a link|is .*, not a file)": "unreadable",
    "it has too many or too few cells|a quotation mark is out of place; correct it": "unreadable",
}
_WHAT = {re.compile(pattern): kind for pattern, kind in _KINDS.items()}
#: In a lexicon, the same may be wrong with a line that is no article.
_LEXICON = re.compile(r"[/\\]lexicons[/\\]|no further line was read|save it as CSV")


def left_out(problems: Iterable[Problem]) -> dict[str, int]:
    """Return the number of articles that were left out by kind, the largest first.

    >>> left_out([Problem("a.txt", "it is empty", ""), Problem("a.txt", "its date is soon", "")])
    {'empty': 1}
    """
    found: Counter[str] = Counter()
    for where, what, remedy in dict.fromkeys(problems):
        said = f"{what}; {remedy}"
        hits = () if _LEXICON.search(f"{where}: {said}") else ((p.match(said), k) for p, k in _WHAT.items())
        for match, kind in hits:
            if match:
                number = int((match.groupdict().get("all") or "1").replace(",", ""))
                found[kind] += number - ("the first was kept" in remedy)
                break
    return dict(found.most_common())
