"""Which dated parameters the office may change, and what values fit each.

Type and range follow from the parameter's unit in the seed; what a parameter does is dbt's.
"""

from decimal import Decimal, InvalidOperation
from functools import cache

import polars as pl

from validations.cell_values import folded
from validations.code_lists import labels, list_names, read_seed
from validations.vocabulary import word_key

# Only a proposal is the bureau's to change; what a letter or a public source states is not.
OPEN_TO_CHANGE = "P"
_DAYS = frozenset({"日", "工作日", "月"})
_MOST_DAYS = 366
_MOST = 1_000_000
# Originals once destroyed cannot be had back: a slip of the pen must not empty the vault.
_LEAST = {"originals_kept_months": 12}


@cache
def parameter_titles() -> dict[str, str]:
    """What a parameter is for, in words -> its name; the words stand in the drop-down."""
    rows = _latest()
    return dict(rows.select("note_zh", "parameter").iter_rows())


def parameter_of(text: str) -> str | None:
    """The parameter meant by its words or its name; None if there is none."""
    plain = word_key(text)
    by_words = {word_key(words): name for words, name in parameter_titles().items()}
    return by_words.get(plain) or (plain if plain in by_words.values() else None)


def may_change(name: str) -> bool:
    """Whether the bureau may change the parameter."""
    return str(_row(name)["certainty"]) == OPEN_TO_CHANGE


def source_of(name: str) -> str:
    """The document a parameter rests on."""
    return str(_row(name)["source_document"])


def value_of(name: str, text: str) -> tuple[str | None, str]:
    """The value as the seed would write it, and what may stand there; None if it does not fit."""
    row = _row(name)
    unit = str(row["unit"])
    if unit == "比例":
        return _share(text)
    if unit == "等级":
        known = labels("level")
        code = known.get(folded(text)) or (folded(text) if folded(text) in known.values() else None)
        return code, f"应为{'、'.join(known)}之一"
    if unit == "代码":
        return _codes(text, str(row["value"]))
    return _whole(text, _LEAST.get(name, 0), _MOST_DAYS if unit in _DAYS else _MOST, unit)


def value_words(name: str, value: str) -> str:
    """A value as people read it: labels for codes, anything else as it is."""
    row = _row(name)
    if row["unit"] == "等级":
        known = labels("level")
    elif row["unit"] == "代码":
        known = _code_list(str(row["value"]))
    else:
        return value
    by_code = {code: label for label, code in known.items()}
    return "、".join(by_code.get(code, code) for code in value.split(";"))


@cache
def _latest() -> pl.DataFrame:
    rows = read_seed("standard_parameter").sort("valid_from", maintain_order=True)
    return rows.unique("parameter", keep="last", maintain_order=True)


def _row(name: str) -> dict[str, str]:
    row: dict[str, str] = _latest().filter(parameter=name).row(0, named=True)
    return row


def _share(text: str) -> tuple[str | None, str]:
    allowed = "应为 0 到 1 之间的小数或百分数，如 0.95 或 95%"
    plain = folded(text)
    try:
        number = Decimal(plain.removesuffix("%"))
    except InvalidOperation:
        return None, allowed
    share = number / 100 if plain.endswith("%") else number
    return (f"{share.normalize():f}" if 0 <= share <= 1 else None), allowed


def _whole(text: str, least: int, most: int, unit: str) -> tuple[str | None, str]:
    allowed = f"应为 {least} 到 {most} 的整数（{unit}）"
    plain = folded(text).removesuffix(".0")
    fits = plain.isdecimal() and least <= int(plain) <= most
    return (str(int(plain)) if fits else None), allowed


def _codes(text: str, example: str) -> tuple[str | None, str]:
    """Codes or labels of the list behind a parameter, each once."""
    known = _code_list(example)
    allowed = f"应为以下各项，用分号隔开：{'、'.join(known)}"
    parts = [part.strip() for part in folded(text).replace("、", ";").split(";") if part.strip()]
    codes = [known.get(part) or (part if part in known.values() else None) for part in parts]
    if not codes or None in codes:
        return None, allowed
    return ";".join(dict.fromkeys(str(code) for code in codes)), allowed


def _code_list(example: str) -> dict[str, str]:
    """Label -> code of the first list that holds all codes of the value now in the seed."""
    now = set(example.split(";"))
    for name in list_names():
        if now <= set(labels(name).values()):
            return labels(name)
    return {code: code for code in now}
