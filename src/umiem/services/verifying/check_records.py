"""A record of a check: what was found, when, of which bytes, signed by this installation.

The record goes to whoever checked, as JSON or PDF; nothing of it is stored here. The page carries it signed,
so that the same check can be handed out again without doing it twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem import wiring
from umiem.adapters.documents.check_record import RecordLine as RecordLine
from umiem.adapters.documents.check_record import RecordSheet as RecordSheet
from umiem.adapters.documents.check_record import check_record_pdf
from umiem.engine import parse_json_object
from umiem.engine.envelopes.jws import compact_json, parse_compact_jws, sign_compact_jws, signature_fault
from umiem.errors import MalformedInputError
from umiem.services.key import installation_key
from umiem.services.verifying import verdicts
from umiem.services.verifying.verification import CheckResult

RECORD_TYPE = "UmiemCheckRecord"
TOKEN_TYPE = "check-record+jwt"  # noqa: S105 - a media type
LARGEST_TOKEN = 200_000
LONGEST_VALUE = 500


def signed_record(result: CheckResult) -> str:
    """Return the record of a check as a compact JWS with the key of this installation (EdDSA)."""
    header = {"kid": installation_key.signer().verification_method, "typ": TOKEN_TYPE}
    payload = compact_json(record_of(result))
    return sign_compact_jws(header, payload, installation_key.signer()).decode("ascii")


def record_of(result: CheckResult) -> dict[str, Any]:
    """Return what a record says: codes, signed facts and the digest of the checked bytes."""
    report, summary = result.report, result.summary
    record: dict[str, Any] = {
        "type": RECORD_TYPE,
        "checkedAt": report.at.isoformat(),
        "checkedBy": {"id": installation_key.did(), "url": wiring.installation().base_url},
        "document": {
            "sha256": hashlib.sha256(result.data).hexdigest(),
            "bytes": len(result.data),
            "format": report.format,
        },
        "verdict": verdicts.answer_of(result),
        "checks": [
            {
                "code": check.code,
                "outcome": check.outcome.value,
                "params": {name: _short(value) for name, value in check.params.items() if _is_plain(value)},
                "spec": check.spec,
            }
            for check in report.checks
        ],
    }
    if summary is not None:
        record["claims"] = {
            "issuer": summary.issuer_id,
            "issuerNames": dict(summary.issuer_name),
            "vouchedNames": None if summary.vouched_name is None else dict(summary.vouched_name),
            "person": summary.learner_name,
            "titles": dict(summary.titles),
            "validFrom": summary.valid_from,
            "validUntil": summary.valid_until,
        }
    if result.differences:
        record["differences"] = [
            {"kind": one.kind, "place": one.place, "shown": _short(one.shown)} for one in result.differences
        ]
    if result.status_read_at is not None:
        record["statusLastGood"] = result.status_read_at.isoformat()
    return record


def open_record(token: str) -> Mapping[str, Any]:
    """Return the record in a signed token; raises ``MalformedInputError`` for one not signed here."""
    if len(token) > LARGEST_TOKEN:
        raise MalformedInputError("record-not-ours")
    jws = parse_compact_jws(token.encode("ascii", errors="replace"))
    is_ours = signature_fault(jws, installation_key.signer().public_key) is None
    if not is_ours or jws.header.get("typ") != TOKEN_TYPE:
        raise MalformedInputError("record-not-ours")
    return parse_json_object(jws.payload)


def record_file(token: str) -> bytes:
    """Return the record as a JSON file: readable, with the signature that proves it beside."""
    document = {"record": open_record(token), "signature": token}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def record_pdf(sheet: RecordSheet, *, made_at: datetime) -> bytes:
    """Return the record as PDF, in the words that the page gave it."""
    return check_record_pdf(sheet, made_at=made_at)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | bool) or value is None


def _short(value: object) -> object:
    return value[:LONGEST_VALUE] if isinstance(value, str) else value
