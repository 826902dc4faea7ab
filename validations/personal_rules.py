"""Rules of the tripwire: personal data anywhere in a workbook, which is then quarantined."""

from validations.forms.rules import Rule, Severity

_QUARANTINED = "整个工作簿已隔离，一行也没有采用。"


def _found(rule_id: str, what: str, fix: str, *, at: str = "有") -> Rule:
    words = f"{{place}}{at}{what}，{_QUARANTINED}"
    return Rule(rule_id, Severity.MUST_FIX, (), words, fix)


PERSONAL_RULES: dict[str, Rule] = {
    rule.rule_id: rule
    for rule in (
        _found("T01", "身份证号（{detail}）", "报表中不得出现身份证号，请删除后重报。"),
        _found("T02", "手机号码（{detail}）", "报表中不得出现电话号码，请删除后重报。"),
        _found("T03", "固定电话号码（{detail}）", "报表中不得出现电话号码，请删除后重报。"),
        _found(
            "T04",
            "学籍号（{detail}）",
            "报表中不得出现学籍号，请换成县里发的学生代码后重报。",
        ),
        _found(
            "T05",
            "像是被 Excel 改写了末几位的身份证号（{detail}）",
            "报表中不得出现身份证号；确是其他代码的，请把单元格设为文本后重新填写。",
        ),
        _found(
            "T06",
            "人名（{detail}）",
            "报表中不得出现姓名，请删除后重报；若不是人名，请换一种写法，或告知市级管理员。",
        ),
        _found(
            "T07",
            "“{detail}”一列，下面有 {count} 格内容",
            "报表中不得有姓名、证件、电话、住址一类的列，请删除整列后重报。",
            at="起是",
        ),
        _found("T08", "电子邮箱（{detail}）", "报表中不得出现电子邮箱，请删除后重报。"),
        _found(
            "T09",
            " QQ 号或微信号（{detail}）",
            "报表中不得出现 QQ 号和微信号，请删除后重报。",
        ),
        Rule(
            "T10",
            Severity.MUST_FIX,
            (),
            "另有 {count} 处个人信息，没有逐一列出。",
            "请按同样的办法全部删除后重报。",
        ),
    )
}
