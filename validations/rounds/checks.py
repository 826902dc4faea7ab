"""The checks a month must stand: which frame, which number, which limits, how grave, which words.

How a check is carried out is in `expectations`; how its frame is made is in `frames`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from validations.rounds.verdict import Severity


@dataclass(frozen=True)
class Check:
    """One expectation: `column` of frame `frame` lies between two limits (None: no limit)."""

    check_id: str
    name_zh: str
    severity: Severity
    frame: str
    column: str
    minimum: float | None
    maximum: float | None
    expected_zh: str


@dataclass(frozen=True)
class RoundLimits:
    """The limits that are dated parameters: shares (0–1), and a volume too small to compare."""

    min_received_share: float
    volume_change: float
    volume_minimum: int


CHECKS: tuple[Check, ...] = (
    Check(
        "R01",
        "到期报送是否收齐到可以发布",
        "阻断",
        "submitters",
        "received_share",
        None,
        None,
        "承载学生数据的每张到期报表，报送率不低于 {min_received_share:.0%}",
    ),
    Check(
        "R02",
        "各项指标是否齐全",
        "阻断",
        "presence",
        "missing_count",
        0,
        0,
        "指标目录中的每项指标，全市和各单位都有一行（未报也要有“未报”一行）",
    ),
    Check(
        "R03",
        "比率是否在 0 与 100% 之间",
        "阻断",
        "rates",
        "value",
        0,
        1,
        "比率不小于 0、不大于 100%（覆盖率超过 100% 另行警示）",
    ),
    Check(
        "R04",
        "参测人数是否不少于有效人数",
        "阻断",
        "attempts",
        "surplus",
        0,
        None,
        "每个单位、每个学段的参测人数（M03）不少于有效筛查人数（M02）",
    ),
    Check(
        "R05",
        "覆盖率是否超过 100%",
        "警示",
        "coverage",
        "value",
        0,
        1,
        "覆盖率不超过 100%；超过说明学生代码多于应筛人数",
    ),
    Check(
        "R06",
        "各单位合计是否等于全市",
        "阻断",
        "city_totals",
        "difference",
        0,
        0,
        "可加的分子、分母，各单位合计与全市数一致",
    ),
    Check(
        "R07",
        "各等级人数是否合计为有效人数",
        "阻断",
        "level_shares",
        "difference",
        0,
        0,
        "正常、轻度、中度、重度人数之和等于有效筛查人数",
    ),
    Check(
        "R08",
        "有无单位悄然停报",
        "阻断",
        "silence",
        "is_silent_unnoticed",
        0,
        0,
        "上期报过、本期到期未报的单位，都已列为“未报”",
    ),
    Check(
        "R09",
        "上期报过、本期未报的单位",
        "警示",
        "silence",
        "is_silent_listed",
        0,
        0,
        "上期报过的单位，本期都已报送",
    ),
    Check(
        "R10",
        "数量与上月相比是否突变",
        "警示",
        "volumes",
        "change",
        None,
        None,
        "应筛人数、学校数、专职教师数与上月相差不超过 {volume_change:.0%}；"
        "有效筛查人数、应有方案的个案学生数不应减少到这个幅度",
    ),
    Check(
        "R11",
        "随访与逾期的各分组是否合计为总数",
        "阻断",
        "case_parts",
        "difference",
        0,
        0,
        "随访及时率（M13）按等级、逾期未随访人数（M14）按等级与逾期天数，各自相加等于总数",
    ),
    Check(
        "R12",
        "个案台账与随访记录是否收齐到可以引用",
        "警示",
        "case_reports",
        "received_share",
        None,
        None,
        "一生一案率、随访及时率所据的学校不少于应报的 {min_received_share:.0%}",
    ),
    Check(
        "R13",
        "个案台账是否突然为空",
        "警示",
        "emptied_registers",
        "emptied_count",
        0,
        0,
        "上期有在册个案的学校，本期台账不应为空；为空的仍按在册计算",
    ),
)


def checks_with(limits: RoundLimits) -> tuple[Check, ...]:
    """The checks with this month's dated limits filled in, in numbers and in words."""
    bounds = {
        "R01": (limits.min_received_share, None),
        "R10": (-limits.volume_change, limits.volume_change),
        "R12": (limits.min_received_share, None),
    }
    filled = []
    for check in CHECKS:
        low, high = bounds.get(check.check_id, (check.minimum, check.maximum))
        words = check.expected_zh.format(
            min_received_share=limits.min_received_share, volume_change=limits.volume_change
        )
        filled.append(replace(check, minimum=low, maximum=high, expected_zh=words))
    return tuple(filled)
