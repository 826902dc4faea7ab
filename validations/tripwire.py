"""Personal data where it must not be: identity, pupil-registration and phone numbers.

Found in any declared column, inside longer text too, and masked at once. Names cannot be told
from other words and are not looked for here.
"""

import re
from collections.abc import Sequence

import polars as pl

from validations.cell_values import folded
from validations.form_columns import Column

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARS = "10X98765432"
# A number is not looked for inside a longer run of digits, nor behind a decimal point.
_ID = re.compile(r"(?<![\d.])(\d{6})[ -]?(\d{8})[ -]?(\d{3}[\dXx])(?!\d)")
_REGISTRATION = re.compile(r"(?<![0-9A-Za-z])[GJLgjl]\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<![\d.])\(?0\d{2,3}\)?[ -]?\d{7,8}(?!\d)")
_EXPONENT = re.compile(r"\d\.\d{5,}[eE]\+?17")
_TOKEN = re.compile(r"[PS][0-9A-Z]{4}-?[0-9A-Z]{5}-?[0-9A-Z]{5}")
_SUSPECT = r"[0-9０-９]{11}|\d\.\d{5,}[eE]\+?17"
_SEPARATORS = r"[\s\-()（）－—–]"

HIT_SCHEMA = {
    "row": pl.UInt32,
    "column_name": pl.String,
    "rule_id": pl.String,
    "shown": pl.String,
    "masked": pl.String,
}


def find_personal(rows: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """Cells with personal data: row index, column, rule (T01–T05), the number and cell masked.

    Landlines are looked for in text columns only: a code or a count may look like one.
    """
    found = []
    for column in columns:
        suspects = _suspects(rows[column.name], column)
        if suspects.is_empty():
            continue
        hits = {
            text: hit
            for text in suspects
            if (hit := personal_in(text, is_text=column.kind == "text")) is not None
        }
        cells = rows[column.name]
        for row in cells.is_in(list(hits)).fill_null(False).arg_true():
            found.append((row, column.name, *hits[cells[row]]))
    return pl.DataFrame(found, schema=HIT_SCHEMA, orient="row")


def _suspects(cells: pl.Series, column: Column) -> pl.Series:
    """The different cells with a long run of digits, but those of the column's own shape."""
    long = cells.filter((cells.str.len_bytes() >= 11).fill_null(False)).unique()
    if column.pattern:
        long = long.filter(~long.str.contains(column.pattern))
    digits = long.str.replace_all(_SEPARATORS, "")
    return long.filter(digits.str.contains(_SUSPECT))


def personal_in(text: str, is_text: bool) -> tuple[str, str, str] | None:
    """The gravest personal number in a text: rule id, the number masked, the text masked."""
    plain = folded(text)
    if _TOKEN.fullmatch(plain):
        return None
    rules = [("T04", _REGISTRATION), ("T01", _ID), ("T05", _ID), ("T02", _MOBILE)]
    if is_text:
        rules.append(("T03", _LANDLINE))
    for rule_id, pattern in rules:
        for found in pattern.finditer(plain):
            if _counts(rule_id, found):
                return rule_id, mask(found[0]), masked(plain)
    if _EXPONENT.fullmatch(plain):
        return "T05", mask(plain), mask(plain)
    return None


def _counts(rule_id: str, found: re.Match[str]) -> bool:
    if rule_id == "T01":
        return is_identity_number("".join(found.groups()))
    if rule_id == "T05":
        return "".join(found.groups()).endswith("000")
    return True


def is_identity_number(number: str) -> bool:
    """18 characters with a right check digit, or at least a possible day of birth.

    The check digit is GB 11643-1999. A mistyped number still points at a person, so a wrong
    check digit does not clear it.
    """
    total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
    is_checked = _CHECK_CHARS[total % 11] == number[17].upper()
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    return is_checked or (1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= 31)


def mask(number: str) -> str:
    """The first three characters, and nothing of the rest."""
    return f"{number[:3]}****"


def masked(text: str) -> str:
    """A text with every long number in it masked."""
    plain = folded(text)
    if _EXPONENT.fullmatch(plain):
        return mask(plain)
    for pattern in (_REGISTRATION, _ID, _MOBILE, _LANDLINE):
        plain = pattern.sub(lambda found: mask(found[0]), plain)
    return re.sub(r"\d{11,}", lambda found: mask(found[0]), plain)


def without_personal(text: str) -> str:
    """The text as it is, unless a personal number is in it: then masked."""
    return masked(text) if personal_in(text, is_text=True) else text


def with_masked(rows: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """The rows with every cell that was hit replaced by its masked text."""
    for (name,), cells in hits.group_by("column_name"):
        column = str(name)
        new = rows[column].scatter(cells["row"], cells["masked"])
        rows = rows.with_columns(new.alias(column))
    return rows
