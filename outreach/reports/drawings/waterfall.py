"""增減原因 as a waterfall: where a figure began, each reason's share, and where it ended.

A picture for page and paper alike: black on white, legible without colour (what adds is solid and says ＋,
what takes away is hatched and says −), fonts by the names of families alone, every text escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

FONTS = "Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif"
INK, QUIET, LINE, UP, DOWN = "#1B2733", "#5B6770", "#E4E1D8", "#0F766E", "#B45309"
#: Where all levels lie within this share of the highest, the axis begins near them instead of at nothing.
_NEAR = 0.5
_LEFT, _RIGHT, _TOP, _SMALL, _LEADING = 52, 12, 46, 11, 14
_MOST_LINES = 5
#: Above this code a character takes a whole square.
_WIDE = 0x2E7F
_WORDS = re.compile("[\u2e80-\U0010ffff]|[^\\s\u2e80-\U0010ffff]*\\s*")
#: What no XML document may hold, in whatever way it is written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Step:
    """One column: from one level to another; a `total` stands on the ground and begins nowhere (start 0)."""

    label: str
    start: int
    end: int
    total: bool

    @property
    def change(self) -> int:
        """What the step adds; of a total, the level itself."""
        return self.end - self.start


def steps_between(first: tuple[str, int], effects: Sequence[tuple[str, int]], last: str) -> list[Step]:
    """Columns from a first level through effects to where they lead; labels with whole numbers."""
    label, level = first
    steps = [Step(label, 0, level, total=True)]
    for name, change in effects:
        steps.append(Step(name, level, level + change, total=False))
        level += change
    return [*steps, Step(last, 0, level, total=True)]


def waterfall(steps: Sequence[Step], *, title: str, width: int = 720, height: int = 360) -> str:
    """The picture as an SVG document of this many units; `title` stands above it and is its name."""
    slot = (width - _LEFT - _RIGHT) / max(len(steps), 1)
    wrapped = [_lines(step.label, 0.99 * slot / _SMALL) for step in steps]
    below = 12 + _LEADING * max((len(lines) for lines in wrapped), default=1)
    scale = _Scale.of(steps, _TOP, height - below)
    name = _text_of(title)
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{name}" font-family="{FONTS}" font-size="{_SMALL}">',
        f"<title>{name}</title>",
        '<defs><pattern id="taken" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#FFFFFF"/>'
        f'<rect width="3" height="6" fill="{DOWN}"/></pattern></defs>',
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>',
        _text(_LEFT, 20, title, size=14, anchor="start", weight=700),
        *_grid(scale, width),
    ]
    for at, (step, lines) in enumerate(zip(steps, wrapped, strict=True)):
        left = _LEFT + at * slot
        pieces += _column(step, left, slot, scale)
        pieces += [
            _text(left + slot / 2, scale.bottom + 16 + n * _LEADING, line) for n, line in enumerate(lines)
        ]
        if at + 1 < len(steps):
            path = f"M{left + slot * 0.85:.1f} {scale.y(step.end):.1f}h{slot * 0.3:.1f}"
            pieces.append(f'<path class="level" d="{path}" stroke="{QUIET}" stroke-dasharray="2 2"/>')
    return "".join([*pieces, "</svg>"])


@dataclass(frozen=True, slots=True)
class _Scale:
    """From levels to heights of the picture, between two levels and two heights."""

    low: int
    high: int
    top: float
    bottom: float

    @classmethod
    def of(cls, steps: Sequence[Step], top: float, bottom: float) -> _Scale:
        """The scale that shows every level, from 0 unless all of them lie close together far above it."""
        levels = [step.end for step in steps] + [step.start for step in steps if not step.total]
        lowest, highest = min(levels, default=0), max(levels, default=0)
        spread = highest - lowest
        low = min(lowest, 0)
        if lowest > 0 and spread < _NEAR * highest:
            unit = _unit(max(spread, 4))
            low = max((lowest - max(spread, 4) // 3) // unit * unit, 0)
        return cls(low, max(highest, low + 1), top, bottom)

    @property
    def cut(self) -> bool:
        """Whether the axis begins above nothing."""
        return self.low > 0

    def y(self, level: int) -> float:
        """The height at which a level stands."""
        return self.bottom - (self.bottom - self.top) * (level - self.low) / (self.high - self.low)


def _unit(spread: int) -> int:
    """A round step of which a spread has two to six."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if spread <= 5 * digit * power:
                return digit * power
        power *= 10


def _grid(scale: _Scale, width: int) -> Iterator[str]:
    unit = _unit(scale.high - scale.low)
    for level in range(-(-scale.low // unit) * unit, scale.high + 1, unit):
        y = scale.y(level)
        yield f'<line x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>'
        yield _text(_LEFT - 6, y + 4, f"{level:,}", colour=QUIET, anchor="end")
    yield (
        f'<line x1="{_LEFT}" x2="{width - _RIGHT}" y1="{scale.bottom:.1f}" y2="{scale.bottom:.1f}" '
        f'stroke="{QUIET}"/>'
    )


def _column(step: Step, left: float, slot: float, scale: _Scale) -> Iterator[str]:
    begin = max(scale.low, 0) if step.total else step.start
    upper, lower = sorted((scale.y(begin), scale.y(step.end)))
    x, wide = left + slot * 0.15, slot * 0.7
    fill, edge = (INK, INK) if step.total else (UP, UP) if step.change >= 0 else ("url(#taken)", DOWN)
    yield (
        f'<rect class="step" x="{x:.1f}" y="{upper:.1f}" width="{wide:.1f}" '
        f'height="{max(lower - upper, 1):.1f}" fill="{fill}" stroke="{edge}"/>'
    )
    if step.total and scale.cut:
        # The column is cut: it says so where it stands on the axis.
        y = scale.bottom - 8
        path = f"M{x - 3:.1f} {y + 3:.1f}l{wide / 2 + 3:.1f} -5 0 5 {wide / 2 + 3:.1f} -5"
        yield f'<path class="cut" d="{path}" fill="none" stroke="#FFFFFF" stroke-width="3"/>'
    said = f"{step.end:,}" if step.total else _signed(step.change)
    colour = INK if step.total or not step.change else edge
    yield _text(left + slot / 2, upper - 5, said, size=12, colour=colour, weight=700)


def _signed(change: int) -> str:
    return "±0" if not change else f"{'＋' if change > 0 else '−'}{abs(change):,}"


def _lines(label: str, most: float) -> list[str]:
    """A label in lines of at most so many Chinese characters (a Latin one takes half), five lines at most.

    A line end in the label is one here too; Latin words are cut only where one is longer than a line.
    """
    lines: list[str] = []
    for piece in label.strip().split("\n"):
        line = ""
        for word in _WORDS.findall(_FORBIDDEN.sub("", piece).strip()):
            if line and _wide(line + word.rstrip()) > max(most, 2):
                lines.append(line)
                line = ""
            for character in word:
                if line and _wide(line + character) > max(most, 2) and not character.isspace():
                    lines.append(line)
                    line = ""
                line += character
        lines.append(line)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][:-1] + "…"]
    return [line.strip() for line in lines]


def _wide(text: str) -> float:
    return sum(1.0 if ord(character) > _WIDE else 0.55 for character in text)


def _text_of(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text), quote=True)


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int = _SMALL,
    colour: str = INK,
    anchor: str = "middle",
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{_text_of(text)}</text>'
    )
