"""Files with personal data where none may be: sent beside a sound one of the same evening.

The whole of each is quarantined, so no figure feels it. Every number is made up in a standard and
every name invented; nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from orchestration.rehearsal.enrolment import Row
from orchestration.rehearsal.planting import Desk
from orchestration.rehearsal.submissions import Submission

_AUTUMN = "2026-2027-1"
_ROUND = f"{_AUTUMN}R1"
_KEPT = 6


@dataclass(frozen=True)
class _Slip:
    """A personal word in one cell: what is wrong, column, its text, and the rule that says so."""

    kind: str
    column: str
    text: str
    rule_id: str


_SLIPS = (
    _Slip("身份证号写进说明", "explain", "证件11010519491231002X", "T01"),
    _Slip("手机号写进说明", "explain", "家长电话１３８ ００１３ ８０００", "T02"),
    _Slip("身份证号被浮点数毁掉末几位", "pupil_token", "110105194912310000", "T01"),
    _Slip("学籍号代替学生代码", "pupil_token", "L360702201001011234", "T04"),
    _Slip("姓名写进说明", "explain", "与霁小满同学家长已沟通，班主任：钟若楸", "T06"),
    _Slip("姓名代替学生代码", "pupil_token", "欧阳澄岚", "T06"),
)


def plant_personal_files(desk: Desk) -> None:
    """Add files with personal data in cells, a column of names, a note below, and a file's name."""
    sound = desk.find("F02", _ROUND, "360702")
    file = _beside(sound, "补报", tuple(_rows(sound)))
    for index, slip in enumerate(_SLIPS):
        desk.mark(slip.kind, file, (slip.rule_id,), index=index, column=slip.column)
    desk.put(file)

    sound = desk.find("F02", _ROUND, "360703")
    names = (*sound.rows[0], "name")
    rows = tuple({**row, "name": "刘芷汀"} for row in sound.rows[:_KEPT])
    file = replace(_beside(sound, "导出", rows), columns=names, headers={"name": "学生姓名"})
    desk.mark("多出姓名一列", desk.put(file), ("T07",))

    sound = desk.find("F02", _ROUND, "360704")
    signed = {
        **dict.fromkeys(sound.rows[0], ""),
        "round_id": "填表人：谢若楠",
        "grade": "QQ：10001234",
    }
    file = desk.put(_beside(sound, "盖章版", (*sound.rows[:_KEPT], signed)))
    desk.mark("表下有填表人和QQ号", file, ("T06", "T09"), index=_KEPT, column="round_id")

    sound = desk.find("F02", _ROUND, "360725")
    file = desk.put(_beside(sound, "曾丽婷报送", sound.rows[:_KEPT]))
    desk.mark("文件名里有姓名", file, ("T06",))


def _rows(sound: Submission) -> list[Row]:
    return [{**row, slip.column: slip.text} for row, slip in zip(sound.rows, _SLIPS, strict=False)]


def _beside(sound: Submission, name: str, rows: tuple[Row, ...]) -> Submission:
    """A file in the folder that says what it is, with some rows of a sound one."""
    folder = f"{sound.form_id}/{sound.period}/{sound.unit_code}"
    return replace(
        sound,
        path=f"{folder}/{name}.csv",
        format="utf8",
        rows=rows,
        scope=None,
        titles=(),
        columns=None,
        headers={},
    )
