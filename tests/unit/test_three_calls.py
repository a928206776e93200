"""The one idea of the layout: from a view, an operation or a command to the rule in three calls at most.

A call counts when it leads into another file, found as "go to definition" finds it: by the names that are
imported. What is chosen at run time (tables of functions, methods) is not followed.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
WAYS_IN = ("umiem.web.", "umiem.api.", "umiem.cli.")
RULES = ("umiem.domain.", "umiem.engine.")
MOST_CALLS = 3
FARTHER = {
    "umiem.engine.status.placing.places_of": "the places of a list are given away by who keeps the lists",
    "umiem.domain.rosette.rosette_svg": "a drawing inside a document that another file sets",
}


class Sources:
    """The functions of every file, and what the names in a file stand for."""

    def __init__(self) -> None:
        self.functions: dict[tuple[str, str], ast.FunctionDef] = {}
        self.names: dict[str, dict[str, tuple[str, str]]] = {}
        for path in sorted((SOURCE / "umiem").rglob("*.py")):
            if "migrations" not in path.parts:
                self._read(path)

    def _read(self, path: Path) -> None:
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        names = self.names[module] = {}
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("umiem"):
                names |= {each.asname or each.name: (node.module or "", each.name) for each in node.names}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.functions[module, node.name] = node

    def called(self, function: tuple[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the functions of the project that a function calls by name."""
        names = self.names[function[0]]
        for node in ast.walk(self.functions[function]):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name):
                found = self._defined(names.get(node.func.id, (function[0], node.func.id)))
            elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
                place = names.get(node.func.value.id)
                found = None if place is None else self._defined((".".join(place), node.func.attr))
            else:
                found = None
            if found is not None:
                yield found

    def _defined(self, place: tuple[str, str]) -> tuple[str, str] | None:
        """Return where a name is defined: there, or where the face of the package has it from."""
        handed_on = self.names.get(place[0], {}).get(place[1], place)
        return next((each for each in (place, handed_on) if each in self.functions), None)


def distances() -> dict[str, int]:
    """Return rule → the fewest calls into other files between any way in and it."""
    sources, found = Sources(), {}
    waiting = deque((each, 0) for each in sources.functions if each[0].startswith(WAYS_IN))
    seen = dict(waiting)
    while waiting:
        function, calls = waiting.popleft()
        if function[0].startswith(RULES):
            found[".".join(function)] = seen[function]
            continue
        for each in sources.called(function):
            away = calls + (each[0] != function[0])
            if away < seen.get(each, 99):
                seen[each] = away
                waiting.append((each, away))
    return found


def test_a_rule_is_three_calls_away_at_most():
    found = distances()
    assert len(found) > 100
    far = {name for name, calls in found.items() if calls > MOST_CALLS}
    assert far == set(FARTHER)
