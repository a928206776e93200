"""A report in words: one sentence first, then three facts, then every check."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.sentences.checks import check_sentence, check_title, reason_sentence
from umiem.services.holder.claim_summary import ClaimSummary
from umiem.services.verifying import presentations
from umiem.services.verifying.verdicts import answer_of, is_readable, is_status_list, is_unsure, page_differs
from umiem.services.verifying.verification import CheckResult
from umiem.web.pills import ANSWERS
from umiem.web.verifier.claims import Claims, read_claims
from umiem.web.verifier.differences import DifferenceLine, difference_lines
from umiem.web.verifier.issuer import IssuerLine, IssuerView, issuer_view
from umiem.web.verifier.reading import text_of
from umiem.web.verifier.signed_text import indented_html

_STATUS_CHECKS = ("revocation", "suspension", "status-message")
_WITHDRAWN = ("revoked", "suspended")  # other reasons say that the entry or the list is not in order
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """One line of the list of checks."""

    code: str
    outcome: str
    title: str
    sentence: str
    reason: str
    spec: str
    is_status: bool


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    """Everything the result page shows; ``claims`` only when a proof covers them.

    ``claimed_name`` is what the issuer calls itself where that differs from the vouched name;
    ``status_read_at`` when a status that could not be read now was good last.
    """

    tone: str
    icon: str
    word: str
    sentence: str
    next_step: str
    checks: tuple[CheckRow, ...]
    claims: Claims | None
    summary: ClaimSummary | None
    issuer_name: str
    person: str
    title: str
    valid_from: datetime | None
    valid_until: datetime | None
    signed_text: SafeString | str
    at: datetime
    passed: int
    made: int
    digest: str
    issuer: IssuerView | None = None
    claimed_name: str = ""
    status_read_at: datetime | None = None
    differences: tuple[DifferenceLine, ...] = ()
    is_unsure: bool = False

    @property
    def warnings(self) -> tuple[IssuerLine, ...]:
        """What speaks against the issuer's name: said before the facts, not only in the section below."""
        return () if self.issuer is None else tuple(line for line in self.issuer.lines if line.tone == "bad")

    @property
    def links_active(self) -> bool:
        """Whether addresses inside it may be followed: only when somebody vouches for the issuer."""
        return self.tone == "good" and self.summary is not None and self.summary.issuer_known


@dataclass(frozen=True, kw_only=True)
class _Names:
    issuer: str = ""
    vouched: bool = False
    person: str = ""
    title: str = ""

    def isolated(self) -> dict[str, str]:
        """For a sentence: each name isolated, so that no script in it can reorder its neighbours.

        Anybody can call themselves anything: a sentence says that ``{issuer}`` did something only with a
        name for which this site vouches; ``{claimed}`` is for the sentences that say whose word it is.
        """
        return {
            "issuer": _isolated(self.issuer if self.vouched else "") or _("the issuer"),
            "claimed": _isolated(self.issuer),
            "person": _isolated(self.person) or _("the holder"),
            "title": _isolated(self.title) or _("a credential"),
        }


def _isolated(name: str) -> str:
    return f"\u2068{_DIRECTION_MARKS.sub('', name)}\u2069" if name else ""


def view_of(result: CheckResult) -> VerdictView:
    """Turn a result into words in the reader's language."""
    report, summary = result.report, result.summary
    tone, icon, word = _badge(result)
    claims = None if summary is None else read_claims(summary.document)
    names = _Names() if summary is None else _names(summary, claims)
    made = [check for check in report.checks if check.outcome is not Outcome.NOT_APPLICABLE]
    return VerdictView(
        tone=tone,
        icon=icon,
        word=word,
        sentence=_sentence(result, names),
        next_step=_next_step(result),
        checks=tuple(_row(check) for check in report.checks),
        claims=claims,
        summary=summary,
        issuer_name=names.issuer,
        person=names.person,
        title=names.title,
        valid_from=None if summary is None else parse_datetime(summary.valid_from),
        valid_until=None if summary is None else parse_datetime(summary.valid_until),
        signed_text="" if summary is None else indented_html(summary.document),
        at=report.at,
        passed=sum(check.outcome is Outcome.PASSED for check in made),
        made=len(made),
        digest=hashlib.sha256(result.data).hexdigest(),
        issuer=None if result.issuer is None else issuer_view(result.issuer),
        claimed_name=_claimed_name(summary, names.issuer),
        status_read_at=result.status_read_at,
        differences=difference_lines(result.differences),
        is_unsure=is_unsure(result),
    )


