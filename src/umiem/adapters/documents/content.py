"""What the printed documents show, as plain data: made by services, set in type here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]
"""Language tag → text."""


def said(texts: Texts, language: str) -> str:
    """Return the text in ``language``, or the first there is, or nothing."""
    return texts.get(language) or next((value for value in texts.values() if value), "")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A small label and its value on page one: workload, level, date, grade."""

    label: Texts
    value: Texts


@dataclass(frozen=True, kw_only=True)
class ElementRow:
    """One European standard element: code, name, and one line or more."""

    code: str
    name: Texts
    lines: tuple[Texts, ...]


@dataclass(frozen=True, kw_only=True)
class Verify:
    """Where the credential is checked: the full link for the QR code, a short address and a code to type.

    Without a code the address is a page that takes the file.
    """

    link: str
    address: str
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """The credential itself, attached to the PDF under a file name."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs a certificate: a name and, in each language, an office."""

    name: str
    role: Texts = field(default_factory=dict)


DESIGNS = ("classic", "modern", "plain")


@dataclass(frozen=True, kw_only=True)
class Design:
    """How an organisation's certificates look; ``logo`` is a PNG of its own making, or nothing."""

    name: str = DESIGNS[0]
    logo: bytes = field(default=b"", repr=False)
    signatories: tuple[Signatory, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CertificateContent:
    """Everything on a certificate. ``identifier`` and ``hue`` draw the rosette of the definition."""

    identifier: str
    hue: int | None
    title: Texts
    learner: str
    body: Texts
    outcomes: tuple[Texts, ...]
    facts: tuple[Fact, ...]
    issued_by: Texts
    elements: tuple[ElementRow, ...]
    reference: str
    verify: Verify | None = None
    attachment: Attachment | None = None
    design: Design = field(default_factory=Design)
