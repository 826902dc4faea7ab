"""One row of 主动事项 → a decision, or what is wrong with it: what the officer starts himself."""

from collections.abc import Callable, Mapping
from functools import cache

from validations.cell_values import folded, read_date
from validations.code_lists import label_of, options
from validations.decided import Decision, Known
from validations.decision_choices import signed_faults
from validations.decision_sheets import DecisionFile, DecisionRow
from validations.declarations import CITY
from validations.findings import Finding
from validations.form_columns import columns_of
from validations.forms import FORMS, SHEETS
from validations.parameter_values import (
    may_change,
    parameter_of,
    source_of,
    value_of,
)
from validations.period_dates import period_start
from validations.vocabulary import code_of, why_unknown, word_key

# What each kind asks for beside reason and name, in the order of the list.
NEEDED = {
    "unlock": ("form", "period", "scope", "day"),
    "withdraw": ("submission",),
    "alias": ("name", "word", "value"),
    "parameter": ("name", "value", "day"),
    "sign_off": ("period",),
}
_CHOICES = {"sign_off": "sign", "parameter": "set"}
_Said = Mapping[str, str | None]


class _WrongCellError(Exception):
    """A cell that will not do, and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


@cache
def alias_lists() -> dict[str, str]:
    """Title of a column -> the list behind it, for every list a unit fills in by words."""
    found: dict[str, str] = {}
    for sheet in SHEETS.values():
        for column in columns_of(sheet):
            if column.list_name and column.list_name not in found.values():
                found.setdefault(column.title, column.list_name)
    return found


def decide_initiative(
    row: DecisionRow, file: DecisionFile, known: Known
) -> tuple[Decision | None, list[Finding]]:
    """The decision of one row, or every fault of it."""
    text = row.cells.get("kind")
    if text is None:
        return None, [row.finding("D01.R03", "kind")]
    kind = code_of("initiative", text)
    if kind is None:
        choices = "、".join(options("initiative"))
        return None, [row.finding("D01.R04", "kind", value=text[:30], choices=choices)]
    missing = [name for name in NEEDED[kind] if name not in row.cells]
    found = [row.finding("D01.R03", name) for name in missing] + signed_faults(row)
    if found:
        return None, found
    try:
        said = _READ[kind](row.cells, file, known, row.is_1904)
    except _WrongCellError as wrong:
        value = row.cells.get(wrong.column, "")[:40]
        return None, [row.finding("D01.R08", wrong.column, value=value, why=wrong.why)]
    decision = Decision(
        sent_in=row.submission_id,
        sheet=row.sheet,
        row_number=row.row_number,
        kind=kind,
        choice=_CHOICES.get(kind, kind),
        words=label_of("initiative", kind),
        reason=row.cells["reason"],
        who=row.cells["who"],
        **said,
    )
    return decision, []


def _unlock(cells: Mapping[str, str], file: DecisionFile, known: Known, is_1904: bool) -> _Said:
    form_id = code_of("form", cells["form"])
    if form_id not in FORMS:
        raise _WrongCellError("form", "没有这张表")
    period = folded(cells["period"])
    if period_start(FORMS[form_id], period) is None:
        raise _WrongCellError("period", "没有这一期")
    return {
        "form_id": form_id,
        "period": period,
        "scope_code": _scope(cells["scope"], known),
        "value": _day(cells["day"], is_1904),
    }


def _withdraw(cells: Mapping[str, str], file: DecisionFile, known: Known, is_1904: bool) -> _Said:
    submission_id = folded(cells["submission"])
    scopes = {scope for submission, scope in known.scopes if submission == submission_id}
    if not scopes:
        raise _WrongCellError("submission", "没有收到过这个编号的报送，或其中没有可撤回的内容")
    scope = folded(cells["scope"]) if "scope" in cells else None
    if scope is not None and scope not in scopes:
        raise _WrongCellError("scope", "这份报送不含这所学校或单位")
    return {"submission_id": submission_id, "scope_code": scope}


def _alias(cells: Mapping[str, str], file: DecisionFile, known: Known, is_1904: bool) -> _Said:
    titles = {word_key(title): name for title, name in alias_lists().items()}
    list_name = titles.get(word_key(cells["name"]))
    if list_name is None:
        raise _WrongCellError("name", f"没有这个栏目，可填{'、'.join(alias_lists())}")
    word = folded(cells["word"])
    why = why_unknown(list_name, word)
    if why is not None:
        raise _WrongCellError("word", why)
    meant = code_of(list_name, word)
    if meant is not None:
        raise _WrongCellError("word", f"已经是“{label_of(list_name, meant)}”的写法，不必增加")
    code = code_of(list_name, cells["value"])
    if code is None:
        raise _WrongCellError("value", f"不是这个栏目的选项，可填{'、'.join(options(list_name))}")
    return {"item_name": list_name, "word": word, "value": code}


def _parameter(cells: Mapping[str, str], file: DecisionFile, known: Known, is_1904: bool) -> _Said:
    name = parameter_of(cells["name"])
    if name is None:
        raise _WrongCellError("name", "没有这个参数")
    if not may_change(name):
        raise _WrongCellError("name", f"这个参数依据“{source_of(name)}”，不能在这里改")
    value, allowed = value_of(name, cells["value"])
    if value is None:
        raise _WrongCellError("value", allowed)
    return {"item_name": name, "value": value, "valid_from": _day(cells["day"], is_1904)}


def _sign_off(cells: Mapping[str, str], file: DecisionFile, known: Known, is_1904: bool) -> _Said:
    month = folded(cells["period"])
    digest = file.drafts.get(month)
    if digest is None:
        months = "、".join(sorted(file.drafts)) or "（目前没有）"
        raise _WrongCellError("period", f"这个月没有可以签发的草稿，可签发的月份：{months}")
    return {"period": month, "value": digest}


_READ: dict[str, Callable[[Mapping[str, str], DecisionFile, Known, bool], _Said]] = {
    "unlock": _unlock,
    "withdraw": _withdraw,
    "alias": _alias,
    "parameter": _parameter,
    "sign_off": _sign_off,
}


def _scope(text: str, known: Known) -> str:
    """A school that a register has named, a reporting unit, or the city."""
    code = folded(text)
    unit = code_of("unit", code)
    if code in known.schools or code == CITY:
        return code
    if unit is None:
        raise _WrongCellError("scope", "学校名录里没有这所学校，也不是报送单位")
    return unit


def _day(text: str, is_1904: bool) -> str:
    reading = read_date(text, is_1904)
    if reading.value is None:
        raise _WrongCellError("day", reading.problem or "应填日期")
    return str(reading.value.isoformat())
