"""The help speaks the language of the terminal: our own words and those of the parser."""

from __future__ import annotations

import os
import subprocess
import sys

from umiem.cli.help_texts import help_sentences
from umiem.cli.main import COMMANDS


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
