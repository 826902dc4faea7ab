"""The real county codes of the region, as published and as they changed, against the seeds."""

import csv
from pathlib import Path

import pytest

from validations.code_lists import read_seed

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "admin_codes_ganzhou"
pytestmark = [
    pytest.mark.real_input,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no published code tables at {FOLDER}"),
]


def rows_of(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=delimiter))


def published() -> dict[str, str]:
    """Code -> name of the 18 counties of the 2023 tables."""
    return {row["code"]: row["name"] for row in rows_of("areas_360700_2023.csv")}


def names_ever_used() -> dict[str, set[str]]:
    """Code -> every name it carried since 1998, without the prefecture and 市辖区."""
    names: dict[str, set[str]] = {}
    for row in rows_of("gb2260_360700_history.tsv", delimiter="\t"):
        if row["Code"] not in {"360700", "360701"}:
            names.setdefault(row["Code"], set()).add(row["Name"].strip())
    return names


def units() -> dict[str, str]:
    rows = read_seed("code_reporting_unit").select("gb2260", "name_zh").drop_nulls()
    return dict(rows.iter_rows())


def retired() -> dict[str, str]:
    return dict(read_seed("code_retired_unit").select("retired_code", "unit_code").iter_rows())


def test_the_counties_of_the_seed_are_the_published_ones_by_code_and_name():
    assert units() == published()


def test_a_second_published_table_names_the_same_codes():
    other = {
        row["code"]: row["name"]
        for row in rows_of("pcc_area_china.csv")
        if row["code"].startswith("3607")
    }
    assert units() == other


def test_every_code_ever_used_is_either_current_or_retired_with_a_successor():
    gone = set(names_ever_used()) - set(published())
    assert gone == set(retired()), "a code left the tables and nobody says where it went"
    assert set(retired().values()) <= set(published())


def test_every_name_ever_used_leads_to_the_unit_that_has_its_area_today():
    spellings = dict(read_seed("alias_unit").select("alias", "unit_code").iter_rows())
    known = spellings | {name: code for code, name in units().items()}
    for code, names in names_ever_used().items():
        now = retired().get(code, code)
        for name in names:
            assert known["".join(name.split())] == now, f"{code} {name}"


def test_the_two_zones_have_no_county_code_anywhere():
    names = {row["name"] for row in rows_of("areas_china_2023.csv") if row["cityCode"] == "3607"}
    assert not {name for name in names if "开发区" in name or "新区" in name}
    zones = read_seed("code_reporting_unit").filter(is_zone="true")
    assert zones["gb2260"].null_count() == zones.height == 2


def test_rongjiang_is_ambiguous_because_a_street_of_nankang_bears_the_name():
    streets = {row["name"]: row["areaCode"] for row in rows_of("streets_360700_2023.csv")}
    assert streets["蓉江街道"] == "360703"
    candidates = read_seed("alias_unit").filter(alias="蓉江")["unit_code"].to_list()
    assert set(candidates) == {"3607RJ", "360703"}
