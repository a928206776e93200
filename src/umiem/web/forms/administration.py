"""Members, API tokens and details of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.domain.vocabularies import REGIONS
from umiem.services.organisation_places import LEGAL_ID_SCHEMES, LONGEST_TOWN, Place
from umiem.services.tokens import LONGEST_DAYS
from umiem.web.words import ROLES, SCOPES

HUES = [
    (180, _("Teal")),
    (215, _("Blue")),
    (260, _("Violet")),
    (320, _("Plum")),
    (0, _("Brick red")),
    (30, _("Amber")),
    (90, _("Olive")),
    (140, _("Green")),
]


_REGISTERS = tuple(each for each in LEGAL_ID_SCHEMES if each != "VAT")
_PLACE = ("region", "town", "legal_id_scheme", "legal_id")


def _regions(language: str, country: str) -> list[tuple[str, str]]:
    """The regions of a country, by name; none for countries whose regions are not listed here."""
    found = [
        (each.code, each.labels.best(language)[0])
        for each in REGIONS.concepts
        if each.code.startswith(f"{country}-")
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


class MemberForm(forms.Form):
    """A person and their role."""

    email = forms.EmailField(max_length=254, label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()), widget=forms.RadioSelect)


class TokenForm(forms.Form):
    """What a token is for, what it may do, and until when."""

    label = forms.CharField(max_length=120, label=_("What it is for"), help_text=_("For instance “Moodle”."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing the token may do.")},
    )
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=LONGEST_DAYS, initial=180)


class OrganisationForm(forms.Form):
    """What may change about an organisation."""

    name_pl = forms.CharField(max_length=200, required=False, label=_("Name in Polish"))
    name_en = forms.CharField(max_length=200, required=False, label=_("Name in English"))
    website = forms.URLField(max_length=400, required=False, label=_("Website"), assume_scheme="https")
    email = forms.EmailField(max_length=254, required=False, label=_("E-mail for questions"))
    town = forms.CharField(
        max_length=LONGEST_TOWN,
        required=False,
        label=_("Town"),
        help_text=_("It is written on certificates and in credentials."),
    )
    region = forms.ChoiceField(required=False, label=_("Region"))  # its choices depend on the country
    legal_id_scheme = forms.ChoiceField(
        required=False,
        label=_("Kind of legal identifier"),
        choices=[("", _("none")), ("VAT", _("VAT number (NIP)")), *((each, each) for each in _REGISTERS)],
    )
    legal_id = forms.CharField(
        max_length=40,
        required=False,
        label=_("Legal identifier"),
        help_text=_("For instance PL1234567890. A seal names the organisation by it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    hue = forms.TypedChoiceField(
        label=_("Colour of the rosettes"), choices=HUES, coerce=int, empty_value=None, required=False
    )

    def __init__(self, country: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = self.initial.get("region", "")
        listed = [(code, label) for code, label in _regions(get_language() or "pl", country)]
        if present and present not in dict(listed):
            listed.append((present, present))
        self.fields["region"] = forms.ChoiceField(
            required=False, label=_("Region"), choices=[("", _("not stated")), *listed]
        )

    def place(self) -> Place:
        """Return where the organisation is and its number."""
        return Place(**{name: self.cleaned_data[name] for name in _PLACE})

    def names(self) -> Mapping[str, str]:
        """Return the names by language."""
        return {tag: self.cleaned_data[f"name_{tag}"] for tag, _name in settings.LANGUAGES}
