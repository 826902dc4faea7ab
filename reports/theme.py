"""The look of every workbook: fonts, colours, number formats and styles, as plain data.

No content, no words and no call to the workbook library belong here.
"""

from __future__ import annotations

from typing import Any

HEADING_FONT = "黑体"
BODY_FONT = "仿宋"
TABLE_FONT = "宋体"
MASTHEAD_FONT = "方正小标宋简体"
NUMBER_FONT = "Times New Roman"

COLOURS = {
    "red": "#C00000",
    "blue": "#1F4E79",
    "steel": "#5B84B1",
    "pale_blue": "#DCE6F1",
    "faint_blue": "#F3F7FB",
    "green": "#2E7D32",
    "pale_green": "#E6F2E6",
    "amber": "#9C5700",
    "pale_amber": "#FFF0D0",
    "pale_red": "#FBE3E1",
    "grey": "#7F7F7F",
    "pale_grey": "#F2F2F2",
    "line": "#B7C3D0",
    "ink": "#222222",
    "orange": "#D9822B",
    "white": "#FFFFFF",
}

# Who signs the notes in a returned workbook, and what they stand between: so they are known again.
NOTE_AUTHOR = "心晴"
NOTE_OPENING, NOTE_CLOSING = "【心晴核对】", "————————"

SEVERITY_TONES = {"必改": "must_fix", "需说明": "explain", "提示": "hint"}
TODO_TONES = {
    "未报": "must_fix",
    "退回": "explain",
    "逾期": "must_fix",
    "对账": "hint",
    "移交": "explain",
}

BAND_TONES = {"few": "explain", "some": "must_fix", "many": "must_fix"}
"""How grave a band of overdue pupils looks; none is plain."""

NUMBER_FORMATS = {
    "rate": "0.0%",
    "rate0": "0%",
    "rate2": "0.00%",
    "count": "#,##0",
    "decimal1": "#,##0.0",
    "decimal2": "#,##0.00",
    "ratio": '"1:"0',
    "ratio1": '"1:"0.0',
    "date": "yyyy-mm-dd",
}

_CELL: dict[str, Any] = {
    "font_name": TABLE_FONT,
    "font_size": 10,
    "font_color": COLOURS["ink"],
    "valign": "vcenter",
    "border": 1,
    "border_color": COLOURS["line"],
}
_NUMBER = {**_CELL, "align": "right"}
_PLAIN: dict[str, Any] = {"font_name": BODY_FONT, "font_size": 11, "valign": "vcenter"}
_ENTRY: dict[str, Any] = {
    "font_name": TABLE_FONT,
    "font_size": 11,
    "valign": "vcenter",
    "locked": False,
}
_ENTRY_HEADER: dict[str, Any] = {
    "font_name": HEADING_FONT,
    "font_size": 11,
    "font_color": COLOURS["white"],
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": COLOURS["line"],
    "locked": True,
}

