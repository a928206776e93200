"""Beginning a definition: from nothing, or from a published one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.domain.gate.identity import LONGEST_SLUG

LONGEST_TITLE = 300
PURPOSES = (
    ("stand-alone", _("A skill of its own – for instance “Python basics” for office workers")),
    (
        "stackable",
        _("A part of something larger – for instance one of four towards a postgraduate programme"),
    ),
)
_LANGUAGES = (("pl", _("Polish")), ("en", _("English")))


class NewDefinitionForm(forms.Form):
    """What it is for, and what it is called."""

    purpose = forms.ChoiceField(
        label=_("What do you want to confirm?"),
        choices=PURPOSES,
        initial="stand-alone",
        widget=forms.RadioSelect,
        help_text=_(
            "Attendance alone cannot be confirmed here: a micro-credential records learning outcomes "
            "that were assessed."
        ),
    )
    title_pl = forms.CharField(required=False, max_length=LONGEST_TITLE, label=_("Title in Polish"))
    title_en = forms.CharField(required=False, max_length=LONGEST_TITLE, label=_("Title in English"))
    primary_language = forms.ChoiceField(
        label=_("Language of record"),
        choices=_LANGUAGES,
        initial="pl",
        widget=forms.RadioSelect,
    )
    slug = forms.CharField(
        required=False,
        max_length=LONGEST_SLUG,
        label=_("Short name"),
        help_text=_("Part of the address, for ever. Empty: made from the title."),
    )

    def draft(self) -> dict[str, Any]:
        """Return what ``create_draft`` takes."""
        cleaned = self.cleaned_data
        return {
            "titles": {"pl": cleaned["title_pl"], "en": cleaned["title_en"]},
            "primary_language": cleaned["primary_language"],
            "stackability": cleaned["purpose"],
            "slug": cleaned["slug"],
        }


class CopyForm(forms.Form):
    """Which published definition is copied."""

    organisation = forms.SlugField(max_length=80)
    slug = forms.SlugField(max_length=120)

    def source(self) -> dict[str, str]:
        """Return what ``copy_definition`` takes."""
        return {
            "source_organisation": self.cleaned_data["organisation"],
            "source_slug": self.cleaned_data["slug"],
        }
