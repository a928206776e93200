"""The command ``umiem``: finds the command's own file and imports it only when it is used."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from umiem import __version__
from umiem.cli.exit_codes import exit_code_of
from umiem.cli.help_texts import speak_the_terminal_language, translated
from umiem.cli.messages import _, say_error, speak_in
from umiem.errors import ConfigurationError, UmiemError
from umiem.sentences import N_

# command name -> ("module:attribute", one line of help). Imported only when used: start-up must be quick.
COMMANDS: dict[str, tuple[str, str]] = {
    "translations": (
        "umiem.cli.translations:translations",
        "Collect, check and compile the interface sentences.",
    ),
    "bench": (
        "umiem.cli.bench:bench",
        "Measure the speed of the engine on this machine.",
    ),
    "conformance": ("umiem.cli.conformance:conformance", "Let the public W3C test suites drive Umiem."),
    "convert": ("umiem.cli.convert:convert", "Write a credential in another format."),
    "award": ("umiem.cli.award:award", "Award a list of learners in this installation."),
    "batch": ("umiem.cli.batch:batch", "Watch, pause, cancel or undo a batch of awards."),
    "check-invariants": (
        "umiem.cli.invariants:check_invariants",
        "Check what must hold at every moment, over the whole database.",
    ),
    "drill": ("umiem.cli.drill:drill", "Kill, and see that nothing is lost, doubled or orphaned."),
    "worker": ("umiem.cli.worker:worker", "Work on batches, lists and mail; any number on any machine."),
    "organisation": (
        "umiem.cli.organisation:organisation",
        "Make organisations, give roles in them, set their seal and how they issue.",
    ),
    "correct": ("umiem.cli.correct:correct", "Correct a name or day: revoke and issue again."),
    "renew": ("umiem.cli.correct:renew", "Issue an award again with a later end."),
    "restored": ("umiem.cli.restored:restored", "Run once after a backup was put back."),
    "scrub": ("umiem.cli.scrub:scrub", "Re-read stored credentials and find every changed byte."),
    "revoke": ("umiem.cli.revoke:revoke", "Revoke or suspend a credential of this installation."),
    "doctor": ("umiem.cli.doctor:doctor", "Say what is installed and whether this installation is healthy."),
    "definition": ("umiem.cli.definition:definition", "Check, compare, import and export definitions."),
    "issue": ("umiem.cli.issue:issue", "Issue one signed credential for each learner of a list."),
    "keys": ("umiem.cli.keys:keys", "Keys of organisations and key files."),
    "skills": ("umiem.cli.skills:skills", "Search skills and occupations."),
    "offer": ("umiem.cli.offer:offer", "Read a job offer: skills, ISCO groups, occupations."),
    "plan": ("umiem.cli.plan:plan", "Plan the way from one occupation to another."),
    "demand": ("umiem.cli.demand:demand", "Count what job offers ask for; shown in the catalogue."),
    "esco": ("umiem.cli.esco:esco", "Import the official ESCO files, compare versions, show what is there."),
    "registry": ("umiem.cli.registry:registry", "Trust lists: for whom this installation vouches."),
    "stack": ("umiem.cli.stack:stack", "Say what somebody's credentials add up to."),
    "up": ("umiem.cli.up:up", "Prepare what is missing and start the server."),
    "verify": ("umiem.cli.verify:verify", "Check credentials from files."),
}


# What belongs together in the help; a test asks that every command stands in one of these, once.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Start and look after"), ("up", "worker", "doctor", "check-invariants", "scrub", "restored")),
    (N_("Organisations"), ("organisation", "keys", "registry")),
    (N_("Define and award"), ("definition", "award", "batch", "correct", "renew", "revoke")),
    (N_("Credentials as files"), ("issue", "verify", "convert", "stack")),
    (N_("Skills and plans"), ("skills", "offer", "plan", "esco", "demand")),
    (N_("Develop and measure"), ("bench", "drill", "conformance", "translations")),
)


class LazyGroup(click.Group):
    """A click group whose commands live in files of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        return translated(getattr(importlib.import_module(module), attribute), cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        longest = max(len(name) for name in COMMANDS)
        for heading, names in SECTIONS:
            with formatter.section(_(heading)):
                formatter.write_dl([(name.ljust(longest), _(COMMANDS[name][1])) for name in names])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="umiem")
def umiem() -> None:
    """Define, assess, issue, hold, share, verify and plan micro-credentials."""
    speak_in(None)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; the one place where errors become a sentence and an exit code."""
    speak_the_terminal_language()
    try:
        return translated(umiem).main(args=arguments, prog_name="umiem")
    except UmiemError as error:
        say_error(error)
        sys.exit(exit_code_of(error))
    except OSError as problem:  # a full disk, a missing permission: nothing in the program can help
        refusal = ConfigurationError("system-refused", problem=problem.strerror or str(problem))
        say_error(refusal)
        sys.exit(exit_code_of(refusal))
