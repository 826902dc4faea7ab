"""A small lake written straight from rows, so that tests of the warehouse need no workbook.

It speaks the lake's own schema and nothing else: reading, checking and figures belong elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from orchestration.stores.encrypted import write_parquet
from orchestration.stores.keys import Keys

SCHEMA_BATCH = "00000000T000000-schema"
TEXT, INT, FLOAT, BOOL, DAY, TIME = (
    pl.String,
    pl.Int64,
    pl.Float64,
    pl.Boolean,
    pl.Date,
    pl.Datetime("us"),
)
_ADDRESS = {"submission_id": TEXT, "sheet": TEXT, "row_number": INT}
_EXPLAIN = {"explain_code": TEXT, "explain": TEXT}

LAKE_SCHEMA: dict[str, dict[str, Any]] = {
    "submissions": {
        **dict.fromkeys(("submission_id", "batch_id"), TEXT),
        "received_at": TIME,
        **dict.fromkeys(("file_name", "file_sha256"), TEXT),
        "file_size": INT,
        **dict.fromkeys(("form_id", "template_version"), TEXT),
        "revision": pl.Int32,
        **dict.fromkeys(("period", "unit_code", "declared_by", "status"), TEXT),
        **dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected", "rows_held"), INT),
        **dict.fromkeys(("must_fix_count", "explain_count", "note_count"), INT),
    },
    "submission_scopes": {
        **dict.fromkeys(("submission_id", "batch_id"), TEXT),
        "received_at": TIME,
        **dict.fromkeys(("form_id", "period", "unit_code", "scope_code"), TEXT),
        "revision": pl.Int32,
        **dict.fromkeys(("rows_read", "rows_accepted", "rows_rejected"), INT),
        **dict.fromkeys(("is_nil", "is_declared"), BOOL),
        "must_fix_count": INT,
        "content_digest": TEXT,
    },
    "findings": {
        **dict.fromkeys(("submission_id", "batch_id"), TEXT),
        "received_at": TIME,
        **dict.fromkeys(("form_id", "period", "unit_code", "scope_code"), TEXT),
        **dict.fromkeys(("file_name", "sheet", "cell"), TEXT),
        "row_number": INT,
        **dict.fromkeys(("column_name", "rule_id", "severity", "words", "fix"), TEXT),
        "value_shown": TEXT,
        "is_explained": BOOL,
    },
    "events": {
        **dict.fromkeys(("event_id", "event_type"), TEXT),
        "occurred_at": TIME,
        **dict.fromkeys(("who", "subject", "payload"), TEXT),
    },
    "f00_school": {
        **_ADDRESS,
        **dict.fromkeys(("school_code", "school_name", "unit_code", "category", "stages"), TEXT),
        **dict.fromkeys(("opened_on", "closed_on"), DAY),
        "merged_into": TEXT,
        **_EXPLAIN,
    },
    "f01_enrolment": {
        **_ADDRESS,
        **dict.fromkeys(("semester", "unit_code", "school_code", "point_no"), TEXT),
        **dict.fromkeys(("stage", "grade", "sex"), TEXT),
        **dict.fromkeys(("enrolled_n", "boarding_n", "left_behind_n", "suspended_n"), INT),
        **dict.fromkeys(("retained_n", "exempt_n", "archived_n", "class_n", "homeroom_n"), INT),
        **_EXPLAIN,
    },
    "f02_screening": {
        **_ADDRESS,
        "is_held": BOOL,
        **dict.fromkeys(("round_id", "pupil_token", "school_code", "grade"), TEXT),
        "class_no": INT,
        **dict.fromkeys(("sex", "platform", "instrument", "instrument_version"), TEXT),
        **dict.fromkeys(("norm_set", "score_scale"), TEXT),
        "test_date": DAY,
        "attempt_no": INT,
        "validity_score": FLOAT,
        "is_valid": BOOL,
        "total_score": FLOAT,
        **{f"sub_{n:02d}": FLOAT for n in range(1, 11)},
        "crisis_flag": BOOL,
        **dict.fromkeys(("level", "consent", "source"), TEXT),
        **_EXPLAIN,
    },
    "f03_aggregate": {
        **_ADDRESS,
        **dict.fromkeys(("round_id", "school_code", "grade", "sex", "instrument"), TEXT),
        **dict.fromkeys(("instrument_version", "norm_set", "score_scale"), TEXT),
        **dict.fromkeys(("tested_n", "valid_n", "refused_n"), INT),
        **dict.fromkeys(("normal_n", "mild_n", "moderate_n", "severe_n"), INT),
        **dict.fromkeys(("started_on", "ended_on"), DAY),
        **_EXPLAIN,
    },
    "f04_case": {
        **_ADDRESS,
        **dict.fromkeys(("case_id", "school_code", "pupil_token"), TEXT),
        "opened_on": DAY,
        **dict.fromkeys(("entry_source", "level"), TEXT),
        **dict.fromkeys(("level_on", "plan_on"), DAY),
        "owner_token": TEXT,
        **dict.fromkeys(("ack_principal_on", "ack_psych_on", "ack_homeroom_on"), DAY),
        "parent_contact_on": DAY,
        "status": TEXT,
        "status_on": DAY,
        "close_reason": TEXT,
        **_EXPLAIN,
    },
    "f05_followup": {
        **_ADDRESS,
        **dict.fromkeys(("case_id", "school_code"), TEXT),
        "event_seq": INT,
        "event_on": DAY,
        **dict.fromkeys(("contact_source", "mode"), TEXT),
        "minutes": INT,
        **dict.fromkeys(("by_token", "outcome", "new_level", "refer_to"), TEXT),
        "feedback_on": DAY,
        **_EXPLAIN,
    },
    "f06_transfer": {
        **_ADDRESS,
        **dict.fromkeys(("transfer_id", "leg_no", "side", "pupil_token", "reason"), TEXT),
        **dict.fromkeys(("from_school", "from_unit", "to_unit", "to_province"), TEXT),
        **dict.fromkeys(("to_school", "seal_no"), TEXT),
        "pieces": INT,
        "sent_on": DAY,
        "sent_by_token": TEXT,
        "arrived_on": DAY,
        "received_by_token": TEXT,
        "seal_intact": BOOL,
        "issue": TEXT,
        **_EXPLAIN,
    },
    "f07_staff": {
        **_ADDRESS,
        **dict.fromkeys(("staff_token", "unit_code", "school_code", "post_code"), TEXT),
        **dict.fromkeys(("valid_from", "valid_to"), DAY),
        **dict.fromkeys(("establishment", "served_school_codes"), TEXT),
        "psych_major": BOOL,
        **dict.fromkeys(("certificate", "entry_channel"), TEXT),
        **dict.fromkeys(("psych_hours_week", "other_hours_week"), FLOAT),
        **_EXPLAIN,
    },
    "f08_recruitment": {
        **_ADDRESS,
        **dict.fromkeys(("channel", "post_code"), TEXT),
        **dict.fromkeys(("plan_n", "applied_n", "hired_n", "prov_plan_n"), INT),
        **_EXPLAIN,
    },
    "f09_room": {
        **_ADDRESS,
        **dict.fromkeys(("room_id", "school_code", "room_type"), TEXT),
        **dict.fromkeys(("opened_on", "closed_on"), DAY),
        **dict.fromkeys(("area_individual", "area_group", "area_reception"), FLOAT),
        **dict.fromkeys(("has_mailbox", "has_cabinet"), BOOL),
        "hotline_posted": TEXT,
        "open_hours_week": FLOAT,
        "owner_token": TEXT,
        **_EXPLAIN,
    },
    "f10_hotline": {
        **_ADDRESS,
        "line_code": TEXT,
        **dict.fromkeys(("calls_n", "answered_n", "pupil_related_n"), INT),
        **dict.fromkeys(("crisis_n", "handed_n", "closed_n"), INT),
        **_EXPLAIN,
    },
    "f10_visit": {
        **_ADDRESS,
        **dict.fromkeys(("semester", "school_code"), TEXT),
        **dict.fromkeys(("visits_n", "visitors_n"), INT),
        **_EXPLAIN,
    },
    "f11_activity": {
        **_ADDRESS,
        **dict.fromkeys(("activity_id", "title", "activity_type", "activity_level"), TEXT),
        **dict.fromkeys(("organiser_unit", "organiser_school", "studio"), TEXT),
        **dict.fromkeys(("start_on", "end_on"), DAY),
        **dict.fromkeys(("content_code", "stages"), TEXT),
        "hours": FLOAT,
        **dict.fromkeys(("attend_n", "teacher_n", "pupil_n", "parent_n"), INT),
        "person_n": INT,
        "county_codes": TEXT,
        **dict.fromkeys(("county_n", "city_school_n"), INT),
        "reached_school_codes": TEXT,
        "benefit_n": INT,
        "benefit_basis": TEXT,
        **dict.fromkeys(("issue_no", "views_n"), INT),
        "is_paused": BOOL,
        **_EXPLAIN,
    },
    "f11_attendance": {
        **_ADDRESS,
        **dict.fromkeys(("activity_id", "staff_token", "attendee_role"), TEXT),
        **_EXPLAIN,
    },
    "f11_award": {
        **_ADDRESS,
        **dict.fromkeys(("activity_id", "staff_token", "award_level", "award_class"), TEXT),
        "award_rank": INT,
        **_EXPLAIN,
    },
    "f13_campus_entry": {
        **_ADDRESS,
        **dict.fromkeys(("item_id", "title", "source_department", "approval_no"), TEXT),
        "school_n": INT,
        "pupil_hours": FLOAT,
        **dict.fromkeys(("entry_status", "merged_into", "banned_forms"), TEXT),
        **_EXPLAIN,
    },
    "f13_bulletin_item": {
        **_ADDRESS,
        **dict.fromkeys(("bulletin_id", "month", "bulletin_title"), TEXT),
        "is_accepted": BOOL,
        **_EXPLAIN,
    },
    "f14_duty": {
        **_ADDRESS,
        **dict.fromkeys(("duty_id", "duty_source", "title"), TEXT),
        "due_on": DAY,
        "duty_status": TEXT,
        "done_on": DAY,
        **dict.fromkeys(("evidence_no", "unfinished_reason"), TEXT),
        **_EXPLAIN,
    },
    "f14_suggestion": {
        **_ADDRESS,
        **dict.fromkeys(("suggestion_id", "suggestion_kind", "session", "suggestion_no"), TEXT),
        **dict.fromkeys(("suggestion_title", "class_code"), TEXT),
        **dict.fromkeys(("assigned_on", "answered_on"), DAY),
        "disclosure": TEXT,
        **dict.fromkeys(("proposer_n", "signed_n"), INT),
        **dict.fromkeys(("attitude", "result"), TEXT),
        **_EXPLAIN,
    },
    "f12_contract": {
        **_ADDRESS,
        **dict.fromkeys(("contract_id", "service_kind", "provider"), TEXT),
        **dict.fromkeys(("start_on", "end_on"), DAY),
        "amount_year": FLOAT,
        "deliverables": TEXT,
        "member_n": INT,
        **_EXPLAIN,
    },
    "f12_order": {
        **_ADDRESS,
        **dict.fromkeys(("order_id", "contract_id", "school_code", "demand"), TEXT),
        **dict.fromkeys(("ordered_on", "responded_on", "finished_on"), DAY),
        **dict.fromkeys(("served_n", "expert_n", "rating"), INT),
        **_EXPLAIN,
    },
    "f12_payment": {
        **_ADDRESS,
        **dict.fromkeys(("payment_id", "contract_id"), TEXT),
        "paid_on": DAY,
        "amount": FLOAT,
        **dict.fromkeys(("voucher_no", "paid_for"), TEXT),
        **_EXPLAIN,
    },
}
FORM_TABLES = {
    "F00": "f00_school",
    "F01": "f01_enrolment",
    "F02": "f02_screening",
    "F03": "f03_aggregate",
    "F04": "f04_case",
    "F05": "f05_followup",
    "F06": "f06_transfer",
    "F07": "f07_staff",
    "F08": "f08_recruitment",
    "F09": "f09_room",
    "F10": "f10_hotline",
    "F11": "f11_activity",
    "F13": "f13_campus_entry",
    "F14": "f14_duty",
    "F12": "f12_contract",
}
FURTHER_TABLES = {
    "F10V": "f10_visit",
    "F11P": "f11_attendance",
    "F11A": "f11_award",
    "F12O": "f12_order",
    "F12P": "f12_payment",
    "F13B": "f13_bulletin_item",
    "F14S": "f14_suggestion",
}
UNIT_FORMS = ("F06", "F08", "F10", "F11", "F12", "F13", "F14")


@dataclass(frozen=True)
class Sent:
    """One file as the gate would have left it: its accepted rows and the scopes it speaks for.

    `rows` are accepted rows (missing columns become null); scopes are read from them, `nil` adds
    scopes reported as zero, `refused` scopes of which every row was rejected, and `must_fix`
    counts the 必改 findings of a scope. `further` are the rows of the form's other sheets by sheet.
    """

    form_id: str
    period: str
    unit_code: str
    rows: Sequence[Mapping[str, Any]] = ()
    revision: int = 1
    nil: Sequence[str] = ()
    refused: Sequence[str] = ()
    must_fix: Mapping[str, int] = field(default_factory=dict)
    file_name: str = "rows.xlsx"
    further: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def frame(self) -> pl.DataFrame:
        """The accepted rows under the lake's schema, without their address."""
        return _frame(FORM_TABLES[self.form_id], self.rows)

    def scope_of(self, row: Mapping[str, Any]) -> str:
        """The scope a row belongs to: its school, its unit where it has none, the city for F00."""
        if self.form_id == "F00":
            return "3607"
        if self.form_id in UNIT_FORMS:
            return self.unit_code
        return str(row.get("school_code") or row.get("unit_code") or self.unit_code)

    def digest(self, scope: str | None = None) -> str:
        """A hash of the rows of one scope, or of the whole file, whatever their order."""
        rows = [
            repr(sorted((k, str(v)) for k, v in row.items() if v is not None))
            for row in self.rows
            if scope is None or self.scope_of(row) == scope
        ] + [
            repr((sheet, sorted(row.items(), key=str)))
            for sheet in sorted(self.further)
            for row in self.further[sheet]
        ]
        nil = sorted(self.nil) if scope is None else scope in self.nil
        return hashlib.sha256(repr((sorted(rows), nil)).encode()).hexdigest()


