"""The numbered conditions of a rule's docstring, so that a table can prove it covers each of them."""

from __future__ import annotations

import re
from collections.abc import Callable


def numbers_in(rule: Callable[..., object]) -> set[int]:
    """The numbers that begin a line of the rule's docstring: 「    3. text」 → 3.

    Raises `LookupError` where the rule has none, so that a comparison with nothing cannot pass.
    """
    found = {int(n) for n in re.findall(r"^\s*(\d+)\. ", rule.__doc__ or "", flags=re.MULTILINE)}
    if not found:
        raise LookupError(f"{rule} numbers no conditions")
    return found
