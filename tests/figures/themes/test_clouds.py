"""Word clouds: what they show, and in which colour."""

import pandas as pd

from methods.figures.themes.clouds import cloud_frequencies


def test_cloud_frequencies():
    words = pd.DataFrame(
        {
            "word": ["治理", "治理", "书记", "王伟", "的", "法治", "2024", "人"],
            "count": [2, 3, 9, 9, 9, 5, 9, 9],
        }
    )
    words.loc[len(words)] = ["党委书记", 4]
    found = cloud_frequencies(words, ["的"], ["书记", "王伟", ""])
    # Equally frequent words stand in the order of their characters.
    assert list(found.items()) == [("治理", 5), ("法治", 5)]
    assert list(cloud_frequencies(words.iloc[::-1], ["的"], ["书记", "王伟"])) == list(found)
    assert cloud_frequencies(words.iloc[:0]) == {}
