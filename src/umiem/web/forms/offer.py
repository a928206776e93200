"""The box for a job offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.domain.offers import LONGEST_OFFER
from umiem.services.skill.skills import text_of_offer


class OfferForm(forms.Form):
    """Pasted text, or a file; the file wins when both are given."""

    text = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_OFFER,
        label=_("Paste the job offer, with its title in the first line"),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"max_length": _("This text is too long. Give one offer at a time.")},
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=False,
        label=_("Or choose a file: text or PDF"),
        error_messages={"empty": _("The file is empty. Choose the file with the offer.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Paste the text of the offer here, or choose a file."))
        return cleaned

    def offer(self) -> str:
        """Return the text of the offer; raises ``MalformedInputError`` for a file without text."""
        file = self.cleaned_data["file"]
        return text_of_offer(bytes(file.read()), file.name) if file else str(self.cleaned_data["text"])
