"""The sentences over the sheet 干预处置: the city's cases, follow-up and plans in words.

Every number is a figure after disclosure, rounded once; a mark is said as a mark.
"""

from __future__ import annotations

from decimal import Decimal

from reports.bulletin_input import CITY, BulletinInput
from reports.formatting import shown, spoken
from reports.wording import say, section
from validations.code_lists import labels

_ROOT = "bulletin.intervention.sentences"
_LEVELS = ("severe", "moderate", "mild")


def case_sentences(given: BulletinInput) -> tuple[tuple[str, str, str], ...]:
    """(tone, label, sentence), one a subject, in the order of the sheet."""
    subjects = {
        "cases": _cases(given),
        "followup": _followup(given),
        "overdue": _overdue(given),
        "plans": _plans(given),
        **({"turns": _turns(given)} if given.has_metric("M15") else {}),
        "archives": _archives(given),
    }
    return tuple(
        ("changed", say(f"{_ROOT}.{name}_label"), words) for name, words in subjects.items()
    )


def _cases(given: BulletinInput) -> str:
    words = {
        f"{measure}_{level}": _number(given.case_cell(measure, CITY, level).value)
        for measure in ("running_count", "opened_in_month", "closed_in_month")
        for level in _LEVELS
    }
    return say(f"{_ROOT}.cases", **words)


def _followup(given: BulletinInput) -> str:
    return say(
        f"{_ROOT}.followup",
        whole=_rate(given, "M13", "items_of"),
        severe=_rate(given, "M13", "items_of", "severe"),
        moderate=_value(given, "M13", "moderate"),
        mild=_value(given, "M13", "mild"),
    )


def _overdue(given: BulletinInput) -> str:
    ages = section("bulletin.intervention.ages")
    parts = [
        say(f"{_ROOT}.age", age=words, number=_value(given, "M14", code))
        for code, words in ages.items()
    ]
    return say(
        f"{_ROOT}.overdue",
        whole=_value(given, "M14"),
        severe=_severe(given),
        ages="、".join(parts),
    )


def _severe(given: BulletinInput) -> str:
    """The city's overdue pupils at the severe level: their number, or the band in its stead."""
    row = given.row("M14", CITY, slice_="severe")
    band = given.band_words(CITY, "severe")
    is_kept_back = row is not None and row["status"] == "suppressed"
    return band if is_kept_back and band else _value(given, "M14", "severe")


def _plans(given: BulletinInput) -> str:
    names = {
        "plan": ("M12", "plans_of"),
        "known": ("M17", "known_of"),
        "review": ("M10", "reviews_of"),
    }
    rates = {key: _rate(given, metric, kind) for key, (metric, kind) in names.items()}
    return say(f"{_ROOT}.plans", **rates)


def _turns(given: BulletinInput) -> str:
    names = {"referral": ("M15", "referrals_of"), "back": ("M16", "returns_of")}
    rates = {key: _rate(given, metric, kind) for key, (metric, kind) in names.items()}
    return say(f"{_ROOT}.turns", **rates)


def _archives(given: BulletinInput) -> str:
    parts = [
        say(f"{_ROOT}.stage", stage=label, rate=_value(given, "M11", code))
        for label, code in labels("stage").items()
        if (row := given.row("M11", CITY, slice_=code)) is not None
        and row["status"] != "not_applicable"
    ]
    stages = say(f"{_ROOT}.stages", stages="、".join(parts)) if parts else ""
    return say(f"{_ROOT}.archives", rate=_rate(given, "M11", "archives_of"), stages=stages)


def _rate(given: BulletinInput, metric_id: str, kind: str, slice_: str = "") -> str:
    """A rate with its counts and target, 87.5%（应42次、按时36次，目标95%）; or its mark."""
    row = given.row(metric_id, CITY, slice_=slice_)
    value = _value(given, metric_id, slice_)
    if row is None or row["status"] != "ok":
        return value
    parts = {name: _number(Decimal(row[name])) for name in ("numerator", "denominator")}
    words = say(f"{_ROOT}.{kind}", **parts)
    if row["target"] is not None:
        target = given.target_words(metric_id, slice_=slice_)
        words = say(f"{_ROOT}.with_target", words=words, target=target)
    return say(f"{_ROOT}.rate", value=value, words=words)


def _value(given: BulletinInput, metric_id: str, slice_: str = "") -> str:
    metric = given.metric(metric_id)
    row = given.row(metric_id, CITY, slice_=slice_)
    return spoken(
        shown(row, metric.kind, metric.decimals), metric.kind, metric.decimals, metric.unit
    )


def _number(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, Decimal) else str(value)
