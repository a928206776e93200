"""Awarding one person or a list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.domain.definition import AchievementSpecification
from umiem.services.award.requests import LONGEST_RUN, AwardRequest

RESULT = "result_"


def run_field() -> forms.CharField:
    """The edition, as every form of awarding asks for it."""
    return forms.CharField(
        required=False,
        max_length=LONGEST_RUN,
        label=_("Edition"),
        help_text=_(
            "For instance “autumn 2026”. In one edition nobody gets the same micro-credential twice."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def add_results(form: forms.Form, specification: AchievementSpecification) -> None:
    """Give a form one field for the result of each learning outcome."""
    language = get_language() or "pl"
    for outcome in specification.learning_outcomes:
        form.fields[RESULT + outcome.id] = forms.CharField(
            required=False,
            max_length=80,
            label=outcome.statement.best(language)[0],
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


def result_fields_of(form: forms.Form) -> list[forms.BoundField]:
    """Return the fields that ``add_results`` gave a form, in their order."""
    return [form[name] for name in form.fields if name.startswith(RESULT)]


def results_in(cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Return what they hold, by the id of the learning outcome."""
    return {
        name.removeprefix(RESULT): str(value) for name, value in cleaned.items() if name.startswith(RESULT)
    }


class AwardForm(forms.Form):
    """One person, the day, and a result for each learning outcome of the definition."""

    given_name = forms.CharField(max_length=200, label=_("Given name"))
    family_name = forms.CharField(max_length=200, label=_("Family name"))
    email = forms.EmailField(
        max_length=254,
        label=_("E-mail"),
        help_text=_("The learner is told at this address and signs in with it."),
    )
    identifier = forms.CharField(
        required=False,
        max_length=200,
        label=_("Student number"),
        help_text=_("Your own number of this person. Not a PESEL number."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    awarded_on = forms.DateField(
        label=_("Day of the award"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    grade = forms.CharField(required=False, max_length=40, label=_("Final grade"))
    run = run_field()

    def __init__(self, specification: AchievementSpecification, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["awarded_on"].initial = timezone.localdate()
        add_results(self, specification)

    @property
    def result_fields(self) -> list[forms.BoundField]:
        """The fields for the learning outcomes, in their order."""
        return result_fields_of(self)

    def award_request(self) -> AwardRequest:
        """Return what was entered as the request to award."""
        cleaned = self.cleaned_data
        results = {outcome: value for outcome, value in results_in(cleaned).items() if value}
        awarded_on: date = cleaned["awarded_on"]
        return AwardRequest(
            given_name=cleaned["given_name"],
            family_name=cleaned["family_name"],
            email=cleaned["email"],
            identifier=cleaned["identifier"] or None,
            results=results,
            grade=cleaned["grade"],
            awarded_on=awarded_on,
        )
