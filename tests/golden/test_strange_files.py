"""All strange files in one batch with good ones: each told in words, the good ones accepted."""

from __future__ import annotations

import polars as pl
import pytest

from tests.golden.strange_verdicts import (
    DATA,
    FOLDERS,
    TABLE,
    batch_of_all,
    good_files,
    judge_strange,
    verdicts,
)


@pytest.mark.real_input
def test_every_strange_file_gets_its_verdict_and_the_good_ones_among_them_are_accepted() -> None:
    if not all((DATA / folder).exists() for folder in FOLDERS):
        pytest.skip("the folders of strange workbooks are not beside this project")
    good, batch = good_files(), batch_of_all()
    result = judge_strange(batch)
    assert result.submissions.height == len(batch)
    names = {file.submission_id for file in good}
    of_good = result.submissions.filter(pl.col("submission_id").is_in(list(names)))
    assert of_good["status"].to_list() == ["accepted"] * len(good)
    assert of_good["rows_accepted"].to_list() == [5] * len(good)
    assert result.findings.filter(pl.col("words") == "").is_empty()
    assert verdicts(result) == TABLE.read_text("utf-8")
