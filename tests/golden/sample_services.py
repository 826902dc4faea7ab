"""Rooms, hotlines, orders, contracts, duties, archives and posts of an invented month.

Nothing here is real, and no rule is tested here; the counts become figures in ``sample_figures``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import polars as pl

from tests.golden.sample_cases import Counts
from validations.code_lists import labels

LINES = {"12356": 0.5, "12345": 0.2, "966525": 0.2, "local": 0.1}
ANOMALIES = ("not_received", "not_sent", "seal_broken", "token_mismatch", "leg_missing")
STAGES = ("due", "school_sent", "county_received", "county_forwarded", "school_received")
LEGS = {"1": 2, "2": 5, "3": 3}
FORMS = {"F01": 8, "F02": 12, "F04": 10, "F05": 10, "F06": 5, "F07": 6, "F08": 5, "F09": 8}
FORMS |= {"F10": 5, "F11": 8, "F12": 6, "F13": 6, "F14": 6}
SCHOOL_FORMS = ("F01", "F02", "F04", "F05", "F07", "F09")
# Told once a unit (or by its schools together): the city has as many reports as units.
UNIT_METRICS: tuple[str, ...] = (
    "M18",
    "M19",
    "M20",
    "M26",
    "M28",
    "M31b",
    "M32",
    "M33",
    "M34",
    "M35",
    "M36",
)
UNIT_METRICS += ("M37", "M38", "M39", "M40", "M41")


def service_counts(dice: random.Random, pupils: int, schools: int, high: int) -> Counts:
    """A unit's counts of the metrics of services; ``high`` are its cases of the upper levels."""
    counts: Counts = {}
    _add_care(counts, dice, high)
    _add_archives(counts, dice, int(pupils * 0.22))
    _add_rooms(counts, dice, pupils, schools)
    _add_orders(counts, dice, schools)
    _add_duties(counts, dice)
    counts["M43", "a", ""] = (schools * sum(FORMS.values()) * 3 + dice.randint(0, 90), schools)
    return counts


def _add_care(counts: Counts, dice: random.Random, high: int) -> None:
    missed = dice.randint(3, 40)
    counts["M06", "", ""] = (int(missed * dice.uniform(0.7, 1)), missed)
    referred = high // 2
    counts["M15", "", ""] = (int(referred * dice.uniform(0.8, 1)), referred)
    returned = high // 6
    counts["M16", "", ""] = (int(returned * dice.uniform(0.85, 1)), returned)


def _add_archives(counts: Counts, dice: random.Random, due: int) -> None:
    done = int(due * dice.uniform(0.7, 1))
    counts["M18", "b", ""] = (done, due)
    found = {kind: max(dice.randint(-3, 3), 0) for kind in ANOMALIES}
    for kind, number in found.items():
        counts["M20", "", kind] = (number, None)
    counts["M20", "", ""] = (sum(found.values()), None)
    for leg, days in LEGS.items():
        middle = days * 2 + dice.randint(-2, 4)
        counts["M19", "a", leg] = (middle, 2)
        counts["M19", "b", leg] = (middle + dice.randint(4, 18), 2)


