"""Contracts, orders and payments of the rehearsal city (F12, third quarter of 2026).

One county buys from a university for two years and pays for both, as in the letters; the city
office is paired with two; some have a team of experts of their own, the rest tell of nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from orchestration.rehearsal.city import City
from orchestration.rehearsal.enrolment import Row, census_day
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import ScopeRow, Submission
from validations.code_lists import label_of, labels

PERIOD = "2026Q3"
_SENT_ON, _LATE_ON = date(2026, 10, 5), date(2026, 11, 4)
_LATE, _SILENT = {"360733"}, {"360734"}
_BUYER, _PAIRED, _SMALL_BUYERS = "360704", "3607SZ", {"360783": 100000, "360781": 80000}
_TEAMS = {"360704": 10, "360702": 8, "360703": 6, "360729": 5, "360730": 7, "360733": 6}
_ORDERS = 4
_FIRST_ORDER = date(2026, 9, 7)
# Working days of autumn 2026 without a holiday near: answered in time, and a week too late.
_IN_TIME, _TOO_LATE, _DONE = timedelta(days=2), timedelta(days=10), timedelta(days=14)


def service_submissions(city: City) -> tuple[Submission, ...]:
    """F12 of the third quarter, a workbook a unit; one is late and one silent."""
    return tuple(_file(city, unit) for unit in city.unit_codes if unit not in _SILENT)


def plant_service_faults(desk: Desk) -> None:
    """More paid than the contract comes to, something paid for that was not agreed, a stray order.

    Only the warehouse can see them.
    """
    file = desk.find("F12", PERIOD, "360783")
    paid = file.further["F12P"]
    again = {
        **paid[0],
        "payment_id": _number("360783", "K", 2),
        "paid_on": "2026-09-10",
        "amount": "60000",
        "voucher_no": "记字第41号",
    }
    file = desk.put(replace(file, further={**file.further, "F12P": (*paid, again)}))
    desk.mark(
        "付款超过合同总额", file, ("X21",), "必改", "warehouse", index=0, column="amount_year"
    )
    file = desk.find("F12", PERIOD, "360781")
    row = {**file.further["F12P"][0], "paid_for": label_of("deliverable", "crisis")}
    file = desk.put(replace(file, further={**file.further, "F12P": (row,)}))
    desk.mark(
        "验收了合同没有约定的内容", file, ("X22",), "需说明", "warehouse", scope_code="360781"
    )
    file = desk.find("F12", PERIOD, "360729")
    orders = file.further["F12O"]
    stray = {**orders[0], "contract_id": _number("360729", "H", 9)}
    file = desk.put(replace(file, further={**file.further, "F12O": (stray, *orders[1:])}))
    desk.mark("订单的合同没有报", file, ("X13",), "必改", "warehouse", scope_code="360729")


def _file(city: City, unit_code: str) -> Submission:
    name = label_of("unit", unit_code)
    contracts = _contracts(unit_code)
    return Submission(
        sent_on=_LATE_ON if unit_code in _LATE else _SENT_ON,
        form_id="F12",
        period=PERIOD,
        unit_code=unit_code,
        path=f"{name}/{name}服务合同{PERIOD}.xlsx",
        format="xlsx",
        rows=contracts,
        scope=(ScopeRow(unit_code, name, is_nil=not contracts),),
        further={"F12O": _orders(city, unit_code), "F12P": _payments(unit_code)},
    )


def _contracts(unit_code: str) -> tuple[Row, ...]:
    rows = []
    agreed = "；".join(labels("deliverable"))
    if unit_code == _BUYER:
        rows.append(
            _contract(unit_code, 1, "purchased", "江西理工大学", "2025-01-01", 300000, agreed)
        )
    if unit_code in _SMALL_BUYERS:
        some = "；".join(label_of("deliverable", code) for code in ("talks", "counselling"))
        amount = _SMALL_BUYERS[unit_code]
        rows.append(
            _contract(unit_code, 1, "purchased", "阳光心理服务中心", "2026-01-01", amount, some)
        )
    if unit_code == _PAIRED:
        for number, university in enumerate(("江西理工大学", "赣南师范大学"), start=1):
            rows.append(_contract(unit_code, number, "paired", university, "2026-01-01", 0, ""))
    if unit_code in _TEAMS:
        team = f"{label_of('unit', unit_code)}心理健康工作队"
        row = _contract(unit_code, len(rows) + 1, "team", team, "2026-03-01", 0, "")
        rows.append({**row, "member_n": str(_TEAMS[unit_code])})
    return tuple(rows)


def _contract(
    unit_code: str, number: int, kind: str, provider: str, since: str, amount: int, agreed: str
) -> Row:
    return {
        "contract_id": _number(unit_code, "H", number),
        "service_kind": label_of("service_kind", kind),
        "provider": provider,
        "start_on": since,
        "end_on": "2026-12-31",
        "amount_year": str(amount),
        "deliverables": agreed,
        "member_n": "",
        "explain_code": "",
        "explain": "",
    }


def _payments(unit_code: str) -> tuple[Row, ...]:
    if unit_code == _BUYER:
        kinds = list(labels("deliverable"))
        return (
            _payment(unit_code, 1, "2025-03-20", 300000, "；".join(kinds[:4])),
            _payment(unit_code, 2, "2026-03-18", 300000, "；".join(kinds[4:6])),
        )
    if unit_code in _SMALL_BUYERS:
        accepted = label_of("deliverable", "talks")
        return (_payment(unit_code, 1, "2026-04-15", 60000, accepted),)
    return ()


def _payment(unit_code: str, number: int, paid_on: str, amount: int, accepted: str) -> Row:
    return {
        "payment_id": _number(unit_code, "K", number),
        "contract_id": _number(unit_code, "H", 1),
        "paid_on": paid_on,
        "amount": str(amount),
        "voucher_no": f"记字第{20 + number}号",
        "paid_for": accepted,
        "explain_code": "",
        "explain": "",
    }


def _orders(city: City, unit_code: str) -> tuple[Row, ...]:
    """Some schools' orders: the last a week late, or still without an answer."""
    contracts = _contracts(unit_code)
    if not contracts or unit_code == _PAIRED:
        return ()
    on = census_day("2026-2027-1")
    schools = [s for s in city.of_unit(unit_code, on) if s.kind != "kindergarten"][:_ORDERS]
    demands = (label_of("deliverable", code) for code in ("talks", "counselling") * _ORDERS)
    rows = []
    for number, (school, demand) in enumerate(zip(schools, demands, strict=False), start=1):
        ordered = _FIRST_ORDER + timedelta(days=number - 1)
        is_late = number == _ORDERS
        is_open = is_late and unit_code in _SMALL_BUYERS
        answered = ordered + (_TOO_LATE if is_late else _IN_TIME)
        rows.append(
            {
                "order_id": _number(unit_code, "D", number),
                "contract_id": contracts[-1]["contract_id"],
                "school_code": school.code,
                "demand": demand,
                "ordered_on": ordered.isoformat(),
                "responded_on": "" if is_open else answered.isoformat(),
                "finished_on": "" if is_open else (ordered + _DONE).isoformat(),
                "served_n": "" if is_open else str(40 + 10 * number),
                "expert_n": "" if is_open else "2",
                "rating": "" if is_open else str(3 if is_late else 5),
                "explain_code": "",
                "explain": "",
            }
        )
    return tuple(rows)


def _number(unit_code: str, letter: str, number: int) -> str:
    return f"{unit_code}-2026-{letter}{number:03}"
