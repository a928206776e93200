"""Forms of the four screens that lead from a file to awards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.encoding import ENCODINGS
from umiem.sentences.lists import part_name
from umiem.services.award.lists.importing import DraftView, Reading
from umiem.services.award.lists.preview import RowView
from umiem.web.forms.award import run_field

_COLUMN = "column-"
_CELL = "cell-"
_ENCODING_NAMES = {"cp1250": "Windows-1250", "iso8859-2": "ISO-8859-2"}
_WAYS_OF_READING = (("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"))


def encoding_name(encoding: str) -> str:
    """Return the name of an encoding as people know it."""
    known = dict(_WAYS_OF_READING) | _ENCODING_NAMES
    return known.get(encoding, encoding.upper())


class LearnerListForm(forms.Form):
    """A list of learners as a file."""

    file = forms.FileField(
        label=_("List of learners"),
        help_text=_(
            "XLSX, ODS, CSV or TSV, at most 20 MiB and 50,000 people: one person in each row, with name "
            "and e-mail, and if you like student number, results and grade. "
            "A title above the header does no harm."
        ),
        error_messages={
            "required": _("Choose the file with the list."),
            "empty": _("The file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.ods,.csv,.tsv,.txt"}),
    )
    run = run_field()


class ReadingForm(forms.Form):
    """How the file is read, to be corrected where the guess is wrong."""

    encoding = forms.ChoiceField(required=False, label=_("Encoding"))
    delimiter = forms.ChoiceField(
        required=False,
        label=_("Separator"),
        choices=((";", _("semicolon")), (",", _("comma")), ("tab", _("tab"))),
    )
    sheet = forms.ChoiceField(required=False, label=_("Sheet"))
    header_row = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_048_576,
        label=_("The header is in row"),
        help_text=_("0 when there is no header."),
    )

    def __init__(self, view: DraftView, *args: Any, **kwargs: Any) -> None:
        draft = view.draft
        kwargs["initial"] = {
            "encoding": draft.encoding,
            "delimiter": "tab" if draft.delimiter == "\t" else draft.delimiter,
            "sheet": draft.sheet,
            "header_row": draft.header_row,
        }
        super().__init__(*args, **kwargs)
        if draft.kind == "csv":
            del self.fields["sheet"]
            names = list(dict.fromkeys((draft.encoding, *ENCODINGS)))
            self._choices("encoding", [(name, encoding_name(name)) for name in names])
        else:
            del self.fields["encoding"], self.fields["delimiter"]
            self._choices("sheet", [(name, name) for name in draft.reading["sheets"]])

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def reading(self, view: DraftView) -> Reading:
        """Return what was chosen; read in another way, the header is found anew unless its row is named."""
        chosen, draft = self.cleaned_data, view.draft
        delimiter = chosen.get("delimiter", "")
        encoding = chosen.get("encoding", "") or draft.encoding
        delimiter = "\t" if delimiter == "tab" else delimiter or draft.delimiter
        sheet = chosen.get("sheet", "") or draft.sheet
        row = chosen.get("header_row")
        other = (encoding, delimiter, sheet) != (draft.encoding, draft.delimiter, draft.sheet)
        if other and row == draft.header_row:
            row = None
        return Reading(encoding=encoding, delimiter=delimiter, sheet=sheet, header_row=row)


class ColumnsForm(forms.Form):
    """What each column holds, the edition, and the day for rows that name none."""

    run = run_field()
    awarded_on = forms.DateField(
        required=False,
        label=_("Day of the award"),
        help_text=_("For rows that name none. Left empty, it is the day on which you confirm."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, view: DraftView, *args: Any, **kwargs: Any) -> None:
        draft = view.draft
        kwargs["initial"] = {"run": draft.run, "awarded_on": draft.awarded_on}
        super().__init__(*args, **kwargs)
        names = [name for name in part.PARTS if name != part.RUN]
        names[6:6] = [part.RESULT + outcome for outcome in view.outcomes]
        names.append(part.RUN)
        choices = [("", _("– not used –")), *((name, _label(name)) for name in names)]
        for index, header in enumerate(draft.reading["headers"]):
            self.fields[f"{_COLUMN}{index}"] = forms.ChoiceField(
                required=False,
                choices=choices,
                initial=draft.columns.get(str(index), ""),
                label=header or str(index + 1),
            )

    def columns(self) -> dict[int, str]:
        """Return index → part as it was chosen."""
        return {
            int(name.removeprefix(_COLUMN)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_COLUMN) and value
        }

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The choices of the columns, in their order."""
        return [self[name] for name in self.fields if name.startswith(_COLUMN)]


class RowForm(forms.Form):
    """All cells of one row."""

    def __init__(self, found: RowView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in found.parts:
            self.fields[f"{_CELL}{name}"] = forms.CharField(
                required=False,
                max_length=4_000,
                initial=found.row.values.get(name, ""),
                label=_label(name),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def changes(self) -> dict[str, str]:
        """Return part → text for the cells that differ from what was shown."""
        return {
            name.removeprefix(_CELL): value
            for name, value in self.cleaned_data.items()
            if value != (self.fields[name].initial or "")
        }


class ConfirmForm(forms.Form):
    """When the list is awarded, and whether the learners are told."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=(("now", _("Now")), ("later", _("Later, at this time:"))),
        initial="now",
        widget=forms.RadioSelect,
    )
    start_at = forms.DateTimeField(
        required=False,
        label=_("Day and time"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"),
    )
    notify = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Tell the learners by e-mail"),
        help_text=_("Each gets one letter with a link to accept the award. You can send letters later, too."),
    )

    language = forms.ChoiceField(
        required=False,
        label=_("Language of the messages"),
        help_text=_("Whoever has an account gets messages in the language chosen there."),
        choices=(("", _("First language of the micro-credential")), ("pl", "Polski"), ("en", "English")),
    )

    def clean(self) -> dict[str, Any]:
        """Later needs a time that lies ahead."""
        cleaned = super().clean() or {}
        start = cleaned.get("start_at")
        if cleaned.get("when") == "later":
            if not isinstance(start, datetime):
                self.add_error("start_at", _("Say when, or choose “Now”."))
            elif start < timezone.now():
                self.add_error("start_at", _("This time has passed. Choose a later one, or “Now”."))
        return cleaned

    @property
    def start(self) -> datetime | None:
        """The time to begin, or None for now."""
        found = self.cleaned_data.get("start_at") if self.cleaned_data.get("when") == "later" else None
        return found if isinstance(found, datetime) else None


def _label(name: str) -> str:
    return part_name(name, get_language() or "pl")
