"""What an answer tells: every text and number in it, however deep it lies."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

import numpy as np
import sqlalchemy as sa

from outreach.services.city import City
from outreach.services.who import Who

Leaf = str | int


def leaves(answer: object) -> Iterator[Leaf]:
    """Every text and whole number of an answer; of bytes their text, of an office's file its parts'."""
    if isinstance(answer, Enum):
        yield from leaves(answer.value)
    elif isinstance(answer, str):
        yield answer
    elif isinstance(answer, bool | float | date | type(None)):
        return
    elif isinstance(answer, int | np.integer):
        yield int(answer)
    elif isinstance(answer, bytes):
        yield from _of_bytes(answer)
    elif not isinstance(answer, City | sa.Engine | sa.Connection | Who):
        parts = _parts(answer)
        if parts is None:
            yield repr(answer)
        else:
            for part in parts:
                yield from leaves(part)


def _parts(answer: object) -> Iterable[object] | None:
    """What an answer is made of; None for what shows no parts."""
    if isinstance(answer, np.ndarray):
        return list(answer.tolist())
    if isinstance(answer, Mapping):
        return [*answer.keys(), *answer.values()]
    if dataclasses.is_dataclass(answer):
        return [getattr(answer, each.name) for each in dataclasses.fields(answer)]
    if isinstance(answer, BaseException):
        return [str(answer), answer.args, vars(answer)]
    if isinstance(answer, Iterable):
        return answer
    return list(vars(answer).values()) if hasattr(answer, "__dict__") else None


def _of_bytes(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield packed.read(name).decode("utf-8", "replace")
    else:
        yield content.decode("utf-8", "replace")


def told(answer: object, words: Iterable[str], ids: Iterable[int] = ()) -> list[Leaf]:
    """Which of the hidden words and ids an answer tells."""
    found = list(leaves(answer))
    hidden_ids = frozenset(ids)
    texts = [leaf for leaf in found if isinstance(leaf, str)]
    whole = {str(leaf) for leaf in found} & {str(i) for i in hidden_ids}
    return [*(word for word in words if any(word in text for text in texts)), *sorted(whole)]
