"""Rooms that miss the standard, a sheet of the county's restricted copy: school by school.

Which rows there are is ``rpt_school_room_gap``'s; nothing is computed.
"""

from __future__ import annotations

import polars as pl

from reports.blocks import Block, Column, Note, Sheet, Table
from reports.wording import say

_ROOT = "county.rooms"
_GRID = (34.0, 15.0, 18.0, 13.0, 11.0, 11.0, 11.0, 44.0)
_COLUMNS = (
    ("school_name", "text"),
    ("school_code", "code"),
    ("room_id", "code"),
    ("room_type_label", "centre"),
    ("area_individual", "decimal1"),
    ("area_group", "decimal1"),
    ("area_reception", "decimal1"),
    ("lacking", "text"),
)


def rooms_sheet(rooms: pl.DataFrame, head: tuple[Block, ...]) -> Sheet:
    """辅导室未达标 under the copy's own head: each room in use that misses something, and what."""
    name = say("county.sheets.rooms")
    if rooms.is_empty():
        block: Block = Note((say(f"{_ROOT}.none"),), style="body")
        return Sheet(name, (*head, block), _GRID, tab="blue")
    columns = tuple(Column(say(f"{_ROOT}.{key}"), style) for key, style in _COLUMNS)
    ordered = rooms.sort("school_code", "room_id").select(key for key, _ in _COLUMNS)
    table = Table("rooms", columns, tuple(ordered.iter_rows()), is_repeated=True)
    return Sheet(name, (*head, Note((say(f"{_ROOT}.note"),)), table), _GRID, tab="blue")
