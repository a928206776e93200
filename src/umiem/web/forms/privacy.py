"""Personal data: what an organisation says about them, erasing them, reporting an error in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.holder.privacy import LONGEST_NOTICE, LONGEST_RETENTION_MONTHS, Privacy

BASES = {
    "consent": _("Consent of the person – GDPR, article 6(1)(a)"),
    "contract": _("Contract with the person – GDPR, article 6(1)(b)"),
    "legal-obligation": _("Legal obligation – GDPR, article 6(1)(c)"),
    "public-task": _("Public task – GDPR, article 6(1)(e)"),
    "legitimate-interest": _("Legitimate interest – GDPR, article 6(1)(f)"),
}
_AT_ONCE, _DECIDED = "at-once", "decided"
KINDS = (
    ("name", _("My name is wrong")),
    ("date", _("A date is wrong")),
    ("result", _("A result or the grade is wrong")),
    ("not-mine", _("This is not meant for me")),
    ("other", _("Something else")),
)


class PrivacyForm(forms.Form):
    """Legal basis, retention and notice of an organisation."""

    legal_basis = forms.ChoiceField(label=_("Legal basis"), choices=list(BASES.items()))
    legal_note = forms.CharField(
        required=False,
        max_length=400,
        label=_("Provision"),
        help_text=_("The act or contract that the basis rests on, as learners shall read it."),
    )
    contact = forms.CharField(
        required=False,
        max_length=320,
        label=_("Contact for personal data"),
        help_text=_("Address or page of the data protection officer."),
    )
    notice_pl = forms.CharField(
        required=False,
        max_length=LONGEST_NOTICE,
        label=_("Privacy notice in Polish"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    notice_en = forms.CharField(
        required=False,
        max_length=LONGEST_NOTICE,
        label=_("Privacy notice in English"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    erasure = forms.ChoiceField(
        label=_("When a learner wants to be erased"),
        widget=forms.RadioSelect,
        choices=[
            (_AT_ONCE, _("Erase at once")),
            (_DECIDED, _("An administrator decides first (duty to keep, legal claims)")),
        ],
    )
    retention_months = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LONGEST_RETENTION_MONTHS,
        label=_("Keep awards for so many months"),
        help_text=_("Counted from the day of the award. Leave it empty to keep them without an end."),
    )
    retention_reason = forms.CharField(
        required=False, max_length=400, label=_("Why so long"), help_text=_("Learners read this, too.")
    )
    retention_runs = forms.BooleanField(
        required=False,
        label=_("The clock runs: erase what is due, every day"),
        help_text=_("Look at the list of what is due first. While this is off, nothing is erased by itself."),
    )

    def settings(self) -> Privacy:
        """Return what was filled in."""
        given = self.cleaned_data
        return Privacy(
            legal_basis=given["legal_basis"],
            legal_note=given["legal_note"],
            contact=given["contact"],
            notice={"pl": given["notice_pl"], "en": given["notice_en"]},
            erases_at_once=given["erasure"] == _AT_ONCE,
            retention_months=given["retention_months"],
            retention_reason=given["retention_reason"],
            retention_runs=given["retention_runs"],
        )

    @staticmethod
    def initial_of(privacy: Privacy) -> dict[str, Any]:
        """Return what the fields show at first."""
        return {
            "legal_basis": privacy.legal_basis,
            "legal_note": privacy.legal_note,
            "contact": privacy.contact,
            "notice_pl": privacy.notice.get("pl", ""),
            "notice_en": privacy.notice.get("en", ""),
            "erasure": _AT_ONCE if privacy.erases_at_once else _DECIDED,
            "retention_months": privacy.retention_months,
            "retention_reason": privacy.retention_reason,
            "retention_runs": privacy.retention_runs,
        }


class EraseForm(forms.Form):
    """The last question before something goes for good."""

    revoke = forms.BooleanField(
        required=False,
        label=_("Copies shall stop being valid, too"),
        help_text=_("Files that you or others downloaded verify as before, unless you tick this."),
    )
    sure = forms.BooleanField(label=_("I know that this cannot be undone"))


class DecisionForm(forms.Form):
    """Carrying out a request, or refusing it with a reason."""

    decision = forms.ChoiceField(choices=[("erase", _("Erase")), ("refuse", _("Refuse"))])
    reason = forms.CharField(required=False, max_length=400, label=_("Reason of the refusal"))


class ReportForm(forms.Form):
    """What is wrong, and what would be right."""

    kind = forms.ChoiceField(label=_("What is wrong?"), choices=KINDS, widget=forms.RadioSelect)
    given_name = forms.CharField(required=False, max_length=200, label=_("Right given name"))
    family_name = forms.CharField(required=False, max_length=200, label=_("Right family name"))
    message = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("In your words"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def report(self) -> dict[str, Any]:
        """Return what ``report_error`` takes."""
        given = self.cleaned_data
        proposed = {name: given[name] for name in ("given_name", "family_name") if given[name].strip()}
        return {"kind": given["kind"], "message": given["message"], "proposed": proposed}
