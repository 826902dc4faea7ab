"""Figures of an invented month, from a seed: every kind of cell a page may meet.

Nothing here is real, and no rule is tested here; the rest of the month is in ``sample``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from tests.golden.sample_cases import MEASURES, case_counts
from tests.golden.sample_education import SHORT, city_education, education_counts
from tests.golden.sample_services import UNIT_METRICS, city_services, service_counts

GIVEN = Path(__file__).with_name("given")
MONTH, KNOWN_AT = "2026-10", datetime(2026, 11, 5, 20, 0)
CITY, CITY_SCHOOLS = "3607", "3607SZ"
SILENT = "360734"
LEVELS = ("normal", "mild", "moderate", "severe")
STAGES = ("primary", "junior", "senior", "vocational", "special")
GROUPS = ("MHT_100Q_CN_primary", "MSSMHS_60Q_CN_junior", "PHQ-9_9Q_INTL_senior")
TARGETS = {"M02": "0.95", "M07": "1", "M21": "0.95", "M22": "1", "M23a": "800", "M24a": "0"}
TARGETS |= {"M25": "1", "M42a": "0.9"}
TARGETS |= {"M10": "0.95", "M11": "1", "M12": "1", "M13": "0.95", "M13severe": "1", "M17": "1"}
TARGETS |= {"M15": "0.9", "M16": "1", "M18a": "1", "M18b": "1", "M20": "0", "M28a": "1"}
TARGETS |= {"M28b": "0", "M29": "1", "M30": "1", "M32e": "1", "M36e": "1", "M36f": "1"}
TARGETS |= {"M38a": "0.95", "M40a": "0", "M40d": "0", "M41a": "1", "M41d": "1", "M44": "0"}

FIGURE_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("figure_id", "month", "unit_code", "unit_name", "school_code"), pl.String),
    **dict.fromkeys(("metric_id", "metric_name", "variant", "slice"), pl.String),
    **dict.fromkeys(("numerator", "denominator"), pl.Decimal(18, 2)),
    "value": pl.Decimal(18, 6),
    **dict.fromkeys(("unit_of_measure", "count_basis", "qualifier", "status"), pl.String),
    "is_partial": pl.Boolean,
    **dict.fromkeys(("received_count", "expected_count"), pl.Int64),
    "target": pl.Decimal(18, 6),
    "policy_version": pl.String,
    "known_at": pl.Datetime("us"),
    **dict.fromkeys(("is_target_met", "is_sensitive", "is_leader_grain"), pl.Boolean),
    "form_ids": pl.String,
    "sort_no": pl.Int64,
}


def metrics() -> pl.DataFrame:
    """The metric seed as it stood when the sample was made."""
    return pl.read_csv(GIVEN / "metrics.csv", infer_schema=False)


def units() -> pl.DataFrame:
    """The reporting units in official order."""
    return pl.read_csv(GIVEN / "units.csv", infer_schema=False)


@dataclass
class _Month:
    """Counts of one unit (or, added up, of the city) by metric, variant and slice."""

    counts: dict[tuple[str, str, str], tuple[int, int | None]] = field(default_factory=dict)
    received: int = 0
    expected: int = 0

    def add(self, other: _Month) -> None:
        """Add another place's counts to this one."""
        for key, (top, bottom) in other.counts.items():
            own_top, own_bottom = self.counts.get(key, (0, 0))
            total = None if bottom is None else (own_bottom or 0) + bottom
            self.counts[key] = (own_top + top, total)
        self.received += other.received
        self.expected += other.expected


def _unit_counts(dice: random.Random, is_county: bool) -> _Month:
    expected = dice.randint(4, 8)
    place = _Month({}, expected - (dice.random() < 0.2), expected)
    counts = place.counts
    by_stage = {stage: dice.randint(150, 900) for stage in STAGES[:3]}
    by_stage |= {stage: dice.randint(20, 90) for stage in STAGES[3:] if dice.random() < 0.4}
    due = sum(by_stage.values())
    screened = {stage: int(n * dice.uniform(0.86, 1.0)) for stage, n in by_stage.items()}
    valid, refused = sum(screened.values()), dice.randint(0, 12)
    counts["M01", "", ""] = (due, None)
    counts["M02", "", ""] = (valid, due)
    counts["M03", "", ""] = (min(valid + dice.randint(0, 30), due), due)
    counts["M04", "", ""] = (int(valid * 0.6), int(valid * 0.6) + dice.randint(3, 20))
    counts["M05", "", ""] = (refused, due)
    for stage, number in by_stage.items():
        counts["M01", "", stage] = (number, None)
        counts["M02", "", stage] = (screened[stage], number)
        counts["M03", "", stage] = (screened[stage], number)
    counts["M07", "", ""] = (dice.randint(place.received - 2, place.received), place.received)
    for variant, softer in (("a", 1.0), ("b", 0.8)):
        at_risk = [int(valid * share * softer) for share in (0.09, 0.03, dice.uniform(0, 0.012))]
        for level, number in zip(LEVELS, (valid - sum(at_risk), *at_risk), strict=True):
            counts["M08", variant, level] = (number, valid)
    _add_staffing(counts, dice, place.received, due, is_county)
    counts |= case_counts(random.Random(due), due)
    high = sum(counts["running_count", "", level][0] for level in LEVELS[2:])
    work = random.Random(due + 1)
    counts |= service_counts(work, due + 700, place.expected, high)
    counts |= education_counts(work, counts["M27", "a", ""][1] or 0, not is_county)
    _add_reporting(counts, dice, place)
    return place


