"""What is said beside a running count: since when, and from when on the reports behind it are held.

The start alone would claim more than the reports bear out where they began after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.formatting import chinese_month
from reports.wording import say


def since_words(row: Mapping[str, Any] | None) -> str:
    """The start of a running count of a unit or the city, with its data's reach where it is short.

    ``row`` is the count's of rpt_series; '' for None, which is no running count.
    """
    if row is None:
        return ""
    reach = reach_words(row)
    note = str(row["note_zh"])
    return say("series.since", start=note, reach=reach) if reach else note


def reach_words(row: Mapping[str, Any]) -> str:
    """From when on there are reports, '' where they reach the start.

    ``row`` has ``data_from_on`` and ``data_whole_from_on``, of rpt_series or rpt_letter_figure.
    """
    first, whole = row["data_from_on"], row["data_whole_from_on"]
    if first is None:
        return ""
    months = {"first": chinese_month(f"{first:%Y-%m}"), "whole": chinese_month(f"{whole:%Y-%m}")}
    return say("series.reach" if first == whole else "series.reach_uneven", **months)