class LakeBuilder:
    """Writes batches under `root`; the schema batch stands from the start."""

    def __init__(self, root: Path) -> None:
        """Make the lake's folder with empty tables in it."""
        self.root = root
        self._write(SCHEMA_BATCH, {})

    def batch(self, received_at: datetime, *files: Sent) -> str:
        """Add one batch of files received together; returns its id."""
        content = repr([(f.form_id, f.period, f.unit_code, f.revision, f.digest()) for f in files])
        suffix = hashlib.sha256(content.encode()).hexdigest()[:6]
        batch_id = f"{received_at:%Y%m%dT%H%M%S}-{suffix}"
        tables: dict[str, list[pl.DataFrame]] = {}
        for number, sent in enumerate(files, start=1):
            for table, frame in _tables_of(
                sent, f"{batch_id}-{number:04d}", batch_id, received_at
            ).items():
                tables.setdefault(table, []).append(frame)
        self._write(batch_id, {name: pl.concat(frames) for name, frames in tables.items()})
        return batch_id

    def write(self, batch_id: str, name: str, frame: pl.DataFrame) -> None:
        """Put one table of a batch, encrypted with the key that lies beside the lake."""
        keys = Keys(self.root.parent)
        key = keys.store_key()
        if not keys.key_mark.exists():
            keys.mark_lake(self.root, key)
        folder = self.root / "batches" / batch_id
        folder.mkdir(parents=True, exist_ok=True)
        write_parquet(frame, folder / f"{name}.parquet", key)

    def _write(self, batch_id: str, tables: Mapping[str, pl.DataFrame]) -> None:
        for name, schema in LAKE_SCHEMA.items():
            if name in tables or batch_id == SCHEMA_BATCH:
                frame = tables.get(name, pl.DataFrame(schema=schema))
                self.write(batch_id, name, frame)


