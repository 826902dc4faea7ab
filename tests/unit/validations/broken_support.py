"""How each rule of the forms of archives, posts and lines is broken, and where it must show."""

from tests.filled_workbooks import Row
from tests.good_support import transfer_id
from validations.tokens import make_token

_WRONG_TOKEN = make_token("S", 0)[:-1] + "0"
SENDER = {
    "side": "送出方",
    "sent_on": "2026-10-14",
    "sent_by_token": make_token("S", 0),
    "arrived_on": None,
    "received_by_token": None,
    "seal_intact": None,
}
RECEIVER = {
    "side": "接收方",
    "sent_on": None,
    "sent_by_token": None,
    "arrived_on": "2026-10-16",
    "received_by_token": make_token("S", 1),
    "seal_intact": "是",
}
OUTSIDE = {"to_unit": "市外", "to_province": "广东省", "to_school": None}
LAST_LEG = {"leg_no": "县局到接收学校", "from_unit": "南康区", "to_unit": "章贡区"}

# One changed row and the cell where the rule must show.
ONE_ROW: dict[str, tuple[Row, str]] = {
    "F06.R01": ({"pupil_token": make_token("P", 0)[:-1] + "0"}, "pupil_token"),
    "F06.R02": ({"sent_by_token": _WRONG_TOKEN}, "sent_by_token"),
    "F06.R03": (RECEIVER | {"received_by_token": _WRONG_TOKEN}, "received_by_token"),
    "F06.R04": ({"sent_on": None}, "sent_on"),
    "F06.R05": ({"sent_by_token": None}, "sent_by_token"),
    "F06.R06": (RECEIVER | {"arrived_on": None}, "arrived_on"),
    "F06.R07": (RECEIVER | {"received_by_token": None}, "received_by_token"),
    "F06.R08": (RECEIVER | {"seal_intact": None}, "seal_intact"),
    "F06.R09": ({"received_by_token": make_token("S", 1)}, "received_by_token"),
    "F06.R10": ({"leg_no": "县局到接收学校"}, "side"),
    "F06.R11": ({"to_school": "2136000001"}, "to_school"),
    "F06.R12": (OUTSIDE | {"to_province": None}, "to_province"),
    "F06.R13": ({"to_province": "广东省"}, "to_province"),
    "F06.R14": (OUTSIDE | {"leg_no": "县局到接收学校"}, "leg_no"),
    "F06.R15": (LAST_LEG | {"to_school": None}, "to_school"),
    "F06.R16": ({"leg_no": "县局到县局", "to_unit": "章贡区"}, "leg_no"),
    "F06.R17": ({"reason": "转出市外"}, "reason"),
    "F06.R28": ({"sent_on": "2026-11-01"}, "sent_on"),
    "F06.R29": (RECEIVER | {"arrived_on": "2026-09-30"}, "arrived_on"),
    "F06.R18": ({"transfer_id": "2136000009-2026-T0001"}, "transfer_id"),
    "F06.R19": (RECEIVER | {"seal_intact": "否"}, "issue"),
    "F08.R02": ({"applied_n": 1}, "hired_n"),
    "F08.R03": ({"hired_n": 4}, "hired_n"),
    "F08.R04": ({"prov_plan_n": 70}, "prov_plan_n"),
    "F10.R02": ({"calls_n": 12356}, "calls_n"),
    "F10.R03": ({"answered_n": 37}, "answered_n"),
    "F10.R04": ({"pupil_related_n": 31}, "pupil_related_n"),
    "F10.R05": ({"crisis_n": 31}, "crisis_n"),
    "F10.R06": ({"handed_n": 31}, "handed_n"),
    "F10.R07": (
        {"answered_n": 0, "pupil_related_n": 0, "crisis_n": 0, "handed_n": 0},
        "answered_n",
    ),
    "F10V.R02": ({"visits_n": 12345}, "visits_n"),
    "F10V.R03": ({"visitors_n": 53}, "visitors_n"),
    "F10V.R04": ({"visitors_n": 0}, "visitors_n"),
    "F10V.R05": ({"semester": "2026-2027-2"}, "semester"),
    "F10V.R06": ({"semester": "2025-2026-2"}, "semester"),
}
# A second row beside the good first one, and the rows (from 0) where the rule must show.
TWO_ROWS: dict[str, tuple[Row, set[int]]] = {
    "F06.R20": (SENDER, {0, 1}),
    "F06.R22": ({"arrived_on": "2026-10-13"}, {0, 1}),
    "F06.R24": ({"pupil_token": make_token("P", 7)}, {0, 1}),
    "F06.R25": ({"pieces": 2}, {0, 1}),
    "F06.R26": ({"transfer_id": transfer_id(1), "pupil_token": make_token("P", 1)}, {0, 1}),
    "F06.R27": ({"arrived_on": "2026-10-29"}, {1}),
    "F08.R01": ({"channel": "公开招聘"}, {0, 1}),
    "F10.R01": ({"line_code": "12356全国心理援助热线"}, {0, 1}),
    "F10V.R01": ({"school_code": "2136000001"}, {0, 1}),
}
# A day ahead needs a month not over, a later leg an earlier one: see test_transfers. Only the city
# office tells of the province: see test_recruitment.
ELSEWHERE: set[str] = {"F06.R21", "F06.R23", "F08.R05"}
