"""Random transfers, told by both ends or not: what is astray and what arrived, counted twice.

The slow calculation in ``tests.slow.transfers`` knows the rules and nothing of the warehouse's SQL.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random

from tests.lake_builder import Sent
from tests.slow.transfers import OUTSIDE, Told, anomalies, arrived, latest, route
from tests.warehouse_bench import WarehouseBench

SEED, TRANSFERS = 20260901, 300
KNOWN_AT = datetime(2026, 12, 20, 20)
MONTHS = {
    "2026-09": date(2026, 9, 30),
    "2026-10": date(2026, 10, 31),
    "2026-11": date(2026, 11, 30),
    "2026-12": date(2026, 12, 19),
}
YEAR_FROM = date(2026, 7, 1)
UNITS = ("360702", "360703", "3607SZ")
KINDS = {"not_received", "not_sent", "seal_broken", "token_mismatch", "leg_missing"}


def history(number: int) -> list[tuple[str, Told]]:
    """(month of the slip, end) of one transfer: ends left out, told again, of another pupil."""
    random = Random(f"{SEED} {number}")
    home = random.choice(UNITS)
    target = random.choice((*UNITS, OUTSIDE))
    slips = []
    day = date(2026, 9, 1) + timedelta(days=random.randrange(60))
    legs = route(home, target)
    for leg in legs[: random.randrange(1, len(legs) + 1)]:
        for side in ("sender", "receiver"):
            day += timedelta(days=random.choice((0, 1, 2, 5, 12, 29, 30, 31)))
            is_nobody = leg == "2" and side == "receiver" and target == OUTSIDE
            if day > date(2026, 12, 10) or is_nobody or random.random() < 0.18:
                continue
            pupil = f"P{number}" if random.random() > 0.06 else f"Q{number}{leg}{side}"
            is_intact = side == "sender" or random.random() > 0.1
            told = Told(f"T{number}", leg, side, pupil, home, target, day, is_intact)
            slips.append((f"{day:%Y-%m}", told))
            if random.random() < 0.08 and f"{day:%Y-%m}" < "2026-12":
                again = Told(f"T{number}", leg, side, f"P{number}", home, target, day)
                slips.append(("2026-12", again))
    return slips


def row(told: Told) -> dict[str, object]:
    is_sender = told.side == "sender"
    return {
        "transfer_id": told.transfer,
        "leg_no": told.leg,
        "side": told.side,
        "pupil_token": told.pupil,
        "reason": "transfer",
        "from_school": "2136000001",
        "from_unit": told.from_unit,
        "to_unit": told.to_unit,
        "seal_no": "A1",
        "pieces": 3,
        "sent_on" if is_sender else "arrived_on": told.on,
        **({} if is_sender else {"seal_intact": told.is_intact}),
        "issue": "none",
    }


def unit_of(told: Told) -> str:
    is_target = told.leg == "3" or (told.leg == "2" and told.side == "receiver")
    return told.to_unit if is_target else told.from_unit


def test_what_is_astray_and_what_arrived_are_those_of_the_slow_calculation(
    bench: WarehouseBench,
) -> None:
    slips = [slip for number in range(TRANSFERS) for slip in history(number)]
    files: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for month, told in slips:
        files[month, unit_of(told)].append(told)
    lake = bench.fresh_lake()
    for month in MONTHS:
        sent = [
            Sent("F06", month, unit, [row(told) for told in files[month, unit]])
            for unit in UNITS
            if files[month, unit]
        ]
        # What is replaced does not count, whatever it said.
        wrong = [{**one, "pupil_token": "Z"} for one in sent[0].rows]
        first, second = (datetime.fromisoformat(f"{month}-{day}T20:00:00") for day in ("13", "14"))
        lake.batch(first, Sent("F06", month, sent[0].unit_code, wrong))
        lake.batch(second, *sent)
    bench.run(KNOWN_AT, "int_transfer_anomalies", "int_transfers")
    ends = latest(slips)
    built = bench.rows("int_transfer_anomalies")
    columns = ("transfer_id", "leg_no", "anomaly_code", "unit_code")
    for month, day in MONTHS.items():
        of_month = set(built.filter(month=month).select(columns).rows())
        assert of_month == anomalies(ends, day, YEAR_FROM), month
    assert {row[2] for row in built.select(columns).rows()} == KINDS
    assert built.height > 300
    done = bench.rows("int_transfers", "done_on is not null")
    assert set(done["transfer_id"]) == arrived(ends, MONTHS["2026-12"])
    assert 20 < done.height < TRANSFERS
