"""Personal data where it must not be, in one text: what is found, and how it may be shown.

Numbers are ``tripwire_numbers``' affair, names ``tripwire_names``'; which texts of a workbook are
looked at is ``tripwire_book``'s.
"""

from functools import lru_cache

from validations.tripwire_names import names_in
from validations.tripwire_numbers import (
    Found,
    has_right_check,
    is_identity_number,
    numbers_in,
    plain,
)

__all__ = [
    "KINDS",
    "Found",
    "has_right_check",
    "is_identity_number",
    "mask",
    "masked",
    "number_in",
    "personal_in",
    "without_personal",
]

# What each rule finds, in the words of returns and desk; gravest first.
KINDS = {
    "T04": "学籍号",
    "T01": "身份证号",
    "T05": "被改写末几位的证件号",
    "T02": "手机号码",
    "T03": "固定电话号码",
    "T06": "姓名",
    "T07": "填写个人信息的列",
    "T08": "电子邮箱",
    "T09": "QQ号或微信号",
}
_SHOWN = {"T06": 1, "T07": 0, "T08": 0, "T09": 0}


@lru_cache(maxsize=65536)
def personal_in(text: str, is_bare_watched: bool = True) -> tuple[Found, ...]:
    """Everything personal in a text, places as in ``plain(text)``; gravest kinds first."""
    folded = plain(text)
    numbers = numbers_in(folded)
    names = [
        name
        for name in names_in(folded, is_bare_watched=is_bare_watched)
        if not any(name.start < hit.end and hit.start < name.end for hit in numbers)
    ]
    order = list(KINDS)
    return tuple(sorted([*numbers, *names], key=lambda hit: order.index(hit.rule_id)))


def number_in(text: str) -> tuple[str, str] | None:
    """The gravest personal number of a text, as (rule, masked); names are let pass."""
    hits = [hit for hit in personal_in(text) if hit.rule_id != "T06"]
    return (hits[0].rule_id, mask(text, hits[0])) if hits else None


def mask(text: str, hit: Found) -> str:
    """A hit as it may be shown: the first three signs of a number, the first of a name."""
    return plain(text)[hit.start : hit.end][: _SHOWN.get(hit.rule_id, 3)] + "****"


def masked(text: str, is_bare_watched: bool = True) -> str:
    """A text with everything personal in it masked."""
    hits = personal_in(text, is_bare_watched)
    folded = plain(text)
    for hit in sorted(hits, key=lambda hit: hit.start, reverse=True):
        folded = folded[: hit.start] + mask(text, hit) + folded[hit.end :]
    return folded


def without_personal(text: str, is_bare_watched: bool = True) -> str:
    """The text as it is, unless something personal is in it: then masked."""
    if not personal_in(text, is_bare_watched):
        return text
    return masked(text, is_bare_watched)
