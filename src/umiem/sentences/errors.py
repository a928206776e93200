"""One sentence per error code: what is wrong and what to do next."""

from __future__ import annotations

from umiem.errors import UmiemError
from umiem.sentences import N_
from umiem.sentences.translate import fill, translate

ERROR_SENTENCES: dict[str, str] = {
    "unknown-command": N_("There is no command {name}. See: umiem --help"),
}


def error_sentence(error: UmiemError, language: str) -> str:
    """Return the sentence for ``error`` in ``language``; the plain English text for a code without one."""
    template = ERROR_SENTENCES.get(error.code)
    return str(error) if template is None else fill(translate(template, language), error.params)
