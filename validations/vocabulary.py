"""Words as people write them → codes, by label, alias or the code itself.

All spellings are seeds. A word that is not among them stays a word: no default, no nearest match.
"""

from functools import cache

import polars as pl

from validations.cell_values import folded
from validations.code_lists import WIDER_THAN, label_of, labels, read_seed

_LEVEL_DIGITS = frozenset([*"一二三四1234", "i", "ii", "iii", "iv"])


def word_key(text: str) -> str:
    """What makes two spellings the same word: width, case and spaces do not tell them apart."""
    return "".join(folded(text).casefold().split())


@cache
def exact_spellings(list_name: str) -> dict[str, str]:
    """Every spelling of a list as the seeds write it -> code."""
    known = {code: code for code in labels(list_name).values()}
    known |= dict(_aliases(list_name).iter_rows())
    return known | labels(list_name)


@cache
def _spellings(list_name: str) -> dict[str, str]:
    return {word_key(word): code for word, code in exact_spellings(list_name).items()}


def code_of(list_name: str, text: str) -> str | None:
    """The code a word stands for, whatever its width, case and spaces; None if unknown."""
    return _spellings(list_name).get(word_key(text))


def _aliases(list_name: str) -> pl.DataFrame:
    """Alias -> code of one list; an ambiguous alias is none."""
    if list_name == "unit":
        rows = read_seed("alias_unit").filter(pl.col("is_ambiguous") == "false")
        return rows.select("alias", code="unit_code")
    rows = read_seed("alias_item").filter(pl.col("list_name") == list_name)
    own = rows.select("alias", "code")
    return pl.concat([_aliases(WIDER_THAN[list_name]), own]) if list_name in WIDER_THAN else own


def why_unknown(list_name: str, text: str) -> str | None:
    """What is known of a word that is no code: ambiguous, retired, or a level in digits."""
    key = word_key(text)
    if list_name == "level" and key.removesuffix("级") in _LEVEL_DIGITS:
        return "一级、二级、三级在不同方案里轻重相反，不能用"
    if WIDER_THAN.get(list_name, list_name) != "unit":
        return None
    retired = read_seed("code_retired_unit").filter(
        (pl.col("retired_code") == key) | (pl.col("retired_name") == key)
    )
    if not retired.is_empty():
        now = str(retired["unit_code"][0])
        return f"{key} 已停用，现为{label_of('unit', now)}（{now}）"
    meant = read_seed("alias_unit").filter(pl.col("alias") == key)["unit_code"].to_list()
    if meant:
        return "可能指" + "，也可能指".join(label_of("unit", code) for code in meant)
    return None
