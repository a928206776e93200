"""Saying what one thinks of a micro-credential; inviting a peer; hiding a text."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.definition.definition_feedback import LONGEST_COMMENT, MARKS, Opinion

_LANGUAGES = (("pl", _("Polish")), ("en", _("English")))
_MARKS = (
    ("", _("No answer")),
    ("5", _("Fully agree")),
    ("4", _("Rather agree")),
    ("3", _("Partly")),
    ("2", _("Rather not")),
    ("1", _("Not at all")),
)


class OpinionForm(forms.Form):
    """Three marks and a text; every one is optional, not all of them."""

    outcomes = forms.ChoiceField(label=_("The learning outcomes are clear"), choices=_MARKS, required=False)
    workload = forms.ChoiceField(
        label=_("The workload and the level are as stated"), choices=_MARKS, required=False
    )
    assessment = forms.ChoiceField(
        label=_("The assessment fits the outcomes and is fair"), choices=_MARKS, required=False
    )
    comment = forms.CharField(
        label=_("What should stay, what should change?"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def opinion(self) -> Opinion:
        """Return what was said."""
        marks = {mark: int(self.cleaned_data[mark]) if self.cleaned_data[mark] else None for mark in MARKS}
        return Opinion(marks=marks, comment=self.cleaned_data["comment"])


class PeerForm(forms.Form):
    """Who is asked."""

    name = forms.CharField(label=_("Name of the peer"), max_length=200)
    affiliation = forms.CharField(label=_("Institution or company"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send the link there. Without an address you pass it on yourself."),
        max_length=254,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the message"), choices=_LANGUAGES, required=False)

    def clean_language(self) -> str:
        """Return the chosen language, Polish where none was chosen."""
        return self.cleaned_data["language"] or "pl"


class HideForm(forms.Form):
    """Why a text is hidden."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
