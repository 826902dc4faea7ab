"""The columns of F06: one leg of an archive's way, told by one of its two ends.

Rules are in ``transfer_ends`` (one row) and ``transfers`` (rows against each other). The day an
archive came in is ``arrived_on``: ``received_on`` is the day the office received the file.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import (
    PUPIL_SHAPE,
    SCHOOL_CODE,
    STAFF_SHAPE,
    column,
    explain,
    explain_code,
)

# School that sends the archive off, year and serial; stands on the slip that travels with it.
TRANSFER_SHAPE = r"^(11|21|31|34|36|37|51)36\d{6}-20\d{2}-T\d{4}$"
SEAL_SHAPE = r"^[0-9A-Z][0-9A-Z-]{3,11}$"


class TransferColumns(pa.DataFrameModel):
    """F06, one row a leg and end: what the sender and what the receiver tell stands apart."""

    transfer_id: str = column(
        "code",
        "移交单号",
        "转出学校标识码-年份-T四位序号，由转出学校编，随档案走，各环节照抄。",
        key=True,
        example="2136000001-2026-T0001",
        pattern=TRANSFER_SHAPE,
    )
    leg_no: str = column(
        "list",
        "环节",
        "选一项；县内转学、升学没有县局到县局一段。",
        list_name="leg_no",
        key=True,
        example="学校到县局",
    )
    side: str = column(
        "list",
        "报送方",
        "本行由送出的一方还是接收的一方报；两方各报一行。",
        list_name="transfer_side",
        key=True,
        example="送出方",
    )
    pupil_token: str = column(
        "code",
        "学生代码",
        "市里发的学生代码（P 开头，末位是校验位）；不得填姓名、学籍号、身份证号。",
        example="P0000-00000-0001P",
        pattern=PUPIL_SHAPE,
    )
    reason: str = column(
        "list", "事由", "选一项。", list_name="transfer_reason", example="毕业升学"
    )
    from_school: str = column(
        "code",
        "转出学校",
        "转出学校的 10 位标识码。",
        example="2136000001",
        pattern=SCHOOL_CODE,
    )
    from_unit: str = column(
        "list", "转出县", "转出学校所属的县（市、区）或市直。", list_name="unit", example="章贡区"
    )
    to_unit: str = column(
        "list",
        "接收县",
        "接收学校所属的县（市、区）或市直；转往本市以外的选市外。",
        list_name="transfer_target",
        example="南康区",
    )
    to_province: str = column(
        "list",
        "市外省份",
        "接收县是市外的选所在省份，本省其他市选江西省；其余留空。",
        list_name="province",
        required=False,
    )
    to_school: str = column(
        "code",
        "接收学校",
        "接收学校的 10 位标识码；尚未确定或在市外的留空，送到接收学校时必填。",
        required=False,
        example="3136000001",
        pattern=SCHOOL_CODE,
    )
    seal_no: str = column(
        "code",
        "封条号",
        "档案袋封条上的号码，4–12 位字母、数字；认不清的照移交单填。",
        example="A260001",
        pattern=SEAL_SHAPE,
    )
    pieces: int = column(
        "integer", "份数", "袋内材料的份数。", unit="份", minimum=1, maximum=200, example="3"
    )
    sent_on: pl.Date = column(
        "date", "送出日期", "送出方填；接收方的行留空。", required=False, example="2026-10-14"
    )
    sent_by_token: str = column(
        "code",
        "送出经办代码",
        "送出方填经办人的教师代码（S 开头），不得填姓名；接收方的行留空。",
        required=False,
        example="S0000-00000-00019",
        pattern=STAFF_SHAPE,
    )
    arrived_on: pl.Date = column("date", "接收日期", "接收方填；送出方的行留空。", required=False)
    received_by_token: str = column(
        "code",
        "接收经办代码",
        "接收方填经办人的教师代码（S 开头），不得填姓名；送出方的行留空。",
        required=False,
        pattern=STAFF_SHAPE,
    )
    seal_intact: bool = column(
        "boolean", "封条完好", "接收方填是或否；送出方的行留空。", required=False
    )
    issue: str = column("list", "异常", "没有异常选无。", list_name="transfer_issue", example="无")
    explain_code: str = explain_code()
    explain: str = explain()
