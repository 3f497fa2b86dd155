"""No cell of a CSV is a formula, whatever separator a spreadsheet expects."""

import pytest

from methods.files.safe_csv import defuse, defuse_file


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=cmd()", "'=cmd()"),
        ("a;=cmd()", "a;'=cmd()"),
        ("a\t=cmd()", "a\t'=cmd()"),
        ("a;  ＝cmd()", "a;  '＝cmd()"),
        ("a\n@cmd", "a\n'@cmd"),
        ("a;b;-1+1", "a;b;'-1+1"),
        ("=a;=b", "'=a;'=b"),
    ],
)
def test_what_starts_like_a_formula_is_defused(cell: str, safe: str) -> None:
    assert defuse(cell) == safe
    assert defuse(safe) == safe  # Twice is once.


@pytest.mark.parametrize("cell", ["a=b", "a; b", "x;y=z", "-3.5", "+12%", "一；＝二", "", 3.5, None])
def test_what_does_not_is_left_alone(cell: object) -> None:
    assert defuse(cell) is cell


def test_a_file_is_defused_in_every_cell() -> None:
    assert defuse_file(b"term,gloss\na;=b,c\n") == b"term,gloss\na;'=b,c\n"
    assert defuse_file(b"term,gloss\na,b\n") == b"term,gloss\na,b\n"
