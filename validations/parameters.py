"""The dated parameters in force: the office's decisions over the seed, the value of a day.

The same rule as dbt's ``int_parameters``, for whoever needs a value before or without a build.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from validations.code_lists import UnknownCodeError, read_seed


@dataclass(frozen=True)
class Parameters:
    """What the seed states, overridden by ``decided``: name -> first day it holds -> value."""

    decided: Mapping[str, Mapping[date, str]] = field(default_factory=dict)

    def value(self, name: str, on: date) -> str:
        """The text value of a parameter on a day; ``valid_to`` of the seed is the last day.

        Each value holds until the next begins; where both begin on one day the office's holds.

        Raises:
            UnknownCodeError: no value of that parameter holds on that day.
        """
        spans = _of_seed(name) | {
            day: (value, None) for day, value in self.decided.get(name, {}).items()
        }
        begun = [day for day in spans if day <= on]
        if begun:
            value, last = spans[max(begun)]
            if last is None or on <= last:
                return value
        raise UnknownCodeError(f"no value of parameter {name!r} on {on.isoformat()}")


# What holds where no office has decided anything: in a dry run, or before the first decision.
SEED_PARAMETERS = Parameters()


def _of_seed(name: str) -> dict[date, tuple[str, date | None]]:
    """First day -> value and last day of a parameter's spans in the seed."""
    spans = read_seed("standard_parameter").filter(pl.col("parameter") == name)
    return {
        date.fromisoformat(first): (value, date.fromisoformat(last) if last else None)
        for value, first, last in spans.select("value", "valid_from", "valid_to").iter_rows()
    }
