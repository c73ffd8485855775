"""How a map's classes are filled: in their colours, in patterns of black on white, or in both at once."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Ink(StrEnum):
    """What a picture is printed with: colours alone, black alone, or whichever of the two there is."""

    COLOURS = "colours"
    BLACK = "black"
    EITHER = "either"


#: A class's grey, and its black marks in a square of 8 units; the last is nearly solid.
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
#: Where classes diverge from a middle one: light in the middle, crossed below it and dark above.
_DIVERGING = (_MARKS[2], _MARKS[1], _MARKS[0], _MARKS[3], _MARKS[4])
#: How strong the marks are where the colours tell the classes as well.
_OVER_COLOURS = 0.55


def fill_of(class_index: int | None, colours: Sequence[str], ink: Ink) -> str:
    """What an area of a class is filled with: its pattern or its colour; of no class, white."""
    if class_index is None:
        return "#FFFFFF"
    return colours[class_index] if ink is Ink.COLOURS else f"url(#class{class_index})"


def patterns(colours: Sequence[str], ink: Ink, *, diverging: bool = False) -> str:
    """The patterns of as many classes; of colours alone none. Of `diverging` ones the middle is lightest.

    Raises ValueError for more classes than there are patterns.
    """
    if len(colours) > len(_MARKS):
        raise ValueError(f"{len(colours)} classes; there are {len(_MARKS)} patterns.")
    if ink is Ink.COLOURS:
        return ""
    over, marked = ink is Ink.EITHER, _DIVERGING if diverging else _MARKS
    made = "".join(
        f'<pattern id="class{at}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{colour if over else grey}"/>'
        f"{_over(marks) if over else marks}</pattern>"
        for at, (colour, (grey, marks)) in enumerate(zip(colours, marked, strict=False))
    )
    return f"<defs>{made}</defs>"


def _over(marks: str) -> str:
    return f'<g opacity="{_OVER_COLOURS}">{marks}</g>'
