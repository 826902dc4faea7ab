"""Cases and sums through the whole warehouse: bad input is asked about and bends no figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.lake_builder import Sent
from tests.lake_rows import AUTUMN, ROUND, case, case_id, contact, enrolment, school, staff
from tests.lake_rows import tested as taken
from tests.warehouse_bench import WarehouseBench

ZHANGGONG, NANKANG = "360702", "360703"
A, B, SUMS = "2136000001", "2136000002", "2136000003"
FIRST = date(2026, 10, 9)
REASON = {"explain_code": "data_source", "explain": "省平台转来"}


def aggregate(code: str, grade: str, valid: int, severe: int) -> dict[str, Any]:
    """Sums of a grade's girls in early October: one more tested than valid, two refused."""
    return {
        "round_id": ROUND,
        "school_code": code,
        "grade": grade,
        "sex": "2",
        "instrument": "PHQ-9",
        "instrument_version": "9Q",
        "norm_set": "INTL",
        "score_scale": "raw",
        "tested_n": valid + 1,
        "valid_n": valid,
        "refused_n": 2,
        "normal_n": valid - severe,
        "mild_n": 0,
        "moderate_n": 0,
        "severe_n": severe,
        "started_on": date(2026, 10, 8),
        "ended_on": date(2026, 10, 16),
    }


def registers() -> list[Sent]:
    """October: A has three cases, B one whose number is A's and whose pupil is A's too."""
    of_a = [
        case(A, 1, "P1", FIRST, "severe", plan_on=FIRST),
        case(A, 2, "P2", FIRST, "moderate", entry_source="screening", **REASON),
        case(A, 3, "P3", FIRST, "severe", status="closed", status_on=date(2026, 10, 20)),
    ]
    of_b = [{**case(B, 1, "P1", FIRST, "severe"), "case_id": case_id(A, 1)}]
    reached = [
        contact(A, 1, date(2026, 10, 8), 1),
        contact(A, 1, date(2026, 10, 16), 2),
        contact(A, 3, date(2026, 10, 28), 1),
        contact(A, 9, date(2026, 10, 12), 1),
        contact(A, 2, date(2026, 10, 13), 1, new_level="severe", by_token="S9", **REASON),
    ]
    return [
        Sent("F04", "2026-10", ZHANGGONG, of_a, nil=(SUMS,)),
        Sent("F05", "2026-10", ZHANGGONG, reached, nil=(SUMS,)),
        Sent("F04", "2026-10", NANKANG, of_b),
        Sent("F05", "2026-10", NANKANG, nil=(B,)),
    ]


@pytest.fixture(scope="module")
def built(bench: WarehouseBench) -> WarehouseBench:
    lake = bench.fresh_lake()
    schools = [school(A, ZHANGGONG), school(SUMS, ZHANGGONG), school(B, NANKANG)]
    lake.batch(
        datetime(2026, 9, 8, 20),
        Sent("F00", AUTUMN, "3607", schools),
        Sent("F01", AUTUMN, ZHANGGONG, [enrolment(c, ZHANGGONG, "5", "2", 50) for c in (A, SUMS)]),
        Sent("F01", AUTUMN, NANKANG, [enrolment(B, NANKANG, "5", "2", 50)]),
        Sent("F07", AUTUMN, ZHANGGONG, [staff("S1", ZHANGGONG, A)]),
    )
    tests = [taken(token, A, "5", FIRST, 20.0, sex="2") for token in ("P1", "P4")]
    sums = [aggregate(A, "5", 40, 1), aggregate(SUMS, "5", 44, 1)]
    lake.batch(
        datetime(2026, 11, 4, 20),
        Sent("F02", ROUND, ZHANGGONG, tests),
        Sent("F03", ROUND, ZHANGGONG, sums),
        *registers(),
    )
    later = [Sent("F04", "2026-11", ZHANGGONG, nil=(A, SUMS)), Sent("F04", "2026-11", NANKANG)]
    lake.batch(datetime(2026, 12, 3, 20), *later)
    bench.run(datetime(2026, 12, 8, 3))
    return bench


