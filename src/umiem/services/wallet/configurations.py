"""What wallets can take, and what they read about that first (OpenID4VCI 1.0, sections 12.2 and 12.3).

Each organisation is a credential issuer of its own: ``https://…/o/<slug>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from umiem import wiring
from umiem.engine.envelopes.key_proof import KEY_PROOF_ALGORITHMS
from umiem.services.credential.representations.open_badges_3 import CONTEXTS
from umiem.services.credential.representations.sd_jwt_learning import (
    CLAIMS,
    LEVEL_CLAIM,
    NO_LEVEL_CLAIM,
    VCT,
    VCT_WITHOUT_LEVEL,
)
from umiem.services.key import keys
from umiem.services.key.signing import SUITES
from umiem.storage.models import Organisation

PRE_AUTHORIZED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
LEARNING, LEARNING_WITHOUT_LEVEL, OPEN_BADGE = (
    "learning-credential",
    "learning-credential-no-level",
    "open-badge",
)
_JOSE = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}
_NAMES = {
    LEARNING: {"pl": "Mikropoświadczenie", "en": "Micro-credential"},
    LEARNING_WITHOUT_LEVEL: {"pl": "Mikropoświadczenie", "en": "Micro-credential"},
    OPEN_BADGE: {"pl": "Mikropoświadczenie (Open Badge)", "en": "Micro-credential (Open Badge)"},
}


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """The addresses of one credential issuer."""

    issuer: str

    @property
    def token(self) -> str:
        return f"{self.issuer}/openid4vci/token"

    @property
    def nonce(self) -> str:
        return f"{self.issuer}/openid4vci/nonce"

    @property
    def credential(self) -> str:
        return f"{self.issuer}/openid4vci/credential"

    @property
    def notification(self) -> str:
        return f"{self.issuer}/openid4vci/notification"

    def offer(self, code: str) -> str:
        """Return where an offer is read by reference (section 4.1.3)."""
        return f"{self.issuer}/openid4vci/offers/{code}"


def endpoints(organisation: Organisation) -> Endpoints:
    """Return the addresses of an organisation as a credential issuer."""
    return Endpoints(issuer=f"{wiring.installation().base_url}/o/{organisation.slug}")


def issuer_metadata(organisation: Organisation) -> dict[str, Any]:
    """Return the metadata of the credential issuer (section 12.2.4)."""
    found = endpoints(organisation)
    return {
        "credential_issuer": found.issuer,
        "credential_endpoint": found.credential,
        "nonce_endpoint": found.nonce,
        "notification_endpoint": found.notification,
        "display": [{"name": name, "locale": locale} for locale, name in organisation.names.items()],
        "credential_configurations_supported": _configurations(organisation),
    }


def authorization_server_metadata(organisation: Organisation) -> dict[str, Any]:
    """Return the metadata of the authorisation server, which is the issuer itself (RFC 8414; section 12.3).

    Nobody is asked to sign in there: the holder did before the offer was made.
    """
    found = endpoints(organisation)
    return {
        "issuer": found.issuer,
        "token_endpoint": found.token,
        "response_types_supported": [],
        "grant_types_supported": [PRE_AUTHORIZED],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def _configurations(organisation: Organisation) -> dict[str, Any]:
    key, _ = keys.active_signer(organisation, for_lists=True)
    bound = {
        "format": "dc+sd-jwt",
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": [_JOSE[key.algorithm]],
        "proof_types_supported": {
            "jwt": {"proof_signing_alg_values_supported": sorted(KEY_PROOF_ALGORITHMS)}
        },
    }
    return {
        LEARNING: {**bound, "vct": VCT, "credential_metadata": _shown(LEARNING, but=NO_LEVEL_CLAIM)},
        LEARNING_WITHOUT_LEVEL: {
            **bound,
            "vct": VCT_WITHOUT_LEVEL,
            "credential_metadata": _shown(LEARNING_WITHOUT_LEVEL, but=LEVEL_CLAIM),
        },
        OPEN_BADGE: {
            "format": "ldp_vc",
            "credential_definition": {
                "@context": list(CONTEXTS),
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
            },
            "credential_signing_alg_values_supported": [SUITES[key.algorithm]],
            "credential_metadata": {"display": _display(OPEN_BADGE)},
        },
    }


def _shown(configuration: str, *, but: str) -> Mapping[str, Any]:
    claims = [
        {
            "path": [claim.name],
            "mandatory": claim.mandatory,
            "display": [{"name": label, "locale": locale} for locale, label in claim.label.items()],
        }
        for claim in CLAIMS
        if claim.name != but
    ]
    return {"display": _display(configuration), "claims": claims}


def _display(configuration: str) -> list[dict[str, str]]:
    return [
        {"name": name, "locale": locale, "background_color": "#0f5c5c", "text_color": "#ffffff"}
        for locale, name in _NAMES[configuration].items()
    ]
