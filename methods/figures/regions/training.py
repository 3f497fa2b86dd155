"""Figure 02-training: the forms of training that each article reports."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from methods.corpora.columns import Columns
from methods.figures import charts
from methods.figures.exhibit import Exhibit, Sentence, counted, joined, listing, nothing
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
    _marks(ax, shown, forms_by_column(facts[~facts["uncertain"]], columns), columns)
    ax.set_title(f"Forms of training that the {columns.plural} report")
    n = counted(facts.loc[facts["kind"] == "form", "article_id"].nunique(), "article")
    note = f"{n}. The table quotes the words for each mark. No mark: not reported."
    charts.note(fig, f"{note} Hollow: uncertain." if len(_uncertain(facts)) else note)
    alt = Sentence(
        "One mark per form of training and {noun}. {listed}.",
        {"noun": columns.noun, "listed": _listed(shown, columns)},
    )
    table = facts.assign(label=facts["article_id"].map(columns.label_of))
    return Exhibit(fig, table, Sentence("Matrix of the forms of training that articles report.") + alt)


def _uncertain(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the forms of training on which two readers differ."""
    return facts[(facts["kind"] == "form") & facts["uncertain"] & ~facts["draft"]]


def _marks(ax: Axes, forms: pd.DataFrame, sure: pd.DataFrame, columns: Columns) -> None:
    """Draw a mark for each form of each column, hollow if no certain fact reports it."""
    known = sure.reindex(forms.index, fill_value=0) > 0
    for at, key in enumerate(columns.names):
        colour, marker = looks(columns)[columns.labels[key]]
        for face, chosen in ((colour, known[key]), ("white", ~known[key])):
            rows = [row + 0.5 for row, n in enumerate(forms[key].where(chosen, 0)) if n]
            x = [at + 0.5] * len(rows)
            ax.scatter(x, rows, s=60, color=face, edgecolor=colour, marker=marker, zorder=3)
    totals = (forms > 0).sum(axis=1)
    ax.set_yticks([row + 0.5 for row in range(len(forms))], [f"{form} ({n})" for form, n in totals.items()])
    ax.set(xlim=(0, len(columns.names)), ylim=(len(forms), 0))
    charts.name_columns(ax, columns.shown, 5.2)
    ax.tick_params(labeltop=True, labelbottom=False)


def _listed(forms: pd.DataFrame, columns: Columns) -> str:
    each = (f"{columns.labels[key]}: {listing(forms.index[forms[key] > 0])}" for key in columns.names)
    return listing(each, by="; ")


