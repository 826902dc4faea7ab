"""How each rule of the forms of archives, posts and lines is broken, and where it must show."""

from tests.filled_workbooks import Row

# One changed row and the cell where the rule must show.
ONE_ROW: dict[str, tuple[Row, str]] = {
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
    "F08.R01": ({"channel": "公开招聘"}, {0, 1}),
    "F10.R01": ({"line_code": "12356全国心理援助热线"}, {0, 1}),
    "F10V.R01": ({"school_code": "2136000001"}, {0, 1}),
}
# Only the city office tells of the province: see test_recruitment.
ELSEWHERE: set[str] = {"F08.R05"}
