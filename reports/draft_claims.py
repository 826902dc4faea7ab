"""What a number of a draft letter is said of: place, time, window, slice, plan or actual, name.

Words in the number's own stretch of its clause count first; place and time, and a name that is not
said again, come from before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reports.draft_time import Time, dates_of
from reports.draft_words import Lexicon, Scope, Slice, Tag, Token, words_of_drafts
from reports.number_reading import Written

Side = Literal["plan", "actual", ""]
_SENTENCE, _CLAUSE = "。！？", "，。；！？\n:："
# A name written after the number belongs to it where nothing stands before it: 12名代表.
_APART = frozenset({"count", "share", "ratio", "rank", "vague"})
# How far behind a number a word still makes it a plan: 12名系计划招聘.
_CLOSE = 6
# The check of tables writes 行|列：格.
ROW = "|"


@dataclass(frozen=True)
class Claim:
    """One number with what is said of it.

    ``own`` is its stretch of the clause, ``tail`` what follows it there. ``slices_before`` are
    those named earlier in the sentence. ``name`` is the last of the ``names`` of figures that are
    said, in the stretch itself if ``is_named``; ``unknown`` are words of it that nobody knows.
    """

    written: Written
    own: str
    tail: str
    places: frozenset[str]
    times: tuple[Time, ...]
    window: str
    since: Time | None
    slices: tuple[frozenset[Slice], ...]
    slices_before: tuple[frozenset[Slice], ...]
    side: Side
    plan_words: tuple[str, ...]
    name: str
    names: frozenset[str]
    is_named: bool
    variants: frozenset[str]
    unknown: tuple[str, ...]
    foreign: tuple[str, ...]
    is_earlier: bool
    is_beyond: bool


def claims_in(text: str, numbers: Sequence[Written], lexicon: Lexicon, scope: Scope) -> list[Claim]:
    """What each number of a text is said of, in order."""
    reader = _Reader(text, numbers, lexicon, scope)
    return [reader.claim(number) for number in numbers]


@dataclass(frozen=True)
class _Stretch:
    """Words and dates between two numbers or signs, nothing in it being a number that counts."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    times: tuple[Time, ...]
    since: Time | None

    def words(self, tag: Tag) -> list[Token]:
        return [token for token in self.tokens if tag in token.tags]

    def codes(self, tag: Tag) -> list[str]:
        return [token.tags[tag] for token in self.words(tag)]


