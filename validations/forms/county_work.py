"""The forms a county keeps of its own work: activities, services bought, campus list, duties.

What a row may be is stated on the classes they name.
"""

from validations.forms.activities import Activities
from validations.forms.activity_context import activity_context
from validations.forms.activity_people import Attendance, Awards, people_context
from validations.forms.campus_items import (
    BulletinItems,
    CampusItems,
    bulletin_context,
    campus_context,
)
from validations.forms.duties import Duties, duty_context
from validations.forms.form import Form, FormSheet
from validations.forms.service_orders import Orders, order_context
from validations.forms.services import Contracts, Payments, service_context
from validations.forms.suggestions import Suggestions

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
    Form(
        form_id="F12",
        title="服务合同订单与付款",
        period_kind="quarter",
        kind="stock",
        scope_kind="unit",
        sheets=(
            FormSheet(
                sheet_id="F12",
                title="服务合同",
                columns=Contracts,
                lake_table="f12_contract",
                add_context=service_context,
            ),
            FormSheet(
                sheet_id="F12O",
                title="服务订单",
                columns=Orders,
                lake_table="f12_order",
                add_context=order_context,
            ),
            FormSheet(
                sheet_id="F12P",
                title="付款",
                columns=Payments,
                lake_table="f12_payment",
                add_context=service_context,
            ),
        ),
        template_version="1",
        purpose="核对购买服务的合同、付款与验收，统计高校结对、服务队和学校订单的响应。",
        legal_basis="购买高校心理健康服务、组建服务队按“订单”进校服务（赣县区答复函）",
        readers="县级教育行政部门、市教育局；金额不对外公布",
        minutes=20,
    ),
    Form(
        form_id="F13",
        title="进校园清单与动态稿件",
        period_kind="semester",
        kind="stock",
        scope_kind="unit",
        sheets=(
            FormSheet(
                sheet_id="F13",
                title="进校园清单",
                columns=CampusItems,
                lake_table="f13_campus_entry",
                add_context=campus_context,
            ),
            FormSheet(
                sheet_id="F13B",
                title="动态稿件",
                columns=BulletinItems,
                lake_table="f13_bulletin_item",
                add_context=bulletin_context,
            ),
        ),
        template_version="1",
        purpose="核对进校园事项只减不增、没有违规形式；统计《工作动态》稿件的报送和采用。",
        legal_basis="各级各类进校园事项数量只减不增（赣县区答复函）",
        readers="县级教育行政部门、市教育局",
        minutes=20,
    ),
    Form(
        form_id="F14",
        title="履职整改与建议办理",
        period_kind="quarter",
        kind="stock",
        scope_kind="unit",
        sheets=(
            FormSheet(
                sheet_id="F14",
                title="履职整改",
                columns=Duties,
                lake_table="f14_duty",
                add_context=duty_context,
            ),
            FormSheet(
                sheet_id="F14S",
                title="建议办理",
                columns=Suggestions,
                lake_table="f14_suggestion",
                add_context=duty_context,
            ),
        ),
        template_version="1",
        purpose="掌握履职提示、督查、批示等事项落实到哪一步，代表建议和委员提案是否按期答复、是否满意。",
        legal_basis="各县（市、区）落实《履职提示》的情况须报市教育局（市教育局答复函）",
        readers="县级教育行政部门、市教育局",
        minutes=20,
    ),
)
