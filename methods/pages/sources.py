"""The sources on the pages: a bibliography of the articles, the data to download, and the citation."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from methods.corpora.facts import named_dates
from methods.files.folders import read_regular
from methods.files.paths import ROOT
from methods.pages.site import Layout

LISTED = 20  # up to this many articles, the bibliography has a row for each
DATASHEET = "README.md"
#: Files of a corpus that the pages offer, with their content; files that a corpus lacks are left out.
DATA = {
    DATASHEET: "the datasheet: the origin of the articles, and the meaning of each column of these files",
    "metadata.csv": "the articles: date, place, genre, outlet, and the words that each was read from",
    "trainings.csv": "what the articles say about the training, fact by fact, with their words",
    "speakers.csv": "the persons who are named, reported and quoted",
    "fengqiao.csv": "the meaning of 枫桥 at each of its hits",
    "echoes.csv": "the nearest sources that were found of the articles' wording",
    "parallels.csv": "other texts on the same or like events, or with the same wording",
    "coding.csv": "every paragraph, coded for every theme from the definitions alone",
    "lexicons/campaigns.csv": "campaigns with their dates, documents and formulas",
    "lexicons/registers.csv": "the registers, with longer strings told apart",
    "lexicons/brands.csv": "names and slogans of a place or programme, and which articles have them",
    "lexicons/theme_definitions.csv": "the codebook: the definition of each theme",
    "lexicons/themes.csv": "the codebook: the terms of each theme",
    "lexicons/terms.csv": "the tracked terms, their glosses and their earliest known documents",
    "lexicons/stopwords.csv": "the stop-words, in groups",
}
#: Columns of the bibliography, each with its columns of the metadata; the first known value is used.
FACTS = {
    "Article": ("label",),
    "Title": ("title",),
    "Outlet": ("outlet",),
    "By": ("byline",),
    "Place": ("county", "prefecture", "province", "level"),
    "Date": ("date",),
    "Published": ("published",),
    "Source": ("source",),
}
UNKNOWN = "not known"


def published(study: Layout) -> dict[str, tuple[Path, str]]:
    """Return the data that the pages offer, by address on the site: the file, and its content in words."""
    found = {f"data/{Path(name).name}": (study.part(name), what) for name, what in DATA.items()}
    return {href: (path, what) for href, (path, what) in found.items() if path.exists()}


def names(study: Layout) -> dict[str, str]:
    """Return the addresses of the files that the pages offer, by their names in the notebooks."""
    offered = published(study)
    called = {
        f"corpus/{DATASHEET}" if name == DATASHEET else name: f"data/{Path(name).name}" for name in DATA
    }
    called |= {Path(name).name: href for name, href in called.items() if name.endswith(".csv")}
    return {name: href for name, href in called.items() if href in offered}


def bibliography(study: Layout) -> list[Mapping[str, str]]:
    """Return a row per article from its metadata; no rows if there are many articles or too few metadata."""
    articles = study.articles
    if not 0 < len(articles) <= LISTED:
        return []
    known = articles.sort_values("date", kind="stable") if "date" in articles else articles
    columns = {head: _first(known, of) for head, of in FACTS.items()}
    kept = {head: cells for head, cells in columns.items() if cells.ne("").any()}
    if not {"Title", "Outlet", "Source"} & set(kept):
        return []
    return pd.DataFrame(kept).replace("", UNKNOWN).to_dict("records")


def _first(articles: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """Return the first known value of some columns for each article, as text; empty if there is none."""
    cells = articles.reindex(columns=list(columns))
    days = {day: cells[day].dt.strftime("%Y-%m-%d") for day in cells.select_dtypes("datetime")}
    if "date" in days:
        days["date"] = named_dates(articles)
    text = cells.assign(**days).astype("str")
    return text.bfill(axis=1).iloc[:, 0].fillna("").str.replace("|", "; ")


def citation(study: Layout) -> str:
    """Return the citation of this project from ``CITATION.cff``; an empty string for another corpus."""
    path = ROOT / "CITATION.cff"
    if not study.is_ours or not path.exists():
        return ""
    text = read_regular(path, ROOT).decode()
    found = dict(re.findall(r'^[- ]*(title|name|version|date-released): *"?(.+?)"?$', text, re.M))
    return f"{found['name']} ({found['date-released'][:4]}). {found['title']}. Version {found['version']}."
