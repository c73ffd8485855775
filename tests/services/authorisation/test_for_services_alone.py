"""What asks nothing itself is called by services that have asked, and by no page, route or command."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.services.authorisation.asked import Whoever, function_of
from tests.services.authorisation.table import TABLE
from tests.services.authorisation.without_who import FOR_SERVICES
from tests.support.shared import ROOT

_OUTSIDE = [ROOT / "outreach" / part for part in ("pages", "web", "cli")]
_INNER = {function_of(line) for line, asked in TABLE.items() if asked.right is Whoever.INNER} | FOR_SERVICES


def _used(file: Path) -> Iterator[str]:
    """Names like `venues.members` that a file takes from services, itself or from an imported module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("outreach.services"):
            module = (node.module or "").removeprefix("outreach.services").removeprefix(".")
            names = {alias.asname or alias.name: f"{module}.{alias.name}".strip(".") for alias in node.names}
            modules |= names
            yield from names.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


def test_pages_routes_and_commands_use_none_of_the_functions_that_ask_nothing() -> None:
    # A package offers some of its modules' functions as its own.
    offered = {f"{name.partition('.')[0]}.{name.rpartition('.')[2]}" for name in _INNER}
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for folder in _OUTSIDE
        for file in sorted(folder.rglob("*.py"))
        for name in _used(file)
        if name in _INNER | offered
    ]
    assert not found, f"these ask nothing of who calls them: {found}"


def test_the_search_finds_both_ways_of_taking_a_function(tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text(
        "from outreach.services import privacy as kept\n"
        "from outreach.services.recording import post\n"
        "kept.retention_within(None)\n"
    )
    assert {"privacy.retention_within", "recording.post"} <= set(_used(file)) & _INNER
