"""The data of the explorer page: articles as paragraphs, the hits of terms, and the repairs.

The page works offline, so it contains everything that it can show. Each text is in it once, however many
lines of the concordance link to it.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from methods.corpora.columns import labels_of
from methods.corpora.facts import named_dates
from methods.figures.tilemap import tiles
from methods.mentions.masking import MASK, mask, private_names
from methods.text.scan import Words

if TYPE_CHECKING:
    import pandas as pd

    from methods.text.clean import CleanText

ROOM = 2_500_000  # bytes of articles and hits as JSON: with style and font a page stays under 4 MB
LONGEST = 300_000  # characters of an article; a longer one is cut, and its label says so
MOST_PAGES = 20  # pages that hold a whole corpus
SAMPLE_PAGES = 5  # pages with a sample of a larger one
STEP = 8  # columns of `CleanText.steps` that a page shows: from `start` to `status`


def read_terms(terms: Path, codebook: Path, definitions: Path) -> "pd.DataFrame":
    """Combine the tracked terms and the codebook.

    Returns
    -------
    DataFrame
        Columns ``term, gloss, theme``, one row per term and theme; ``theme`` has the English and Chinese
        labels, and is missing for a tracked term without a theme.
    """
    import pandas as pd

    from methods.files.lexicons import read_lexicon

    tracked = read_lexicon(terms).query("track")  # the others only help the segmentation
    both = pd.concat([tracked, read_lexicon(codebook)])
    themes = read_lexicon(definitions).set_index("theme")
    labels = (themes["label"] + " " + themes["label_zh"]).dropna().to_dict()
    both["theme"] = both["theme"].map(lambda theme: labels.get(theme, theme))
    return both[["term", "gloss", "theme"]].drop_duplicates(ignore_index=True)


def explorer_parts(
    articles: "pd.DataFrame", terms: "pd.DataFrame", clean: Callable[[str], "CleanText"]
) -> Iterator[dict[str, Any]]:
    """Yield the data of the explorer's pages, with as many articles per page as there is room for.

    Parameters
    ----------
    articles : DataFrame
        Index ``article_id``, columns ``label, date, province, level, raw, text``; shown in the order of
        dates, with the names of private persons masked.
    terms : DataFrame
        As `read_terms` returns it.
    clean : callable
        A function that cleans one raw text (`helpers.clean`).

    Yields
    ------
    dict
        A page, at least one, with ``articles, terms, themes, hits``, ready for JSON: an article has its
        paragraphs, raw text and steps; a hit is ``[article, paragraph, offset in it, term]``, all counted
        from 0, with offsets in characters.
    """
    words, themes = merge_terms(terms), list(dict.fromkeys(terms["theme"].dropna()))
    names = private_names(articles)
    automaton = Words(word["term"] for word in words)
    empty = {"terms": words, "themes": themes}
    part, room = empty | {"articles": [], "hits": []}, ROOM
    about = articles.assign(named=named_dates(articles), label=labels_of(articles), place=places_of(articles))
    for row in about.sort_values("date", kind="stable").itertuples():
        cleaned = clean(row.raw[:LONGEST])
        entry = article_entry(row, cleaned, is_cut=len(row.raw) > LONGEST)
        hits = find_hits(entry, automaton)
        hide(entry, cleaned, names[row.Index])
        size = len(json.dumps([entry, hits], ensure_ascii=False).encode("utf-8", "surrogatepass"))
        if size > room and part["articles"]:
            yield part
            part, room = empty | {"articles": [], "hits": []}, ROOM
        room -= size
        part["hits"] += [[len(part["articles"]), *place] for place in hits]
        part["articles"].append(entry)
    yield part


def hide(entry: dict[str, Any], cleaned: "CleanText", names: list[str]) -> None:
    """Mask names in an article, in the raw text and in the steps, too; no offset changes."""
    pattern = "|".join(map(re.escape, names))
    found = np.array([hit.span() for hit in re.finditer(pattern, cleaned.text)] if pattern else [], np.int64)
    if not found.size:
        return
    spans = list(zip(*map(np.ndarray.tolist, cleaned.raw_spans(*found.T)), strict=True))
    for paragraph in entry["paragraphs"]:
        paragraph["text"] = mask(paragraph["text"], names)
    raw = list(mask(entry["raw"], names))  # Cleaning removes a credit or an attribute, with a name in it.
    for start, end in spans:
        raw[start:end] = MASK * (end - start)
    entry["raw"] = "".join(raw)
    starts = [start for start, _ in spans]
    for step in entry["steps"]:
        step[4:6] = (mask(text, names) for text in step[4:6])
        before = bisect_left(starts, step[1]) - 1  # the last name that begins before the step ends
        if before >= 0 and spans[before][1] > step[0]:
            step[4:6] = (MASK * len(text) for text in step[4:6])


def find_hits(entry: dict[str, Any], words: Words) -> list[list[int]]:
    """Return the hits of terms in an article: paragraph, offset in it, and number of the term, all from 0."""
    return [
        [p, start, t]
        for p, paragraph in enumerate(entry["paragraphs"])
        for t, start, _ in sorted(words.hits(paragraph["text"]))
    ]


def sample(articles: "pd.DataFrame", size: int) -> "pd.DataFrame":
    """Return all articles if `MOST_PAGES` have room for them, or else as many as `SAMPLE_PAGES` have.

    A sample of dated articles is even over time. `size` is the size of all raw articles in bytes; a page
    holds them both raw and cleaned.
    """
    step = 1 if 2 * size <= ROOM * MOST_PAGES else -(-2 * size // (ROOM * SAMPLE_PAGES))
    return articles.sort_values("date", kind="stable").iloc[::step]


def merge_terms(terms: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return each term once, with its gloss and all its themes."""
    merged: dict[str, dict[str, Any]] = {}
    for row in terms.astype(object).fillna("").itertuples():
        word = merged.setdefault(row.term, {"term": row.term, "gloss": row.gloss, "themes": []})
        if row.theme and row.theme not in word["themes"]:
            word["themes"].append(row.theme)
    return list(merged.values())


