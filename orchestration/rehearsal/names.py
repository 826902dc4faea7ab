"""Invented names of schools: places that exist nowhere in the city, so nobody is meant.

Only names are made here; which schools there are is in `city`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

# Rare, mostly literary characters: no village or street of the city bears any of these pairs.
_FIRST = "霁岚澄皓朔珩瑾璞槿蕙蘅芷葭荇樾楸梓柘檀椿鹭鸢鹂鸥麋骊绯黛缃苍"
_SECOND = "川原陂屿渚汀洲津浦泽墩坪岫冈麓畈"
_ORDINALS = ("第一", "第二", "第三", "实验", "中心")

_KIND_NAMES = {
    "primary": "{place}{ordinal}小学",
    "nine_year": "{place}学校",
    "junior": "{place}{ordinal}初级中学",
    "complete": "{place}中学",
    "senior": "{place}高级中学",
    "vocational": "{place}职业技术学校",
    "special": "{place}特殊教育学校",
    "kindergarten": "{place}幼儿园",
}


def places(rng: random.Random) -> Iterator[str]:
    """Invented place names, each once, in an order set by `rng`."""
    pairs = [first + second for first in _FIRST for second in _SECOND]
    rng.shuffle(pairs)
    return iter(pairs)


def school_name(kind: str, place: str, rng: random.Random) -> str:
    """The full name of a school of a kind (`primary`, `nine_year`, …) at an invented place."""
    return _KIND_NAMES[kind].format(place=place, ordinal=rng.choice(_ORDINALS))
