"""The bulletin's sheet 县(市、区)一览: one row a unit in official order, marks, no score, no rank.

Which unit missed a target is read from the figure (``is_target_met``), never compared here.
"""

from __future__ import annotations

from reports.blocks import Cell, Column, Heading, Note, Sheet, Table, Title, Value
from reports.bulletin_input import CITY, BulletinInput
from reports.bulletin_intervention import band_cell
from reports.bulletin_staffing import researcher_cell
from reports.wording import say

_CARE = (
    ("M02", ""),
    ("M03", ""),
    ("M04", ""),
    ("M05", ""),
    ("M07", ""),
    ("M10", ""),
    ("M11", ""),
    ("M12", ""),
    ("M13", ""),
    ("M15", ""),
    ("M16", ""),
    ("M17", ""),
)
_STAFF = (
    ("M21", ""),
    ("M22", ""),
    ("M23", "a"),
    ("M24", "a"),
    ("M25", ""),
    ("M27", "a"),
    ("M27", "b"),
    ("M42", "a"),
    ("M42", "b"),
)
# The four standing difficulties, each under its name, and what was promised of burden and answers.
_WEAK = (
    ("M28", "a", "awareness"),
    ("M28", "b", "awareness"),
    ("M24", "a", "staff"),
    ("M27", "a", "skill"),
    ("M15", "", "link"),
    ("M40", "a", "governance"),
    ("M40", "d", "governance"),
    ("M41", "a", "governance"),
    ("M41", "d", "governance"),
)
_GRID = (14.0,) + (8.9,) * 13
# A ratio is the longest value: two marks, "1:" and up to five digits with a decimal.
_WIDE = ("M23", "M25", "M42")


def overview_sheet(given: BulletinInput, title: Title) -> Sheet:
    """县(市、区)一览, under the title given: care on one page, staff and reports on the next."""
    note = Note((say("bulletin.overview.note"), say("mark.legend")))
    blocks = (
        title,
        Heading(say("bulletin.overview.care")),
        _care(given),
        note,
        Heading(say("bulletin.overview.staff"), starts_page=True),
        _staff(given),
        note,
        Heading(say("bulletin.overview.weak"), starts_page=True),
        _weak(given),
        Note((say("bulletin.overview.weak_note"), *note.lines)),
    )
    return Sheet(say("bulletin.sheets.overview"), blocks, _GRID, repeat=2, freeze=(2, 1))


def _care(given: BulletinInput) -> Table:
    """Screening and follow-up, with the band of overdue pupils at the severe level."""
    care = tuple(one for one in _CARE if given.has_metric(*one))
    columns = (*_columns(given, care), Column(say("bulletin.intervention.band"), "centre"))
    targets = (*_targets(given, care), Cell(given.target_words("M14"), "centre"))
    rows: tuple[tuple[Value | Cell, ...], ...] = (
        (say("bulletin.overview.target_row"), *targets),
        *((name, *_cells(given, unit, care), band_cell(given, unit)) for unit, name in _all(given)),
    )
    spans = (1,) * (len(columns) - 1) + (len(_GRID) - len(columns) + 1,)
    return Table("overview care", columns, rows, lead_rows=2, span=spans)


def _staff(given: BulletinInput) -> Table:
    rows: tuple[tuple[Value | Cell, ...], ...] = (
        (say("bulletin.overview.target_row"), *_targets(given, _STAFF)),
        *((name, *_cells(given, unit, _STAFF)) for unit, name in _all(given)),
    )
    spans = (1, *(2 if metric_id in _WIDE else 1 for metric_id, _ in _STAFF))
    return Table("overview staff", _columns(given, _STAFF), rows, lead_rows=2, span=spans)


def _weak(given: BulletinInput) -> Table:
    weak = tuple(one for one in _WEAK if given.has_metric(*one[:2]))
    found = [(metric_id, variant) for metric_id, variant, _ in weak]
    columns = (
        Column(say("bulletin.overview.unit"), "name"),
        *(
            Column(
                given.metric(metric_id, variant).name,
                given.metric(metric_id, variant).style,
                say(f"bulletin.overview.weak_{which}"),
            )
            for metric_id, variant, which in weak
        ),
    )
    rows: tuple[tuple[Value | Cell, ...], ...] = (
        (say("bulletin.overview.target_row"), *_targets(given, tuple(found))),
        *((name, *_cells(given, unit, tuple(found))) for unit, name in _all(given)),
    )
    spare = len(_GRID) - len(columns)
    spans = (1, *(2 if place < spare else 1 for place in range(len(weak))))
    return Table("overview weak", columns, rows, lead_rows=2, span=spans)


def _all(given: BulletinInput) -> tuple[tuple[str, str], ...]:
    return ((CITY, say("mark.city")), *given.unit_list)


def _columns(given: BulletinInput, metrics: tuple[tuple[str, str], ...]) -> tuple[Column, ...]:
    found = [given.metric(metric_id, variant) for metric_id, variant in metrics]
    return (
        Column(say("bulletin.overview.unit"), "name"),
        *(Column(metric.name, metric.style) for metric in found),
    )


def _targets(given: BulletinInput, metrics: tuple[tuple[str, str], ...]) -> tuple[Cell, ...]:
    return tuple(
        Cell(given.target_words(metric_id, variant), "centre") for metric_id, variant in metrics
    )


def _cells(
    given: BulletinInput, unit: str, metrics: tuple[tuple[str, str], ...]
) -> tuple[Value | Cell, ...]:
    return tuple(
        researcher_cell(given, unit) if metric_id == "M25" else given.cell(metric_id, unit, variant)
        for metric_id, variant in metrics
    )
