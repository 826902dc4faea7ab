"""The county scorecard once more, in exact fractions, figure by figure. Knows no SQL.

Figures come in as rows of fct_figures; items and steps of deduction as the seeds say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]
SMALL_BELOW = 20


@dataclass(frozen=True)
class Points:
    """What one item is worth in a county: possible and given; None where it does not apply."""

    possible: Fraction | None
    given: Fraction | None


def exact(number: object) -> Fraction:
    """Any number by its decimal form."""
    return Fraction(str(number))


def half_up(number: Fraction, parts: int) -> Fraction:
    """A number rounded to the nearest 1/parts, halves up."""
    return Fraction((number * parts + Fraction(1, 2)).__floor__(), parts)


def share_of(item: Row, figure: Row, city: Row | None) -> Fraction:
    """Which part of an item's points a reported figure earns, before what is silent."""
    if figure["denominator"] is None:
        basis = exact(figure["value"])
    else:
        top, bottom = exact(figure["numerator"]), exact(figure["denominator"])
        is_small = item["is_topped_up"] == "true" and bottom < SMALL_BELOW
        if is_small and city is not None and city["denominator"]:
            rate = exact(city["numerator"]) / exact(city["denominator"])
            top, bottom = top + (SMALL_BELOW - bottom) * rate, Fraction(SMALL_BELOW)
        basis = top / bottom
    floor, target = exact(item["floor"]), exact(item["target"])
    share = min(max((basis - floor) / (target - floor), Fraction(0)), Fraction(1))
    return half_up(share, int(item["steps"])) if item["steps"] else share


def item_points(
    items: Sequence[Row], figures: Mapping[tuple[str, ...], Row], unit: str
) -> dict[str, Points]:
    """Each item's points in a county; ``figures`` by (metric, variant, slice, unit)."""
    keys = {i["item_id"]: (i["metric_id"], i["variant"] or "", i["slice"] or "") for i in items}
    found = {item: figures.get((*key, unit)) for item, key in keys.items()}
    apply = {i for i, row in found.items() if row and row["status"] in ("ok", "not_reported")}
    worth = {i["item_id"]: exact(i["points"]) for i in items}
    parts: dict[str, list[str]] = {}
    for item in items:
        parts.setdefault(item["group_code"], []).append(item["item_id"])
    alive = [part for part, members in parts.items() if apply & set(members)]
    kept = sum((worth[i] for part in alive for i in parts[part]), Fraction(0))
    result = {}
    for item in items:
        name, members = item["item_id"], parts[item["group_code"]]
        if name not in apply:
            result[name] = Points(None, None)
            continue
        inside = sum((worth[i] for i in members), Fraction(0))
        inside /= sum((worth[i] for i in members if i in apply), Fraction(0))
        possible = worth[name] * inside * sum(worth.values(), Fraction(0)) / kept
        row = found[name]
        assert row is not None
        given = Fraction(0)
        if row["status"] == "ok":
            city = figures.get((*keys[name], "3607"))
            heard = Fraction(row["received_count"], row["expected_count"])
            given = possible * share_of(item, row, city) * heard
        result[name] = Points(possible, given)
    return result


def part_scores(items: Sequence[Row], points: Mapping[str, Points]) -> dict[str, Fraction | None]:
    """Points by part, rounded once; None where nothing of a part applies."""
    scores: dict[str, Fraction | None] = {}
    for part in dict.fromkeys(item["group_code"] for item in items):
        members = [item for item in items if item["group_code"] == part]
        given = [points[item["item_id"]].given for item in members]
        counted = [one for one in given if one is not None]
        if not counted:
            scores[part] = None
            continue
        possible = [points[item["item_id"]].possible or Fraction(0) for item in members]
        most = half_up(sum(possible, Fraction(0)), 10)
        is_stepped = any(item["steps"] for item in members)
        rounded = half_up(sum(counted, Fraction(0)), 2 if is_stepped else 10)
        scores[part] = min(rounded, most) if is_stepped else rounded
    return scores


@dataclass(frozen=True)
class Year:
    """A county's points, parts and total in one month, and the items as they then held."""

    items: Sequence[Row]
    points: Mapping[str, Points]
    scores: Mapping[str, Fraction | None]
    total: Fraction | None

    def applying(self, part: str) -> set[tuple[object, ...]]:
        """What was asked in a part (of everything where it is ''), item by item."""
        return {
            (
                *(item[name] for name in ("item_id", "metric_id", "variant", "slice", "steps")),
                *(exact(item[name]) for name in ("points", "floor", "target")),
            )
            for item in self.items
            if part in ("", item["group_code"]) and self.points[item["item_id"]].given is not None
        }

    def share(self, part: str) -> Fraction:
        """The part of its points that was got; of points as printed where some come in steps."""
        members = [item for item in self.items if item["group_code"] == part]
        points = [self.points[item["item_id"]] for item in members]
        possible = sum((one.possible or Fraction(0) for one in points), Fraction(0))
        if any(item["steps"] for item in members):
            return (self.scores[part] or Fraction(0)) / half_up(possible, 10)
        return sum((one.given or Fraction(0) for one in points), Fraction(0)) / possible


def change(now: Year, before: Year, part: str) -> tuple[bool | None, Fraction | None]:
    """Whether a part (the total where it is '') can be compared with the year before, and how much.

    Points for the total, percentage points of what there was to get for a part.
    """
    scores = [year.scores[part] if part else year.total for year in (now, before)]
    if scores[0] is None or scores[1] is None:
        return None, None
    if now.applying(part) != before.applying(part):
        return False, None
    if not part:
        return True, scores[0] - scores[1]
    return True, half_up(100 * now.share(part) - 100 * before.share(part), 10)


def total(scores: Mapping[str, Fraction | None], deducted: Fraction) -> Fraction | None:
    """The county's score of 100; None where nothing applies at all."""
    counted = [one for one in scores.values() if one is not None]
    if not counted:
        return None
    return max(min(sum(counted, Fraction(0)), Fraction(100)) - deducted, Fraction(0))


def ranks(scores: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    """One more than the counties above; equal scores share it."""
    return {
        unit: None
        if score is None
        else 1 + sum(other is not None and other > score for other in scores.values())
        for unit, score in scores.items()
    }


def deduction(steps: Sequence[Row], rule: str, records: int) -> Fraction:
    """Points a rule takes off for so many records."""
    for step in steps:
        most = int(step["count_to"]) if step["count_to"] else records
        if step["rule_id"] == rule and int(step["count_from"]) <= records <= most:
            return exact(step["points"])
    return Fraction(0)
