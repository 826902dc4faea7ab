"""Scores and the rectification list of a built home, recounted from its figures and findings.

What is compared is told as differences; nothing of the warehouse's SQL is known here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from tests.slow.rectification import carried, is_wrong
from tests.slow.scorecard import deduction, item_points, part_scores, ranks, total
from validations.code_lists import read_seed

Reader = Callable[[str], pl.DataFrame]
ITEMS = read_seed("standard_score_item").to_dicts()
STEPS = read_seed("standard_deduction").to_dicts()
PROBLEMS = read_seed("standard_rectification").to_dicts()
UNITS = read_seed("code_reporting_unit").to_dicts()
COUNTIES = [row["unit_code"] for row in UNITS if row["is_county_level"] == "true"]
FLAGGED = re.compile(r"学生(\S+?)于.*至(\d{4}-\d{2}-\d{2})没有建立个案")


@dataclass(frozen=True)
class Record:
    """Something kept back: found when, and settled when."""

    rule: str
    unit: str
    found_on: date
    settled_on: date | None


def last_day(month: str) -> date:
    """The month's last day."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])


def records_of(read: Reader) -> list[Record]:
    """What the findings say was kept back; a pupil's own is settled by a case opened later."""
    opened = read("stg_f04_case").select("pupil_token", "opened_on").rows()
    found = []
    for row in read("rpt_cross_finding").to_dicts():
        if row["rule_id"] == "X98":
            day = date.fromisoformat(f"{row['period']}-01")
            found.append(Record("X98", row["unit_code"], day, None))
        if row["rule_id"] == "X04":
            told = FLAGGED.search(row["words"])
            assert told, row["words"]
            due = date.fromisoformat(told[2])
            later = [day for token, day in opened if token == told[1] and day > due]
            found.append(Record("X04", row["unit_code"], due, min(later, default=None)))
    return found


def figures_of(read: Reader) -> dict[str, dict[tuple[str, ...], dict[str, Any]]]:
    """Figures above school grain by month and (metric, variant, slice, unit)."""
    found: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
    for row in read("fct_figures").filter(pl.col("school_code").is_null()).iter_rows(named=True):
        key = (row["metric_id"], row["variant"], row["slice"], row["unit_code"])
        found.setdefault(row["month"], {})[key] = row
    return found


def score_differences(read: Reader) -> Iterator[tuple[object, ...]]:
    """Where a score, a deduction or a rank of any month is not what the slow calculation says."""
    records = records_of(read)
    built = {
        (row["month"], row["unit_code"], row["group_code"]): row
        for row in read("rpt_scorecard").to_dicts()
    }
    for month, figures in figures_of(read).items():
        first = int(month[:4]) - (month[5:] < "09")
        starts, ends = date(first, 9, 1), last_day(month)
        totals = {}
        for unit in COUNTIES:
            parts = part_scores(ITEMS, item_points(ITEMS, figures, unit))
            taken = Fraction(0)
            for rule in {step["rule_id"] for step in STEPS}:
                mine = [r for r in records if (r.rule, r.unit) == (rule, unit)]
                count = sum(starts <= r.found_on <= ends for r in mine)
                taken += deduction(STEPS, rule, count)
            totals[unit] = total(parts, taken)
            for part, wanted in {**parts, "": totals[unit]}.items():
                told = built.get((month, unit, part), {}).get("score", "no row")
                if told != wanted:
                    yield month, unit, part, told, wanted
        for unit, rank in ranks(totals).items():
            if built[month, unit, ""]["rank_no"] != rank:
                yield month, unit, "rank", built[month, unit, ""]["rank_no"], rank


def list_differences(read: Reader) -> Iterator[tuple[object, ...]]:
    """Where the rectification list of any month is not what a memory of the months says."""
    records, figures = records_of(read), figures_of(read)
    months = [(month, last_day(month)) for month in sorted(figures)]
    built = {
        (row["month"], row["unit_code"], row["problem_id"]): tuple(
            row[name]
            for name in (
                "change_code",
                "first_found",
                "period_count",
                "due_on",
                "status",
                "seen_in",
            )
        )
        for row in read("rpt_rectification").to_dicts()
    }
    wanted = {}
    for unit in (row["unit_code"] for row in UNITS):
        for problem in PROBLEMS:
            source = problem["source_id"]
            key = (source, problem["variant"] or "", problem["slice"] or "", unit)
            mine = [r for r in records if (r.rule, r.unit) == (source, unit)]
            sights = []
            for month, ends in months:
                count = sum(
                    r.found_on <= ends and (r.settled_on is None or r.settled_on > ends)
                    for r in mine
                )
                sights.append(is_wrong(problem, figures[month].get(key), count))
            for month, line in carried(problem, months, sights).items():
                told = (line.change, line.first_found, line.periods, line.due_on)
                wanted[month, unit, problem["problem_id"]] = (*told, line.status, line.seen_in)
    for place in sorted(built.keys() | wanted.keys()):
        if built.get(place) != wanted.get(place):
            yield (*place, built.get(place), wanted.get(place))
