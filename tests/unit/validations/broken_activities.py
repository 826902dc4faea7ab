"""Each rule of F11 broken once on purpose: the changed cells, and where it must show."""

from tests.filled_workbooks import Row, school
from tests.good_county_work import activity_id
from validations.tokens import make_token

NOTE = {
    "activity_type": "心理健康周签",
    "content_code": None,
    "hours": None,
    "attend_n": None,
    "teacher_n": None,
    "pupil_n": None,
    "parent_n": None,
    "person_n": None,
    "issue_no": 80,
    "views_n": 10230000,
}
NOBODY = dict.fromkeys(("attend_n", "teacher_n", "pupil_n", "parent_n", "person_n"))
TRAINING = {"activity_type": "主题培训", "content_code": None}
OUTREACH = {"activity_type": "送教送培", "content_code": None, "reached_school_codes": school(2)}
OTHER_STAFF = make_token("S", 0)[:-1] + "0"

ONE_ROW: dict[str, tuple[Row, str]] = {
    "F11.R02": ({"activity_id": "360703-2026-001"}, "activity_id"),
    "F11.R03": ({"organiser_unit": "南康区"}, "organiser_unit"),
    "F11.R04": ({"start_on": "2026-10-15"}, "end_on"),
    "F11.R06": ({"start_on": "2026-09-30", "end_on": "2026-09-30"}, "end_on"),
    "F11.R07": ({"start_on": "2026-07-14"}, "start_on"),
    "F11.R08": ({"teacher_n": 41}, "attend_n"),
    "F11.R09": (NOBODY, "attend_n"),
    "F11.R10": ({"person_n": 43}, "person_n"),
    "F11.R11": ({"county_codes": "章贡区；赣县区", "county_n": 3}, "county_n"),
    "F11.R12": ({"county_codes": "章贡区；市直"}, "county_codes"),
    "F11.R13": (OUTREACH | {"benefit_n": 900}, "benefit_basis"),
    "F11.R14": (OUTREACH | {"benefit_basis": "估报"}, "benefit_n"),
    "F11.R15": (NOTE | {"issue_no": None}, "issue_no"),
    "F11.R16": ({"issue_no": 80}, "activity_type"),
    "F11.R17": (NOTE | {"is_paused": "是"}, "is_paused"),
    "F11.R20": (NOTE | {"end_on": "2026-10-19"}, "end_on"),
    "F11.R22": ({"content_code": None}, "content_code"),
    "F11.R23": (
        {"activity_type": "课例比赛", "content_code": None, "stages": None},
        "stages",
    ),
    "F11.R24": (TRAINING | {"hours": None}, "hours"),
    "F11.R25": ({"hours": 180}, "hours"),
    "F11.R26": ({"activity_level": "校级"}, "organiser_school"),
    "F11.R27": (OUTREACH | {"reached_school_codes": None}, "reached_school_codes"),
    "F11.R28": ({"activity_type": "课堂大比武", "activity_level": "市级"}, "activity_level"),
    "F11.R30": ({"title": "拟于12月举办课堂大比武（计划）"}, "title"),
    "F11P.R01": ({"staff_token": OTHER_STAFF}, "staff_token"),
    "F11P.R03": ({"activity_id": "360703-2026-001"}, "activity_id"),
    "F11A.R01": ({"staff_token": OTHER_STAFF}, "staff_token"),
    "F11A.R03": ({"activity_id": "360703-2026-001"}, "activity_id"),
    "F11A.R04": ({"award_class": None, "award_rank": None}, "award_class"),
}
# A second row beside the good first one, and the rows (from 0) where the rule must show.
TWO_ROWS: dict[str, tuple[Row, set[int]]] = {
    "F11.R01": ({"activity_id": activity_id(0)}, {0, 1}),
    "F11.R29": ({"title": "县级教研活动第1次"}, {0, 1}),
    "F11P.R02": ({"staff_token": make_token("S", 0)}, {0, 1}),
    "F11A.R02": ({"staff_token": make_token("S", 0)}, {0, 1}),
    "F11A.R05": ({"award_rank": 1}, {0, 1}),
}
# Rules that need more than a row or two: tried in test_activities.
ELSEWHERE = {"F11.R05", "F11.R18", "F11.R19", "F11.R21"}
