"""The help of every command in the language of the terminal: our words, and those of the parser, click."""

from __future__ import annotations

import copy
import gettext
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from umiem.cli.examples import EXAMPLES
from umiem.cli.messages import language
from umiem.sentences import N_
from umiem.sentences.translate import LOCALE_FOLDER, translate

# What click itself says; it looks these up with gettext, so they only have to be in the catalogue.
OF_THE_PARSER = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("%(prog)s, version %(version)s"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("Option {name!r} does not take a value."),
    N_("Could not open file {filename!r}: {message}"),
    N_("file"),
    N_("directory"),
    N_("path"),
    N_("Aborted!"),
)


def speak_the_terminal_language() -> None:
    """Let click find its own words in our catalogue."""
    gettext.bindtextdomain("django", str(LOCALE_FOLDER))
    gettext.textdomain("django")


def translated(command: click.Command, name: str = "") -> click.Command:
    """Return the command, and all below it, with its help in the language of the terminal.

    ``name`` is what is typed after ``umiem``. A list of commands tells the whole first sentence of each.
    """
    spoken = copy.copy(command)
    spoken.params = [copy.copy(parameter) for parameter in command.params]
    for owner, attribute, text in _texts(spoken):
        setattr(owner, attribute, translate(text, language()))
    spoken.short_help = _first_sentence(spoken.help or "")
    if name in EXAMPLES:
        heading = translate(N_("Examples:"), language())
        spoken.epilog = "\n".join(("\b", heading, *(f"  {line}" for line in EXAMPLES[name])))
    if isinstance(spoken, click.Group):
        below = spoken.commands.items()
        spoken.commands = {each: translated(part, f"{name} {each}".strip()) for each, part in below}
    return spoken


def help_sentences(commands: dict[str, tuple[str, str]]) -> Iterator[tuple[Path, str]]:
    """Yield every sentence of the help as it is in the code, with the file that holds it."""
    for place, line in commands.values():
        module_name, attribute = place.split(":")
        module = importlib.import_module(module_name)
        yield Path(str(module.__file__)), line
        for part in _parts(getattr(module, attribute)):
            for _owner, _attribute, text in _texts(part):
                yield Path(str(module.__file__)), text


def _parts(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from _parts(below)


def _texts(command: click.Command) -> Iterator[tuple[object, str, str]]:
    for owner, attribute in ((command, "help"), (command, "epilog"), *((p, "help") for p in command.params)):
        text = getattr(owner, attribute, None)
        if text:
            yield owner, attribute, inspect.cleandoc(text)


def _first_sentence(text: str) -> str:
    paragraph = " ".join(inspect.cleandoc(text).partition("\n\n")[0].split())
    end = re.search(r"\.(?=\s)", paragraph)
    return paragraph[: end.end()] if end else paragraph
