"""The figures a draft letter is held against: those of letters, the month's, and their parts.

Nothing suppressed gets here with a value; a part of a rate (有效筛查学生) is as open as the rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from reports.draft_fit import Known
from reports.draft_words import Slice, words_of_drafts
from reports.fact_words import words_of
from reports.formatting import exact, half_up, spoken
from reports.number_reading import folded
from reports.wording import lines, say

Row = Mapping[str, Any]
_WINDOWS = {"m": "month", "y": "school_year", "t": "total"}
_RATIO = "1:"


def known_of_letters(rows: Iterable[Row]) -> list[Known]:
    """The figures of letters (rows of ``rpt_letter_figure``) that have something to say."""
    return [
        Known(
            figure_id=row["figure_id"],
            name=row["name_zh"],
            value=row["value"],
            unit="%" if row["style"] == "tenths" else row["unit_word"] or "",
            keys=_groups(row["keywords"]),
            said=words_of(row),
            text=row["value_text"] or "" if row["way"] in ("code", "identifier") else "",
            style=row["style"],
            is_rank=row["measure"].startswith("rank"),
            **_letter_facets(row),
        )
        for row in rows
        if row["status"] == "ok"
    ]


def _letter_facets(row: Row) -> dict[str, Any]:
    source = str(row.get("source_figure_id") or "").partition(".")[0]
    metric_id, variant, part = [*source.split("-", 2), "", ""][:3]
    window = _window_of(variant)
    is_plan, is_counted = metric_id == "M26" and variant == "c", row["way"] == "figure"
    is_actual = is_counted and row["style"] != "tenths" and not is_plan
    return {
        "place": row["unit_code"],
        "month": str(row["ends_on"])[:7] if row["ends_on"] else row["month"],
        "starts_on": row["starts_on"],
        "ends_on": row["ends_on"],
        "window": window or ("calendar_year" if metric_id == "M26" else ""),
        "is_windowed": bool(window),
        "since": row["since_zh"] or "",
        "slice": _slice_of_level(metric_id, part),
        "side": "plan" if is_plan else "actual" if is_actual else "",
    }


def _slice_of_level(metric_id: str, part: str) -> Slice | None:
    kinds = {"M33": "activity_level", "M34": "award_level"}
    levels = {"city", "county", "downtown", "school", "province", "national"}
    return Slice(kinds[metric_id], part) if part in levels and metric_id in kinds else None


def known_of_figures(
    rows: Iterable[Row],
    metrics: Iterable[Row],
    places: Mapping[str, str],
    kinds: Mapping[str, frozenset[str]] | None = None,
    series: Iterable[Row] = (),
) -> list[Known]:
    """The month's figures as they may be shown, and the parts of rates that letters speak of.

    ``rows`` are figures after suppression; ``metrics`` are those of the seed, ``places`` the name
    by which a unit is called, empty for the city; ``kinds`` the codes of each kind of slice,
    ``series`` the beginnings of cumulative ones.
    """
    every = list(metrics)
    told = {(m["metric_id"], m["variant"] or ""): m for m in every}
    split: dict[tuple[str, str], set[str]] = {}
    for metric in every:
        kind = metric.get("slice_kind") or "none"
        split.setdefault((metric["metric_id"], metric["variant"] or ""), set()).add(kind)
    begun = {(s["metric_id"], s["variant"]): s for s in series}
    known = []
    for row in rows:
        key = (row["metric_id"], row["variant"])
        if key not in told or row["status"] != "ok" or row["school_code"]:
            continue
        slices = frozenset(split[key] - {"none"})
        part = _slice(row["slice"], slices, kinds or {})
        if row["slice"] and part is None:
            continue
        one = _figure(row, told[key], places, begun.get(key))
        one = replace(one, slice=part, slice_kinds=slices)
        known += [one, *_parts(row, one)]
    return known


def _slice(code: str, own: frozenset[str], kinds: Mapping[str, frozenset[str]]) -> Slice | None:
    """The slice by its kind; groups of instruments are on no list and prove nothing."""
    return next((Slice(kind, code) for kind in sorted(own) if code in kinds.get(kind, ())), None)


def _figure(row: Row, metric: Row, places: Mapping[str, str], begun: Row | None) -> Known:
    base, _, rest = str(row["metric_name"]).partition("（")
    window = _window_of(row["variant"])
    others = words_of_drafts()["names"].get(_key(row), ())
    variants = {rest.rstrip("）")} if rest and not window else set()
    is_ratio = metric["kind"] == "ratio" and row["unit_of_measure"] == "人/名"
    unit = "%" if metric["kind"] == "rate" else _RATIO if is_ratio else row["unit_of_measure"]
    month = row.get("month") or ""
    is_count = metric["kind"] in ("count", "shortfall", "streak")
    return Known(
        figure_id=row["figure_id"],
        name=f"{places.get(row['unit_code'], row['unit_name'])}{row['metric_name']}",
        value=Decimal(row["value"]),
        unit=unit,
        keys=(),
        said=_spoken(row, metric),
        names=frozenset(folded(word) for word in (base, *others)),
        place=row["unit_code"],
        month=month,
        starts_on=_starts_on(month, window, begun),
        window=window or _defined(metric.get("definition_zh") or ""),
        is_windowed=bool(window),
        since=str(begun["note_zh"]) if begun else "",
        side="plan" if metric["kind"] == "plan" else "actual" if is_count else "",
        variants=frozenset(folded(word) for word in variants),
    )


def _parts(row: Row, one: Known) -> list[Known]:
    """Numerator and denominator of a rate, where letters have a word for them."""
    data, found = words_of_drafts(), []
    for part in ("numerator", "denominator"):
        words = data["parts"].get(f"{_key(row)}.{part}")
        if words is None or row.get(part) is None:
            continue
        unit, number = data["part_units"][f"{_key(row)}.{part}"], Decimal(row[part])
        name = say(f"lint.parts.{part}", name=one.name)
        found.append(_counted(one, f"{one.figure_id}.{part}", name, number, unit, words))
    return found


def _counted(
    one: Known, figure_id: str, name: str, number: Decimal, unit: str, words: Iterable[str]
) -> Known:
    return replace(
        one,
        figure_id=figure_id,
        name=name,
        value=number,
        unit=unit,
        said=f"{number.normalize():,f}{unit}",
        names=frozenset(folded(word) for word in words),
        side="actual",
        variants=frozenset(),
    )


def known_of_cases(rows: Iterable[Row], places: Mapping[str, str]) -> list[Known]:
    """Cases on the register at the month's end by level, after suppression."""
    data = words_of_drafts()
    words = data["parts"]["running_count.value"]
    found = []
    for row in rows:
        if row["metric_id"] != "running_count" or row["status"] != "ok" or not row["slice"]:
            continue
        place = places.get(row["unit_code"], "")
        number = Decimal(row["numerator"])
        one = Known(
            row["figure_id"], "", number, "", (), "", place=row["unit_code"], month=row["month"],
            slice=Slice("case_level", row["slice"]), slice_kinds=frozenset({"case_level"}),
        )  # fmt: skip
        name = f"{place}{say('lint.parts.cases', level=_level(row['slice']))}"
        unit = data["part_units"]["running_count.value"]
        found.append(_counted(one, row["figure_id"], name, number, unit, words))
    return found


