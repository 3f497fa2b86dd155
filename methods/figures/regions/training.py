"""Figure 02-training: the forms of training that each article reports."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, listing, nothing
from methods.figures.style import looks
from methods.measures.trainings import hedge

NAMED = 6  # maximum number of forms that a sentence names; if there are more, it gives their number
MOST = 24  # maximum number of forms that are drawn, the most frequent ones


def forms_by_column(facts: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the number of articles of each column that report each form, the most frequent form first."""
    forms = facts[(facts["kind"] == "form") & ~facts["draft"]]
    once = forms.drop_duplicates(["article_id", "value"])
    table = pd.crosstab(once["value"], once["article_id"].map(columns.of))
    table = table.reindex(columns=list(columns.names), fill_value=0).rename_axis(index="form", columns=None)
    first = once.drop_duplicates("value").reset_index(drop=True).reset_index().set_index("value")["index"]
    order = pd.DataFrame({"total": -table.sum(axis=1), "first": first})
    return table.loc[order.sort_values(["total", "first"]).index]


def draw_training(facts: pd.DataFrame, columns: Columns) -> Exhibit:
    """Draw a mark for each form of training that a column's articles report.

    Parameters
    ----------
    facts : DataFrame
        As `methods.measures.trainings.training_facts` returns it; also the table of the figure.
    columns : Columns
    """
    forms = forms_by_column(facts, columns)
    if forms.empty:
        return nothing(
            "Not shown: no form of training is on record. Read the articles, correct the draft below, and "
            "save it next to them as `trainings.csv`."
        )
    shown = forms.head(MOST)
    fig, ax = plt.subplots(figsize=(7, 1.3 + 0.23 * len(shown)))
    _marks(ax, shown, columns)
    ax.set_title(f"Forms of training that the {columns.plural} report")
    n = counted(facts.loc[facts["kind"] == "form", "article_id"].nunique(), "article")
    charts.note(fig, f"{n}. Coded by hand; the table quotes the words for each mark. No mark: not reported.")
    alt = Sentence(
        "One mark per form of training and {noun}. {listed}.",
        {"noun": columns.noun, "listed": _listed(shown, columns)},
    )
    table = facts.assign(label=facts["article_id"].map(columns.label_of))
    return Exhibit(fig, table, Sentence("Matrix of the forms of training that articles report.") + alt)


def _marks(ax: Axes, forms: pd.DataFrame, columns: Columns) -> None:
    for at, key in enumerate(columns.names):
        colour, marker = looks(columns)[columns.labels[key]]
        rows = [row + 0.5 for row, n in enumerate(forms[key]) if n]
        ax.scatter([at + 0.5] * len(rows), rows, s=60, color=colour, marker=marker, zorder=3)
    totals = (forms > 0).sum(axis=1)
    ax.set_yticks([row + 0.5 for row in range(len(forms))], [f"{form} ({n})" for form, n in totals.items()])
    ax.set(xlim=(0, len(columns.names)), ylim=(len(forms), 0))
    charts.name_columns(ax, columns.shown, 5.2)
    ax.tick_params(labeltop=True, labelbottom=False)


def _listed(forms: pd.DataFrame, columns: Columns) -> str:
    return "; ".join(
        f"{columns.labels[key]}: {listing(forms.index[forms[key] > 0])}" for key in columns.names
    )


def training_finding(facts: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return who teaches, the most frequent forms, durations, and gaps; None if there are no forms."""
    facts = facts[facts["article_id"].isin(columns.of.index)]
    forms = facts[(facts["kind"] == "form") & ~facts["draft"]].drop_duplicates(["article_id", "value"])
    if forms.empty:
        return None
    read, each = facts["article_id"].nunique(), forms["value"].value_counts()
    said = _teachers(facts.loc[facts["kind"] == "teacher", "article_id"].nunique(), read)
    said += _commonest(each, read)
    said += _durations(facts[facts["kind"] == "duration"], columns)
    silent = facts[facts["kind"] == "not_reported"].drop_duplicates(["article_id", "value"])
    if silent.empty:
        return said
    first, *rest = silent["value"].value_counts().items()
    gaps = [f"{first[0]} ({counted(first[1], 'article')})", *(f"{what} ({n})" for what, n in rest)]
    return said + Sentence("Not reported: {gaps}.", {"gaps": listing(gaps)})


def _durations(lasting: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return the duration of each training; None if columns are not articles or no duration is known."""
    if columns.kind != "article" or lasting.empty:
        return None
    each = [
        f"{hedge(one.value, one.words)} {one.value} {one.unit} ({columns.labels[one.article_id]})".strip()
        for one in lasting.astype({"value": "str"}).itertuples()
    ]
    return Sentence("Durations: {each}.", {"each": listing(each)})


def _teachers(telling: int, read: int) -> Sentence:
    if telling == read > 1:
        return Sentence("{all} articles say who teaches.", {"all": _all(read).capitalize()})
    articles = counted(read, "article")
    if not telling:
        return Sentence("No article says who teaches.")
    facts = {"n": telling, "articles": articles, "say": "say" if telling > 1 else "says"}
    return Sentence("{n} of {articles} {say} who teaches.", facts)


def _commonest(each: pd.Series, read: int) -> Sentence:
    """Return the forms that most articles report, the next ones, and how many are in one article only."""
    forms, once = counted(len(each), "form of training", "forms of training"), int((each == 1).sum())
    if read == 1:
        return Sentence("It reports {forms}: {names}.", {"forms": forms, "names": _few(each.index)})
    levels = [n for n in sorted(each.unique(), reverse=True) if n > 1][:2]
    parts = [f"{_few(each.index[each == n])} in {_all(n) if n == read else n}" for n in levels]
    parts += [f"{once} in one article only"] if once else []
    parts = [*parts[:-2], " and ".join(parts[-2:])]
    return Sentence("They report {forms}: **{parts}**.", {"forms": forms, "parts": listing(parts)})


def _all(n: int) -> str:
    return "both" if n == 2 else f"all {n:,}"


def _few(names: pd.Index) -> str:
    return listing(names) if len(names) <= NAMED else f"{len(names)}"


def draft_note(facts: pd.DataFrame) -> Sentence | None:
    """Return a warning that facts are proposed by rules; None if they were coded by hand."""
    if not facts["draft"].any():
        return None
    return Sentence(
        "**A draft.** {n} proposed by rules from sentences that mention a course; check each before use.",
        {"n": counted(int(facts["draft"].sum()), "fact is", "facts are")},
    )
