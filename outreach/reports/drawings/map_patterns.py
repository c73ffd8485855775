"""How a map's classes are filled: in their colours, or in patterns of black on white."""

from __future__ import annotations

from collections.abc import Sequence

#: Black marks in a square of 8 units, darker from one class to the next; the last is nearly solid.
_MARKS = (
    ("#FFFFFF", '<circle cx="4" cy="4" r="0.8" fill="#000000"/>'),
    ("#FFFFFF", '<path d="M0 8L8 0M-1 1L1 -1M7 9L9 7" stroke="#000000" stroke-width="0.8"/>'),
    (
        "#F0F0F0",
        '<path d="M0 0L8 8M-1 7L1 9M7 -1L9 1M0 8L8 0M-1 1L1 -1M7 9L9 7" stroke="#000000" '
        'stroke-width="0.9"/>',
    ),
    ("#C4C4C4", '<path d="M0 1H8M0 3.67H8M0 6.33H8" stroke="#000000" stroke-width="1.2"/>'),
    ("#4A4A4A", ""),
)


def fill_of(class_index: int | None, colours: Sequence[str], *, plain: bool) -> str:
    """What an area of a class is filled with: its pattern or its colour; of no class, white."""
    if class_index is None:
        return "#FFFFFF"
    return f"url(#class{class_index})" if plain else colours[class_index]


def patterns(count: int) -> str:
    """The patterns of so many classes. Raises ValueError for more than there are."""
    if count > len(_MARKS):
        raise ValueError(f"{count} classes; there are {len(_MARKS)} patterns.")
    made = "".join(
        f'<pattern id="class{at}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{ground}"/>{mark}</pattern>'
        for at, (ground, mark) in enumerate(_MARKS[:count])
    )
    return f"<defs>{made}</defs>"