def _level(code: str) -> str:
    return str(words_of_drafts()["slices"].get(f"case_level.{code}", [code])[0])


def known_of_suggestions(rows: Iterable[Row], unit_code: str) -> list[Known]:
    """Who put and who signed the suggestions that the unit answers."""
    data, found = words_of_drafts(), []
    for row in rows:
        for part, column in (
            ("proposer_count", "proposer_count"),
            ("signed_count", "signed_count"),
        ):
            if row[column] is None:
                continue
            figure_id, number = f"{part}.{row['suggestion_id']}", Decimal(row[column])
            name = say(f"lint.parts.{part}", number=row["suggestion_no"] or row["suggestion_id"])
            one = Known(figure_id, name, number, "", (), "", place=unit_code, month=row["month"])
            unit = data["part_units"][f"{part}.value"]
            words = data["parts"][f"{part}.value"]
            counted = _counted(one, figure_id, name, number, unit, words)
            found.append(replace(counted, is_free=True))
    return found


def _key(row: Row) -> str:
    return f"{row['metric_id']}-{row['variant']}" if row["variant"] else str(row["metric_id"])


def _window_of(variant: str) -> str:
    return _WINDOWS.get(variant[1:2], "") if len(variant) == 2 else ""


def _defined(definition: str) -> str:
    """The window of a metric that has but one, by the words its definition begins with."""
    found = {word: code for code in ("month", "school_year", "calendar_year")
             for word in lines(f"lint.windows.{code}")}  # fmt: skip
    return next((code for word, code in found.items() if definition.startswith(word)), "")


def _starts_on(month: str, window: str, begun: Row | None) -> date | None:
    if not month:
        return None
    year, number = int(month[:4]), int(month[5:])
    if window == "total" and begun is not None:
        return date.fromisoformat(str(begun["starts_on"]))
    if window == "school_year":
        return date(year if number >= 9 else year - 1, 9, 1)
    return None


def _spoken(row: Row, metric: Row) -> str:
    decimals = int(metric["decimals"])
    is_rate = metric["kind"] == "rate"
    number = half_up(exact(row["value"]), decimals + 2 if is_rate else decimals)
    return spoken(number, metric["kind"], decimals, row["unit_of_measure"])


def _groups(keywords: str | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("/")) for group in (keywords or "").split(";") if group)
