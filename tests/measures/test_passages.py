"""The text around hits, with its position in the raw article."""

import pandas as pd

from methods.measures.passages import around, first_hits

RAW = "培训在浙江举行。\n学员说，浙江好。"
ARTICLES = pd.DataFrame(
    {"raw": [RAW, "浙江。"], "text": [RAW, "浙江。"]}, pd.Index(["a", "b"], name="article_id")
)


def test_a_span_is_shown_with_both_sides_and_its_raw_place():
    table = around(pd.DataFrame({"article_id": ["a", "z"], "start": [3, 0], "end": [5, 1]}), ARTICLES, 3)
    assert table.to_dict("records") == [
        {"article_id": "a", "raw_start": 3, "left": "培训在", "keyword": "浙江", "right": "举行。"}
    ]


def test_each_article_comes_before_a_second_hit_in_any():
    table = first_hits(["浙江", "无"], ARTICLES, each=2)
    assert table[["article_id", "keyword"]].to_numpy().tolist() == [["a", "浙江"], ["b", "浙江"]]
    assert len(first_hits(["浙江"], ARTICLES, each=5)) == 3
    assert first_hits([], ARTICLES).empty and first_hits(["浙江"], ARTICLES.head(0)).empty
