"""What a refused action says.

One class per refusal. The sentence gives the value that was read, what is accepted and an example,
in Chinese; English pages translate the template and fill in the same values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar


class Refusal(Exception):
    """Base of every refusal: a template in Chinese and the values that fill it."""

    template: ClassVar[str] = ""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.template.format(**values))

    def in_words(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language of `translate`, which maps a Chinese template to another."""
        return translate(self.template).format(**self.values)
