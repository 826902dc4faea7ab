"""The forms a county keeps of its own work: activities, services bought, campus list, duties.

What a row may be is stated on the classes they name.
"""

from validations.forms.activities import Activities
from validations.forms.activity_context import activity_context
from validations.forms.activity_people import Attendance, Awards, people_context
from validations.forms.form import Form, FormSheet

COUNTY_WORK = (
    Form(
        form_id="F11",
        title="活动登记",
        period_kind="month",
        kind="increment",
        scope_kind="unit",
        sheets=(
            FormSheet(
                sheet_id="F11",
                title="活动登记",
                columns=Activities,
                lake_table="f11_activity",
                add_context=activity_context,
            ),
            FormSheet(
                sheet_id="F11P",
                title="参加名单",
                columns=Attendance,
                lake_table="f11_attendance",
                add_context=people_context,
            ),
            FormSheet(
                sheet_id="F11A",
                title="获奖名单",
                columns=Awards,
                lake_table="f11_award",
                add_context=people_context,
            ),
        ),
        template_version="1",
        purpose="登记本月办完的活动；由此计算教研、培训、竞赛、送教和周签，不再另报总结数字。",
        legal_basis="教研、竞赛、培训、送教送培和周签（市教育局答复函）",
        readers="县级教育行政部门、市教育局；对外只公布汇总数",
        minutes=30,
    ),
)
