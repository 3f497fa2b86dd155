"""03-coding: whom the sentences name, how sure an α is, and which theme a number of paragraphs is of."""

import pandas as pd

from methods.figures.themes.codebook import RELIABLE
from methods.figures.themes.coding import coding_finding, comparisons, disagreements, draw_coding
from methods.measures.coder_agreement import compare_codings


def codings(differing):
    """Return codings of two themes by two coders, who differ from the rule in so many paragraphs of each."""
    units = [(f"a{n % 5}", 1 + n // 5, theme) for theme in differing for n in range(40)]
    rule = pd.DataFrame(units, columns=["article_id", "paragraph", "theme"])
    rule = rule.assign(coded=rule["paragraph"] % 2 == 0, start=0, characters=10)
    number = rule.groupby("theme").cumcount()
    turned = number < rule["theme"].map(differing)
    codes = [rule.assign(coded=rule["coded"] ^ turned, coder=coder) for coder in ("run 1", "run 2")]
    return compare_codings(rule, pd.concat(codes), list(differing))


def test_themes_below_the_bound_are_counted_by_estimate_and_by_interval(book):
    made = codings({"law": 0, "peace": 6})
    said = coding_finding(made, book(("law", "peace"), made.alphas)).plain()
    low = made.scored.set_index("theme")["alpha_low"]
    assert (made.scored.set_index("theme").at["peace", "alpha"] > 0.667).all()
    assert (low["peace"] < 0.667).all() and (low["law"] == 1).all()
    assert "0.667 in 2 of 2 themes by the point estimate; below it: none." in said
    assert said.endswith("By the lower end of the interval, they reach it in: Theme law.")


def test_coders_are_called_by_their_names(book):
    made = codings({"law": 2, "peace": 2})
    said = coding_finding(made, book(("law", "peace"), made.alphas)).plain()
    assert "against run 1 and run 2. Between run 1 and run 2 0 of 80 decisions differ." in said
    assert list(comparisons(made)) == ["run 1 with run 2", "codebook with run 1", "codebook with run 2"]


def test_the_number_beside_a_theme_is_that_of_the_theme(book):
    made = codings({"law": 3, "peace": 7})
    table = disagreements(made, book(("law", "peace")))
    assert set(table["theme"]) == {"Theme peace"}
    assert table.groupby("kind")["paragraphs"].first().sum() == 7


def test_alpha_is_drawn_with_its_limit_and_below_zero_only_if_a_value_is(book):
    for differing, low in (({"law": 2, "peace": 6}, False), ({"law": 36, "peace": 38}, True)):
        made = codings(differing)
        drawn = draw_coding(made, book(("law", "peace")))
        ax = drawn.figure.axes[2]
        lines = {line.get_label(): line for line in ax.lines}
        of_law = made.scored[made.scored["coder"] == "run 1"].set_index("theme").at["law", "alpha"]
        assert lines["codebook with run 1"].get_xdata()[0] == of_law
        assert RELIABLE in {line.get_xdata()[0] for line in ax.lines if len(set(line.get_xdata())) == 1}
        assert (ax.get_xlim()[0] < 0) == low
        assert drawn.figure.get_supxlabel().startswith("n = 40 paragraphs of 5 articles.")
