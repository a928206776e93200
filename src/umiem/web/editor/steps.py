"""The steps of the editor in their order, and which step a finding belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from umiem.web.editor.field import Field, Step, walk
from umiem.web.editor.steps_assurance import APPEARANCE, ASSESSMENT, PARTICIPATION, QUALITY
from umiem.web.editor.steps_content import BASICS, OUTCOMES, PURPOSE, WORKLOAD

CHECK = Step(
    name="check",
    title=_("Check"),
    lead=_("Everything the European standard asks, in one list. Then other people decide."),
)
STEPS: tuple[Step, ...] = (
    PURPOSE,
    BASICS,
    OUTCOMES,
    WORKLOAD,
    ASSESSMENT,
    PARTICIPATION,
    QUALITY,
    APPEARANCE,
    CHECK,
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}
_STEP_OF_TOP = {top: step for step in STEPS for top in step.tops}
FIELDS: Mapping[str, Field] = {path: field for step in STEPS for path, field in walk(step.fields)}
_LANGUAGE = re.compile(r"\.[a-z]{2,3}(-[A-Za-z0-9]+)*$")


def step_of(path: str) -> Step:
    """Return the step on which the field at ``path`` is edited; the first one for what has none."""
    top = re.split(r"[.\[]", path, maxsplit=1)[0]
    return _STEP_OF_TOP.get(top, BASICS)


def general(path: str) -> str:
    """Return a path with any place in a list: ``assessments[2].type`` → ``assessments[].type``."""
    return re.sub(r"\[[^\]]*\]", "[]", path)


def field_of(path: str) -> Field | None:
    """Return the field that edits what lies at ``path``: itself, or the part of it that has an input."""
    wanted = general(path)
    while wanted:
        if wanted in FIELDS:
            return FIELDS[wanted]
        shorter = _LANGUAGE.sub("", wanted)
        if shorter != wanted and shorter in FIELDS:
            return FIELDS[shorter]
        wanted = re.sub(r"(\.[^.\[]+|\[\])$", "", wanted) if re.search(r"[.\[]", wanted) else ""
    return None


def following(step: Step) -> Step:
    """Return the step after ``step``; the last one stays."""
    place = STEPS.index(step)
    return STEPS[min(place + 1, len(STEPS) - 1)]
