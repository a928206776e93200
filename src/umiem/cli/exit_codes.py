"""The one table that turns what happened into an exit code."""

from __future__ import annotations

from enum import IntEnum

from umiem.errors import (
    ConfigurationError,
    MalformedInputError,
    NotFoundError,
    RefusedError,
    UmiemError,
    UnavailableError,
    UnsupportedError,
    VerificationError,
)


class ExitCode(IntEnum):
    DONE = 0
    INVALID = 1
    USAGE = 2
    COULD_NOT_TELL = 3
    CONFIGURATION = 4


_BY_ERROR: dict[type[UmiemError], ExitCode] = {
    MalformedInputError: ExitCode.INVALID,
    UnsupportedError: ExitCode.COULD_NOT_TELL,
    VerificationError: ExitCode.INVALID,
    UnavailableError: ExitCode.COULD_NOT_TELL,
    RefusedError: ExitCode.INVALID,
    NotFoundError: ExitCode.USAGE,
    ConfigurationError: ExitCode.CONFIGURATION,
}


def exit_code_of(error: UmiemError) -> ExitCode:
    """Return the exit code for ``error``."""
    return next((code for kind, code in _BY_ERROR.items() if isinstance(error, kind)), ExitCode.INVALID)
