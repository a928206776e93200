"""Open Badges 3.0: what a conformant OpenBadgeCredential must hold (1EdTech, final, section B.1).

Written from the data model of the specification: required members, their types, and the closed
lists. Texts, images and the meaning of results are not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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


def check(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what an Open Badges credential lacks or has wrong, with JSON pointers."""
    if not CREDENTIAL_TYPES & set(_as_list(document.get("type"))):
        yield _problem("type-missing", "/type", required="OpenBadgeCredential")
    if not set(CONTEXTS) & {entry for entry in _as_list(document.get("@context")) if isinstance(entry, str)}:
        yield _problem("context-missing", "/@context", required=CONTEXTS[0])
    yield from _require(document, "", id=is_url, validFrom=_is_text)
    if not (isinstance(document.get("name"), dict | list) or _is_text(document.get("name"))):
        yield _problem("member-missing", "/name", member="name")
    yield from _check_issuer(document.get("issuer"))
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict):
        yield _problem("subject-not-single", "/credentialSubject")
        return
    yield from _check_subject(subject)


def _check_issuer(issuer: Any) -> Iterator[Problem]:
    if not isinstance(issuer, dict):
        if not is_url(issuer):
            yield _problem("issuer-invalid", "/issuer")
        return
    yield from _require(issuer, "/issuer", id=is_url)
    yield from _require_type(issuer, "/issuer", "Profile")


def _check_subject(subject: Mapping[str, Any]) -> Iterator[Problem]:
    path = "/credentialSubject"
    yield from _require_type(subject, path, "AchievementSubject")
    if "id" not in subject and "identifier" not in subject:
        yield _problem("subject-anonymous", path)
    for index, identity in enumerate(_as_list(subject.get("identifier"))):
        yield from _check_identity(identity, f"{path}/identifier/{index}")
    achievement = subject.get("achievement")
    if isinstance(achievement, dict):
        yield from _check_achievement(achievement, f"{path}/achievement")
    else:
        yield _problem("member-missing", f"{path}/achievement", member="achievement")
    for index, result in enumerate(_as_list(subject.get("result"))):
        yield from _check_result(result, f"{path}/result/{index}")


def _check_identity(identity: Any, path: str) -> Iterator[Problem]:
    if not isinstance(identity, dict):
        yield _problem("member-invalid", path, member="identifier")
        return
    yield from _require_type(identity, path, "IdentityObject")
    yield from _require(
        identity,
        path,
        hashed=lambda value: isinstance(value, bool),
        identityHash=_is_text,
        identityType=lambda value: _is_extended(value, IDENTITY_TYPES),
    )


def _check_achievement(achievement: Mapping[str, Any], path: str) -> Iterator[Problem]:
    yield from _require_type(achievement, path, "Achievement")
    yield from _require(achievement, path, id=is_url, name=_is_localized, description=_is_localized)
    criteria = achievement.get("criteria")
    if not isinstance(criteria, dict) or not ("id" in criteria or "narrative" in criteria):
        yield _problem("member-missing", f"{path}/criteria", member="criteria")
    for index, alignment in enumerate(_as_list(achievement.get("alignment"))):
        here = f"{path}/alignment/{index}"
        if not isinstance(alignment, dict):
            yield _problem("member-invalid", here, member="alignment")
            continue
        yield from _require_type(alignment, here, "Alignment")
        yield from _require(alignment, here, targetName=_is_localized, targetUrl=is_url)
    for index, description in enumerate(_as_list(achievement.get("resultDescription"))):
        yield from _check_result_description(description, f"{path}/resultDescription/{index}")


def _check_result_description(description: Any, path: str) -> Iterator[Problem]:
    if not isinstance(description, dict):
        yield _problem("member-invalid", path, member="resultDescription")
        return
    yield from _require_type(description, path, "ResultDescription")
    yield from _require(
        description,
        path,
        id=is_url,
        name=_is_localized,
        resultType=lambda value: _is_extended(value, RESULT_TYPES),
    )


def _check_result(result: Any, path: str) -> Iterator[Problem]:
    if not isinstance(result, dict):
        yield _problem("member-invalid", path, member="result")
        return
    yield from _require_type(result, path, "Result")
    if "resultDescription" in result and not is_url(result["resultDescription"]):
        yield _problem("member-invalid", f"{path}/resultDescription", member="resultDescription")
    if "value" in result and not isinstance(result["value"], str):
        yield _problem("member-invalid", f"{path}/value", member="value")


def _require(entry: Mapping[str, Any], path: str, **rules: Rule) -> Iterator[Problem]:
    for name, is_right in rules.items():
        if name not in entry:
            yield _problem("member-missing", f"{path}/{name}", member=name)
        elif not is_right(entry[name]):
            yield _problem("member-invalid", f"{path}/{name}", member=name)


def _require_type(entry: Mapping[str, Any], path: str, required: str) -> Iterator[Problem]:
    if required not in _as_list(entry.get("type")):
        yield _problem("type-missing", f"{path}/type", required=required)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_localized(value: Any) -> bool:
    """A text, or texts with a language (VCDM 2.0, 11.1)."""
    return _is_text(value) or (isinstance(value, dict | list) and bool(value))


def _is_extended(value: Any, listed: frozenset[str]) -> bool:
    """Closed lists of Open Badges may be extended with names that begin with ``ext:``."""
    return isinstance(value, str) and (value in listed or value.startswith("ext:"))


def _problem(code: str, path: str, **params: Any) -> Problem:
    return Problem(code=code, path=path, params=params, spec=_SPEC)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


OPEN_BADGES_3 = Profile("open-badges-3", check)
"""Open Badges 3.0 on VCDM 2.0."""
