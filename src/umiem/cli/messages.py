"""What the command line says, in the language of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""

from __future__ import annotations

import os

import click

from umiem.errors import UmiemError
from umiem.sentences.translate import fill, translate, translate_plural


def language() -> str:
    """Return ``pl`` or ``en``, as the environment asks."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "pl" if value.lower().startswith("pl") else "en"
    return "en"


def _(sentence: str) -> str:
    return translate(sentence, language())


def ngettext(singular: str, plural: str, number: int) -> str:
    return translate_plural(singular, plural, number, language())


def say(sentence: str, /, *, error: bool = False, **params: object) -> None:
    """Print a sentence, already translated, with its parameters filled in."""
    click.echo(fill(sentence, params) if params else sentence, err=error)


def say_error(error: UmiemError) -> None:
    """Print the sentence for an error, and its stable code."""
    from umiem.sentences.errors import error_sentence

    click.echo(f"{error_sentence(error, language())} [{error.code}]", err=True)
