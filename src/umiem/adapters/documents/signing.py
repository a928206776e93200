"""A PDF signed by its issuer: PAdES baseline B-B, or B-T with a time-stamping service (ETSI EN 319 142-1).

The signature is invisible, so that the page stays as it was designed; readers show it in a panel of their
own. It covers the whole file, with everything attached.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asn1crypto import keys as untyped_keys
from asn1crypto import x509 as untyped_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator import registry as untyped_registry

from umiem.adapters.keys.seal import SealIdentity

FIELD = "Umiem"

# asn1crypto has no type annotations: its modules are taken as Any.
_keys: Any = untyped_keys
_x509: Any = untyped_x509
_registry: Any = untyped_registry


def signed_pdf(data: bytes, seal: SealIdentity, *, reason: str, time_stamper: Any = None) -> bytes:
    """Return the PDF with the organisation's signature; ``time_stamper`` is one of pyhanko's.

    Raises what the time stamper raises.
    """
    chain = [_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in seal.certificates]
    key = seal.signer.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=chain[0],
        signing_key=_keys.PrivateKeyInfo.load(key),
        cert_registry=_registry.SimpleCertificateStore.from_certs(chain[1:]),
    )
    settings = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", reason=reason
    )
    out = io.BytesIO()
    with ThreadPoolExecutor(max_workers=1) as apart:  # pyhanko runs a loop; so may the caller
        work = apart.submit(
            signers.sign_pdf,
            IncrementalPdfFileWriter(io.BytesIO(data)),
            settings,
            signer=signer,
            timestamper=time_stamper,
            output=out,
        )
        work.result()
    return out.getvalue()
