"""Two versions of one form told in words: what came, what went, which cell changed."""

from __future__ import annotations

from typing import Any

import polars as pl

from orchestration.versions import CAME, CHANGED, WENT, Difference, changes_between
from validations.form_columns import lake_schema
from validations.forms import FORMS


def frame(form_id: str, *rows: dict[str, Any]) -> pl.DataFrame:
    schema = lake_schema(FORMS[form_id].main)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def grade(number: str, pupils: int, **more: Any) -> dict[str, Any]:
    return {
        "semester": "2026-2027-1",
        "school_code": "2136000001",
        "stage": "primary",
        "grade": number,
        "sex": "1",
        "enrolled_n": pupils,
        **more,
    }


def told(form_id: str, before: pl.DataFrame, after: pl.DataFrame) -> list[str]:
    return [
        change.words
        for change in changes_between(FORMS[form_id], FORMS[form_id].main, before, after)
    ]


def test_rows_that_came_went_and_changed_are_named_by_their_key_in_words() -> None:
    before = frame("F01", grade("1", 40), grade("2", 50))
    after = frame("F01", grade("2", 52), grade("3", 60))
    assert told("F01", before, after) == [
        "学段 小学，年级 二年级，性别 男：在籍学生数由 50 改为 52",
        "学段 小学，年级 三年级，性别 男：新增",
        "学段 小学，年级 一年级，性别 男：消失",
    ]


def test_the_same_rows_in_another_order_are_no_difference() -> None:
    rows = (grade("1", 40), grade("2", 50))
    before, after = frame("F01", *rows), frame("F01", *reversed(rows))
    assert told("F01", before, after) == []
    same = Difference("学籍基数表", {}, {}, ())
    assert same.summary == "两个版本采用的内容相同。"


def test_an_empty_cell_and_a_code_are_said_in_words() -> None:
    before = frame("F01", grade("1", 40, explain_code="policy"))
    after = frame("F01", grade("1", 40, class_n=2))
    words = told("F01", before, after)
    assert words[0].endswith("由 （空） 改为 2")
    assert words[1].endswith("由 政策性变动 改为 （空）")


def test_free_text_is_never_shown_only_that_it_changed() -> None:
    before = frame("F01", grade("1", 40, explain="张三转走"))
    after = frame("F01", grade("1", 40, explain="李四五转来"))
    (words,) = told("F01", before, after)
    assert "张三" not in words and "李四" not in words
    assert "（4字） 改为 （5字）" in words


def test_pupils_are_shown_by_their_code_alone() -> None:
    row = {"pupil_token": "P0000-00000-00001", "instrument": "MHT", "attempt_no": 1}
    before = frame("F02", {**row, "total_score": 16.0})
    after = frame("F02", {**row, "total_score": 61.5})
    (change,) = changes_between(FORMS["F02"], FORMS["F02"].main, before, after)
    assert change.key.startswith("学生代码 P0000-00000-00001，")
    assert (change.kind, change.old, change.new) == (CHANGED, "16", "61.5")


def test_rows_of_one_key_are_told_apart_and_counted_by_kind() -> None:
    before = frame("F01", grade("1", 40))
    after = frame("F01", grade("1", 40), grade("1", 30), grade("2", 9))
    changes = tuple(changes_between(FORMS["F01"], FORMS["F01"].main, before, after))
    assert [change.kind for change in changes] == [CAME, CAME]
    assert changes[0].key.endswith("（第2行）")
    gone = tuple(changes_between(FORMS["F01"], FORMS["F01"].main, after, before))
    assert {change.kind for change in gone} == {WENT}
    assert Difference("学籍基数表", {}, {}, changes).summary == "新增 2 行。"
