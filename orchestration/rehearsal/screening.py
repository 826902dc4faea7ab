"""The rows of F02 of one school and round: who sat what, how often, and with which result.

Rates of taking part differ by unit and year, as they would; faults are planted in
`imperfections`, not here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from statistics import NormalDist

from orchestration.rehearsal.city import SEED, School
from orchestration.rehearsal.enrolment import Cohort, Row, cohorts, year_of
from orchestration.rehearsal.scores import (
    CES_DC,
    GAD_7,
    MHT,
    MHT_56,
    MSSMHS,
    PHQ_9,
    PHQ_A,
    SCARED,
    SCL_90,
    Instrument,
    Scores,
    level_of,
    sit,
)
from validations.code_lists import label_of
from validations.forms.screening_context import SUBS

# Share of due pupils who sit the instrument; what is not listed is _USUAL.
_USUAL = 0.985
_TURNOUT = {
    2025: {"360723": 0.93, "360733": 0.84, "360728": 0.9, "3607SZ": 0.97, "360726": 0.91},
    2026: {"360723": 0.96, "360733": 0.79, "360724": 0.9, "3607SZ": 0.97, "360735": 0.94},
}
_REFUSED, _PENDING = 0.012, 0.004
_LOWEST_GRADE = {"360704": 4}
_NATIONAL_PLATFORM = {"360730", "360732"}
_OTHER_PLATFORM = {"360783"}
_LIE_VOID = 7
_NORMAL = NormalDist()
_RESULTS = ("test_date", "validity_score", "is_valid", "total_score", *SUBS, "crisis_flag", "level")
_NO_SCORES = {**dict.fromkeys(_RESULTS, ""), "attempt_no": "1", "source": "普查"}


def instruments_of(unit_code: str, stage: str, grade: str) -> tuple[Instrument, ...]:
    """What a unit's schools use for a grade: one instrument, in senior grades often two."""
    if stage in {"senior", "vocational"}:
        own = {"3607SZ": (SCL_90,), "360731": (PHQ_A, GAD_7), "360781": (PHQ_A,)}
        return own.get(unit_code, (PHQ_9,) if stage == "vocational" else (PHQ_9, GAD_7))
    if stage == "special" or grade in {"1", "2", "3"}:
        return (CES_DC,)
    if unit_code == "360781" and stage == "primary":
        return (SCARED,)
    if unit_code == "360703" and stage == "junior":
        return (MSSMHS,)
    return (MHT_56,) if unit_code in {"360722", "360730"} else (MHT,)


def screening_rows(school: School, round_id: str) -> list[Row]:
    """The rows of F02 of one school in one round; none where nobody is due."""
    rows: list[Row] = []
    for cohort in due_cohorts(school, year_of(round_id)):
        rng = random.Random(  # noqa: S311 - invented data
            f"{SEED} {round_id} {school.code} {cohort.lineage} {cohort.grade} {cohort.sex}"
        )
        present = cohort.size - sum(cohort.away)
        common = _common(cohort, round_id)
        for number in range(present):
            own = {"pupil_token": cohort.token(number), "class_no": str(number // 23 + 1)}
            rows += _rows_of_pupil(cohort, {**common, **own}, rng)
    return rows


def due_cohorts(school: School, year: int) -> Iterator[Cohort]:
    """The cohorts whom the policy of their unit asks to be screened."""
    for cohort in cohorts(school, year):
        lowest = _LOWEST_GRADE.get(school.unit_code, 1)
        if cohort.stage != "preschool" and not (
            cohort.grade.isdigit() and int(cohort.grade) < lowest
        ):
            yield cohort


def _rows_of_pupil(cohort: Cohort, common: Row, rng: random.Random) -> Iterator[Row]:
    unit, year = cohort.school.unit_code, year_of(common["round_id"])
    chance = rng.random()
    burden = 0.85 * _lasting_burden(common["pupil_token"]) + 0.5 * rng.gauss(0.0, 1.0)
    chosen = instruments_of(unit, cohort.stage, cohort.grade)
    if chance < _REFUSED + _PENDING:
        answer = label_of("consent", "refused" if chance < _REFUSED else "pending")
        yield {**common, **chosen[0].words(), **_NO_SCORES, "consent": answer}
        return
    if chance > _TURNOUT[year].get(unit, _USUAL) + _REFUSED:
        return
    first = _school_day(rng, year)
    for instrument in chosen:
        scores = sit(instrument, rng, burden)
        yield {**common, **instrument.words(), **_sat(instrument, scores, first, 1)}
        if scores.validity is not None and scores.validity >= _LIE_VOID and rng.random() < 0.7:
            again = sit(instrument, rng, burden)
            day = min(first + timedelta(days=rng.randint(7, 12)), date(year, 10, 31))
            yield {**common, **instrument.words(), **_sat(instrument, again, day, 2)}


def _lasting_burden(token: str) -> float:
    """What a pupil carries from year to year, standard normal, by the token alone."""
    value = int(token.replace("-", "")[8:14], 36)
    return _NORMAL.inv_cdf((value % 99_991 + 0.5) / 99_991)


def _common(cohort: Cohort, round_id: str) -> Row:
    """The cells that all pupils of a cohort share."""
    unit = cohort.school.unit_code
    platform = "ganpo"
    if unit in _NATIONAL_PLATFORM:
        platform = "national"
    elif unit in _OTHER_PLATFORM:
        platform = "other"
    return {
        "round_id": round_id,
        "school_code": cohort.school.code,
        "grade": label_of("grade", cohort.grade),
        "sex": label_of("sex", cohort.sex),
        "platform": label_of("platform", platform),
        "explain_code": "平台数据口径" if platform == "other" else "",
        "explain": "用县级采购平台施测" if platform == "other" else "",
    }


def _sat(instrument: Instrument, scores: Scores, day: date, attempt: int) -> Row:
    is_valid = scores.validity is None or scores.validity < _LIE_VOID
    subs = {name: _number(value) for name, value in zip(SUBS, scores.subs, strict=False)}
    crisis = {None: "", True: "是", False: "否"}[scores.crisis]
    return {
        **_NO_SCORES,
        **subs,
        "test_date": day.isoformat(),
        "attempt_no": str(attempt),
        "validity_score": "" if scores.validity is None else str(scores.validity),
        "is_valid": "是" if is_valid else "否",
        "total_score": _number(scores.total),
        "crisis_flag": crisis,
        "level": label_of("level", level_of(instrument, scores)) if is_valid else "",
        "consent": "同意",
        "source": "普查" if attempt == 1 else "复测",
    }


def _school_day(rng: random.Random, year: int) -> date:
    """A weekday from mid-September to late October, the National Day week left out."""
    return _school_days(year)[rng.randrange(38)]


@cache
def _school_days(year: int) -> tuple[date, ...]:
    days = []
    for number in range(38):
        day = date(year, 9, 14) + timedelta(days=number)
        if date(year, 10, 1) <= day <= date(year, 10, 8):
            day += timedelta(days=9)
        days.append(day - timedelta(days=max(0, day.weekday() - 4)))
    return tuple(days)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}".rstrip("0")
