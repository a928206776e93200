"""What the command line says, in the language of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""

from __future__ import annotations

import os
import re

import click

from umiem.errors import UmiemError
from umiem.sentences.translate import fill, translate, translate_plural

# Controls except tab and line feed, embeddings and overrides of direction, halves of a pair of surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]")


class _Asked:
    """The language a command was asked for with ``--lang``; errors are told in it too."""

    language: str | None = None


def speak_in(asked: str | None) -> None:
    """Speak the language asked for from now on, or with ``None`` that of the environment."""
    _Asked.language = asked


def language() -> str:
    """Return ``pl`` or ``en``, as the command or else the environment asks."""
    if _Asked.language is not None:
        return _Asked.language
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
    click.echo(printable(fill(sentence, params) if params else sentence), err=error)


def say_error(error: UmiemError) -> None:
    """Print the sentence for an error, and its stable code."""
    from umiem.sentences.errors import error_sentence

    click.echo(printable(f"{error_sentence(error, language())} [{error.code}]"), err=True)


def printable(text: str) -> str:
    """Show as codes what could rewrite the terminal: names of files and texts in them are anybody's."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
