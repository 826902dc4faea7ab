"""The forms: one pandera class a data sheet, and what is true of the form as a whole.

Most forms have one data sheet; one with several is sent, judged and replaced whole.

A form's header, help, drop-downs, checks and dictionary all come from its class; how a workbook
is laid out is ``reports``' affair, where its rows go the lake's.
"""

from validations.forms.case_context import case_context
from validations.forms.cases import Cases
from validations.forms.county_work import COUNTY_WORK
from validations.forms.enrolment import Enrolment, enrolment_context
from validations.forms.followups import Followups, followup_context
from validations.forms.form import Form, FormSheet
from validations.forms.rules import RULES, Rule, Severity
from validations.forms.school_register import SchoolRegister, register_context
from validations.forms.scope import Scope
from validations.forms.screening import Screening
from validations.forms.screening_context import RESULTS, screening_context
from validations.forms.screening_summary import ScreeningSummary, summary_context
from validations.forms.staff import Staff, staff_context
from validations.forms.support import SUPPORT
from validations.sheet_names import SCOPE_SHEET

__all__ = [
    "FORMS",
    "RULES",
    "SCOPE_SHEET",
    "SHEETS",
    "Form",
    "FormSheet",
    "Rule",
    "Scope",
    "Severity",
]


_PLAN = "江西省人民政府办公厅赣府厅字〔2022〕22号"
_MEASURE = "市教育局关于进一步加强全市中小学校心理健康教育工作的通知"
_REPLY = "对测评结果异常的学生重点关注，中度、重度一生一案（市教育局答复函）"

_ALL = (
    Form(
        form_id="F00",
        title="学校名录",
        period_kind="semester",
        kind="stock",
        scope_kind="city",
        sheets=(
            FormSheet(
                sheet_id="F00",
                title="学校名录",
                columns=SchoolRegister,
                lake_table="f00_school",
                add_context=register_context,
            ),
        ),
        template_version="1",
        purpose="确定每学期应报送的学校，以及学校的新设、撤并和改类别。",
        legal_basis=_MEASURE,
        readers="市教育局",
        minutes=60,
    ),
    Form(
        form_id="F01",
        title="学籍基数表",
        period_kind="semester",
        kind="stock",
        scope_kind="school",
        sheets=(
            FormSheet(
                sheet_id="F01",
                title="学籍基数",
                columns=Enrolment,
                lake_table="f01_enrolment",
                add_context=enrolment_context,
            ),
        ),
        template_version="1",
        purpose="提供应筛人数、师资配备等指标的分母，各校不再重复填报学生数。",
        legal_basis=_MEASURE,
        readers="县级教育行政部门、市教育局",
        minutes=30,
    ),
    Form(
        form_id="F02",
        title="心理筛查结果明细",
        period_kind="round",
        kind="increment",
        scope_kind="school",
        sheets=(
            FormSheet(
                sheet_id="F02",
                title="筛查明细",
                columns=Screening,
                lake_table="f02_screening",
                add_context=screening_context,
                results=RESULTS,
            ),
        ),
        template_version="1",
        purpose="计算筛查覆盖率、有效率和分级构成；只收分数，不收答题内容和身份信息。",
        legal_basis="从入学起每学年对学生开展一次心理健康筛查（市教育局答复函）",
        readers="县级教育行政部门、市教育局；对外只公布汇总数",
        minutes=20,
    ),
    Form(
        form_id="F03",
        title="心理筛查汇总",
        period_kind="round",
        kind="increment",
        scope_kind="school",
        sheets=(
            FormSheet(
                sheet_id="F03",
                title="筛查汇总",
                columns=ScreeningSummary,
                lake_table="f03_aggregate",
                add_context=summary_context,
            ),
        ),
        template_version="1",
        purpose="没有筛查明细的学校报汇总数；同校同年级同轮有明细的，以明细为准。",
        legal_basis="从入学起每学年对学生开展一次心理健康筛查（市教育局答复函）",
        readers="县级教育行政部门、市教育局；对外只公布汇总数",
        minutes=20,
    ),
    Form(
        form_id="F04",
        title="重点关注与一生一案台账",
        period_kind="month",
        kind="stock",
        scope_kind="school",
        sheets=(
            FormSheet(
                sheet_id="F04",
                title="个案台账",
                columns=Cases,
                lake_table="f04_case",
                add_context=case_context,
            ),
        ),
        template_version="1",
        purpose="掌握重点关注学生有没有方案、有没有责任人；没有个案的学校零报告。",
        legal_basis=_REPLY,
        readers="本校、县级教育行政部门、市教育局；对外只公布汇总数",
        minutes=10,
    ),
    Form(
        form_id="F05",
        title="随访干预转介记录",
        period_kind="month",
        kind="increment",
        scope_kind="school",
        sheets=(
            FormSheet(
                sheet_id="F05",
                title="随访记录",
                columns=Followups,
                lake_table="f05_followup",
                add_context=followup_context,
            ),
        ),
        template_version="1",
        purpose="按期随访有没有做到；只记日期和代码，不记谈话内容。没有个案的学校零报告。",
        legal_basis=_REPLY,
        readers="本校、县级教育行政部门、市教育局；对外只公布汇总数",
        minutes=15,
    ),
    Form(
        form_id="F07",
        title="心理教师与教研员名册",
        period_kind="semester",
        kind="stock",
        scope_kind="school",
        sheets=(
            FormSheet(
                sheet_id="F07",
                title="教师名册",
                columns=Staff,
                lake_table="f07_staff",
                add_context=staff_context,
            ),
        ),
        template_version="1",
        purpose="计算专（兼）职教师配备、专职缺口和教研员到位情况。",
        legal_basis=_PLAN,
        readers="县级教育行政部门、市教育局",
        minutes=15,
    ),
    *SUPPORT,
    *COUNTY_WORK,
)
FORMS: dict[str, Form] = {
    form.form_id: form for form in sorted(_ALL, key=lambda form: form.form_id)
}
SHEETS: dict[str, FormSheet] = {
    sheet.sheet_id: sheet for form in FORMS.values() for sheet in form.sheets
}
