"""Scores and the rectification list from made-up figures: the SQL against a slow recount."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from tests.rendered_models import ModelBench, months_frame
from tests.slow.rectification import Entry, carried, is_wrong
from tests.slow.scorecard import Year, change, deduction, item_points, part_scores, ranks, total
from validations.code_lists import read_seed

MONTHS = [f"{year}-{number:02d}" for year in (2025, 2026) for number in range(1, 13)][8:22]
COUNTIES = read_seed("code_reporting_unit").filter(is_county_level="true")["unit_code"].to_list()
EVERY_UNIT = read_seed("code_reporting_unit")["unit_code"].to_list()
ITEMS = read_seed("standard_score_item").to_dicts()
STEPS = read_seed("standard_deduction").to_dicts()
PROBLEMS = read_seed("standard_rectification").to_dicts()
COUNTS = {("M28", "b"), ("M20", ""), ("M33", "ay"), ("M35", "ay"), ("M24", "a"), ("M40", "a")}
COUNTS |= {("M14", "")}
SEEDS = ("standard_score_item", "standard_deduction", "standard_rectification", "standard_band")

Key = tuple[str, str, str, str, str]


def keys_of() -> list[tuple[str, str, str]]:
    wanted = [(i["metric_id"], i["variant"] or "", i["slice"] or "") for i in ITEMS]
    wanted += [
        (p["source_id"], p["variant"] or "", p["slice"] or "")
        for p in PROBLEMS
        if p["source_kind"] == "metric"
    ]
    return list(dict.fromkeys(wanted))


def made_figures(dice: random.Random) -> dict[Key, dict[str, Any]]:
    """Figures of every unit and the city: some silent, some partial, some not applicable."""
    figures: dict[Key, dict[str, Any]] = {}
    for month in MONTHS:
        for metric, variant, slice_ in keys_of():
            is_count = (metric, variant) in COUNTS
            mood = dice.random()
            rows = []
            for unit in EVERY_UNIT:
                expected = dice.choice((1, 1, 1, 4, 7))
                received = dice.choice((expected, expected, expected, dice.randint(0, expected)))
                row: dict[str, Any] = {
                    "status": "ok",
                    "expected_count": expected,
                    "received_count": received,
                    "numerator": None,
                    "denominator": None,
                }
                whim = dice.random()
                if whim < 0.05 or mood < 0.05:
                    row["status"] = "not_applicable"
                    row["received_count"] = dice.choice((0, expected))
                elif received == 0:
                    row["status"] = "not_reported"
                elif is_count:
                    row["numerator"] = dice.choice((0, 0, 0, 1, 2, 3, 9, 10, 25))
                else:
                    row["denominator"] = dice.choice((1, 2, 5, 19, 20, 21, 40, 400))
                    least = 0 if dice.random() < 0.3 else (row["denominator"] * 4 + 4) // 5
                    row["numerator"] = dice.choice(
                        (row["denominator"], dice.randint(least, row["denominator"]))
                    )
                rows.append(row)
                figures[month, metric, variant, slice_, unit] = row
            spoken = [row for row in rows if row["status"] == "ok"]
            city = {
                "status": "ok" if spoken else "not_reported",
                "expected_count": len(rows),
                "received_count": len(spoken),
                "numerator": sum(row["numerator"] for row in spoken) if spoken else None,
                "denominator": sum(row["denominator"] for row in spoken)
                if spoken and not is_count
                else None,
            }
            figures[month, metric, variant, slice_, "3607"] = city
    for row in figures.values():
        row["value"] = None
        if row["status"] == "ok":
            bottom = row["denominator"] or 1
            row["value"] = Decimal(row["numerator"]) / Decimal(bottom)
            row["value"] = row["value"].quantize(Decimal("0.000001"))
    return figures


def figures_frame(figures: dict[Key, dict[str, Any]]) -> pl.DataFrame:
    rows = []
    for (month, metric, variant, slice_, unit), row in figures.items():
        middle = "".join(f"-{part}" for part in (variant, slice_) if part)
        numbers = {
            name: None if row[name] is None else Decimal(row[name])
            for name in ("numerator", "denominator", "value")
        }
        rows.append(
            {
                "figure_id": f"{metric}{middle}.{unit}.{month}",
                **{"month": month, "metric_id": metric, "variant": variant, "slice": slice_},
                **{"unit_code": unit, "school_code": None, "is_sensitive": False},
                **{name: row[name] for name in ("status", "received_count", "expected_count")},
                **numbers,
            }
        )
    types = {"school_code": pl.String, "numerator": pl.Decimal(18, 2)}
    types |= {"denominator": pl.Decimal(18, 2), "value": pl.Decimal(18, 6)}
    return pl.DataFrame(rows, schema_overrides=types, infer_schema_length=None)


def made_records(dice: random.Random) -> pl.DataFrame:
    """Records of concealment by unit, found on some day and perhaps settled later."""
    first = months_frame(MONTHS)["starts_on"].min()
    rows = []
    for number in range(260):
        found = pl.Series([first]).dt.offset_by(f"{dice.randint(0, 420)}d").item()
        rows.append(
            {
                "rule_id": dice.choice(("X04", "X04", "X98")),
                "unit_code": dice.choice((*EVERY_UNIT[:5], EVERY_UNIT[-1])),
                "submission_id": f"s{number}",
                "found_on": found,
                "settled_on": dice.choice(
                    (None, pl.Series([found]).dt.offset_by(f"{dice.randint(1, 150)}d").item())
                ),
            }
        )
    return pl.DataFrame(rows)


class Built:
    """One made-up city through the models."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.figures = made_figures(dice)
        self.records = made_records(dice).to_dicts()
        bench = ModelBench()
        for name in (*SEEDS, "standard_parameter", "code_reporting_unit", "code_item"):
            bench.put_seed(name)
        bench.connection.execute("create table int_parameters as from standard_parameter")
        bench.run("dim_unit")
        bench.put("dim_month", months_frame(MONTHS))
        bench.put("fct_figures", figures_frame(self.figures))
        bench.put("int_concealment_records", pl.DataFrame(self.records))
        bench.run("int_deductions", "rpt_scorecard_item", "rpt_scorecard", "rpt_rectification")
        self.items = {
            (r["month"], r["unit_code"], r["item_id"]): r for r in bench.rows("rpt_scorecard_item")
        }
        self.scores = {
            (r["month"], r["unit_code"], r["group_code"]): r for r in bench.rows("rpt_scorecard")
        }
        self.listed = {
            (r["month"], r["unit_code"], r["problem_id"]): r
            for r in bench.rows("rpt_rectification")
        }

        self.points = {
            (month, unit): item_points(ITEMS, self.of_month(month), unit)
            for month in MONTHS
            for unit in COUNTIES
        }

    def of_month(self, month: str) -> dict[tuple[str, ...], dict[str, Any]]:
        return {key[1:]: row for key, row in self.figures.items() if key[0] == month}

    def found(self, rule: str, unit: str, month: str, only_open: bool) -> int:
        frame = months_frame([month])
        ends_on, year = frame["ends_on"][0], frame["school_year"][0]
        starts = f"{year[:4]}-09-01"
        return sum(
            r["found_on"] <= ends_on
            and (not only_open or r["settled_on"] is None or r["settled_on"] > ends_on)
            and (only_open or r["found_on"].isoformat() >= starts)
            for r in self.records
            if (r["rule_id"], r["unit_code"]) == (rule, unit)
        )


