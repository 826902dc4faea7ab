"""The words of a draft letter that qualify a number: place, time, window, slice, plan, name.

The words themselves are data (``draft_words.toml``, seeds); a text is cut at the longest of them,
and what is left over is known to be unknown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from reports.number_reading import folded

Tag = Literal[
    "place", "time", "window", "slice", "plan", "actual", "name", "variant", "foreign", "change",
    "neutral",
]  # fmt: skip
_FILE = Path(__file__).with_name("draft_words.toml")
# What is left over counts as a word only if it has a letter, a numeral or a Chinese character.
_WORDLIKE = re.compile(r"[A-Za-z0-9〇一-鿿]+")


@cache
def words_of_drafts() -> Mapping[str, Any]:
    """The file of words, section by section."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Token:
    """A word found in a text: where, and the code it stands for under each of its tags.

    A word without tags is one nobody knows.
    """

    start: int
    text: str
    tags: Mapping[Tag, str]


@dataclass(frozen=True)
class Slice:
    """A part of a figure by its kind and code (stage, primary)."""

    kind: str
    code: str


@dataclass(frozen=True)
class Scope:
    """Whose letter of which month it is, and the names of places and slices.

    ``places`` are names of units with their codes, ``slices`` words with what they may stand for.
    """

    month: str = ""
    unit_code: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    slices: Mapping[str, frozenset[Slice]] = field(default_factory=dict)

    @cached_property
    def slice_words(self) -> dict[str, frozenset[Slice]]:
        """Every word for a slice: labels of the seeds and the other ways of saying them."""
        words = {folded(word): set(found) for word, found in self.slices.items()}
        for key, others in words_of_drafts()["slices"].items():
            kind, _, code = key.partition(".")
            for word in others:
                words.setdefault(folded(word), set()).add(Slice(kind, code))
                if kind == "case_level":
                    words[folded(word)].add(Slice("level", code))
        return {word: frozenset(found) for word, found in words.items()}


class Lexicon:
    """All words at once: those of the file, of the scope, and the names of figures."""

    def __init__(self, scope: Scope, names: Iterable[str], variants: Iterable[str]) -> None:
        self._tags: dict[str, dict[Tag, str]] = {}
        data = words_of_drafts()
        self._add_place(scope, data["place"])
        for tag, section in (("time", "time"), ("window", "window")):
            for code, words in data[section].items():
                if code not in ("as_of", "as_of_after", "since_after"):
                    self._add(words, tag, code)  # type: ignore[arg-type]
        self._add(scope.slice_words, "slice", "")
        self._add(data["side"]["plan"], "plan", "")
        self._add(data["side"]["actual"], "actual", "")
        self._add(names, "name", "")
        self._add(variants, "variant", "")
        self._add(data["context"]["foreign"], "foreign", "")
        self._add(data["context"]["change_from"], "change", "from")
        self._add(data["context"]["change_to"], "change", "to")
        self._add(data["context"]["neutral"], "neutral", "")
        longest = sorted(self._tags, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest)))

    def _add_place(self, scope: Scope, words: Mapping[str, list[str]]) -> None:
        self._add(words["city"], "place", "3607")
        self._add(words["own"], "place", scope.unit_code if scope.unit_code != "3607" else "?")
        self._add(words["beyond"], "place", "?")
        for name, code in scope.places.items():
            # A county is often named with the city before it.
            for before in ("", "赣州市", "赣州", "江西省赣州市"):
                self._add([before + name], "place", code)

    def _add(self, words: Iterable[str], tag: Tag, code: str) -> None:
        for word in words:
            if word:
                self._tags.setdefault(folded(word), {})[tag] = code or word

    def tokens(self, text: str, start: int, end: int) -> list[Token]:
        """The words of a stretch of text in order, the longest first at each place."""
        found: list[Token] = []
        at = start
        for m in self._pattern.finditer(text, start, end):
            found += _unknown(text, at, m.start())
            found.append(Token(m.start(), m[0], self._tags[m[0]]))
            at = m.end()
        return [*found, *_unknown(text, at, end)]


def _unknown(text: str, start: int, end: int) -> list[Token]:
    return [Token(m.start(), m[0], {}) for m in _WORDLIKE.finditer(text, start, end)]
