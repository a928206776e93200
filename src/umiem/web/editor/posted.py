"""From a posted form to the part of the tree that a step edits. What the form does not show stays as it was.

Texts are merged language by language; lists of codes and lines are replaced; list entries that belong to a
group are edited in place and added, removed and moved by the buttons of the form.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from umiem.web.editor.field import Field
from umiem.web.editor.paths import Tree, get, put

MOST_ITEMS = 60  # parts of one group
_ID_PREFIXES = {"learning_outcomes": "eu", "assessments": "a"}
_OPTIONAL = ("grading", "proficiency", "legal_identifier")
_ACT = re.compile(r"(add|remove|up|down):([A-Za-z_.\[\]0-9]{1,120})")


def posted_part(
    tree: Tree,
    fields: Iterable[Field],
    post: QueryDict,
    *,
    language: str,
    prefix: str = "",
    is_automatic: bool = False,
) -> Tree:
    """Return the top fields of the tree with what was posted; ``prefix`` leads to one part of a list.

    A save that nobody pressed a button for leaves lists of skills alone: adding twice would add two.
    """
    fields = tuple(field for field in fields if not (is_automatic and field.kind == "links"))
    tops = [prefix.partition("[")[0]] if prefix else [field.top for field in fields]
    part: Tree = {top: copy.deepcopy(tree.get(top)) for top in tops}
    for field in fields:
        _take(part, field, f"{prefix}{field.path}", post, language)
    return {top: _tidy(part.get(top)) for top in tops}


def act(part: Tree, action: str) -> str:
    """Do what a button says: add, remove, move up or down; return the path to show afterwards."""
    found = _ACT.fullmatch(action)
    if found is None:
        return ""
    verb, path = found[1], found[2]
    if verb == "add":
        items = _list_at(part, path)
        if items is not None and len(items) < MOST_ITEMS:
            items.append(_new_item(path, items))
            return f"{path}[{len(items) - 1}]"
        return path
    group, _bracket, place = path.rpartition("[")
    items = _list_at(part, group)
    index = int(place.rstrip("]")) if place.rstrip("]").isdigit() else -1
    if items is None or not 0 <= index < len(items):
        return ""
    if verb == "remove":
        items.pop(index)
        return group
    other = index - 1 if verb == "up" else index + 1
    if 0 <= other < len(items):
        items[index], items[other] = items[other], items[index]
        return f"{group}[{other}]"
    return path


def _list_at(part: Tree, path: str) -> list[Any] | None:
    top = path.partition(".")[0].partition("[")[0]
    if top not in part:
        return None
    if get(part, path) is None:
        put(part, path, [])
    found = get(part, path)
    return found if isinstance(found, list) else None


def _new_item(path: str, items: list[Any]) -> Tree:
    prefix = _ID_PREFIXES.get(path)
    if prefix is None:
        return {}
    taken = {item.get("id") for item in items}
    number = next(number for number in range(1, len(items) + 2) if f"{prefix}{number}" not in taken)
    return {"id": f"{prefix}{number}"}


def _take(part: Tree, field: Field, path: str, post: QueryDict, language: str) -> None:
    if field.kind == "group":
        _take_group(part, field, path, post, language)
    elif field.kind == "links":
        _take_links(part, path, post, language)
    elif field.kind in ("words", "prose"):
        name = f"{path}.{language}"
        if name in post:
            put(part, path, _text_in(get(part, path), language, str(post[name])))
    elif field.kind in ("many", "assessments"):
        if f"{path}.shown" in post:
            chosen = [*post.getlist(path), *post.getlist(f"{path}.add")]
            kept = [code for code in get(part, path) or [] if code in chosen]  # in the author's own order
            put(part, path, list(dict.fromkeys(code for code in (*kept, *chosen) if code)))
    elif field.kind == "lines":
        if path in post:
            lines = [line.strip() for line in str(post[path]).splitlines() if line.strip()]
            if post.get("act") != "autosave":  # it would put back what somebody is taking out just now
                lines += [each for each in post.getlist(f"{path}.add") if each and each not in lines]
            put(part, path, lines)
    elif field.kind != "code" and path in post:
        put(part, path, _value(field.kind, str(post[path])))


def _take_group(part: Tree, field: Field, path: str, post: QueryDict, language: str) -> None:
    items = get(part, path)
    for index in range(len(items) if isinstance(items, list) else 0):
        for inner in field.fields:
            _take(part, inner, f"{path}[{index}].{inner.path}", post, language)


def _take_links(part: Tree, path: str, post: QueryDict, language: str) -> None:
    """Change, take out and add skills: found ones by their address, own ones by their name."""
    kept = []
    for index, link in enumerate(get(part, path) or []):
        at = f"{path}[{index}]"
        if f"{at}.remove" in post:
            continue
        if f"{at}.label.{language}" in post:
            link["label"] = _text_in(link.get("label"), language, str(post[f"{at}.label.{language}"]))
        if f"{at}.hours" in post:
            link["hours"] = _value("whole", str(post[f"{at}.hours"]))
        kept.append(link)
    present = {link.get("uri") for link in kept if link.get("uri")}
    for uri in post.getlist(f"{path}.found"):
        if uri and uri not in present and len(kept) < MOST_ITEMS:
            present.add(uri)
            kept.append({"uri": uri, "hours": _value("whole", post.get(f"{path}.hours:{uri}", ""))})
    own = post.get(f"{path}.own", "").strip()
    if own and len(kept) < MOST_ITEMS:
        kept.append({"label": {language: own}, "hours": _value("whole", post.get(f"{path}.own_hours", ""))})
    put(part, path, kept)


def _text_in(present: Any, language: str, text: str) -> Tree:
    texts = dict(present) if isinstance(present, dict) else {}
    text = text.replace("\r\n", "\n").strip()
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return texts


def _value(kind: str, text: str) -> str | None:
    text = text.strip()
    if kind == "decimal":
        text = text.replace(",", ".")
    if kind in ("whole", "decimal"):
        text = text.replace("\u00a0", "").replace(" ", "")
    return text or None


def _tidy(value: Any, name: str = "") -> Any:
    """Take out what says nothing, so that an emptied field is a missing one; parts of lists stay."""
    if isinstance(value, dict):
        tidied = {key: _tidy(item, key) for key, item in value.items()}
        kept = {key: item for key, item in tidied.items() if item not in (None, "", {}, [])}
        return kept if kept or name not in _OPTIONAL else None
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return value
