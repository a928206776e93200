"""Taking a batch back, and changing the status of all it awarded: with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.award.batches import MAX_UNDO_HOURS
from umiem.web.forms.status import NoteForm, ReasonForm
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


class _Notify(forms.Form):
    notify = forms.BooleanField(
        required=False,
        label=_("Tell the learners by e-mail"),
        help_text=_("Whoever has several of these credentials gets one letter."),
    )


class StatusOfManyForm(_Notify, ReasonForm):
    """Why everything is revoked or suspended, with a note."""

    field_order = ("reason", "note", "notify")


class LiftManyForm(_Notify, NoteForm):
    """A note about lifting every suspension."""

    field_order = ("note", "notify")


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
