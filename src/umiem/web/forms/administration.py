"""Members, API tokens and details of an organisation."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

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
    hue = forms.TypedChoiceField(
        label=_("Colour of the rosettes"), choices=HUES, coerce=int, empty_value=None, required=False
    )

    def names(self) -> Mapping[str, str]:
        """Return the names by language."""
        return {tag: self.cleaned_data[f"name_{tag}"] for tag, _name in settings.LANGUAGES}
