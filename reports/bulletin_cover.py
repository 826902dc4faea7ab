"""The bulletin's first page: red head, key sentences, indicator tiles.

Which sentences and tiles there are is decided in the warehouse (rpt_headline, rpt_kpi).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.blocks import Heading, Masthead, Note, Sentences, Sheet, Tile, Tiles
from reports.bulletin_input import CITY, BulletinInput
from reports.formatting import (
    NOT_APPLICABLE,
    SUPPRESSED,
    chinese_date,
    chinese_month,
    chinese_time,
    earlier_month,
    rounded,
    shown,
    spoken,
    spoken_target,
    whole,
)
from reports.wording import has, say, section

SENTENCES = {"good": 1, "worrying": 1, "changed": 1, "to_do": 1, "praised": 1}
"""How many sentences of each kind the first page has, in its order."""


def cover_sheet(given: BulletinInput) -> Sheet:
    """封面要点."""
    sentences = key_sentences(given.headlines.iter_rows(named=True))
    blocks = (
        _masthead(given),
        Note((_reach_line(given),), style="reach"),
        Heading(say("bulletin.cover.sentences")),
        Sentences(sentences) if sentences else Note((say("bulletin.cover.no_sentences"),)),
        Heading(say("bulletin.cover.tiles")),
        Tiles(tuple(_tile(row) for row in given.kpi.sort("sort_no").iter_rows(named=True)), 3),
        Note(("", *month_lines(given), say("mark.legend"), _contents(given))),
    )
    widths = (10.8,) * 12
    return Sheet(say("bulletin.sheets.cover"), blocks, widths, is_one_page=True, tab="red")


def reach_words(reach: Mapping[str, Any]) -> dict[str, object]:
    """The four counts behind 据 x/20 县、y/z 校, as blanks of a wording."""
    return {
        "units": reach["units_reported"],
        "units_expected": reach["units_expected"],
        "schools": f"{reach['schools_reported']:,}",
        "schools_expected": f"{reach['schools_expected']:,}",
    }


def key_sentences(headlines: Any) -> tuple[tuple[str, str, str], ...]:
    """(tone, label, sentence) of the foremost headlines of each kind, kinds in order.

    ``headlines`` are rows of rpt_headline, foremost first within their kind; a change that prints
    as the same number twice is passed over.
    """
    rows = sorted(headlines, key=lambda row: row["sort_no"])
    found = []
    for kind, most in SENTENCES.items():
        label = say(f"bulletin.headline.{kind}_label")
        sentences = [_sentence(row) for row in rows if row["kind"] == kind]
        found += [(kind, label, words) for words in sentences if words][:most]
    return tuple(found)


def _sentence(row: Mapping[str, Any]) -> str | None:
    """The sentence of a headline, None for a change too small to be seen.

    ``compared_value`` is last month's where the kind is changed, the city's where it is to_do.
    """
    kind = kind_of_measure(row["unit_of_measure"])
    decimals, unit = row["decimals"], row["unit_of_measure"]
    value = rounded(row["numerator"], row["denominator"], row["value"], kind, decimals)
    compared = rounded(None, None, row["compared_value"], kind, decimals)
    context = []
    if kind == "rate" and row["denominator"]:
        parts = {name: f"{whole(row[name]):,}" for name in ("numerator", "denominator")}
        context.append(say("bulletin.headline.fraction", **parts))
    if row["target"] is not None:
        target = spoken_target(row["target"], kind, unit)
        context.append(say("bulletin.headline.target", target=target))
    compared_words = _spoken(compared, kind, decimals, unit)
    if row["kind"] == "changed" and compared == value:
        return None
    if row["kind"] == "to_do" and compared is not None:
        context.append(say("bulletin.headline.city", compared=compared_words))
    told = f"bulletin.headline.{row['kind']}"
    # A net change below zero is said as a decrease: 净减18项, not 净增为-18项.
    decrease = f"{told}_decrease.{row['metric_id']}-{row['variant']}"
    if value is not None and value < 0 and has(decrease):
        told, value = decrease, -value
    return say(
        told,
        unit=say("mark.city") if row["unit_code"] == CITY else row["unit_name"],
        metric=row["metric_name"],
        value=_spoken(value, kind, decimals, unit),
        compared=compared_words,
        context=say("bulletin.headline.context", parts="，".join(context)) if context else "",
    )


def kind_of_measure(unit_of_measure: str) -> str:
    """Whether a figure prints as a rate, a ratio or a number, told by its unit (%, 人/名, 名)."""
    if unit_of_measure == "%":
        return "rate"
    return "ratio" if "/" in unit_of_measure else "count"


def tile_words(row: Mapping[str, Any]) -> dict[str, str]:
    """The words of one rpt_kpi row as withheld: value, target, last_month, last_year."""
    kind = kind_of_measure(row["unit_of_measure"])
    decimals, unit = row["decimals"], row["unit_of_measure"]
    words = {"value": spoken(shown(row, kind, decimals), kind, decimals, unit)}
    for name in ("last_month", "last_year"):
        number = rounded(None, None, row[f"{name}_value"], kind, decimals)
        is_withheld = row.get(f"{name}_status") == "suppressed"
        words[name] = SUPPRESSED if is_withheld else _spoken(number, kind, decimals, unit)
    words["target"] = spoken_target(row["target"], kind, unit)
    return words


def _tile(row: Mapping[str, Any]) -> Tile:
    words = tile_words(row)
    tones = {True: "tile_met", False: "tile_missed"}
    target = (
        say("bulletin.cover.target", value=words["target"])
        if row["target"] is not None
        else say("bulletin.cover.target_none")
    )
    parts = [target, say("bulletin.cover.last_month", value=words["last_month"])]
    parts.append(say("bulletin.cover.last_year", value=words["last_year"]))
    if row["is_partial"]:
        counts = {"received": row["received_count"], "expected": row["expected_count"]}
        parts.append(say("bulletin.cover.received", **counts))
    lines = tuple("　".join(parts[start : start + 2]) for start in (0, 2))
    return Tile(row["name_zh"], words["value"], tones.get(row["is_target_met"], ""), lines)


def _spoken(number: Any, kind: str, decimals: int, unit: str) -> str:
    return NOT_APPLICABLE if number is None else spoken(number, kind, decimals, unit)


def _masthead(given: BulletinInput) -> Masthead:
    signed = (
        say("bulletin.cover.signed", name=given.signed_by)
        if given.signed_by
        else say("bulletin.cover.unsigned")
    )
    issued_on = given.issued_on or given.known_at.date()
    return Masthead(
        title=given.title,
        issue=issue_words(given),
        left=given.issuer,
        middle=signed,
        right=chinese_date(issued_on),
    )


def issue_words(given: BulletinInput) -> str:
    """The issue under the title; an edition of a term or year has no number of its own."""
    key = "special_issue" if given.period_words else "issue"
    return say(f"bulletin.cover.{key}", issue=given.issue_no)


def _reach_line(given: BulletinInput) -> str:
    return say(
        "bulletin.cover.reach",
        month=given.named_period,
        known_at=chinese_time(given.known_at),
        **reach_words(given.reach.row(0, named=True)),
    )


def month_lines(given: BulletinInput) -> tuple[str, ...]:
    """Which months 本月 and 上月 are, where the edition is not a month's own."""
    if not given.period_words:
        return ()
    months = [chinese_month(earlier_month(given.month, count)) for count in (0, 1, 12)]
    names = ("month", "before", "year_before")
    return (say("bulletin.cover.months", **dict(zip(names, months, strict=True))),)


def _contents(given: BulletinInput) -> str:
    """The sheets that follow; 更正说明 and the comparison of periods only where there is one."""
    names = dict(section("bulletin.sheets"))
    del names["cover"]
    if given.errata is None or given.errata.is_empty():
        del names["errata"]
    if not given.period_words:
        del names["comparison"]
    return say("bulletin.cover.contents", sheets="、".join(names.values()))
