"""The sheet 与上期比较 of a term's or school year's edition: its last month beside the one before.

Both columns are figures after disclosure, each of its own month; no difference is worked out here.
"""

from __future__ import annotations

from dataclasses import replace

from reports.blocks import Block, Cell, Column, Heading, Note, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput, Metric
from reports.formatting import NOT_APPLICABLE
from reports.wording import say

_ROOT = "bulletin.comparison"
_GRID = (14.0,) + (10.5,) * 11
# What counties are compared by: as many as fit beside each other, two columns each.
_COUNTIES = (("M02", ""), ("M07", ""), ("M12", ""), ("M13", ""), ("M21", ""))


def comparison_sheet(given: BulletinInput, title: Title) -> Sheet | None:
    """与上期比较, under the title given; None for a month's bulletin."""
    if not given.period_words:
        return None
    blocks: list[Block] = [title]
    if given.earlier.is_empty():
        blocks.append(Note((say(f"{_ROOT}.none"),), style="body"))
    else:
        before = _before(given)
        blocks += [
            Heading(say(f"{_ROOT}.units")),
            _units(given, before),
            Note((say(f"{_ROOT}.units_note"), say("mark.legend"))),
            Heading(say(f"{_ROOT}.city"), starts_page=True),
            _city(given, before),
            Note((say(f"{_ROOT}.note", before=given.earlier_words),)),
        ]
    return Sheet(say("bulletin.sheets.comparison"), tuple(blocks), _GRID, repeat=2, freeze=(2, 1))


def _before(given: BulletinInput) -> BulletinInput:
    """The month before as the same pages see it."""
    month = str(given.earlier["month"][0])
    return replace(given, month=month, figures=given.earlier)


def _city(given: BulletinInput, before: BulletinInput) -> Table:
    keys = {"metric": "name", "now": "count", "before": "count", "target": "centre"}
    keys |= {"numerator": "count", "denominator": "count"}
    keys |= {"numerator_before": "count", "denominator_before": "count"}
    columns = tuple(Column(say(f"{_ROOT}.{key}"), style) for key, style in keys.items())
    rows = tuple(
        _city_row(given, before, metric)
        for metric in given.metric_list
        if any(one.row(metric.metric_id, CITY, metric.variant) for one in (given, before))
    )
    return Table("comparison city", columns, rows, span=(3, 2, 2, 1, 1, 1, 1, 1), is_repeated=True)


def _city_row(
    given: BulletinInput, before: BulletinInput, metric: Metric
) -> tuple[Value | Cell, ...]:
    key = (metric.metric_id, CITY, metric.variant)
    return (
        metric.name,
        _cell(given, metric, CITY),
        _cell(before, metric, CITY),
        given.target_words(metric.metric_id, metric.variant),
        *(
            one.part(part, *key) if metric.kind in ("rate", "ratio") else NOT_APPLICABLE
            for one in (given, before)
            for part in ("numerator", "denominator")
        ),
    )


def _cell(given: BulletinInput, metric: Metric, unit: str) -> Cell:
    """A figure of either month; where that month had no such metric it is not applicable."""
    if given.row(metric.metric_id, unit, metric.variant) is None:
        return Cell(NOT_APPLICABLE, metric.style)
    return given.cell(metric.metric_id, unit, metric.variant)


def _units(given: BulletinInput, before: BulletinInput) -> Table:
    metrics = [
        metric for metric in given.metric_list if (metric.metric_id, metric.variant) in _COUNTIES
    ]
    sides = {"unit_now": given, "unit_before": before}
    columns = (
        Column(say(f"{_ROOT}.unit"), "name"),
        *(
            Column(say(f"{_ROOT}.{side}"), metric.style, metric.name)
            for metric in metrics
            for side in sides
        ),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = tuple(
        (name, *(_cell(one, metric, code) for metric in metrics for one in sides.values()))
        for code, name in ((CITY, say("mark.city")), *given.unit_list)
    )
    return Table("comparison units", columns, rows, lead_rows=1)
