"""The bulletin's sheet 口径说明: definitions, policy versions, figure ids, signs.

Definitions come from the metric seed and policies from rpt_policy; no rule is worded here.
"""

from __future__ import annotations

from reports.blocks import Column, Heading, Note, Sheet, Table, Title
from reports.bulletin_input import CITY, BulletinInput
from reports.formatting import NOT_APPLICABLE
from reports.wording import lines, say

_ROOT = "bulletin.notes"
_GRID = (7.0, 19.0, 6.0, 57.0, 7.0, 37.0)


def notes_sheet(given: BulletinInput, title: Title, minimum: int) -> Sheet:
    """口径说明, under the title given; ``minimum`` is the smallest count shown."""
    blocks = (
        title,
        Heading(_say("legend")),
        Note(lines(f"{_ROOT}.legend_lines", minimum=minimum), style="body"),
        Heading(_say("ids")),
        Note(lines(f"{_ROOT}.id_lines", month=given.month), style="body"),
        Heading(_say("policies")),
        _policies(given),
        Heading(_say("metrics")),
        _metrics(given),
    )
    return Sheet(say("bulletin.sheets.notes"), blocks, _GRID, repeat=2, freeze=(2, 0), tab="grey")


def _say(key: str) -> str:
    return say(f"{_ROOT}.{key}")


def _metrics(given: BulletinInput) -> Table:
    keys = ("metric_id", "name", "variant", "definition", "unit", "figure_id")
    styles = ("centre", "name", "centre", "text", "centre", "code")
    columns = tuple(Column(_say(key), style) for key, style in zip(keys, styles, strict=True))
    ids = _first_city_ids(given)
    rows = tuple(
        (
            metric.metric_id,
            metric.name,
            metric.variant or NOT_APPLICABLE,
            metric.definition,
            metric.unit,
            ids[metric.metric_id, metric.variant],
        )
        for metric in given.metric_list
        if (metric.metric_id, metric.variant) in ids
    )
    return Table("metrics", columns, rows, is_repeated=True)


def _first_city_ids(given: BulletinInput) -> dict[tuple[str, str], str]:
    """Figure ids of the city by metric and variant: of the unsliced figure where there is one."""
    ids: dict[tuple[str, str], str] = {}
    for metric_id, variant, slice_, unit in sorted(given.rows):
        if unit == CITY:
            row = given.rows[metric_id, variant, slice_, unit]
            ids.setdefault((metric_id, variant), str(row["figure_id"]))
    return ids


def _policies(given: BulletinInput) -> Table | Note:
    if given.policies.is_empty():
        return Note((_say("no_policies"),))
    columns = (
        Column(_say("policy_version"), "centre"),
        Column(_say("description"), "text"),
        Column(_say("source"), "text"),
    )
    rows = tuple(
        (row["policy_version"], row["description_zh"], row["source_document"])
        for row in given.policies.sort("policy_version").iter_rows(named=True)
    )
    return Table("policies", columns, rows, span=(2, 2, 2))
