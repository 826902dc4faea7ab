"""The forms of what stands behind the care of pupils: archives, new posts, rooms, lines.

What a row may be is stated on the classes they name.
"""

from validations.forms.form import Form, FormSheet
from validations.forms.hotlines import Hotlines, Visits, hotline_context, visit_context
from validations.forms.recruitment import Recruitment, recruitment_context
from validations.forms.rooms import Rooms, room_context
from validations.forms.transfer_context import transfer_context
from validations.forms.transfers import Transfers

_REPLY = "（市教育局答复函）"

SUPPORT = (
    Form(
        form_id="F06",
        title="心理档案移交单",
        period_kind="month",
        kind="increment",
        scope_kind="unit",
        sheets=(
            FormSheet(
                sheet_id="F06",
                title="档案移交",
                columns=Transfers,
                lake_table="f06_transfer",
                add_context=transfer_context,
            ),
        ),
        template_version="1",
        purpose="档随人走：每份档案从转出学校经县局到接收学校，两头各报，逐段对账；只报交接，不报内容。",
        legal_basis="毕业或者转学时，档案由转出学校整理密封移交（区教育科技体育局答复函）",
        readers="转出县和接收县教育行政部门、市教育局；对外只公布汇总数",
        minutes=20,
    ),
    Form(
        form_id="F08",
        title="招聘与转岗培养",
        period_kind="quarter",
        kind="stock",
        scope_kind="unit",
        sheets=(
            FormSheet(
                sheet_id="F08",
                title="招聘与转岗",
                columns=Recruitment,
                lake_table="f08_recruitment",
                add_context=recruitment_context,
            ),
        ),
        template_version="1",
        purpose="掌握本年心理教师的招聘计划、录用和转岗培养；计划数和实有数分开统计，从不相加。",
        legal_basis=f"招聘心理健康教育教师、培养转岗教师{_REPLY}",
        readers="县级教育行政部门、市教育局",
        minutes=10,
    ),
    Form(
        form_id="F09",
        title="心理辅导室",
        period_kind="semester",
        kind="stock",
        scope_kind="school",
        sheets=(
            FormSheet(
                sheet_id="F09",
                title="辅导室",
                columns=Rooms,
                lake_table="f09_room",
                add_context=room_context,
            ),
        ),
        template_version="1",
        purpose="掌握辅导室建设、开放和热线张贴情况；是否达标由系统按面积和设施计算，不用填报。",
        legal_basis=f"落实教育部《中小学辅导室建设指南》要求，建设标准化阳光辅导站{_REPLY}",
        readers="县级教育行政部门、市教育局",
        minutes=10,
    ),
    Form(
        form_id="F10",
        title="热线与咨询量",
        period_kind="month",
        kind="increment",
        scope_kind="unit",
        sheets=(
            FormSheet(
                sheet_id="F10",
                title="热线",
                columns=Hotlines,
                lake_table="f10_hotline",
                add_context=hotline_context,
            ),
            FormSheet(
                sheet_id="F10V",
                title="校内咨询",
                columns=Visits,
                lake_table="f10_visit",
                add_context=visit_context,
            ),
        ),
        template_version="1",
        purpose="掌握各条热线和校内辅导室的使用量；只报次数和人数，不报来电人和谈话内容。",
        legal_basis=f"开设12345心理热线专席，用好966525热线，推广12356热线{_REPLY}",
        readers="县级教育行政部门、市教育局；对外只公布汇总数",
        minutes=10,
    ),
)
