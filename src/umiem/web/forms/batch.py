"""Taking a batch back, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.award.batches import MAX_UNDO_HOURS
from umiem.web.words import REASONS


class UndoWindowForm(forms.Form):
    """How long batches can be undone."""

    hours = forms.IntegerField(
        min_value=0,
        max_value=MAX_UNDO_HOURS,
        label=_("A batch can be undone for so many hours after its end"),
        help_text=_(
            "72 hours are three days. 0: batches are never undone; single awards can still be revoked."
        ),
    )


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
