"""Six schools of three units with every rule in play, small enough to count by hand.

It only sends files into a lake; the counts stand in the tests that use it.
"""

from __future__ import annotations

from datetime import date, datetime

from tests.lake_builder import LakeBuilder, Sent
from tests.lake_rows import (
    AUTUMN,
    ROUND,
    case,
    contact,
    enrolment,
    refused,
    school,
    staff,
    tested,
)

ZHANGGONG, GANXIAN, CITY_RUN = "360702", "360704", "3607SZ"
A, B, C, D, E, KINDERGARTEN = (
    "2136000001",
    "3136000002",
    "2136000003",
    "2136000004",
    "3436000005",
    "1136000006",
)
SEPTEMBER, OCTOBER = date(2026, 9, 20), date(2026, 10, 20)


def register() -> Sent:
    """The register of the six schools."""
    rows = [
        school(A, ZHANGGONG),
        school(B, ZHANGGONG, "junior"),
        school(C, ZHANGGONG),
        school(D, GANXIAN),
        school(E, CITY_RUN, "senior"),
        school(KINDERGARTEN, ZHANGGONG, "preschool"),
    ]
    return Sent("F00", AUTUMN, "3607", rows)


def enrolments() -> list[Sent]:
    """Enrolment of all six; A has 850 pupils of whom 6 are exempted, C exactly 800."""
    zhanggong = [
        enrolment(A, ZHANGGONG, "1", "1", 300),
        enrolment(A, ZHANGGONG, "4", "1", 300),
        enrolment(A, ZHANGGONG, "4", "2", 250, suspended_n=2, retained_n=1, exempt_n=3),
        enrolment(B, ZHANGGONG, "7", "1", 1),
        enrolment(KINDERGARTEN, ZHANGGONG, "K3", "1", 90),
    ]
    ganxian = [enrolment(D, GANXIAN, "3", "1", 50), enrolment(D, GANXIAN, "4", "1", 40)]
    return [
        Sent("F01", AUTUMN, ZHANGGONG, zhanggong),
        Sent("F01", AUTUMN, GANXIAN, ganxian),
        Sent("F01", AUTUMN, CITY_RUN, [enrolment(E, CITY_RUN, "10", "1", 1700)]),
    ]


def late_enrolment() -> Sent:
    """School C alone, after the deadline."""
    return Sent("F01", AUTUMN, ZHANGGONG, [enrolment(C, ZHANGGONG, "2", "1", 800)])


def rosters() -> list[Sent]:
    """Staff of A (left on 15 October), B (part-time), E (itinerant, serves D); nil in Ganxian."""
    zhanggong = [
        staff("S1", ZHANGGONG, A, valid_to=date(2026, 10, 15)),
        staff("S2", ZHANGGONG, B, "pt_teacher"),
        staff("S3", ZHANGGONG, None, "ft_researcher"),
    ]
    itinerant = {"establishment": "itinerant", "served_school_codes": D}
    unqualified = {"psych_major": False, "certificate": "other"}
    return [
        Sent("F07", AUTUMN, ZHANGGONG, zhanggong),
        Sent("F07", AUTUMN, GANXIAN, nil=(D, GANXIAN)),
        Sent("F07", AUTUMN, CITY_RUN, [staff("S4", CITY_RUN, E, **itinerant, **unqualified)]),
    ]


def screenings() -> list[Sent]:
    """Tests of A, B, D and E; C sends none. P6 moves from A to D between two tests."""
    mht = {
        "instrument": "MHT",
        "instrument_version": "100Q",
        "norm_set": "CN",
    }
    at_a = [
        tested("P1", A, "4", SEPTEMBER, 4.0),
        tested("P2", A, "4", SEPTEMBER, None, is_valid=False),
        refused("P3", A, "4"),
        tested("P4", A, "4", SEPTEMBER, 16.0, level="normal"),
        refused("P5", A, "4", is_held=True),
        tested("P6", A, "4", SEPTEMBER, 6.0),
    ]
    at_b = [
        tested("P10", B, "7", SEPTEMBER, 40.0, validity_score=3.0, **mht),
        tested("P11", B, "7", SEPTEMBER, 40.0, validity_score=7.0, **mht),
    ]
    at_d = [tested("P6", D, "4", OCTOBER, 12.0), tested("P20", D, "3", OCTOBER, 12.0)]
    at_e = [
        tested("P30", E, "10", date(2026, 10, 10), 0.0, crisis_flag=True),
        tested("P31", E, "10", date(2026, 11, 2), 0.0),
    ]
    return [
        Sent("F02", ROUND, ZHANGGONG, at_a + at_b),
        Sent("F02", ROUND, GANXIAN, at_d),
        Sent("F02", ROUND, CITY_RUN, at_e),
    ]


def cases(month: str) -> list[Sent]:
    """Registers and follow-ups of a month: P4 of A is severe from 5 October; C is silent."""
    of_p4 = case(A, 1, "P4", date(2026, 10, 5), "severe", plan_on=date(2026, 10, 9))
    registers = [of_p4] if month == "2026-10" else []
    reached = [contact(A, 1, date(2026, 10, day), day) for day in (12, 26)] if registers else []
    others = (B,) if registers else (A, B)
    return [
        Sent("F04", month, ZHANGGONG, registers, nil=others),
        Sent("F05", month, ZHANGGONG, reached, nil=others),
        *(Sent(form, month, GANXIAN, nil=(D,)) for form in ("F04", "F05")),
        *(Sent(form, month, CITY_RUN, nil=(E,)) for form in ("F04", "F05")),
    ]


def send(lake: LakeBuilder) -> None:
    """Everything in the order a term brings it."""
    lake.batch(datetime(2026, 9, 8, 20), register())
    lake.batch(datetime(2026, 9, 12, 20), *enrolments(), *rosters())
    lake.batch(datetime(2026, 9, 20, 20), late_enrolment())
    lake.batch(datetime(2026, 10, 4, 20), *cases("2026-09"))
    lake.batch(datetime(2026, 11, 5, 20), *screenings(), *cases("2026-10"))
