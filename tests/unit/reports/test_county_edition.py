"""A county's edition says of every figure what the leaders' edition says, number or mark."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest

from reports.bulletin_input import CITY, BulletinInput
from reports.county_chapters import CHAPTERS, METRICS, Place
from reports.county_edition import build_county_edition, edition_subject
from reports.wording import say
from reports.workbook import workbook_bytes
from tests.golden import sample
from validations.code_lists import labels, read_seed

UNIT, NAME = "360702", "章贡区"
SCHOOLS = pl.DataFrame(
    {"school_code": ["2136000001", "2136000002"], "school_name": ["=示例第一小学", "示例二小"]}
)
MARKS = {"suppressed": "＊", "not_applicable": "—", "not_reported": "未报"}


def school_rows(given: BulletinInput) -> pl.DataFrame:
    """The coverage of two of the county's schools and of one elsewhere, one of them silent."""
    (base,) = given.figures.filter(
        (pl.col("metric_id") == "M02")
        & (pl.col("slice") == "")
        & (pl.col("unit_code") == UNIT)
        & pl.col("school_code").is_null()
    ).to_dicts()
    changes: list[dict[str, Any]] = [
        {"school_code": "2136000001", "numerator": Decimal(57), "denominator": Decimal(60)},
        {"school_code": "2136000002", "status": "not_reported", "numerator": None, "value": None},
        {"school_code": "2136000099", "unit_code": "360703"},
    ]
    rows = [
        {**base, **one, "figure_id": f"M02.{one['school_code']}.{given.month}"} for one in changes
    ]
    return pl.DataFrame(rows, schema=given.figures.schema)


@pytest.fixture(scope="module")
def given() -> BulletinInput:
    found = sample.bulletin_input()
    return replace(found, figures=pl.concat([found.figures, school_rows(found)]))


def opened(given: BulletinInput, unit: str = UNIT, name: str = NAME) -> Any:
    book = build_county_edition(given, Place(unit, name, SCHOOLS))
    return openpyxl.load_workbook(BytesIO(workbook_bytes(book, sample.KNOWN_AT)))


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def words_of(book: Any) -> str:
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None)


def figure_rows(book: Any) -> list[tuple[str, str, list[Any]]]:
    """(metric name, slice label, cells) of every row of the chapters' first tables."""
    found = []
    for chapter in (*CHAPTERS, "reports"):
        is_table = False
        for row in rows_of(book[say(f"county_edition.sheets.{chapter}")]):
            if row[0] == say("county_edition.figures.metric"):
                is_table = True
            elif is_table and row[3] is None:
                is_table = False
            elif is_table:
                found.append((row[0], row[1], row[2:]))
    return found


def expected(given: BulletinInput, unit: str) -> dict[tuple[str, str], tuple[Any, Any]]:
    """(metric name, slice label) → the leaders' value or mark for the unit and for the city."""
    kinds = {(m["metric_id"], m["variant"] or "", m["slice_kind"]) for m in metric_rows(given)}
    found = {}
    for (metric_id, variant, slice_, place), row in given.rows.items():
        if place != unit:
            continue
        label = "合计"
        for metric, its, kind in kinds:
            if (metric, its) == (metric_id, variant) and slice_ and kind != "none":
                label = label_of_slice(kind, slice_) or label
        name = given.metric(metric_id, variant).name
        name += told_beside(given, given.rows[metric_id, variant, slice_, place])
        found[name, label] = (
            leaders_cell(row),
            leaders_cell(given.rows.get((metric_id, variant, slice_, CITY))),
        )
    return found


def since(row: dict[str, Any]) -> str:
    """The start of a series, and the month its reports begin in where that is later."""
    day = row["data_from_on"]
    reach = f"；系统内数据自{day.year}年{day.month}月起，此前的未并入" if day else ""
    return f"{row['note_zh']}{reach}"


def told_beside(given: BulletinInput, row: dict[str, Any]) -> str:
    """What stands behind a figure's name: since when it is counted, and how exactly."""
    own = given.series.filter(unit_code=row["unit_code"]).to_dicts()
    notes = {(one["metric_id"], one["variant"]): since(one) for one in own}
    exactness = {"at_least": "不少于", "estimated": "估报", "about": "约数"}
    note = notes.get((row["metric_id"], row["variant"]), "")
    told = "，".join(filter(None, (note, exactness.get(row["qualifier"], ""))))
    return f"（{told}）" if told else ""


def metric_rows(given: BulletinInput) -> list[dict[str, Any]]:
    return given.metrics.to_dicts()


def label_of_slice(kind: str, code: str) -> str | None:
    if kind == "overdue_age":
        return say(f"bulletin.intervention.ages.{code}") if code.startswith("d") else None
    lists = {"case_level": "level", "contest": "activity_type", "training": "activity_type"}
    lists |= {"campaign": "activity_type", "weekly_series": "activity_type"}
    name = lists.get(kind, kind)
    return {known: label for label, known in labels(name).items()}.get(code)


def leaders_cell(row: Any) -> Any:
    """Mark or exact value, unrounded, of a row of the leaders' figures."""
    if row is None:
        return "—"
    if row["status"] in MARKS:
        return MARKS[row["status"]]
    if row["denominator"] is not None:
        return row["numerator"] / row["denominator"]
    return row["value"]


