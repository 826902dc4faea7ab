"""Invented scores of the instruments, and the level a platform would print beside them.

A pupil's burden is one number, standard normal; which pupil sits which instrument is in
`screening`. The warehouse recomputes the level by its own rules.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from validations.code_lists import label_of, read_seed

_LEVELS = ("normal", "mild", "moderate", "severe")


@dataclass(frozen=True)
class Instrument:
    """One combination of instrument, version, norm set and score scale, by code."""

    instrument: str
    version: str
    norm_set: str
    score_scale: str = "raw"

    @cache  # noqa: B019 - a dozen instruments in all
    def words(self) -> dict[str, str]:
        """Its four cells on the sheet, in Chinese."""
        return {
            "instrument": label_of("instrument", self.instrument),
            "instrument_version": label_of("instrument_version", self.version),
            "norm_set": label_of("norm_set", self.norm_set),
            "score_scale": label_of("score_scale", self.score_scale),
        }


@dataclass(frozen=True)
class Scores:
    """One sitting; `validity` is None where there is no lie scale, `crisis` where no such item."""

    total: float
    subs: tuple[float, ...] = ()
    validity: int | None = None
    crisis: bool | None = None


MHT = Instrument("MHT", "100Q", "CN")
MHT_56 = Instrument("MHT", "100Q", "CN56M")
MSSMHS = Instrument("MSSMHS", "60Q", "CN", "mean")
PHQ_9 = Instrument("PHQ-9", "9Q", "INTL")
PHQ_A = Instrument("PHQ-A", "9Q", "INTL")
GAD_7 = Instrument("GAD-7", "7Q", "INTL")
CES_DC = Instrument("CES-DC", "20Q", "INTL")
SCARED = Instrument("SCARED", "41Q", "CN23")
SCL_90 = Instrument("SCL-90", "90Q5", "CN")

_MHT_CAPS = (15, 10, 10, 10, 10, 15, 10, 10)


def _mht(rng: random.Random, burden: float) -> Scores:
    subs = tuple(
        float(min(cap, max(0, round(rng.gauss(3.2 + 1.6 * burden, 1.6))))) for cap in _MHT_CAPS
    )
    lie = min(10, int(rng.expovariate(0.5)))
    return Scores(sum(subs), subs, validity=lie)


def _means(rng: random.Random, mean: float, spread: float, count: int) -> tuple[float, ...]:
    return tuple(round(min(5.0, max(1.0, rng.gauss(mean, spread))), 2) for _ in range(count))


def _mssmhs(rng: random.Random, burden: float) -> Scores:
    subs = _means(rng, 1.38 + 0.3 * burden, 0.2, 10)
    return Scores(round(sum(subs) / 10, 2), subs)


def _scl_90(rng: random.Random, burden: float) -> Scores:
    subs = _means(rng, 1.18 * math.exp(0.22 * burden), 0.12, 10)
    return Scores(float(round(9 * sum(subs))), subs, crisis=rng.random() < 0.004)


def _phq(rng: random.Random, burden: float) -> Scores:
    total = min(27, round(1.8 * math.exp(0.85 * burden)))
    odds = 0.2 if total >= 10 else 0.002
    return Scores(float(total), crisis=rng.random() < odds)


def _gad(rng: random.Random, burden: float) -> Scores:
    return Scores(float(min(21, round(1.6 * math.exp(0.8 * rng.gauss(burden, 0.3))))))


def _ces_dc(rng: random.Random, burden: float) -> Scores:
    return Scores(float(min(60, round(6 * math.exp(0.55 * rng.gauss(burden, 0.2))))))


def _scared(rng: random.Random, burden: float) -> Scores:
    subs = tuple(
        float(min(14, max(0, round(rng.gauss(2.4 * math.exp(0.4 * burden), 0.9)))))
        for _ in range(5)
    )
    return Scores(sum(subs), subs)


_SITTINGS: dict[str, Callable[[random.Random, float], Scores]] = {
    "MHT": _mht, "MSSMHS": _mssmhs, "SCL-90": _scl_90, "PHQ-9": _phq, "PHQ-A": _phq,
    "GAD-7": _gad, "CES-DC": _ces_dc, "SCARED": _scared,
}  # fmt: skip


def sit(instrument: Instrument, rng: random.Random, burden: float) -> Scores:
    """The scores of one sitting by a pupil of a burden (standard normal)."""
    return _SITTINGS[instrument.instrument](rng, burden)


def level_of(instrument: Instrument, scores: Scores) -> str:
    """The level code a platform prints: the worst over total and subs, raised by a crisis item."""
    worst = _LEVELS.index("moderate") if scores.crisis else 0
    # A higher score is never a lighter level, so the highest sub-score speaks for all of them.
    highest = max(scores.subs, default=-1.0)
    for part, low, high, rank in _cut_offs(instrument):
        value = scores.total if part == "total" else highest
        if rank > worst and low <= value < high:
            worst = rank
    return _LEVELS[worst]


@cache
def _cut_offs(instrument: Instrument) -> tuple[tuple[str, float, float, int], ...]:
    """(part, lower incl., upper excl., rank) of the seed's rows for this combination."""
    return _all_cut_offs()[
        instrument.instrument, instrument.version, instrument.norm_set, instrument.score_scale
    ]


@cache
def _all_cut_offs() -> dict[tuple[str, ...], tuple[tuple[str, float, float, int], ...]]:
    found = defaultdict(list)
    for row in read_seed("standard_instrument_level").iter_rows(named=True):
        key = tuple(
            row[name] for name in ("instrument", "instrument_version", "norm_set", "score_scale")
        )
        upper = float(row["upper_bound"] or math.inf)
        rank = _LEVELS.index(row["level_code"])
        found[key].append((row["score_part"], float(row["lower_bound"]), upper, rank))
    return {key: tuple(rows) for key, rows in found.items()}
