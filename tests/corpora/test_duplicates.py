"""Near-copies are distinguished from other articles, and the longest is kept."""

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from methods.corpora import duplicates
from methods.corpora.duplicates import near_duplicates

PASSAGE = "着力构建共建共治共享的社会治理格局"


def corpus(*texts):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article_id")
    return pd.DataFrame({"text": pd.Series(texts, index=ids, dtype="str")})


def noise(seed, size=400):
    """Return a text of random characters, so that no two texts share a long string."""
    return "".join(map(chr, random.Random(seed).choices(range(0x4E00, 0x9FA5), k=size)))


def test_copies():
    first, second = noise(1), noise(2)
    articles = corpus(first[:390], second, first, first.replace(first[9], "，"), first[:100] + noise(3))
    table = near_duplicates(articles, 0.8)
    assert table[["article_id", "kept_id"]].to_numpy().tolist() == [["a3", "a2"], ["a0", "a2"]]
    assert table["similarity"].between(0.8, 1).all()


def test_equal_texts_keep_the_first():
    table = near_duplicates(corpus(PASSAGE, PASSAGE, f"{PASSAGE}。"), 0.8)
    assert table.to_numpy().tolist() == [["a1", "a0", 1.0], ["a2", "a0", 1.0]]


@pytest.mark.parametrize(
    "texts", [[], [""], ["", ""], ["，", "。"], [PASSAGE], ["甲", "乙"], [noise(1), noise(2)]]
)
def test_what_is_no_copy(texts):
    assert near_duplicates(corpus(*texts), 0.8).empty


@pytest.mark.parametrize("threshold", [0, -1, 1.1])
def test_thresholds_that_make_no_sense(threshold):
    with pytest.raises(ValueError, match="threshold"):
        near_duplicates(corpus("甲"), threshold)


def test_many_articles_give_what_few_do(monkeypatch):
    originals = [noise(seed) for seed in range(12)]
    copies = [text[: 400 - 9 * number] for number, text in enumerate(originals)]
    articles = corpus(*originals, *copies)
    exact = near_duplicates(articles, 0.8)
    monkeypatch.setattr(duplicates, "FEW", 0)
    pd.testing.assert_frame_equal(near_duplicates(articles, 0.8), exact)
    assert len(exact) >= 7


def naive(texts, threshold):
    """Compare each text, the longest first, with every text that was kept before: the definition."""
    sets = [{text[at : at + 5] for at in range(max(len(text) - 4, 1))} if text else set() for text in texts]
    kept, found = [], []
    for number in sorted(filter(sets.__getitem__, range(len(texts))), key=lambda n: -len(texts[n])):
        likeness = [len(sets[number] & sets[k]) / len(sets[number] | sets[k]) for k in kept]
        if likeness and max(likeness) >= threshold:
            found.append([f"a{number}", f"a{kept[likeness.index(max(likeness))]}", max(likeness)])
        else:
            kept.append(number)
    return found


@settings(max_examples=150)
@given(st.lists(st.text("甲乙丙", max_size=40), max_size=8), st.sampled_from([0.1, 0.5, 0.8, 1.0]))
def test_copies_are_as_defined(texts, threshold):
    assert near_duplicates(corpus(*texts), threshold).to_numpy().tolist() == naive(texts, threshold)


@pytest.mark.parametrize("few", [0, 100])
def test_boilerplate_takes_little_work(monkeypatch, few):
    # Of these texts 1,200 of 1,400 characters are the same: proposed to each other, and no copies.
    done = {"_shingles": 0, "_count_common": 0}

    def counting(name, function):
        def counted(*args):
            done[name] += 1
            return function(*args)

        return counted

    for name in done:
        monkeypatch.setattr(duplicates, name, counting(name, getattr(duplicates, name)))
    monkeypatch.setattr(duplicates, "FEW", few)
    boilerplate = noise(0, 1200)
    assert near_duplicates(corpus(*[boilerplate + noise(seed, 200) for seed in range(1, 41)]), 0.8).empty
    assert done["_shingles"] <= 2 * 40
    assert done["_count_common"] == 0


def test_five_articles_are_no_copies(articles):
    assert near_duplicates(articles, 0.3).empty
