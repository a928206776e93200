"""Open Badges 3.0: what a conformant OpenBadgeCredential must hold (1EdTech, final, section B.1).

Written from the data model of the specification: required members, their types, and the closed
lists. Texts, images and the meaning of results are not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from umiem.engine.data_model import is_url
from umiem.engine.problems import Problem
from umiem.engine.profiles.profile import Profile

CONTEXTS = tuple(f"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.{number}.json" for number in (3, 2, 1))
"""The versioned contexts, newest first; ours are issued with the first."""

CREDENTIAL_TYPES = frozenset(("OpenBadgeCredential", "AchievementCredential"))
IDENTITY_TYPES = frozenset(
    [
        "name",
        "sourcedId",
        "systemId",
        "productId",
        "userName",
        "accountId",
        "emailAddress",
        "nationalIdentityNumber",
        "isbn",
        "issn",
        "lisSourcedId",
        "oneRosterSourcedId",
        "sisSourcedId",
        "ltiContextId",
        "ltiDeploymentId",
        "ltiToolId",
        "ltiPlatformId",
        "ltiUserId",
        "identifier",
    ]
)
RESULT_TYPES = frozenset(
    [
        "GradePointAverage",
        "LetterGrade",
        "Percent",
        "PerformanceLevel",
        "PredictedScore",
        "RawScore",
        "Result",
        "RubricCriterion",
        "RubricCriterionLevel",
        "RubricScore",
        "ScaledScore",
        "Status",
    ]
)
_SPEC = "1EdTech Open Badges 3.0, B.1"
Rule: TypeAlias = Callable[[Any], bool]
Rules: TypeAlias = tuple[tuple[str, Rule], ...]


def check(document: Mapping[str, Any]) -> list[Problem]:
    """Return what an Open Badges credential lacks or has wrong, with JSON pointers."""
    found: list[Problem] = []
    if CREDENTIAL_TYPES.isdisjoint(_texts(document.get("type"))):
        found.append(_problem("type-missing", "/type", required="OpenBadgeCredential"))
    if not any(context in _texts(document.get("@context")) for context in CONTEXTS):
        found.append(_problem("context-missing", "/@context", required=CONTEXTS[0]))
    _require(document, "", _CREDENTIAL, found)
    _check_issuer(document.get("issuer"), found)
    subject = document.get("credentialSubject")
    if isinstance(subject, dict):
        _check_subject(subject, found)
    else:
        found.append(_problem("subject-not-single", "/credentialSubject"))
    return found


def _check_issuer(issuer: Any, found: list[Problem]) -> None:
    if isinstance(issuer, dict):
        _check_object(issuer, "/issuer", "Profile", _PROFILE, found)
    elif not is_url(issuer):
        found.append(_problem("issuer-invalid", "/issuer"))


def _check_subject(subject: Mapping[str, Any], found: list[Problem]) -> None:
    path = "/credentialSubject"
    _check_object(subject, path, "AchievementSubject", (), found)
    if "id" not in subject and "identifier" not in subject:
        found.append(_problem("subject-anonymous", path))
    _check_each(subject, "identifier", path, "IdentityObject", _IDENTITY, found)
    _check_each(subject, "result", path, "Result", _RESULT, found)
    achievement = subject.get("achievement")
    if isinstance(achievement, dict):
        _check_achievement(achievement, f"{path}/achievement", found)
    else:
        found.append(_problem("member-missing", f"{path}/achievement", member="achievement"))


def _check_achievement(achievement: Mapping[str, Any], path: str, found: list[Problem]) -> None:
    _check_object(achievement, path, "Achievement", _ACHIEVEMENT, found)
    _check_each(achievement, "alignment", path, "Alignment", _ALIGNMENT, found)
    _check_each(achievement, "resultDescription", path, "ResultDescription", _RESULT_DESCRIPTION, found)


def _check_each(
    holder: Mapping[str, Any], name: str, path: str, kind: str, rules: Rules, found: list[Problem]
) -> None:
    """Check every object under ``name``, which is optional and may be one object or several."""
    for index, entry in enumerate(_as_list(holder.get(name))):
        if _is_right(entry, kind, rules):
            continue
        here = f"{path}/{name}/{index}"
        if isinstance(entry, dict):
            _check_object(entry, here, kind, rules, found)
        else:
            found.append(_problem("member-invalid", here, member=name))


def _is_right(entry: Any, kind: str, rules: Rules) -> bool:
    """The quick answer for the many objects that have nothing wrong."""
    if not isinstance(entry, dict):
        return False
    types = entry.get("type")
    if types != kind and not (isinstance(types, list) and kind in types):
        return False
    for name, rule in rules:  # noqa: SIM110 - quicker than all(): it runs for every object
        if not rule(entry.get(name)):
            return False
    return True


def _check_object(entry: Mapping[str, Any], path: str, kind: str, rules: Rules, found: list[Problem]) -> None:
    types = entry.get("type")
    if types != kind and kind not in _texts(types):
        found.append(_problem("type-missing", f"{path}/type", required=kind))
    _require(entry, path, rules, found)


def _require(entry: Mapping[str, Any], path: str, rules: Rules, found: list[Problem]) -> None:
    for name, is_right in rules:
        if name not in entry and not is_right(None):
            found.append(_problem("member-missing", f"{path}/{name}", member=name))
        elif not is_right(entry.get(name)):
            found.append(_problem("member-invalid", f"{path}/{name}", member=name))


def _is_optional_url(value: Any) -> bool:
    return value is None or is_url(value)


def _is_optional_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_localized(value: Any) -> bool:
    """A text, or texts with a language (VCDM 2.0, 11.1)."""
    return isinstance(value, str | dict | list) and bool(value)


def _is_criteria(value: Any) -> bool:
    return isinstance(value, dict) and ("id" in value or "narrative" in value)


def _is_identity_type(value: Any) -> bool:
    return _is_extended(value, IDENTITY_TYPES)


def _is_result_type(value: Any) -> bool:
    return _is_extended(value, RESULT_TYPES)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_extended(value: Any, listed: frozenset[str]) -> bool:
    """Closed lists of Open Badges may be extended with names that begin with ``ext:``."""
    return isinstance(value, str) and (value in listed or value.startswith("ext:"))


def _problem(code: str, path: str, **params: Any) -> Problem:
    return Problem(code=code, path=path, params=params, spec=_SPEC)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    return [entry for entry in _as_list(value) if isinstance(entry, str)]


_CREDENTIAL: Rules = (("id", is_url), ("name", _is_localized), ("validFrom", _is_text))
_RESULT: Rules = (("resultDescription", _is_optional_url), ("value", _is_optional_text))
_PROFILE: Rules = (("id", is_url),)
_IDENTITY: Rules = (
    ("hashed", _is_boolean),
    ("identityHash", _is_text),
    ("identityType", _is_identity_type),
)
_ACHIEVEMENT: Rules = (
    ("id", is_url),
    ("name", _is_localized),
    ("description", _is_localized),
    ("criteria", _is_criteria),
)
_ALIGNMENT: Rules = (("targetName", _is_localized), ("targetUrl", is_url))
_RESULT_DESCRIPTION: Rules = (("id", is_url), ("name", _is_localized), ("resultType", _is_result_type))

OPEN_BADGES_3 = Profile("open-badges-3", check, proof_as_list=True)
"""Open Badges 3.0 on VCDM 2.0; its published JSON Schema takes proofs as a list only."""
