"""What a person puts into the PDF of their curriculum vitae."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CvForm(forms.Form):
    """The language of the CV, and what beside the credentials is in it."""

    language = forms.ChoiceField(
        label=_("Language of the CV"),
        widget=forms.RadioSelect,
        choices=[("pl", _("Polish")), ("en", _("English"))],
    )
    codes = forms.BooleanField(
        required=False,
        initial=True,
        label=_("A code to check each credential"),
        help_text=_("Whoever has the code can read the whole credential, with its grade."),
    )
    grades = forms.BooleanField(required=False, label=_("Grades"))
    email = forms.BooleanField(required=False, initial=True, label=_("My e-mail address"))
    declared = forms.BooleanField(
        required=False,
        label=_("Skills that I declare myself"),
        help_text=_("They stand under a heading of their own, which says that nobody has confirmed them."),
    )
