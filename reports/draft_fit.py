"""Whether a figure is what a number of a draft is said of: place, time, window, slice, plan, name.

Whoever is not sure says no: a number with support it does not have is worse than one without.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from reports.draft_claims import Claim, Side
from reports.draft_time import Time, month_number
from reports.draft_words import Scope, Slice, words_of_drafts

# The place beyond the city: no unit's, and no figure's of the month.
_BEYOND = "?"
# Windows with a beginning and an end of their own; what has none is a state of things.
_FLOWS = frozenset({"month", "school_year", "calendar_year", "total"})


@dataclass(frozen=True)
class Known:
    """One figure a draft may name.

    ``value`` is None for codes and document numbers, whose ``text`` counts. ``keys`` must all stand
    near, of each group one. ``style`` is the letter's (tenths, year, ordinal …); ``is_rank`` is for
    places won. ``said`` is the figure in official words.

    ``names`` are what the month's figures are called, one of which must be said; figures of letters
    have none and go by their keys. ``place``, ``month``, ``starts_on`` and ``ends_on``, ``window``
    and ``since`` (words), ``slice`` of ``slice_kinds``, ``side`` and ``variants`` are what it is a
    figure of; empty ones are not judged. ``is_free`` ones stand in sentences of any words.
    """

    figure_id: str
    name: str
    value: Decimal | None
    unit: str
    keys: tuple[tuple[str, ...], ...]
    said: str
    text: str = ""
    style: str = ""
    is_rank: bool = False
    names: frozenset[str] = field(default_factory=frozenset)
    place: str = ""
    month: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    window: str = ""
    is_windowed: bool = False
    since: str = ""
    slice: Slice | None = None
    slice_kinds: frozenset[str] = field(default_factory=frozenset)
    side: Side = ""
    variants: frozenset[str] = field(default_factory=frozenset)
    is_free: bool = False

    @property
    def is_of_letter(self) -> bool:
        """Whether it goes by the key words of a letter."""
        return not self.names


def misfits(claim: Claim, one: Known, scope: Scope) -> tuple[str, ...]:
    """Why the figure is not what the number is said of (wordings' keys); none where it is."""
    if claim.is_earlier and not claim.times:
        return ("earlier",)
    checks = (
        ("place", _is_of_place),
        ("time", _is_of_time),
        ("window", _is_of_window),
        ("slice", _is_of_slice),
        ("side", _is_of_side),
        ("variant", _is_of_variant),
        ("unknown", _is_known),
    )
    return tuple(key for key, is_met in checks if not is_met(claim, one, scope))


def is_told_apart(claim: Claim, one: Known) -> bool:
    """Whether the number's own words name the slice, and not only those before it."""
    return bool(claim.slices) or not claim.slices_before or one.slice is None


def _is_of_place(claim: Claim, one: Known, scope: Scope) -> bool:
    if not one.place or not scope.unit_code:
        return True
    if one.is_rank:
        return _BEYOND in claim.places
    places = claim.places or {scope.unit_code}
    if one.is_of_letter and _BEYOND in places:
        # A contest of the province is told of once; and a figure's own words may name it:
        # 占全省招聘计划.
        own_words = {word for group in one.keys for word in group}
        is_own = bool(own_words & set(words_of_drafts()["place"]["beyond"]))
        if is_own or not claim.is_beyond:
            places = places - {_BEYOND} or {scope.unit_code}
    return places == {one.place}


def _is_of_time(claim: Claim, one: Known, scope: Scope) -> bool:
    if not one.month or not scope.month or one.style == "year" or claim.written.kind == "date":
        return True
    own = month_number(scope.month)
    if not claim.times:
        return _last(one) == own
    return all(_is_within(claim, time, one, own) for time in claim.times)


def _is_within(claim: Claim, time: Time, one: Known, own: int) -> bool:
    last = _last(one)
    # A place won is told of the latest school year that had any, which it does not name.
    begun = month_number(one.starts_on) if one.starts_on else last - 23
    is_event = one.is_rank or (one.is_of_letter and one.window == "school_year")
    if time.kind == "another":
        return False
    if time.kind == "bare":
        if is_event:
            return True
        return time.first == time.last == last % 12 and _is_month_told(claim, time, one)
    if is_event:
        return time.first <= last and begun <= time.last
    if time.kind == "month":
        return time.first == last and _is_month_told(claim, time, one)
    if time.kind == "school_year":
        return one.window in ("school_year", "") and time.first <= last <= time.last
    if not time.first <= last <= time.last or one.window in ("month", "total"):
        return False
    if one.window == "school_year" and one.is_windowed:
        return False
    # Of a year gone by, only its last figure is the year's.
    return last == own or last == time.last


def _is_month_told(claim: Claim, time: Time, one: Known) -> bool:
    """What was done in a month is the month's own figure, unless the words tell another window."""
    is_flow = one.is_windowed or one.window == "calendar_year"
    return (
        not is_flow or time.is_as_of or one.window == "month" or bool(claim.window or claim.since)
    )


def _last(one: Known) -> int:
    return month_number(one.ends_on or one.month)


def _is_of_window(claim: Claim, one: Known, scope: Scope) -> bool:
    if not one.month:
        return True
    if claim.since is not None:
        is_flow = one.window in _FLOWS and one.starts_on is not None
        return is_flow and month_number(one.starts_on or "") == claim.since.first
    if claim.window == "unknown_start":
        return bool(one.since) and one.since in claim.own + claim.tail
    if claim.window == "total":
        return one.window in ("total", "") or not one.is_windowed
    if claim.window:
        return one.window == claim.window
    return True


def _is_of_slice(claim: Claim, one: Known, scope: Scope) -> bool:
    if not one.month or one.is_rank:
        return True
    if one.is_of_letter:
        kinds = set(words_of_drafts()["context"]["letter_kinds"])
        own = {scope.slice_words.get(word) for group in one.keys for word in group}
        named = [s for s in claim.slices if {part.kind for part in s} & kinds and s not in own]
        return all(_is_own(options, one) for options in named)
    said = claim.slices or tuple(
        s for s in claim.slices_before if {part.kind for part in s} & one.slice_kinds
    )
    if said and not claim.slices and claim.is_named:
        # 重度…，随访及时率…: of the severe, or of all? The sentence does not say.
        return False
    if one.slice is None:
        return not said
    return bool(said) and all(one.slice in options for options in said)


def _is_own(options: frozenset[Slice], one: Known) -> bool:
    if one.slice is None:
        return False
    return one.slice in options or one.slice.kind not in {part.kind for part in options}


def _is_of_side(claim: Claim, one: Known, _: Scope) -> bool:
    if not one.side and not one.month:
        return True
    if one.side == "plan":
        return claim.side == "plan"
    names = set(claim.names) if one.names else {word for group in one.keys for word in group}
    foreign = [w for w in claim.plan_words if not any(w in name for name in names)]
    if one.side == "actual":
        foreign = list(claim.plan_words)
    return not foreign


def _is_of_variant(claim: Claim, one: Known, _: Scope) -> bool:
    return not claim.variants or one.is_of_letter or claim.variants <= one.variants


def _is_known(claim: Claim, one: Known, _: Scope) -> bool:
    if claim.foreign and one.month:
        return False
    if one.is_of_letter or one.is_free:
        return True
    return not claim.unknown and claim.names <= one.names
