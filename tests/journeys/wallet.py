"""A wallet of the tests' own: it shares no code with the services but for the signing of JWS."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from joserfc import jwk, jws

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
_ANY = jws.JWSRegistry(strict_check_header=False)


class Wallet:
    """What a wallet does: read the offer and the metadata, exchange the code, prove a key, ask."""

    def __init__(self, address: str) -> None:
        self.client, self.key = Client(), jwk.ECKey.generate_key("P-256")
        where = parse_qs(urlsplit(address).query)["credential_offer_uri"][0]
        self.offer_path = urlsplit(where).path
        self.access = ""

    def read(self) -> dict[str, Any]:
        self.offer = self.client.get(self.offer_path).json()
        self.issuer = self.offer["credential_issuer"]
        parts = urlsplit(self.issuer)
        self.metadata = self.client.get(f"/.well-known/openid-credential-issuer{parts.path}").json()
        self.server = self.client.get(f"/.well-known/oauth-authorization-server{parts.path}").json()
        return self.offer

    def post(self, address: str, data: Any, **more: Any) -> Any:
        return self.client.post(urlsplit(address).path, data, **more)

    def exchange(self, tx_code: str) -> Any:
        code = self.offer["grants"][GRANT]["pre-authorized_code"]
        form = f"grant_type={GRANT}&pre-authorized_code={code}&tx_code={tx_code}"
        answer = self.post(
            self.server["token_endpoint"], form, content_type="application/x-www-form-urlencoded"
        )
        self.access = answer.json().get("access_token", "")
        return answer

    def nonce(self) -> str:
        answer = self.post(self.metadata["nonce_endpoint"], "", content_type="application/json")
        assert answer["Cache-Control"] == "no-store"
        return str(answer.json()["c_nonce"])

    def proof(self, *, nonce: str | None = None, header: Any = None, key: Any = None, **claims: Any) -> str:
        key = key or self.key
        head = {"typ": "openid4vci-proof+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
        body = {
            "aud": self.issuer,
            "iat": int(time.time()),
            "nonce": self.nonce() if nonce is None else nonce,
        }
        body = {name: value for name, value in (body | claims).items() if value is not None}
        return jws.serialize_compact(head | (header or {}), json.dumps(body), key, registry=_ANY)

    def ask(self, configuration: str, *proofs: str, **more: Any) -> Any:
        body: dict[str, Any] = {"credential_configuration_id": configuration, **more}
        if proofs:
            body["proofs"] = {"jwt": list(proofs)}
        return self.request(body)

    def request(self, body: Any) -> Any:
        return self.post(
            self.metadata["credential_endpoint"],
            json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.access}"},
        )

    def tell(self, notification: str, event: str) -> Any:
        return self.post(
            self.metadata["notification_endpoint"],
            json.dumps({"notification_id": notification, "event": event}),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.access}"},
        )
