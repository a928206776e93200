"""The record of a check, handed out as JSON or PDF. Nothing is stored: the page carries it, signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from umiem.errors import MalformedInputError
from umiem.sentences.checks import check_sentence, check_title
from umiem.services.files import File
from umiem.services.verifying import check_records
from umiem.services.verifying.check_records import RecordLine, RecordSheet
from umiem.services.verifying.tampering import Difference
from umiem.web.pills import ANSWERS, PILLS
from umiem.web.responses import attachment
from umiem.web.verifier.differences import difference_lines
from umiem.web.verifier.reading import text_of


@dataclass(frozen=True)
class _Check:
    code: str
    outcome: str
    params: Mapping[str, Any]


# As the check itself: nothing is changed, no account is needed, so no token is asked for.
@csrf_exempt
@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Hand out the record of a check that this site made and signed."""
    token, kind = request.POST.get("record", ""), request.POST.get("format", "pdf")
    found = check_records.open_record(token)
    at = parse_datetime(str(found["checkedAt"]))
    if at is None or kind not in ("pdf", "json"):
        raise MalformedInputError("record-not-ours")
    name = f"umiem-{at:%Y%m%d-%H%M}-{str(found['document']['sha256'])[:8]}.{kind}"
    if kind == "json":
        data, media = check_records.record_file(token), "application/json"
    else:
        data, media = check_records.record_pdf(_sheet(found, at), made_at=at), "application/pdf"
    return attachment(File(name=name, media_type=media, data=data))


def _sheet(found: Mapping[str, Any], at: datetime) -> RecordSheet:
    answer = ANSWERS[str(found["verdict"])]
    site = str(found["checkedBy"]["url"])
    return RecordSheet(
        language=get_language() or "pl",
        title=_("Record of a check"),
        author=site,
        kind=_("Record of a check"),
        tone=answer.tone,
        word=str(answer.word),
        sentence=_("Checked on {moment} at {site}.").format(moment=_moment(at), site=site),
        facts=_facts(found),
        checks_title=_("All checks"),
        checks_head=(_("Check"), _("Result"), _("What it says")),
        checks=tuple(_line(entry) for entry in found["checks"]),
        note=_(
            "This record tells what was found at that moment. The status can change: check again before "
            "you rely on it. The JSON form of this record is signed by this site."
        ),
        footer=str(found["document"]["sha256"]),
    )


def _facts(found: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    claims = found.get("claims") or {}
    issuer = text_of(claims.get("vouchedNames") or claims.get("issuerNames"))
    rows = [
        (_("Who issued it"), issuer),
        (_("Identifier of the issuer"), str(claims.get("issuer", ""))),
        (_("To whom"), str(claims.get("person", ""))),
        (_("What"), text_of(claims.get("titles"))),
        (_("Valid from"), _day(str(claims.get("validFrom", "")))),
        (_("Valid until"), _day(str(claims.get("validUntil", "")))),
        (_("Checked file, SHA-256"), str(found["document"]["sha256"])),
        (_("Format"), str(found["document"]["format"])),
    ]
    if claims and not claims.get("vouchedNames"):
        rows.insert(1, (_("About the name"), _("as the issuer states it, nobody vouches for it")))
    rows += [(_("What differs"), line) for line in _differences(found)]
    return tuple((label, value) for label, value in rows if value)


def _differences(found: Mapping[str, Any]) -> list[str]:
    """Say what was changed or is not signed, as the page does."""
    told = tuple(Difference(**one) for one in found.get("differences", ()))
    return [f"{line.sentence} {line.shown}".strip() for line in difference_lines(told)]


def _line(entry: Mapping[str, Any]) -> RecordLine:
    check = _Check(code=str(entry["code"]), outcome=str(entry["outcome"]), params=entry["params"])
    language, shown = get_language() or "pl", PILLS["check"][check.outcome]
    return RecordLine(
        title=check_title(check.code, language),
        tone=shown.tone or "calm",
        word=str(shown.word),
        sentence=check_sentence(check, language),
    )


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def _day(stated: str) -> str:
    """The stated day in the reader's words, or as it stands where it is none."""
    try:
        moment = parse_datetime(stated)
    except ValueError:
        moment = None
    if moment is None:
        return stated
    return date_format(localtime(moment) if is_aware(moment) else moment, "DATE_FORMAT")
