"""The county scorecard 考评 as a value: totals, items, deductions, last year, rules.

Points, parts and ranks are the warehouse's; what a figure may show is decided in ``disclosure``.
Where a figure of a part is withheld in a county, no item of that part tells its points there: the
part's own are given in halves (docs/decisions/0017). What leaders see of the city alone is withheld
in every county that has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from reports.blocks import Cell, Column, Heading, Note, Sheet, Table, Title, Value, Workbook
from reports.bulletin_input import BulletinInput
from reports.deduction_records import record_cells, record_headers, rule_words
from reports.formatting import (
    MARKS,
    NOT_APPLICABLE,
    SUPPRESSED,
    chinese_month,
    chinese_time,
    exact,
    half_up,
    spoken_target,
)
from reports.wording import lines, say
from validations.code_lists import label_of, labels

_ROOT = "scorecard"
_TOTAL = ""
_TOTAL_GRID = (14.0,) + (10.0,) * 11
_ITEM_GRID = (14.0,) + (8.4,) * 15
_LIST_GRID = (13.0, 20.0, 26.0, 18.0, 24.0, 16.0, 9.0)
_RULE_GRID = (14.0, 30.0, 10.0, 12.0, 12.0, 14.0, 34.0)
_SMALL_SIGN = "◇"
_ITEM_SPANS = {1: (5, 5, 5), 2: (3, 2, 2), 3: (2, 1, 2)}


@dataclass(frozen=True)
class Scorecard:
    """What a month's scorecard says.

    ``given`` is the bulletin's input, its figures after suppression; ``scores``, ``items`` and
    ``deductions`` the month's rows of rpt_scorecard, rpt_scorecard_item and rpt_deduction.
    """

    given: BulletinInput
    scores: pl.DataFrame
    items: pl.DataFrame
    deductions: pl.DataFrame

    @cached_property
    def counties(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of the counties that are scored, in official order."""
        scored = set(self.scores["unit_code"])
        return tuple(unit for unit in self.given.unit_list if unit[0] in scored)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Codes of the parts, in order."""
        there = set(self.scores["group_code"])
        return tuple(code for code in labels("score_group").values() if code in there)

    @cached_property
    def score_rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """rpt_scorecard by county and part."""
        return {(r["unit_code"], r["group_code"]): r for r in self.scores.iter_rows(named=True)}

    @cached_property
    def item_rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        """rpt_scorecard_item by county and item."""
        return {(r["unit_code"], r["item_id"]): r for r in self.items.iter_rows(named=True)}

    @cached_property
    def item_list(self) -> tuple[dict[str, Any], ...]:
        """One row an item, in order: what holds for every county."""
        first = self.items.sort("sort_no", "unit_no").unique("item_id", keep="first")
        return tuple(first.sort("sort_no").iter_rows(named=True))

    def is_withheld(self, unit: str, part: str) -> bool:
        """Whether a figure behind the part may not be shown for the county."""
        return any(
            self.item_rows[unit, item["item_id"]]["status"] == "ok"
            and self.shown_status(unit, item) == "suppressed"
            for item in self.item_list
            if item["group_code"] == part
        )

    def shown_status(self, unit: str, item: dict[str, Any]) -> str:
        """The status of an item's figure as shown: with a number that is not shown, suppressed."""
        key = (item["metric_id"], item["variant"], item["slice"], unit)
        row = self.given.rows.get(key) or self.given.statuses.get(key)
        return str((row or self.item_rows[unit, item["item_id"]])["status"])


def build_scorecard(card: Scorecard) -> Workbook:
    """The leaders' scorecard of a month; its moment of knowledge names the version."""
    given, title = card.given, _say("title", month=chinese_month(card.given.month))
    return Workbook(
        title=title,
        sheets=(_totals(card), _items(card), _deductions(card), _last_year(card), _rules(card)),
        header_left=title,
        header_right=_say("header_right", known_at=chinese_time(given.known_at)),
        banner=say("mark.rehearsal_banner") if given.is_rehearsal else "",
        properties={"company": given.issuer, "author": given.issuer},
    )


def _say(key: str, **blanks: object) -> str:
    return say(f"{_ROOT}.{key}", **blanks)


def _head(card: Scorecard, sheet: str) -> Title:
    when = {"month": chinese_month(card.given.month), "known_at": chinese_time(card.given.known_at)}
    return Title(_say(f"heads.{sheet}"), _say("subtitle", **when))


