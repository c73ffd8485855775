"""Which public functions there are below `outreach.services`, found and not listed by hand."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import outreach.services

Function = Callable[..., Any]
_PREFIX = f"{outreach.services.__name__}."


@cache
def public_functions() -> dict[str, Function]:
    """Every public function by module and name, as in `venues.members`; each once, where it is defined."""
    return dict(_found())


def _found() -> Iterator[tuple[str, Function]]:
    for module in pkgutil.walk_packages(outreach.services.__path__, _PREFIX):
        loaded = importlib.import_module(module.name)
        for name, found in inspect.getmembers(loaded, _is_function):
            if not name.startswith("_") and found.__module__ == module.name:
                yield f"{module.name.removeprefix(_PREFIX)}.{name}", found


def _is_function(found: object) -> bool:
    # A function that is cached is one, too.
    return inspect.isfunction(inspect.unwrap(found)) if callable(found) else False


@cache
def function(name: str) -> Function:
    """The function of a name like `venues.members`."""
    module, _, own = name.rpartition(".")
    found: Function = getattr(importlib.import_module(_PREFIX + module), own)
    return found


@cache
def parameters(name: str) -> dict[str, inspect.Parameter]:
    """A function's parameters by name."""
    return dict(inspect.signature(function(name)).parameters)


def asking() -> list[str]:
    """Functions that are told who asks."""
    return [name for name in public_functions() if "who" in parameters(name)]


def reading_without_asking() -> list[str]:
    """Functions that reach the database and are not told who asks."""
    reached = {"city", "connection", "engine", "url"}
    return [
        name
        for name in public_functions()
        if reached & set(parameters(name)) and "who" not in parameters(name)
    ]
