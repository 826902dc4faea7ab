"""A number below zero keeps its minus beside it, and a net change below zero is a decrease."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reports.blocks import Cell, Column, Sheet, Table, Workbook
from reports.bulletin_cover import key_sentences
from reports.workbook import workbook_bytes
from tests.unit.reports.letter_sample import KNOWN_AT


def headline(value: int) -> dict[str, Any]:
    """A row of rpt_headline: campus entries of the city against a limit of none."""
    return {
        "kind": "good",
        "sort_no": 1,
        "metric_id": "M40",
        "variant": "a",
        "metric_name": "进校园净增",
        "unit_of_measure": "项",
        "decimals": 0,
        "unit_code": "3607",
        "unit_name": "全市",
        "numerator": Decimal(value),
        "denominator": None,
        "value": Decimal(value),
        "compared_value": None,
        "target": Decimal(0),
    }


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-18, "全市进校园净减18项（目标0项），达到目标。"),
        (0, "全市进校园净增为0项（目标0项），达到目标。"),
    ],
)
def test_a_net_decrease_is_said_without_a_minus(value: int, said: str) -> None:
    ((_, _, sentence),) = key_sentences([headline(value)])
    assert sentence == said


def test_the_minus_stands_between_the_mark_and_the_number() -> None:
    cells = (Cell(Decimal(-18), "count", sign="△"), Cell(Decimal(18), "count", sign="△"))
    table = Table("net", (Column("全市", "count"), Column("章贡区", "count")), (cells,))
    book = Workbook("动态", (Sheet("一", (table,), (12.0, 12.0)),))
    page = openpyxl.load_workbook(BytesIO(workbook_bytes(book, KNOWN_AT))).worksheets[0]
    (below, above) = [cell for row in page.iter_rows() for cell in row if cell.value in (-18, 18)]
    positive, negative = below.number_format.split(";")
    assert (positive, negative) == ('"△"* #,##0', '"△"* -#,##0')
    assert above.number_format == below.number_format