def training_finding(facts: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return who trains whom, and the most frequent forms; None without forms."""
    facts = facts[facts["article_id"].isin(columns.of.index)]
    forms = facts[(facts["kind"] == "form") & ~facts["draft"]].sort_values("uncertain", kind="stable")
    forms = forms.drop_duplicates(["article_id", "value"]).sort_index()
    if forms.empty:
        return None
    said = _commonest(forms, facts["article_id"].nunique(), columns) + _scope(facts, columns)
    short = facts[facts["kind"] == "in_short"].drop_duplicates("article_id").set_index("article_id")["value"]
    if short.empty or columns.kind != "article":
        return said
    named = (f"{short[one]} ({columns.labels[one]})" for one in columns.names if one in short)
    each = listing(named, by="; ")
    return Sentence("Who trains whom? {each}.", {"each": each[:1].upper() + each[1:]}) + said


def training_gaps(facts: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return what reports do not state, with the articles if each is a column; None if nothing is missing."""
    silent = facts[facts["article_id"].isin(columns.of.index) & (facts["kind"] == "not_reported")]
    if silent.empty:
        return None
    each = silent.drop_duplicates(["article_id", "value"]).groupby("value", sort=False)["article_id"]
    named = columns.kind == "article"
    gaps = [
        f"{what} ({listing(ids.map(columns.labels)) if named else counted(len(ids), 'article')})"
        for what, ids in each
    ]
    return Sentence("Not stated: {gaps}.", {"gaps": listing(gaps)})


def _scope(facts: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return which articles report several courses, if others report one; None if columns are groups."""
    courses = facts[facts["kind"] == "course"].drop_duplicates(["article_id", "value"])
    each = courses["article_id"].value_counts()
    several = [columns.labels[one] for one in columns.names if each.get(one, 0) > 1]
    if columns.kind != "article" or not several or len(several) == facts["article_id"].nunique():
        return None
    return Sentence(
        "{several} {reports} several courses, so numbers of forms cannot be compared.",
        {"several": joined(several), "reports": "reports" if len(several) == 1 else "report"},
    )


def _alone(forms: pd.DataFrame, columns: Columns) -> str:
    """Return the number of forms that only one article reports, with these articles if each is a column."""
    once = forms[~forms["value"].duplicated(keep=False)]
    if once.empty:
        return ""
    said = f"{counted(len(once), 'form occurs', 'forms occur')} in one article{' each' * (len(once) > 1)}"
    by_article = once["article_id"].value_counts()
    if columns.kind != "article" or len(by_article) > NAMED:
        return said
    if len(by_article) == 1:
        return f"{said} ({columns.labels[by_article.index[0]]})"
    return f"{said} ({listing(f'{n} in {columns.labels[one]}' for one, n in by_article.items())})"


def _commonest(forms: pd.DataFrame, read: int, columns: Columns) -> Sentence:
    """Return the most frequent forms, and how many are in one article only."""
    each = forms["value"].value_counts()
    number = counted(len(each), "form of training", "forms of training")
    if read == 1:
        names = f": {listing(each.index)}" if len(each) <= NAMED else ""
        return Sentence("It reports {forms}{names}.", {"forms": number, "names": names})
    levels = [n for n in sorted(each.unique(), reverse=True) if n > 1][:2]
    verbs = [(" occurs" if (each == n).sum() == 1 else " occur") if n == levels[0] else "" for n in levels]
    parts = [
        f"{_few(each.index[each == n])}{verb} in {_all(n) if n == read else n}"
        for n, verb in zip(levels, verbs, strict=True)
    ]
    first = f"{parts[0]}{_doubt(forms, each.index[each == read], columns)}" if parts else ""
    values = {"forms": number, "read": read, "first": first or _alone(forms, columns)}
    rest = "; ".join(filter(None, [", ".join(parts[1:]), _alone(forms, columns) * bool(parts)]))
    said = Sentence(
        "The {read} articles report {forms}: **{first}**{rest}.",
        values | {"rest": f", {rest}" if len(parts) > 1 else f"; {rest}" * bool(rest)},
    )
    unsure = int(forms["uncertain"].sum())
    values = {"n": unsure, "of": len(forms), "are": "is" if unsure == 1 else "are"}
    return said + (Sentence("Of {of} mentions of a form, {n} {are} uncertain.", values) if unsure else None)


def _doubt(forms: pd.DataFrame, everywhere: pd.Index, columns: Columns) -> str:
    """Return where forms that all articles report are uncertain, in brackets, if columns are articles."""
    unsure = forms.loc[forms["uncertain"] & forms["value"].isin(everywhere), "article_id"].drop_duplicates()
    if unsure.empty or columns.kind != "article":
        return ""
    return f" (uncertain in {joined(unsure.map(columns.labels))})"


def durations_finding(facts: pd.DataFrame, columns: Columns) -> Sentence | None:
    """Return how many articles mention who teaches, and the duration of each training; None without facts."""
    facts = facts[facts["article_id"].isin(columns.of.index) & ~facts["draft"]]
    if facts.empty:
        return None
    teachers = facts.loc[facts["kind"] == "teacher", "article_id"].nunique()
    said = _teachers(teachers, facts["article_id"].nunique())
    return said + _durations(facts[facts["kind"] == "duration"], columns)


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
        return Sentence(
            "{all} articles mention teachers: by name, post or body.", {"all": _all(read).capitalize()}
        )
    articles = counted(read, "article")
    if not telling:
        return Sentence("No article mentions a teacher.")
    facts = {"n": telling, "articles": articles, "mention": "mention" if telling > 1 else "mentions"}
    return Sentence("{n} of {articles} {mention} teachers: by name, post or body.", facts)


def _all(n: int) -> str:
    return "both" if n == 2 else f"all {n:,}"


def _few(names: pd.Index) -> str:
    return listing(names) if len(names) <= NAMED else f"{len(names)} forms"


def draft_note(facts: pd.DataFrame) -> Sentence | None:
    """Return a warning that facts are proposed by rules; None if they were coded by hand."""
    if not facts["draft"].any():
        return None
    return Sentence(
        "**A draft.** {n} proposed by rules from sentences that mention a course; check each before use.",
        {"n": counted(int(facts["draft"].sum()), "fact is", "facts are")},
    )
