"""A reader learns that Traditional texts were converted, and nothing where there is nothing to say."""

from methods.text.notes import notes

CONVERTED = ["some texts are in Traditional characters: they were converted to Simplified"]


def test_converted_texts_are_told_of_once() -> None:
    assert list(notes(["漢水之東，學習。", "這是歷史。", "历史。"])) == CONVERTED


def test_simplified_texts_and_repaired_pages_are_not_told_of(articles) -> None:
    assert list(notes(["汉水之东", "松原市乾安县发展", "引文：漢。历史与学习", "Text"])) == []
    assert list(notes(articles["raw"])) == []
