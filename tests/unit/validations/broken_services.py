"""Each rule of F12 broken once on purpose: the changed cells, and where it must show."""

from tests.filled_workbooks import Row
from tests.good_county_work import contract_id

UNFINISHED = dict.fromkeys(("finished_on", "served_n", "expert_n", "rating"))

ONE_ROW: dict[str, tuple[Row, str]] = {
    "F12.R02": ({"contract_id": "360703-2026-H001"}, "contract_id"),
    "F12.R03": ({"end_on": "2025-12-31"}, "end_on"),
    "F12.R04": ({"amount_year": 30}, "amount_year"),
    "F12.R05": ({"amount_year": 0}, "amount_year"),
    "F12.R06": ({"deliverables": None}, "deliverables"),
    "F12.R07": ({"service_kind": "服务队", "amount_year": 0}, "member_n"),
    "F12.R08": ({"end_on": "2031-01-01"}, "end_on"),
    "F12.R09": ({"start_on": "2026-11-03"}, "start_on"),
    "F12O.R02": ({"order_id": "360703-2026-D001"}, "order_id"),
    "F12O.R03": ({"contract_id": "360703-2026-H001"}, "contract_id"),
    "F12O.R04": ({"responded_on": "2026-10-08"}, "responded_on"),
    "F12O.R05": ({"finished_on": "2026-10-11"}, "finished_on"),
    "F12O.R06": ({"finished_on": "2026-11-03"}, "finished_on"),
    "F12O.R07": ({"responded_on": None}, "responded_on"),
    "F12O.R08": (UNFINISHED | {"rating": 5}, "finished_on"),
    "F12O.R09": ({"served_n": None}, "served_n"),
    "F12P.R02": ({"payment_id": "360703-2026-K001"}, "payment_id"),
    "F12P.R03": ({"contract_id": "360703-2026-H001"}, "contract_id"),
    "F12P.R04": ({"paid_on": "2026-11-03"}, "paid_on"),
    "F12P.R05": ({"amount": -150000}, "amount"),
    "F12P.R06": ({"amount": 15}, "amount"),
    "F12P.R07": ({"amount": 0}, "amount"),
}
# A second row beside the good first one, and the rows (from 0) where the rule must show.
TWO_ROWS: dict[str, tuple[Row, set[int]]] = {
    "F12.R01": ({"contract_id": contract_id()}, {0, 1}),
    "F12O.R01": ({"order_id": "360702-2026-D001"}, {0, 1}),
    "F12P.R01": ({"payment_id": "360702-2026-K001"}, {0, 1}),
    "F12P.R08": ({"contract_id": contract_id()}, {0, 1}),
}
ELSEWHERE: set[str] = set()
