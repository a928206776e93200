"""``umiem translations``: collect the sentences of the interface, check and compile the Polish catalogue.

English sentences are the message ids, so only Polish needs a catalogue. A sentence without a Polish
translation, with other placeholders or without all its plural forms is an error, never a warning.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from umiem.cli.exit_codes import ExitCode
from umiem.cli.help_texts import help_sentences
from umiem.cli.messages import _, say

PACKAGE = Path(__file__).parents[1]
CATALOGUE = PACKAGE / "locale" / "pl" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
}
_CHANGING = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{\w+\}")


_HEADER = """\
# Polish sentences of the Umiem interface. The message ids are the English sentences.
# Written by: umiem translations extract
#"""


@click.group()
def translations() -> None:
    """Collect, check and compile the sentences of the interface."""


@translations.command("extract")
def extract_command() -> None:
    """Bring the catalogue up to date with the code; new sentences wait for a translation."""
    catalogue = updated_catalogue()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(_as_po(catalogue))
    waiting = sum(not _is_translated(message) for message in catalogue if message.id)
    say(_("{count} sentences, {waiting} without a translation."), count=len(catalogue), waiting=waiting)


@translations.command("check")
def check_command() -> None:
    """Say what is missing or wrong in the catalogue; exit 1 when there is anything."""
    found = list(problems())
    for problem in found:
        say(problem, error=True)
    if found:
        sys.exit(ExitCode.INVALID)
    say(_("All sentences are translated."))


@translations.command("compile")
def compile_command() -> None:
    """Write the compiled catalogue that the program reads."""
    COMPILED.write_bytes(compiled(_stored()))


def sentences() -> Catalog:
    """Return every sentence marked in the code and the templates, as a catalogue without translations."""
    found = Catalog()
    for path in sorted(PACKAGE.rglob("*.py")):
        _collect(found, path, path.read_bytes())
    for pattern in ("*.html", "*.txt"):
        for path in sorted(PACKAGE.glob(f"*/templates/**/{pattern}")):
            _collect(found, path, _as_python(path).encode("utf-8"))
    from umiem.cli.main import COMMANDS, umiem

    for path, sentence in (*help_sentences(COMMANDS), (PACKAGE / "cli" / "main.py", umiem.help or "")):
        found.add(sentence, locations=[(path.relative_to(PACKAGE.parent).as_posix(), 1)])
    return found


def updated_catalogue() -> Catalog:
    """Return the stored catalogue with the sentences of today; what is no longer used is dropped."""
    stored = _stored() if CATALOGUE.exists() else Catalog(locale="pl")
    fresh = Catalog(
        locale="pl",
        header_comment=_HEADER,
        project="Umiem",
        version="",
        copyright_holder="",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        charset="utf-8",
        fuzzy=False,
    )
    for message in sentences():
        if not message.id:
            continue
        known = _known(stored, message)
        flags = message.flags | ({"fuzzy"} if known is not None and known.fuzzy else set())
        fresh.add(
            message.id,
            string="" if known is None else known.string,
            locations=message.locations,
            flags=flags,
        )
    return fresh


def problems() -> Iterator[str]:
    """Yield one line for each thing that is missing or wrong in the Polish catalogue."""
    stored = _stored()
    marked = {message.id: message for message in sentences() if message.id}
    for identifier, message in marked.items():
        known = _known(stored, message)
        place = message.locations[0][0] if message.locations else ""
        if known is None:
            yield f"{place}: not in the catalogue: {identifier!r}"
        else:
            yield from (f"{place}: {problem}: {identifier!r}" for problem in _faults(known))
    for message in stored:
        if message.id and message.id not in marked:
            yield f"no longer used: {message.id!r}"


def _known(stored: Catalog, message: Message) -> Message | None:
    """Return what is stored for ``message``; a sentence that got or lost its plural is another sentence."""
    found = stored.get(message.id)
    return found if found is not None and found.pluralizable == message.pluralizable else None


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue in the form that gettext reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "marked as uncertain"
    if not _is_translated(message):
        yield "not translated"
        return
    forms, originals = _forms(message.string), _forms(message.id)
    allowed = set().union(*(_placeholders(original) for original in originals))
    required = set.intersection(*(_placeholders(original) for original in originals))
    for form in forms:
        if not required <= _placeholders(form) <= allowed:
            yield f"other placeholders in {form!r}"


def _is_translated(message: Message) -> bool:
    if isinstance(message.id, tuple):
        return isinstance(message.string, tuple) and len(message.string) == 3 and all(message.string)
    return bool(message.string)


def _forms(text: object) -> tuple[str, ...]:
    """Return a sentence, or the forms of one with a plural."""
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _collect(found: Catalog, path: Path, source: bytes) -> None:
    place = path.relative_to(PACKAGE.parent).as_posix()
    options = {"encoding": "utf-8"}
    for _line, identifier, _comments, context in extract(
        "python", io.BytesIO(source), _KEYWORDS, (), options
    ):
        if identifier and context is None:
            found.add(identifier, locations=[(place, 1)])


def _as_python(path: Path) -> str:
    """Turn a template into something Python-like in which its sentences are marked."""
    from django.utils.translation.template import templatize

    return str(templatize(path.read_text(encoding="utf-8"), origin=str(path)))


def _stored() -> Catalog:
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="pl")


def _as_po(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, include_lineno=False, sort_by_file=True, omit_header=False)
    lines = buffer.getvalue().decode("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(_CHANGING)]
    return ("\n".join(kept) + "\n").encode("utf-8")
