"""Scores and the rectification list of a built home, recounted from its figures and findings.

Where counts of a month's accepted rows are given, they stand in the place of its figures; of those
only who was heard is then still taken. What is compared is told as differences; nothing of the
warehouse's SQL is known here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import polars as pl

from tests.slow.accepted import Count
from tests.slow.rectification import carried, is_wrong
from tests.slow.scorecard import Year, change, deduction, item_points, part_scores, ranks, total
from validations.code_lists import read_seed

Reader = Callable[[str], pl.DataFrame]
Key = tuple[str, ...]
Counts = Mapping[str, Mapping[Key, Count]]
"""By month, then by (metric, variant, slice, unit)."""
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


def figures_of(read: Reader, counts: Counts) -> dict[str, dict[Key, dict[str, Any]]]:
    """Figures above school grain by month and (metric, variant, slice, unit), or their counts."""
    found: dict[str, dict[Key, dict[str, Any]]] = {}
    is_asked = pl.col("metric_id").is_in([metric for metric, *_ in scored_metrics()])
    figures = read("fct_figures").filter(pl.col("school_code").is_null(), is_asked)
    for row in figures.iter_rows(named=True):
        key = (row["metric_id"], row["variant"], row["slice"], row["unit_code"])
        count = counts.get(row["month"], {}).get(key)
        found.setdefault(row["month"], {})[key] = row if count is None else counted(row, count)
    return found


def counted(row: dict[str, Any], count: Count) -> dict[str, Any]:
    """A figure with the numbers and the status of a count."""
    value = count.above
    if count.above is not None and count.below is not None:
        value = count.above / count.below
    told = {"numerator": count.above, "denominator": count.below, "value": value}
    return {**row, **told, "status": count.status}


def scored_metrics() -> set[Key]:
    """(metric, variant, slice) of everything scored or listed that is a figure."""
    listed = [row for row in PROBLEMS if row["source_kind"] == "metric"]
    return {
        (row.get("metric_id") or row["source_id"], row["variant"] or "", row["slice"] or "")
        for row in [*ITEMS, *listed]
    }


def count_differences(read: Reader, counts: Counts) -> Iterator[tuple[object, ...]]:
    """Where a figure, an item of the scorecard or a listed value is not what the rows come to."""
    numbers = ("numerator", "denominator")
    of_months = pl.col("month").is_in(list(counts))
    figures = read("fct_figures").filter(of_months, pl.col("school_code").is_null())
    items = read("rpt_scorecard_item").filter(of_months)
    seen_now = (pl.col("source_kind") == "metric") & (pl.col("seen_in") == pl.col("month"))
    listed = read("rpt_rectification").filter(of_months, seen_now)
    shown = [
        (kind, row, (row[source], row["variant"], row["slice"]))
        for kind, frame, source in (
            ("figure", figures, "metric_id"),
            ("item", items, "metric_id"),
            ("listed", listed, "source_id"),
        )
        for row in frame.to_dicts()
    ]
    unseen = {(month, key) for month, some in counts.items() for key in some}
    for kind, row, metric in shown:
        count = counts.get(row["month"], {}).get((*metric, row["unit_code"]))
        if count is None:
            continue
        unseen.discard((row["month"], (*metric, row["unit_code"])))
        # A line of the list says nothing of a status; it has none where there is a number.
        told = ("ok" if kind == "listed" else row["status"], *(row[name] for name in numbers))
        if kind == "listed" and count.status != "ok":
            told = (count.status, *told[1:])
        if told != (count.status, count.above, count.below):
            yield kind, row["month"], row["unit_code"], metric, told, count
    for place in sorted(unseen):
        yield ("no figure", *place)


def score_differences(
    read: Reader, counts: Counts = MappingProxyType({})
) -> Iterator[tuple[object, ...]]:
    """Where a score, a deduction or a rank of any month is not what the slow calculation says."""
    records = records_of(read)
    built = {
        (row["month"], row["unit_code"], row["group_code"]): row
        for row in read("rpt_scorecard").to_dicts()
    }
    years: dict[tuple[str, str], Year] = {}
    for month, figures in figures_of(read, counts).items():
        first = int(month[:4]) - (month[5:] < "09")
        starts, ends = date(first, 9, 1), last_day(month)
        totals = {}
        for unit in COUNTIES:
            points = item_points(ITEMS, figures, unit)
            parts = part_scores(ITEMS, points)
            taken = Fraction(0)
            for rule in {step["rule_id"] for step in STEPS}:
                mine = [r for r in records if (r.rule, r.unit) == (rule, unit)]
                count = sum(starts <= r.found_on <= ends for r in mine)
                taken += deduction(STEPS, rule, count)
            totals[unit] = total(parts, taken)
            years[month, unit] = Year(ITEMS, points, parts, totals[unit])
            for part, wanted in {**parts, "": totals[unit]}.items():
                told = built.get((month, unit, part), {}).get("score", "no row")
                if told != wanted:
                    yield month, unit, part, told, wanted
        for unit, rank in ranks(totals).items():
            if built[month, unit, ""]["rank_no"] != rank:
                yield month, unit, "rank", built[month, unit, ""]["rank_no"], rank
    for (month, unit, part), row in built.items():
        before = years.get((f"{int(month[:4]) - 1}{month[4:]}", unit))
        change_wanted = change(years[month, unit], before, part) if before else (None, None)
        changed = (row["is_comparable"], row["share_change" if part else "score_change"])
        if changed != change_wanted:
            yield month, unit, part, "change", changed, change_wanted


def list_differences(
    read: Reader, counts: Counts = MappingProxyType({})
) -> Iterator[tuple[object, ...]]:
    """Where the rectification list of any month is not what a memory of the months says."""
    records, figures = records_of(read), figures_of(read, counts)
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