def _badge(result: CheckResult) -> tuple[str, str, str]:
    answer = ANSWERS[answer_of(result)]
    said_nothing_against = result.verdict == "indeterminate" and answer.tone == "bad"
    if said_nothing_against:
        return "open", "question", str(answer.word)
    return answer.tone, answer.icon, str(answer.word)


def _sentence(result: CheckResult, shown: _Names) -> str:
    names = shown.isolated()
    if result.verdict == "valid" and is_status_list(result):
        return _("This is a list of revoked or suspended credentials. It confirms nothing about a person.")
    if result.verdict == "valid" and presentations.is_bare(result.report):
        return _("This presentation is signed. By itself it confirms nothing about a person.")
    if result.verdict == "valid" and page_differs(result):
        return _around(result)
    if result.verdict == "valid" and shown.vouched and not shown.person.strip():
        return _("This is genuine. {issuer} confirms “{title}”. The name of the person is not shown.").format(
            **names
        )
    if result.verdict == "valid" and shown.vouched:
        return _("This is genuine. {issuer} confirms that {person} earned “{title}”.").format(**names)
    if result.verdict == "invalid":
        return _failure(result, names)
    if result.verdict == "valid":
        return _unvouched(names)
    if result.summary is not None and shown.vouched:
        return _("The signature of {issuer} is good, but we could not check everything.").format(**names)
    if result.summary is not None:
        return _("The signature is good, but we could not check everything.")
    if not is_readable(result.report):
        return _("This is not a credential that we can read.")
    return _("We could not find out whether this is genuine.")


def _around(result: CheckResult) -> str:
    """Say of a genuine credential what is the matter with the page or picture around it."""
    page = all(difference.place != "picture" for difference in result.differences)
    if not is_unsure(result) and page:
        return _("The attached credential is genuine, but the printed page differs from it.")
    if not is_unsure(result):
        return _("The credential inside is genuine, but the picture around it says something else.")
    if any(difference.kind == "not-compared" for difference in result.differences):
        return _("The credential inside is genuine, but what is drawn around it could not be compared.")
    return _("The credential inside is genuine, but what is drawn around it was saved anew or drawn over.")


def _unvouched(names: Mapping[str, str]) -> str:
    if not names["claimed"]:
        return _("The signature is good, but this site does not know the issuer.")
    return _(
        "The signature is good. The issuer calls itself “{claimed}”; this site does not know it."
    ).format(**names)


def _is_vouched(result: CheckResult) -> bool:
    return result.summary is not None and result.summary.vouched_name is not None


def _failure(result: CheckResult, names: dict[str, str]) -> str:
    report = result.report
    failed = {check.code for check in report.checks if check.outcome is Outcome.FAILED}
    if not is_readable(report):
        return _("This is not a credential that we can read.")
    withdrawn = {check.code for check in report.checks if check.params.get("reason") in _WITHDRAWN}
    if failed <= {*withdrawn, "validity-period"} and _is_signed(report):
        if "revocation" in failed:
            return _("Do not rely on this: {issuer} has revoked it.").format(**names)
        if "suspension" in failed:
            return _("Do not rely on this now: {issuer} has suspended it.").format(**names)
        return _out_of_date(result, names)
    if _has_no_signature(report):
        return _("Do not rely on this: it carries no signature, so anybody could have written it.")
    if "proof" in failed:
        return _("Do not rely on this: it is not what an issuer signed.")
    if failed <= {"presentation", "holder-binding"} and _is_signed(report):
        return _("The credential inside is genuine, but the presentation around it is not in order.")
    if "issuer-binding" in failed and _is_signed(report):
        return _("Do not rely on this: somebody else signed it, not the issuer whom it names.")
    return _("Do not rely on this: a check failed.")


def _out_of_date(result: CheckResult, names: Mapping[str, str]) -> str:
    """Say when it ended or when it begins, where the credential tells."""
    period, summary = result.report.check("validity-period"), result.summary
    reason = "" if period is None else period.params.get("reason")
    start = None if summary is None else parse_datetime(summary.valid_from)
    end = None if summary is None else parse_datetime(summary.valid_until)
    if reason == "expired" and end is not None:
        sentence = _("Do not rely on this any more: the credential of {issuer} ended on {day}.")
        return sentence.format(day=_day(end), **names)
    if reason == "not-yet-valid" and start is not None:
        sentence = _("Do not rely on this yet: the credential of {issuer} is valid from {day} on.")
        return sentence.format(day=_day(start), **names)
    return _("This credential was signed by {issuer}, but it is not valid on this day.").format(**names)


