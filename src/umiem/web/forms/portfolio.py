"""What learners fill in about their portfolio: imports, switches of a public page, collections."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.services.holder.collections import Cover
from umiem.services.holder.holder_pages import Choices
from umiem.services.holder.imports import Brought
from umiem.web.forms.many import ManyFilesField

LONGEST_PASTE = 6_000_000
HUES = (
    ("180", _("Teal")),
    ("210", _("Blue")),
    ("270", _("Violet")),
    ("330", _("Pink")),
    ("10", _("Red")),
    ("35", _("Orange")),
    ("90", _("Green")),
)


class ImportForm(forms.Form):
    """Files, or the text or the address of one credential."""

    files = ManyFilesField(  # type: ignore[assignment]  # Django keeps what was sent in `self.files`
        required=False,
        label=_("Files"),
        help_text=_("JSON, JWT, PNG, SVG or PDF; up to ten at once, 12 MB together."),
    )
    text = forms.CharField(
        required=False,
        max_length=LONGEST_PASTE,
        label=_("Or paste it"),
        help_text=_("The text of the credential, or the address at which its file is."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def brought(self) -> list[Brought]:
        """Return everything that was given."""
        found = [
            Brought(name=str(file.name), content=file.read()) for file in self.cleaned_data.get("files") or []
        ]
        pasted = self.cleaned_data.get("text", "").strip()
        return [*found, Brought(name="", content=pasted)] if pasted else found


class PublicPageForm(forms.Form):
    """The switches of a public page."""

    is_public = forms.BooleanField(
        required=False,
        label=_("The page is public"),
        help_text=_("Whoever has its address can see it. It is in no list; search engines are kept away."),
    )
    show_grade = forms.BooleanField(required=False, label=_("Show the grade and the results"))
    show_evidence = forms.BooleanField(required=False, label=_("Show the evidence"))

    def choices(self) -> Choices:
        """Return what the holder chose."""
        return Choices(**self.cleaned_data)


class CollectionForm(forms.Form):
    """Cover and content of a collection. Give it what there is to choose from."""

    title = forms.CharField(
        max_length=120, label=_("Title"), help_text=_("For instance “What I can do with data”.")
    )
    intro = forms.CharField(
        required=False, max_length=1_000, label=_("A few words"), widget=forms.Textarea(attrs={"rows": 3})
    )
    shown_name = forms.CharField(
        required=False,
        max_length=200,
        label=_("Name on the cover"),
        help_text=_("Leave it empty, and the cover names nobody; the credentials inside still name you."),
    )
    hue = forms.ChoiceField(label=_("Colour of the cover"), choices=HUES, initial="180")
    awards = forms.MultipleChoiceField(
        required=False, label=_("From this site"), widget=forms.CheckboxSelectMultiple
    )
    imported = forms.MultipleChoiceField(
        required=False, label=_("From elsewhere"), widget=forms.CheckboxSelectMultiple
    )
    is_public = forms.BooleanField(
        required=False,
        label=_("The page of the collection is public"),
        help_text=_("Whoever has its address can see it, until you switch it off."),
    )

    def __init__(
        self,
        *args: Any,
        awards: Iterable[tuple[str, str]],
        imported: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("awards", list(awards)), ("imported", list(imported))):
            field = self.fields[name]
            if choices and isinstance(field, forms.MultipleChoiceField):
                field.choices = choices
            else:
                del self.fields[name]

    def cover(self) -> Cover:
        """Return the cover."""
        given = self.cleaned_data
        return Cover(
            title=given["title"],
            intro=given["intro"],
            hue=int(given["hue"]),
            shown_name=given["shown_name"],
            is_public=given["is_public"],
        )

    def chosen(self, name: str) -> Sequence[uuid.UUID]:
        """Return the identifiers of what was chosen."""
        return [uuid.UUID(value) for value in self.cleaned_data.get(name, [])]
