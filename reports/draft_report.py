"""What a check of a draft says: the figures it was held against, lines to print, and a workbook.

The workbook has the list of numbers with their verdicts and the draft itself with each number
marked; the draft's own file is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reports.blocks import Cell, Column, Note, Sheet, Table, Title, Workbook
from reports.draft_lint import Judged, Known
from reports.fact_sheet import words_of
from reports.formatting import NOT_APPLICABLE, exact, half_up, spoken
from reports.wording import say

_LIST_GRID = (6.0, 18.0, 12.0, 22.0, 30.0, 50.0)
_TEXT_GRID = (6.0, 125.0)
_TONES = {"proved": "met", "differs": "must_fix", "unsupported": "explain", "recognised": ""}
Row = Mapping[str, Any]


def known_of_letters(rows: Iterable[Row]) -> list[Known]:
    """The figures of letters (rows of ``rpt_letter_figure``) that have something to say."""
    return [
        Known(
            figure_id=row["figure_id"],
            name=row["name_zh"],
            value=row["value"],
            unit="%" if row["style"] == "tenths" else row["unit_word"] or "",
            keys=_groups(row["keywords"]),
            said=words_of(row),
            text=row["value_text"] or "" if row["way"] in ("code", "identifier") else "",
            style=row["style"],
            is_rank=row["measure"].startswith("rank"),
        )
        for row in rows
        if row["status"] == "ok"
    ]


def known_of_figures(
    rows: Iterable[Row], metrics: Iterable[Row], places: Mapping[str, str]
) -> list[Known]:
    """The month's figures as they may be shown; a place other than the city must be named near.

    ``rows`` are figures after suppression; ``metrics`` tell kind and decimals, ``places`` the name
    by which a unit is called, empty for the city.
    """
    kinds = {(m["metric_id"], m["variant"] or ""): m for m in metrics}
    known = []
    for row in rows:
        metric = kinds.get((row["metric_id"], row["variant"]))
        if metric is None or row["status"] != "ok" or row["school_code"] or row["slice"]:
            continue
        place = places.get(row["unit_code"], row["unit_name"])
        name = str(row["metric_name"]).partition("（")[0]
        known.append(
            Known(
                figure_id=row["figure_id"],
                name=f"{place}{row['metric_name']}",
                value=Decimal(row["value"]),
                unit="%" if metric["kind"] == "rate" else row["unit_of_measure"],
                keys=((name,), (place,)) if place else ((name,),),
                said=_spoken(row, metric),
            )
        )
    return known


def _spoken(row: Row, metric: Row) -> str:
    decimals = int(metric["decimals"])
    is_rate = metric["kind"] == "rate"
    number = half_up(exact(row["value"]), decimals + 2 if is_rate else decimals)
    return spoken(number, metric["kind"], decimals, row["unit_of_measure"])


def _groups(keywords: str | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("/")) for group in (keywords or "").split(";") if group)


def report_lines(text: str, judged: Sequence[Judged]) -> list[str]:
    """One line a number that is to be mended or proved, and how many there are of each verdict."""
    lines = [
        say(
            "lint.line",
            line=text.count("\n", 0, one.written.start) + 1,
            number=_plain(one.written.text),
            verdict=say(f"lint.verdicts.{one.verdict}"),
            figure=_figure(one),
            said=_about(one),
        )
        for one in judged
        if one.verdict != "recognised"
    ]
    return [*lines, _summary(judged)]


def build_report(name: str, text: str, judged: Sequence[Judged], month: str) -> Workbook:
    """The check of a draft as a workbook: list of numbers, and the draft with its marks."""
    title = say("lint.title", name=name)
    head = Title(title, say("lint.subtitle", month=month, summary=_summary(judged)))
    columns = tuple(
        Column(say(f"lint.columns.{key}"), style)
        for key, style in (
            ("line", "count"),
            ("number", "text"),
            ("verdict", "centre"),
            ("figure", "text"),
            ("said", "text"),
            ("near", "text"),
        )
    )
    rows = tuple(_row(text, one) for one in judged)
    listed = Sheet(
        say("lint.sheets.list"),
        (head, Table("numbers", columns, rows, is_repeated=True)),
        _LIST_GRID,
    )
    marked = Sheet(
        say("lint.sheets.marked"),
        (head, Note((say("lint.marked_note"),)), _marked(text, judged)),
        _TEXT_GRID,
        tab="green",
    )
    return Workbook(title=title, sheets=(listed, marked), header_left=title)


def _row(text: str, one: Judged) -> tuple[Any, ...]:
    tone = _TONES[one.verdict]
    written = one.written
    near = written.before[-20:] + written.text + written.after[:12]
    return (
        text.count("\n", 0, written.start) + 1,
        _plain(written.text),
        Cell(say(f"lint.verdicts.{one.verdict}"), "centre", tone),
        _figure(one) or NOT_APPLICABLE,
        _about(one) or NOT_APPLICABLE,
        _plain(near),
    )


def _marked(text: str, judged: Sequence[Judged]) -> Table:
    """The draft line by line, each number followed by its verdict in brackets."""
    parts, at = [], 0
    for one in judged:
        if one.verdict == "recognised":
            continue
        parts += [text[at : one.written.end], say("lint.mark", what=_mark(one))]
        at = one.written.end
    lines = "".join([*parts, text[at:]]).split("\n")
    rows = tuple((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    columns = (
        Column(say("lint.columns.line"), "count"),
        Column(say("lint.columns.text"), "text"),
    )
    return Table("marked", columns, rows, is_repeated=True)


def _mark(one: Judged) -> str:
    words = say(f"lint.verdicts.{one.verdict}")
    if one.verdict == "differs":
        return say("lint.differs", verdict=words, figure=_figure(one), said=one.figures[0].said)
    return f"{words} {_figure(one)}".strip()


def _figure(one: Judged) -> str:
    return one.figures[0].figure_id if one.figures else ""


def _about(one: Judged) -> str:
    if not one.figures:
        return ""
    return say("lint.said", name=one.figures[0].name, said=one.figures[0].said)


def _summary(judged: Sequence[Judged]) -> str:
    counts = {key: sum(one.verdict == key for one in judged) for key in _TONES}
    return say("lint.summary", **counts)


def _plain(text: str) -> str:
    return " ".join(text.split())
