"""The repair of the articles, of text that the process damaged, and of text that must not change."""

import json
import random
import re
from functools import partial
from itertools import combinations, product
from math import inf, prod
from pathlib import Path
from unittest.mock import patch

import jieba
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.repair import damage as process
from methods.repair.article import repair_text
from methods.repair.bigrams import after_char, after_word
from methods.repair.gbk import HALF_WIDTH, codes, pairs
from methods.repair.held import KEPT
from methods.repair.likelihood import Edge, best_readings, familiar, language
from methods.repair.likelihood import codes as search_codes
from methods.repair.pinyin import GLOSS, gloss_list, readings
from methods.repair.trie import find

ROOT = Path(__file__).parents[2]

#: Damage as the four articles have it: half-width, and without private-use characters.
damage = partial(process.damage, width="half", private="drop")
RAW = {path.name[:3]: path.read_text(encoding="utf-8") for path in (ROOT / "corpus/articles").glob("*.txt")}
DAMAGED = [name for name in RAW if gloss_list(RAW[name])]


def cases(name):
    return json.loads((ROOT / "tests/repair" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ledgers():
    return {name: repair_text(raw) for name, raw in RAW.items()}


def change_at(ledger, case):
    return next(change for change in ledger.changes if change.start == case["start"])


@pytest.mark.parametrize("case", cases("in_the_wild"), ids=lambda case: f"{case['article']}-{case['start']}")
def test_span_in_the_wild(ledgers, case):
    change = change_at(ledgers[case["article"]], case)
    assert ledgers[case["article"]].raw[change.start : change.end] == case["found"]
    assert (change.after, change.kind, change.status) == (case["right"], case["kind"], case["status"])


@pytest.mark.xfail(strict=True, reason="lost bytes that the language model fills in wrongly")
@pytest.mark.parametrize(
    "case", cases("known_failures"), ids=lambda case: f"{case['article']}-{case['start']}"
)
def test_known_failure(ledgers, case):
    assert change_at(ledgers[case["article"]], case).after == case["right"]


@pytest.mark.parametrize(
    "case", cases("known_failures"), ids=lambda case: f"{case['article']}-{case['start']}"
)
def test_what_may_be_wrong_is_not_called_proven(ledgers, case):
    assert change_at(ledgers[case["article"]], case).status == "inferred"


@pytest.mark.parametrize("case", cases("negative"), ids=lambda case: case["why"])
def test_healthy_text_is_left_alone(case):
    ledger = repair_text(case["text"])
    assert ledger.text == case["text"]
    assert all(change.status == "flagged" for change in ledger.changes)


def test_the_undamaged_article_is_left_alone(ledgers):
    assert ledgers["000"].text == RAW["000"] and ledgers["000"].steps.empty


@pytest.mark.parametrize("name", DAMAGED)
def test_nothing_of_the_damage_is_left(ledgers, name):
    text = ledgers[name].text
    assert not GLOSS.search(text)
    assert not re.search(r"</?\w+>", text)
    assert not re.search(r"[\ue000-\uf8ff]|\?[^\n”]", text.replace("落地生根?研討", ""))


@pytest.mark.parametrize("name", DAMAGED)
def test_repairing_twice_changes_nothing_more(ledgers, name):
    assert repair_text(ledgers[name].text).text == ledgers[name].text


@pytest.mark.parametrize("name", DAMAGED)
def test_the_ledger_replays_and_reverts(ledgers, name):
    ledger, steps = ledgers[name], ledgers[name].steps
    raw, text = ledger.text, ledger.raw
    for step in steps.iloc[::-1].itertuples():
        assert text[step.start : step.end] == step.before
        assert raw[step.new_start : step.new_end] == step.after
        text = text[: step.start] + step.after + text[step.end :]
        raw = raw[: step.new_start] + step.before + raw[step.new_end :]
    assert (text, raw) == (ledger.text, ledger.raw)
    assert (steps["end"].iloc[:-1].to_numpy() <= steps["start"].iloc[1:].to_numpy()).all()


def test_most_steps_are_proven_and_inferences_name_their_rival(ledgers):
    steps = [change for name in DAMAGED for change in ledgers[name].changes]
    assert sum(change.status == "proven" for change in steps) > 0.9 * len(steps)
    filled = [c for c in steps if c.kind in ("dropped pair", "lone lead") and c.status == "inferred"]
    assert sum(change.runner_up is not None and change.margin == change.margin for change in filled) >= 4
    assert all((change.runner_up is None) == (change.margin != change.margin) for change in steps)


# Synthetic cases: healthy Traditional sentences, damaged with a list (seed of its order: 1) and repaired.
TO_TRADITIONAL = opencc.OpenCC("s2t")
LISTS = {name: list(gloss_list(RAW[name]).items()) for name in DAMAGED}
TEXTS = [TO_TRADITIONAL.convert(case) for case in cases("synthetic")]


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("name", DAMAGED)
def test_synthetic_damage_is_undone_or_marked(name, cut):
    glosses = LISTS[name].copy()
    random.Random(1).shuffle(glosses)
    text = "\n".join(TEXTS)
    ledger = repair_text(damage(text, glosses, cut))
    expected = text.translate(HALF_WIDTH)
    assert (
        sum(a == b for a, b in zip(ledger.text.split("\n"), expected.split("\n"), strict=False))
        >= len(TEXTS) - 1
    )
    assert_marked(ledger, expected)


def assert_marked(ledger, expected):
    """Every proven and every healthy stretch occurs in the expected text, in this order."""
    at = last = 0
    for change in [*ledger.changes, None]:
        healthy = ledger.raw[last : change.start if change else None]
        if change is None or change.status != "proven":
            found = expected.find(healthy, at)
            assert found >= 0, healthy
            at, last = found + len(healthy), change.end if change else 0
        else:
            found = expected.find(healthy + change.after, at)
            assert found >= 0, (healthy, change)
            at, last = found + len(healthy) + len(change.after), change.end


COMMON = [char for char in codes() if "\u4e00" <= char <= "\u9fff" and readings(char)]
BASE = "網絡時代的人們在家中看書，學習經濟與實踐，大家都說好，要發展經濟，在網上學習，用實踐求得發展。"
BASE_LIST = [(c, min(readings(c))) for c in "網絡學習經濟實踐發展數當變務"]


@settings(max_examples=200)
@given(
    st.text(st.sampled_from(COMMON + list("，。、！？“”「」《》（）　AFRZagkz@`{~07 \r")), max_size=60),
    st.booleans(),
)
def test_any_text_comes_back_or_the_ledger_marks_where_not(text, cut):
    whole = BASE + "\n" + text
    ledger = repair_text(damage(whole, BASE_LIST, cut))
    expected = whole.translate(HALF_WIDTH)
    assert_marked(ledger, expected)


@settings(max_examples=100)
@given(st.text(st.sampled_from("網絡(wǎng)luò?!,、<p>/。數的shù) \n"), max_size=80))
def test_any_string_gives_a_ledger_that_replays(text):
    ledger = repair_text("網(wǎng)絡(luò)網(wǎng)絡(luò)" + text)
    spans = [ledger.raw_span(i, i + 1) for i in range(len(ledger.text))]
    assert spans == sorted(spans)
    assert all(0 <= a <= b <= len(ledger.raw) for a, b in spans)


@pytest.mark.parametrize("times", [1, 2, 7])
def test_breaks_that_look_alike_are_each_read_in_their_place(times):
    ledger = repair_text("認(rèn)責(zé)了" + times * "?!")
    spans = [(change.start, change.end) for change in ledger.changes]
    assert all(a < b <= len(ledger.raw) for a, b in spans) and spans == sorted(spans)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_text_without_damage_is_identical(text):
    ledger = repair_text(text)
    assert all(change.kind == "HTML entity" or change.status == "flagged" for change in ledger.changes)
    assert ledger.text == text or "&" in text


def test_a_run_is_proven_with_the_one_just_in_front_of_it():
    ledger = repair_text(damage(BASE + "他有擔當的鮮明態度，有擔當的鮮明立場。", BASE_LIST))
    runs = [change for change in ledger.changes if change.kind != "gloss"]
    assert [(run.after, run.status) for run in runs] == 2 * [("的鮮", "proven")]


def test_a_reading_over_dropped_pairs_is_inferred_and_names_its_rival():
    text = BASE + "座談會上，代表們積極發言，提建議。"
    ledger = repair_text(damage(text, [*BASE_LIST, ("剷", "chǎn")]))
    assert ledger.text == text.translate(HALF_WIDTH)
    (run,) = [run for run in ledger.changes if run.kind == "dropped pair"]
    assert run.status == "inferred" and run.runner_up not in (None, run.after)


@pytest.mark.parametrize("healthy", ["目前，FAST運行穩定。", "約佔RCEP區域的六成。"])
def test_a_gloss_between_a_byte_and_a_letter_is_taken_out(healthy):
    glosses = [*LISTS["002"], ("現", "xiàn"), ("識", "shí")]
    found = damage(BASE + healthy, dict(glosses).items())
    assert "F(xiàn)" in found or "R(shí)" in found
    assert repair_text(found).text == (BASE + healthy).translate(HALF_WIDTH)


@pytest.mark.parametrize(
    ("number", "left"), [("10月", "?0月"), ("2023全年", "?023全年"), ("1998年", "?998年")]
)
def test_a_swallowed_digit_of_a_year_or_of_october_is_told(number, left):
    text = f"{BASE}他說，我國{number}的經濟發展很好。"
    torn = pairs()[codes()["我"][1] << 8 | codes()["國"][0]]
    found = damage(text, [*BASE_LIST, (torn, min(readings(torn)))])
    assert left in found
    ledger = repair_text(found)
    assert ledger.text == text.translate(HALF_WIDTH)
    assert all(change.status == "inferred" for change in ledger.changes if change.kind == "swallowed byte")


@pytest.mark.parametrize("number", ["2日", "36個", "0歲"])
def test_any_other_swallowed_digit_is_flagged_and_not_made_up(number):
    text = f"{BASE}他說，我國4{number}的經濟發展很好。"
    torn = pairs()[codes()["我"][1] << 8 | codes()["國"][0]]
    ledger = repair_text(damage(text, [*BASE_LIST, (torn, min(readings(torn)))]))
    assert f"國?{number}" in ledger.text
    assert "flagged" in {change.status for change in ledger.changes}


@pytest.mark.parametrize("county", ["沐川县", "泸水市", "渌口区", "福绵区"])
def test_a_place_that_the_dictionary_lacks_is_read(county):
    with jieba.get_dict_file() as dictionary:
        assert f"\n{county} ".encode() not in dictionary.read()
    text = TO_TRADITIONAL.convert(f"{BASE}他說：“我們都很好。”{county}人民政府。")
    found = damage(text, LISTS["002"], True)
    assert "很好?!" in found
    assert repair_text(found).text == text.translate(HALF_WIDTH)


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\n\n", " ", "　", "　　", "\n　　"])
@pytest.mark.parametrize("quotes", ["“”", "「」"])
def test_pages_separate_paragraphs_and_quote_in_their_own_way(blank, quotes):
    said = "他們說：“我們要發展經濟。”"
    text = blank.join([BASE, said, "大家都說好。", said, "他們來到學校。"]).translate(
        str.maketrans("“”", quotes)
    )
    found = damage(text, BASE_LIST, True)
    assert found.count("?!") >= 2
    ledger = repair_text(found)
    assert ledger.text == text.translate(HALF_WIDTH)
    assert ledger.raw_span(0, len(ledger.text)) == (0, len(found))


@pytest.mark.parametrize("char", ["😀", "\0", "\U0010ffff", "\uffff", "\ud800"])
def test_any_character_may_stand_near_a_break(char):
    found = damage(BASE + "他說，感。現在好，“好。”這樣。", [*BASE_LIST, ("現", "xiàn")], True)
    for at in [at + by for at, mark in enumerate(found) if mark == "?" for by in range(-2, 6)]:
        assert char in repair_text(found[:at] + char + found[at:]).text


def test_stray_marks_are_told_from_questions():
    stray = "".join(
        f"{start}{BASE}" for start in ("我們\u200b的學校。", "時代\u200b發展。", "人\u200b們說好。")
    )
    asked = "他問什麼？他說是經濟嗎？我們說好。怎麼學習？我們看書。"
    ledger = repair_text(damage(stray, BASE_LIST))
    assert ledger.text == stray.replace("\u200b", "").translate(HALF_WIDTH)
    assert {change.status for change in ledger.changes if change.kind == "stray mark"} == {"inferred"}
    assert repair_text(damage(BASE + asked, BASE_LIST)).text == (BASE + asked).translate(HALF_WIDTH)


@settings(max_examples=50)
@given(
    st.lists(
        st.lists(st.sampled_from("中国人民社会主义经济发展工作会议学习"), min_size=1, max_size=3), max_size=6
    ).filter(lambda slots: prod(map(len, slots)) <= KEPT // 2)  # The search keeps so many readings at a node.
)
def test_the_likeliest_reading_is_found(slots):
    known = language()

    def likelihood(text):
        ends = [{0: 0.0}] + [{} for _ in text]  # By the last word's id, the best total.
        for begin, end in combinations(range(len(text) + 1), 2):
            node = find(known.words, search_codes(text[begin:end])) if end - begin > 1 else 0
            if end - begin > 1 and not (node and known.words.logp[node] > -inf):
                continue
            for last, total in ends[begin].items():
                code = ord(text[begin])
                share = (
                    after_word(known.bigrams, last, node) if node else after_char(known.bigrams, last, code)
                )
                word = int((known.bigrams.node_ids if node else known.bigrams.code_ids)[node or code])
                ends[end][word] = max(ends[end].get(word, -inf), total + share)
        return max(ends[-1].values())

    lattice = [[Edge("".join(slot), "".join(slot), i + 1)] for i, slot in enumerate(slots)] + [[]]
    with patch(
        "methods.repair.likelihood.BEAM", 50.0
    ):  # The second half of a path may make up for the first.
        first, *others = best_readings(lattice, range(len(lattice)), {}, familiar(""))
    assert first.total == pytest.approx(max(map(likelihood, map("".join, product(*slots)))), abs=0.01)
    for reading in (first, *others):
        text = "".join(char for char, _ in reading.steps)
        assert all(char in slot for char, slot in zip(text, slots, strict=True))
        assert reading.total == pytest.approx(likelihood(text), abs=0.01) or reading is not first