def _sheet(card: Scorecard, name: str, blocks: tuple[Any, ...], grid: tuple[float, ...]) -> Sheet:
    head = _head(card, name)
    return Sheet(_say(f"sheets.{name}"), (head, *blocks), grid, repeat=2, freeze=(2, 1))


def _points(value: Any, sign: str = "", tone: str = "") -> Cell:
    """Points to one decimal, or the mark for nothing to score."""
    if value is None:
        return Cell(NOT_APPLICABLE, "decimal1")
    return Cell(half_up(exact(value), 1), "decimal1", tone, sign)


def _part_header(card: Scorecard, part: str, key: str = "part") -> str:
    points = next(r["points"] for (_, code), r in card.score_rows.items() if code == part)
    return _say(key, name=label_of("score_group", part), points=f"{points:.0f}")


def _totals(card: Scorecard) -> Sheet:
    """总表: points by part, deductions, total, rank; counties in official order."""
    columns = (
        Column(_say("unit"), "name"),
        *(Column(_part_header(card, part, "part_column"), "decimal1") for part in card.parts),
        Column(_say("deducted"), "decimal1"),
        Column(_say("score"), "decimal1"),
        Column(_say("rank"), "centre_count"),
    )
    rows = []
    for unit, name in card.counties:
        whole = card.score_rows[unit, _TOTAL]
        parts = [card.score_rows.get((unit, part), {}).get("score") for part in card.parts]
        taken = "missed" if whole["points_deducted"] else ""
        rank = NOT_APPLICABLE if whole["rank_no"] is None else whole["rank_no"]
        row: tuple[Value | Cell, ...] = (
            name,
            *(_points(part) for part in parts),
            _points(whole["points_deducted"], tone=taken),
            _points(whole["score"]),
            Cell(rank, "centre_count"),
        )
        rows.append(row)
    blocks = (Table("totals", columns, tuple(rows)), Note(lines(f"{_ROOT}.total_notes")))
    return _sheet(card, "totals", blocks, _TOTAL_GRID)


def _items(card: Scorecard) -> Sheet:
    """单项得分: a table a part: figure, points there are, points given, by county."""
    blocks: list[Heading | Table | Note] = []
    for number, part in enumerate(card.parts):
        blocks.append(Heading(_part_header(card, part), starts_page=number > 0))
        blocks.append(_item_table(card, part))
        blocks.append(Note(lines(f"{_ROOT}.item_notes")))
    return _sheet(card, "items", tuple(blocks), _ITEM_GRID)


def _item_table(card: Scorecard, part: str) -> Table:
    items = [item for item in card.item_list if item["group_code"] == part]
    columns = [Column(_say("unit"), "name")]
    for item in items:
        group = _say("part", name=item["item_name"], points=f"{item['points']:.0f}")
        columns += [Column(_say(key), "decimal1", group) for key in ("value", "possible", "given")]
    rows = []
    for unit, name in card.counties:
        cells: list[Value | Cell] = [name]
        is_withheld = card.is_withheld(unit, part)
        for item in items:
            cells += _item_cells(card, unit, item, is_withheld)
        rows.append(tuple(cells))
    spans = (1, *_ITEM_SPANS.get(len(items), (1, 1, 1)) * len(items))
    return Table(f"items {part}", tuple(columns), tuple(rows), span=spans)


def _item_cells(
    card: Scorecard, unit: str, item: dict[str, Any], is_withheld: bool
) -> tuple[Cell, Cell, Cell]:
    """The figure as shown to leaders, the points possible and given."""
    row = card.item_rows[unit, item["item_id"]]
    sign = _SMALL_SIGN if row["is_topped_up"] else ""
    tone = "missed" if row["reason"] == "not_reported" else ""
    given = _points(row["points_given"], sign, tone)
    if is_withheld and row["points_given"] is not None:
        given = Cell(SUPPRESSED, "decimal1")
    return _figure(card, unit, item), _points(row["points_possible"]), given


def _figure(card: Scorecard, unit: str, item: dict[str, Any]) -> Cell:
    if (mark := MARKS.get(card.shown_status(unit, item))) is not None:
        return Cell(mark, "count")
    return card.given.cell(item["metric_id"], unit, item["variant"], item["slice"])


