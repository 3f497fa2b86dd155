"""Repair of articles whose GBK bytes were glossed, cut and misread, as corpus/README.md ("Damage") describes.

The repair inverts that process. Glosses are taken out; broken runs are read byte by byte (`repair.lattice`),
and where bytes are lost the likeliest reading is taken (`repair.likelihood`) and marked as an inference.
A reading that the process does not turn into what was found is never called proven (`methods.repair.proof`).
"""

from __future__ import annotations

import re
from functools import cached_property
from math import inf, nan
from typing import NamedTuple

import numpy as np

from methods.repair import gbk, mojibake
from methods.repair.candidates import simplify
from methods.repair.lattice import CUT_BYTES, TAG, Place, Reader, code_of
from methods.repair.ledger import Change, Ledger
from methods.repair.likelihood import Reading, best_readings, familiar, logp
from methods.repair.pinyin import GLOSS, LETTERS, SWALLOWED_GLOSS, gloss_list, has_reading
from methods.repair.proof import Proof

#: How many characters in front of a break help to read it, and how many behind it close its brackets.
CONTEXT, AHEAD = 6, 400
#: A character with its gloss, and a letter, take up no more than this.
SHORT = 10
#: How far back the clause of a question may begin.
CLAUSE = 250
#: How many pairs in a row may have vanished.
MOST_DROPS = 2
#: So many marks in so many characters are no text that could be read.
MOST, DENSE = 8, 60
#: A reading is proven only if it is likelier by this than whatever else would look like what is seen.
CLEAR = 6.0
#: The likeliest reading gives way to one that the process explains, if it is not likelier by this.
CLOSE = 4.0
#: What it is worth that a kind of mark stands nowhere in the article.
ABSENT = -3.0
#: A ``?`` in front of one of these ends something, and so it asks.
BEHIND_QUESTION = ("", "\n", "”", "’", "』", "」", "“", "!")
ASKS = re.compile(
    r"[吗嗎呢么麼吧谁誰哪几幾何怎岂豈啥孰]|多少|是否|能否|可否|[难難]道|[还還]是|([\u4e00-\u9fff])不\1"
)
#: A mark between two characters, and how far from another one it is hardly a part of the same run.
BETWEEN, TORN = re.compile("([\u4e00-\u9fff])\\?(?=([\u4e00-\u9fff]))"), 24
#: A dictionary's word that is likelier than this does not come about by chance.
COMMON = -16.0
SENTENCE_END = re.compile(r"[。!?;\n]")
WHOLE_TAG = re.compile("<" + TAG.pattern, re.I)
EVENT = re.compile(rf"\(([{LETTERS}]{{1,6}})\)|\?{{4,}}|\?|<")
#: In this order: what a run is called after the gravest thing that happened in it.
KINDS = ("flagged", "lone lead", "dropped pair", "swallowed byte", "split gloss", "shifted run", "stray mark")


def repair_text(raw: str) -> Ledger:
    """Undo the damage of an article, keeping its script and punctuation.

    Parameters
    ----------
    raw
        The article as found.

    Returns
    -------
    Ledger
        ``.text``, ``.steps`` (a table, one row a step) and ``.raw_span``. A text that was never damaged
        comes back as it is, with no steps.

    Notes
    -----
    A step is *proven* if the process of `repair.damage` turns its result into exactly what was found, with
    one order of the gloss list for the whole article; if it rests on no byte that is lost, that is, every
    byte of the hidden text is seen, or named by a gloss, or is the first byte of a mark or of a dictionary's
    word that a cut tore off; and if no other candidate comes near it. The candidates are all texts that
    give what is seen, with up to two pairs in a row that vanished (a dash may be longer); "near" is a
    likelihood within e to the `CLEAR` of the chosen one's, by how frequent jieba's words and place names are.
    Otherwise the likeliest that the process explains is taken, and the step is *inferred*, with the runner-up
    and the difference of the logarithms as its margin; so is a ``?!`` behind a clause that asks, which may be
    healthy. An ASCII character that was swallowed and that nothing names is left as ``?`` and *flagged*.
    """
    glosses = gloss_list(raw)
    if not glosses:
        return Ledger.of(raw, mojibake.changes(raw))
    return Ledger.of(raw, [*_Article(raw, glosses).changes(), *mojibake.entities(raw)])


