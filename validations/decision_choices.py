"""What may be chosen for a question; one row of 待定事项 → a decision, or what is wrong with it."""

from collections.abc import Mapping

from validations.code_lists import options, read_seed
from validations.decided import Decision
from validations.decision_sheets import LOCKED, DecisionFile, DecisionRow, question_number
from validations.findings import Finding, file_finding
from validations.form_columns import sheet_columns
from validations.forms.decisions import QuestionSheet
from validations.tripwire import number_in
from validations.vocabulary import code_of

_CODES = {
    "late_correction": ("adopt", "decline"),
    "unknown_mail": ("arrived", "resend"),
    "sign_off": ("sign",),
}
_SIGNED = ("reason", "who")
_LONGEST = {
    column.name: column.longest
    for column in sheet_columns(QuestionSheet)
    if column.longest is not None
}


def choices_of(about: Mapping[str, str]) -> tuple[str, ...]:
    """The words a question may be answered with."""
    kind = about["kind"]
    seeds = read_seed("code_question").filter(kind=kind)["choices"]
    words = str(seeds[0]).split(";")
    if kind == "rival":
        count = len(about["submission_ids"].split(";"))
        return (*(f"采用第{number}份" for number in range(1, count + 1)), words[-1])
    if kind == "unknown_word":
        return (*options(about["item_name"]), *words)
    return tuple(words)


def decide_question(row: DecisionRow, file: DecisionFile) -> tuple[Decision | None, list[Finding]]:
    """The decision of one row; None and no finding where the officer left it open."""
    if "choice" not in row.cells:
        return None, []
    number = row.cells.get("question_id", "（空）")
    question_id = number.rpartition("-")[0]
    about = file.asked.get(question_id)
    if about is None:
        return None, [row.finding("D01.R01", "question_id", value=number[:30])]
    locked = {name: row.cells.get(name) for name in LOCKED}
    if question_number(question_id, locked, about) != number:
        return None, [row.finding("D01.R02", "question_id", value=number)]
    found = signed_faults(row)
    words, choices = row.cells["choice"], choices_of(about)
    if words not in choices:
        values = {"value": words[:30], "choices": "、".join(choices)}
        found.append(row.finding("D01.R04", "choice", **values))
    if found:
        return None, found
    return _decision(row, question_id, about, words), []


def signed_faults(row: DecisionRow) -> list[Finding]:
    """Reason and name: missing, too long, or with personal numbers in them."""
    found = []
    for name in _SIGNED:
        text = row.cells.get(name)
        if text is None:
            found.append(row.finding("D01.R03", name))
        elif len(text) > _LONGEST[name]:
            found.append(row.finding("D01.R09", name, longest=_LONGEST[name]))
    return found + [hit for name in row.cells if (hit := _personal(row, name))]


def _personal(row: DecisionRow, name: str) -> Finding | None:
    if name in LOCKED or name == "question_id":
        return None
    # A name is asked for on this form: the officer signs it.
    hit = number_in(row.cells[name])
    if hit is None:
        return None
    rule_id, shown = hit
    example = row.finding("D01.R12", name)
    return file_finding(
        row.submission_id,
        rule_id,
        {"place": f"“{_title(row, name)}”", "detail": shown},
        sheet=row.sheet,
        cell=example.cell,
        row_number=row.row_number,
        column_name=name,
    )


def _title(row: DecisionRow, name: str) -> str:
    from validations.decision_sheets import SHEETS

    return next(c.title for c in sheet_columns(SHEETS[row.sheet]) if c.name == name)


def _decision(row: DecisionRow, question_id: str, about: Mapping[str, str], words: str) -> Decision:
    kind = about["kind"]
    choice, submission_id, value = _chosen(about, words)
    return Decision(
        sent_in=row.submission_id,
        sheet=row.sheet,
        row_number=row.row_number,
        kind=kind,
        choice=choice,
        words=words,
        reason=row.cells["reason"],
        who=row.cells["who"],
        question_id=question_id,
        form_id=about.get("form_id"),
        period=about.get("period"),
        scope_code=about.get("scope_code"),
        submission_id=submission_id,
        item_name=about.get("item_name"),
        word=about.get("word"),
        value=value,
    )


def _chosen(about: Mapping[str, str], words: str) -> tuple[str, str | None, str | None]:
    """Code of the choice, the report it names, and its value."""
    kind = about["kind"]
    if kind == "rival":
        reports = about["submission_ids"].split(";")
        place = choices_of(about).index(words)
        chosen = reports[place] if place < len(reports) else None
        return ("adopt" if chosen else "return_all"), chosen, about["submission_ids"]
    if kind == "unknown_word":
        code = code_of(about["item_name"], words)
        return ("alias", None, code) if code else ("decline", None, None)
    place = choices_of(about).index(words)
    return _CODES[kind][place], about.get("submission_ids"), about.get("value")
