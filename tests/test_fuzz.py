"""The fuzzer, as far as there is time for it here: hostile input must not crash, hang or lose a character."""

import random

import fuzz
import pytest

import helpers
from methods.repair.ledger import Ledger
from methods.text.clean import CleanText


@pytest.fixture(scope="module", autouse=True)
def warm():
    fuzz.warm_up()


@pytest.mark.parametrize("function", fuzz.FUNCTIONS)
def test_hostile_input_does_no_harm(function):
    check, make = fuzz.FUNCTIONS[function]
    rng = random.Random(function)
    for _ in range(3 if function in fuzz.IN_BATCHES else 100):
        text = fuzz.any_text(rng)
        assert fuzz.fault(check, make(rng, text) if make else text) == ""


@pytest.mark.parametrize(
    "unit", ["记者", "记者 张三 通讯员 李四 ", "本报记者 张三 李四 王五 ", "【来源：", "（记者"]
)
def test_bylines_without_end_take_no_time(unit):
    assert fuzz.fault(fuzz.check_clean, unit * 2000 + "报道。") == ""


def test_the_fuzzer_sees_what_is_lost_and_makes_it_small(monkeypatch):
    monkeypatch.setattr(helpers, "tokenize", lambda text: [text.replace("\0", "")])
    assert "do not give the text" in fuzz.fault(fuzz.check_tokenize, "基层\0治理")
    assert fuzz.shrunk(fuzz.check_tokenize, "基层\0治理") == "\0"
    stages = Ledger.of("基层", []), Ledger.of("基", [])
    monkeypatch.setattr(helpers, "clean", lambda raw: CleanText(raw, stages))
    assert "lost between stages" in fuzz.fault(fuzz.check_clean, "基层")
