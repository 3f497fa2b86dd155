"""Pages whose damage shows only when it is read are told from healthy ones, on invented sentences."""

import pytest

from methods.repair.article import repair_text
from methods.repair.damage import damage
from methods.repair.gbk import HALF_WIDTH

AROUND = "這里的人們每天都很早起床，然后一起去田里工作。"


def half(text):
    return text.translate(HALF_WIDTH)


@pytest.mark.parametrize(
    "line",
    [
        "會議營造了良好氛圍。縣領導參加會議。",
        "這項工作進展順利。縣委書記參加會議。",
        "農民的收入提高了。縮小差距是重要的任務。",
        "全市經濟發展很快。縣級以上政府應當加強領導。",
    ],
)
def test_a_page_without_glosses_and_question_marks_of_cuts_is_known_by_a_letter(line):
    found = damage(line, (), True, lone="", width="half", private="drop")
    assert found[found.index("?") + 1] in "hs"
    ledger = repair_text(f"{half(AROUND)}{found}{half(AROUND)}")
    assert ledger.text == half(f"{AROUND}{line}{AROUND}")
    assert {change.status for change in ledger.changes} == {"inferred"}


@pytest.mark.parametrize("width", ["half", "full"])
def test_a_page_without_glosses_and_question_marks_of_cuts_is_known_by_nonsense_up_to_a_letter(width):
    line = "老師對他們說過。“大家都要認真學習，不要浪費時間，這樣的話以后才會有更好的生活。”陽光很好。"
    found = damage(line, (), True, lone="", width=width)
    assert "?" not in found and "！" in found.replace("!", "！")
    whole = damage(AROUND, width=width)
    assert repair_text(f"{whole}{found}{whole}").text == (
        half(f"{AROUND}{line}{AROUND}") if width == "half" else f"{AROUND}{line}{AROUND}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "這張照片好看嗎?p圖軟件哪個好用?大家都說好。",
        "今天的天氣真好!h今天我們去公園玩。",
        "請問?h動畫好看嗎?v信聯系我。",
        "這件事情沒有人知道?s級的裝備;h級的裝備。",
        "他來了!我們一起去做b超，醫生說一切都好!大家都很高興x光也做了。",
        "龘靐齉爩!麤鱻灪龖h厵纞虋，這些字都很難寫，大家都不認識，我們學習。",
        "他喺度食緊嘢!佢哋話冇嘢做,噉樣ok啦!唔係咩?e家我哋去邊度呀。",
        "我们学习!他们来做b超，医生说一切都好!们们们a们。",
        "為什麼?;因為大家都來了。你好!;你也好。",
    ],
)
def test_healthy_text_with_letters_behind_marks_stays(text):
    for whole in (text, AROUND + text + AROUND, half(AROUND + text + AROUND)):
        ledger = repair_text(whole)
        assert ledger.text == whole and not ledger.changes
