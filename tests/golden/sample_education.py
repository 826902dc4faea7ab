"""Research, contests, training, outreach and pieces of an invented month, and their own frames.

Nothing here is real, and no rule is tested here; the counts become figures in ``sample_figures``.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tests.golden.sample_cases import Counts

CONTESTS = ("lesson_contest", "skills_contest", "teaching_contest")
TRAININGS = ("training", "lecture", "study_tour")
CAMPAIGNS = ("awareness", "class_meeting", "drama", "parent_class", "pe_art_labour", "caring")
NOTES = {"mind_note": "心理健康周签", "family_note": "家庭教育周签"}
AWARDS = {"national": 1, "province": 3, "city": 12, "county": 20}
VIEWS = {"mind_note": 1_286_540, "family_note": 734_210}
STREAKS = {"mind_note": 166, "family_note": 0}
HOURS_WANTED = 40
# What was registered only from this school year on, though counted since an earlier one.
SHORT = "M37"
_SPANS = "myt"
_AT_LEAST_SHARE = 0.93


def education_counts(dice: random.Random, teachers: int, is_city_body: bool) -> Counts:
    """A unit's counts of M33 to M37; ``teachers`` are its full-time psychology teachers."""
    counts: Counts = {}
    _add_research(counts, dice, ("city", "downtown") if is_city_body else ("county", "school"))
    _add_training(counts, dice, teachers)
    for contest in CONTESTS:
        held = int(dice.random() < 0.4)
        counts["M34", "ay", contest] = (held, None)
        counts["M34", "at", contest] = (held + dice.randint(0, 4), None)
        counts["M34", "dy", contest] = (held * dice.randint(8, 40), None)
        counts["M34", "dt", contest] = (held * 40 + dice.randint(0, 90), None)
    for level, most in AWARDS.items():
        counts["M34", "ey", level] = (dice.randint(0, most) // 2, None)
        counts["M34", "et", level] = (dice.randint(most // 2, most) + most, None)
    _add_campaigns(counts, dice)
    visits = _growing(dice, (0, 1), (0, 2), (4, 12))
    for span, number in zip(_SPANS, visits, strict=True):
        counts["M37", f"a{span}", ""] = (number, None)
    for variant, each in (("b", 3), ("c", 160), ("d", 1)):
        for span, number in zip("yt", visits[1:], strict=True):
            counts["M37", f"{variant}{span}", ""] = (number * each, None)
    used = _growing(dice, (0, 2), (0, 2), (6, 20))
    for span, number in zip(_SPANS, used, strict=True):
        counts["M35", f"a{span}", ""] = (number, None)
    counts["M35", "by", ""] = (used[1], used[1] + dice.randint(0, 4))
    return counts


def _add_campaigns(counts: Counts, dice: random.Random) -> None:
    held = {kind: dice.randint(0, 3) for kind in CAMPAIGNS}
    for kind, number in (*held.items(), ("", sum(held.values()))):
        counts["M45", "ay", kind] = (number, None)
        counts["M45", "by", kind] = (number * 120, None)


def _growing(dice: random.Random, *steps: tuple[int, int]) -> list[int]:
    """Counts of the month, the school year and the series, each holding the one before."""
    found, total = [], 0
    for step in steps:
        total += dice.randint(*step)
        found.append(total)
    return found


def _add_research(counts: Counts, dice: random.Random, levels: tuple[str, str]) -> None:
    held = _growing(dice, (1, 4), (1, 3), (12, 40))
    persons = 0
    for span, number in zip(_SPANS, held, strict=True):
        counts["M33", f"a{span}", ""] = (number, None)
        persons = number * 18
        counts["M33", f"b{span}", ""] = (persons, None)
        first = number * 2 // 3
        for level, part in zip(levels, (first, number - first), strict=True):
            counts["M33", f"a{span}", level] = (part, None)
            counts["M33", f"b{span}", level] = (part * 18, None)
    counts["M33", "cy", ""] = (held[1] * 9, None)
    counts["M33", "ct", ""] = (persons // 4, None)
    left = held[1]
    for code in "1234":
        part = dice.randint(0, left)
        counts["M33", "dy", code] = (part, held[1])
        left -= part
    counts["M33", "dy", "5"] = (left, held[1])


def _add_training(counts: Counts, dice: random.Random, teachers: int) -> None:
    whole = dict.fromkeys(("am", "ay", "at", "bm", "by", "bt", "cy", "ct", "dy"), 0)
    for kind in TRAININGS:
        held = _growing(dice, (0, 2), (0, 2), (2, 8))
        parts = {f"a{span}": number for span, number in zip(_SPANS, held, strict=True)}
        parts |= {f"b{span}": number * 46 for span, number in zip(_SPANS, held, strict=True)}
        parts |= {"cy": held[1] * 31, "ct": held[2] * 24, "dy": held[1] * 46 * 4}
        for variant, number in parts.items():
            counts["M36", variant, kind] = (number, None)
            whole[variant] += number
    for variant, number in whole.items():
        counts["M36", variant, ""] = (number, None)
    counts["M36", "e", ""] = (dice.randint(0, teachers // 2), teachers)
    homeroom = dice.randint(60, 240)
    counts["M36", "f", ""] = (int(homeroom * dice.uniform(0.3, 0.8)), homeroom)


def city_education(city: Counts) -> Counts:
    """What stands for the whole city alone, or is fewer there than in its units together."""
    found: Counts = {}
    for (metric, variant, slice_), (top, bottom) in city.items():
        is_person = (metric, variant[:1]) in (("M33", "c"), ("M36", "c"), ("M37", "b"))
        if is_person:
            found[metric, variant, slice_] = (int(top * _AT_LEAST_SHARE), bottom)
    for contest, part in zip(CONTESTS, (9, 14, 6), strict=True):
        found["M34", "by", contest] = (part, None)
        found["M34", "bt", contest] = (min(part + 5, 20), None)
        found["M34", "cy", contest] = (part // 3, None)
        found["M34", "ct", contest] = (part // 2, None)
    for series, views in VIEWS.items():
        found["M35", "c", series] = (STREAKS[series], None)
        found["M35", "dt", series] = (views, None)
    found["M35", "dt", ""] = (sum(VIEWS.values()), None)
    return found


def streaks(month: str) -> pl.DataFrame:
    """rpt_streak: one series without a gap, one whose run has ended."""
    rows = []
    for number, (series, name) in enumerate(NOTES.items()):
        weeks = STREAKS[series]
        rows.append(
            {
                "month": month,
                "series_code": series,
                "series_name": name,
                "sort_no": number,
                "status": "ok",
                "is_partial": False,
                "streak_weeks": weeks,
                "run_started_on": date(2023, 9, 4) if weeks else None,
                "first_posted_on": date(2023, 9, 4),
                "last_posted_on": date(2026, 10, 30) if weeks else date(2026, 10, 16),
                "last_issue_no": 166 - 2 * number,
                "posted_weeks": 166 - 2 * number,
                "missed_week_on": None if weeks else date(2026, 10, 19),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def training_hours(places: Mapping[str, Any], names: Mapping[str, str], month: str) -> pl.DataFrame:
    """rpt_training_hours of units and city: full-time teachers by how far they came."""
    rows = []
    for unit, name in names.items():
        reached, teachers = places[unit].counts["M36", "e", ""]
        begun = min(1, (teachers or 0) - reached)
        none = (teachers or 0) - reached - begun
        is_ok = places[unit].received > 0
        counts = {"teacher": teachers, "reached": reached, "begun": begun, "none": none}
        rows.append(
            {
                "month": month,
                "unit_code": unit,
                "unit_name": name,
                "status": "ok" if is_ok else "not_reported",
                "is_partial": False,
                **{f"{key}_count": value if is_ok else None for key, value in counts.items()},
                "hours_total": reached * HOURS_WANTED + begun * 16 if is_ok else None,
                "hours_wanted": HOURS_WANTED,
            }
        )
    counted = [name for name in rows[0] if name.endswith("_count") or name == "hours_total"]
    sums = {name: sum(row[name] or 0 for row in rows) for name in counted}
    city = {"unit_code": "3607", "unit_name": "全市", "status": "ok", **sums}
    return pl.DataFrame([*rows, {**rows[0], **city}], infer_schema_length=None)


def series(places: Iterable[str], month: str) -> pl.DataFrame:
    """rpt_series: the starts as they stood when the sample was made; data of one are later."""
    path = Path(__file__).with_name("given") / "series.csv"
    is_short = pl.col("metric_id") == SHORT
    reach = pl.when(is_short).then(pl.lit(date(2026, 9, 1)))
    return (
        pl.read_csv(path, infer_schema=False)
        .select("metric_id", "variant", pl.col("starts_on").str.to_date(), "note_zh")
        .join(pl.DataFrame({"unit_code": list(places)}), how="cross")
        .with_columns(month=pl.lit(month), data_from_on=reach, data_whole_from_on=reach)
    )
