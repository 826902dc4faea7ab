"""A decision as a value, what it decides, and what was decided before it.

How a cell becomes a decision is not said here, nor what a decision brings about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from validations.parameters import SEED_PARAMETERS, Parameters
from validations.vocabulary import word_key

Key = tuple[str, ...]
# A decision of these kinds may be replaced by a later one; all others are settled once and for all.
REPLACEABLE = frozenset({"alias", "parameter", "unlock"})


@dataclass(frozen=True)
class Decision:
    """One decision of the office; what is filled besides kind and choice depends on the kind.

    ``submission_id`` is the report decided about (``sent_in`` the 待办表 it came by), ``day`` an
    ISO day, ``words`` the choice as the officer read it.
    """

    sent_in: str
    sheet: str
    row_number: int
    kind: str
    choice: str
    words: str
    reason: str
    who: str
    question_id: str | None = None
    form_id: str | None = None
    period: str | None = None
    scope_code: str | None = None
    submission_id: str | None = None
    item_name: str | None = None
    word: str | None = None
    value: str | None = None
    valid_from: str | None = None

    @property
    def key(self) -> Key:
        """What it is about; two decisions with one key settle the same thing."""
        return decision_key(asdict(self))

    @property
    def outcome(self) -> Key:
        """What it comes to; two with one key and different outcomes contradict."""
        return decision_outcome(asdict(self))


DECISION_SCHEMA: dict[str, Any] = {
    name: pl.Int64 if name == "row_number" else pl.String for name in Decision.__dataclass_fields__
}


def decision_key(said: Mapping[str, Any]) -> Key:
    """The key of a decision given as a mapping, such as the payload of its event."""
    kind = str(said["kind"])
    if kind in ("unknown_word", "alias"):
        return ("word", str(said["item_name"]), word_key(str(said["word"])))
    about = {
        "late_correction": ("submission_id", "scope_code"),
        "rival": ("value", "scope_code"),
        "unknown_mail": ("item_name", "value"),
        "sign_off": ("period", "value"),
        "unlock": ("form_id", "period", "scope_code"),
        "withdraw": ("submission_id", "scope_code"),
        "parameter": ("item_name", "valid_from"),
    }[kind]
    return (kind, *(str(said.get(name) or "") for name in about))


def decision_outcome(said: Mapping[str, Any]) -> Key:
    """What a decision given as a mapping comes to."""
    return tuple(str(said.get(name) or "") for name in ("choice", "submission_id", "value"))


@dataclass(frozen=True)
class Settled:
    """The last decision on a key: what it came to, in which words, by whom and when."""

    outcome: Key
    words: str
    who: str
    when: datetime


@dataclass(frozen=True)
class Known:
    """What a home knew when a batch was received; the gate is told, so that it stays pure.

    ``aliases`` maps a list to codes by word key; ``scopes`` holds (submission, scope) of earlier
    receipts; ``parameters`` are the dated values in force.
    """

    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    settled: Mapping[Key, Settled] = field(default_factory=dict)
    schools: frozenset[str] = frozenset()
    scopes: frozenset[tuple[str, str]] = frozenset()
    parameters: Parameters = SEED_PARAMETERS


NOTHING_KNOWN = Known()


def known_of(
    decided: Iterable[tuple[Mapping[str, Any], str, datetime]],
    schools: Iterable[str] = (),
    scopes: Iterable[tuple[str, str]] = (),
) -> Known:
    """What follows from decisions (payload, who, when) in the order they were taken."""
    aliases: dict[str, dict[str, str]] = {}
    settled: dict[Key, Settled] = {}
    parameters: dict[str, dict[date, str]] = {}
    for said, who, when in decided:
        key = decision_key(said)
        settled[key] = Settled(decision_outcome(said), str(said.get("words", "")), who, when)
        if key[0] == "word":
            of_list = aliases.setdefault(key[1], {})
            of_list.pop(key[2], None)
            if said["choice"] == "alias":
                of_list[key[2]] = str(said["value"])
        elif key[0] == "parameter":
            first_day = date.fromisoformat(str(said["valid_from"]))
            parameters.setdefault(key[1], {})[first_day] = str(said["value"])
    return Known(aliases, settled, frozenset(schools), frozenset(scopes), Parameters(parameters))