def test_every_figure_is_the_leaders_figure_or_its_mark(given: BulletinInput) -> None:
    for unit, name in ((UNIT, NAME), ("360734", "寻乌县"), ("3607SZ", "市直")):
        wanted = expected(given, unit)
        rows = figure_rows(opened(given, unit, name))
        assert len(rows) > 25
        for metric, slice_, cells in rows:
            for shown, exact in zip(cells[:2], wanted[metric, slice_], strict=True):
                if isinstance(exact, str) or isinstance(shown, str):
                    assert shown == exact, (unit, metric, slice_)
                else:
                    scale = 0.0005 if exact <= 1 else 0.5
                    assert abs(float(exact) - shown) <= scale, (unit, metric, slice_)


def test_what_leaders_may_not_see_stands_nowhere_in_it(given: BulletinInput) -> None:
    hidden = given.figures.filter(
        (pl.col("unit_code") == UNIT) & (pl.col("status") == "suppressed")
    )
    assert hidden.height > 0
    marks = [cells for *_, cells in figure_rows(opened(given)) if cells[0] == "＊"]
    assert marks, "the marks stand"
    for cells in marks:
        assert cells[3] in ("＊", "—") and cells[4] in ("＊", "—"), "nor what it is made of"


def test_only_the_county_and_the_city_are_named(given: BulletinInput) -> None:
    words = words_of(opened(given))
    others = [name for code, name in given.unit_list if code != UNIT]
    assert NAME in words
    assert [name for name in others if name in words.replace("市直", "")] == []


def test_an_indicator_told_of_the_city_alone_is_marked_by_where_the_county_stands(
    given: BulletinInput,
) -> None:
    statuses = {"360702": "suppressed", "360703": "not_applicable", "360734": "not_reported"}
    rows = [
        {"unit_code": unit, "metric_id": "M18", "variant": "a", "slice": "", "status": status}
        for unit, status in statuses.items()
    ]
    told = replace(given, city_only=pl.DataFrame(rows))
    for unit, status in statuses.items():
        cover = rows_of(opened(told, unit, "本县")["要点"])
        (place,) = [
            (down, across)
            for down, row in enumerate(cover)
            for across, value in enumerate(row)
            if value == "档案移交完成率（重点学生）"
        ]
        assert cover[place[0] + 1][place[1]] == MARKS[status], unit


def test_its_schools_stand_beside_the_city_and_no_others(given: BulletinInput) -> None:
    book = opened(given)
    rows = {row[0]: row for row in rows_of(book["监测预警"]) if row[0]}
    assert rows["=示例第一小学"][1] == pytest.approx(0.95)
    assert rows["示例二小"][1] == "未报"
    city = rows["全市"]
    assert rows["示例二小"][2] == city[1], "the city's line is the city's figure on each row"
    assert "2136000099" not in words_of(book)
    assert len(book["监测预警"]._charts) == 1


def test_no_sensitive_metric_is_told_by_school(given: BulletinInput) -> None:
    row = (
        school_rows(given)
        .head(1)
        .with_columns(metric_id=pl.lit("M13"), is_sensitive=pl.lit(True), figure_id=pl.lit("M13.x"))
    )
    with_it = replace(given, figures=pl.concat([given.figures, row]))
    sheet = opened(with_it)["干预处置"]
    assert "示例第一小学" not in "\n".join(str(row) for row in rows_of(sheet))


def test_chapters_stand_in_the_order_of_the_four_in_one_model(given: BulletinInput) -> None:
    assert opened(given).sheetnames == [
        "要点",
        "健康教育",
        "监测预警",
        "咨询服务",
        "干预处置",
        "师资队伍",
        "报送与办理",
        "口径说明",
    ]


def test_every_metric_of_units_has_its_chapter_and_only_one() -> None:
    listed = [metric for chapter in METRICS.values() for metric in chapter]
    assert len(listed) == len(set(listed))
    assert set(read_seed("code_metric")["metric_id"]) <= set(listed)


def test_a_count_of_overdue_pupils_is_a_band(given: BulletinInput) -> None:
    rows = [row for row in rows_of(opened(given)["干预处置"]) if row[:2] == [NAME, "重度"]]
    (cases,) = rows
    assert cases[6] == given.band_words(UNIT, "severe")
    assert not str(cases[6]).isdigit()


def test_it_is_called_after_the_county_and_equal_input_gives_equal_bytes(
    given: BulletinInput,
) -> None:
    place = Place(UNIT, NAME, SCHOOLS)
    assert "（章贡区版）第14期（2026年10月）" in edition_subject(given, place)
    made = [workbook_bytes(build_county_edition(given, place), sample.KNOWN_AT) for _ in "ab"]
    assert made[0] == made[1]


def test_a_term_is_called_a_term(given: BulletinInput) -> None:
    place = Place(UNIT, NAME, SCHOOLS)
    words = "2026-2027学年第一学期"
    of_term = replace(given, period_words=words)
    assert edition_subject(of_term, place).endswith(f"（章贡区版）（{words}）")
    texts = [str(value) for row in rows_of(opened(of_term)["要点"]) for value in row]
    assert any("所称本月是2026年10月，上月是2026年9月" in text for text in texts)


def test_pages_of_a_chapter_without_schools_repeat_the_header_of_its_columns(
    given: BulletinInput,
) -> None:
    sheet = opened(given)["师资队伍"]
    header = next(number for number, row in enumerate(rows_of(sheet), start=1) if row[0] == "指标")
    assert sheet.print_title_rows == f"${header}:${header}"
