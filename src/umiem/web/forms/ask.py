"""The forms of a request: what the employer asks, what the candidate chooses."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from umiem.domain.catalogue import CatalogueCard
from umiem.services.holder.disclosure import FIELDS, USUAL
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.holder.share_links import PROOF, WHOLE
from umiem.services.verifying.requests import LONGEST_DAYS, MOST_SKILLS, Asked, Choice
from umiem.storage.models import ImportedCredential
from umiem.web.forms.share import FIELD_WORDS
from umiem.web.verifier.reading import text_of

LONGEST_SKILLS = 1_500
_ELSEWHERE = "elsewhere-"
LONGEST_QUERY = 200


class AskForm(forms.Form):
    """Who asks, what for, and what is wanted."""

    employer = forms.CharField(
        max_length=120, label=_("Who asks"), help_text=_("The name of your company or institution.")
    )
    purpose = forms.CharField(
        max_length=200, label=_("What for"), help_text=_("For instance: application for the post of analyst.")
    )
    wanted = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("Which credentials you would like to see"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    skills = forms.CharField(
        required=False,
        max_length=LONGEST_SKILLS,
        label=_("Skills, separated by commas"),
        help_text=_("Credentials that name them are put first for the candidate."),
    )
    definitions = forms.MultipleChoiceField(
        required=False,
        label=_("Micro-credentials of the catalogue"),
        help_text=_("Whoever holds one of them sees it first."),
        widget=forms.CheckboxSelectMultiple,
    )
    q = forms.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        label=_("Find one in the catalogue"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=14,
        label=_("Days until it ends"),
        help_text=_("The request and all answers end then."),
    )

    def __init__(self, *arguments: Any, offered: Sequence[CatalogueCard] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["definitions"].choices = [  # type: ignore[attr-defined]
            (card.identifier, text_of(card.titles)) for card in offered
        ]

    def asked(self) -> Asked:
        """Return what was asked."""
        given = self.cleaned_data
        skills = tuple(part.strip()[:120] for part in given["skills"].split(",") if part.strip())
        return Asked(
            employer=given["employer"],
            purpose=given["purpose"],
            wanted=given["wanted"],
            skills=skills[:MOST_SKILLS],
            definitions=tuple(given["definitions"]),
            days=given["days"],
        )


class AnswerForm(forms.Form):
    """What the candidate answers with: credentials, whole or in part, and a note."""

    chosen = forms.MultipleChoiceField(
        label=_("Choose what you answer with"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one micro-credential.")},
    )
    kind = forms.ChoiceField(
        label=_("What is shown of them"),
        initial=WHOLE,
        widget=forms.RadioSelect,
        choices=[
            (WHOLE, _("The whole credential, as it was signed")),
            (PROOF, _("Only what I choose below, with a proof of just that")),
        ],
    )
    shown = forms.MultipleChoiceField(
        required=False,
        label=_("What I choose"),
        help_text=_("Title, issuer and date are always shown."),
        initial=list(USUAL),
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, FIELD_WORDS[name]) for name in FIELDS],
    )
    note = forms.CharField(
        required=False,
        max_length=1_000,
        label=_("A note to them"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *arguments: Any,
        held: Sequence[tuple[HeldCredential, bool]],
        elsewhere: Sequence[tuple[ImportedCredential, bool]] = (),
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            *((str(one.award.public_id), _choice_text(one, fits=fits)) for one, fits in held),
            *((f"{_ELSEWHERE}{row.public_id}", _foreign_text(row, fits=fits)) for row, fits in elsewhere),
        ]

    def choices(self) -> list[Choice]:
        """Return what the service takes."""
        given = self.cleaned_data
        fields = () if given["kind"] == WHOLE else tuple(given["shown"])
        own = (one for one in given["chosen"] if not one.startswith(_ELSEWHERE))
        return [Choice(award_id=uuid.UUID(one), kind=given["kind"], fields=fields) for one in own]

    def elsewhere(self) -> list[uuid.UUID]:
        """Return which credentials from elsewhere were chosen."""
        chosen = (one for one in self.cleaned_data["chosen"] if one.startswith(_ELSEWHERE))
        return [uuid.UUID(one.removeprefix(_ELSEWHERE)) for one in chosen]


def _foreign_text(row: ImportedCredential, *, fits: bool) -> str:
    title = text_of(row.title) or row.file_name
    text = _("{title} · {issuer} – from elsewhere, always shown whole").format(
        title=title, issuer=text_of(row.issuer_name) or row.issuer_id
    )
    return _("{title} (fits)").format(title=text) if fits else text


def _choice_text(held: HeldCredential, *, fits: bool) -> str:
    specification = held.definition.specification
    text = f"{text_of(specification.title)} · {text_of(held.organisation.names)}"
    return _("{title} (fits)").format(title=text) if fits else text
