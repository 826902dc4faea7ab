"""What a file says it is: form, period, unit, version — from ``_meta`` or from its folder.

Nothing is guessed from the clock or the file name. What is in the rows is not looked at here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from validations.cell_values import folded
from validations.code_lists import label_of
from validations.findings import Finding, file_finding
from validations.forms import FORMS, Form, Severity
from validations.forms.decisions import FORM_ID as DECISION_FORM
from validations.parameters import Parameters
from validations.period_dates import (
    in_force_from,
    lock_day,
    month_start,
    period_start,
    school_year_of,
)
from validations.sheet_names import META_SHEET
from validations.template_versions import version_fault
from validations.vocabulary import code_of, why_unknown

CITY = "3607"
_KINDS = {"semester": "学期", "quarter": "季度", "month": "月", "round": "筛查轮次"}
_EXAMPLES = {
    "semester": "2026-2027-1",
    "quarter": "2026Q4",
    "month": "2026-10",
    "round": "2026-2027-1R1",
}
_PARTS = {"form_id": "报表", "period": "期别", "unit_code": "报送单位"}


@dataclass(frozen=True)
class Declared:
    """What a submission declares; with any finding among ``must_fix`` none of its rows count.

    ``form`` is None where the form is unknown, and then nothing can be read.
    """

    form: Form | None
    form_id: str | None
    period: str | None
    unit_code: str | None
    template_version: str | None
    revision: int
    declared_by: str
    must_fix: tuple[Finding, ...]
    notes: tuple[Finding, ...]


def declared(
    submission_id: str,
    meta: dict[str, str] | None,
    folder: dict[str, str | None],
    received_on: date,
    parameters: Parameters,
) -> Declared:
    """Weigh ``_meta`` against the folder (form_id, period, unit_code), and both against seeds."""
    meta_said = {name: folded(meta.get(name, "")) or None for name in _PARTS} if meta else {}
    folder_said = {name: folded(text) if text else None for name, text in folder.items()}
    said = {name: meta_said.get(name) or folder_said.get(name) for name in _PARTS}
    if said["unit_code"]:
        said["unit_code"] = code_of("unit", said["unit_code"]) or said["unit_code"].upper()
    where = _locator(meta)

    def fault(rule_id: str, part: str, values: dict[str, str]) -> Finding:
        return file_finding(submission_id, rule_id, values, **where(part))

    form = FORMS.get((said["form_id"] or "").upper())
    must_fix = [
        *_contradictions(meta_said, folder_said, fault),
        *_unknown(form, said, received_on, fault),
    ]
    version = folded((meta or {}).get("template_version", "")).removesuffix(".0") or None
    told = [
        *_template(form, version, received_on, parameters, fault),
        *_of_last_year(form, said["period"], received_on, fault),
    ]
    must_fix += [finding for finding in told if finding.severity == Severity.MUST_FIX]
    notes = [finding for finding in told if finding.severity != Severity.MUST_FIX]
    return Declared(
        form=form,
        form_id=form.form_id if form else said["form_id"],
        period=said["period"],
        unit_code=said["unit_code"],
        template_version=version,
        revision=_revision(meta),
        declared_by="meta" if meta_said.get("form_id") else "folder" if said["form_id"] else "none",
        must_fix=tuple(must_fix),
        notes=tuple(notes),
    )


def declared_decisions(meta: dict[str, str]) -> Declared:
    """What a 待办表 is: the city office's own, of the month it was written in."""
    period = folded(meta.get("period", ""))
    return Declared(
        form=None,
        form_id=DECISION_FORM,
        period=period if month_start(period) else None,
        unit_code=CITY,
        template_version=meta.get("template_version"),
        revision=1,
        declared_by="meta",
        must_fix=(),
        notes=(),
    )


_Fault = Callable[[str, str, dict[str, str]], Finding]


