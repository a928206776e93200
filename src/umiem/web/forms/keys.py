"""Beginning a new key, reporting a stolen one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.key.keys import ALGORITHMS, DEFAULT_DAYS, LONGEST_DAYS

STORES = (("file", _("Encrypted, in the database")), ("pkcs11", _("In the hardware token")))


class RotationForm(forms.Form):
    """Which key to begin. ``instead_of`` is the key the page showed: of two clicks only one begins a key."""

    algorithm = forms.ChoiceField(label=_("Algorithm"), choices=[(name, name) for name in ALGORITHMS])
    store = forms.ChoiceField(label=_("Where the private half is kept"), choices=STORES)
    days = forms.IntegerField(
        label=_("Days for which it signs"), min_value=1, max_value=LONGEST_DAYS, initial=DEFAULT_DAYS
    )
    second_person = forms.BooleanField(
        required=False,
        label=_("A second administrator must confirm"),
        help_text=_("The key is made when two administrators have confirmed on the page of the ceremony."),
    )
    instead_of = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class CompromiseForm(forms.Form):
    """Since when a key is stolen, typed again to be sure."""

    since = forms.DateTimeField(
        label=_("Stolen since"),
        help_text=_("If you do not know: the earliest moment that is possible."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
    reissue = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Sign everything again that this key signed"),
        help_text=_("Every learner is told once. Old files stop being valid, the new ones take their place."),
    )
    sure = forms.CharField(label=_("Type the name of the key to be sure"), max_length=80)

    def __init__(self, fragment: str, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._fragment = fragment

    def clean_sure(self) -> str:
        """Refuse another name than that of the key."""
        given: str = self.cleaned_data["sure"]
        if given.strip() != self._fragment:
            raise forms.ValidationError(_("This is not the name of the key."))
        return given