STYLES: dict[str, dict[str, Any]] = {
    "text": {**_CELL, "align": "left", "text_wrap": True},
    "centre": {**_CELL, "align": "center", "text_wrap": True},
    "name": {**_CELL, "align": "left", "bold": True},
    **{style: {**_NUMBER, "num_format": form} for style, form in NUMBER_FORMATS.items()},
    "centre_count": {**_CELL, "align": "center", "num_format": NUMBER_FORMATS["count"]},
    "code": {**_CELL, "align": "left", "num_format": "@"},
    "header": {
        **_CELL,
        "font_name": HEADING_FONT,
        "font_color": COLOURS["white"],
        "bg_color": COLOURS["blue"],
        "align": "center",
        "text_wrap": True,
    },
    "group": {
        **_CELL,
        "font_name": HEADING_FONT,
        "bg_color": COLOURS["pale_blue"],
        "align": "center",
        "text_wrap": True,
    },
    "masthead": {
        "font_name": MASTHEAD_FONT,
        "font_size": 36,
        "bold": True,
        "font_color": COLOURS["red"],
        "align": "center",
        "valign": "vcenter",
    },
    "issue": {**_PLAIN, "font_size": 16, "align": "center"},
    "imprint_left": {
        **_PLAIN,
        "font_size": 13,
        "align": "left",
        "bottom": 5,
        "bottom_color": COLOURS["red"],
    },
    "imprint_middle": {
        **_PLAIN,
        "font_size": 13,
        "align": "center",
        "bottom": 5,
        "bottom_color": COLOURS["red"],
    },
    "imprint_right": {
        **_PLAIN,
        "font_size": 13,
        "align": "right",
        "bottom": 5,
        "bottom_color": COLOURS["red"],
    },
    "banner": {
        "font_name": HEADING_FONT,
        "font_size": 14,
        "bold": True,
        "font_color": COLOURS["white"],
        "bg_color": COLOURS["red"],
        "align": "center",
        "valign": "vcenter",
    },
    "title": {
        "font_name": HEADING_FONT,
        "font_size": 20,
        "font_color": COLOURS["blue"],
        "align": "left",
        "valign": "vcenter",
    },
    "subtitle": {
        **_PLAIN,
        "font_size": 11,
        "font_color": COLOURS["grey"],
        "align": "left",
        "bottom": 2,
        "bottom_color": COLOURS["blue"],
    },
    "heading": {
        "font_name": HEADING_FONT,
        "font_size": 14,
        "font_color": COLOURS["blue"],
        "align": "left",
        "valign": "vcenter",
    },
    "note": {
        **_PLAIN,
        "font_size": 10,
        "font_color": COLOURS["grey"],
        "align": "left",
        "text_wrap": True,
        "valign": "top",
    },
    "restricted": {
        "font_name": HEADING_FONT,
        "font_size": 13,
        "bold": True,
        "font_color": COLOURS["red"],
        "align": "left",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "body": {**_PLAIN, "font_size": 12, "align": "left", "text_wrap": True},
    "reach": {**_PLAIN, "font_size": 13, "align": "center", "bg_color": COLOURS["faint_blue"]},
    "sentence_label": {
        "font_name": HEADING_FONT,
        "font_size": 14,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": COLOURS["white"],
    },
    "sentence": {
        **_PLAIN,
        "font_size": 15,
        "align": "left",
        "text_wrap": True,
        "indent": 1,
        "bottom": 1,
        "bottom_color": COLOURS["pale_blue"],
    },
    "tile_name": {
        "font_name": HEADING_FONT,
        "font_size": 12,
        "align": "center",
        "valign": "vcenter",
        "font_color": COLOURS["white"],
        "bg_color": COLOURS["blue"],
        "text_wrap": True,
        "border": 1,
        "border_color": COLOURS["line"],
    },
    "tile_value": {
        "font_name": HEADING_FONT,
        "font_size": 28,
        "align": "center",
        "valign": "vcenter",
        "font_color": COLOURS["blue"],
        "bg_color": COLOURS["faint_blue"],
        "left": 1,
        "right": 1,
        "left_color": COLOURS["line"],
        "right_color": COLOURS["line"],
    },
    "tile_line": {
        **_PLAIN,
        "font_size": 12,
        "align": "center",
        "bg_color": COLOURS["faint_blue"],
        "left": 1,
        "right": 1,
        "left_color": COLOURS["line"],
        "right_color": COLOURS["line"],
    },
    "entry_header": _ENTRY_HEADER,
    "entry_name": {**_ENTRY_HEADER, "font_size": 9, "bg_color": COLOURS["grey"]},
    "entry_example": {
        **_ENTRY,
        "font_size": 10,
        "italic": True,
        "font_color": COLOURS["grey"],
        "bg_color": COLOURS["pale_grey"],
        "border": 1,
        "border_color": COLOURS["line"],
        "num_format": "@",
        "locked": True,
    },
    "entry_text": {**_ENTRY, "num_format": "@"},
    "entry_integer": {**_ENTRY, "num_format": "0"},
    "entry_decimal": {**_ENTRY, "num_format": "General"},
    "entry_date": {**_ENTRY, "num_format": NUMBER_FORMATS["date"], "align": "left"},
    "entry_locked": {
        **_ENTRY,
        "font_size": 10,
        "bg_color": COLOURS["pale_grey"],
        "border": 1,
        "border_color": COLOURS["line"],
        "num_format": "@",
        "text_wrap": True,
        "locked": True,
    },
    "list_heading": {**_ENTRY_HEADER, "bg_color": COLOURS["blue"]},
    "list_item": {**_CELL, "num_format": "@", "locked": True},
    "meta": {"font_name": TABLE_FONT, "font_size": 10, "num_format": "@", "locked": True},
}

TONES: dict[str, dict[str, Any]] = {
    "lead": {"bold": True, "bg_color": COLOURS["pale_blue"]},
    "missed": {"font_color": COLOURS["red"], "bold": True, "bg_color": COLOURS["pale_amber"]},
    "met": {"font_color": COLOURS["green"]},
    "mark": {"font_color": COLOURS["grey"], "align": "center"},
    "good": {"font_color": COLOURS["white"], "bg_color": COLOURS["green"]},
    "worrying": {"font_color": COLOURS["white"], "bg_color": COLOURS["red"]},
    "changed": {"font_color": COLOURS["white"], "bg_color": COLOURS["steel"]},
    "to_do": {"font_color": COLOURS["white"], "bg_color": COLOURS["orange"]},
    "praised": {"font_color": COLOURS["white"], "bg_color": COLOURS["blue"]},
    "must_fix": {"font_color": COLOURS["red"], "bg_color": COLOURS["pale_red"], "bold": True},
    "explain": {"font_color": COLOURS["amber"], "bg_color": COLOURS["pale_amber"]},
    "hint": {"font_color": COLOURS["blue"], "bg_color": COLOURS["pale_blue"]},
    "required": {"bg_color": COLOURS["blue"]},
    "optional": {"bg_color": COLOURS["steel"]},
    "prefilled": {"bg_color": COLOURS["green"]},
    "tile_missed": {"font_color": COLOURS["red"]},
    "tile_met": {"font_color": COLOURS["green"]},
}

HEAT = {"min_color": "#FFFFFF", "max_color": "#9DC3E6"}
MISSED_SIGN = "▼"
PARTIAL_SIGN = "△"
