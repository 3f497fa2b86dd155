"""What the explorer page searches: articles as paragraphs, where terms stand in them, and what was repaired.

The page is read offline, so everything it can show is in it; nothing is computed on a server, and a text is
in it once, however many lines of the concordance lead to it.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from methods.figures.tilemap import tiles
from methods.text.occurrences import starts

if TYPE_CHECKING:
    import pandas as pd

    from methods.text.clean import CleanText

ROOM = 700_000  # characters of text, raw and cleaned: about 2 MB as UTF-8, and a page stays under 4 MB
STEP = ["start", "end", "new_start", "new_end", "before", "after", "kind", "status"]


def read_terms(terms: Path, codebook: Path, definitions: Path) -> "pd.DataFrame":
    """Put the tracked terms and the codebook into one frame.

    Returns
    -------
    DataFrame
        Columns ``term, gloss, theme``, one row a term and theme; the theme by its English and Chinese label,
        missing for a tracked term that is in none.
    """
    import pandas as pd

    from methods.files.lexicons import read_lexicon

    both = pd.concat([read_lexicon(path) for path in (terms, codebook)])
    themes = read_lexicon(definitions).set_index("theme")
    labels = (themes["label"] + " " + themes["label_zh"]).dropna().to_dict()
    both["theme"] = both["theme"].map(lambda theme: labels.get(theme, theme))
    return both[["term", "gloss", "theme"]].drop_duplicates(ignore_index=True)


def explorer_data(
    articles: "pd.DataFrame", terms: "pd.DataFrame", clean: Callable[[str], "CleanText"]
) -> dict[str, Any]:
    """Gather what the explorer page shows.

    Parameters
    ----------
    articles : DataFrame
        Those that the page has room for (`sample`); index ``article_id``, columns ``label, date, province,
        level, raw``.
    terms : DataFrame
        Columns ``term, gloss, theme``, one row a term and theme; theme is missing where a tracked term is in
        none.
    clean : callable
        Cleans one raw text (`helpers.clean`).

    Returns
    -------
    dict
        ``articles, terms, themes, hits`` (JSON can write it): an article with its paragraphs, raw text and
        steps; a hit as ``[article, paragraph, offset in it, term]``, all counted from 0; offsets in
        characters.
    """
    words = merge_terms(terms)
    entries = [article_entry(row, clean(row.raw)) for row in articles.itertuples()]
    hits = [
        [a, p, start, t]
        for a, entry in enumerate(entries)
        for p, paragraph in enumerate(entry["paragraphs"])
        for t, word in enumerate(words)
        for start in starts(paragraph["text"], word["term"])
    ]
    themes = list(dict.fromkeys(terms["theme"].dropna()))
    return {"articles": entries, "terms": words, "themes": themes, "hits": hits}


def sample(articles: "pd.DataFrame", size: int) -> "pd.DataFrame":
    """Take as many articles as a page has room for, evenly over time; a hundred or so fit.

    `size` is that of all articles: characters, raw and cleaned.
    """
    return articles.sort_values("date", kind="stable").iloc[:: -(-size // ROOM) or 1]


def merge_terms(terms: "pd.DataFrame") -> list[dict[str, Any]]:
    """Give each term once, with its gloss and all its themes."""
    merged: dict[str, dict[str, Any]] = {}
    for row in terms.fillna("").itertuples():
        word = merged.setdefault(row.term, {"term": row.term, "gloss": row.gloss, "themes": []})
        if row.theme and row.theme not in word["themes"]:
            word["themes"].append(row.theme)
    return list(merged.values())


def article_entry(row: Any, cleaned: "CleanText") -> dict[str, Any]:  # noqa: ANN401, a row of any frame
    """Give one article as the page keeps it; unknown dates and places are empty."""
    spans = [match.span() for match in re.finditer(r"[^\n]+", cleaned.text)]
    return {
        "label": f"{row.Index} {row.label}" if isinstance(row.label, str) else row.Index,
        "date": row.date.strftime("%Y-%m-%d") if row.date == row.date else "",  # NaT is not itself
        "place": place_of(row),
        "raw": row.raw,
        "paragraphs": [
            {"text": cleaned.text[start:end], "start": start, "raw": cleaned.raw_span(start, end)}
            for start, end in spans
        ],
        "map": raw_map(cleaned),
        "steps": cleaned.steps[STEP].fillna("").astype(object).values.tolist(),
    }


def place_of(row: Any) -> str:  # noqa: ANN401, a row of any frame
    """Give the region of an article as one filters by it: its province, the whole country, or nothing."""
    if not isinstance(row.province, str):
        return "national 全国" if getattr(row, "level", "") == "national" else ""
    return f"{tiles()['english'].get(row.province, '')} {row.province}".strip()


def raw_map(cleaned: "CleanText") -> list[list[int]]:
    """Say where each character of a cleaned text stands in the raw one, in few entries.

    Returns
    -------
    list of [offset, start, end]
        The character at ``offset`` stands at ``raw[start:end]``, and those after it, up to the next entry,
        one by one after ``end``.
    """
    entries: list[list[int]] = []
    after = -1
    for offset in range(len(cleaned.text)):
        start, end = cleaned.raw_span(offset, offset + 1)
        if (start, end) != (after, after + 1):
            entries.append([offset, start, end])
        after = end
    return entries
