"""The form D01 待办表: what the office decides, as two sheets, and the rules it is checked by.

It is no form a unit reports: it has no period of its own and no table in the lake. What a decision
does is not said here.
"""

from typing import Any

import pandera.polars as pa

from validations.forms.fields import column
from validations.forms.rules import Rule, Severity

FORM_ID = "D01"
FORM_TITLE = "待办表"
TEMPLATE_VERSION = "1"
QUESTION_SHEET = "待定事项"
INITIATIVE_SHEET = "主动事项"
REASON_LENGTH = 100
WHO_LENGTH = 20


def _reason() -> Any:
    return column(
        "text",
        "理由",
        f"为什么这样决定，最多 {REASON_LENGTH} 字；不得写学生信息和电话号码。",
        longest=REASON_LENGTH,
        example="已与学校核实",
    )


def _who() -> Any:
    return column(
        "text",
        "经办人",
        f"作出决定的人，姓名或职务，最多 {WHO_LENGTH} 字。",
        longest=WHO_LENGTH,
        example="数据专员",
    )


def _given(title: str, help_text: str, example: str, *, key: bool = False) -> Any:
    return column("text", title, help_text, key=key, prefilled=True, required=key, example=example)


class QuestionSheet(pa.DataFrameModel):
    """待定事项: a row a question that waits; the last three columns are the officer's."""

    question_id: str = _given("事项编号", "由系统填写，请勿改动。", "C0123456789-abcdef", key=True)
    kind: str = _given("类别", "由系统填写，请勿改动。", "锁定后更正")
    unit: str = _given("单位", "由系统填写，请勿改动。", "章贡区")
    form: str = _given("表", "由系统填写，请勿改动。", "学籍基数表")
    period: str = _given("期", "由系统填写，请勿改动。", "2026-2027-1")
    school: str = _given("学校", "由系统填写，请勿改动。", "示例中心小学")
    words: str = _given("说明", "由系统填写，请勿改动。", "锁定后又报来一份")
    choice: str = column(
        "text", "决定", "从下拉中选择；还不能决定的留空。", required=False, example="采用"
    )
    reason: str = _reason()
    who: str = _who()


class InitiativeSheet(pa.DataFrameModel):
    """主动事项: a row a decision nobody asked for; which cells it needs depends on the first."""

    kind: str = column(
        "list", "事项", "从下拉中选择要做的事。", list_name="initiative", example="解锁"
    )
    form: str = column(
        "list", "表", "解锁哪张表。", list_name="form", required=False, example="学籍基数表"
    )
    period: str = column(
        "code", "期", "解锁哪一期；签发填月份。", required=False, example="2026-2027-1"
    )
    scope: str = column(
        "code",
        "学校或单位",
        "10 位学校标识码；整个单位填单位代码；撤回可留空，表示整份撤回。",
        required=False,
        example="2136000001",
    )
    submission: str = column(
        "text",
        "报送编号",
        "撤回哪一份报送，见该份的回执。",
        required=False,
        example="20261012T200000-0a1b2c-0001",
    )
    name: str = column(
        "text", "名称", "增加写法填栏目名，调整参数填参数名。", required=False, example="性别"
    )
    word: str = column(
        "text", "原来的写法", "增加写法时填表中出现的词。", required=False, example="男崽"
    )
    value: str = column(
        "text", "新的值", "增加写法填对应的选项；调整参数填新值。", required=False, example="男"
    )
    day: str = column(
        "date",
        "日期",
        "解锁到哪一天（含当日）；参数从哪一天起生效。",
        required=False,
        example="2026-12-31",
    )
    reason: str = _reason()
    who: str = _who()


def _rule(number: int, severity: Severity, words: str, fix: str) -> tuple[str, Rule]:
    rule_id = f"{FORM_ID}.R{number:02}"
    return rule_id, Rule(rule_id, severity, (), words, fix)


DECISION_RULES: dict[str, Rule] = dict(
    (
        _rule(
            1,
            Severity.MUST_FIX,
            "没有编号为“{value}”的事项。",
            "请用系统写出的待办表填写，不要自己增加行；主动要办的填在“主动事项”。",
        ),
        _rule(
            2,
            Severity.MUST_FIX,
            "事项 {value} 这一行中由系统填写的栏目被改动过，不知道决定的是哪一件事。",
            "请用最新的待办表重新填写，只填决定、理由、经办人三栏。",
        ),
        _rule(3, Severity.MUST_FIX, "“{title}”没有填写。", "{help}"),
        _rule(
            4,
            Severity.MUST_FIX,
            "“{value}”不是这一事项可选的决定。",
            "可选：{choices}。还不能决定的留空。",
        ),
        _rule(
            5,
            Severity.MUST_FIX,
            "这一事项已由{who}于 {when} 决定“{before}”，现在又填“{value}”，没有采用。",
            "已经决定的不能改；确需改变的，在“主动事项”中另作处理。",
        ),
        _rule(
            6,
            Severity.NOTE,
            "这一决定已由{who}于 {when} 作出，不再重复。",
            "不必处理。",
        ),
        _rule(
            7,
            Severity.MUST_FIX,
            "同一事项有互相矛盾的决定：{places}，都没有采用。",
            "请只留一个决定，再放进收件目录。",
        ),
        _rule(8, Severity.MUST_FIX, "“{title}”的“{value}”不对：{why}。", "{help}"),
        _rule(9, Severity.MUST_FIX, "“{title}”超过 {longest} 字。", "请缩短，只写必要的话。"),
        _rule(
            10,
            Severity.NOTE,
            "表中没有作出任何决定。",
            "没有要决定的不必理会；有的请选择决定、填写理由和经办人后再放进来。",
        ),
        _rule(
            11,
            Severity.MUST_FIX,
            "找不到工作表“{sheet}”或它的表头，其中的决定没有读到。",
            "请用系统写出的待办表填写，不要改动工作表名和表头。",
        ),
        _rule(
            12,
            Severity.MUST_FIX,
            "“{title}”这一格读不出内容。",
            "请直接填写，不要用公式，也不要合并单元格。",
        ),
    )
)
