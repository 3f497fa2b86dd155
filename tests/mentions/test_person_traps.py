"""Titles, organs and verbs around a name: one person is one mention, and what is no name is none."""

import pytest

from methods.mentions.people import find_actors


def names(text):
    """The names found, with their posts."""
    return list(find_actors(text)[["name", "post"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新闻司司长周晓宁主持会议。", [("周晓宁", "司长")]),
        ("政策司副司长周晓宁主持会议。", [("周晓宁", "副司长")]),
        ("郑前部长文华到会。", [("郑", "部长")]),
        ("教育部郑部长海宁到会。", [("郑", "部长")]),
        ("总理于今（2021）年到访。", []),
        ("总理于去（2021）年到访。", []),
        ("书记于洪波指出问题。", [("于洪波", "书记")]),
        ("瑞典（代表北约）发言。", []),
        ("小店开在居民楼里要排队。", []),
        ("代表团金秋到访。", []),
        ("居民周大海说很好。", [("周大海", "居民")]),
        ("东平县县长白云飞说。", [("白云飞", "县长")]),
    ],
)
def test_each_person_is_found_once_and_no_other(text, found):
    assert names(text) == found
