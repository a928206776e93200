"""What stands behind the code of a printed certificate: the signed credential, checked at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from umiem.services.credential import credentials, printed_codes
from umiem.services.definition.definitions import DefinitionView, view_of
from umiem.services.files import File
from umiem.services.verifying import verification
from umiem.storage.models import Credential, Organisation


@dataclass(frozen=True, kw_only=True)
class PrintedCredential:
    """A credential as anyone who has the paper may see it, with the answer of the verifier."""

    credential: Credential
    organisation: Organisation
    definition: DefinitionView
    report: verification.CheckResult


def open_printed(code: str) -> PrintedCredential:
    """Return the credential of a printed code, verified now; raises ``NotFoundError`` for a wrong one."""
    credential = printed_codes.find(code)
    report = verification.check(credentials.file_of(credential).data, source="link")
    return PrintedCredential(
        credential=credential,
        organisation=credential.organisation,
        definition=view_of(credential.award.definition_version),
        report=report,
    )


def printed_file(code: str) -> File:
    """Return the exact signed bytes behind a printed code."""
    return credentials.file_of(printed_codes.find(code))