def _add_rooms(counts: Counts, dice: random.Random, pupils: int, schools: int) -> None:
    with_room = schools - (dice.random() < 0.25)
    rooms = with_room + dice.randint(0, 2)
    counts["M29", "", ""] = (with_room, schools)
    counts["M30", "", ""] = (rooms - dice.randint(0, rooms // 2), rooms)
    counts["M31", "a", ""] = (rooms * 20 - dice.randint(0, rooms * 4), rooms * 20)
    counts["M31", "b", ""] = (int(pupils * dice.uniform(0.01, 0.03)) * 1000, pupils)
    counts["M32", "e", ""] = (schools - dice.randint(0, 1), schools)
    calls = dice.randint(20, 90)
    whole = dict.fromkeys("abcd", 0)
    for line, share in LINES.items():
        told = int(calls * share)
        answered = int(told * dice.uniform(0.8, 1))
        parts = {"a": told, "b": answered, "c": answered // 8, "d": answered // 10}
        for variant, number in parts.items():
            counts["M32", variant, line] = (number, None)
            whole[variant] += number
        counts["M32", "f", line] = (answered, told)
    for variant, number in whole.items():
        counts["M32", variant, ""] = (number, None)
    counts["M32", "f", ""] = (whole["b"], whole["a"])


def _add_orders(counts: Counts, dice: random.Random, schools: int) -> None:
    orders = dice.choice((0, 4, 7, 9, 12))
    done = int(orders * 0.8)
    counts["M38", "a", ""] = (orders - dice.randint(0, orders // 4), orders)
    counts["M38", "b", ""] = (done, orders)
    counts["M38", "c", ""] = (max(done - 1, 0), done)
    served = min(schools, orders)
    counts["M38", "d", ""] = (served, schools)
    counts["M38", "e", ""] = (served, None)
    counts["M38", "f", ""] = (orders, None)
    yearly = (200_000, 300_000)[orders % 2] if orders else 0
    counts["M39", "a", ""] = (yearly * 2 if orders % 3 else yearly, yearly * 2)
    counts["M39", "bt", ""] = (yearly * 2 if orders % 3 else yearly, None)
    counts["M39", "c", ""] = (dice.randint(3, 6) if orders else 0, 6 if orders else 0)
    counts["M39", "d", ""] = (yearly, None)
    counts["M39", "e", ""] = (2 if orders % 3 else 1, None)
    counts["M39", "f", ""] = (orders * 3, None)
    counts["M39", "g", ""] = (int(orders > 0), None)


def _add_duties(counts: Counts, dice: random.Random) -> None:
    due = dice.randint(6, 12)
    late = max(dice.randint(-2, 2), 0)
    counts["M28", "a", ""] = (due - late, due)
    counts["M28", "b", ""] = (late, None)
    lists = dice.randint(6, 14)
    new = max(dice.randint(-2, 1), 0)
    counts["M40", "a", ""] = (new - dice.randint(0, 3), None)
    counts["M40", "b", ""] = (lists, None)
    counts["M40", "c", ""] = (new, None)
    counts["M40", "d", ""] = (int(dice.random() < 0.15), None)
    asked = dice.randint(0, 4)
    signers = asked * 3
    counts["M41", "a", ""] = (max(asked - (dice.random() < 0.2), 0), asked)
    counts["M41", "b", ""] = (asked, asked)
    counts["M41", "c", ""] = (max(asked - (dice.random() < 0.4), 0), asked)
    counts["M41", "d", ""] = (max(signers - dice.randint(0, 1), 0), signers)
    counts["M41", "e", ""] = (asked, None)
    planned = dice.randint(2, 9)
    hired = planned - dice.randint(0, 2)
    counts["M26", "a", ""] = (hired, planned)
    counts["M26", "b", ""] = (hired, None)
    counts["M26", "c", ""] = (planned, None)
    counts["M26", "d", ""] = (dice.randint(0, 3), None)
    counts["M26", "e", ""] = (max(hired - 1, 0), hired)


def city_services(city: Counts) -> Counts:
    """What stands for the whole city alone, and medians, which are not added."""
    found: Counts = {}
    due = city["M18", "b", ""][1] or 0
    for stage, share in zip(STAGES, (1, 0.97, 0.94, 0.9, 0.87), strict=True):
        found["M18", "c", stage] = (int((due + 96) * share), None)
    found["M18", "a", ""] = (89, 96)
    for leg, days in LEGS.items():
        found["M19", "a", leg] = (days, 1)
        found["M19", "b", leg] = (days * 2 + 15, 2)
    found["M26", "f", ""] = (city["M26", "b", ""][0], 640)
    found["M39", "e", ""] = (2, None)
    found["M39", "g", ""] = (3, None)
    for number, form_id in enumerate(FORMS):
        due_count = 126 if form_id in SCHOOL_FORMS else 21
        found["M42", "a", form_id] = (due_count - number % 4, due_count)
        found["M42", "b", form_id] = (due_count - number % 5 - 2, due_count - 1)
        found["M42", "c", form_id] = (number % 3, None)
        found["M42", "d", form_id] = (int(number == 1), None)
    found["M43", "b", ""] = (52, 148)
    found["M43", "c", ""] = (14, None)
    found["M44", "", ""] = (0, None)
    return found


def room_gaps(
    places: Mapping[str, Any], names: Mapping[str, str], month: str, city: str
) -> pl.DataFrame:
    """rpt_room_gap of the places that sent: rooms, and how many miss each part of the standard."""
    dice = random.Random(9)
    standards = labels("room_standard")
    lacking: dict[str, dict[str, int]] = {city: dict.fromkeys(standards.values(), 0)}
    for unit in names:
        if unit != city and places[unit].received:
            met, rooms = places[unit].counts["M30", "", ""]
            lacking[unit] = {code: dice.randint(0, rooms - met) for code in standards.values()}
            for code, number in lacking[unit].items():
                lacking[city][code] += number
    return pl.DataFrame(
        [
            {
                "month": month,
                "sort_no": place_no,
                "unit_code": unit,
                "unit_name": name,
                "standard_code": code,
                "standard_label": words,
                "standard_sort_no": number,
                "room_count": places[unit].counts["M30", "", ""][1],
                "lacking_count": lacking[unit][code],
            }
            for place_no, (unit, name) in enumerate(names.items())
            if unit in lacking
            for number, (words, code) in enumerate(standards.items())
        ]
    )
