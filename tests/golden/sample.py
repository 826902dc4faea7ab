"""An invented month for the golden bulletin: frames of the shape the warehouse gives, from a seed.

Nothing here is real, and no rule is tested here; the numbers only have to show every kind of cell
(ok, missed, partial, not reported, not applicable, suppressed).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from reports.bulletin import BulletinInput
from reports.disclosure import suppress_below

GIVEN = Path(__file__).with_name("given")
MONTH, KNOWN_AT = "2026-10", datetime(2026, 11, 5, 20, 0)
CITY, CITY_SCHOOLS = "3607", "3607SZ"
SILENT = "360734"
LEVELS = ("normal", "mild", "moderate", "severe")
STAGES = ("primary", "junior", "senior", "vocational", "special")
GROUPS = ("MHT_100Q_CN_primary", "MSSMHS_60Q_CN_junior", "PHQ-9_9Q_INTL_senior")
TARGETS = {"M02": "0.95", "M07": "1", "M21": "0.95", "M22": "1", "M23a": "800", "M24a": "0"}
TARGETS |= {"M25": "1", "M42a": "0.9"}

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


def _places() -> dict[str, _Month]:
    dice, city, places = random.Random(20261105), _Month(), {}
    for code in units()["unit_code"]:
        places[code] = _unit_counts(dice, is_county=code != CITY_SCHOOLS)
        if code == SILENT:
            places[code].received = 0
            city.expected += places[code].expected
        else:
            city.add(places[code])
    at_risk = sum(city.counts["M08", "a", level][0] for level in LEVELS[1:])
    valid = city.counts["M02", "", ""][0]
    shares = ((0.6, 0.62), (0.3, 0.28))
    parts = [(int(at_risk * top), int(valid * bottom)) for top, bottom in shares]
    parts.append((at_risk - sum(p[0] for p in parts), valid - sum(p[1] for p in parts)))
    for group, part in zip(GROUPS, parts, strict=True):
        city.counts["M09", "", group] = part
    return {CITY: city, **places}


def unsuppressed() -> pl.DataFrame:
    """fct_figures of the month, before suppression."""
    names = {CITY: "全市", **dict(zip(units()["unit_code"], units()["name_zh"], strict=True))}
    seed = list(metrics().iter_rows(named=True))
    rows = []
    for unit, place in _places().items():
        for key in _keys(place):
            kind = "none" if not key[2] else None
            metric = next(
                m
                for m in seed
                if m["metric_id"] == key[0]
                and (m["variant"] or "") == key[1]
                and (kind is None or m["slice_kind"] in (kind, "level"))
            )
            rows.append(_figure(unit, names[unit], place, key, metric))
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA)


def _keys(place: _Month) -> list[tuple[str, str, str]]:
    """The place's own counts, and M25 of the one unit it does not apply to."""
    extra = ("M25", "", "")
    return [*place.counts, *([] if extra in place.counts else [extra])]


def _figure(
    unit: str, name: str, place: _Month, key: tuple[str, str, str], metric: dict[str, Any]
) -> dict[str, Any]:
    top, bottom = place.counts.get(key, (0, 0))
    has_target = f"{key[0]}{key[1]}" in TARGETS and key[2] == ""
    target = Decimal(TARGETS[f"{key[0]}{key[1]}"]) if has_target else None
    status = "ok" if bottom != 0 else "not_applicable"
    if place.received == 0 and status == "ok":
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
        "qualifier": "exact",
        "status": status,
        "is_partial": is_ok and place.received < place.expected,
        "received_count": place.received,
        "expected_count": place.expected,
        "target": target,
        "policy_version": "A-2025",
        "known_at": KNOWN_AT,
        "is_target_met": is_met,
        "is_sensitive": metric["is_sensitive"] == "true",
        "is_leader_grain": True,
        "form_ids": metric["form_ids"],
        "sort_no": int(metric["sort_no"]),
    }


def _is_met(better: str, value: Decimal, target: Decimal) -> bool:
    return value <= target if better == "down" else value >= target


def _kpi(figures: pl.DataFrame) -> pl.DataFrame:
    wanted = [("M02", ""), ("M07", ""), ("M22", ""), ("M24", "a"), ("M25", ""), ("M42", "a")]
    seed = {(m["metric_id"], m["variant"] or ""): m for m in metrics().iter_rows(named=True)}
    rows = []
    for number, (metric, variant) in enumerate(wanted):
        row = figures.filter(
            (pl.col("metric_id") == metric)
            & (pl.col("variant") == variant)
            & (pl.col("slice") == "")
            & (pl.col("unit_code") == CITY)
        ).row(0, named=True)
        drift = Decimal("2") if metric == "M24" else Decimal("-0.013")
        extra = {
            "sort_no": number,
            "name_zh": row["metric_name"],
            "decimals": int(seed[metric, variant]["decimals"]),
            "better": seed[metric, variant]["better"],
            "last_month_value": row["value"] + drift,
            "last_year_value": None if metric == "M25" else row["value"] + 2 * drift,
        }
        rows.append({**row, **extra})
    return pl.DataFrame(rows)


