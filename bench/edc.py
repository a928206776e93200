"""Speed of European Digital Credentials, seals and certificates; and 1,000 of them against the shapes.

``python -m bench.edc`` judges 1,000 generated credentials with pySHACL (some minutes) and prints how many
violate the merged shapes: it must be none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import cycle
from typing import Any

from tests.european_shapes import shacl_violations
from tests.examples import NOW, PICTURES, STATUS_ENTRIES, issuer_of
from tests.generated_awards import generated_awards
from tests.seal_authority import edc_document, seal, trusting
from umiem.adapters.documents.certificate import certificate_pdf
from umiem.adapters.documents.content import Attachment, Verify
from umiem.domain.award import AwardRecord
from umiem.engine import VerificationPolicy
from umiem.engine.profiles.european_digital_credential import faults_of
from umiem.engine.seals.jades import seal_credential, verify_seal
from umiem.services.credential.representations.european_digital_credential import (
    european_digital_credential_document,
)
from umiem.services.credential.representations.paper import certificate_content

Case = tuple[str, Callable[[], object]]
_AWARDS = 64


def cases() -> list[Case]:
    """Return the rows: a name, and one operation to time."""
    awards = list(generated_awards(_AWARDS))
    next_award, next_document = cycle(awards), cycle([_document(award) for award in awards])
    document, sources, policy = edc_document(), trusting(), VerificationPolicy.strict()
    sealed = _sealed(document)
    contents = cycle([_content(award) for award in awards])
    return [
        ("edc-document", lambda: _document(next(next_award))),
        ("edc-check", lambda: faults_of(next(next_document))),
        ("edc-seal-es256", lambda: _sealed(document)),
        ("edc-verify-es256", lambda: verify_seal(sealed, policy=policy, at=NOW, sources=sources)),
        ("certificate-pdf", lambda: certificate_pdf(next(contents), languages=("pl", "en"), made_at=NOW)),
    ]


def _document(award: AwardRecord) -> dict[str, Any]:
    return european_digital_credential_document(
        award,
        issuer_of(award.definition),
        credential_id="urn:uuid:1018d05f-21d5-4555-b7f0-8fabfd22ca75",
        issued_at=NOW,
        pictures=PICTURES,
        status_entries=STATUS_ENTRIES,
    )


def _sealed(document: dict[str, Any]) -> bytes:
    identity = seal()
    return seal_credential(
        document, signer=identity.signer, certificates=identity.certificates, sealed_at=NOW
    ).data


def _content(award: AwardRecord) -> Any:
    return certificate_content(
        award,
        issuer_of(award.definition),
        reference="urn:credential:1018d05f-21d5-4555-b7f0-8fabfd22ca75",
        verify=Verify(link="https://example.org/v/7KQM2PXD", address="example.org/v", code="7KQM-2PXD"),
        attachment=Attachment(name="credential.json", media_type="application/json", data=b"{}" * 4000),
    )


def main(count: int) -> int:
    """Judge ``count`` generated credentials by the public shapes; the exit code is 1 when one fails."""
    violations = []
    for number, award in enumerate(generated_awards(count, seed=count), start=1):
        violations += shacl_violations([_document(award)])
        if number % 100 == 0:
            print(f"{number} judged, {len(violations)} violations", flush=True)
    print(f"{count} credentials, {len(violations)} violations of edc-generic-full + edc-generic-no-cv")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
