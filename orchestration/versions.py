"""The difference between two versions of one scope's form, in words: rows that came, went, changed.

Rows are matched by the form's key. Codes of pupils and staff are shown; free text only as changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.settings import Settings
from orchestration.stores.lake import Lake
from orchestration.stores.lake_tables import lake_tables

if TYPE_CHECKING:
    from validations.form_columns import Column
    from validations.forms import Form, FormSheet

CAME, WENT, CHANGED = "新增", "消失", "更改"
OUTCOMES = {
    "counts": "计入",
    "replaced": "已被取代",
    "held": "待定",
    "returned": "退回",
    "waiting": "等待名录",
    "declined": "不采用",
    "withdrawn": "已撤回",
}
_EMPTY = "（空）"
# The same in every row of one scope and period, so they tell no rows apart.
_IMPLIED = ("semester", "round_id")


class NoVersionError(LookupError):
    """There is no such scope, or not that many versions of it; the words say which there are."""


@dataclass(frozen=True)
class Change:
    """One row that came, went or changed; for a change one column with old and new in words."""

    kind: str
    key: str
    column: str = ""
    old: str = ""
    new: str = ""

    @property
    def words(self) -> str:
        """The change as one sentence."""
        if self.kind == CHANGED:
            return f"{self.key}：{self.column}由 {self.old} 改为 {self.new}"
        return f"{self.key}：{self.kind}"


@dataclass(frozen=True)
class Difference:
    """Two versions of a scope's form and every change from the first to the second.

    `older` and `newer` are rows of `rpt_submission_version`.
    """

    form_title: str
    older: Mapping[str, Any]
    newer: Mapping[str, Any]
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        """Whose form of which period, and the two versions."""
        older, newer = self.older, self.newer
        return (
            f"{newer['scope_name']}《{self.form_title}》（{newer['period']}）"
            f"第{older['version_no']}版与第{newer['version_no']}版"
        )

    @property
    def summary(self) -> str:
        """How many rows came, went and changed."""
        counts = {kind: len({c.key for c in self.changes if c.kind == kind}) for kind in _KINDS}
        if not self.changes:
            return "两个版本采用的内容相同。"
        return "，".join(f"{kind} {count} 行" for kind, count in counts.items() if count) + "。"


_KINDS = (CAME, WENT, CHANGED)


def versions_of(
    settings: Settings, form_id: str, period: str, scope_code: str
) -> list[dict[str, Any]]:
    """Every version of a scope's form, first to last; raises `NoVersionError` where none came."""
    rows = warehouse_of(settings).read(
        "rpt_submission_version", form_id=form_id, period=period, scope_code=scope_code
    )
    if rows.is_empty():
        raise NoVersionError(f"没有收到 {scope_code} 的 {form_id}（{period}）。")
    return rows.sort("received_at", "version_no").to_dicts()


def difference(
    settings: Settings,
    form_id: str,
    period: str,
    scope_code: str,
    older: int | None = None,
    newer: int | None = None,
) -> Difference:
    """Compare two versions by number, by default the last with the one before.

    Raises `NoVersionError` where there are not two, or none of that number.
    """
    from validations.forms import FORMS

    found = {row["version_no"]: row for row in versions_of(settings, form_id, period, scope_code)}
    last = newer or max(found)
    first = older or last - 1
    if last in found and first == 0:
        raise NoVersionError("只收到过一版，没有前一版可以比较。")
    for number in (last, first):
        if number not in found:
            known = "、".join(str(n) for n in found)
            raise NoVersionError(f"没有第 {number} 版，无从比较：收到的版本是 {known}。")
    form = FORMS[form_id]
    changes: list[Change] = []
    for sheet in form.sheets:
        before, after = (
            _rows(settings, form, sheet, found[number]["submission_id"], scope_code)
            for number in (first, last)
        )
        changes += changes_between(form, sheet, before, after)
    return Difference(form.title, found[first], found[last], tuple(changes))


def changes_between(
    form: Form, sheet: FormSheet, before: pl.DataFrame, after: pl.DataFrame
) -> Iterator[Change]:
    """Each row that came or went, each cell that changed, in the order of the key.

    Where the form has several sheets each row's key begins with its sheet's title.
    """
    from validations.form_columns import columns_of

    columns = columns_of(sheet)
    implied = (*_IMPLIED, "school_code") if form.scope_kind == "school" else _IMPLIED
    keys = [column for column in columns if column.is_key and column.name not in implied]
    opening = f"{sheet.title}：" if len(form.sheets) > 1 else ""
    old, new = _by_key(before, keys, opening), _by_key(after, keys, opening)
    for key, row in new.items():
        if key in old:
            yield from _cell_changes(key, columns, old[key], row)
        else:
            yield Change(CAME, key)
    yield from (Change(WENT, key) for key in old if key not in new)


def _cell_changes(
    key: str, columns: Sequence[Column], old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    for column in columns:
        if old[column.name] != new[column.name]:
            before, after = _shown(column, old[column.name]), _shown(column, new[column.name])
            yield Change(CHANGED, key, column.title, before, after)


def _by_key(rows: pl.DataFrame, keys: Sequence[Column], opening: str) -> dict[str, dict[str, Any]]:
    """Rows by their key in words; rows of one key are told apart by their order."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows.iter_rows(named=True):
        parts = [f"{c.title} {_shown(c, row[c.name])}" for c in keys if row[c.name] is not None]
        key = plain = opening + "，".join(parts)
        number = 1
        while key in found:
            number += 1
            key = f"{plain}（第{number}行）"
        found[key] = row
    return found


def _shown(column: Column, value: Any) -> str:
    """A cell in words: labels for codes, 是 and 否; of free text only that there is some."""
    from validations.code_lists import label_of

    if value is None or value == "":
        return _EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.kind == "list" and column.list_name:
        return label_of(column.list_name, value)
    if column.kind == "multi" and column.list_name:
        return "、".join(label_of(column.list_name, part) for part in str(value).split(";"))
    if column.kind == "text":
        return f"（{len(str(value))}字）" if column.name == "explain" else str(value)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _rows(
    settings: Settings, form: Form, sheet: FormSheet, submission_id: str, scope_code: str
) -> pl.DataFrame:
    """The accepted rows of one submission that speak for the scope."""
    frame = Lake(settings.lake, lake_tables()).read_submission(sheet.lake_table, submission_id)
    if form.scope_kind != "school":
        return frame
    unit = pl.col("unit_code") if "unit_code" in frame.columns else pl.lit(None, pl.String)
    return frame.filter(pl.coalesce(pl.col("school_code"), unit) == scope_code)
