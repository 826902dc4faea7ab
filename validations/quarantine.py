"""What is said of a workbook with personal data in it: which cells, what kind, and nothing else.

Such a workbook is sealed as it came and none of its rows go on. Finding the data is the
tripwire's affair.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from validations.declarations import Declared
from validations.findings import Finding, file_finding
from validations.tripwire_book import PersonalHit
from validations.vocabulary import code_of

# As many cells are told one by one; a roster sent by mistake has thousands.
CELLS_TOLD = 500
_PERIOD = re.compile(r"\d{4}(?:Q\d|-\d{2}|-\d{4}-\d(?:R\d)?)")


def quarantine_findings(submission_id: str, hits: Sequence[PersonalHit]) -> tuple[Finding, ...]:
    """A finding a place, T01–T09, values masked; beyond ``CELLS_TOLD`` one that counts the rest."""
    found = [_finding(submission_id, hit) for hit in hits[:CELLS_TOLD]]
    rest = len(hits) - CELLS_TOLD
    if rest > 0:
        found.append(file_finding(submission_id, "T10", {"count": rest}))
    return tuple(found)


def _finding(submission_id: str, hit: PersonalHit) -> Finding:
    place = hit.cell if hit.sheet is None else f"工作表“{hit.sheet}”的 {hit.cell}"
    return file_finding(
        submission_id,
        hit.rule_id,
        {"place": place, "detail": hit.shown, "count": hit.cells},
        sheet=hit.sheet,
        cell=hit.cell if hit.sheet is not None else None,
        row_number=_row_of(hit),
        value_shown=hit.shown,
    )


def _row_of(hit: PersonalHit) -> int | None:
    digits = re.sub(r"\D", "", hit.cell or "") if hit.sheet is not None else ""
    return int(digits) if digits else None


def without_words(said: Declared) -> Declared:
    """A declaration without what no seed knows: there anything might stand."""
    period = said.period if said.period and _PERIOD.fullmatch(said.period) else None
    unit = said.unit_code if code_of("unit", said.unit_code or "") else None
    version = said.template_version
    return replace(
        said,
        form_id=said.form.form_id if said.form else None,
        period=period,
        unit_code=unit,
        template_version=version if version and re.fullmatch(r"[\d.]{1,8}", version) else None,
        must_fix=(),
        notes=(),
    )
