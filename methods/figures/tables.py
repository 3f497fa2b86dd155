"""Tables that fit the page in JupyterLab, with all text from a corpus escaped."""

import pandas as pd

from methods.corpora.columns import article_names
from methods.corpora.facts import named_dates
from methods.files.escape import escape
from methods.measures.concordance import shown_dates

WORDS = 60  # characters of a text that a table of articles shows
FIRST = ("label", "date", "province", "prefecture", "county")
ROWS = 100  # articles that a table of counts shows
BAR = "#a6c8e0"
LAST = ("sha256", "file", "raw", "text")
NAMED = {"article_id": "article", "article_a": "article_a", "article_b": "article_b"}
NAME = 32  # Latin letters of an article's name in a table


class ArticleTable(pd.DataFrame):
    """Articles; JupyterLab shows what distinguishes each one, and the beginning of its text."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame  # Derived tables are plain.

    def _repr_html_(self) -> str:
        """Show label, date, place, size and the beginning of the text."""
        shown = self[[name for name in FIRST if name in self and self[name].notna().any()]].copy()
        if "date" in shown:
            shown["date"] = named_dates(pd.DataFrame(self))
        if "text" in self:
            shown["characters"] = self["text"].str.len()
            shown["text"] = self["text"].str.slice(0, WORDS).str.replace("\n", " ¶ ") + "…"
        more = ", ".join(escape(str(name)) for name in self.columns if name not in shown)
        note = f"<p>{len(self):,} articles; further columns: {more or 'none'}</p>"
        return (
            pd.DataFrame(shown).astype(object).fillna("").to_html(max_rows=20, border=0, notebook=True) + note
        )


class TermTable(pd.DataFrame):
    """Counts of terms; JupyterLab shows a bar in each cell, and `plot` uses a font that has Chinese.

    Both call the articles by the names in ``attrs["names"]``, by `article_id`.
    """

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    @property
    def plot(self) -> "pd.plotting.PlotAccessor":
        """Draw the table as pandas does, in the fonts and colours of this study."""
        from methods.figures.style import use_style

        use_style()
        return self._readable().plot

    def _readable(self, most: int | None = None) -> pd.DataFrame:
        """Return a plain table of at most so many articles, with their names as its index."""
        some = pd.DataFrame(self).iloc[:most]
        return some.rename(index=self.attrs.get("names", {})).rename_axis(index=None)

    def _repr_html_(self) -> str:
        """Show a bar in each cell, proportional to the count, on one scale."""
        make_safe()
        shown = self._readable(ROWS)
        style = shown.style.set_uuid("terms").format(precision=1).bar(color=BAR, vmin=0, axis=None)
        style = style.format_index(escape="html", axis="columns").format_index(escape="html")
        more = f"<p>The first {len(shown)} of {len(self):,} articles.</p>" if len(self) > len(shown) else ""
        return style.to_html() + more


def term_table(counts: pd.DataFrame, articles: pd.DataFrame) -> TermTable:
    """Return counts, index `article_id`, with the names of the articles that are shown."""
    table = TermTable(counts)
    table.attrs["names"] = article_names(articles.iloc[:ROWS]).to_dict()
    return table


class ConcordanceTable(pd.DataFrame):
    """A concordance; JupyterLab aligns its keywords."""

    def __init__(self, lines: pd.DataFrame) -> None:  # noqa: D107
        super().__init__(lines)
        self.attrs = lines.attrs  # pandas leaves them behind.

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str:
        """Show the lines, with left contexts aligned to the right and right contexts to the left."""
        shown = pd.DataFrame(self).head(200)
        if "date" in shown:
            shown = shown.assign(date=shown_dates(self))
        align = {"left": "right", "keyword": "center", "right": "left"}
        make_safe()
        style = shown.astype(object).fillna("").style.hide(axis="index").set_uuid("concordance")
        style = style.format_index(escape="html", axis="columns")
        for name, side in align.items():
            style = style.set_properties(subset=[name], **{"text-align": side, "white-space": "nowrap"})
        more = f"<p>The first {len(shown)} of {len(self):,} lines.</p>" if len(self) > len(shown) else ""
        return style.to_html() + more


def make_safe() -> None:
    """Make pandas escape markup and formulas in all tables from now on: their text comes from strangers.

    pandas escapes a `DataFrame`; of a `Styler` it escapes only the values, and only if told to.
    """
    pd.set_option(
        "styler.format.escape", "html", "styler.html.mathjax", False, "display.html.use_mathjax", False
    )


def with_names(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return a table to read, with the names of articles instead of their ids.

    Parameters
    ----------
    table : DataFrame
        `article_id`, as a column or the index, or `article_a, article_b`. A column `label` is left out.
    articles : DataFrame
        Index `article_id`; an id that it lacks stays.

    Returns
    -------
    DataFrame
        `article` (or `article_a, article_b`) and the other columns of `table`.
    """
    names = article_names(articles, NAME)
    table = table.reset_index() if table.index.name == "article_id" else table
    found = {new: table[old].map(names).fillna(table[old]) for old, new in NAMED.items() if old in table}
    shown = table.rename(columns=NAMED).assign(**found)
    return shown.drop(columns="label", errors="ignore") if "article" in shown else shown


def arrange(articles: pd.DataFrame) -> ArticleTable:
    """Return articles with label, date and place in the first columns, checksum and texts in the last."""
    first = [name for name in FIRST if name in articles]
    last = [name for name in LAST if name in articles]
    make_safe()
    middle = [name for name in articles if name not in first and name not in last]
    table = ArticleTable(articles[[*first, *middle, *last]])
    table.attrs = articles.attrs  # The constructor leaves them behind.
    return table
