"""Native charts over tables of the same sheet.

What is drawn against what comes with the block; the numbers stay in the table's cells, and a cell
that holds a mark instead of a number gives its bar that mark as label.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reports.blocks import Cell, Chart, Series
from reports.canvas import Canvas, PlacedTable
from reports.theme import COLOURS, HEADING_FONT, NUMBER_FORMATS, TABLE_FONT
from reports.wording import say

_PIXELS_PER_ROW = 20
_ROW_POINTS = 15.0
_SMALL_COUNT = 12


def draw_chart(canvas: Canvas, row: int, block: Chart) -> int:
    """Insert the chart over the whole width of the grid; returns the row under it.

    Where no bar (nor, without bars, any point) would have a number, a line says so instead.
    """
    table = canvas.tables[block.table]
    columns = [s for s in block.series if s.shape == "column"]
    lines = [s for s in block.series if s.shape == "line"]
    if not _numbers(table, columns or lines):
        canvas.paragraph(row, say("mark.no_chart", title=block.title), "note")
        return row + 1
    chart = _filled(canvas, table, block, columns or lines, "column" if columns else "line")
    if columns and lines:
        beside = _filled(canvas, table, block, lines, "line")
        if any(one.is_rate_beside for one in lines):
            beside.set_y2_axis(_rate_axis())
        chart.combine(beside)
    chart.set_title({"name": block.title, "name_font": _font(12, HEADING_FONT), "overlay": False})
    chart.set_legend({"position": "top", "font": _font(9)})
    chart.set_x_axis({"num_font": _font(9), "line": {"color": COLOURS["line"]}})
    chart.set_y_axis(_value_axis(block, table))
    chart.set_chartarea({"border": {"color": COLOURS["line"]}})
    pixels = sum(int(width * 7 + 5) for width in canvas.widths)
    chart.set_size({"width": pixels - 4, "height": block.rows_high * _PIXELS_PER_ROW - 6})
    for number in range(block.rows_high):
        canvas.height(row + number, _ROW_POINTS)
    place = {"x_offset": 2, "y_offset": 3, "object_position": 1, "description": block.title}
    canvas.sheet.insert_chart(row, 0, chart, place)
    return row + block.rows_high


def _filled(
    canvas: Canvas, table: PlacedTable, block: Chart, series: list[Series], shape: str
) -> Any:
    chart = canvas.book.add_chart({"type": shape})
    for one in series:
        chart.add_series(_series(canvas, table, block, one))
    return chart


def _series(canvas: Canvas, table: PlacedTable, block: Chart, one: Series) -> dict[str, Any]:
    top = table.first_row + table.block.lead_rows
    bottom = table.first_row + len(table.block.rows) - 1
    category, value = table.columns[block.category], table.columns[one.header]
    colour = COLOURS[one.colour]
    options: dict[str, Any] = {
        "name": one.label,
        "categories": [canvas.name, top, category, bottom, category],
        "values": [canvas.name, top, value, bottom, value],
    }
    if one.shape == "line":
        options["line"] = {"color": colour, "width": 2, "dash_type": "dash"}
        options["marker"] = {"type": "none"}
        if one.is_rate_beside:
            options["y2_axis"] = True
            options["marker"] = {"type": "circle", "size": 6, "fill": {"color": colour}}
    else:
        options["fill"] = {"color": colour}
        options["gap"] = 60
    if one.has_labels:
        options["data_labels"] = {
            "value": True,
            "num_format": NUMBER_FORMATS["rate" if one.is_rate_beside else block.number_style],
            "font": _font(8),
            "custom": _labels(table, one.header),
        }
        if one.shape == "line":
            options["data_labels"] |= {"position": "above"}
        elif any(other.shape == "line" for other in block.series):
            is_crossed = any(other.is_rate_beside for other in block.series)
            position = "inside_base" if is_crossed else "inside_end"
            options["data_labels"] |= {"position": position, "font": _font(8, colour="white")}
    return options


def _labels(table: PlacedTable, header: str) -> list[dict[str, Any] | None]:
    """Labels of the points: the mark where the cell holds one, else the number itself."""
    at = [column.header for column in table.block.columns].index(header)
    labels: list[dict[str, Any] | None] = []
    for cells in table.block.rows[table.block.lead_rows :]:
        cell = cells[at]
        value = cell.value if isinstance(cell, Cell) else cell
        is_mark = isinstance(value, str)
        labels.append({"value": value, "font": _font(8)} if is_mark else None)
    return labels


def _value_axis(block: Chart, table: PlacedTable) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "name": block.value_axis,
        "name_font": _font(9),
        "num_font": _font(9),
        "num_format": NUMBER_FORMATS["rate0" if block.number_style == "rate" else "count"],
        "major_gridlines": {"visible": True, "line": {"color": COLOURS["pale_blue"]}},
        "line": {"none": True},
    }
    if block.number_style == "count" and _largest(block, table) <= _SMALL_COUNT:
        axis["major_unit"] = 1
    if block.minimum is not None:
        axis["min"] = block.minimum
    if block.maximum is not None:
        axis["max"] = block.maximum
    return axis


def _rate_axis() -> dict[str, Any]:
    """An axis from nothing to all, without lines of its own over those of the counts."""
    return {
        "num_font": _font(9),
        "num_format": NUMBER_FORMATS["rate0"],
        "major_gridlines": {"visible": False},
        "line": {"none": True},
        "min": 0,
        "max": 1,
    }


def _largest(block: Chart, table: PlacedTable) -> float:
    """The largest number drawn, by which an axis of counts is kept from showing fractions."""
    drawn = [one for one in block.series if not one.is_rate_beside]
    return max(_numbers(table, drawn), default=0)


def _numbers(table: PlacedTable, series: list[Series]) -> list[float]:
    """What of the series is a number, and no mark in its stead."""
    headers = [column.header for column in table.block.columns]
    places = [headers.index(one.header) for one in series]
    cells = [row[at] for row in table.block.rows[table.block.lead_rows :] for at in places]
    values = [cell.value if isinstance(cell, Cell) else cell for cell in cells]
    return [float(value) for value in values if isinstance(value, int | float | Decimal)]


def _font(size: int, name: str = TABLE_FONT, colour: str = "ink") -> dict[str, Any]:
    return {"name": name, "size": size, "bold": False, "color": COLOURS[colour]}