class _Reader:
    def __init__(
        self, text: str, numbers: Sequence[Written], lexicon: Lexicon, scope: Scope
    ) -> None:
        self._text, self._numbers = text, numbers
        self._lexicon, self._scope = lexicon, scope

    def claim(self, number: Written) -> Claim:
        text = self._text
        sentence = self._start(number.start, _SENTENCE)
        clause = max(self._start(number.start, _CLAUSE), sentence)
        apart = [n for n in self._numbers if n.kind in _APART]
        since = max([clause, *(n.end for n in apart if n.end <= number.start)])
        until = min([self._end(number.end), *(n.start for n in apart if n.start >= number.end)])
        own, tail = self._stretch(since, number.start), self._stretch(number.end, until)
        before = [self._stretch(clause, since), *self._clauses(sentence, clause)]
        is_later = any(c == "to" for c in own.codes("change")) and _is_pair(before[0])
        is_earlier = self._is_earlier(own, number)
        said = tail if not own.words("name") and tail.words("name") else None
        names = own.words("name") or (said.words("name")[:1] if said else [])
        unknown = [token.text for token in own.tokens if not token.tags]
        if said:
            unknown += [t.text for t in said.tokens if not t.tags and t.start < names[0].start]
        for stretch in before if not names else ():
            if stretch.words("name"):
                names = stretch.words("name")
                break
        slices = own.words("slice") or (said.words("slice") if said else [])
        earlier = next((s.words("slice") for s in before if s.words("slice")), [])
        dated = next((s for s in (own, *before) if s.times or s.since), None)
        if is_later:
            dated = None
        windowed = next((s for s in (own, *before) if s.codes("window") or s.since), own)
        # What follows far behind is of something else: 500余名教师参加“励耕计划”培训.
        close = text[tail.start : min(tail.start + _CLOSE, tail.end)]
        stretch_text = f"{text[own.start : own.end]}|{close}|{names[0].text if said else ''}"
        plans = tuple(w for w in words_of_drafts()["side"]["plan"] if w in stretch_text)
        is_actual = any(w in stretch_text for w in words_of_drafts()["side"]["actual"])
        return Claim(
            written=number,
            own=text[own.start : own.end],
            tail=text[tail.start : tail.end],
            places=self._places(own, before, sentence, number.start),
            times=dated.times if dated else (),
            window=_window(windowed.codes("window")),
            since=windowed.since,
            slices=tuple(map(self._slice, slices)),
            slices_before=() if slices else tuple(map(self._slice, earlier)),
            side="plan" if plans else "actual" if is_actual else "",
            plan_words=plans,
            name=names[-1].text if names else "",
            names=frozenset(token.text for token in names),
            is_named=bool(own.words("name") or said),
            variants=frozenset(own.codes("variant") + (said.codes("variant") if said else [])),
            unknown=tuple(unknown),
            foreign=tuple(t.text for s in (own, tail) for t in s.words("foreign")),
            is_earlier=is_earlier,
            is_beyond="?" in own.codes("place") + tail.codes("place"),
        )

    def _is_earlier(self, own: _Stretch, number: Written) -> bool:
        """The first of a pair: 由96.3%提高到96.5%."""
        if "from" not in own.codes("change"):
            return False
        until = self._end(number.end)
        return any(
            token.tags.get("change") == "to"
            for token in self._lexicon.tokens(self._text, number.end, until)
        )

    def _places(
        self, own: _Stretch, before: Sequence[_Stretch], sentence: int, at: int
    ) -> frozenset[str]:
        """Places of the nearest stretch that names any; what a paragraph began with still holds."""
        for stretch in (own, *before):
            if stretch.words("place"):
                return frozenset(stretch.codes("place"))
        line = min(self._text.rfind("\n", 0, at) + 1, sentence)
        places = self._stretch(line, sentence).codes("place")
        return frozenset(places[-1:])

    def _slice(self, token: Token) -> frozenset[Slice]:
        return self._scope.slice_words[token.text]

    def _clauses(self, start: int, end: int) -> list[_Stretch]:
        """The clauses from `start` to `end`, the nearest first."""
        found = []
        while end > start:
            cut = max(self._start(end - 1, _CLAUSE), start)
            found.append(self._stretch(cut, end))
            end = cut
        return found

    def _stretch(self, start: int, end: int) -> _Stretch:
        dates = [n for n in self._numbers if start <= n.start and n.end <= end]
        tokens: list[Token] = []
        at = start
        for number in dates:
            tokens += self._lexicon.tokens(self._text, at, number.start)
            at = number.end
        tokens += self._lexicon.tokens(self._text, at, end)
        told = dates_of(self._text, [n for n in dates if n.kind == "date"], self._scope.month)
        words = [t for token in tokens if (t := Time.of_word(token, self._scope.month))]
        return _Stretch(start, end, tuple(tokens), (*told.times, *words), told.since)

    def _start(self, at: int, signs: str) -> int:
        """Where the sentence or clause before a place begins; a row of a table stands alone."""
        start = max(self._text.rfind(sign, 0, at) for sign in signs) + 1
        line = self._text.rfind("\n", 0, at) + 1
        line_end = self._text.find("\n", at)
        if ROW in self._text[line : line_end if line_end >= 0 else None]:
            # 行|列：格: the head belongs to the cell.
            return line
        above = self._text.rfind("\n", 0, max(line - 1, 0)) + 1
        if ROW in self._text[above:line]:
            return max(start, line)
        return start

    def _end(self, at: int) -> int:
        ends = [i for sign in "，。；！？\n" if (i := self._text.find(sign, at)) >= 0]
        return min(ends, default=len(self._text))


def _is_pair(stretch: _Stretch) -> bool:
    return bool(re.search("由|从|较|比", "".join(token.text for token in stretch.tokens)))


def _window(codes: Sequence[str]) -> str:
    """The window that is said; 累计 yields to one that says more."""
    exact = [code for code in codes if code != "total"]
    if "unknown_start" in exact and len(exact) > 1:
        exact.remove("unknown_start")
    return exact[-1] if exact else "total" if codes else ""
