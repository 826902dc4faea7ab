"""What drafts are held against in tests: figures of letters in their own time, and made-up ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from orchestration.lint_draft import scope_of, slices_of
from reports.draft_fit import Known
from reports.draft_known import (
    known_of_cases,
    known_of_figures,
    known_of_letters,
    known_of_suggestions,
)
from reports.draft_words import Scope
from tests.unit.reports.letter_sample import letter_rows
from validations.code_lists import read_seed

# The letters' own months, and the units that wrote them.
LETTER = {"A": ("2025-05", "3607"), "B": ("2024-06", "360704")}
MONTH, CITY = "2026-10", "3607"
PLACES = {CITY: "", "360702": "章贡", "360734": "寻乌"}
CITY_SCOPE = scope_of(MONTH, CITY)


def letters_of_its_time(letter: str) -> tuple[list[Known], Scope]:
    """The figures of a letter, each with the period it is of, and whose letter it is."""
    month, unit = LETTER[letter]
    rows = []
    series = {(s["metric_id"], s["variant"]): s for s in read_seed("standard_series").to_dicts()}
    seeds = {s["figure_id"]: s for s in read_seed("standard_letter_figure").to_dicts()}
    for row in letter_rows(letter):
        seed = seeds[row["figure_id"]]
        begun = series.get((seed["metric_id"], seed["variant"]))
        starts, ends = period_of(seed, month)
        if begun is not None:
            starts = date.fromisoformat(begun["starts_on"])
        source = "-".join(filter(None, (seed["metric_id"], seed["variant"], seed["slice"])))
        rows.append(
            {
                **row,
                "month": month,
                "source_figure_id": f"{source}.{unit}.{month}" if source else None,
                "starts_on": starts,
                "ends_on": ends,
                "since_zh": begun["note_zh"] if begun else None,
            }
        )
    return known_of_letters(rows), scope_of(month, unit)


def period_of(seed: dict[str, Any], month: str) -> tuple[date | None, date]:
    """The period a figure of a letter is picked from, as the warehouse picks it."""
    year, number = int(month[:4]), int(month[5:])
    now = date(year, number, 28)
    if seed["period_pick"] == "last_year":
        return date(year - 1, 1, 1), date(year - 1, 12, 31)
    if seed["period_pick"] == "this_year":
        return date(year, 1, 1), now
    if seed["period_pick"] == "latest_school_year":
        is_earlier = seed["figure_id"] in ("A18", "A19", "A20", "A21")
        if is_earlier:
            return date(year - 2, 9, 1), date(year - 1, 8, 31)
        return date(year - 1, 9, 1), now
    return None, now


def figure(**changes: object) -> dict[str, object]:
    """A row of the month's figures as shown; the city's rate of screening where nothing is said."""
    row = {
        "metric_id": "M02",
        "variant": "",
        "slice": "",
        "month": MONTH,
        "unit_code": CITY,
        "unit_name": "全市",
        "school_code": None,
        "value": Decimal("0.965"),
        "numerator": None,
        "denominator": None,
        "status": "ok",
        **changes,
    }
    metric = next(
        m
        for m in read_seed("code_metric").to_dicts()
        if (m["metric_id"], m["variant"] or "") == (row["metric_id"], row["variant"])
    )
    parts = (row["metric_id"], row["variant"], row["slice"])
    row.setdefault(
        "figure_id", f"{'-'.join(filter(None, parts))}.{row['unit_code']}.{row['month']}"
    )
    row.setdefault("metric_name", metric["name_zh"])
    row.setdefault("unit_of_measure", metric["unit_of_measure"])
    return row


def known_of(*rows: dict[str, object]) -> list[Known]:
    """Figures as a draft is held against them."""
    return known_of_figures(
        rows,
        read_seed("code_metric").to_dicts(),
        PLACES,
        slices_of()[0],
        read_seed("standard_series").to_dicts(),
    )


def value(metric_id: str, number: object, **changes: object) -> dict[str, object]:
    """A figure of a metric (M33-bt) with its value."""
    metric, _, variant = metric_id.partition("-")
    return figure(metric_id=metric, variant=variant, value=Decimal(str(number)), **changes)


def month_of_figures() -> list[Known]:
    """A small month: city and counties, slices, windows, plan and actual, cases and deputies."""
    rows = [
        value("M01", 38105),
        value("M02", "0.965128", numerator=35426, denominator=36706),
        value("M02", "0.975309", unit_code="360702", unit_name="章贡区"),
        value("M02", "0.951906", slice="junior"),
        value("M02", "0.963", month="2025-10"),
        value("M12", "0.964706"),
        value("M13", "0.891697", numerator=741, denominator=831),
        value("M13", "0.883191", slice="severe"),
        value("M13", "0.893112", slice="moderate"),
        value("M26-b", 4),
        value("M26-c", 12),
        value("M33-am", 34),
        value("M33-ay", 58),
        value("M33-at", 61),
        value("M33-am", 30, slice="county"),
        value("M33-ay", 57, slice="county"),
        value("M33-at", 57, slice="county"),
        value("M33-bm", 1315),
        value("M33-by", 1985),
        value("M33-bt", 2123),
        value("M23-a", "1099.666667", numerator=36289, denominator=33),
    ]
    places = {"unit_code": CITY, "month": MONTH, "status": "ok", "metric_id": "running_count"}
    cases = [
        {**places, "figure_id": f"running_count-{level}", "slice": level, "numerator": number}
        for level, number in (("severe", 71), ("moderate", 265))
    ]
    deputies = {
        "suggestion_id": "Y001", "suggestion_no": "098", "month": MONTH,
        "proposer_count": 12, "signed_count": 11,
    }  # fmt: skip
    return [
        *known_of(*rows),
        *known_of_cases(cases, PLACES),
        *known_of_suggestions([deputies], CITY),
    ]
