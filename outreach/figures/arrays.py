"""The types of arrays that figures are made of, and the bounds of days and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
#: Codes of standings.
Codes = npt.NDArray[np.uint8]
#: Whole numbers of a type as narrow as they allow.
Values = npt.NDArray[np.integer[Any]]

#: The number at which a fact that was never voided is voided; larger than any real one.
NEVER = np.iinfo(np.int64).max
#: The day after every day.
LAST_DAY = np.iinfo(np.int32).max


def narrowed(numbers: npt.NDArray[np.integer[Any]]) -> Values:
    """Numbers (none negative) in the narrowest type that holds them: reading memory is what takes time."""
    highest = int(numbers.max(initial=0))
    for kind in (np.uint8, np.uint16, np.uint32):
        if highest <= np.iinfo(kind).max:
            return numbers.astype(kind)
    return numbers