def _headlines(kpi: pl.DataFrame) -> pl.DataFrame:
    by_id = {row["metric_id"]: row for row in kpi.iter_rows(named=True)}
    rows = []
    picks = (("good", "M42"), ("worrying", "M24"), ("changed", "M02"), ("to_do", "M25"))
    for number, (kind, metric) in enumerate(picks):
        row = by_id[metric]
        rows.append(
            {
                **{name: row[name] for name in ("month", "metric_id", "variant", "unit_code")},
                **{name: row[name] for name in ("numerator", "denominator", "value", "target")},
                **{name: row[name] for name in ("unit_of_measure", "decimals", "unit_name")},
                "sort_no": number,
                "kind": kind,
                **({"unit_code": "360704", "unit_name": "赣县区"} if kind == "to_do" else {}),
                "metric_name": row["name_zh"],
                "compared_value": None if kind in ("good", "worrying") else row["last_month_value"],
            }
        )
    return pl.DataFrame(rows)


def _reporting() -> pl.DataFrame:
    dice = random.Random(3)
    forms = (("F01", "学籍基数表", "2026-2027-1"), ("F02", "心理筛查结果明细", "2026-2027-1R1"))
    forms += (("F07", "心理教师与教研员名册", "2026-2027-1"),)
    rows = []
    for sort_no, (unit, name) in enumerate(zip(units()["unit_code"], units()["name_zh"])):  # noqa: B905
        for form_id, form_name, period in forms:
            expected = dice.randint(4, 8)
            received = 0 if unit == SILENT else expected - dice.randint(0, 1)
            rows.append(
                {
                    "month": MONTH,
                    "unit_code": unit,
                    "unit_name": name,
                    "sort_no": sort_no,
                    "form_id": form_id,
                    "form_name": form_name,
                    "period": period,
                    "due_on": date(2026, 10, 31) if form_id == "F02" else date(2026, 9, 15),
                    "lock_on": date(2026, 11, 30),
                    "expected_count": expected,
                    "received_count": received,
                    "on_time_count": max(received - dice.randint(0, 1), 0),
                    "first_pass_count": max(received - dice.randint(0, 2), 0),
                    "resubmission_count": dice.randint(0, 2),
                    "late_correction_count": 0,
                    "is_silent": received == 0,
                }
            )
    return pl.DataFrame(rows)


def _missing() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "month": [MONTH] * 3,
            "unit_code": [SILENT, SILENT, "360702"],
            "form_id": ["F01", "F02", "F02"],
            "period": ["2026-2027-1", "2026-2027-1R1", "2026-2027-1R1"],
            "scope_code": ["2136000077", "2136000077", "2136000003"],
            "scope_name": ["示例第七十七小学", "示例第七十七小学", "=示例第三小学"],
            "due_on": [date(2026, 9, 15), date(2026, 10, 31), date(2026, 10, 31)],
            "status": ["未报", "未报", "退回"],
        }
    )


def _finding_counts() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "month": [MONTH] * 3,
            "rule_id": ["F02.total_score.range", "F01.R02", "X02"],
            "severity": ["必改", "需说明", "提示"],
            "words_sample": [
                "总分130超出MHT内容量表0–90的范围。",
                "班额76人，超出5–70的常见范围，请核实或说明。",
                "学校在应筛范围内，本轮尚无筛查结果。",
            ],
            "finding_count": [41, 12, 7],
            "submission_count": [6, 9, 3],
        }
    )


def bulletin_input(is_rehearsal: bool = False) -> BulletinInput:
    """The whole input of the golden bulletin, suppressed at a minimum of 10."""
    order = dict(zip(units()["unit_code"], units()["sort_no"].cast(pl.Int64), strict=True))
    figures = suppress_below(unsuppressed(), 10, order)
    kpi = _kpi(figures)
    reach = {"month": MONTH, "units_reported": 19, "units_expected": 20}
    return BulletinInput(
        month=MONTH,
        issue_no=14,
        title="赣州市学生心理健康教育工作动态",
        known_at=KNOWN_AT,
        is_rehearsal=is_rehearsal,
        figures=figures,
        kpi=kpi,
        headlines=_headlines(kpi),
        reach=pl.DataFrame([{**reach, "schools_reported": 121, "schools_expected": 130}]),
        reporting=_reporting(),
        missing=_missing(),
        finding_counts=_finding_counts(),
        policies=pl.DataFrame(
            {
                "month": [MONTH, MONTH],
                "policy_version": ["A-2025", "B-2024"],
                "description_zh": [
                    "全市：从入学起，每学年对学生开展一次心理健康筛查（小学一年级起）",
                    "赣县区：组织全区四年级以上学生进行心理普查",
                ],
                "source_document": ["赣市教提函〔2025〕53号", "赣区教议〔2024〕2号"],
            }
        ),
        metrics=metrics(),
        units=units(),
    )
