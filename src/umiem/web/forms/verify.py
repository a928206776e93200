"""The one box of the verification page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_TEXT = 2_000_000


class VerifyForm(forms.Form):
    """Pasted text or a link, or a file; the file wins when both are given."""

    text = forms.CharField(
        required=False,
        strip=False,
        max_length=LARGEST_TEXT,
        label=_("Paste a credential, a link or a short code"),
        widget=forms.Textarea(
            attrs={"class": "mono", "rows": 7, "spellcheck": "false", "autocomplete": "off"}
        ),
        error_messages={
            "max_length": _("This text is too long. Save it as a file and choose the file instead.")
        },
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=False,
        label=_("Or choose a file, or drop it on this box"),
        error_messages={
            "empty": _("The file is empty. Choose the file that you were given as the credential."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Paste the credential or its link here, or choose a file."))
        return cleaned

    def evidence(self) -> str | bytes:
        """Return what is to be checked: the bytes of the file, or the text."""
        file = self.cleaned_data["file"]
        if not file:
            return str(self.cleaned_data["text"])
        file.seek(0)
        return bytes(file.read())

    def named(self) -> tuple[str, bytes]:
        """Return a name and the bytes, for what turns out to be many things at once."""
        file, evidence = self.cleaned_data["file"], self.evidence()
        data = evidence if isinstance(evidence, bytes) else evidence.encode("utf-8", errors="replace")
        return (str(file.name) if file else "links.txt"), data
