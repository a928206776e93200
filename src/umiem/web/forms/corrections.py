"""Correcting and renewing an award, answering a report, reporting an error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.domain.definition import AchievementSpecification
from umiem.services.credential.corrections import LONGEST_NAME
from umiem.services.notice.reports import LONGEST_MESSAGE
from umiem.web.forms.award import add_results, result_fields_of, results_in


class CorrectionForm(forms.Form):
    """What is right: the present values to begin with."""

    given_name = forms.CharField(max_length=LONGEST_NAME, label=_("Given name"))
    family_name = forms.CharField(max_length=LONGEST_NAME, label=_("Family name"))
    awarded_on = forms.DateField(
        label=_("Day of the award"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    grade = forms.CharField(max_length=80, required=False, empty_value=None, label=_("Grade"))

    def __init__(self, specification: AchievementSpecification, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_results(self, specification)

    @property
    def result_fields(self) -> list[forms.BoundField]:
        """The fields for the learning outcomes, in their order."""
        return result_fields_of(self)

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """All fields but those."""
        return [bound for bound in self if bound not in self.result_fields]

    def values(self) -> dict[str, Any]:
        """Return what is right, as ``Correction`` takes it."""
        own = {name: self.cleaned_data[name] for name in ("given_name", "family_name", "awarded_on", "grade")}
        return own | {"results": results_in(self.cleaned_data)}


class RenewalForm(forms.Form):
    """The new last day; it must be named when the micro-credential itself has no length of validity."""

    valid_until = forms.DateField(
        required=False,
        label=_("New last day of validity"),
        help_text=_("Without a day: as long as the micro-credential says, counted from today."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Say until when the renewed credential is valid.")},
    )

    def __init__(self, *args: Any, ends_by_itself: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ends_by_itself:
            day = self.fields["valid_until"]
            day.required, day.help_text = True, ""


class AnswerForm(forms.Form):
    """The answer to a report."""

    text = forms.CharField(
        max_length=LONGEST_MESSAGE,
        label=_("Answer"),
        help_text=_("The learner gets it by mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