def _day(moment: datetime) -> str:
    return date_format(localtime(moment) if is_aware(moment) else moment, "DATE_FORMAT")


def _next_step(result: CheckResult) -> str:
    if result.verdict == "valid" and page_differs(result) and is_unsure(result):
        return _("Rely on the signed data below, not on what is drawn.")
    if result.verdict == "valid" and page_differs(result):
        return _("Rely on the signed data below, not on what is drawn. Ask the person why they differ.")
    if result.verdict == "valid" and presentations.is_bare(result.report):
        return _("Look at the credentials inside: each is checked by itself.")
    if result.verdict == "valid":
        if not _is_vouched(result):
            return _(
                "The signature is good. Who stands behind the issuer's name is not vouched for by this site: "
                "compare the address of the issuer below with the one you know."
            )
        return _(
            "Compare the person and the title with what you were shown: the signed data count, not a picture."
        )
    if result.verdict == "indeterminate" and is_readable(result.report):
        return _until_later(result.report)
    if not is_readable(result.report):
        return _what_it_is(result.report)
    failed = {check.code for check in result.report.checks if check.outcome is Outcome.FAILED}
    if _has_no_signature(result.report):
        return _("Ask the person for the signed credential: the file, the certificate or the badge image.")
    if failed <= set(_STATUS_CHECKS) | {"validity-period"} and _is_signed(result.report):
        return _("Ask the person for a current credential, or ask the issuer.")
    return _("Ask the person for the original file, exactly as the issuer gave it, and check that one.")


_PASSING = ("no-answer", "no-connection", "server-answered", "host-unknown", "STATUS_RETRIEVAL_ERROR")


def _until_later(report: VerificationReport) -> str:
    """Say what helps when something could not be found out: waiting does only where a server was silent."""
    reasons = {check.params.get("reason") for check in report.checks if check.outcome is Outcome.UNKNOWN}
    if reasons.intersection(_PASSING):
        return _("This says nothing against the credential. Try again later, or ask the issuer.")
    return _("This says nothing against the credential. Ask the issuer whether it is genuine.")


def _what_it_is(report: VerificationReport) -> str:
    """Say what was brought instead of a credential, and what to bring."""
    form = report.check("format")
    reason = "" if form is None else str(form.params.get("reason"))
    said = reason_sentence(reason, get_language() or "pl")
    return said or _("Choose the file that was downloaded as the credential, or paste its whole text.")


def _is_signed(report: VerificationReport) -> bool:
    """Whether the issuer's signature was found good: only then does its status speak for the issuer."""
    proof = report.check("proof")
    return proof is not None and proof.outcome is Outcome.PASSED


def _has_no_signature(report: VerificationReport) -> bool:
    proof = report.check("proof")
    return proof is not None and proof.params.get("reason") in ("proof-missing", "seal-missing")


def _names(summary: ClaimSummary, claims: Claims | None) -> _Names:
    """The name this site vouches for comes before the one the credential claims."""
    return _Names(
        issuer=text_of(summary.vouched_name or summary.issuer_name).strip(),
        vouched=summary.vouched_name is not None,
        person=summary.learner_name.strip(),
        title=(claims.title if claims is not None and claims.title else text_of(summary.titles)).strip(),
    )


def _row(check: Check) -> CheckRow:
    language = get_language() or "pl"
    return CheckRow(
        code=check.code,
        outcome=check.outcome.value,
        title=check_title(check.code, language),
        sentence=check_sentence(check, language),
        reason=_reason(check),
        spec=check.spec,
        is_status=check.code in _STATUS_CHECKS and check.outcome is Outcome.UNKNOWN,
    )


def _claimed_name(summary: ClaimSummary | None, shown: str) -> str:
    """What the issuer calls itself, where that is not the vouched name, in whatever language."""
    claimed = "" if summary is None else text_of(summary.issuer_name).strip()
    vouched = () if summary is None or summary.vouched_name is None else summary.vouched_name.values()
    return "" if claimed == shown or claimed in vouched else claimed


def _reason(check: Check) -> str:
    """The stable code of why a check did not pass; nothing for the others."""
    if check.outcome in (Outcome.PASSED, Outcome.NOT_APPLICABLE):
        return ""
    return str(check.params.get("reason") or "")
