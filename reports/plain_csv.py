"""Frames as CSV that a spreadsheet opens: UTF-8 with BOM, and no text that it takes for a formula.

What the columns are belongs with each page. Numbers are written as numbers, a minus sign and all.
"""

from __future__ import annotations

import re

import polars as pl

BOM = b"\xef\xbb\xbf"
# A tab, or after any blanks a sign that begins a formula, in full width too: office programs in
# Chinese take those for the same sign.
_RISKY = r"^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])"
_RISKY_TEXT = re.compile(_RISKY)


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The frame with its headers; texts that look like a formula are led by an apostrophe."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(_as_text(name) for name in texts)
    return BOM + safe.write_csv(datetime_format="%Y-%m-%dT%H:%M:%S", line_terminator="\r\n").encode(
        "utf-8"
    )


def harmless(text: str) -> str:
    """One cell's text as ``csv_bytes`` writes it."""
    return f"'{text}" if _RISKY_TEXT.match(text) else text


def _as_text(name: str) -> pl.Expr:
    column = pl.col(name)
    is_risky = column.str.contains(_RISKY)
    return pl.when(is_risky).then(pl.concat_str(pl.lit("'"), column)).otherwise(column).alias(name)