def _locator(meta: dict[str, str] | None) -> Callable[[str], dict[str, str | None]]:
    """Part -> sheet and cell of ``_meta`` where it stands; nothing for a folder's word."""
    keys = list(meta or {})

    def where(part: str) -> dict[str, str | None]:
        if part not in keys:
            return {}
        return {"sheet": META_SHEET, "cell": f"B{keys.index(part) + 1}", "column_name": part}

    return where


def _contradictions(
    meta_said: dict[str, str | None], folder_said: dict[str, str | None], fault: _Fault
) -> list[Finding]:
    found = []
    for part, what in _PARTS.items():
        in_meta, in_folder = meta_said.get(part), folder_said.get(part)
        if not in_meta or not in_folder:
            continue
        if part == "unit_code":
            in_meta, in_folder = (code_of("unit", text) or text for text in (in_meta, in_folder))
        if in_meta.upper() != in_folder.upper():
            values = {"what": what, "meta": in_meta, "folder": in_folder}
            found.append(fault("W08", part, values))
    return found


def _unknown(
    form: Form | None, said: dict[str, str | None], received_on: date, fault: _Fault
) -> list[Finding]:
    if not all(said.values()):
        return [fault("W03", "form_id", {})]
    form_id, period, unit = (str(said[part]) for part in _PARTS)
    if form is None:
        known = "、".join(f"{known.form_id} {known.title}" for known in FORMS.values())
        return [fault("W04", "form_id", {"form_id": form_id[:20], "known": known})]
    found = []
    start = period_start(form, period)
    if start is None:
        kind = form.period_kind
        values = {"kind": _KINDS[kind], "example": _EXAMPLES[kind]}
        values |= {"period": period[:20], "title": form.title}
        found.append(fault("W05", "period", values))
    elif start > received_on:
        found.append(fault("W06", "period", {"period": period, "start": start.isoformat()}))
    elif start < (since := in_force_from(form)):
        values = {"title": form.title, "period": period, "since": since.isoformat()}
        found.append(fault("W18", "period", values))
    if not is_unit_of(form, unit):
        values = {"unit_code": unit[:20], "fix": _unit_advice(form, unit)}
        found.append(fault("W07", "unit_code", values))
    return found


def _template(
    form: Form | None,
    version: str | None,
    received_on: date,
    parameters: Parameters,
    fault: _Fault,
) -> Iterator[Finding]:
    """An older blank is taken until its window closes; rows typed without a blank have none."""
    if form is None or version is None:
        return
    told = version_fault(form.form_id, version, received_on, parameters)
    if told is not None:
        yield fault(told[0], "template_version", told[1])


def _of_last_year(
    form: Form | None, period: str | None, received_on: date, fault: _Fault
) -> Iterator[Finding]:
    """A form of an earlier school year whose lock has passed: taken for its own period, and told.

    In September last year's files still lie about; the clock never moves one into this year.
    """
    start = period_start(form, period) if form and period else None
    if form is None or period is None or start is None:
        return
    locked_on = lock_day(form, period)
    is_over = locked_on is not None and locked_on < received_on
    if is_over and school_year_of(start) < school_year_of(received_on):
        yield fault("W15", "period", {"period": period, "lock_on": str(locked_on)})


def is_unit_of(form: Form, unit: str) -> bool:
    """Whether the unit may send this form: the city office for F00, the 21 units for the rest."""
    if form.scope_kind == "city":
        return unit == CITY
    return code_of("unit", unit) == unit


def _unit_advice(form: Form, unit: str) -> str:
    if form.scope_kind == "city":
        return f"{form.title}由市教育局报送，单位代码填 {CITY}。"
    why = why_unknown("unit", unit)
    known = f"应为 21 个报送单位的代码之一，如 360702（{label_of('unit', '360702')}）。"
    return f"{why}。{known}" if why else known


def _revision(meta: dict[str, str] | None) -> int:
    """The revision of ``_meta``, 1 where there is none or it is no number."""
    text = folded((meta or {}).get("revision", "")).removesuffix(".0")
    return int(text) if text.isdecimal() and 1 <= int(text) < 10_000 else 1
