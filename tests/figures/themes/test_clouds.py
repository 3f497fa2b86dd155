"""Word clouds: what they show, and in which colour."""

import io

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from methods.corpora.columns import make_columns
from methods.figures.saving import draw, with_few_colours
from methods.figures.themes.article_clouds import cloud_table, draw_article_clouds
from methods.figures.themes.clouds import cloud_frequencies, lay_out
from methods.figures.themes.codebook import HATCH, HATCHED
from methods.figures.themes.theme_clouds import theme_clouds_finding


def test_cloud_frequencies():
    words = pd.DataFrame(
        {
            "word": ["治理", "治理", "书记", "王伟", "的", "法治", "2024", "人"],
            "count": [2, 3, 9, 9, 9, 5, 9, 9],
        }
    )
    words.loc[len(words)] = ["党委书记", 4]
    found = cloud_frequencies(words, ["的"], ["书记", "王伟", ""])
    # Equally frequent words are in the order of their characters.
    assert list(found.items()) == [("治理", 5), ("法治", 5)]
    assert list(cloud_frequencies(words.iloc[::-1], ["的"], ["书记", "王伟"])) == list(found)
    assert cloud_frequencies(words.iloc[:0]) == {}


@pytest.mark.parametrize("inches", [(3.5, 1.45), (3.5, 0.78), (4, 3)])
@pytest.mark.parametrize("seed", range(4))
def test_words_of_one_count_have_one_size_and_are_all_there_or_none(inches, seed):
    """A cloud shows counts by size, so a word without room takes the others of its count with it."""
    rng = np.random.default_rng(seed)
    words = ["".join(rng.choice(list("治法社培平党区训安员"), rng.integers(2, 6))) for _ in range(90)]
    counts = pd.Series(np.sort(rng.geometric(0.3, 90))[::-1], words)
    counts = counts[~counts.index.duplicated()]
    sizes = pd.Series({word: size for (word, _), size, *_ in lay_out(counts, inches).layout_})
    shown = counts[sizes.index]
    assert sizes.groupby(shown).nunique().eq(1).all()
    assert shown.value_counts().to_dict() == counts[counts >= shown.min()].value_counts().to_dict()
    assert sizes.groupby(shown).first().is_monotonic_increasing


def test_one_count_of_too_many_words_is_drawn_as_far_as_there_is_room():
    counts = pd.Series(1, [f"词语{number}" for number in range(200)])
    assert 5 < len(lay_out(counts, (3.5, 1.45)).layout_) <= 60


def colours_of(picture: np.ndarray) -> set[str]:
    return {f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.unique(picture.reshape(-1, 3), axis=0)}


def test_words_bars_and_legend_are_of_one_colour_in_the_file(book):
    names = [f"theme {number}" for number in range(10)]
    made = book(names)
    ids = pd.Index(["a0"], name="article_id")
    columns = make_columns(pd.DataFrame({"date": pd.NaT, "label": ["Here"]}, index=ids))
    words = pd.DataFrame({"unit": "Here", "word": [f"词{i}" for i in range(10)], "count": 5})
    table = cloud_table(words, (), columns, made, {})
    drawn = draw_article_clouds(table, columns, made, {}, bars=8)
    picture = np.asarray(
        Image.open(io.BytesIO(draw(drawn.figure, "png", "03-clouds-articles"))).convert("RGB")
    )
    in_cloud = picture[: picture.shape[0] * 13 // 20, : picture.shape[1] * 11 // 20]
    expected = {colour.lower() for colour in made.colours.values()}
    assert expected <= colours_of(picture)
    assert expected - colours_of(in_cloud) == set()
    titles = [ax.get_title() for ax in draw_article_clouds(table, columns, made, {}, read=0).figure.axes]
    assert all(title.endswith("words of a sample)") for title in titles if title)


def test_a_theme_that_is_not_counted_has_no_colour_and_no_legend(book):
    columns = make_columns(
        pd.DataFrame({"date": pd.NaT, "label": ["Here"]}, index=["a0"]).rename_axis("article_id")
    )
    words = pd.DataFrame({"unit": "Here", "word": ["词0", "词1", "天气"], "count": 5})
    some, none = book().with_terms(["词1"]), book().with_terms([])
    assert cloud_table(words, (), columns, some, {})["theme"].dropna().tolist() == ["peace"]
    table = cloud_table(words, (), columns, none, {})
    drawn = draw_article_clouds(table, columns, none, {})
    assert table["theme"].isna().all() and not drawn.figure.legends


def test_a_picture_keeps_its_most_frequent_colours():
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (200, 300, 3), dtype=np.uint8)
    pixels[:50], pixels[50:60] = (0x44, 0x99, 0xCC), (0xC8, 0xA0, 0)
    kept = np.asarray(with_few_colours(pixels).convert("RGB"))
    assert (kept[:60] == pixels[:60]).all()
    assert len(colours_of(kept)) <= 256


def test_a_picture_of_few_colours_stays_as_it_is():
    pixels = np.zeros((2, 3, 3), np.uint8)
    pixels[0, 0] = 255
    assert (np.asarray(with_few_colours(pixels).convert("RGB")) == pixels).all()


def test_weak_themes_are_hatched_and_lead_no_headline(book):
    made = book(("law", "peace"), {"law": (0.5, 0.9), "peace": (0.8, 0.7)})
    assert made.hatches(["law", "peace", None]) == [HATCH, "", ""]
    assert made.claim("law") == "Theme law (α 0.50)"
    terms = pd.DataFrame(
        {"theme": ["law", "peace"], "term": ["词0", "词1"], "count": 9, "articles": 2, "share": [1, 0.6]}
    )
    said = theme_clouds_finding(terms, made, {}).plain()
    assert said.startswith("Theme peace (α 0.70) depends most")
    weak = book(("law", "peace"), {"law": (0.5,), "peace": (0.6,)})
    assert theme_clouds_finding(terms, weak, {}) is None


def test_without_coders_no_theme_is_weak(book):
    assert not book().is_weak("law") and book().claim("law") == "Theme law"
    assert HATCHED not in book().notes("n = 1.")
