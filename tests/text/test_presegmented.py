"""Prose that is segmented already is joined; lists, verses and English keep their spaces."""

import pandas as pd
import pytest

from helpers import count_terms, load_articles
from methods.corpora.corpus import Corpus
from methods.files.problems import CorpusWarning
from methods.text.clean import clean, clean_text
from methods.text.words import tokenize

PROSE = (
    "我们要加强社会治理，这是人民的期待。干部在社区了解情况，把矛盾化解在基层，群众很满意。\n"
    "第二天，他们使用的 Windows Office 软件也更新了，培训班的学员都学会了。"
)
NAMES = "出席会议的有：\n张三 李四 王五 赵六 孙七 周八 吴九 郑十 钱一 冯二 陈三 褚四"
VERSE = "白日依山尽 黄河入海流 欲穷千里目 更上一层楼 床前明月光 疑是地上霜 举头望明月 低头思故乡"


def segmented(text, gap=" "):
    return "\n".join(
        gap.join(token for token in tokenize(line, None) if token.strip()) for line in text.split("\n")
    )


@pytest.mark.parametrize("gap", [" ", "  ", "\u3000"])
def test_segmented_prose_counts_as_the_prose_it_was(gap):
    joined = clean_text(segmented(PROSE, gap))
    assert "社会治理，这是人民的期待。" in joined and "Windows Office" in joined.replace("\u3000", " ")
    assert joined.replace(" ", "") == clean_text(PROSE).replace(" ", "")


@pytest.mark.parametrize("text", [PROSE, NAMES, VERSE, "我 爱 你 中国", "People's Daily 2021 的 report"])
def test_other_spaces_stay(text):
    assert clean_text(text).count(" ") == text.count(" ")


def test_traditional_prose_is_joined_too():
    text = "我們 要 加強 社會 治理 ， 這 是 人民 的 期待 。 會議 上 ， 大家 討論 了 預算 。"
    assert clean_text(text) == "我们要加强社会治理，这是人民的期待。会议上，大家讨论了预算。"


def test_a_line_that_a_pdf_spaced_out_is_joined():
    line = "數 字 ， 只 希 望 香 港 人 知 道 ， 我 們 今 年 準 備 購 買 食 水 的 預 算"
    text = f"{PROSE * 5}\n張三 李四\n{line}"
    assert "我们今年准备购买食水的预算" in clean_text(text) and "張三 李四" in clean_text(
        f"{PROSE * 5}\n張三 李四"
    )


def test_places_in_the_raw_text_are_kept():
    cleaned = clean(segmented(PROSE))
    start = cleaned.text.index("社会治理")
    assert cleaned.raw[slice(*cleaned.raw_span(start, start + 4))] == "社会 治理"
    assert set(cleaned.steps["kind"]) == {"word space"}


def test_both_are_noted_once(tmp_path):
    texts = [*map(segmented, PROSE.split("\n")), NAMES.split("\n")[1]]
    pd.DataFrame({"text": texts}).to_csv(tmp_path / "articles.csv", index=False)
    with pytest.warns(CorpusWarning) as caught:
        articles = load_articles(tmp_path)
    told = str(caught[0].message)
    assert told.count("segmented already") == 1 and told.count("lists of words") == 1
    assert count_terms(articles, ["社会治理"])["社会治理"].tolist() == [1, 0, 0]


def test_it_is_noted_in_a_large_corpus(tmp_path, monkeypatch):
    (tmp_path / "articles").mkdir()
    for number in range(4):
        text = segmented(f"第{number}篇。{PROSE}" + f"{number}号楼的居民来了。" * (30 + number * 40))
        (tmp_path / f"articles/{number}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", 1000)
    with pytest.warns(CorpusWarning, match="segmented already"):
        assert Corpus(tmp_path).is_large and len(Corpus(tmp_path).articles) == 4
