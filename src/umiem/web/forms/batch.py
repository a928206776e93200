"""Taking a batch back, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.web.words import REASONS


class UndoForm(forms.Form):
    """Why everything is revoked, and that this is meant."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. Every learner of the batch sees it.")},
    )

    def __init__(self, reasons: Sequence[str], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["reason"].choices = [(code, REASONS[code]) for code in reasons]  # type: ignore[attr-defined]
