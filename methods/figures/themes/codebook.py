"""The codebook as figures show it: themes in order, with names, colours and reliability."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from methods.corpora.columns import Columns, cut_label
from methods.figures.exhibit import Sentence, counted
from methods.figures.style import theme_colours
from methods.figures.undated import undated_sentence
from methods.measures.fit import LEAST_RATES, LEAST_SHARE, rate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HATCH = "////"
HATCHED = "Hatched: codebook and coders agree too little (α below 0.667)."
RELIABLE = 0.667  # the lowest α that K. Krippendorff (2019) accepts, Content Analysis, 4th ed., ch. 12
NAME = 40  # maximum width of a theme's name in a figure, in Latin letters


@dataclass(frozen=True, eq=False)
class Codebook:
    """The themes of a study.

    Attributes
    ----------
    terms : DataFrame
        theme, term, and the other columns of the lexicon.
    definitions : DataFrame
        Index the theme, in the order of `themes`; label, label_zh, definition.
    themes : tuple of str
        The themes that have a term, in the order of their definitions.
    english, chinese : mapping of str to str
        Names of each theme.
    colours : mapping of str to str
        Colour of each theme.
    theme_of : mapping of str to str
        Theme of each term; the first one if it is in several.
    alphas : mapping of str to tuple of float
        Krippendorff's α of the codebook with each coder, for the themes that were coded.
    """

    terms: pd.DataFrame
    definitions: pd.DataFrame
    themes: tuple[str, ...]
    english: Mapping[str, str]
    chinese: Mapping[str, str]
    colours: Mapping[str, str]
    theme_of: Mapping[str, str]
    alphas: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def label(self, theme: str) -> str:
        """Return both names of a theme, for the rows of a figure."""
        names = dict.fromkeys((self.english[theme], self.chinese[theme]))
        return " ".join(cut_label(name, NAME) for name in names)

    def short(self, theme: str) -> str:
        """Return the English name of a theme, cut to the width available in a figure."""
        return cut_label(self.english[theme], NAME)

    def is_weak(self, theme: str) -> bool:
        """Return whether codebook and coders agree too little on a theme to support a claim."""
        return min(self.alphas.get(theme, ()), default=1) < RELIABLE

    @property
    def reliable(self) -> list[str]:
        """The themes that are not weak, in order."""
        return [theme for theme in self.themes if not self.is_weak(theme)]

    def hatches(self, themes: Iterable[str | None]) -> list[str]:
        """Return the hatching of bars or patches of themes; empty strings for reliable themes."""
        return [HATCH if theme is not None and self.is_weak(theme) else "" for theme in themes]

    def with_terms(self, terms: Collection[str]) -> "Codebook":
        """Return the codebook with colours for some terms only, such as those of a list that is counted."""
        kept = {term: theme for term, theme in self.theme_of.items() if term in set(terms)}
        return replace(self, theme_of=kept)

    def notes(self, *more: str) -> str:
        """Return the note under a figure: its own lines, and what hatching means if there is any."""
        return "\n".join([*more, *([HATCHED] if any(map(self.is_weak, self.themes)) else [])])

    def claim(self, theme: str) -> str:
        """Return the name of a theme in a sentence, with its lowest α with a coder if there is one."""
        alphas = self.alphas.get(theme)
        return f"{self.english[theme]} (α {min(alphas):.2f})" if alphas else self.english[theme]


def make_codebook(
    terms: pd.DataFrame, definitions: pd.DataFrame, alphas: Mapping[str, tuple[float, ...]] | None = None
) -> Codebook:
    """Make the codebook from two lexicons.

    Parameters
    ----------
    terms : DataFrame
        theme, term: ``themes.csv``.
    definitions : DataFrame
        theme, label, label_zh, definition: ``theme_definitions.csv``; a theme without a row has its key as
        its name.
    alphas : mapping of str to tuple of float, optional
        As `methods.measures.coder_agreement.Coding.alphas` returns them.
    """
    found = dict.fromkeys(terms["theme"])
    defined = definitions.drop_duplicates("theme").set_index("theme")
    themes = tuple(dict.fromkeys([*(theme for theme in defined.index if theme in found), *found]))
    english, chinese = (
        defined[name].reindex(list(themes)).fillna(pd.Series(themes, themes)).to_dict()
        for name in ("label", "label_zh")
    )
    theme_of = terms.drop_duplicates("term").set_index("term")["theme"].to_dict()
    kept = defined.reindex(list(themes))
    return Codebook(terms, kept, themes, english, chinese, theme_colours(themes), theme_of, alphas or {})


def hatch_rows(ax: "Axes", rows: Iterable[bool], width: int) -> None:
    """Hatch rows of a heatmap that support no claim, above the colours and below the numbers.

    Parameters
    ----------
    ax : Axes
    rows : iterable of bool
        Whether each row is hatched, from the top down.
    width : int
        Number of cells in a row.
    """
    from matplotlib.patches import Rectangle

    for place, is_hatched in enumerate(rows):
        if is_hatched:
            look = {"fill": False, "hatch": HATCH, "edgecolor": "#00000038", "linewidth": 0}
            ax.add_patch(Rectangle((0, place), width, 1, **look))


def sampled(read: int, columns: Columns) -> str:
    """Return the end of a phrase that names the sample, or an empty string if all articles were read."""
    every = len(columns.of)
    return "" if read == every else f" of a random sample of {read:,} of {every:,} articles"


def codebook_table(book: Codebook, hits: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """Return the codebook as a table, with the terms that occur and the agreement with each coder.

    Parameters
    ----------
    book : Codebook
    hits : DataFrame
        As `methods.measures.themes.find_theme_hits` returns them.
    scored : DataFrame
        theme, coder, alpha, alpha_low, alpha_high: `methods.measures.coder_agreement.Coding.scored`.

    Returns
    -------
    DataFrame
        label, label_zh, definition, terms, occur (terms with a hit), and a column of α per coder, as text.
    """
    listed = book.terms.groupby("theme")["term"].nunique()
    occur = hits.groupby("theme")["term"].nunique()
    table = pd.DataFrame({"label": book.english, "label_zh": book.chinese}, index=list(book.themes))
    table = table.assign(
        definition=book.definitions["definition"].fillna(""),
        terms=listed.reindex(table.index),
        occur=occur.reindex(table.index, fill_value=0),
    )
    for coder, rows in scored.groupby("coder"):
        ends = rows.set_index("theme").reindex(table.index)[["alpha", "alpha_low", "alpha_high"]]
        said = [
            "–" if pd.isna(a) else f"{a:.2f} ({low:.2f} to {high:.2f})" for a, low, high in ends.to_numpy()
        ]
        table[f"α with {coder}"] = said
    return table.reset_index(drop=True)


def overview_finding(
    articles: pd.DataFrame,
    paragraphs: pd.DataFrame,
    hits: pd.DataFrame,
    columns: Columns,
    book: Codebook,
    fitted: pd.DataFrame,
) -> Sentence:
    """Return the size of the corpus, and how much of the codebook occurs in it.

    Parameters
    ----------
    articles : DataFrame
        Columns paragraphs and tokens.
    paragraphs : DataFrame
        As `methods.measures.themes.score_paragraphs` returns it, of all articles or of a sample.
    hits : DataFrame
        As `methods.measures.themes.find_theme_hits` returns them.
    columns : Columns
    book : Codebook
    fitted : DataFrame
        The terms that are counted, as `methods.measures.fit.fitting` returns them.
    """
    each = paragraphs.groupby(["article_id", "paragraph"])["count"].sum()
    values = {
        "articles": counted(len(articles), "article"),
        "paragraphs": int(articles["paragraphs"].sum()),
        "tokens": int(articles["tokens"].sum()),
        "terms": counted(int(book.terms.groupby("theme")["term"].nunique().sum()), "term"),
        "occur": (occur := int(hits.groupby("theme")["term"].nunique().sum())),
        "occurs": "occurs" if occur == 1 else "occur",
        "hits": counted(len(hits), "hit"),
        "none": float((each == 0).mean()),
        "read": sampled(paragraphs["article_id"].nunique(), columns),
    }
    said = Sentence("**{articles}**, {paragraphs:,} paragraphs, {tokens:,} tokens.", values)
    said += undated_sentence(columns)
    if hits.empty:
        return said + Sentence("No term of the codebook occurs.")
    said += Sentence("{occur} of {terms} {occurs}, with {hits} in all.", values)
    if len(fitted) == len(book.terms):
        return said + Sentence(
            "{none:.0%} of the paragraphs{read} are without a hit."
            if values["none"]
            else "None of the paragraphs{read} are without a hit.",
            values,
        )
    values |= {
        "rate": rate(len(hits), articles),
        "least": LEAST_RATES["themes"],
        "share": LEAST_SHARE,
    }
    return said + Sentence(
        "**This codebook, made for other texts, does not fit these**: of its terms, {share:.0%} must "
        "occur, and {least:.0f} hits per 10,000 characters, where there are {rate:.1f}. So no theme is "
        "counted below; write one of your own (`lexicons/themes.csv`).",
        values,
    )
