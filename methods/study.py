"""The study that a notebook opens: articles, columns of figures, lexicons and findings.

>>> study = open_study("../corpus")  # doctest: +SKIP
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

import pandas as pd

import helpers
from methods.corpora.columns import Columns, make_columns
from methods.corpora.corpus import Corpus, sample_size
from methods.corpora.word_matrix import Counts
from methods.figures import charts, saving, style, tables
from methods.figures.exhibit import Exhibit, Sentence
from methods.figures.tilemap import tiles
from methods.files.folders import read_regular
from methods.files.lexicons import find_lexicon, read_lexicon
from methods.files.paths import ROOT, figures_folder, saving_folder
from methods.mentions.masking import mask, mask_table, private_names
from methods.text.occurrences import starts

SEED = 0  # of the sample of articles
#: The lexicons with glosses, and their columns of words; a later lexicon overrides an earlier one. Themes are
#: not among them: a notebook that does not name their lexicons must not depend on them.
GLOSSED = (("glosses", "word"), ("stopwords", "word"), ("terms", "term"))
PAGE, CELL = 400, 2000  # maximum characters that are shown of a passage, and of a list in a cell


@dataclasses.dataclass(eq=False)
class Study:
    """A corpus as the notebooks use it; `open_study` makes it.

    Attributes
    ----------
    source : Corpus
        The articles on disk.
    articles : DataFrame
        Index `article_id`, in the order of dates: metadata, `characters, tokens, sentences, paragraphs`, and,
        if the corpus is small, `raw` and `text`.
    columns : Columns
        The columns of figures: articles, periods or groups.
    sample : DataFrame
        Articles with `raw` and `text`, in the same order: all of them, or a random sample of a large corpus.
    times : Columns
        The columns of figures over time: `columns`, or periods if `columns` are groups.
    findings : dict of str to Sentence
        The finding of each figure, by its name.
    """

    source: Corpus
    articles: pd.DataFrame
    columns: Columns
    sample: pd.DataFrame
    times: Columns
    findings: dict[str, Sentence] = dataclasses.field(default_factory=dict)

    @property
    def corpus(self) -> Path:
        """The folder or the table of articles."""
        return self.source.path

    def table(self, function: Callable[..., pd.DataFrame], **arguments: object) -> pd.DataFrame:
        """Return the table of a function of articles for all of them, computed in chunks if they are many.

        The function returns a tidy table with `article_id` (see `methods.corpora.engine.tabulate`). The
        result is in the order of `articles` and has `unit`, the label of each article's column.
        """
        return self.tables(partial(function, **arguments))[0]

    def tables(self, *functions: Callable[[pd.DataFrame], pd.DataFrame]) -> list[pd.DataFrame]:
        """Return the tables of several functions of articles, each as `table` does, in one pass."""
        return [self.with_unit(found) for found in self.source.tables(*functions, of=self.articles)]

    def words(self, of: pd.DataFrame | None = None) -> Counts:
        """Return the counts of each word in each article, or in those `of` a frame, as a matrix."""
        return self.source.words(of=self.articles if of is None else of)

    def with_unit(self, table: pd.DataFrame) -> pd.DataFrame:
        """Add `unit`, the label of each article's column (missing if not shown), to a table."""
        return table.assign(unit=table["article_id"].map(self.columns.label_of))

    def read(self, article_ids: Iterable[str]) -> pd.DataFrame:
        """Return some articles with their `raw` and `text`, in the order of the ids."""
        return self.source.read(article_ids, of=self.articles)

    def lexicon(self, name: str) -> pd.DataFrame:
        """Return a lexicon: the corpus's own, or this project's if it is shared; empty if there is none."""
        path = find_lexicon(self.corpus, name)
        return read_lexicon(path) if path.exists() else pd.DataFrame()

    def beside(self, name: str) -> pd.DataFrame:
        """Return a table next to the articles, such as ``coding.csv``; empty if there is none."""
        path = self.corpus / f"{name}.csv"
        return read_lexicon(path) if path.exists() else pd.DataFrame()

    def lexicon_path(self, name: str) -> Path:
        """Return the path of a lexicon, for functions that read it themselves."""
        return find_lexicon(self.corpus, name)

    @cached_property
    def glosses(self) -> dict[str, str]:
        """The English glosses of words and terms, short enough for a label."""
        found: dict[str, str] = {}
        for name, column in GLOSSED:
            found |= charts.short_glosses(self.lexicon(name), column)
        return found

    @cached_property
    def private(self) -> dict[str, list[str]]:
        """Names of private persons in each article of the sample."""
        return private_names(self.sample)

    def masked(self, table: pd.DataFrame, by: Iterable[str] = ("article_id",)) -> pd.DataFrame:
        """Mask the names of private persons in a table of passages from the articles in the columns `by`."""
        for column in by:
            others = table.loc[~table[column].isin(list(self.private)), column].unique()
            known = self.private | (private_names(self.read(others)) if len(others) else {})
            named = mask_table(table.rename(columns={column: "article_id"}), known)
            table = named.rename(columns={"article_id": column})
        return table

    def masked_text(self, article_id: str) -> str:
        """Return the text of an article of the sample with private persons masked; offsets do not change."""
        return mask(self.sample.at[article_id, "text"], self.private[article_id])

    @cached_property
    def masked_sample(self) -> pd.DataFrame:
        """The sample with private persons masked in the texts; offsets do not change."""
        return self.sample.assign(text=[self.masked_text(one) for one in self.sample.index])

    def passages(self, term: str, *, each: int = 2, most: int = 6) -> pd.DataFrame:
        """Return the first hits of a term in the sample as a concordance, with private persons masked.

        Parameters
        ----------
        term : str
            A string; it counts wherever it occurs.
        each : int
            Maximum number of hits in one article.
        most : int
            Maximum number of hits in all.
        """
        some = self.sample[self.sample["text"].str.contains(term, regex=False)].head(most)
        names = private_names(some)
        # Masked first, since a name that is cut has no mask.
        texts = [begin(mask(text, names[one]), term, each) for one, text in some["text"].items()]
        lines = helpers.concordance(some.assign(text=texts), term)
        first = lines.groupby("article_id", sort=False).head(each).head(most)
        return first.drop(columns="place").reset_index(drop=True)

    def quoted(self, table: pd.DataFrame, most: int = PAGE) -> pd.DataFrame:
        """Replace `start, end` in a table of spans by their `text`, with private persons masked.

        Parameters
        ----------
        table : DataFrame
            article_id, start, end, and other columns, which are kept.
        most : int
            Maximum characters of a span; a longer one is cut and ends with an ellipsis.
        """
        articles = self.read(table["article_id"].unique())
        names = private_names(articles)
        texts = {one: mask(text, names[one]) for one, text in articles["text"].items()}
        quotes = [
            texts[one][start : min(end, start + most)] + "…" * (end - start > most)
            for one, start, end in zip(table["article_id"], table["start"], table["end"], strict=True)
        ]
        return table.drop(columns=["start", "end"]).assign(text=quotes)

    def show(self, name: str, exhibit: Exhibit) -> None:
        """Save a figure and show it, or say why there is none.

        Parameters
        ----------
        name : str
            The two digits of the notebook and a few words: ``01-damage``.
        exhibit : Exhibit
            The figure with its table and alt text, or the reason why there is none.
        """
        if exhibit.why is not None:
            display_markdown(exhibit.why)
            return
        ours = figures_folder(self.corpus) == ROOT / "figures"
        folder = saving_folder(self.corpus)
        saving.save_figure(exhibit.figure, name, exhibit.table, exhibit.alt, folder=folder, strict=ours)

    def say(self, name: str, sentence: Sentence | None) -> None:
        """Show a sentence and keep it as the finding of a figure; a second call replaces the first."""
        if sentence is not None:
            self.findings[name] = sentence
            display_markdown(sentence)

    def conclude(self, *names: str) -> None:
        """Show the first sentences of findings as a list: in the order of `names`, or of all."""
        kept = [self.findings[name] for name in names or sorted(self.findings) if name in self.findings]
        display_markdown(*(dataclasses.replace(one, after=()) for one in kept), bullet="- ")