class _Run(NamedTuple):
    """A reading of a broken run: how likely, its hidden text as the site had it, its end in what is seen."""

    total: float
    hidden: str
    end: int
    kinds: frozenset[str]
    is_certain: bool

    @property
    def after(self) -> str:
        """The text in half-width, as the last step of the process left it."""
        return self.hidden.partition("<")[0].translate(gbk.HALF_WIDTH)


class _Article:
    """One damaged article, read from its beginning to its end."""

    def __init__(self, raw: str, glosses: dict[str, str]) -> None:
        self.raw, self.glosses = raw, glosses
        self.reader = Reader(raw, glosses, self._asks)
        self.proof = Proof(raw, glosses)
        self.done: list[Change] = []
        #: The end of the repaired text, and to which place in the article and of its changes it goes.
        self.told, self.until = "", (0, 0)
        self.read: dict[tuple[str | float, ...], list[_Run]] = {}

    def changes(self) -> list[Change]:
        """Return the changes in the order of the text."""
        raw, done, at = self.raw, self.done, 0
        for found in EVENT.finditer(raw):
            start = found.start()
            if start < at:
                continue
            if found[1]:
                if self._is_gloss(start, found[1]):
                    done.append(Change(start, found.end(), "", "gloss"))
            elif change := self._change(found):
                done.append(change)
                at = change.end
        return self.proof.settle(
            change
            for change in done
            if change.after != raw[change.start : change.end] or change.status == "flagged"
        )

    def _is_gloss(self, start: int, reading: str) -> bool:
        """Tell whether a gloss of the site stands here: behind its character, or the letter that ends it."""
        char = self.raw[start - 1 : start]
        if "@" <= char <= "~":
            before = GLOSS.sub("", self.raw[max(0, start - SHORT) : start - 1])[-1:]
            code = code_of(before)
            char = gbk.pairs().get(code[1] << 8 | ord(char), "") if code else ""
            if char and char not in self.proof.whole:
                return has_reading(char, reading)
        return self.glosses.get(char) == reading

    def _change(self, found: re.Match[str]) -> Change | None:
        """Return what is to be done at a ``?`` or a tag; None for nothing."""
        start = found.start()
        if found[0] == "<":
            tag = WHOLE_TAG.match(self.raw, start)
            return Change(start, tag.end(), "", "markup") if tag else None
        if len(found[0]) > 1:
            return Change(start, found.end(), found[0], "stray mark", "flagged")
        if self.raw.count("?", start, start + DENSE) > MOST:
            return Change(start, start + 1, "?", "stray mark", "flagged")
        return self._break(start)

    def _tail(self, start: int) -> str:
        """Return what has been repaired of the paragraph in front of a place."""
        pieces, (at, seen) = [self.told], self.until
        for change in self.done[seen:]:
            pieces += [self.raw[at : change.start], change.after]
            at = change.end
        self.told, self.until = "".join(pieces)[-AHEAD:], (at, len(self.done))
        return (self.told + self.raw[max(at, start - AHEAD) : start]).rpartition("\n")[2]

    def _break(self, start: int) -> Change:
        """Read on from a ``?``."""
        best, *others = self._readings(start, self._tail(start))
        chosen = best
        if best.kinds - {"stray mark"} and not self._explains(start, best):
            close = (run for run in others if run.total > best.total - CLOSE and self._explains(start, run))
            chosen = next(close, best)
        rival = next((run for run in (best, *others) if run.after != chosen.after), None)
        margin = chosen.total - rival.total if rival else inf
        return self._judge(start, chosen, rival and rival.after, margin)

    def _readings(self, start: int, tail: str) -> list[_Run]:
        """Return the likeliest readings of a run, best first; surroundings that come again are read once."""
        bonus, before = self._due(start, tail), tail[-CONTEXT:]
        around = self.raw[max(0, start - CLAUSE) : start], self.raw[start : start + AHEAD]
        key = *around, before, *bonus.values()
        if key not in self.read:
            broken = SWALLOWED_GLOSS.match(self.raw, start) or self.raw[start + 1 : start + 2] in CUT_BYTES
            lattice, places = self.reader.lattice(start, before, MOST_DROPS if broken else 0)
            depth = [
                *range(len(before)),
                *(len(before) + place[0] - start for place in places[len(before) :]),
            ]
            readings = best_readings(lattice, depth, bonus, self.familiar)
            runs = [self._run(reading, places, len(before)) for reading in readings]
            self.read[key] = [run._replace(end=run.end - start) for run in runs]
        return [run._replace(end=run.end + start) for run in self.read[key]]

    def _explains(self, start: int, run: _Run) -> bool:
        """Tell whether a reading is of broken text, and the process turns it into what is seen."""
        return bool(run.kinds) and self.proof.explains(start, run.end, run.hidden)

    def _judge(self, start: int, run: _Run, rival: str | None, margin: float) -> Change:
        """Make the change of a run, with its kind and status."""
        kind = next((kind for kind in KINDS if kind in run.kinds), "")
        if kind == "flagged":
            return Change(start, run.end, run.after, "swallowed byte", "flagged")
        explained = self.proof.explains(start, run.end, run.hidden)
        self.proof.remember(start, run.end, run.hidden)
        asks = self.raw[start + 1 : start + 2] in CUT_BYTES and self._is_asked(start)  # and may be healthy
        if explained and run.is_certain and margin >= CLEAR and not asks:
            return Change(start, run.end, run.after, kind, "proven")
        return Change(
            start, run.end, run.after, kind, "inferred", rival, margin if rival is not None else nan
        )

    def _run(self, reading: Reading, places: list[Place], before: int) -> _Run:
        """Return the part of a reading up to where the text is right again."""
        steps = []
        for char, edge in reading.steps:
            if edge.target > before:
                steps.append((char, edge))
                at, pending, _, _, emit = places[edge.target]
                if pending is None and not emit:
                    break
        hidden = "".join(next(c for c in edge.hidden if simplify(c) == char) for char, edge in steps if char)
        if hidden.endswith("<"):  # the tag whose first character was swallowed goes, too
            end = TAG.match(self.raw, at).end()
            hidden, at = hidden + self.raw[at:end], end
        kinds = frozenset(edge.kind for _, edge in steps if edge.kind)
        certain = kinds <= {"split gloss", "shifted run"} and all(len(edge.chars) < 2 for _, edge in steps)
        return _Run(reading.total, hidden, at, kinds, certain)

    @cached_property
    def plain(self) -> str:
        """The article without glosses, in Simplified script."""
        return simplify(GLOSS.sub("", self.raw))

    @cached_property
    def familiar(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Which neighbouring characters stand together in the article."""
        return familiar(self.plain)

    @cached_property
    def stray(self) -> float:
        """The log probability of a stray mark at any place: high if marks stand in words, or nobody asks."""
        plain, inside, asked, others = self.plain, 0, 0, 0
        for found in BETWEEN.finditer(plain):
            at = found.end(1)
            if "?" in plain[max(0, at - TORN) : at]:
                continue
            if logp(found[1] + found[2]) > COMMON:
                inside += 1
            elif _is_asked(plain[max(0, at - CLAUSE) : at]):
                asked += 1
            else:
                others += 1
        number = inside + asked + others
        is_common = inside > max(1, 0.15 * number) or (number > 2 and asked < 0.3 * number)
        return -7.5 if is_common else -14.0

    def _asks(self, at: int) -> tuple[float, float]:
        """Return the log probabilities that a ``?`` asks (beside its own), and that it is stray."""
        keep = 4.0 if self._is_asked(at) else -3.0
        return keep + 5.0 * (self.raw[at + 1 : at + 2] in BEHIND_QUESTION), self.stray

    def _is_asked(self, at: int) -> bool:
        """Tell whether the clause in front of a place asks."""
        return _is_asked(GLOSS.sub("", self.raw[max(0, at - CLAUSE) : at]))

    def _due(self, start: int, tail: str) -> dict[str, float]:
        """Return which marks are due, from the brackets open in front and those closed behind."""
        behind = GLOSS.sub("", self.raw[start + 1 : start + AHEAD])
        bonus = {
            "、": 2.0 if "、" in tail[-15:] + behind[2:20] else -1.0,
            "　": 0.0 if "　" in self.proof.whole else 2 * ABSENT,
        }
        for opener, closer in ("“”", "‘’", "「」", "『』", "《》", "()"):
            is_open = tail.rfind(opener) > tail.rfind(closer)
            opens, closes = behind.find(opener) % AHEAD, behind.find(closer) % AHEAD
            bonus[closer] = 2.5 if is_open and (opens < closes or closes == AHEAD - 1) else -1.5
            bonus[opener] = 2.5 if not is_open and closes < opens else -1.5
            if self.proof.whole.isdisjoint(opener + closer):
                bonus[opener] += ABSENT
                bonus[closer] += ABSENT
        return bonus


def _is_asked(text: str) -> bool:
    """Tell whether the last clause of a text asks."""
    return bool(ASKS.search(SENTENCE_END.split(text)[-1]))
