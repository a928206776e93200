"""The form of a batch: several files, or links in a box."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST_LINKS = 2_000_000


class ManyFilesInput(forms.ClearableFileInput):
    """A file button that takes several files, or a folder where the browser can."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """The chosen files as a list; empty when none was chosen."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Clean each file by itself."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given if one]


class ManyForm(forms.Form):
    """Files (a ZIP, credentials, a CSV of links), a folder, or links pasted one a line."""

    files = ManyFilesField(  # type: ignore[assignment]  # Django keeps what was sent in `self.files`
        required=False,
        allow_empty_file=True,
        label=_("A ZIP, several files, or a CSV with links"),
        widget=ManyFilesInput(attrs={"multiple": True}),
    )
    folder = ManyFilesField(
        required=False,
        allow_empty_file=True,
        label=_("Or a whole folder"),
        widget=ManyFilesInput(attrs={"multiple": True, "webkitdirectory": True}),
    )
    links = forms.CharField(
        required=False,
        max_length=LARGEST_LINKS,
        label=_("Or links, one a line"),
        widget=forms.Textarea(attrs={"class": "mono", "rows": 5, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of the two."""
        cleaned = super().clean() or {}
        given = (cleaned.get("files"), cleaned.get("folder"), (cleaned.get("links") or "").strip())
        if not self.errors and not any(given):
            self.add_error("files", _("Choose files, or paste links."))
        return cleaned

    def brought(self) -> list[tuple[str, bytes]]:
        """Return name and bytes of everything brought; hidden files of a folder are nobody's credentials."""
        seen = [file for file in self.cleaned_data["folder"] if not str(file.name).startswith(".")]
        found = [(str(file.name), bytes(file.read())) for file in [*self.cleaned_data["files"], *seen]]
        links = self.cleaned_data["links"].strip()
        return [*found, ("links.txt", links.encode())] if links else found
