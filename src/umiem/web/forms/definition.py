"""Uploading a definition."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ForeignDefinitionForm(forms.Form):
    """A file that another system exported."""

    file = forms.FileField(
        label=_("File from another system"),
        help_text=_(
            "Open Badges (JSON, or a PNG or SVG image with the badge inside), a zip of them, a European "
            "learning specification (JSON-LD), or a course catalogue (CSV)."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
    )


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