@pytest.fixture(scope="module", params=[1, 20260901])
def built(request: pytest.FixtureRequest) -> Built:
    return Built(request.param)


def test_every_item_of_every_county_is_worth_what_the_slow_calculation_says(built: Built) -> None:
    assert len(built.items) == len(MONTHS) * len(COUNTIES) * len(ITEMS)
    for month in MONTHS:
        for unit in COUNTIES:
            for item, points in built.points[month, unit].items():
                row = built.items[month, unit, item]
                for name, wanted in (("possible", points.possible), ("given", points.given)):
                    told = row[f"points_{name}"]
                    assert (told is None) == (wanted is None), (month, unit, item, name)
                    assert wanted is None or abs(Fraction(told) - wanted) < Fraction(1, 10**6)


def test_parts_totals_and_ranks_are_those_of_the_slow_calculation(built: Built) -> None:
    for month in MONTHS:
        totals = {}
        for unit in COUNTIES:
            parts = part_scores(ITEMS, built.points[month, unit])
            for part, wanted in parts.items():
                assert built.scores[month, unit, part]["score"] == wanted, (month, unit, part)
            rules = {step["rule_id"] for step in STEPS}
            taken = sum(
                deduction(STEPS, r, built.found(r, unit, month, only_open=False)) for r in rules
            )
            totals[unit] = total(parts, Fraction(taken))
            row = built.scores[month, unit, ""]
            assert (row["score"], row["points_deducted"]) == (totals[unit], taken)
        for unit, rank in ranks(totals).items():
            assert built.scores[month, unit, ""]["rank_no"] == rank


