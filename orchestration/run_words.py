"""What a run's steps and failures are called for people. Who is told, and how, is in `notices`."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster import DagsterEvent

STEP_WORDS = {
    "inbox_batch": "接收报送",
    "inbox_batch_gate_result": "核对校验结果",
    "figures": "计算指标",
    "round_check": "发布前核验",
    "round_check_round_holds": "核验结论",
    "bulletin": "生成简报草稿",
    "bulletin_written_page": "核对成稿",
    "signature": "签发",
    "special_edition": "学期、学年专刊",
    "issue": "印发",
    "mail": "寄送",
    "outbox": "补发待发邮件",
    "county_copies": "生成县级限阅",
    "county_todo": "每周待办",
    "return_notices": "退表通知",
    "reminders": "催报",
    "desk": "值班台",
    "decision": "决定待定事项",
    "blank_forms": "生成空白报表",
}

# Errors whose words we wrote ourselves; any other text may hold data and is never passed on.
_OWN_ERRORS = frozenset(
    {
        "BadMonthError",
        "CannotSettleError",
        "DbtFailedError",
        "DraftError",
        "Failure",
        "KeyFaultError",
        "NoDataForMonthError",
        "NoFiguresError",
        "NoSuggestionError",
        "NoVersionError",
        "NotDecidedError",
        "NotErasedError",
        "NotReleasedError",
        "NothingReceivedError",
        "OriginalGoneError",
        "PageDiffersError",
        "RecipientsError",
        "ReissueError",
        "SealedDifferentlyError",
        "SettingsError",
        "StoreBusyError",
        "TokeniseError",
        "TooLittleSpaceError",
    }
)
_FULL_DISK = "磁盘已满。已收到的文件都在，腾出空间后重新运行即可。"
_FOLDER_FAULT = (
    "读写文件时出错：文件夹断开、没有权限，或者正在被别处改动。"
    "已收到的文件都在，排除后重新运行即可。"
)
# What the system says of a folder that is away, slow to death, or closed to us.
_FOLDER_FAULT_SAYINGS = (
    "Stale file handle",
    "Input/output error",
    "Permission denied",
    "Read-only file system",
    "Transport endpoint is not connected",
    "Host is down",
    "Connection timed out",
)
# What Dagster's and our own databases say of a disk that takes no more.
_FULL_DISK_SAYINGS = ("No space left on device", "database or disk is full", "disk I/O error")


def step_words(step_key: str) -> str:
    """A step's Chinese name, its key where it has none."""
    return STEP_WORDS.get(step_key, step_key)


def is_own(error: Exception) -> bool:
    """Whether an error's words are ours, made to be read by an officer."""
    return type(error).__name__ in _OWN_ERRORS


def cause_of(event: DagsterEvent) -> tuple[str, str]:
    """Class name and words of what failed a step, fit to be shown and mailed."""
    data = event.step_failure_data
    if data.user_failure_data is not None:
        return "Failure", data.user_failure_data.description or ""
    error = data.error
    while error is not None and error.cause is not None:
        error = error.cause
    name = (error.cls_name or "") if error is not None else ""
    if name in _OWN_ERRORS and error is not None:
        return name, error.message.partition(": ")[2].strip()
    words = disk_words(error.message) if error is not None else None
    if words is not None:
        return name, words
    return name, f"程序出错（{name or '原因不明'}），详情见界面中的运行记录。"


def full_disk_words(error: BaseException) -> str | None:
    """The sentence for a full disk, or a folder that fails, where one is behind the error."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return _FULL_DISK
        words = disk_words(str(cause))
        if words is not None:
            return words
    return None


def disk_words(message: str) -> str | None:
    """The sentence for what the system or a database says of a disk or folder, else None."""
    if any(saying in message for saying in _FULL_DISK_SAYINGS):
        return _FULL_DISK
    if any(saying in message for saying in _FOLDER_FAULT_SAYINGS):
        return _FOLDER_FAULT
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
