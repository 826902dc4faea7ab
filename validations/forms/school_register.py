"""F00, the register of schools: which exist, whose they are, what they teach and until when.

How many pupils they have is F01 (``enrolment``). A closed or merged school keeps its row, and a
school that changed its category gets a new code: a void code is never used again.
"""

import pandera.polars as pa
import polars as pl

from validations.forms.fields import SCHOOL_CODE, column, explain, explain_code, school_code
from validations.forms.rules import Severity, no_other_like_it, rule
from validations.parameters import Parameters

# Which stages a school of a category usually teaches; 31 holds nine-year, 34 twelve-year schools.
STAGES_OF_CATEGORY = {
    "11": ("preschool",),
    "21": ("preschool", "primary"),
    "31": ("preschool", "primary", "junior"),
    "34": ("primary", "junior", "senior"),
    "36": ("vocational",),
    "37": ("primary", "junior", "senior", "special"),
    "51": ("special",),
}


class SchoolRegister(pa.DataFrameModel):
    """F00, one row a school or kindergarten of the city, closed ones included."""

    school_code: str = school_code("10 位数字，与教育部学校（机构）标识码一致。", key=True)
    school_name: str = column(
        "text", "学校名称", "学校全称，与公章一致。", example="示例中心小学", longest=60
    )
    unit_code: str = column(
        "list", "报送单位", "学校所属的县（市、区）或市直。", list_name="unit", example="章贡区"
    )
    category: str = column(
        "list",
        "办学类别",
        "与学校标识码前两位一致；九年一贯制选初级中学，完全中学选高级中学。",
        list_name="school_category",
        example="小学",
    )
    stages: str = column(
        "multi",
        "学段",
        "实际招生的学段，多个用分号隔开，如：小学；初中。",
        list_name="stage",
        example="小学；初中",
    )
    opened_on: pl.Date = column("date", "启用日期", "标识码启用的日期。", example="2010-09-01")
    closed_on: pl.Date = column(
        "date", "停用日期", "撤销、合并或改类别的最后一日；仍在办学的留空。", required=False
    )
    merged_into: str = column(
        "code",
        "并入学校标识码",
        "并入另一所学校时填那所学校的标识码。",
        required=False,
        pattern=SCHOOL_CODE,
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F00.R01",
        Severity.MUST_FIX,
        columns=("school_code",),
        words="学校标识码 {school_code} 在本表中出现不止一次。",
        fix="一所学校只留一行；改过类别的学校用新标识码另起一行。",
    )
    def one_row_a_school(cls) -> pl.Expr:
        return no_other_like_it("school_code")

    @rule(
        "F00.R02",
        Severity.MUST_FIX,
        columns=("closed_on", "opened_on"),
        words="停用日期 {closed_on} 早于启用日期 {opened_on}。",
        fix="请核对两个日期。",
    )
    def closed_after_opened(cls) -> pl.Expr:
        return pl.col("closed_on") >= pl.col("opened_on")

    @rule(
        "F00.R03",
        Severity.MUST_FIX,
        columns=("category", "school_code"),
        words="办学类别“{category}”与学校标识码 {school_code} 的前两位不一致。",
        fix="类别变了的学校，原标识码停用，另起一行用新标识码；填错的改正。",
    )
    def category_is_that_of_the_code(cls) -> pl.Expr:
        return pl.col("category") == pl.col("school_code").str.slice(0, 2)

    @rule(
        "F00.R04",
        Severity.MUST_FIX,
        columns=("closed_on", "merged_into"),
        words="填了并入学校 {merged_into}，却没有停用日期。",
        fix="请填停用日期；没有合并的，清空并入学校标识码。",
    )
    def merged_is_closed(cls) -> pl.Expr:
        return pl.col("merged_into").is_null() | pl.col("closed_on").is_not_null()

    @rule(
        "F00.R05",
        Severity.MUST_FIX,
        columns=("merged_into", "school_code"),
        words="学校 {school_code} 并入了它自己。",
        fix="请填并入的另一所学校的标识码。",
    )
    def merged_into_another(cls) -> pl.Expr:
        return pl.col("merged_into") != pl.col("school_code")

    @rule(
        "F00.R06",
        Severity.EXPLAIN,
        columns=("merged_into",),
        words="并入学校 {merged_into} 不在本名录中。",
        fix="请核对标识码；并入外市学校的，请选择说明原因。",
    )
    def merged_into_a_listed_school(cls) -> pl.Expr:
        return pl.col("merged_into").is_null() | pl.col("merged_into_is_listed")

    @rule(
        "F00.R07",
        Severity.MUST_FIX,
        columns=("opened_on",),
        words="启用日期 {opened_on} 在收到报表之后。",
        fix="尚未启用的学校，到启用后再报；日期填错的改正。",
    )
    def already_open(cls) -> pl.Expr:
        return pl.col("opened_on") <= pl.col("received_on")

    @rule(
        "F00.R08",
        Severity.EXPLAIN,
        columns=("stages", "category"),
        words="办学类别“{category}”的学校一般不办“{stages}”。",
        fix="请核对学段；确有的，请选择说明原因。",
    )
    def stages_fit_the_category(cls) -> pl.Expr:
        usual = pl.col("category").replace_strict(
            {key: list(value) for key, value in STAGES_OF_CATEGORY.items()},
            default=None,
            return_dtype=pl.List(pl.String),
        )
        return pl.col("stages").str.split(";").list.set_difference(usual).list.len() == 0


def register_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """Add ``merged_into_is_listed``: the school merged into has a row in the same submission."""
    listed = rows.select("submission_id", merged_into="school_code").drop_nulls().unique()
    return rows.join(
        listed.with_columns(merged_into_is_listed=True),
        on=["submission_id", "merged_into"],
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("merged_into_is_listed").fill_null(False))