def article_entry(row: Any, cleaned: "CleanText", is_cut: bool = False) -> dict[str, Any]:  # noqa: ANN401
    """Return one article as the page stores it; unknown dates and places are empty strings."""
    text = cleaned.text
    spans = np.array([match.span() for match in re.finditer(r"[^\n]+", text)], np.int64).reshape(-1, 2)
    raw = zip(*map(np.ndarray.tolist, cleaned.raw_spans(*spans.T)), strict=True)
    label = f"{row.Index} {row.label}" if isinstance(row.label, str) else row.Index
    return {
        "label": f"{label} (its beginning)" if is_cut else label,
        "date": row.date.strftime("%Y-%m-%d") if row.date == row.date else "",  # NaT is not equal to itself
        "named": row.named,
        "place": row.place,
        "raw": cleaned.raw,
        "paragraphs": [
            {"text": text[start:end], "start": start, "raw": span}
            for (start, end), span in zip(spans.tolist(), raw, strict=True)
        ],
        "map": raw_map(cleaned),
        "steps": [list(step[:STEP]) for step in cleaned.rows],
    }


def places_of(articles: "pd.DataFrame") -> "pd.Series":
    """Return the places by which articles are filtered: provinces, ``national``, or empty strings."""
    province = articles["province"].astype("str")
    level = articles.reindex(columns=["level"])["level"].astype("str")
    english = province.map(tiles()["english"]).fillna("")
    named = (english + " " + province).str.strip()
    return named.where(province.notna(), level.map({"national": "national 全国"})).fillna("")


def raw_map(cleaned: "CleanText") -> list[list[int]]:
    """Return a compact map from offsets in the cleaned text to offsets in the raw text.

    Returns
    -------
    list of [offset, start, end]
        The character at ``offset`` is ``raw[start:end]``; those after it, up to the next entry, follow
        ``end`` one by one.
    """
    offsets = np.arange(len(cleaned.text))
    starts, ends = cleaned.raw_spans(offsets, offsets + 1)
    before = np.append(-1, ends[:-1])
    is_new = (starts != before) | (ends != before + 1)
    return np.column_stack([offsets, starts, ends])[is_new].tolist()
