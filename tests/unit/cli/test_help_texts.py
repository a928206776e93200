"""The help speaks the language of the terminal: our own words and those of the parser."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from umiem.cli.examples import EXAMPLES
from umiem.cli.help_texts import help_sentences
from umiem.cli.main import COMMANDS, SECTIONS, umiem


def help_of(*arguments: str, language: str) -> str:
    environment = {**os.environ, "LANG": language, "LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": ""}
    code = "import sys; from umiem.cli.main import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_help_is_polish_on_a_polish_terminal() -> None:
    shown = help_of("verify", "--help", language="pl_PL.UTF-8")
    assert "Użycie:" in shown
    assert "Nie używaj sieci" in shown
    assert "Ask no network" not in shown


def test_help_is_english_elsewhere() -> None:
    assert "Ask no network" in help_of("verify", "--help", language="C.UTF-8")


def test_a_wrong_option_is_refused_in_polish() -> None:
    assert "Błąd: Nie ma opcji '--xx'." in help_of("verify", "--xx", language="pl_PL.UTF-8")


def test_every_command_below_a_group_is_collected() -> None:
    found = {sentence for _path, sentence in help_sentences(COMMANDS)}
    assert "Print what may be told to everyone about the key in FILE." in found
    assert "Check credentials from files." in found


def test_the_commands_of_the_review_speak_polish_too() -> None:
    shown = help_of("definition", "decide", "--help", language="pl_PL.UTF-8")
    assert "Recommend" not in shown
    assert "Why. It is kept" not in shown


def test_a_list_of_commands_tells_the_whole_first_sentence_of_each() -> None:
    assert "..." not in help_of("keys", "--help", language="C.UTF-8").partition("Commands:")[2]


def every_command() -> Iterator[tuple[str, click.Command]]:
    def below(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
        if not isinstance(command, click.Group):
            yield name, command
            return
        context = click.Context(command)
        for each in command.list_commands(context):
            part = command.get_command(context, each)
            assert part is not None
            yield from below(part, f"{name} {each}".strip())

    yield from below(umiem, "")


def test_every_command_stands_in_one_section_of_the_help() -> None:
    placed = [name for _heading, names in SECTIONS for name in names]
    assert sorted(placed) == sorted(COMMANDS)
    shown = help_of("--help", language="pl_PL.UTF-8")
    assert "Umiejętności i plany:" in shown


def test_every_option_says_what_it_is_for() -> None:
    silent = [
        f"{name} {parameter.opts[0]}"
        for name, command in every_command()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_calls_of_their_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seal.p12").touch()
    command = dict(every_command())[name]
    for line in EXAMPLES[name]:
        words = shlex.split(line)
        own = ["umiem", *name.split()]
        assert words[: len(own)] == own
        command.make_context(name, words[len(own) :])


def test_examples_stand_below_the_help() -> None:
    shown = help_of("verify", "--help", language="pl_PL.UTF-8")
    assert "\nPrzykłady:\n" in shown.replace("  Przykłady", "Przykłady")
    assert "umiem verify credentials/*.json\n" in shown
