"""Units, retired codes and spellings: each word leads to one code, or is asked back."""

import polars as pl
import pytest

from validations.code_lists import labels, list_names, read_seed

UNITS = read_seed("code_reporting_unit")
UNIT_ALIASES = read_seed("alias_unit")
ITEM_ALIASES = read_seed("alias_item")
OFFICIAL_ORDER = [
    "章贡区",
    "经开区",
    "蓉江新区",
    "赣县区",
    "南康区",
    "信丰县",
    "大余县",
    "上犹县",
    "崇义县",
    "安远县",
    "龙南市",
    "定南县",
    "全南县",
    "宁都县",
    "于都县",
    "兴国县",
    "会昌县",
    "寻乌县",
    "石城县",
    "瑞金市",
    "市直",
]
DIGIT_WORDS = [
    f"{digit}{suffix}"
    for digit in "一二三四1234１２３４ⅠⅡⅢⅣ"
    for suffix in ("级", "级预警", "级预防", "类", "")
]


def test_the_21_units_stand_in_the_official_order():
    ordered = UNITS.sort(pl.col("sort_no").cast(pl.Int64))
    assert ordered["name_zh"].to_list() == OFFICIAL_ORDER
    assert ordered["sort_no"].to_list() == [str(n) for n in range(1, 22)]


def test_twenty_of_them_are_the_counties_of_the_letters():
    assert UNITS.filter(is_county_level="true").height == 20
    assert UNITS.filter(is_county_level="false")["unit_code"].to_list() == ["3607SZ"]


def test_eighteen_carry_their_own_region_code_and_the_rest_none():
    with_code = UNITS.filter(pl.col("gb2260").is_not_null())
    assert with_code.height == 18
    assert (with_code["gb2260"] == with_code["unit_code"]).all()
    without = UNITS.filter(pl.col("gb2260").is_null())["unit_code"].to_list()
    assert without == ["3607JK", "3607RJ", "3607SZ"]


@pytest.mark.parametrize(
    ("retired", "now"), [("360721", "360704"), ("360782", "360703"), ("360727", "360783")]
)
def test_a_retired_code_leads_to_the_unit_that_took_over(retired, now):
    row = read_seed("code_retired_unit").row(by_predicate=pl.col("retired_code") == retired)
    assert row[2] == now
    assert retired not in UNITS["unit_code"].to_list()


@pytest.mark.parametrize(
    ("alias", "unit"),
    [
        ("赣州经开区", "3607JK"),
        ("经济技术开发区", "3607JK"),
        ("开发区", "3607JK"),
        ("经开", "3607JK"),
        ("赣县", "360704"),
        ("南康市", "360703"),
        ("龙南县", "360783"),
        ("市直属学校", "3607SZ"),
    ],
)
def test_a_common_spelling_leads_to_its_unit(alias, unit):
    found = UNIT_ALIASES.filter(alias=alias)
    assert found.select("unit_code", "is_ambiguous").rows() == [(unit, "false")]


def test_rongjiang_alone_is_asked_back():
    found = UNIT_ALIASES.filter(alias="蓉江")
    assert set(found["unit_code"]) == {"3607RJ", "360703"}
    assert set(found["is_ambiguous"]) == {"true"}
    assert UNITS.filter(short_name="蓉江").is_empty()


def test_a_spelling_of_several_units_is_ambiguous_and_no_other_is():
    counts = UNIT_ALIASES.group_by("alias").agg(pl.len(), pl.col("is_ambiguous").unique())
    for _, count, flags in counts.iter_rows():
        assert flags == [str(count > 1).lower()]


def test_no_spelling_of_a_unit_is_the_name_of_another():
    names = labels("unit")
    for alias, unit in UNIT_ALIASES.select("alias", "unit_code").iter_rows():
        assert names.get(alias, unit) == unit


@pytest.mark.parametrize("word", DIGIT_WORDS)
def test_a_digit_never_means_a_risk_level(word):
    # 一级 is the worst in many warning schemes and the mildest in others.
    assert word not in labels("level")
    assert ITEM_ALIASES.filter(list_name="level", alias=word).is_empty()


def test_the_colours_of_the_platforms_mean_the_four_levels():
    found = dict(ITEM_ALIASES.filter(list_name="level").select("alias", "code").iter_rows())
    assert [found[colour] for colour in "黄橙红"] == ["mild", "moderate", "severe"]
    assert "蓝" not in found


@pytest.mark.parametrize("list_name", sorted(set(ITEM_ALIASES["list_name"])))
def test_every_spelling_leads_to_a_code_of_its_list(list_name):
    assert list_name in list_names()
    codes = set(labels(list_name).values())
    assert set(ITEM_ALIASES.filter(list_name=list_name)["code"]) <= codes


@pytest.mark.parametrize("list_name", sorted(set(ITEM_ALIASES["list_name"])))
def test_no_spelling_contradicts_a_label_or_a_code_of_its_list(list_name):
    words = labels(list_name)
    for alias, code in ITEM_ALIASES.filter(list_name=list_name).select("alias", "code").iter_rows():
        assert words.get(alias, code) == code
        if alias in words.values():
            assert alias == code


def test_no_header_spelling_means_two_columns_of_one_form():
    rows = read_seed("alias_header")
    common = rows.filter(form_id="*").select("alias", common=pl.col("column_name"))
    clashes = rows.filter(pl.col("form_id") != "*").join(common, on="alias")
    assert clashes.filter(pl.col("column_name") != pl.col("common")).is_empty()
