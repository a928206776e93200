"""One way to take a micro-credential."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.domain.vocabularies import LANGUAGES, REGIONS
from umiem.services.definition.definition_offers import (
    LONGEST_ADDRESS,
    LONGEST_PLACE,
    MOST_PLACES,
    MOST_PRICE,
    MOST_WEEKS,
    OfferTerms,
)


def _languages() -> list[tuple[str, str]]:
    language = get_language() or "pl"
    named = [(each.code, each.labels.best(language)[0]) for each in LANGUAGES.concepts]
    return sorted(named, key=lambda each: (each[0] not in ("pl", "en"), each[1]))


def _regions() -> list[tuple[str, str]]:
    language = get_language() or "pl"
    return [("", "–"), *((each.code, each.labels.best(language)[0]) for each in REGIONS.concepts)]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        required=False, label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DefinitionOfferForm(forms.Form):
    """The terms of one offer."""

    mode = forms.ChoiceField(
        label=_("How"),
        choices=[("online", _("online")), ("onsite", _("on site")), ("hybrid", _("partly online"))],
    )
    language = forms.ChoiceField(label=_("Language of teaching"), choices=_languages)
    starts_on = _day(_("First day (empty: one may begin on any day)"))
    apply_by = _day(_("Last day to apply"))
    weeks = forms.IntegerField(required=False, min_value=1, max_value=MOST_WEEKS, label=_("Length in weeks"))
    price = forms.DecimalField(
        required=False, min_value=0, max_value=MOST_PRICE, decimal_places=2, label=_("Price in zł")
    )
    places = forms.IntegerField(required=False, min_value=0, max_value=MOST_PLACES, label=_("Places"))
    region = forms.ChoiceField(required=False, label=_("Region"), choices=_regions)
    place = forms.CharField(required=False, max_length=LONGEST_PLACE, label=_("Place"))
    apply_url = forms.URLField(
        required=False,
        max_length=LONGEST_ADDRESS,
        label=_("Address of the page where one applies"),
        assume_scheme="https",
    )

    def terms(self) -> OfferTerms:
        """Return what ``add_offer`` takes."""
        return OfferTerms(**self.cleaned_data)