def _deductions(card: Scorecard) -> Sheet:
    """扣分明细: points by county and rule, then the records of rules that are not banded."""
    names = dict(card.given.unit_list)
    rows = card.deductions.sort("sort_no", "rule_id", "school_code", "row_number")
    if rows.is_empty():
        return _sheet(card, "deductions", (Note((_say("no_deductions"),)),), _LIST_GRID)
    summed = rows.unique(["unit_code", "rule_id"], keep="first", maintain_order=True)
    keys = ("unit", "rule", "content", "records", "points")
    columns = tuple(Column(_say(f"deduction.{key}"), "text") for key in keys)
    sums = tuple(
        (
            names[row["unit_code"]],
            row["rule_id"],
            rule_words(row["rule_id"]),
            row["band_label"] if row["is_banded"] else str(row["record_count"]),
            _points(row["points"], tone="missed"),
        )
        for row in summed.iter_rows(named=True)
    )
    blocks: list[Heading | Table | Note] = [
        Heading(_say("deduction.sums")),
        Table("deductions", columns, sums, span=(1, 1, 2, 1, 1)),
        Note(lines(f"{_ROOT}.deduction_notes")),
    ]
    listed = rows.filter(~pl.col("is_banded"))
    if not listed.is_empty():
        headers = (_say("record.unit"), *record_headers())
        columns = tuple(Column(header, "text") for header in headers)
        records = tuple(
            (names[row["unit_code"]], *record_cells(row)) for row in listed.iter_rows(named=True)
        )
        blocks += [Heading(_say("record.heading")), Table("records", columns, records)]
    return _sheet(card, "deductions", tuple(blocks), _LIST_GRID)


def _last_year(card: Scorecard) -> Sheet:
    """与上年同期: total, last year's, and how much of each part was got, like beside like."""
    parts = _say("change_group")
    columns = (
        Column(_say("unit"), "name"),
        *(Column(_say(key), "decimal1") for key in ("score", "last_year", "change")),
        *(Column(label_of("score_group", part), "decimal1", parts) for part in card.parts),
    )
    rows: list[tuple[Value | Cell, ...]] = []
    for unit, name in card.counties:
        whole = card.score_rows[unit, _TOTAL]
        scores = [_points(whole[key]) for key in ("score", "last_year_score")]
        of_parts = [card.score_rows.get((unit, part), {}) for part in card.parts]
        changes = [_change(row, "share_change") for row in of_parts]
        rows.append((name, *scores, _change(whole, "score_change"), *changes))
    blocks = (Table("last year", columns, tuple(rows)), Note(lines(f"{_ROOT}.last_year_notes")))
    return _sheet(card, "last_year", blocks, _TOTAL_GRID)


def _change(row: dict[str, Any], key: str) -> Cell:
    """A difference to last year, or in words that other items applied then."""
    if row.get("is_comparable") is False:
        return Cell(_say("not_comparable"), "centre")
    return _points(row.get(key))


def _rules(card: Scorecard) -> Sheet:
    """口径: every item with its points, floor and target, and the rules in words."""
    keys = ("part", "item", "points", "floor", "target", "way", "metric")
    columns = tuple(Column(_say(f"rule.{key}"), "text") for key in keys)
    rows = tuple(_rule(card, item) for item in card.item_list)
    blocks = (
        Note(lines(f"{_ROOT}.rule_lines")),
        Heading(_say("rule.heading")),
        Table("rules", columns, rows, is_repeated=True),
    )
    return Sheet(_say("sheets.rules"), (_head(card, "rules"), *blocks), _RULE_GRID)


def _rule(card: Scorecard, item: dict[str, Any]) -> tuple[Value | Cell, ...]:
    found = [m for m in card.given.metric_list if m.metric_id == item["metric_id"]]
    metric = next((m for m in found if m.variant == item["variant"]), None)
    kind, unit = (metric.kind, metric.unit) if metric else ("count", "")
    number = "-".join(part for part in (item["metric_id"], item["variant"], item["slice"]) if part)
    return (
        label_of("score_group", item["group_code"]),
        item["item_name"],
        _points(item["points"]),
        Cell(spoken_target(item["floor"], kind, unit), "centre"),
        Cell(spoken_target(item["target"], kind, unit), "centre"),
        Cell(_say("ways.stepped" if item["steps"] else "ways.straight"), "centre"),
        number,
    )
