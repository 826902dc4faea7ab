"""M33 to M37 and M45 once more in plain Python: from the rows as sent, without any SQL.

Rows come as the makers of ``lake_rows`` write them. What is counted once over places is counted
here with sets; nothing is known here of the warehouse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

from tests.slow.told_activities import (
    AWARDS,
    CAMPAIGNS,
    CITY,
    CITY_OWN,
    CONTESTS,
    NOTES,
    TRAININGS,
    Row,
    Told,
    counted,
)

LEVELS = ("city", "downtown", "county", "school")
# What is added: metric, how far it reaches, the types counted, the cuts beside the whole.
SUMS = (
    ("M33", "myt", ("research",), LEVELS),
    ("M36", "myt", TRAININGS, TRAININGS),
    ("M37", "myt", ("outreach",), ()),
    ("M34", "yt", CONTESTS, CONTESTS),
    ("M45", "y", CAMPAIGNS, CAMPAIGNS),
)
STARTS = {"M36": date(2024, 1, 1)}
FIRST = date(2023, 9, 1)
OWED_FROM = date(2026, 9, 1)
WEEK = timedelta(days=7)
Figure = tuple[float | None, float | None, str]
SILENT: Figure = (None, None, "not_reported")


class Recount:
    """The figures of one month."""

    def __init__(self, told: Told, month: str, as_of: date) -> None:
        """Take what was told and the month to count; `as_of` is the last day that was over."""
        self.told, self.month, self.as_of = told, month, as_of
        self.acts, counts_as = counted(told)
        stays = {row["activity_id"]: row for row in self.acts}
        self.listed: dict[str, dict[str, bool]] = {}
        self.won: dict[str, set[tuple[str, str]]] = {}
        for register in told.registers.values():
            for row in register.lists:
                number = counts_as.get(row["activity_id"], "")
                if number in stays:
                    persons = self.listed.setdefault(number, {})
                    is_homeroom = row["attendee_role"] == "homeroom"
                    persons[row["staff_token"]] = (
                        persons.get(row["staff_token"], False) or is_homeroom
                    )
            for row in register.awards:
                number = counts_as.get(row["activity_id"], "")
                if number in stays:
                    self.won.setdefault(number, set()).add((row["award_level"], row["staff_token"]))

    def periods(self, metric: str, reach: str) -> list[str]:
        """The months a variant reaches, among those owed or sent so far."""
        year = int(self.month[:4]) - (int(self.month[5:]) < 9)
        start = {"m": first(self.month), "y": date(year, 9, 1), "t": STARTS.get(metric, FIRST)}
        months = {period for _, period in self.told.registers}
        day = OWED_FROM
        while day <= first(self.month):
            months.add(f"{day:%Y-%m}")
            day = (day + timedelta(days=32)).replace(day=1)
        return sorted(m for m in months if start[reach] <= first(m) and m <= self.month)

    def reports(self, metric: str, reach: str, units: Sequence[str]) -> list[tuple[str, str]]:
        """(unit, month) of the registers received."""
        months = self.periods(metric, reach)
        return [(u, m) for u in units for m in months if (u, m) in self.told.registers]

    def of(self, types: Sequence[str], reports: Sequence[tuple[str, str]]) -> list[Row]:
        """Counted activities of these types in these registers."""
        return [
            row
            for row in self.acts
            if row["activity_type"] in types and (row["unit"], row["period"]) in reports
        ]

    def attendances(self, row: Row) -> int:
        """As told, else the parts, else the list."""
        parts = [row.get(name) for name in ("teacher_n", "pupil_n", "parent_n")]
        if row.get("attend_n") is not None:
            return int(row["attend_n"])
        if any(part is not None for part in parts):
            return sum(part or 0 for part in parts)
        return len(self.listed.get(row["activity_id"], ()))

    def persons(self, rows: Sequence[Row], with_awards: bool = False) -> int:
        """Persons known by code, or the largest number told: a lower bound."""
        known = {token for row in rows for token in self.listed.get(row["activity_id"], ())}
        if with_awards:
            known |= {t for row in rows for _, t in self.won.get(row["activity_id"], ())}
        return max([len(known), *(row.get("person_n") or 0 for row in rows)])

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Every figure of M33 to M37 and M45 by its id without the month."""
        for place in (*self.told.units, CITY):
            units = self.told.units if place == CITY else [place]
            for key, figure in (
                *self._sums(units),
                *self._members(units, place == CITY),
                *self._pieces(units),
                *self._teachers(units),
            ):
                yield key.replace("..", f".{place}"), figure
        yield from self._notes()

    def _sums(self, units: Sequence[str]) -> Iterator[tuple[str, Figure]]:
        for metric, reaches, types, cuts in SUMS:
            name = "activity_level" if metric == "M33" else "activity_type"
            for reach, cut in product(reaches, ("", *cuts)):
                if metric == "M34" and not cut:
                    continue
                reports = self.reports(metric, reach, units)
                rows = [r for r in self.of(types, reports) if not cut or r[name] == cut]
                tail = f"-{cut}.." if cut else ".."
                told: dict[str, float] = {"a": len(rows)}
                if metric in ("M33", "M36", "M45"):
                    told["b"] = sum(self.attendances(r) for r in rows)
                if metric == "M37" and reach != "m":
                    told["c"] = sum(r.get("benefit_n") or 0 for r in rows)
                if metric == "M36" and reach == "y":
                    told["d"] = sum(
                        r["hours"] * len(self.listed.get(r["activity_id"], ())) for r in rows
                    )
                for measure, number in told.items():
                    figure: Figure = (float(number), None, "ok") if reports else SILENT
                    yield f"{metric}-{measure}{reach}{tail}", figure
        reports = self.reports("M33", "y", units)
        rows = self.of(("research",), reports)
        for content in "12345":
            share = sum(r["content_code"] == content for r in rows)
            empty: Figure = (None, None, "not_applicable") if reports else SILENT
            yield (
                f"M33-dy-{content}..",
                (float(share), float(len(rows)), "ok") if rows else empty,
            )

    def _members(self, units: Sequence[str], is_city: bool) -> Iterator[tuple[str, Figure]]:
        for reach in "yt":
            reports = {m: self.reports(m, reach, units) for m in ("M33", "M34", "M36", "M37")}

            def told(metric: str, number: int, reports: Any = reports) -> Figure:
                return (float(number), None, "ok") if reports[metric] else SILENT

            research = self.of(("research",), reports["M33"])
            yield f"M33-c{reach}..", told("M33", self.persons(research))
            training = self.of(TRAININGS, reports["M36"])
            yield f"M36-c{reach}..", told("M36", self.persons(training))
            for cut in TRAININGS:
                rows = [r for r in training if r["activity_type"] == cut]
                yield f"M36-c{reach}-{cut}..", told("M36", self.persons(rows))
            outreach = self.of(("outreach",), reports["M37"])
            yield f"M37-b{reach}..", told("M37", self.persons(outreach))
            known = {code for codes in self.told.schools.values() for code in codes}
            codes = {c for r in outreach for c in (r.get("reached_school_codes") or "").split(";")}
            yield f"M37-d{reach}..", told("M37", len(codes & known))
            contests = self.of(CONTESTS, reports["M34"])
            for level in AWARDS:
                won = {
                    t
                    for r in contests
                    for at, t in self.won.get(r["activity_id"], ())
                    if at == level
                }
                yield f"M34-e{reach}-{level}..", told("M34", len(won))
            for cut in CONTESTS:
                rows = [r for r in contests if r["activity_type"] == cut]
                yield f"M34-d{reach}-{cut}..", told("M34", self.persons(rows, with_awards=True))
                if is_city:
                    named = {c for r in rows for c in (r.get("county_codes") or "").split(";")}
                    named |= {r["unit"] for r in rows}
                    named &= set(self.told.counties)
                    most = max([len(named), *(r.get("county_n") or 0 for r in rows)])
                    yield f"M34-b{reach}-{cut}..", told("M34", most)
                    schools = max([0, *(r.get("city_school_n") or 0 for r in rows)])
                    yield f"M34-c{reach}-{cut}..", told("M34", schools)

    def _pieces(self, units: Sequence[str]) -> Iterator[tuple[str, Figure]]:
        sent = [unit for unit in units if unit in self.told.pieces]
        pieces = [p for unit in sent for p in self.told.pieces[unit] if p["month"] <= self.month]
        used = [p for p in pieces if p["is_accepted"]]
        now = sum(p["month"] == self.month for p in used)
        for variant, number in (("am", now), ("ay", len(used)), ("at", len(used))):
            yield f"M35-{variant}..", (float(number), None, "ok") if sent else SILENT
        empty: Figure = (None, None, "not_applicable") if sent else SILENT
        yield "M35-by..", (float(len(used)), float(len(pieces)), "ok") if pieces else empty

    def _teachers(self, units: Sequence[str]) -> Iterator[tuple[str, Figure]]:
        months = self.periods("M36", "y")
        whole = [u for u in units if all((u, m) in self.told.registers for m in months)]
        reached = teachers = 0
        for token, unit in self.told.teachers:
            if unit in whole:
                gained = sum(
                    row["hours"]
                    for row in self.acts
                    if row["activity_type"] in TRAININGS
                    and row["period"] in months
                    and token in self.listed.get(row["activity_id"], ())
                )
                reached, teachers = reached + (gained >= 40), teachers + 1
        empty: Figure = (None, None, "not_applicable") if whole else SILENT
        yield "M36-e..", (float(reached), float(teachers), "ok") if teachers else empty
        any_month = self.periods("M36", "t")
        known = [u for u in units if any((u, m) in self.told.registers for m in any_month)]
        homes = dict(self.told.teachers)
        last = (first(self.month) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        trained = set()
        for row in self.acts:
            if row["activity_type"] not in TRAININGS or row["end_on"] > last:
                continue
            for token, is_homeroom in self.listed.get(row["activity_id"], {}).items():
                home = homes.get(token) or (
                    row["unit"] if row["activity_level"] != "city" else None
                )
                if is_homeroom and (home in known or (home is None and len(units) > 1)):
                    trained.add(token)
        posts = sum(self.told.homerooms[unit] for unit in known)
        yield "M36-f..", (float(min(len(trained), posts)), float(posts), "ok") if posts else SILENT

    def _notes(self) -> Iterator[tuple[str, Figure]]:
        months = self.periods("M35", "t")
        is_told = any((CITY_OWN, m) in self.told.registers for m in months)
        readers, has_begun = 0, False
        for series in NOTES:
            run = 0
            posted = {
                monday(r["start_on"])
                for r in self.acts
                if r["unit"] == CITY_OWN
                and r["activity_type"] == series
                and r["start_on"] <= self.as_of
            }
            paused = {
                monday(r["start_on"] + timedelta(days=n))
                for (unit, _), register in self.told.registers.items()
                if unit == CITY_OWN
                for r in register.rows
                if r["activity_type"] == series and r.get("is_paused")
                for n in range((r["end_on"] - r["start_on"]).days + 1)
            }
            week = monday(self.as_of)
            is_over = week + timedelta(days=6) <= self.as_of
            if week not in posted and not is_over:
                week -= WEEK
            while week in posted or week in paused:
                run += week in posted
                week -= WEEK
            last = max(
                (
                    (r["start_on"], r["issue_no"], r["views_n"])
                    for r in self.acts
                    if r["unit"] == CITY_OWN
                    and r["activity_type"] == series
                    and r["start_on"] <= self.as_of
                    and r["views_n"] is not None
                ),
                default=(None, None, 0),
            )
            begun = bool(posted)
            has_begun, readers = has_begun or begun, readers + last[2]
            none: Figure = (None, None, "not_applicable") if is_told else SILENT
            yield f"M35-c-{series}.{CITY}", (float(run), None, "ok") if begun and is_told else none
            yield (
                f"M35-dt-{series}.{CITY}",
                (float(last[2]), None, "ok") if begun and is_told else none,
            )
        none = (None, None, "not_applicable") if is_told else SILENT
        is_shown = has_begun and is_told
        yield f"M35-dt.{CITY}", (float(readers), None, "ok") if is_shown else none


def first(month: str) -> date:
    """The first day of a month label."""
    return date.fromisoformat(f"{month}-01")


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
