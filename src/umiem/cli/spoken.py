"""Sentences in the language a command was asked for with ``--lang``, or else that of the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

from umiem.cli.messages import language as terminal_language
from umiem.cli.messages import speak_in
from umiem.sentences.translate import fill, translate

Speak = Callable[..., None]


def _remember(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    speak_in(value)
    return value


language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(("pl", "en")),
    default=None,
    is_eager=True,
    callback=_remember,
    help="Language of names and sentences.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def chosen_language(asked: str | None) -> str:
    """Return the language asked for, or that of the terminal."""
    return asked or terminal_language()


def speak(sentence: str, language: str, **params: object) -> None:
    """Print a marked sentence in ``language`` with its parameters."""
    click.echo(fill(translate(sentence, language), params))


def print_json(data: object) -> None:
    """Print data for programs: UTF-8, stable order as given."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def attribution(language: str) -> None:
    """Print the sentence ESCO asks for."""
    from umiem.sentences import N_

    speak(N_("This service uses the ESCO classification of the European Commission."), language)
