"""F13 and F13B, what may enter schools, and what was written for the city's bulletin.

Both are lists of a semester, sent again as items come. Whether the list of what enters schools grew
against the last one is the warehouse's affair; a list that owns to growing is asked why here.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import column, explain, explain_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.forms.unit_numbers import is_of_unit, unit_number_shape
from validations.parameters import Parameters

ENTRY_SHAPE = unit_number_shape("J")
BULLETIN_SHAPE = unit_number_shape("T")
MONTH = r"^20\d{2}-(0[1-9]|1[0-2])$"
GONE = ("dropped", "merged")
USUAL_HOURS = 40


class CampusItems(pa.DataFrameModel):
    """F13, one row an item that enters schools, those given up in the semester among them."""

    item_id: str = column(
        "code",
        "事项编号",
        "单位代码-首次列入年份-J 和顺序号，一个事项一个号，各学期不变。",
        key=True,
        example="360702-2026-J001",
        pattern=ENTRY_SHAPE,
    )
    title: str = column(
        "text",
        "事项名称",
        "审批文件上的名称，最多 60 字；不得写人名。",
        longest=60,
        example="防溺水宣传",
    )
    source_department: str = column(
        "list",
        "来源部门",
        "由哪个部门提出，选一项。",
        list_name="source_department",
        example="公安",
    )
    approval_no: str = column(
        "text",
        "审批号",
        "批准进校园的文号，新增必填，最多 40 字。",
        required=False,
        longest=40,
        example="区减负办〔2026〕3号",
    )
    school_n: int = column(
        "integer",
        "涉及学校数",
        "本学期实际进入的学校。",
        unit="所",
        minimum=0,
        maximum=2000,
        example="36",
    )
    pupil_hours: float = column(
        "decimal",
        "学生耗时",
        "每名学生本学期为此花的小时数。",
        unit="小时",
        minimum=0,
        maximum=500,
        example="1.5",
    )
    entry_status: str = column(
        "list", "事项状态", "本学期的处理，选一项。", list_name="entry_status", example="保留"
    )
    merged_into: str = column(
        "code",
        "并入事项编号",
        "状态是合并的填并入哪一项，其余留空。",
        required=False,
        pattern=ENTRY_SHAPE,
    )
    banned_forms: str = column(
        "multi",
        "违规形式",
        "发现有答题、接龙、点赞、投票的如实填写；没有的留空。",
        list_name="banned_form",
        required=False,
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F13.R01",
        Severity.MUST_FIX,
        columns=("item_id",),
        words="事项编号 {item_id} 在本表中出现不止一行。",
        fix="一个事项只留一行；两个事项用了同一个号的，给后列入的编新号。",
    )
    def one_row_an_item(cls) -> pl.Expr:
        return no_other_like_it("item_id")

    @rule(
        "F13.R02",
        Severity.MUST_FIX,
        columns=("item_id",),
        words="事项编号 {item_id} 不以本单位代码开头。",
        fix="只报本单位的进校园清单；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("item_id")

    @rule(
        "F13.R03",
        Severity.MUST_FIX,
        columns=("approval_no", "entry_status"),
        words="状态是新增，却没有填审批号。",
        fix="新增事项须先经审批：请填批准文号；没有批准的不得进校园，请删除本行。",
    )
    def a_new_item_is_approved(cls) -> pl.Expr:
        return (pl.col("entry_status") != "added") | pl.col("approval_no").is_not_null()

    @rule(
        "F13.R04",
        Severity.MUST_FIX,
        columns=("merged_into", "entry_status"),
        words="状态是合并，却没有填并入事项编号。",
        fix="请填并入哪一项；没有并入别项的，状态改为取消或保留。",
    )
    def a_merged_item_says_where(cls) -> pl.Expr:
        return (pl.col("entry_status") != "merged") | pl.col("merged_into").is_not_null()

    @rule(
        "F13.R05",
        Severity.MUST_FIX,
        columns=("merged_into", "entry_status"),
        words="状态是{entry_status}，却填了并入事项编号 {merged_into}。",
        fix="已并入别项的，状态改为合并；没有的，请清空并入事项编号。",
    )
    def only_a_merged_item_says_where(cls) -> pl.Expr:
        return pl.col("merged_into").is_null() | (pl.col("entry_status") == "merged")

    @rule(
        "F13.R06",
        Severity.MUST_FIX,
        columns=("merged_into",),
        words="并入的事项 {merged_into} 不在本表中，或已取消、已合并。",
        fix="请填清单中仍保留（或新增）的一项；该项漏报的请补上。",
    )
    def merged_into_one_that_stays(cls) -> pl.Expr:
        return pl.col("merged_into").is_null() | pl.col("is_target_there")

    @rule(
        "F13.R07",
        Severity.EXPLAIN,
        columns=("entry_status",),
        words="本表新增 {added_n} 项，多于取消、合并的 {gone_n} 项。",
        fix="进校园事项只减不增：请核对状态；确需新增的，请选择说明原因。",
    )
    def the_list_does_not_grow(cls) -> pl.Expr:
        return (pl.col("entry_status") != "added") | (pl.col("added_n") <= pl.col("gone_n"))

    @rule(
        "F13.R08",
        Severity.EXPLAIN,
        columns=("banned_forms", "entry_status"),
        words="本事项有{banned_forms}，状态却是{entry_status}。",
        fix="答题、接龙、点赞、投票不得进校园：请取消本事项；已改掉的，请选择说明原因。",
    )
    def what_is_banned_does_not_stay(cls) -> pl.Expr:
        return pl.col("banned_forms").is_null() | pl.col("entry_status").is_in(GONE)

    @rule(
        "F13.R09",
        Severity.EXPLAIN,
        columns=("pupil_hours",),
        words="每名学生耗时 {pupil_hours} 小时，超过 40 小时。",
        fix="请核对是不是每名学生的小时数（不是分钟，也不是全部学生合计）；属实的，请选择说明原因。",
    )
    def hours_are_usual(cls) -> pl.Expr:
        return pl.col("pupil_hours") <= USUAL_HOURS

    @rule(
        "F13.R10",
        Severity.EXPLAIN,
        columns=("school_n", "entry_status"),
        words="状态是{entry_status}，涉及学校数却是 0。",
        fix="请核对；本学期没有进校园的，请取消本事项或选择说明原因。",
    )
    def a_running_item_enters_schools(cls) -> pl.Expr:
        return pl.col("entry_status").is_in(GONE) | (pl.col("school_n") > 0)


class BulletinItems(pa.DataFrameModel):
    """F13B, one row a piece sent in for the city's bulletin."""

    bulletin_id: str = column(
        "code",
        "稿件编号",
        "单位代码-年份-T 和顺序号，一篇一个号。",
        key=True,
        example="360702-2026-T001",
        pattern=BULLETIN_SHAPE,
    )
    month: str = column(
        "code", "报送月份", "稿件报送的月份，如 2026-10。", example="2026-10", pattern=MONTH
    )
    bulletin_title: str = column(
        "text", "稿件标题", "最多 60 字；不得写人名。", longest=60, example="心理课进课表的做法"
    )
    is_accepted: bool = column("boolean", "是否采用", "《工作动态》刊用的填是。", example="是")
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F13B.R01",
        Severity.MUST_FIX,
        columns=("bulletin_id",),
        words="稿件编号 {bulletin_id} 在本表中出现不止一行。",
        fix="一篇稿件只留一行。",
    )
    def one_row_a_piece(cls) -> pl.Expr:
        return no_other_like_it("bulletin_id")

    @rule(
        "F13B.R02",
        Severity.MUST_FIX,
        columns=("bulletin_id",),
        words="稿件编号 {bulletin_id} 不以本单位代码开头。",
        fix="只报本单位的稿件；请核对编号。",
    )
    def number_is_of_the_unit(cls) -> pl.Expr:
        return is_of_unit("bulletin_id")

    @rule(
        "F13B.R03",
        Severity.MUST_FIX,
        columns=("month",),
        words="报送月份 {month} 不在本表声明的 {declared_period} 学期之内。",
        fix="第一学期是 9 月至次年 1 月，第二学期是 2 月至 8 月：请改正月份，或移到那个学期的表。",
    )
    def of_the_semester(cls) -> pl.Expr:
        return pl.col("month").is_between(pl.col("semester_from"), pl.col("semester_to"))

    @rule(
        "F13B.R04",
        Severity.MUST_FIX,
        columns=("month",),
        words="报送月份 {month} 在收到报表（{received_on}）之后。",
        fix="只报已经报送的稿件；请核对月份。",
    )
    def sent_in_already(cls) -> pl.Expr:
        return pl.col("month") <= pl.col("received_on").dt.strftime("%Y-%m")

    @rule(
        "F13B.R05",
        Severity.EXPLAIN,
        columns=("bulletin_title",),
        words="本表另有一篇稿件标题相同。",
        fix="同一篇稿件只报一次，请删去多余的；确是两篇的，请选择说明原因。",
    )
    def no_piece_is_told_twice(cls) -> pl.Expr:
        return no_other_like_it("bulletin_title")


def campus_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add to F13 rows: is_target_there, added_n and gone_n of the submission."""
    stays = rows.filter(~pl.col("entry_status").is_in(GONE))
    targets = stays.select("submission_id", merged_into="item_id", is_target_there=True).unique()
    status = pl.col("entry_status")
    return rows.join(
        targets, on=["submission_id", "merged_into"], how="left", maintain_order="left"
    ).with_columns(
        pl.col("is_target_there").fill_null(False),
        added_n=(status == "added").sum().over("submission_id").cast(pl.Int64),
        gone_n=status.is_in(GONE).sum().over("submission_id").cast(pl.Int64),
    )


def bulletin_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add to F13B rows the first and the last month of the declared semester."""
    period = pl.col("declared_period")
    first, second = period.str.slice(0, 4), period.str.slice(5, 4)
    is_autumn = period.str.ends_with("-1")
    return rows.with_columns(
        semester_from=pl.when(is_autumn).then(first + "-09").otherwise(second + "-02"),
        semester_to=pl.when(is_autumn).then(second + "-01").otherwise(second + "-08"),
    )
