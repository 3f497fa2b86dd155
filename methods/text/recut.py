"""Find where rjieba's tokens may differ from jieba's, and cut there by jieba's own code, in linear time.

There are three differences. rjieba treats rare characters (the extensions of CJK, and those beyond U+9FD5) as
Chinese; jieba makes each one a token. rjieba keeps a-b, 1.a and 1.2.3 whole. Its hidden Markov model, which
finds words among characters that the dictionary leaves single, adds likelihoods in another order, so that
rounding may decide differently between two equally likely readings.

Source: J. Sun, jieba 0.42.1, https://github.com/fxsjy/jieba.
"""

import re
from collections import Counter
from collections.abc import Iterator
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba


#: jieba's blocks; it makes each character between them a token.
BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
#: Characters that rjieba puts into blocks and jieba does not, and surrogates.
RARE = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\ud800-\udfff\uf900-\ufaff\U00010000-\U0010ffff]+)")
#: Strings that rjieba keeps whole although they are not in the dictionary.
LINKED = re.compile(r"[a-zA-Z0-9](?:[-_][a-zA-Z0-9]|\.[0-9]*[a-zA-Z]|\.[0-9]+\.[0-9])")


class Kinds(dict):
    """Kind of each of rjieba's tokens.

    1 for a single Chinese character, 2 for a word that the model may have made, 3 for a token that jieba may
    not have, 0 for any other.
    """

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
        if freq or len(token) == 1:  # Numbers and new words are not kept: there are endlessly many.
            self[token] = kind
        return kind

    def _is_weak(self, word: str, freq: int) -> bool:
        """Return whether jieba may leave a word's characters single, since they are as likely as the word."""
        single = sum(log(self._freq.get(char) or 1) - self._total for char in word)
        return single > log(freq) - self._total - 1e-6

    def may_differ(self, tokens: list[str]) -> bool:
        """Return whether some of rjieba's tokens of a text may differ from jieba's."""
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
    """Return whether jieba's hidden Markov model may find two equally likely readings of a part of a text.

    Two readings are equally likely only if they give the same characters the same states in another order. So
    each character of the part recurs in it, and the part has at least three characters, since no two states
    can change places.
    """
    stretches = [text] if len(text) - len(set(text)) > 1 else []
    for _ in range(2):  # First within the whole text, then within the stretches that remain.
        stretches = [part for stretch in stretches for part in _recurring(stretch)]
    return bool(stretches)


def _recurring(text: str) -> list[str]:
    """Return the stretches of at least three Chinese characters that all recur in the text."""
    number = Counter(text)
    kept = "".join(char if number[char] > 1 and "\u4e00" <= char <= "\u9fd5" else " " for char in text)
    return [stretch for stretch in kept.split() if len(stretch) > 2]


def recut(block: str, tokenizer: "jieba.Tokenizer") -> Iterator[str]:
    """Yield the tokens of one of jieba's blocks as jieba's own code cuts it, but in linear time."""
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
    """Yield the words among characters that the dictionary leaves single; a word ends in state E or S."""
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
    """Return the most likely states of a text's characters (Viterbi).

    jieba copies every path at every character, which takes quadratic time.
    """
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