def test_last_year_stands_beside_and_only_like_is_compared_with_like(built: Built) -> None:
    years = {}
    for (month, unit), points in built.points.items():
        whole = built.scores[month, unit, ""]["score"]
        years[month, unit] = Year(
            ITEMS,
            points,
            part_scores(ITEMS, points),
            None if whole is None else Fraction(whole),
        )
    seen = Counter()
    for (month, unit, part), row in built.scores.items():
        before = f"{int(month[:4]) - 1}{month[4:]}"
        told = built.scores.get((before, unit, part), {})
        assert row["last_year_score"] == told.get("score")
        is_like, by = (None, None)
        if (before, unit) in years:
            is_like, by = change(years[month, unit], years[before, unit], part)
        seen[is_like, bool(part)] += 1
        own, other = ("share_change", "score_change") if part else ("score_change", "share_change")
        assert (row["is_comparable"], row[own], row[other]) == (is_like, by, None), (month, part)
    assert min(seen[True, True], seen[False, True], seen[False, False]) > 0


def test_the_list_carries_over_as_the_slow_calculation_does(built: Built) -> None:
    ends = months_frame(MONTHS)["ends_on"].to_list()
    wanted: dict[tuple[str, ...], Entry] = {}
    for unit in EVERY_UNIT:
        for problem in PROBLEMS:
            key = (problem["source_id"], problem["variant"] or "", problem["slice"] or "", unit)
            sights = [
                is_wrong(
                    problem,
                    built.figures.get((month, *key)),
                    built.found(problem["source_id"], unit, month, only_open=True),
                )
                for month in MONTHS
            ]
            calendar = list(zip(MONTHS, ends, strict=True))
            for month, entry in carried(problem, calendar, sights).items():
                wanted[month, unit, problem["problem_id"]] = entry
    assert set(built.listed) == set(wanted)
    for key, entry in wanted.items():
        row = built.listed[key]
        told = Entry(
            row["change_code"],
            row["first_found"],
            row["period_count"],
            row["due_on"],
            row["status"],
            row["seen_in"],
        )
        assert told == entry, key


def test_the_made_up_city_held_enough_to_disagree_about(built: Built) -> None:
    reasons = Counter(row["reason"] for row in built.items.values())
    wanted = ("full", "between", "none", "partial", "not_reported", "not_applicable")
    assert min(reasons[reason] for reason in wanted) > 100
    assert sum(row["is_topped_up"] for row in built.items.values()) > 100
    changes = Counter(row["change_code"] for row in built.listed.values())
    assert min(changes[change] for change in ("new", "ongoing", "closed", "reopened")) > 50
    assert any(row["points_deducted"] for row in built.scores.values())
    assert any(row["points_possible"] is None for row in built.scores.values() if row["group_code"])
