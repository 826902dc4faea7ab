"""Judge every number of a draft letter against the figures of a month: 有据, 与数据不符 or 无据.

A number is held against figures counted in the same word that are what it is said of. What nobody
counts (dates, document numbers, headings, telephones) is told apart and needs no proof; 三分之二
and the like cannot be checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reports.draft_claims import Claim, claims_in
from reports.draft_fit import Known, is_told_apart, misfits
from reports.draft_words import Lexicon, Scope
from reports.number_reading import Written, folded, numbers_in

Verdict = Literal["proved", "differs", "unsupported", "uncheckable", "recognised"]
# Words for the same count; others are different measures and never stand in for each other.
_SAME_UNIT = {"位": "名", "人": "名", "余人": "名", "家": "个", "天": "日"}
# In Chinese numerals 两个 and 一项 are ways of speaking, unless a figure stands behind them.
_COUNTED_IN_WORDS = frozenset({"名", "人", "人次", "所", "场", "次", "条", "项", "周", "年"})

# A long number behind one of these is somebody's code, and no count.
_CODE = re.compile(r"(?:代码|编号|编码|邮编|账号|序号|号码)[是为:：]?\s*$")


@dataclass(frozen=True)
class Judged:
    """A number of the draft with its verdict, the figures it was held against, and why not.

    ``reason`` is a wording's key under ``lint.reasons``, ``words`` what it speaks of.
    """

    written: Written
    verdict: Verdict
    figures: tuple[Known, ...] = ()
    reason: str = ""
    words: str = ""


def lint(text: str, known: Sequence[Known], scope: Scope | None = None) -> list[Judged]:
    """Every number of a draft in order, judged."""
    scope = scope or Scope()
    plain = folded(text)
    names = {name for one in known for name in one.names}
    lexicon = Lexicon(scope, names, {word for one in known for word in one.variants})
    claims = claims_in(plain, numbers_in(plain), lexicon, scope)
    return [_judged(claim, known, scope) for claim in claims]


def is_clean(judged: Sequence[Judged]) -> bool:
    """Whether nothing is left to prove or mend."""
    return all(one.verdict in ("proved", "recognised") for one in judged)


def _judged(claim: Claim, known: Sequence[Known], scope: Scope) -> Judged:
    number = claim.written
    unheld = _unheld(number, known)
    if unheld is not None:
        return unheld
    near = [one for one in known if _is_of_kind(number, one) and _is_near(claim, one)]
    why = {one.figure_id: misfits(claim, one, scope) for one in near}
    fitting = [one for one in near if not why[one.figure_id]]
    letters = _nearest(claim, [one for one in fitting if one.is_of_letter])
    figures = [one for one in fitting if not one.is_of_letter]
    agreeing = [one for one in letters if _agrees(number, one)]
    if agreeing:
        return Judged(number, "proved", tuple(agreeing[:1]))
    agreeing = [one for one in figures if _agrees(number, one)]
    if agreeing and len(agreeing) == len(figures):
        return Judged(number, "proved", tuple(agreeing[:1]))
    if _needs_no_proof(number, bool(near)):
        return Judged(number, "recognised")
    if agreeing:
        return Judged(number, "unsupported", reason="several", words=_several(figures))
    differing = [*letters, *(one for one in figures if is_told_apart(claim, one))]
    if differing:
        return Judged(number, "differs", tuple(differing[:1]))
    return _unsupported(claim, near, why)


def _unheld(number: Written, known: Sequence[Known]) -> Judged | None:
    """What is said of a number that is held against no value; None of one that is."""
    if number.kind == "vague":
        return Judged(number, "uncheckable", reason="vague")
    if number.kind in ("phone", "personal"):
        return Judged(number, "recognised", reason=number.kind)
    if number.kind not in ("name", "code", "ordinal"):
        return None
    named = [one for one in known if _is_named(number, one)]
    if named:
        return Judged(number, "proved", tuple(named[:1]))
    is_code = number.kind == "code" and not _CODE.search(number.before)
    return None if is_code else Judged(number, "recognised")


def _unsupported(claim: Claim, near: Sequence[Known], why: dict[str, tuple[str, ...]]) -> Judged:
    """Without support: for what the figure that comes nearest is not what is said."""
    reasons = sorted((why[one.figure_id] for one in near), key=len)
    found = next((keys[0] for keys in reasons if keys), "")
    words = "、".join([*claim.foreign, *claim.unknown]) if found == "unknown" else ""
    return Judged(claim.written, "unsupported", reason=found, words=words)


def _several(figures: Sequence[Known]) -> str:
    return "；".join(dict.fromkeys(f"{one.name} {one.said}" for one in figures))


def _is_named(number: Written, one: Known) -> bool:
    """A code or document number is the same text, and nothing else."""
    if not one.text:
        return False
    digits = "".join(c for c in number.text if c.isdigit())
    if number.kind == "code":
        return one.text == digits
    return number.text.replace(" ", "") in one.text or number.text.strip("第号 ") == one.text


def _is_of_kind(number: Written, one: Known) -> bool:
    if one.value is None:
        return False
    if one.is_rank or number.kind == "rank":
        return one.is_rank and number.kind == "rank"
    by_style = {"year": "date", "ordinal": "grade"}
    if one.style in by_style or number.kind in ("date", "grade"):
        return by_style.get(one.style) == number.kind
    if one.unit in ("%", "1:") or number.kind in ("share", "ratio"):
        return {"share": "%", "ratio": "1:"}.get(number.kind) == one.unit
    return _unit(one.unit) == _unit(number.unit)


def _unit(unit: str) -> str:
    return _SAME_UNIT.get(unit, unit)


def _is_near(claim: Claim, one: Known) -> bool:
    if one.names:
        return claim.name in one.names
    number = claim.written
    around = number.before + number.text + number.after
    if not all(any(word in around for word in group) for group in one.keys):
        return False
    # Something of it must stand in the number's own clause, unless nothing else does.
    if not one.month or not one.keys or _said(claim, one) > 0:
        return True
    return not claim.is_named and not claim.unknown


def _said(claim: Claim, one: Known) -> int:
    """How many of the key words stand in the number's own clause."""
    number = claim.written
    clause = claim.own + number.text + number.after
    return sum(word in clause for group in one.keys for word in group)


