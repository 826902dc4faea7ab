"""The seeds as Python sees them: code lists and labels, read from the repo.

One small loader, so that the gate works before the first dbt run. It holds no code of its own:
a new word goes into a CSV under ``dbt_project/seeds``, never here.
"""

from functools import cache
from pathlib import Path

import polars as pl

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds"

# Lists that have a seed of their own: list name -> (seed, code column, label column, order).
# Every other list is one of those in code_item.
_OWN_SEED: dict[str, tuple[str, str, str, str | None]] = {
    "unit": ("code_reporting_unit", "unit_code", "name_zh", "sort_no"),
    "stage": ("code_stage", "stage_code", "label", "sort_no"),
    "grade": ("code_grade", "grade_code", "label", "sort_no"),
    "level": ("code_risk_level", "level_code", "label", "rank"),
    "instrument": ("code_instrument", "instrument", "label", None),
    "form": ("code_form", "form_id", "name_zh", None),
    "question": ("code_question", "kind", "label", "sort_no"),
    "semester": ("calendar_semester", "semester", "semester", None),
    "round": ("calendar_screening_round", "round_id", "round_id", None),
}

# Lists that hold all words of another list and then their own in code_item.
WIDER_THAN = {"transfer_target": "unit"}


class UnknownCodeError(LookupError):
    """A seed, list, code or parameter was asked for that the seeds do not hold."""


@cache
def _seed_files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(SEEDS.rglob("*.csv"))}


@cache
def read_seed(name: str) -> pl.DataFrame:
    """One seed, every column as text, an empty cell as null, rows in the file's order.

    Raises:
        UnknownCodeError: no seed of that name.
    """
    path = _seed_files().get(name)
    if path is None:
        raise UnknownCodeError(f"no seed named {name!r} under {SEEDS.name}")
    return pl.read_csv(path, infer_schema=False)


@cache
def _pairs(list_name: str) -> tuple[tuple[str, str], ...]:
    """The (code, label) pairs of a list in its official order."""
    if list_name in WIDER_THAN:
        return (*_pairs(WIDER_THAN[list_name]), *_own_pairs(list_name))
    return _own_pairs(list_name)


def _own_pairs(list_name: str) -> tuple[tuple[str, str], ...]:
    if list_name in _OWN_SEED:
        seed, code, label, order = _OWN_SEED[list_name]
        rows = read_seed(seed)
    else:
        code, label, order = "code", "label", "sort_no"
        rows = read_seed("code_item").filter(pl.col("list_name") == list_name)
        if rows.is_empty():
            raise UnknownCodeError(f"no code list named {list_name!r}")
    if order is not None:
        rows = rows.sort(pl.col(order).cast(pl.Int64), maintain_order=True)
    return tuple(zip(rows[code].to_list(), rows[label].to_list(), strict=True))


def list_names() -> tuple[str, ...]:
    """Every list that ``labels``, ``options`` and ``label_of`` know."""
    items = read_seed("code_item")["list_name"].unique(maintain_order=True).to_list()
    return (*_OWN_SEED, *items)


def labels(list_name: str) -> dict[str, str]:
    """Chinese label -> code, in official order; the words a sheet may hold.

    Raises:
        UnknownCodeError: no list of that name.
    """
    return {label: code for code, label in _pairs(list_name)}


def options(list_name: str) -> tuple[str, ...]:
    """The Chinese labels of a list in official order, as a drop-down shows them.

    Raises:
        UnknownCodeError: no list of that name.
    """
    return tuple(label for _, label in _pairs(list_name))


@cache
def label_of(list_name: str, code: str) -> str:
    """The Chinese label of one code.

    Raises:
        UnknownCodeError: no such list, or no such code in it.
    """
    for known, label in _pairs(list_name):
        if known == code:
            return label
    raise UnknownCodeError(f"list {list_name!r} has no code {code!r}")
