"""Revoking, suspending and lifting, always with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.web.words import REASONS

LONGEST_NOTE = 500


class NoteForm(forms.Form):
    """A note for the learner and the records."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        label=_("A note"),
        help_text=_("The learner can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(NoteForm):
    """A reason from the list, and a note."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. The learner sees it.")},
    )
    field_order: tuple[str, ...] = ("reason", "note")

    def __init__(self, reasons: Sequence[str], data: object = None, **more: Any) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        self.fields["reason"].choices = [(code, REASONS[code]) for code in reasons]  # type: ignore[attr-defined]