def _nearest(claim: Claim, letters: Sequence[Known]) -> list[Known]:
    """The figures of letters of which most is said."""
    most = max((_said(claim, one) for one in letters), default=0)
    return [one for one in letters if _said(claim, one) == most]


def _agrees(number: Written, one: Known) -> bool:
    """Whether what is written may be said of the value."""
    if number.value is None or one.value is None:
        return False
    said, value, grain = number.value, one.value, number.grain
    if number.mark == "more":
        return said < value < said + grain
    if number.mark == "reach":
        return said <= value < said + grain
    if number.mark == "about":
        return abs(said - value) * 2 <= grain
    if number.mark == "nearly":
        # 近2000 is no word for 1315.
        return max(said - grain, said * 9 / 10) < value < said
    if number.kind in ("share", "ratio") or said != said.to_integral_value() or _is_scaled(number):
        return said == value or abs(said - value) * 2 <= grain
    return said == value


def _is_scaled(number: Written) -> bool:
    """1.8万 is told in thousands; 30万元 is told to the yuan."""
    return "." in number.text


def _needs_no_proof(number: Written, has_figure: bool) -> bool:
    if number.kind == "date":
        return not (has_figure and number.after.startswith("起"))
    if number.kind in ("grade", "ratio"):
        return not has_figure
    if not number.is_chinese:
        return False
    is_article = number.value == 1
    return is_article or number.unit not in _COUNTED_IN_WORDS
