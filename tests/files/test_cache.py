"""A remembered result is computed once for the same articles, and again for any others."""

import gc
import weakref

import pandas as pd

from methods.files.cache import remembered


def test_a_table_is_made_once_for_the_same_articles_and_anew_for_others():
    made = []

    @remembered
    def lengths(articles, least=0):
        made.append(least)
        return articles["text"].str.len()[lambda sizes: sizes >= least]

    one, other = pd.DataFrame({"text": ["甲", "乙丙"]}), pd.DataFrame({"text": ["丁"]})
    assert lengths(one) is lengths(one)
    assert lengths(other).tolist() == [1]
    assert lengths(one, 2).tolist() == [2]
    assert made == [0, 0, 2]


def test_nothing_is_remembered_of_articles_that_are_gone():
    class Made:
        """An object that can be referenced weakly."""

    make = remembered(lambda articles: Made())
    articles = pd.DataFrame({"text": ["甲"]})
    watched = weakref.ref(make(articles))
    del articles
    gc.collect()
    assert watched() is None


def test_a_table_is_made_anew_if_the_articles_are_changed_in_place():
    lengths = remembered(lambda articles: articles["text"].str.len().tolist())
    articles = pd.DataFrame({"text": ["甲", "乙丙"]}, index=["a", "b"])
    assert lengths(articles) == [1, 2]
    articles.loc["a", "text"] = "甲乙丙"
    assert lengths(articles) == [3, 2]
    articles["text"] = ["丁", "戊"]
    assert lengths(articles) == [1, 1]
    del articles["text"]
    articles["text"] = ["丁", "戊己"]
    assert lengths(articles) == [1, 2]
