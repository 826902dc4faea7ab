"""Each rule of F13 broken once on purpose: the changed cells, and where it must show."""

from tests.filled_workbooks import Row

ONE_ROW: dict[str, tuple[Row, str]] = {
    "F13.R02": ({"item_id": "360703-2026-J001"}, "item_id"),
    "F13.R04": ({"entry_status": "合并"}, "merged_into"),
    "F13.R06": (
        {"entry_status": "合并", "merged_into": "360702-2026-J009"},
        "merged_into",
    ),
    "F13.R07": ({"entry_status": "新增", "approval_no": "区减负办〔2026〕3号"}, "entry_status"),
    "F13.R08": ({"banned_forms": "答题；点赞"}, "banned_forms"),
    "F13.R09": ({"pupil_hours": 90}, "pupil_hours"),
    "F13.R10": ({"school_n": 0}, "school_n"),
    "F13B.R02": ({"bulletin_id": "360703-2026-T001"}, "bulletin_id"),
    "F13B.R03": ({"month": "2026-08"}, "month"),
    "F13B.R04": ({"month": "2026-12"}, "month"),
}
# A second row beside the good first one, and the rows (from 0) where the rule must show.
TWO_ROWS: dict[str, tuple[Row, set[int]]] = {
    "F13.R01": ({"item_id": "360702-2026-J001"}, {0, 1}),
    "F13.R05": ({"merged_into": "360702-2026-J001"}, {1}),
    "F13B.R01": ({"bulletin_id": "360702-2026-T001"}, {0, 1}),
    "F13B.R05": ({"bulletin_title": "心理健康教育工作做法之1"}, {0, 1}),
}
# Needs a row that is given up beside it: tried in test_campus_items.
ELSEWHERE = {"F13.R03"}
