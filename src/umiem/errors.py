"""The one error tree of Umiem.

Every error carries a stable kebab-case ``code`` and parameters; ``str()`` is plain English for
developers. Sentences for people are made at the edges (``web``, ``api``, ``cli``) from the code.
"""

from __future__ import annotations


class UmiemError(Exception):
    """Base of every error that Umiem raises on purpose."""

    def __init__(self, code: str, /, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class MalformedInputError(UmiemError):
    """The input is not what it claims to be: wrong syntax, shape, encoding or size."""


class UnsupportedError(UmiemError):
    """The input may be right, but Umiem does not know this kind, algorithm or version."""


class VerificationError(UmiemError):
    """A credential is not valid; ``report`` says which checks failed or could not be made."""

    def __init__(self, code: str, /, *, report: object, **params: object) -> None:
        super().__init__(code, **params)
        self.report = report


class UnavailableError(UmiemError):
    """Something could not be found out now; trying again later may help."""


class RefusedError(UmiemError):
    """The rules say no: permission, state, a limit, or a definition that is not complete."""


class NotFoundError(UmiemError):
    """There is no such thing, or the asker may not know of it."""


class ConfigurationError(UmiemError):
    """The installation is set up wrongly; raised at start-up only."""
