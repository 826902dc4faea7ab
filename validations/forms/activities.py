"""F11, the register of activities that have taken place, with attendance and awards.

An increment: what ended in the month. Whether a list of attendance fits its activity, and whether
another organiser registered the same, is the warehouse's affair. Columns are in
``activity_columns``, what stands beside a row in ``activity_context``, the rules of weekly notes in
``weekly_notes``, the other two sheets in ``activity_people``.
"""

import polars as pl

from validations.forms.activity_context import CONTESTS, PARTS, TRAININGS
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.unit_numbers import is_of_unit
from validations.forms.weekly_notes import WeeklyNotes, is_note

USUAL_DAYS = 92
USUAL_HOURS_A_DAY = 10
CITY_OFFICE = "3607SZ"
# An event still to come by its title; a meeting on a 工作计划 is none, nor is what is 模拟 or 虚拟.
_STILL_TO_COME = r"[（(]计划[）)]|(^|[^虚模])拟定?于|将于|预计"


class Activities(WeeklyNotes):
    """F11 with its rules."""

    @rule(
        "F11.R01",
        Severity.MUST_FIX,
        columns=("activity_id",),
        words="活动编号 {activity_id} 在本表中出现不止一行。",
        fix="一次活动只留一行；两次活动用了同一个号的，给后一次编新号。",
    )
    def one_row_an_activity(cls) -> pl.Expr:
        return no_other_like_it("activity_id")

    @rule(
        "F11.R02",
        Severity.MUST_FIX,
        columns=("activity_id",),
        words="活动编号 {activity_id} 不以本单位代码开头。",
        fix="编号以报送单位的代码开头；别的单位主办的活动由主办单位登记，请删除本行。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("activity_id")

    @rule(
        "F11.R03",
        Severity.MUST_FIX,
        columns=("organiser_unit",),
        words="主办单位是“{organiser_unit}”，与本表声明的“{declared_unit}”不一致。",
        fix="谁主办谁登记：别的单位主办的请删除本行；合办由本单位牵头的，主办单位填本单位。",
    )
    def organised_by_the_unit(cls) -> pl.Expr:
        return pl.col("organiser_unit") == pl.col("declared_unit")

    @rule(
        "F11.R04",
        Severity.MUST_FIX,
        columns=("end_on", "start_on"),
        words="结束日期 {end_on} 早于开始日期 {start_on}。",
        fix="请核对两个日期；一天的活动两处填同一日。",
    )
    def ended_after_it_began(cls) -> pl.Expr:
        return pl.col("end_on") >= pl.col("start_on")

    @rule(
        "F11.R05",
        Severity.MUST_FIX,
        columns=("end_on",),
        words="结束日期 {end_on} 在收到报表（{received_on}）之后。",
        fix="只登记已经办完的活动，计划中的不报；请核对日期，或待活动结束后再报。",
    )
    def has_taken_place(cls) -> pl.Expr:
        return pl.col("end_on") <= pl.col("received_on")

    @rule(
        "F11.R06",
        Severity.MUST_FIX,
        columns=("end_on",),
        words="结束日期 {end_on} 不在本表声明的 {declared_period} 月之内。",
        fix="活动在哪个月结束就报在哪个月的表里：请改正日期，或移到那个月的表重报。",
    )
    def ended_in_the_month(cls) -> pl.Expr:
        return pl.col("end_on").dt.strftime("%Y-%m") == pl.col("declared_period")

    @rule(
        "F11.R07",
        Severity.EXPLAIN,
        columns=("start_on", "end_on"),
        words="活动从 {start_on} 到 {end_on}，超过三个月。",
        fix="请核对日期，特别是年份；分几次办的请分行登记；属实的，请选择说明原因。",
    )
    def lasts_no_longer_than_usual(cls) -> pl.Expr:
        return (pl.col("end_on") - pl.col("start_on")).dt.total_days() < USUAL_DAYS

    @rule(
        "F11.R08",
        Severity.MUST_FIX,
        columns=("attend_n", *PARTS),
        words="参加人次 {attend_n}，与教师、学生、家长人次之和 {part_sum} 不等。",
        fix="请核对四个数；不分类报的，只填参加人次，三类都留空。",
    )
    def parts_add_up(cls) -> pl.Expr:
        return pl.col("attend_n") == pl.col("part_sum")

    @rule(
        "F11.R09",
        Severity.MUST_FIX,
        columns=("attend_n", *PARTS, "activity_type", "activity_level"),
        words="没有填参加人次，也没有分教师、学生、家长填报。",
        fix="请填参加人次，或分三类填报；没有人参加的填 0。",
    )
    def attendance_is_told(cls) -> pl.Expr:
        # Of trainings above the school the list of attendance may tell, and a note has readers.
        is_listed = pl.col("activity_type").is_in(TRAININGS) & (
            pl.col("activity_level") != "school"
        )
        return is_listed | is_note() | pl.col("attendances").is_not_null()

    @rule(
        "F11.R10",
        Severity.MUST_FIX,
        columns=("person_n", "attend_n", *PARTS),
        words="参加人数 {person_n} 多于参加人次 {attendances}。",
        fix="一人至少一人次，人数不会多于人次；请核对，人数说不清的留空。",
    )
    def persons_are_no_more_than_attendances(cls) -> pl.Expr:
        return pl.col("person_n") <= pl.col("attendances")

    @rule(
        "F11.R11",
        Severity.MUST_FIX,
        columns=("county_n", "county_codes"),
        words="参与县数 {county_n}，与列出的参与县（市、区）{county_listed} 个不等。",
        fix="请核对名单；名单是全的，县数可以不填。",
    )
    def counties_are_as_listed(cls) -> pl.Expr:
        return pl.col("county_n") == pl.col("county_listed")

    @rule(
        "F11.R12",
        Severity.MUST_FIX,
        columns=("county_codes",),
        words="参与县（市、区）里有市直，市直不是县（市、区）。",
        fix="请从名单中去掉市直；市属院校参与的，另填参与市属院校数。",
    )
    def only_counties_take_part(cls) -> pl.Expr:
        return ~pl.col("county_codes").str.split(";").list.contains(CITY_OFFICE)

    @rule(
        "F11.R13",
        Severity.MUST_FIX,
        columns=("benefit_basis", "benefit_n"),
        words="填了受益人数 {benefit_n}，却没有选受益口径。",
        fix="请选人数怎样得来：签到、按班级人数，还是估报。",
    )
    def benefit_has_a_basis(cls) -> pl.Expr:
        return pl.col("benefit_n").is_null() | pl.col("benefit_basis").is_not_null()

    @rule(
        "F11.R14",
        Severity.MUST_FIX,
        columns=("benefit_n", "benefit_basis"),
        words="选了受益口径“{benefit_basis}”，却没有填受益人数。",
        fix="请填受益人数；没有统计的，请清空受益口径。",
    )
    def basis_has_a_benefit(cls) -> pl.Expr:
        return pl.col("benefit_basis").is_null() | pl.col("benefit_n").is_not_null()

    @rule(
        "F11.R22",
        Severity.MUST_FIX,
        columns=("content_code", "activity_type"),
        words="教研活动没有选教研内容。",
        fix="请选最主要的一项内容。",
    )
    def research_has_a_content(cls) -> pl.Expr:
        return (pl.col("activity_type") != "research") | pl.col("content_code").is_not_null()

    @rule(
        "F11.R23",
        Severity.MUST_FIX,
        columns=("stages", "activity_type"),
        words="课例比赛没有填学段。",
        fix="请填参赛的学段，多个用分号隔开。",
    )
    def a_lesson_contest_has_its_stages(cls) -> pl.Expr:
        return (pl.col("activity_type") != "lesson_contest") | pl.col("stages").is_not_null()

    @rule(
        "F11.R24",
        Severity.MUST_FIX,
        columns=("hours", "activity_type"),
        words="{activity_type}没有填学时。",
        fix="请填每名参加者的学时；全年培训学时由系统按名单累计。",
    )
    def a_training_has_hours(cls) -> pl.Expr:
        return ~pl.col("activity_type").is_in(TRAININGS) | pl.col("hours").is_not_null()

    @rule(
        "F11.R25",
        Severity.EXPLAIN,
        columns=("hours", "start_on", "end_on"),
        words="学时 {hours}，活动只有 {days} 天。",
        fix="请核对单位是不是学时（不是分钟），核对起止日期；属实的，请选择说明原因。",
    )
    def hours_fit_the_days(cls) -> pl.Expr:
        return pl.col("hours") <= USUAL_HOURS_A_DAY * pl.col("days")

    @rule(
        "F11.R26",
        Severity.MUST_FIX,
        columns=("organiser_school", "activity_level"),
        words="活动层级是校级，却没有填主办学校标识码。",
        fix="请填主办学校的 10 位标识码；不是学校主办的，请改活动层级。",
    )
    def a_school_event_names_its_school(cls) -> pl.Expr:
        return (pl.col("activity_level") != "school") | pl.col("organiser_school").is_not_null()

    @rule(
        "F11.R27",
        Severity.EXPLAIN,
        columns=("reached_school_codes", "activity_type"),
        words="送教送培没有填送教学校。",
        fix="请填到过的学校；不是到校开展的，请选择说明原因。",
    )
    def outreach_names_its_schools(cls) -> pl.Expr:
        return (pl.col("activity_type") != "outreach") | pl.col(
            "reached_school_codes"
        ).is_not_null()

    @rule(
        "F11.R28",
        Severity.EXPLAIN,
        columns=("activity_level", "activity_type", "county_codes", "county_n"),
        words="市级{activity_type}没有填参与县（市、区），也没有填参与县数。",
        fix="请填参与的县（市、区）；确无县（市、区）参与的，请选择说明原因。",
    )
    def a_city_contest_names_its_counties(cls) -> pl.Expr:
        is_contest = pl.col("activity_type").is_in(CONTESTS) & (pl.col("activity_level") == "city")
        return ~is_contest | pl.any_horizontal(pl.col("county_codes", "county_n").is_not_null())

    @rule(
        "F11.R29",
        Severity.EXPLAIN,
        columns=("title", "activity_type", "start_on"),
        words="另有一行也是 {start_on} 开始的{activity_type}，活动名称相同。",
        fix="同一次活动只登记一行，请删去多余的；确是两次的，请选择说明原因。",
    )
    def no_activity_is_told_twice(cls) -> pl.Expr:
        return no_other_like_it("activity_type", "start_on", "title", "organiser_school_or_none")

    @rule(
        "F11.R30",
        Severity.EXPLAIN,
        columns=("title",),
        words="活动名称像是计划，不是已办的活动。",
        fix="只登记已经办完的活动：已办的请改用办时的名称，未办的请删去本行；属实的，请选择说明原因。",
    )
    def is_named_as_held(cls) -> pl.Expr:
        return ~pl.col("title").str.contains(_STILL_TO_COME)
