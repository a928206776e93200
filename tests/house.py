"""Checks that the house stays clean: sizes, names, first lines, broad excepts, tests that assert nothing.

Run by ``make check``; prints each place and exits 1 when there is one.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
BAD_NAMES = {
    "utils.py",
    "util.py",
    "helpers.py",
    "helper.py",
    "manager.py",
    "managers.py",
    "misc.py",
    "common.py",
}
UNFINISHED = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|raise NotImplemented" r"Error|lorem ipsum", re.IGNORECASE
)
OUTERMOST_EDGES = {
    "src/umiem/web/middleware.py",
    "src/umiem/cli/main.py",
    "src/umiem/conformance/server.py",
}
ASSERTING = ("Assert(", "raises", "assert_", "expect", "check", "verify", "warns")


def python_files() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    yield from (ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists())


def problems_of(path: Path) -> Iterator[str]:
    name = str(path.relative_to(ROOT))
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if "migrations" in name:
        return
    if path.name in BAD_NAMES:
        yield f"{name}: a name that says nothing"
    if len(lines) > MAX_FILE_LINES:
        yield f"{name}: {len(lines)} lines, at most {MAX_FILE_LINES}"
    tree = ast.parse(text)
    if len((ast.get_docstring(tree) or "").split()) < 3 and not name.startswith("tests/"):
        yield f"{name}: its first line does not say what it is for"
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line) and name != "tests/house.py":
            yield f"{name}:{number}: unfinished: {line.strip()[:80]}"
    for node in ast.walk(tree):
        yield from node_problems(name, node)


def node_problems(name: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > MAX_FUNCTION_LINES and not name.startswith("tests/"):
            yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {MAX_FUNCTION_LINES}"
        if name.startswith("tests/") and node.name.startswith("test_"):
            body = ast.dump(node)
            if not any(word in body for word in ASSERTING):
                yield f"{name}:{node.lineno}: {node.name} asserts nothing"
    if isinstance(node, ast.ImportFrom) and name.startswith("tests/") and _names_a_test(node.module or ""):
        yield f"{name}:{node.lineno}: takes something from a file of tests; give it a file of its own"
    if isinstance(node, ast.ExceptHandler) and name.startswith("src/") and name not in OUTERMOST_EDGES:
        broad = node.type is None or (
            isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
        )
        if broad:
            yield f"{name}:{node.lineno}: broad except away from the outermost edge"


def _names_a_test(module: str) -> bool:
    return module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")


def main() -> int:
    problems = [problem for path in python_files() for problem in problems_of(path)]
    for problem in problems:
        print(problem)
    print(f"house: {len(problems)} problem(s)")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
