"""One decision as an asset, so that it can be launched in the UI. Deciding itself is `deciding`."""

from typing import Any

from dagster import AssetExecutionContext, Config, Failure, MaterializeResult, asset
from pydantic import Field

from orchestration.deciding import NotDecidedError, decide
from orchestration.office import Office
from orchestration.questions import write_desk_workbook


class Answer(Config):
    """One question, answered; the words are those of desk/待办.xlsx."""

    question: str = Field(description="事项编号，见 desk/待办.xlsx 或值班台")
    choice: str = Field(description="决定，须是这一事项可选的，如：采用")
    reason: str = Field(description="理由，最多 100 字，不得写学生信息")
    who: str = Field(description="经办人姓名或职务")


@asset(
    group_name="delivery",
    pool="warehouse",
    description=(
        "决定一件待定事项：与填写 desk/待办.xlsx 一样校验、一样记录。在启动窗口的配置里填写"
        "事项编号、决定、理由、经办人（ops: decision: config）。收件目录里的其他文件一并接收；"
        "指标在下一次夜间运行时更新。"
    ),
)
def decision(
    context: AssetExecutionContext, office: Office, config: Answer
) -> MaterializeResult[Any]:
    """Take one decision and write the list of what still waits."""
    settings, at = office.settings(), office.clock()
    try:
        decide(settings, config.question, config.choice, config.reason, config.who, at)
    except NotDecidedError as error:
        raise Failure(description=str(error)) from error
    return MaterializeResult(
        metadata={
            "事项": config.question,
            "决定": config.choice,
            "经办人": config.who,
            "待办": str(write_desk_workbook(settings, at)),
        }
    )
