"""Whatever a form can say is in one register and says what to do: Django's and allauth's sentences, too."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.utils import translation

from umiem.sentences import forms as sentences
from umiem.web import forms as our_forms
from umiem.web.sign_in import PasskeyAdapter, SignInAdapter

FAMILIAR = re.compile(
    r"\b(Wpisz|Wprowadź|Wybierz|Podaj|Upewnij|Prześlij|Sprawdź|Zaznacz|Spróbuj|[Mm]ożesz)\b"
)
OF_PASSWORDS_AND_PHONES = re.compile(
    "password|phone|user ?name|login|recovery", re.IGNORECASE
)  # not used here


def every_form() -> Iterator[type[forms.BaseForm]]:
    for module in pkgutil.iter_modules(our_forms.__path__):
        for found in vars(importlib.import_module(f"{our_forms.__name__}.{module.name}")).values():
            if (
                isinstance(found, type)
                and issubclass(found, forms.BaseForm)
                and hasattr(found, "base_fields")
            ):
                yield found


def everything_said() -> Iterator[tuple[str, object]]:
    for form in every_form():
        for name, field in form.base_fields.items():
            for code, text in field.error_messages.items():
                yield f"{form.__name__}.{name}.{code}", text
            for validator in field.validators:
                messages = getattr(validator, "messages", {"": getattr(validator, "message", "")})
                for text in messages.values():
                    yield f"{form.__name__}.{name}.{type(validator).__name__}", text
    for adapter in (SignInAdapter, PasskeyAdapter):
        for code, text in adapter.error_messages.items():
            if not OF_PASSWORDS_AND_PHONES.search(code):
                yield f"{adapter.__name__}.{code}", text


def shown(text: object) -> str:
    """A sentence in the language in force; of one that counts, the form for five."""
    counted = getattr(text, "_proxy____args", ())
    return str(
        text % {"limit_value": 5, "show_value": 7, "max": 5, "length": 7} if len(counted) == 3 else text
    )


def test_every_sentence_of_every_form_is_in_the_register() -> None:
    with translation.override("pl"):
        said = {shown(text): place for place, text in everything_said()}
    assert len(said) > 30
    assert {text: place for text, place in said.items() if FAMILIAR.search(text)} == {}


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (forms.CharField(), "", "Proszę wypełnić to pole."),
        (forms.IntegerField(), "x", "Proszę wpisać liczbę całkowitą, na przykład 12."),
        (forms.DateField(), "jutro", "Proszę wpisać datę, na przykład 12.01.2027."),
        (forms.CharField(max_length=3), "abcde", "Proszę skrócić tekst do 3 znaków (teraz: 5)."),
        (forms.CharField(min_length=2), "a", "Proszę wpisać co najmniej 2 znaki (teraz: 1)."),
        (
            forms.ChoiceField(choices=[("a", "a")]),
            "b",
            "Proszę wybrać jedną z podanych możliwości; „b” nie jest żadną z nich.",
        ),
    ],
)
def test_a_person_is_told_what_to_do(field: forms.Field, given: str, said: str) -> None:
    with translation.override("pl"), pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    with translation.override("pl"):
        assert refused.value.messages == [said]


def test_the_examples_are_taken() -> None:
    with translation.override("pl"):
        assert forms.DateField(localize=True).clean("12.01.2027").isoformat() == "2027-01-12"
        assert forms.DateTimeField(localize=True).clean("12.01.2027 14:30").hour == 14
        assert str(forms.DecimalField(localize=True).clean("12,5")) == "12.5"


def test_the_sentences_are_those_that_django_says() -> None:
    """A sentence that Django words otherwise one day would be ours no more."""
    with translation.override(None):
        said = {shown(text) for _, text in everything_said()}
    ours = {*sentences.OF_DJANGO, *sentences.OF_ALLAUTH}
    assert "This field is required." in said & ours
    with translation.override("pl"):
        foreign = [text for text in said if text in ours and translation.gettext(text) == text]
    assert foreign == []
