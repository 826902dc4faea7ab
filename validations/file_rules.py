"""Rules that hold for every form: about the file, its header, its rows and its scope.

W the file, H the header, N a row that is no data, C a cell that cannot be trusted, S the scope, and
T personal data, which stand in a module of their own. Words name values in braces. Rules about one
form stand on its class.
"""

from validations.forms.rules import Rule, Severity
from validations.personal_rules import PERSONAL_RULES


def _rule(rule_id: str, severity: Severity, words: str, fix: str) -> tuple[str, Rule]:
    return rule_id, Rule(rule_id, severity, (), words, fix)


FILE_RULES: dict[str, Rule] = dict(
    (
        _rule("W01", Severity.MUST_FIX, "{reason}", "{fix}"),
        _rule(
            "W02",
            Severity.NOTE,
            "文件扩展名与内容不符：内容是 {kind}。",
            "已按内容读取；下次请用正确的扩展名保存。",
        ),
        _rule(
            "W03",
            Severity.MUST_FIX,
            "这不是心晴的报表：文件里没有报表标识，也没有放在“报表/期别/单位”的文件夹里，"
            "无法知道报的是哪张表、哪一期、哪个单位。",
            "请用下发的空白表填报；平台导出或手工制作的文件，请放进形如"
            " F02/2026-2027-1R1/360702 的文件夹。",
        ),
        _rule(
            "W04",
            Severity.MUST_FIX,
            "没有编号为“{form_id}”的报表。",
            "现有报表：{known}。请核对文件夹名，或重新下载空白表。",
        ),
        _rule(
            "W05",
            Severity.MUST_FIX,
            "期别“{period}”不存在。",
            "{title}按{kind}报送，应填如 {example}。",
        ),
        _rule(
            "W06",
            Severity.MUST_FIX,
            "期别 {period} 从 {start} 才开始，收到报表时还没有到。",
            "请核对期别；提前填好的，到期后再报。",
        ),
        _rule("W07", Severity.MUST_FIX, "报送单位“{unit_code}”不存在。", "{fix}"),
        _rule(
            "W08",
            Severity.MUST_FIX,
            "文件里写的{what}是“{meta}”，文件夹写的却是“{folder}”。",
            "两处必须一致：放错文件夹的移过去，用错空白表的换正确的表填报。",
        ),
        _rule(
            "W09",
            Severity.NOTE,
            "空白表是第 {version} 版，现行是第 {current} 版。",
            "本次已收下，旧版收到 {until} 为止；下次请用新下发的空白表。",
        ),
        _rule(
            "W10",
            Severity.MUST_FIX,
            "这不是心晴的报表：找不到{title}的表头。文件里有工作表 {sheets}。",
            "数据表应有一行表头，含：{headers}。请用下发的空白表填报。",
        ),
        _rule(
            "W11",
            Severity.NOTE,
            "工作表“{sheet}”没有{title}的表头，没有读取。",
            "与报送无关的不必理会；有数据的请移到数据表中。",
        ),
        _rule(
            "W12",
            Severity.NOTE,
            "工作簿用的是 1904 日期系统。",
            "日期已按 1904 系统换算，请抽查几个日期；建议改用默认日期系统。",
        ),
        _rule(
            "W13",
            Severity.NOTE,
            "工作表“{sheet}”有 {count} 个隐藏行，已照样读取。",
            "请取消隐藏和筛选后核对；不该报送的行请删除。",
        ),
        _rule(
            "W19",
            Severity.NOTE,
            "文件里有{what}，系统没有运行，也没有打开。",
            "各格按文件里存着的结果读取，请核对引用其他文件的格；下次请另存为普通的 .xlsx 报送。",
        ),
        _rule(
            "W20",
            Severity.NOTE,
            "工作表“{sheet}”有 {count} 个隐藏列（{columns}），已照样读取。",
            "请取消隐藏后核对；不该报送的列请删除。",
        ),
        _rule(
            "W21",
            Severity.MUST_FIX,
            "缺少{title}的工作表：{sheets}，整份没有接收。",
            "本表各张工作表一并报送；没有内容可报的，保留表头，下面留空。"
            "CSV 只放得下一张表，请用空白表报送。",
        ),
        _rule(
            "W14",
            Severity.MUST_FIX,
            "工作表“{sheet}”里没有数据行。",
            "请填写数据；确无内容可报的，请用带“报送范围”的空白表选零报告。",
        ),
        _rule(
            "W15",
            Severity.NOTE,
            "本表报的是上学年的 {period}，已于 {lock_on} 锁定；按 {period} 收下，不算本学年的。",
            "要报本学年的，请用本学年的空白表重报；确是补报或更正上学年的，"
            "更正是否采用由市教育局决定。",
        ),
        _rule(
            "W16",
            Severity.MUST_FIX,
            "空白表是第 {version} 版，收到 {until} 为止，已经不收；现行是第 {current} 版。",
            "请把数据抄进新下发的第 {current} 版空白表，重新报送。",
        ),
        _rule(
            "W17",
            Severity.MUST_FIX,
            "没有第 {version} 版的空白表，现行是第 {current} 版。",
            "请用下发的空白表填报，不要改动表里隐藏的内容。",
        ),
        _rule(
            "W18",
            Severity.MUST_FIX,
            "{title}自 {since} 起报送，没有 {period} 这一期。",
            "请核对期别，用本期的空白表重报；以前的资料不必补报。",
        ),
        _rule(
            "H01",
            Severity.MUST_FIX,
            "缺少必填列“{title}”，整张表未采用。",
            "请补上这一列，表头写“{title}”。{guess}",
        ),
        _rule(
            "H02",
            Severity.MUST_FIX,
            "“{title}”列出现了不止一次（{cells}），不知道该用哪一列，整张表未采用。",
            "请只留一列。",
        ),
        _rule(
            "H03",
            Severity.NOTE,
            "“{header}”不是本表的列，没有读取。",
            "不需要的请删去，不要报送多余的个人信息。{guess}",
        ),
        _rule(
            "H04",
            Severity.NOTE,
            "没有选填列“{title}”，按空白处理。",
            "有内容要报的请补上这一列。{guess}",
        ),
        _rule(
            "H05",
            Severity.MUST_FIX,
            "第 {row} 行又是一个表头：一张工作表里有几张表，整张工作表未采用。",
            "一张工作表只放一张表：请把下面的表接到第一张表的数据行后面，或各放一张工作表，只留一个表头。",
        ),
        _rule(
            "N01",
            Severity.NOTE,
            "第 {row} 行是合计行，不作为数据采用。",
            "合计由系统计算，请删去合计、小计行。",
        ),
        _rule(
            "N02",
            Severity.NOTE,
            "第 {row} 行像是填表说明或落款，不作为数据采用。",
            "请把说明和落款移到数据表之外；若是数据行，请把各格填全。",
        ),
        _rule(
            "C01",
            Severity.MUST_FIX,
            "“{title}”这一格是错误值，读不出内容。",
            "请改正公式，或直接填写数值。",
        ),
        _rule(
            "C02",
            Severity.MUST_FIX,
            "“{title}”这一格是公式，但从来没有计算出结果。",
            "请用 WPS 或 Excel 打开并保存一次，或直接填写数值。",
        ),
        _rule(
            "C03",
            Severity.MUST_FIX,
            "“{title}”这一格被并入合并单元格 {detail}，本行没有值。",
            "请取消合并单元格，每行都填写。",
        ),
        _rule(
            "S01",
            Severity.MUST_FIX,
            "{name}（{scope}）在报送范围内，却没有数据行，也没有填零报告。",
            "请补填数据；本期确无内容可报的，在“报送范围”的零报告栏选是。",
        ),
        _rule(
            "S02",
            Severity.MUST_FIX,
            "{name}（{scope}）填了零报告，数据表里却有 {count} 行。",
            "有数据的请清空零报告；数据行是误填的请删除。数据行暂按有效处理。",
        ),
        _rule(
            "S03",
            Severity.MUST_FIX,
            "学校 {scope} 不在本表的报送范围内。",
            "请核对学校标识码；确由本表报送的，请把该校加进“报送范围”。",
        ),
        _rule(
            "S04",
            Severity.MUST_FIX,
            "“报送范围”里 {scope} 出现不止一次。",
            "一所学校只留一行。",
        ),
        _rule(
            "S06",
            Severity.MUST_FIX,
            "“报送范围”里的“{scope}”不是学校标识码。",
            "请填 10 位学校标识码；教研室填单位代码。",
        ),
        _rule(
            "S07",
            Severity.MUST_FIX,
            "“报送范围”里 {scope} 的零报告填的是“{value}”。",
            "零报告只填是，有数据的留空。",
        ),
        _rule(
            "S05",
            Severity.NOTE,
            "“报送范围”的表头认不出来，按数据行里的学校确定报送范围。",
            "请恢复空白表里的“报送范围”工作表。",
        ),
    ),
    **PERSONAL_RULES,
)
