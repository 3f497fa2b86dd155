"""Pairs of random characters that a site puts before marks are read over, on invented sentences."""

import random
import re

import pytest

from methods.repair.article import repair_text
from methods.repair.damage import CUT_MARKS, damage, gloss, read_stream
from methods.repair.page import read_page
from methods.repair.pinyin import common_list

LIST = common_list()[:139]
ODD = "边诲镀哟匣悍汛灭衷屡虐侮侩闸绷钮沥浑滓铲谐"
TEXT = (
    "我們在學校學習，大家都說好。或許他們明天會來，這也是因為他們愛學習，所以我們都高興。看書的人說：“好。”"
    "大家都來了！適當的雨水對農業有好處，我們都這樣想。看過以后，大家就走了。"
)


def watered(text, private, seed):
    """Return a page whose site put pairs before all marks in its bytes."""
    rng, data = random.Random(seed), gloss(text.encode("gbk"), LIST)
    places: set[int] = set()
    for mark in CUT_MARKS:
        found = (match.start() for match in re.finditer(re.escape(mark.encode("gbk")), data))
        places |= {place for place in found if place + 1 not in places}
    for place in sorted(places, reverse=True):
        data = data[:place] + "".join(rng.choices(ODD, k=2)).encode("gbk") + data[place:]
    return read_stream(data, [], private=private)


@pytest.mark.parametrize("private", ["keep", "drop"])
@pytest.mark.parametrize("seed", range(6))
def test_pairs_that_tear_a_full_stop_are_taken_out_and_others_stay(private, seed):
    found = watered(TEXT, private, seed)
    assert read_page(found).extras
    ledger = repair_text(found)
    text = re.sub(f"[{ODD}]{{2}}(?=[{CUT_MARKS}])", "", ledger.text)
    if private == "keep":
        assert text == TEXT
    torn = [change for change in ledger.changes if change.kind == "extra characters"]
    assert torn and all(change.status == "inferred" for change in torn)
    assert all(change.after == "。" for change in torn) or private == "drop"


def test_a_pair_in_a_shifted_run_is_read_as_it_is():
    head = watered("我們在學校學習，大家都說好，他們明天會來，一起學習，經濟發展。", "drop", 1)
    line = "正因為這是诲侮，為自己找借口的人很多。"
    ledger = repair_text(f"{head}\n{damage(line, LIST)}")
    assert ledger.text.splitlines()[1] == line
    assert all(c.status != "proven" for c in ledger.changes if "诲" in c.after)


@pytest.mark.parametrize(
    "text",
    [
        "他叫钮浑，住在這里，『這件事』不能不說，〈溫柔〉是一首歌，大家都來。我們學習，他們工作。",
        "大家都說：『這樣好嗎？』他笑了。〈看書〉、〈學習〉、〈工作〉都是我們的歌。",
    ],
)
def test_marks_of_a_damaged_page_without_pairs_stay(text):
    found = damage(f"{TEXT}\n{text}", LIST)
    assert not read_page(found).extras
    assert repair_text(found).text == f"{TEXT}\n{text}"


def test_a_simplified_page_has_no_extras():
    found = "我们(men)在学(xué)校学(xué)习，他们(men)说过，这样会儿边灭，网络发达，经济发展。" * 3
    page = read_page(found)
    assert page is None or not page.extras
