"""The short code of a link, typed by whoever looks at a credential."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ShareCodeForm(forms.Form):
    """The code as somebody types it."""

    code = forms.CharField(
        max_length=60,
        label=_("Code"),
        help_text=_("12 letters and digits. Hyphens and case do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
