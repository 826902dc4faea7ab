"""F01, enrolment: how many pupils each school has, by grade and sex, on the census day.

Which schools exist is F00 (``school_register``), who was screened F02 (``screening``). A limit
stated below is a plausibility limit of this project unless its words name a source.
"""

import pandera.polars as pa
import polars as pl

from validations.code_lists import read_seed
from validations.forms.fields import SEMESTER, column, explain, explain_code, school_code
from validations.forms.rules import Severity, rule
from validations.forms.school_register import STAGES_OF_CATEGORY
from validations.parameters import Parameters

CLASS_SIZE = (5, 70)


def add_stage_of_grade(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``stage_of_grade``, the stage a grade belongs to, as ``code_grade`` says."""
    grades = read_seed("code_grade").select("grade_code", stage_of_grade="stage_code")
    return rows.join(
        grades, left_on="grade", right_on="grade_code", how="left", maintain_order="left"
    )


class Enrolment(pa.DataFrameModel):
    """F01, one row a school (and teaching point) × stage × grade × sex on the census day."""

    semester: str = column(
        "code",
        "学期",
        "如 2026-2027-1（秋）、2026-2027-2（春）。",
        key=True,
        prefilled=True,
        example="2026-2027-1",
        pattern=SEMESTER,
    )
    unit_code: str = column(
        "list",
        "报送单位",
        "所属县（市、区）或市直。",
        list_name="unit",
        prefilled=True,
        example="章贡区",
    )
    school_code: str = school_code(
        "10 位数字。教学点填所属学校的标识码。", key=True, prefilled=True
    )
    point_no: str = column(
        "code",
        "教学点号",
        "两位数字，如 01；本部留空。",
        key=True,
        required=False,
        pattern=r"^\d{2}$",
        example="01",
    )
    stage: str = column("list", "学段", "选一项。", list_name="stage", key=True, example="小学")
    grade: str = column("list", "年级", "选一项。", list_name="grade", key=True, example="四年级")
    sex: str = column("list", "性别", "男、女各一行。", list_name="sex", key=True, example="男")
    enrolled_n: int = column(
        "integer",
        "在籍学生数",
        "学籍在本校的学生数，含休学、保留学籍；没有填 0。",
        unit="人",
        minimum=0,
        maximum=5000,
        example="120",
    )
    boarding_n: int = column(
        "integer", "其中寄宿", "在校住宿的学生数；没有填 0。", unit="人", minimum=0, example="30"
    )
    left_behind_n: int = column(
        "integer", "其中留守", "留守儿童数；没有填 0。", unit="人", minimum=0, example="18"
    )
    suspended_n: int = column(
        "integer", "其中休学", "已办休学的学生数；没有填 0。", unit="人", minimum=0, example="1"
    )
    retained_n: int = column(
        "integer",
        "其中保留学籍",
        "人不在校而学籍保留的学生数，不含休学；没有填 0。",
        unit="人",
        minimum=0,
        example="0",
    )
    exempt_n: int = column(
        "integer",
        "其中批准免测",
        "在院治疗、经医生建议并批准本学年不参加筛查的学生数，不含休学和保留学籍；没有填 0。",
        unit="人",
        minimum=0,
        example="0",
    )
    archived_n: int = column(
        "integer",
        "已建档人数",
        "已建“一生一档”的在籍学生数；没有填 0。",
        unit="人",
        minimum=0,
        example="118",
    )
    class_n: int = column(
        "integer",
        "班级数",
        "本年级班级数，只填在男生行。",
        required=False,
        unit="个",
        minimum=0,
        maximum=100,
        example="5",
    )
    homeroom_n: int = column(
        "integer",
        "班主任数",
        "本年级班主任数，只填在男生行。",
        required=False,
        unit="人",
        minimum=0,
        maximum=200,
        example="5",
    )
    explain_code: str = explain_code()
    explain: str = explain()

    @rule(
        "F01.R01",
        Severity.MUST_FIX,
        columns=("boarding_n", "enrolled_n"),
        words="寄宿 {boarding_n} 人多于在籍 {enrolled_n} 人。",
        fix="寄宿学生数不能超过在籍学生数，请核对两格。",
    )
    def boarding_within_enrolled(cls) -> pl.Expr:
        return pl.col("boarding_n") <= pl.col("enrolled_n")

    @rule(
        "F01.R02",
        Severity.MUST_FIX,
        columns=("left_behind_n", "enrolled_n"),
        words="留守 {left_behind_n} 人多于在籍 {enrolled_n} 人。",
        fix="留守儿童数不能超过在籍学生数，请核对两格。",
    )
    def left_behind_within_enrolled(cls) -> pl.Expr:
        return pl.col("left_behind_n") <= pl.col("enrolled_n")

    @rule(
        "F01.R03",
        Severity.MUST_FIX,
        columns=("suspended_n", "retained_n", "exempt_n", "enrolled_n"),
        words="休学 {suspended_n}、保留学籍 {retained_n}、批准免测 {exempt_n} 三项之和"
        "多于在籍 {enrolled_n} 人。",
        fix="三项互不重叠，合计不能超过在籍学生数，请核对。",
    )
    def away_within_enrolled(cls) -> pl.Expr:
        away = pl.col("suspended_n") + pl.col("retained_n") + pl.col("exempt_n")
        return away <= pl.col("enrolled_n")

    @rule(
        "F01.R04",
        Severity.MUST_FIX,
        columns=("archived_n", "enrolled_n"),
        words="已建档 {archived_n} 人多于在籍 {enrolled_n} 人。",
        fix="已建档人数只算在籍学生，请核对两格。",
    )
    def archived_within_enrolled(cls) -> pl.Expr:
        return pl.col("archived_n") <= pl.col("enrolled_n")

    @rule(
        "F01.R05",
        Severity.MUST_FIX,
        columns=("semester",),
        words="本行学期是 {semester}，与本表声明的 {declared_period} 不一致。",
        fix="一张表只报一个学期，请改正或移到另一张表。",
    )
    def semester_as_declared(cls) -> pl.Expr:
        return pl.col("semester") == pl.col("declared_period")

    @rule(
        "F01.R06",
        Severity.MUST_FIX,
        columns=("unit_code",),
        words="本行报送单位是“{unit_code}”，与本表声明的“{declared_unit}”不一致。",
        fix="一张表只报一个单位，请改正或移到另一张表。",
    )
    def unit_as_declared(cls) -> pl.Expr:
        return pl.col("unit_code") == pl.col("declared_unit")

    @rule(
        "F01.R07",
        Severity.MUST_FIX,
        columns=("school_code", "stage", "grade", "sex"),
        words="学校 {school_code} 的{stage}{grade}{sex}生出现不止一行。",
        fix="同一学校（教学点）、学段、年级、性别只留一行。",
    )
    def one_row_a_cell(cls) -> pl.Expr:
        key = ("semester", "school_code", "stage", "grade", "sex")
        is_alone = pl.len().over("submission_id", *key, pl.col("point_no").fill_null("")) == 1
        return is_alone | pl.any_horizontal(pl.col(name).is_null() for name in key)

    @rule(
        "F01.R08",
        Severity.MUST_FIX,
        columns=("grade", "stage"),
        words="年级“{grade}”不属于学段“{stage}”。",
        fix="请核对学段和年级；特殊教育学校的各年级学段填特教。",
    )
    def grade_fits_the_stage(cls) -> pl.Expr:
        return (pl.col("stage_of_grade") == pl.col("stage")) | (pl.col("stage") == "special")

    @rule(
        "F01.R09",
        Severity.EXPLAIN,
        columns=("stage", "school_code"),
        words="学校标识码 {school_code} 的类别一般不办“{stage}”。",
        fix="请核对学段和标识码；确有的，请选择说明原因。",
    )
    def stage_fits_the_school(cls) -> pl.Expr:
        usual = [key + stage for key, stages in STAGES_OF_CATEGORY.items() for stage in stages]
        return (pl.col("school_code").str.slice(0, 2) + pl.col("stage")).is_in(usual)

    @rule(
        "F01.R10",
        Severity.EXPLAIN,
        columns=("class_n", "enrolled_n"),
        words="平均班额 {class_size} 人，不在 5–70 人之间。",
        fix="请核对班级数和男女生在籍数；属实的，请选择说明原因。",
    )
    def class_size_is_usual(cls) -> pl.Expr:
        return pl.col("class_size").is_between(*CLASS_SIZE)

    @rule(
        "F01.R11",
        Severity.MUST_FIX,
        columns=("class_n", "sex"),
        words="班级数、班主任数填在了女生行。",
        fix="班级数、班主任数只填在男生行，女生行留空，以免重复计数。",
    )
    def classes_stand_in_one_row(cls) -> pl.Expr:
        has_classes = (pl.col("class_n") > 0) | (pl.col("homeroom_n") > 0)
        return (pl.col("sex") != "2") | ~has_classes.fill_null(False)

    @rule(
        "F01.R12",
        Severity.EXPLAIN,
        columns=("class_n", "enrolled_n"),
        words="本年级有学生，班级数却是空白或 0。",
        fix="请在男生行填班级数；复式教学等没有单独班级的，请选择说明原因。",
    )
    def classes_are_given(cls) -> pl.Expr:
        needs = (pl.col("sex") == "1") & (pl.col("enrolled_n") > 0)
        return ~needs | (pl.col("class_n") > 0).fill_null(False)


def add_class_size(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``class_size``, pupils of both sexes per class, on the row that carries ``class_n``."""
    place = ["submission_id", "school_code", "point_no", "stage", "grade"]
    pupils = pl.col("enrolled_n").sum().over(place)
    has_classes = pl.col("class_n") > 0
    return rows.with_columns(
        class_size=pl.when(has_classes).then((pupils / pl.col("class_n")).round(1))
    )


def enrolment_context(rows: pl.DataFrame, _: Parameters) -> pl.DataFrame:
    """What the rules of F01 look at beside the cells of the row: stage of grade, class size."""
    return add_class_size(add_stage_of_grade(rows))
