"""Words for paths: what a field is called, for differences, findings and errors."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from umiem.web.editor.steps import FIELDS, STEPS, field_of, general

_TAG = re.compile(r"\.([a-z]{2,3})$")


def field_label(path: str) -> str:
    """Return the name of the field at ``path``: „Learning outcome eu1 · Criteria · PL”."""
    parts: list[str] = []
    path = _by_place(path)
    for found in re.finditer(r"^([^\[]+)\[([^\]]+)\]", path):
        group = FIELDS.get(general(found[1]))
        if group is not None and group.item:
            place = found[2]
            parts.append(f"{group.item} {int(place) + 1 if place.isdigit() else place}")
    field = field_of(path)
    if field is not None and (not parts or field.kind != "group"):
        parts.append(str(field.label))
    tag = _TAG.search(path)
    if tag and field is not None and field.kind in ("words", "prose"):
        parts.append(tag[1].upper())
    return " · ".join(parts) or _WORDS.get(path, lambda: _whole(path))()


def _whole(path: str) -> str:
    """Name a part that has fields but is none, such as ``workload``, by the step that asks for it."""
    inside = (step.title for step in STEPS for one in step.fields if one.path.startswith(f"{path}."))
    return str(next(inside, path))


def _by_place(path: str) -> str:
    """Write the key of an item in brackets: ``assessments.test`` → ``assessments[test]``."""
    for group in _GROUPS:
        if path.startswith(f"{group}."):
            key, dot, rest = path[len(group) + 1 :].partition(".")
            return f"{group}[{key}]{dot}{rest}"
    return path


_GROUPS = tuple(path for path, field in FIELDS.items() if field.kind in ("group", "links"))
_WORDS = {
    "id": lambda: _("Mark"),
    "identifier": lambda: _("Short name"),
    "version": lambda: _("Version"),
}
