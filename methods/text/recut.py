"""Where rjieba's tokens may differ from jieba's, and how jieba's own code cuts there, in linear time.

They differ in three things. rjieba takes rare characters (extensions of CJK, and what is beyond U+9FD5) for
Chinese ones, where jieba leaves each single. It keeps a-b, 1.a and 1.2.3 whole. And the hidden Markov model,
which finds words among characters that the dictionary leaves single, adds its likelihoods in another order;
so where two readings are equally likely, the last digit may decide otherwise.

Source: J. Sun, jieba 0.42.1, https://github.com/fxsjy/jieba.
"""

import re
from collections import Counter
from collections.abc import Iterator
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba


#: jieba's blocks: what lies between them it leaves single.
BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
#: What rjieba puts into blocks and jieba does not; and surrogates.
RARE = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\ud800-\udfff\uf900-\ufaff\U00010000-\U0010ffff]+)")
#: What rjieba keeps whole, though it is no word of the dictionary.
LINKED = re.compile(r"[a-zA-Z0-9](?:[-_][a-zA-Z0-9]|\.[0-9]*[a-zA-Z]|\.[0-9]+\.[0-9])")


class Kinds(dict):
    """Kinds of rjieba's tokens: 1 a Chinese character, 2 perhaps the model's, 3 a difference, 0 any other."""

    def __init__(self, tokenizer: "jieba.Tokenizer") -> None:  # noqa: D107 (the class says it)
        self._freq, self._total = tokenizer.FREQ, log(tokenizer.total)

    def __missing__(self, token: str) -> int:  # noqa: D105 (the class says it)
        freq = self._freq.get(token)
        if len(token) > 1 and freq and not self._is_weak(token, freq):
            kind = 0
        elif RARE.search(token) or LINKED.search(token):
            kind = 3
        else:
            kind = min(len(token), 2) if "\u4e00" <= token[0] <= "\u9fd5" else 0
        if freq or len(token) == 1:  # Of numbers and new words there is no end.
            self[token] = kind
        return kind

    def _is_weak(self, word: str, freq: int) -> bool:
        """Return whether a word's characters may stay single: together they are as likely as it."""
        single = sum(log(self._freq.get(char) or 1) - self._total for char in word)
        return single > log(freq) - self._total - 1e-6

    def may_differ(self, tokens: list[str]) -> bool:
        """Return whether some of rjieba's tokens of a text may not be jieba's."""
        kinds, end = bytes(map(self.__getitem__, tokens)), 0
        if 3 in kinds:
            return True
        while (found := kinds.find(2, end)) >= 0:
            begin, end = kinds.rfind(0, end, found) + 1, kinds.find(0, found)
            end = len(kinds) if end < 0 else end
            if recurs("".join(tokens[begin:end])):
                return True
        return False


def recurs(text: str) -> bool:
    """Return whether a text has a stretch whose readings jieba's hidden Markov model may find equally likely.

    They are so only if they have the same states, in another order, on the same characters. So each character
    of the stretch recurs in it, and it has at least three, since no two states can change places.
    """
    stretches = [text] if len(text) - len(set(text)) > 1 else []
    for _ in range(2):  # What recurs in the text, and then what recurs in the stretches that this leaves.
        stretches = [part for stretch in stretches for part in _recurring(stretch)]
    return bool(stretches)


def _recurring(text: str) -> list[str]:
    """Stretches of at least three Chinese characters of which each recurs in the text."""
    number = Counter(text)
    kept = "".join(char if number[char] > 1 and "\u4e00" <= char <= "\u9fd5" else " " for char in text)
    return [stretch for stretch in kept.split() if len(stretch) > 2]


def recut(block: str, tokenizer: "jieba.Tokenizer") -> Iterator[str]:
    """Tokens of one of jieba's blocks as jieba's own code cuts it, but in time linear in its length."""
    route: dict[int, tuple[float, int]] = {}
    tokenizer.calc(block, tokenizer.get_DAG(block), route)
    begin = 0
    while begin < len(block):
        end = begin
        while end < len(block) and route[end][1] == end:
            end += 1
        single = block[begin:end]
        yield from single if len(single) < 2 or tokenizer.FREQ.get(single) else _new_words(single)
        begin = route[end][1] + 1 if end < len(block) else end
        if begin > end:
            yield block[end:begin]


def _new_words(text: str) -> Iterator[str]:
    """Words among characters that the dictionary leaves single; a word ends in the state E or S."""
    from jieba import finalseg

    for part in filter(None, finalseg.re_han.split(text)):
        if not finalseg.re_han.match(part):
            yield from filter(None, finalseg.re_skip.split(part))
            continue
        begin = 0
        for end, state in enumerate(_states(part), 1):
            if state in "ES":
                word, begin = part[begin:end], end
                yield from word if word in finalseg.Force_Split_Words else [word]


def _states(text: str) -> list[str]:
    """The likeliest states of a text's characters (Viterbi); jieba copies each path at each character."""
    from jieba.finalseg import MIN_FLOAT, PrevStatus, emit_P, start_P, trans_P

    heat = {state: start_P[state] + emit_P[state].get(text[0], MIN_FLOAT) for state in "BMES"}
    back = []
    for char in text[1:]:
        best = {
            state: max(
                (heat[last] + trans_P[last].get(state, MIN_FLOAT) + emit_P[state].get(char, MIN_FLOAT), last)
                for last in PrevStatus[state]
            )
            for state in "BMES"
        }
        heat = {state: likelihood for state, (likelihood, _) in best.items()}
        back.append({state: last for state, (_, last) in best.items()})
    states = [max("ES", key=lambda state: (heat[state], state))]
    for step in reversed(back):
        states.append(step[states[-1]])
    return states[::-1]
