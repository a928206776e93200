"""Uploading a definition."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DefinitionFileForm(forms.Form):
    """A definition file in YAML or JSON."""

    file = forms.FileField(
        label=_("Definition file"),
        help_text=_("YAML or JSON, up to 1 MB. You see what it still lacks before anything is published."),
        error_messages={
            "required": _("Choose the definition file."),
            "empty": _("The file is empty. Choose another one."),
        },
    )