def _add_staffing(
    counts: dict[Any, tuple[int, int | None]],
    dice: random.Random,
    schools: int,
    due: int,
    is_county: bool,
) -> None:
    teachers, large = dice.randint(2, 5), dice.randint(1, 3)
    counts["M21", "", ""] = (schools - dice.randint(0, 1), schools)
    counts["M22", "", ""] = (large - dice.randint(0, 1), large)
    counts["M23", "a", ""] = (due + 700, teachers)
    counts["M23", "b", ""] = (due + 700, max(teachers - 1, 1))
    floor = dice.randint(0, 2)
    for variant, more in (("a", 0), ("b", 1), ("c", 2)):
        counts["M24", variant, ""] = (floor + more, None)
    if is_county:
        counts["M25", "", ""] = (int(dice.random() < 0.85), 1)
    counts["M27", "a", ""] = (dice.randint(1, teachers), teachers)
    counts["M27", "b", ""] = (dice.randint(1, teachers), teachers)


def _add_reporting(counts: dict[Any, Any], dice: random.Random, place: _Month) -> None:
    due = place.expected * 3
    counts["M42", "a", ""] = (due - dice.randint(0, 3), due)
    counts["M42", "b", ""] = (due - dice.randint(0, 6), due)
    counts["M42", "c", ""] = (dice.randint(0, 4), None)
    counts["M42", "d", ""] = (dice.randint(0, 1), None)


def places() -> dict[str, _Month]:
    """Counts of the city, then of each unit."""
    dice, city, found = random.Random(20261105), _Month(), {}
    for code in units()["unit_code"]:
        found[code] = _unit_counts(dice, is_county=code != CITY_SCHOOLS)
        if code == SILENT:
            found[code].received = 0
            city.expected += found[code].expected
        else:
            city.add(found[code])
    at_risk = sum(city.counts["M08", "a", level][0] for level in LEVELS[1:])
    valid = city.counts["M02", "", ""][0]
    shares = ((0.6, 0.62), (0.3, 0.28))
    parts = [(int(at_risk * top), int(valid * bottom)) for top, bottom in shares]
    parts.append((at_risk - sum(p[0] for p in parts), valid - sum(p[1] for p in parts)))
    for group, part in zip(GROUPS, parts, strict=True):
        city.counts["M09", "", group] = part
    city.counts |= city_services(city.counts) | city_education(city.counts)
    return {CITY: city, **found}


def unsuppressed() -> pl.DataFrame:
    """fct_figures of the month, before suppression."""
    names = {CITY: "全市", **dict(zip(units()["unit_code"], units()["name_zh"], strict=True))}
    seed = list(metrics().iter_rows(named=True))
    rows = []
    for unit, place in places().items():
        for key in _keys(place):
            metric = next(
                m
                for m in seed
                if (m["metric_id"], m["variant"] or "") == key[:2]
                and (key[2] or m["slice_kind"] == "none")
            )
            rows.append(_figure(unit, names[unit], place, key, metric))
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA)


def _keys(place: _Month) -> list[tuple[str, str, str]]:
    """The place's own counts, and M25 of the one unit it does not apply to."""
    extra = ("M25", "", "")
    figures = [key for key in place.counts if key[0] not in MEASURES]
    return [*figures, *([] if extra in place.counts else [extra])]


def _figure(
    unit: str, name: str, place: _Month, key: tuple[str, str, str], metric: dict[str, Any]
) -> dict[str, Any]:
    top, bottom = place.counts.get(key, (0, 0))
    received, expected = _reports(unit, place, key)
    named = TARGETS.get("".join(key))
    target = None if named is None else Decimal(named)
    status = "ok" if bottom != 0 else "not_applicable"
    if received == 0:
        status = "not_reported"
    is_ok = status == "ok"
    exact = Decimal(top) / Decimal(bottom) if bottom else Decimal(top)
    value = exact.quantize(Decimal("0.000001"))
    is_met = None if target is None or not is_ok else _is_met(metric["better"], exact, target)
    middle = "".join(f"-{part}" for part in key[1:] if part)
    return {
        "figure_id": f"{key[0]}{middle}.{unit}.{MONTH}",
        "month": MONTH,
        "unit_code": unit,
        "unit_name": name,
        "metric_id": key[0],
        "metric_name": metric["name_zh"],
        "variant": key[1],
        "slice": key[2],
        "numerator": Decimal(top) if is_ok else None,
        "denominator": Decimal(bottom) if is_ok and bottom else None,
        "value": value if is_ok else None,
        "unit_of_measure": metric["unit_of_measure"],
        "count_basis": metric["count_basis"],
        "qualifier": metric["qualifier"],
        "status": status,
        "is_partial": is_ok and (received < expected or _is_short(key)),
        "received_count": received,
        "expected_count": expected,
        "target": target,
        "policy_version": "A-2025",
        "known_at": KNOWN_AT,
        "is_target_met": is_met,
        "is_sensitive": metric["is_sensitive"] == "true",
        "is_leader_grain": True,
        "form_ids": metric["form_ids"],
        "sort_no": int(metric["sort_no"]),
    }


def _is_short(key: tuple[str, str, str]) -> bool:
    """Whether the reports behind a running count began after its start."""
    return key[0] == SHORT and key[1].endswith("t")


def _reports(unit: str, place: _Month, key: tuple[str, str, str]) -> tuple[int, int]:
    """Reports received and expected: those of schools, or one of each unit."""
    if not {key[0], key[0] + key[1]} & set(UNIT_METRICS):
        return place.received, place.expected
    if unit == CITY:
        return units().height - 1, units().height
    return int(place.received > 0), 1


def _is_met(better: str, value: Decimal, target: Decimal) -> bool:
    return value <= target if better == "down" else value >= target