def _frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    schema = {name: kind for name, kind in LAKE_SCHEMA[table].items() if name not in _ADDRESS}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def _addressed(submission_id: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.lit(submission_id).alias("submission_id"),
        pl.lit("数据").alias("sheet"),
        pl.int_range(4, 4 + rows.height, dtype=pl.Int64).alias("row_number"),
        pl.all(),
    )


def _tables_of(
    sent: Sent, submission_id: str, batch_id: str, received_at: datetime
) -> dict[str, pl.DataFrame]:
    further = {
        FURTHER_TABLES[sheet]: _addressed(submission_id, _frame(FURTHER_TABLES[sheet], rows))
        for sheet, rows in sent.further.items()
    }
    counts = dict.fromkeys((*sent.nil, *sent.refused), 0)
    for row in (*sent.rows, *(row for rows in sent.further.values() for row in rows)):
        counts[sent.scope_of(row)] = counts.get(sent.scope_of(row), 0) + 1
    scopes = [
        {
            "submission_id": submission_id,
            "batch_id": batch_id,
            "received_at": received_at,
            "form_id": sent.form_id,
            "period": sent.period,
            "unit_code": sent.unit_code,
            "scope_code": scope,
            "revision": sent.revision,
            "rows_read": count + (scope in sent.refused),
            "rows_accepted": count,
            "rows_rejected": int(scope in sent.refused),
            "is_nil": scope in sent.nil and count == 0,
            "is_declared": True,
            "must_fix_count": sent.must_fix.get(scope, int(scope in sent.refused)),
            "content_digest": sent.digest(scope),
        }
        for scope, count in counts.items()
    ]
    must_fix = sum(int(str(scope["must_fix_count"])) for scope in scopes)
    accepted = any(bool(scope["rows_accepted"] or scope["is_nil"]) for scope in scopes)
    submission = {
        **dict.fromkeys(("rows_held", "explain_count", "note_count"), 0),
        "submission_id": submission_id,
        "batch_id": batch_id,
        "received_at": received_at,
        "file_name": sent.file_name,
        "file_sha256": sent.digest(),
        "file_size": 1,
        "form_id": sent.form_id,
        "template_version": "1",
        "revision": sent.revision,
        "period": sent.period,
        "unit_code": sent.unit_code,
        "declared_by": "meta",
        "status": "rejected" if not accepted else ("partly_accepted" if must_fix else "accepted"),
        "rows_read": len(sent.rows) + len(sent.refused),
        "rows_accepted": len(sent.rows),
        "rows_rejected": len(sent.refused),
        "must_fix_count": must_fix,
    }
    return {
        FORM_TABLES[sent.form_id]: _addressed(submission_id, sent.frame()),
        **further,
        "submissions": pl.DataFrame([submission], schema=LAKE_SCHEMA["submissions"]),
        "submission_scopes": pl.DataFrame(scopes, schema=LAKE_SCHEMA["submission_scopes"]),
    }
