"""Keys in JOSE: JWK, did:jwk, certificate chains, issuer metadata, and which key speaks for whom."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.jwk import ECKey, OKPKey, RSAKey

from tests.envelope_world import AT, STRICT, Published, failed, reason, sources
from tests.signing_keys import new_signer, signer_from_jwk
from umiem.engine.envelopes.issuer_metadata import find_published_key, issuer_metadata_url
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
from umiem.engine.identifiers import did_jwk
from umiem.engine.identifiers.jwk import (
    jwk_thumbprint,
    private_key_from_jwk,
    public_key_from_jwk,
    public_key_to_jwk,
)
from umiem.engine.identifiers.x509 import chain_fault, leaf_key, parse_x5c
from umiem.engine.report import Verdict
from umiem.engine.signers import InMemorySigner
from umiem.errors import MalformedInputError, NotFoundError, UmiemError, UnsupportedError

ISSUER = "https://uni.example/issuer"


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("Ed25519", lambda: OKPKey.generate_key("Ed25519")),
        ("P-256", lambda: ECKey.generate_key("P-256")),
        ("P-384", lambda: ECKey.generate_key("P-384")),
        ("P-521", lambda: ECKey.generate_key("P-521")),
        ("RSA", lambda: RSAKey.generate_key(2048)),
    ],
)
def test_the_same_jwk_and_thumbprint_as_joserfc(kind: str, make: Any) -> None:
    theirs = make()
    jwk = theirs.as_dict(private=False)
    key = public_key_from_jwk(jwk)
    assert key.algorithm == kind
    ours = public_key_to_jwk(key)
    assert ours.items() <= jwk.items()
    assert jwk_thumbprint(ours) == theirs.thumbprint()
    if kind != "RSA":
        private = private_key_from_jwk(theirs.as_dict(private=True))
        assert InMemorySigner(private, "").public_key == key


GOOD = public_key_to_jwk(new_signer("P-256").public_key)
BAD_JWKS: list[tuple[str, Any, type[UmiemError]]] = [
    ("no object", [], MalformedInputError),
    ("private", {**GOOD, "d": "AA"}, MalformedInputError),
    ("symmetric", {"kty": "oct", "k": "AA"}, MalformedInputError),
    ("unknown kind", {"kty": "AKP"}, UnsupportedError),
    ("unknown curve", {**GOOD, "crv": "secp256k1"}, UnsupportedError),
    ("off the curve", {**GOOD, "y": GOOD["x"]}, MalformedInputError),
    ("too short", {**GOOD, "x": "AAAA"}, MalformedInputError),
    ("padded", {**GOOD, "x": GOOD["x"] + "="}, MalformedInputError),
    ("short Ed25519", {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}, MalformedInputError),
    ("weak RSA", {"kty": "RSA", "n": "_" * 171 + "w", "e": "AQAB"}, MalformedInputError),
    ("RSA with zeros", {"kty": "RSA", "n": "AA" + "_" * 342, "e": "AQAB"}, MalformedInputError),
]


@pytest.mark.parametrize(("name", "jwk", "error"), BAD_JWKS, ids=[row[0] for row in BAD_JWKS])
def test_bad_jwks(name: str, jwk: Any, error: type[UmiemError]) -> None:
    with pytest.raises(error):
        public_key_from_jwk(jwk)


def test_a_private_jwk_must_belong_to_its_public_half() -> None:
    other = ECKey.generate_key("P-256").as_dict(private=True)
    with pytest.raises(MalformedInputError):
        private_key_from_jwk({**GOOD, "d": other["d"]})


def test_did_jwk_example_of_its_specification() -> None:
    did = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6"
        "OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )
    document = did_jwk.resolve(did)
    assert document["assertionMethod"] == [f"{did}#0"]
    assert document["verificationMethod"][0]["publicKeyJwk"]["crv"] == "P-256"
    assert did_jwk.encode(public_key_from_jwk(document["verificationMethod"][0]["publicKeyJwk"])) == did


@pytest.mark.parametrize(
    "did", ["did:jwk:", "did:jwk:e30", "did:web:x", "did:jwk:e30=", "did:jwk:" + "A" * 5000, "did:jwk:W10"]
)
def test_bad_did_jwks(did: str) -> None:
    with pytest.raises(UmiemError):
        did_jwk.resolve(did)


def certificate(
    name: str,
    key: Any,
    *,
    issuer: tuple[str, Any] | None = None,
    ca: bool = False,
    path_length: int | None = None,
    days: int = 365,
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> x509.Certificate:
    issuer_name, issuer_key = issuer or (name, key)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer_name)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=path_length), critical=True)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256())


def x5c(*chain: x509.Certificate) -> tuple[str, ...]:
    return tuple(base64.b64encode(entry.public_bytes(Encoding.DER)).decode() for entry in chain)


ROOT_KEY, MIDDLE_KEY, LEAF_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
ROOT = certificate("Root", ROOT_KEY, ca=True)
MIDDLE = certificate("Middle", MIDDLE_KEY, issuer=("Root", ROOT_KEY), ca=True, path_length=0)
NAMES = x509.SubjectAlternativeName([x509.DNSName("uni.example"), x509.UniformResourceIdentifier("urn:uni")])


def leaf(**changes: Any) -> x509.Certificate:
    settings: dict[str, Any] = {"issuer": ("Middle", MIDDLE_KEY), "extensions": ((NAMES, False),)} | changes
    return certificate(
        "Leaf", changes.pop("key", LEAF_KEY), **{k: v for k, v in settings.items() if k != "key"}
    )


def usage(**granted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names.split()})


def test_a_chain_to_a_known_root() -> None:
    chain = parse_x5c(list(x5c(leaf(), MIDDLE)))
    assert chain_fault(chain, [ROOT], at=AT) is None
    assert chain_fault((*chain, ROOT), [ROOT], at=AT) is None
    assert chain_fault(chain[:1], [chain[0]], at=AT) is None
    assert leaf_key(chain[0]).algorithm == "P-256"


UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
STRANGER = ec.generate_private_key(ec.SECP256R1())
CHAINS: list[tuple[str, tuple[x509.Certificate, ...], str]] = [
    ("unknown root", (certificate("Leaf", LEAF_KEY),), "certificate-not-trusted"),
    ("missing link", (leaf(),), "certificate-not-trusted"),
    ("expired", (leaf(days=30), MIDDLE), "certificate-not-in-date"),
    ("forged link", (leaf(issuer=("Middle", STRANGER)), MIDDLE), "certificate-chain-broken"),
    (
        "issued by a leaf",
        (certificate("Evil", STRANGER, issuer=("Leaf", LEAF_KEY)), leaf(), MIDDLE),
        "certificate-not-an-authority",
    ),
    (
        "path too long",
        (
            certificate("Deep", STRANGER, issuer=("Sub", LEAF_KEY)),
            certificate("Sub", LEAF_KEY, issuer=("Middle", MIDDLE_KEY), ca=True),
            MIDDLE,
        ),
        "certificate-path-too-long",
    ),
    (
        "not for signing",
        (leaf(extensions=((usage(key_agreement=True), True),)), MIDDLE),
        "certificate-not-for-signing",
    ),
    (
        "unknown critical extension",
        (
            leaf(
                extensions=(
                    (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True),
                )
            ),
            MIDDLE,
        ),
        "certificate-extension-unknown",
    ),
]


@pytest.mark.parametrize(("name", "chain", "fault"), CHAINS, ids=[row[0] for row in CHAINS])
def test_bad_chains(name: str, chain: tuple[x509.Certificate, ...], fault: str) -> None:
    assert chain_fault(chain, [ROOT], at=AT) == fault


def test_weak_authorities_are_not_believed() -> None:
    weak_key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    weak_root = certificate("Weak", weak_key, ca=True)
    chain = (certificate("Leaf", LEAF_KEY, issuer=("Weak", weak_key)),)
    assert chain_fault(chain, [weak_root], at=AT) == "certificate-not-trusted"


def test_bad_x5c() -> None:
    good = x5c(leaf())[0]
    for value in (None, [], [1], [good[:-1]], [good + "\n"], [good] * 6, ["AAAA"], "AAAA"):
        with pytest.raises(MalformedInputError):
            parse_x5c(value)
    weak = certificate("Weak", rsa.generate_private_key(public_exponent=65537, key_size=1024))
    with pytest.raises(MalformedInputError):
        leaf_key(weak)


def certified(issuer: str | None, chain: tuple[str, ...]) -> bytes:
    claims = {"vct": "https://example.com/t"} | ({} if issuer is None else {"iss": issuer})
    signer = InMemorySigner(LEAF_KEY, "")
    return sign_sd_jwt_vc(claims, signer, plan=DisclosurePlan(), certificate_chain=chain).data


def test_sd_jwt_vc_signed_under_a_certificate() -> None:
    roots = sources(anchors=(ROOT.public_bytes(Encoding.DER),))
    chain = x5c(leaf(), MIDDLE)

    def check(token: bytes, world: Any = roots) -> Any:
        return verify_sd_jwt_vc(token, policy=STRICT, at=AT, sources=world)

    good = check(certified(ISSUER, chain))
    assert good.verdict is Verdict.VALID
    subject = check(certified(None, chain))
    assert (subject.verdict, subject.issuer) == (Verdict.VALID, "CN=Leaf")
    stranger = check(certified("https://evil.example", chain))
    assert failed(stranger) == {"issuer-binding"}
    nobody = check(certified(ISSUER, chain), sources())
    assert reason(nobody, "proof") == "trust-anchors-missing"
    assert nobody.verdict is Verdict.INDETERMINATE
    unknown = check(certified(ISSUER, x5c(certificate("Leaf", LEAF_KEY))))
    assert reason(unknown, "proof") == "certificate-not-trusted"
    assert unknown.verdict is Verdict.INDETERMINATE


def test_where_issuer_metadata_lies() -> None:
    assert issuer_metadata_url("https://example.com") == "https://example.com/.well-known/jwt-vc-issuer"
    assert (
        issuer_metadata_url("https://example.com/t/1/") == "https://example.com/.well-known/jwt-vc-issuer/t/1"
    )
    for bad in (
        "http://example.com",
        "https://",
        "https://example.com?x",
        "https://a@b.example",
        "https://e#f",
    ):
        with pytest.raises(MalformedInputError):
            issuer_metadata_url(bad)


def test_keys_from_issuer_metadata() -> None:
    signer = signer_from_jwk(ECKey.generate_key("P-256").as_dict(private=True), f"{ISSUER}#k1")
    jwk = public_key_to_jwk(signer.public_key) | {"kid": "k1"}
    where = issuer_metadata_url(ISSUER)
    by_value = {where: {"issuer": ISSUER, "jwks": {"keys": [jwk]}}}
    by_link = {
        where: {"issuer": ISSUER, "jwks_uri": "https://uni.example/keys"},
        "https://uni.example/keys": {"keys": [jwk]},
    }
    for documents in (by_value, by_link):
        assert find_published_key(ISSUER, "k1", Published(documents)) == signer.public_key
        assert find_published_key(ISSUER, None, Published(documents)) == signer.public_key
        with pytest.raises(NotFoundError):
            find_published_key(ISSUER, "k2", Published(documents))
    bad: list[dict[str, Any]] = [
        {"issuer": "https://evil.example", "jwks": {"keys": [jwk]}},
        {"issuer": ISSUER},
        {"issuer": ISSUER, "jwks": {"keys": []}},
        {"issuer": ISSUER, "jwks": {"keys": [jwk]}, "jwks_uri": "https://uni.example/keys"},
        {"issuer": ISSUER, "jwks_uri": "http://uni.example/keys"},
    ]
    for metadata in bad:
        with pytest.raises(MalformedInputError):
            find_published_key(ISSUER, "k1", Published({where: metadata}))