def test_sums_count_where_there_is_no_detail_and_nowhere_else(built: WarehouseBench) -> None:
    october = built.figures("2026-10")
    assert october[f"M02.{SUMS}"] == (44, 50, "ok")
    assert october[f"M03.{SUMS}"] == (45, 50, "ok")
    assert october[f"M05.{SUMS}"] == (2, 50, "ok")
    assert october[f"M02.{A}"] == (2, 50, "ok"), "its detail, not its sums"
    assert october["M08-a-severe.360702"] == (3, 46, "ok")
    assert built.figures("2026-09")[f"M02.{SUMS}"][0] == 0, "tested in October"


def test_sums_stay_out_of_what_needs_a_pupil_and_answer_for_what_is_owed(
    built: WarehouseBench,
) -> None:
    november = built.figures("2026-11")
    assert november[f"M10.{SUMS}"] == (None, None, "not_reported")
    missing = built.rows("rpt_missing_submission", "form_id = 'F02'")["scope_code"].to_list()
    assert set(missing) == {B}


def test_what_contradicts_itself_is_asked_about_at_its_row(built: WarehouseBench) -> None:
    found = built.rows("rpt_cross_finding").sort("rule_id", "scope_code", "row_number")
    told = found.select("rule_id", "form_id", "scope_code", "row_number").rows()
    assert told == [
        ("X02", "F02", B, None),
        ("X03", "F04", A, 5),
        ("X04", "F02", A, 5),
        ("X05", "F05", A, 4),
        ("X05", "F05", A, 6),
        ("X05", "F05", A, 7),
        ("X06", "F05", A, 8),
        ("X94", "F05", A, 8),
        ("X95", "F03", A, 4),
        ("X96", "F04", A, 4),
        ("X96", "F04", B, 4),
        ("X97", "F04", A, 4),
        ("X97", "F04", B, 4),
        ("X98", "F04", A, None),
    ]
    assert not [words for words in found["words"] if words is None or "{" in words]


def test_a_reason_for_what_the_warehouse_asks_is_told_on_the_desk(built: WarehouseBench) -> None:
    found = built.rows("rpt_cross_finding", "is_explained")
    assert sorted(found.select("rule_id", "severity").rows()) == [
        ("X03", "提示"),
        ("X06", "提示"),
        ("X94", "提示"),
    ]
    told = built.rows("rpt_explanation").sort("rule_id")
    assert told.select("form_id", "period", "unit_code", "rule_id", "row_count").rows() == [
        ("F04", "2026-10", ZHANGGONG, "X03", 1),
        ("F05", "2026-10", ZHANGGONG, "X06", 1),
        ("F05", "2026-10", ZHANGGONG, "X94", 1),
    ]
    assert set(told.select("reason", "explain_words").rows()) == {("平台数据口径", "省平台转来")}


def test_a_contact_outside_a_case_is_none_and_a_pupil_counts_once(built: WarehouseBench) -> None:
    october = built.figures("2026-10")
    assert october[f"M13.{A}"] == (2, 6, "ok"), (
        "1: 16th yes, 23rd and 30th no; 2: 25th yes, 29th no; 3: 16th no, then closed"
    )
    assert built.rows("rpt_overdue_case", "month = '2026-10'").height == 3
    assert october["M14.3607"] == (2, None, "ok"), "P1 by the case of the greater school code, P2"
    assert (october["M14.360702"][0], october["M14.360703"][0]) == (1, 1)


def test_an_empty_register_closes_nothing(built: WarehouseBench) -> None:
    open_cases = built.rows("fct_cases", f"month = '2026-11' and school_code = '{A}'")
    assert open_cases.filter(~open_cases["is_closed"])["case_id"].len() == 2
