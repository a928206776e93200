"""Opening a token: parsing it strictly, believing nothing yet."""

from __future__ import annotations

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.credential_report import OpenedEnvelope, read_payload
from umiem.engine.envelopes.jws import CompactJws, parse_compact_jws
from umiem.engine.envelopes.sd_jwt.processing import process_payload
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt
from umiem.engine.problems import Problem

VC_JWT = "vc+jwt"


def open_vc_jwt(token: bytes) -> OpenedEnvelope:
    """Return the credential in a compact ``vc+jwt`` (VC-JOSE-COSE section 3.1.1), not verified.

    Raises ``MalformedInputError`` for what is no token, or whose payload is not strict JSON.
    """
    jws = parse_compact_jws(token)
    claims, text, shape = read_payload(jws.payload)
    return OpenedEnvelope(
        format=VC_JWT,
        jws=jws,
        claims=claims,
        problems=type_problems(jws, VC_JWT, "vc"),
        text=text,
        shape=shape,
    )


def open_concealed(token: bytes, kind: str, content: str) -> OpenedEnvelope:
    """Return the document in a ``vc+sd-jwt`` or ``vp+sd-jwt``, its disclosures in their places, not verified.

    Raises ``MalformedInputError`` like ``open_vc_jwt``, and for disclosures that belong nowhere.
    """
    sd_jwt = parse_sd_jwt(token)
    jws = parse_compact_jws(sd_jwt.issuer_signed.encode("ascii"))
    claims = process_payload(parse_json_object(jws.payload), sd_jwt.disclosures).claims
    return OpenedEnvelope(format=kind, jws=jws, claims=claims, problems=type_problems(jws, kind, content))


def type_problems(jws: CompactJws, kind: str, content: str) -> tuple[Problem, ...]:
    """Say whether ``typ`` and ``cty`` name this format (RFC 7515 sections 4.1.9 and 4.1.10)."""
    problems = []
    if media_type(jws.header.get("typ")) != kind:
        problems.append(Problem(code="jws-type", path="/typ", params={"expected": kind}))
    if "cty" in jws.header and media_type(jws.header["cty"]) != content:
        problems.append(Problem(code="jws-content-type", path="/cty", params={"expected": content}))
    return tuple(problems)


def media_type(value: object) -> str | None:
    """Return a media type as headers write it: lower case, without ``application/``."""
    return value.lower().removeprefix("application/") if isinstance(value, str) else None
