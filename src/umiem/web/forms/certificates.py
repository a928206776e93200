"""The certificate of the organisation, and the look of what it prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.adapters.documents.content import DESIGNS, Design
from umiem.services.credential.certificate_designs import LONGEST_NAME, MOST_SIGNATORIES, DesignChoice
from umiem.services.credential.seals import LONGEST_ADDRESS


class SealForm(forms.Form):
    """A file with key and certificate, and where time stamps come from."""

    file = forms.FileField(
        label=_("Certificate with its private key"),
        help_text=_("PKCS#12 (.p12, .pfx), or PEM with the private key and the chain of certificates."),
        allow_empty_file=True,
    )
    passphrase = forms.CharField(
        max_length=200,
        required=False,
        strip=False,
        label=_("Passphrase of the file"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    time_stamp_url = forms.CharField(
        max_length=LONGEST_ADDRESS,
        required=False,
        label=_("Address of a time-stamping service"),
        help_text=_("RFC 3161. With time stamps a seal can be checked after the certificate has expired."),
    )


_SIGNATORY = (("name", _("Name")), ("pl", _("Office in Polish")), ("en", _("Office in English")))


class DesignForm(forms.Form):
    """A design, a logo, and who signs."""

    design = forms.ChoiceField(choices=[(name, name) for name in DESIGNS])
    logo = forms.FileField(
        required=False,
        label=_("Logo"),
        help_text=_(
            "PNG, JPEG, WebP or GIF, at most 2 MB. It is drawn anew; nothing else of the file is kept."
        ),
    )
    no_logo = forms.BooleanField(required=False, label=_("Without a logo"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for number in range(MOST_SIGNATORIES):
            for name, label in _SIGNATORY:
                self.fields[f"{name}_{number}"] = forms.CharField(
                    max_length=LONGEST_NAME, required=False, label=label
                )

    @staticmethod
    def initial_of(design: Design) -> dict[str, str]:
        """Return the present choice as the form's initial values."""
        values = {"design": design.name}
        for number, one in enumerate(design.signatories):
            values |= {
                f"name_{number}": one.name,
                f"pl_{number}": one.role.get("pl", ""),
                f"en_{number}": one.role.get("en", ""),
            }
        return values

    def signatory_rows(self) -> Iterator[list[Any]]:
        """Give the fields of each person."""
        for number in range(MOST_SIGNATORIES):
            yield [self[f"{name}_{number}"] for name in ("name", "pl", "en")]

    def choice(self) -> DesignChoice:
        """Return what was chosen."""
        data = self.cleaned_data
        logo = b"" if data["no_logo"] else data["logo"].read() if data["logo"] else None
        return DesignChoice(
            name=data["design"],
            logo=logo,
            signatories=[
                {
                    "name": data[f"name_{number}"],
                    "role": {tag: data[f"{tag}_{number}"] for tag in ("pl", "en") if data[f"{tag}_{number}"]},
                }
                for number in range(MOST_SIGNATORIES)
            ],
        )
