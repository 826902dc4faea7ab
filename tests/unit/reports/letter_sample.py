"""Rows as `rpt_letter_figure` and `rpt_suggestion` hold them, made up from the seed for tests."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from reports.fact_sheet import FactSheetInput
from validations.code_lists import labels, read_seed

MONTH = "2026-10"
KNOWN_AT = datetime(2026, 11, 12, 20)


def letter_rows(letter: str = "A", **changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Every figure of a letter, each cumulative one a little more than the letter says.

    `changes` are columns of single figures, by figure id.
    """
    rows = []
    for seed in read_seed("standard_letter_figure").filter(letter=letter).to_dicts():
        previous = None if seed["previous_value"] is None else Decimal(seed["previous_value"])
        is_over = seed["qualifier"] == "over"
        value = previous + (1 if is_over else 0) if previous is not None else None
        text = seed["codes"] if seed["way"] in ("code", "identifier") else None
        if seed["measure"] == "items":
            text = "、".join(list(labels(seed["list_name"]))[:3])
        if seed["measure"] == "held_on":
            text = "2026-03"
        unit = "3607" if letter == "A" else "360704"
        row = {
            "month": MONTH,
            "letter_figure_id": f"{seed['figure_id']}.{unit}.{MONTH}",
            "figure_id": seed["figure_id"],
            "unit_code": unit,
            "suggestion_id": None,
            "letter": letter,
            "section": seed["section"],
            "heading": seed["heading"],
            "sort_no": int(seed["sort_no"]),
            "name_zh": seed["name_zh"],
            "way": seed["way"],
            "measure": seed["measure"],
            "source_figure_id": None,
            "value": value,
            "value_text": text,
            "numerator": None,
            "denominator": None,
            "status": "ok",
            "is_partial": False,
            "received_count": 21,
            "expected_count": 21,
            "missing_count": 0,
            "starts_on": date(2023, 9, 1) if seed["is_cumulative"] == "true" else None,
            "ends_on": date(2026, 10, 31),
            "since_zh": "2023年9月以来" if seed["is_cumulative"] == "true" else None,
            "data_from_on": None,
            "data_whole_from_on": None,
            "row_count": 12 if seed["row_sheet"] else 0,
            "qualifier": seed["qualifier"],
            "step": Decimal(seed["step"]),
            "style": seed["style"],
            "unit_word": seed["unit_word"],
            "skeleton": seed["skeleton"],
            "keywords": seed["keywords"],
            "is_cumulative": seed["is_cumulative"] == "true",
            "previous_value": previous,
            "previous_period": seed["previous_period"],
            "difference": None if value is None else value - previous,
            "direction": "none" if value is None else "same",
            "explanation": "none" if value is None else "same",
            "is_to_be_explained": False,
        }
        rows.append({**row, **changes.get(seed["figure_id"], {})})
    return rows


def suggestion(**changes: Any) -> dict[str, Any]:
    """One suggestion, answered and signed by all but two of its proposers."""
    row = {
        "month": MONTH,
        "unit_code": "3607SZ",
        "suggestion_id": "3607SZ-2026-Y001",
        "suggestion_kind": "deputy",
        "session": "市六届人大七次会议",
        "suggestion_no": "098",
        "suggestion_title": "关于加强青少年学生心理健康工作的建议",
        "class_code": "A",
        "assigned_on": date(2026, 3, 10),
        "answer_by_on": date(2026, 6, 10),
        "answered_on": date(2026, 5, 28),
        "disclosure": "open",
        "proposer_count": 12,
        "signed_count": 10,
        "attitude": "satisfied",
        "result": "fair",
        "is_fully_signed": False,
    }
    return {**row, **changes}


def sample(letter: str = "A", **changes: dict[str, Any]) -> FactSheetInput:
    """What a fact sheet is made of."""
    frame = pl.DataFrame(letter_rows(letter, **changes), infer_schema_length=None)
    return FactSheetInput(MONTH, "赣州市", KNOWN_AT, False, suggestion(), frame)
