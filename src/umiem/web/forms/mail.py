"""Texts of notices, the sender, and the days of reminders."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.notice.mail_texts import LONGEST_BODY, LONGEST_SUBJECT
from umiem.services.notice.notice_settings import LATEST_DAY, LONGEST_SENDER_NAME, NoticeChoices


class MailTextForm(forms.Form):
    """Subject and body of one kind of notice."""

    subject = forms.CharField(max_length=LONGEST_SUBJECT, label=_("Subject"))
    body = forms.CharField(
        max_length=LONGEST_BODY, label=_("Text"), widget=forms.Textarea(attrs={"rows": 14})
    )


class _Days(forms.CharField):
    """Whole numbers, separated by commas or blanks."""

    def clean(self, value: object) -> tuple[int, ...]:
        parts = str(super().clean(value)).replace(",", " ").replace(";", " ").split()
        if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
            raise forms.ValidationError(_("Give days as whole numbers, for instance: 14, 35"))
        return tuple(int(part) for part in parts)


class NoticeSettingsForm(forms.Form):
    """Who writes, and when."""

    sender_name = forms.CharField(
        required=False,
        max_length=LONGEST_SENDER_NAME,
        label=_("Name of the sender"),
        help_text=_("Without one: the name of the organisation."),
    )
    reply_to = forms.EmailField(
        required=False,
        max_length=254,
        label=_("Address for answers"),
        help_text=_("Without one: the address for questions."),
    )
    claim_reminders = _Days(
        required=False,
        label=_("Remind of an award that waits, days after the award"),
        help_text=_("At most two, for instance: 14, 35. Nothing: no reminders."),
    )
    claim_days = forms.IntegerField(
        min_value=0,
        max_value=LATEST_DAY,
        label=_("The link in the notice works for so many days"),
        help_text=_("0: without an end. The award itself stays, and the learner can be written to again."),
    )
    expiry_reminders = _Days(
        required=False,
        label=_("Remind before the end of the validity, days before"),
        help_text=_("At most two, for instance: 60, 14. Nothing: no reminders."),
    )

    @staticmethod
    def initial_of(choices: NoticeChoices) -> dict[str, object]:
        """Return the choices as the form shows them."""
        return {
            "sender_name": choices.sender_name,
            "reply_to": choices.reply_to,
            "claim_days": choices.claim_days,
            "claim_reminders": ", ".join(map(str, choices.claim_reminders)),
            "expiry_reminders": ", ".join(map(str, choices.expiry_reminders)),
        }

    def choices(self) -> NoticeChoices:
        """Return what the form holds."""
        return NoticeChoices(**self.cleaned_data)
