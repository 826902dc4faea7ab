"""Each rule of F14 broken once on purpose: the changed cells, and where it must show."""

from tests.filled_workbooks import Row

RUNNING = {"duty_status": "进行", "done_on": None, "evidence_no": None}
OPEN = dict.fromkeys(("answered_on", "class_code", "disclosure", "signed_n", "attitude", "result"))

ONE_ROW: dict[str, tuple[Row, str]] = {
    "F14.R02": ({"duty_id": "360703-2026-L001"}, "duty_id"),
    "F14.R03": ({"done_on": None}, "done_on"),
    "F14.R04": (
        RUNNING | {"done_on": "2026-10-20", "unfinished_reason": "人员不足"},
        "done_on",
    ),
    "F14.R05": ({"done_on": "2026-11-03"}, "done_on"),
    "F14.R06": ({"evidence_no": None}, "evidence_no"),
    "F14.R07": (RUNNING, "unfinished_reason"),
    "F14.R08": ({"unfinished_reason": "人员不足"}, "unfinished_reason"),
    "F14.R09": ({"due_on": "2206-10-31"}, "due_on"),
    "F14S.R02": ({"suggestion_id": "360703-2026-Y001"}, "suggestion_id"),
    "F14S.R03": ({"assigned_on": "2026-05-21"}, "answered_on"),
    "F14S.R04": ({"answered_on": "2026-11-03"}, "answered_on"),
    "F14S.R05": (OPEN | {"assigned_on": "2026-11-03"}, "assigned_on"),
    "F14S.R06": ({"signed_n": 13}, "signed_n"),
    "F14S.R07": ({"signed_n": 11}, "signed_n"),
    "F14S.R08": (OPEN | {"attitude": "满意", "result": "满意"}, "answered_on"),
    "F14S.R09": ({"result": None}, "result"),
    "F14S.R10": ({"class_code": None}, "class_code"),
    "F14S.R11": ({"disclosure": None}, "disclosure"),
    "F14S.R13": ({"signed_n": None}, "signed_n"),
}
# A second row beside the good first one, and the rows (from 0) where the rule must show.
TWO_ROWS: dict[str, tuple[Row, set[int]]] = {
    "F14.R01": ({"duty_id": "360702-2026-L001"}, {0, 1}),
    "F14S.R01": ({"suggestion_id": "360702-2026-Y001"}, {0, 1}),
    "F14S.R12": ({"suggestion_no": "001"}, {0, 1}),
}
ELSEWHERE: set[str] = set()
