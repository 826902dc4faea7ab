"""What a check of a draft says: lines to print, and a workbook.

The workbook has the list of numbers with their verdicts and the draft itself with each number
marked; the draft's own file is never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.blocks import Cell, Column, Note, Sheet, Table, Title, Workbook
from reports.draft_lint import Judged
from reports.formatting import NOT_APPLICABLE
from reports.wording import say

_LIST_GRID = (6.0, 18.0, 12.0, 22.0, 30.0, 50.0)
_TEXT_GRID = (6.0, 125.0)
_TONES = {
    "proved": "met", "differs": "must_fix", "unsupported": "explain",
    "uncheckable": "explain", "recognised": "",
}  # fmt: skip


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
        if one.verdict != "recognised" or one.reason
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
        if one.verdict == "recognised" and one.reason != "personal":
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
    return f"{words} {_figure(one) or _about(one)}".strip()


def _figure(one: Judged) -> str:
    return one.figures[0].figure_id if one.figures else ""


def _about(one: Judged) -> str:
    if one.reason:
        return say(f"lint.reasons.{one.reason}", words=one.words)
    if not one.figures:
        return ""
    return say("lint.said", name=one.figures[0].name, said=one.figures[0].said)


def _summary(judged: Sequence[Judged]) -> str:
    counts = {key: sum(one.verdict == key for one in judged) for key in _TONES}
    return say("lint.summary", **counts)


def _plain(text: str) -> str:
    return " ".join(text.split())
