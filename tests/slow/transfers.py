"""Archives on their way, from the slips alone: what is astray on a day, and what arrived.

Slow and plain on purpose, so that it can be read against the rules. It shares nothing with the
warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

OUTSIDE = "outside"
LOST_DAYS = 30


@dataclass(frozen=True)
class Told:
    """One end of a leg as the slips that count have it; `on` is when it was sent or came in."""

    transfer: str
    leg: str
    side: str
    pupil: str
    from_unit: str
    to_unit: str
    on: date
    is_intact: bool = True


def route(from_unit: str, to_unit: str) -> tuple[str, ...]:
    """The legs an archive takes."""
    if to_unit == OUTSIDE:
        return ("1", "2")
    return ("1", "3") if from_unit == to_unit else ("1", "2", "3")


def latest(slips: Iterable[tuple[str, Told]]) -> list[Told]:
    """Of (month, end) the last month's word of each end, in the order of the way."""
    found = {(told.transfer, told.leg, told.side): told for _, told in sorted(slips, key=_month)}
    return sorted(found.values(), key=lambda told: (told.transfer, told.leg, told.side != "sender"))


def _month(slip: tuple[str, Told]) -> str:
    return slip[0]


def anomalies(ends: list[Told], day: date, year_from: date) -> set[tuple[str, str, str, str]]:
    """(transfer, leg, kind, unit it is counted in) of everything astray on a day."""
    ways: dict[str, list[Told]] = {}
    for end in ends:
        ways.setdefault(end.transfer, []).append(end)
    found = set()
    for transfer, way in ways.items():
        home, target, last = way[0].from_unit, way[0].to_unit, max(end.leg for end in way)
        for leg in (leg for leg in route(home, target) if leg <= last):
            sender = target if leg == "3" else home
            receiver = home if leg == "1" else target
            kinds = {
                **_unmatched(way, leg, day, sender, receiver),
                **_seen(way, leg, day, year_from, sender, receiver),
            }
            found |= {(transfer, leg, kind, unit) for kind, unit in kinds.items()}
    return found


def _end(way: list[Told], leg: str, side: str) -> Told | None:
    return next((end for end in way if (end.leg, end.side) == (leg, side)), None)


def _unmatched(way: list[Told], leg: str, day: date, sender: str, receiver: str) -> dict[str, str]:
    """Kinds with their unit where an end, or the whole leg, was not told."""
    out, came = _end(way, leg, "sender"), _end(way, leg, "receiver")
    later = [end.on for end in way if end.leg > leg]
    found = {}
    if not out and not came and min(later) <= day:
        found["leg_missing"] = sender
    if came and came.on <= day and not out:
        found["not_sent"] = sender
    is_in = came is not None and came.on <= day
    is_lost = out is not None and (day - out.on).days > LOST_DAYS
    if is_lost and not is_in and receiver != OUTSIDE:
        found["not_received"] = receiver
    return found


def _seen(
    way: list[Told], leg: str, day: date, year_from: date, sender: str, receiver: str
) -> dict[str, str]:
    """Kinds with their unit that somebody saw: a broken seal, another pupil than the end before."""
    came = _end(way, leg, "receiver")
    found = {}
    if came and year_from <= came.on <= day and not came.is_intact:
        found["seal_broken"] = receiver
    for end, unit in ((came, receiver), (_end(way, leg, "sender"), sender)):
        place = way.index(end) if end else 0
        if end and place and end.pupil != way[place - 1].pupil:
            if end.on <= day:
                found["token_mismatch"] = unit
            break
    return found


def arrived(ends: list[Told], day: date) -> set[str]:
    """The transfers whose archive is where it was to go."""
    return {
        end.transfer
        for end in ends
        if end.on <= day
        and (
            (end.leg == "3" and end.side == "receiver")
            or (end.leg == "2" and end.side == "sender" and end.to_unit == OUTSIDE)
        )
    }
