"""The worked examples of docs/rules: dbt's unit tests written out as tables, between two markers.

`python -m tests.unit.dbt.worked_examples` writes them anew after a unit test was changed; the prose
around them is people's, and nothing else on a page is touched.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs" / "rules"
UNIT_TESTS = ROOT / "dbt_project" / "models" / "unit_tests"
BLOCK = re.compile(r"<!-- example (\w+) -->\n(.*?)<!-- /example -->", re.DOTALL)


@cache
def unit_tests() -> dict[str, dict[str, Any]]:
    """All dbt unit tests by name."""
    tests: dict[str, dict[str, Any]] = {}
    for path in sorted(UNIT_TESTS.glob("*.yml")):
        for test in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["unit_tests"]:
            tests[test["name"]] = test
    return tests


def written_out(test: dict[str, Any]) -> str:
    """A unit test in Markdown: what is given, table by table, and what comes of it."""
    lines = [f"单元测试 `{test['name']}`，模型 `{test['model']}`。", ""]
    moment = test.get("overrides", {}).get("macros", {}).get("known_at")
    if moment:
        lines += [f"数据截止时刻：{moment.split(chr(39))[1]}。", ""]
    empty = []
    for given in test["given"]:
        name = re.findall(r"'(\w+)'", given["input"])[-1]
        if given["rows"]:
            lines += [f"已知 `{name}`：", "", *_table(given["rows"])]
        else:
            empty.append(f"`{name}`")
    if empty:
        lines += [f"没有任何行：{'、'.join(empty)}。", ""]
    lines += ["得到：", "", *_table(test["expect"]["rows"])]
    return "\n".join([*lines, ""])


def _table(rows: list[dict[str, str]]) -> list[str]:
    """Rows as a Markdown table; columns with one value throughout are said once above it."""
    if not rows:
        return ["（无）", ""]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    values = {name: [_shown(row.get(name)) for row in rows] for name in columns}
    same = [name for name in columns if len(rows) > 1 and len(set(values[name])) == 1]
    varying = [name for name in columns if name not in same]
    lines = []
    if same:
        lines += ["各行相同：" + "，".join(f"{name} = {values[name][0]}" for name in same), ""]
    lines += [f"| {' | '.join(varying)} |", "|" + " --- |" * len(varying)]
    lines += [
        "| " + " | ".join(values[name][number] for name in varying) + " |"
        for number in range(len(rows))
    ]
    return [*lines, ""]


def _shown(value: str | None) -> str:
    return {"true": "是", "false": "否", "null": "（空）", "": "（空）"}.get(
        value or "", value or ""
    )


def refreshed(page: str) -> str:
    """A page with its examples written anew; one that names no unit test raises KeyError."""
    tests = unit_tests()
    return BLOCK.sub(
        lambda found: (
            f"<!-- example {found[1]} -->\n{written_out(tests[found[1]])}<!-- /example -->"
        ),
        page,
    )


if __name__ == "__main__":
    for path in sorted(PAGES.glob("*.md")):
        text = path.read_text("utf-8")
        path.write_text(refreshed(text), "utf-8")