def begin(text: str, term: str, places: int) -> str:
    """Return the beginning of a text, up to the context of the first `places` hits of a term."""
    last = max(islice(starts(text, term), places), default=0)
    return text[: last + len(term) + helpers.WIDTH]


def display_markdown(*sentences: Sentence, bullet: str = "") -> None:
    """Display sentences in a notebook; all text built from data is shown through this function."""
    from IPython.display import Markdown, display

    display(Markdown("\n".join(f"{bullet}{sentence.markdown()}" for sentence in sentences)))


def open_study(
    corpus: Path | str,
    *,
    columns: str = "period",
    period: str = "period",
    each_up_to: int = 20,
    least: int = 1,
    most: int | None = None,
    sample: int = 300,
) -> Study:
    """Open a corpus of any size, set the style of figures and tables, and choose the columns of figures.

    Parameters
    ----------
    corpus : Path or str
        A folder with ``articles/`` and ``metadata.csv``, or a table of articles.
    columns : str
        The columns of figures if there are many articles: see `methods.corpora.columns.make_columns`.
    period : str
        ``Y``, ``Q``, ``M``, ``D`` or ``period``: the columns of figures over time if `columns` are groups.
    each_up_to : int
        With this many articles or fewer, each article is a column.
    least, most : int
        Minimum number of articles in a group, and maximum number of groups shown.
    sample : int
        Number of articles that are read in full, for what needs single texts; more of short ones (see
        `methods.corpora.corpus.sample_size`).

    Returns
    -------
    Study

    Raises
    ------
    FileNotFoundError, ValueError
        As `helpers.load_articles` does.
    """
    style.use_style()
    tables.make_safe()
    pd.set_option("display.max_colwidth", CELL, "display.max_rows", 100)
    source = Corpus(corpus)
    articles = source.articles.sort_values("date", kind="stable")
    sizes = source.sizes
    articles = articles.drop(columns=sizes.columns, errors="ignore").join(sizes)  # a column may be called so
    options = {"least": least, "most": most, "labels": tiles()["english"].to_dict(), "period": period}
    made = make_columns(articles, columns, each_up_to=each_up_to, **options)
    times = made if made.kind in ("article", "period") else make_columns(articles, period, each_up_to=0)
    number = sample_size(articles["characters"], sample)
    taken = articles if len(articles) <= number else articles.sample(number, random_state=SEED)
    taken = taken.sort_values("date", kind="stable")
    return Study(source, articles, made, source.read(taken.index, of=articles), times)


def setting(corpus: Path | str, name: str, default: str) -> str:
    """Return a parameter from the command line (``make GROUP=channel``), ``study.toml``, or its default.

    Parameters
    ----------
    corpus : Path or str
        Its folder may hold ``study.toml``: ``GROUP = "channel"``.
    name : str
        ``GROUP`` or ``PERIOD``.
    default : str
        The value if neither sets it.

    Raises
    ------
    ValueError
        If ``study.toml`` cannot be read; the message names it.
    """
    if value := os.environ.get(name):
        return value
    path = Path(corpus) / "study.toml"
    if not path.exists():
        return default
    data = read_regular(path, Path(corpus))
    try:
        return str(tomllib.loads(data.decode()).get(name, default))
    except (ValueError, RecursionError) as error:
        raise ValueError(f'{path}: {error}; write lines like {name} = "{default}"') from None
