"""All 待办表 of a batch judged together: decisions to be sealed, and every fault at once.

A row the officer left open is no fault. What a decision brings about is for the stores and dbt.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import polars as pl

from validations.decided import DECISION_SCHEMA, REPLACEABLE, Decision, Known
from validations.decision_choices import decide_question
from validations.decision_sheets import DecisionFile, DecisionRow
from validations.findings import Finding
from validations.forms.decisions import DECISION_RULES, QUESTION_SHEET
from validations.forms.rules import Severity
from validations.initiatives import decide_initiative

ROW_SCHEMA = {"submission_id": pl.String, "is_rejected": pl.Boolean}


@dataclass(frozen=True)
class JudgedDecisions:
    """``decisions`` to be recorded, in the order of the rows; ``rows`` says which were rejected."""

    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    rows: pl.DataFrame

    def frame(self) -> pl.DataFrame:
        """The decisions in ``DECISION_SCHEMA``."""
        rows = [astuple(decision) for decision in self.decisions]
        return pl.DataFrame(rows, schema=DECISION_SCHEMA, orient="row")


def judge_decisions(files: Sequence[DecisionFile], known: Known) -> JudgedDecisions:
    """Weigh every row against its own file, the other rows of the batch, and what was decided."""
    findings = [fault for file in files for fault in file.faults]
    unread = {(f.submission_id, f.sheet, f.row_number) for f in findings}
    decided: list[tuple[DecisionRow, Decision]] = []
    for file in files:
        for row in file.rows:
            if (row.submission_id, row.sheet, row.row_number) in unread:
                continue
            decision, found = _decide(row, file, known)
            findings += found
            if decision is not None:
                decided.append((row, decision))
    contradicting = _contradictions(decided)
    findings += contradicting
    refused = {(f.submission_id, f.sheet, f.row_number) for f in contradicting}
    kept, told = _not_yet_decided(
        [
            (row, decision)
            for row, decision in decided
            if (row.submission_id, row.sheet, row.row_number) not in refused
        ],
        known,
    )
    findings += [*told, *_undecided(files, decided, findings)]
    return JudgedDecisions(tuple(kept), tuple(findings), _rows(files, findings))


def _decide(
    row: DecisionRow, file: DecisionFile, known: Known
) -> tuple[Decision | None, list[Finding]]:
    if row.sheet == QUESTION_SHEET:
        return decide_question(row, file)
    return decide_initiative(row, file, known)


def _contradictions(decided: list[tuple[DecisionRow, Decision]]) -> list[Finding]:
    """Rows of the batch that decide one thing in different ways: none of them counts."""
    by_key = defaultdict(list)
    for row, decision in decided:
        by_key[decision.key].append((row, decision))
    found = []
    for group in by_key.values():
        if len({decision.outcome for _, decision in group}) > 1:
            places = "、".join(
                f"“{row.sheet}”第{row.row_number}行（{decision.words}）" for row, decision in group
            )
            found += [row.finding("D01.R07", _said_in(row), places=places) for row, _ in group]
    return found


def _not_yet_decided(
    decided: list[tuple[DecisionRow, Decision]], known: Known
) -> tuple[list[Decision], list[Finding]]:
    """Decisions that are new; one taken before is told, one that would undo another is refused."""
    kept: list[Decision] = []
    told = []
    seen = set()
    for row, decision in decided:
        before = known.settled.get(decision.key)
        if decision.key in seen:
            continue
        if before is None or (before.outcome != decision.outcome and decision.kind in REPLACEABLE):
            kept.append(decision)
            seen.add(decision.key)
            continue
        rule_id = "D01.R06" if before.outcome == decision.outcome else "D01.R05"
        values = {"who": before.who, "when": f"{before.when:%Y-%m-%d %H:%M}"}
        values |= {"before": before.words, "value": decision.words}
        told.append(row.finding(rule_id, _said_in(row), **values))
    return kept, told


def _said_in(row: DecisionRow) -> str:
    return "choice" if row.sheet == QUESTION_SHEET else "kind"


def _undecided(
    files: Sequence[DecisionFile],
    decided: list[tuple[DecisionRow, Decision]],
    findings: list[Finding],
) -> list[Finding]:
    """A file that decides nothing and has no fault is told so."""
    speaking = {row.submission_id for row, _ in decided} | {f.submission_id for f in findings}
    rule = DECISION_RULES["D01.R10"]
    return [
        Finding(
            submission_id=file.submission_id,
            rule_id=rule.rule_id,
            severity=rule.severity,
            words=rule.words,
            fix=rule.fix,
            sheet=QUESTION_SHEET,
        )
        for file in files
        if file.submission_id not in speaking
    ]


def _rows(files: Sequence[DecisionFile], findings: list[Finding]) -> pl.DataFrame:
    """Every row read: rejected with a 必改 of its own, accepted otherwise, left open or not."""
    wrong = {
        (f.submission_id, f.sheet, f.row_number)
        for f in findings
        if f.severity is Severity.MUST_FIX
    }
    rows = [
        (row.submission_id, (row.submission_id, row.sheet, row.row_number) in wrong)
        for file in files
        for row in file.rows
    ]
    return pl.DataFrame(rows, schema=ROW_SCHEMA, orient="row")
