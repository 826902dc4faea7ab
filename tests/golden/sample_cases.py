"""Cases and follow-up of an invented month: counts, the register, and bands of overdue pupils.

Nothing here is real, and no rule is tested here; the counts become figures in ``sample_figures``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import polars as pl

CASE_LEVELS = ("mild", "moderate", "severe")
AGES = ("d01_07", "d08_30", "d31_up")
MEASURES = ("running_count", "paused_count", "opened_in_month", "closed_in_month")
BANDS = (
    ("zero", "无", 0),
    ("few", "1–9例", 9),
    ("some", "10–19例", 19),
    ("many", "20例以上", 10**6),
)
_STAGES = ("primary", "junior", "senior")

Counts = dict[tuple[str, str, str], tuple[int, int | None]]


def case_counts(dice: random.Random, pupils: int) -> Counts:
    """A unit's counts by (metric, variant, slice), and its register under ``register`` keys."""
    scale = dice.choice((0.2, 1.0, 1.0, 2.0))
    standing = {
        level: int(dice.randint(*most) * scale)
        for level, most in zip(CASE_LEVELS, ((20, 90), (12, 60), (0, 24)), strict=True)
    }
    counts: Counts = {}
    for level, number in standing.items():
        moved = {
            "paused_count": dice.randint(0, 2),
            "opened_in_month": int(number * dice.uniform(0, 0.3)),
            "closed_in_month": int(number * dice.uniform(0, 0.2)),
        }
        for measure, count in {"running_count": number, **moved}.items():
            counts[measure, "", level] = (count, None)
    _add_followup(counts, dice, standing)
    high = standing["moderate"] + standing["severe"]
    for metric, least in (("M12", 0.8), ("M17", 0.75)):
        due = max(high - dice.randint(0, 4), 0)
        counts[metric, "", ""] = (round(due * dice.uniform(least, 1)), due)
    flagged = int(high * dice.uniform(0.8, 1.3))
    counts["M10", "", ""] = (round(flagged * dice.uniform(0.8, 1)), flagged)
    shares = dict(zip(_STAGES, (0.5, 0.3, 0.2), strict=True))
    for stage, share in shares.items():
        enrolled = int(pupils * share)
        counts["M11", "", stage] = (int(enrolled * dice.uniform(0.9, 1)), enrolled)
    archived = [counts["M11", "", stage] for stage in _STAGES]
    counts["M11", "", ""] = (sum(a for a, _ in archived), sum(b or 0 for _, b in archived))
    return counts


def _add_followup(counts: Counts, dice: random.Random, standing: Mapping[str, int]) -> None:
    """M13 by level and whole, M14 by level, age and whole."""
    items = {"mild": 1, "moderate": 2, "severe": 4}
    done = due = 0
    for level, number in standing.items():
        owed = number * items[level]
        kept = round(owed * dice.uniform(0.88, 1))
        counts["M13", "", level] = (kept, owed)
        done, due = done + kept, due + owed
        late = int(number * dice.uniform(0, 0.25)) if dice.random() < 0.7 else 0
        counts["M14", "", level] = (late, None)
    counts["M13", "", ""] = (done, due)
    whole = sum(counts["M14", "", level][0] for level in CASE_LEVELS)
    young = int(whole * 0.6)
    old = int(whole * 0.1)
    for age, number in zip(AGES, (young, whole - young - old, old), strict=True):
        counts["M14", "", age] = (number, None)
    counts["M14", "", ""] = (whole, None)


def case_summary(places: Mapping[str, Any], month: str, silent: str) -> pl.DataFrame:
    """rpt_case_summary of units and city; a unit that sent no register has no counts."""
    return pl.DataFrame(
        [
            {
                "month": month,
                "unit_code": unit,
                "level_code": level,
                **{n: None if unit == silent else place.counts[n, "", level][0] for n in MEASURES},
            }
            for unit, place in places.items()
            for level in CASE_LEVELS
        ]
    )


def overdue_bands(places: Mapping[str, Any], month: str, city: str, silent: str) -> pl.DataFrame:
    """rpt_overdue_band of the units that reported, at the severe level."""
    rows = []
    for unit, place in places.items():
        if unit not in (city, silent):
            number = place.counts["M14", "", "severe"][0]
            code, label, _ = next(band for band in BANDS if number <= band[2])
            bands = {"level_code": "severe", "band_code": code, "band_label": label}
            rows.append({"month": month, "unit_code": unit, **bands})
    return pl.DataFrame(rows)
