"""Forms of those who run the installation: a list of others, a decision about an issuer."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from umiem.engine.trust_list import MAX_LIST_BYTES, MAX_TEXT


class ImportForm(forms.Form):
    """A signed list, and the key that its operator told another way."""

    file = forms.FileField(label=_("Signed list (JSON)"))
    key = forms.CharField(
        required=False,
        max_length=200,
        label=_("Public key of the list"),
        help_text=_(
            "As its operator told you another way: on the telephone, on paper, on their own page. "
            "Needed the first time; later versions are signed in by the keys of the one in use."
        ),
        widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> object:
        """Refuse what is larger than any list."""
        file = self.cleaned_data["file"]
        if file.size > MAX_LIST_BYTES:
            raise forms.ValidationError(_("The file is too large for a list of issuers."))
        return file

    def clean_key(self) -> str:
        """Forgive blanks around and within a key that was typed or read out."""
        return "".join(str(self.cleaned_data["key"]).split())


class VouchForm(forms.Form):
    """Whom this site vouches for, and why."""

    did = forms.CharField(
        max_length=400,
        label=_("Identifier of the issuer"),
        help_text=_("It begins with did: and stands in the issuer's credentials."),
        widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off", "spellcheck": "false"}),
    )
    name_pl = forms.CharField(max_length=200, required=False, label=_("Name in Polish"))
    name_en = forms.CharField(max_length=200, required=False, label=_("Name in English"))
    evidence = forms.CharField(
        max_length=MAX_TEXT,
        label=_("On what evidence"),
        help_text=_("An entry in a register, a letter, a contract. Everybody can read it on the list."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.URLField(max_length=400, required=False, label=_("Website"), assume_scheme="https")
    country = forms.RegexField(
        "^[A-Z]{2}$", required=False, label=_("Country"), help_text=_("Two letters, such as PL.")
    )
    until = forms.DateField(
        required=False,
        label=_("Until"),
        help_text=_("Leave it empty to vouch until you withdraw it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def names(self) -> Mapping[str, str]:
        """Return the names by language, those that were given."""
        given = {tag: self.cleaned_data[f"name_{tag}"].strip() for tag, _name in settings.LANGUAGES}
        return {tag: name for tag, name in given.items() if name}


class WithdrawForm(forms.Form):
    """Whom this site vouches for no longer, and why."""

    did = forms.CharField(max_length=400, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=MAX_TEXT, label=_("Why"))
