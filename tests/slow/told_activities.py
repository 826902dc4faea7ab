"""What was told of activities, and which of it counts: rules in plain Python, without any SQL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
CITY, CITY_OWN = "3607", "3607SZ"
CONTESTS = ("lesson_contest", "skills_contest", "teaching_contest")
TRAININGS = ("training", "lecture", "study_tour")
CAMPAIGNS = ("awareness", "class_meeting", "drama", "parent_class", "pe_art_labour", "caring")
NOTES = ("mind_note", "family_note")
AWARDS = ("national", "province", "city", "county")


@dataclass
class Register:
    """One unit's F11 of a month as sent: activities, lists, awards."""

    rows: list[Row] = field(default_factory=list)
    lists: list[Row] = field(default_factory=list)
    awards: list[Row] = field(default_factory=list)


@dataclass
class Told:
    """All that was sent: registers by (unit, month), pieces by unit, teachers, homeroom posts.

    `pieces` has no unit that sent no list; `teachers` are (token, unit); `homerooms` the posts of
    homeroom teachers by unit; `schools` how many schools a unit has, all of them reporting.
    """

    units: Sequence[str]
    registers: dict[tuple[str, str], Register]
    pieces: dict[str, list[Row]]
    teachers: list[tuple[str, str]]
    homerooms: Mapping[str, int]
    schools: Mapping[str, Sequence[str]]
    counties: Sequence[str]


def counted(told: Told) -> tuple[list[Row], dict[str, str]]:
    """The activities that count, and under which number each registered one is counted."""
    latest: dict[str, Row] = {}
    for unit, month in sorted(told.registers, key=lambda key: key[1]):
        for row in told.registers[unit, month].rows:
            latest[row["activity_id"]] = {**row, "unit": unit, "period": month}
    held = [row for row in latest.values() if not row.get("is_paused")]
    place = {unit: number for number, unit in enumerate(told.units)}
    place[CITY_OWN] = -1
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in sorted(held, key=lambda r: (place[r["unit"]], r["activity_id"])):
        school = row.get("organiser_school") if row["activity_level"] == "school" else ""
        title = re.sub(r"[\W_]+", "", row["title"].lower())
        key = (row["start_on"], row["end_on"], row["activity_level"], title, school)
        groups.setdefault(key, []).append(row)
    counts_as: dict[str, str] = {}
    stays = []
    for rows in groups.values():
        for row in rows:
            is_second = row["unit"] != rows[0]["unit"] and not row.get("explain_code")
            counts_as[row["activity_id"]] = rows[0 if is_second else rows.index(row)]["activity_id"]
            if not is_second:
                stays.append(row)
    numbers: dict[tuple[Any, ...], str] = {}
    kept = []
    for row in sorted(stays, key=lambda r: (r["start_on"], r["activity_id"])):
        if row["activity_type"] in NOTES and row.get("issue_no") is not None:
            note = (row["unit"], row["activity_type"], row.get("studio") or "", row["issue_no"])
            if numbers.setdefault(note, row["activity_id"]) != row["activity_id"]:
                continue
        kept.append(row)
    return kept, counts_as
