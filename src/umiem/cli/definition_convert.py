"""Definitions and badges from elsewhere into draft files, each with what it lacks for Annex I."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from umiem.cli.files import read_bytes, write_all
from umiem.cli.messages import _, language, ngettext, say
from umiem.domain.definition_file import dump_definition
from umiem.domain.findings import assess_definition, blocking
from umiem.domain.imports.draft import ImportedDraft
from umiem.sentences.findings import finding_sentence
from umiem.services.definition.definition_imports import MAX_UNPACKED, drafts_from_file


def convert_file(file: Path, out: Path, *, force: bool) -> None:
    """Write a YAML draft into ``out`` for each definition in ``file``, all or none, and report."""
    drafts = drafts_from_file(read_bytes(file, limit=MAX_UNPACKED))
    named = _named(drafts)
    write_all(out, {name: dump_definition(draft.definition) for name, draft in named.items()}, force=force)
    for name, draft in named.items():
        _report(name, draft)
    say(ngettext("{count} draft written into {folder}.", "{count} drafts written into {folder}.", len(named)),
        count=len(named), folder=out)  # fmt: skip


def _named(drafts: tuple[ImportedDraft, ...]) -> dict[str, ImportedDraft]:
    named: dict[str, ImportedDraft] = {}
    for draft in drafts:
        stem, number = draft.definition.identifier, 1
        while f"{stem}.yaml" in named:
            number += 1
            stem = f"{draft.definition.identifier}-{number}"
        named[f"{stem}.yaml"] = draft
    return named


def _report(name: str, draft: ImportedDraft) -> None:
    say(_("{name}: from {kind}, {origin}"), name=name, kind=draft.kind, origin=draft.origin or "–")
    for finding in blocking(assess_definition(draft.definition, on=datetime.now(UTC).date())):
        say(f"  {finding.element or '–':<4} {finding_sentence(finding, language())}")
    if draft.dropped:
        say(_("  Not carried over: {fields}"), fields=", ".join(draft.dropped))
