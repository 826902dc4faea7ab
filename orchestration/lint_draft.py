"""Check a draft letter (.docx or .txt) against a month's figures; write the check beside the draft.

The draft is read and never changed. What is judged and said is `reports`'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from orchestration.draft_text import DraftError, draft_text
from orchestration.fact_sheet import CITY, CITY_OFFICE
from orchestration.figures import warehouse_of
from orchestration.publish import known_at, month_figures
from orchestration.settings import Settings
from orchestration.shown import disclosed_near
from orchestration.stores import atomic

if TYPE_CHECKING:
    from reports.draft_fit import Known
    from reports.draft_words import Scope, Slice

__all__ = ["DraftError", "Linted", "draft_text", "known_figures", "lint_draft"]


@dataclass(frozen=True)
class Linted:
    """The lines to print, the workbook written, and whether every number is proved."""

    lines: tuple[str, ...]
    report: Path
    is_clean: bool


def lint_draft(settings: Settings, month: str, draft: Path, unit_code: str = CITY) -> Linted:
    """Judge every number of the draft against the month; `unit_code` is who writes the letter.

    Raises `DraftError`, and as `month_figures` where the month has no figures.
    """
    from reports.draft_lint import is_clean, lint
    from reports.draft_report import build_report, report_lines
    from reports.formatting import chinese_month
    from reports.workbook import workbook_bytes

    check_unit(unit_code)
    text = draft_text(draft)
    moment = known_at(month_figures(settings, month))
    judged = lint(text, known_figures(settings, month, unit_code), scope_of(month, unit_code))
    book = build_report(draft.name, text, judged, chinese_month(month))
    path = report_path(draft)
    atomic.write_bytes(path, workbook_bytes(book, moment))
    return Linted(tuple(report_lines(text, judged)), path, is_clean(judged))


def check_unit(unit_code: str) -> None:
    """Raise `DraftError` naming the codes where no unit has this one."""
    from validations.code_lists import labels

    units = {"全市": CITY, **labels("unit")}
    if unit_code not in units.values():
        known = "、".join(f"{code} {name}" for name, code in units.items())
        raise DraftError(f"没有代码为 {unit_code} 的单位。--unit 填代码：{known}。")


def report_path(draft: Path) -> Path:
    """Where the check of a draft is written: drafts of one name do not share it."""
    from reports.wording import say

    kind = draft.suffix.lower().lstrip(".")
    others = (path for path in draft.parent.iterdir() if path.stem == draft.stem)
    if any(path.suffix.lower() in (".txt", ".docx") and path.name != draft.name for path in others):
        return draft.with_name(say("lint.file_name_again", name=draft.stem, kind=kind))
    return draft.with_name(say("lint.file_name", name=draft.stem))


def scope_of(month: str, unit_code: str) -> Scope:
    """Whose letter of which month it is, and the names that stand for places and slices."""
    from reports.draft_words import Scope
    from validations.code_lists import read_seed

    units = read_seed("code_reporting_unit").select("name_zh", "short_name", "unit_code").rows()
    places = {name: code for *names, code in units for name in names}
    return Scope(month, unit_code, places, slices_of()[1])


def slices_of() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[Slice]]]:
    """The codes of every kind of slice, and the words of their labels."""
    from reports.draft_words import Slice, words_of_drafts
    from validations.code_lists import labels, list_names, read_seed

    listed = set(read_seed("code_metric")["slice_kind"]) & set(list_names())
    own = {kind: labels(kind) for kind in sorted(listed)} | {"case_level": labels("level")}
    for kind, codes in words_of_drafts()["kinds"].items():
        activities = labels("activity_type").items()
        own[kind] = {label: code for label, code in activities if code in codes}
    words: dict[str, set[Slice]] = {}
    for kind, labelled in own.items():
        for label, code in labelled.items():
            words.setdefault(label, set()).add(Slice(kind, code))
    return (
        {kind: frozenset(labelled.values()) for kind, labelled in own.items()},
        {word: frozenset(found) for word, found in words.items()},
    )


def known_figures(settings: Settings, month: str, unit_code: str) -> Sequence[Known]:
    """What a letter of the unit may name: figures of letters, then those of the month as shown.

    The month before and the same month of the year before come too, where there are any.
    """
    from reports import draft_known
    from validations.code_lists import read_seed

    every = month_figures(settings, month)
    warehouse = warehouse_of(settings)
    letters = warehouse.read("rpt_letter_figure", month=month, unit_code=unit_code)
    office = CITY_OFFICE if unit_code == CITY else unit_code
    suggestions = warehouse.read("rpt_suggestion", month=month).filter(unit_code=office)
    units = read_seed("code_reporting_unit").select("unit_code", "short_name").rows()
    places = {**dict(units), CITY: ""}
    metrics, series = (read_seed(n).to_dicts() for n in ("code_metric", "standard_series"))
    codes = slices_of()[0]
    known = draft_known.known_of_letters(letters.sort("sort_no").to_dicts())
    disclosed, _ = disclosed_near(warehouse, every, month, known_at(every).date())
    figures = disclosed.figures.sort(
        pl.col("month") != month, "sort_no", "variant", "slice", "unit_code", nulls_last=False
    )
    known += draft_known.known_of_figures(figures.to_dicts(), metrics, places, codes, series)
    known += draft_known.known_of_cases(disclosed.cases.to_dicts(), places)
    return [*known, *draft_known.known_of_suggestions(suggestions.to_dicts(), unit_code)]
