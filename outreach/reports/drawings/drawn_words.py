"""Texts of a drawing: how wide they are, how small they must be, and as SVG."""

from __future__ import annotations

from html import escape

FONTS = "Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif"
INK, QUIET = "#1B2733", "#5B6770"


def wide(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is a square, others are little more than half of one."""
    return size * sum(1.0 if ord(one) > 0x2E7F else 0.58 for one in text)


def fitting(text: str, size: float, room: float) -> float:
    """A size, or the smaller one at which a long text still has room."""
    return min(size, size * room / max(wide(text, size), 1))


def rule(left: float, right: float, y: float, width: float) -> str:
    """A level line."""
    return f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{QUIET}" stroke-width="{width:g}"/>'


def written(
    x: float,
    y: float,
    text: str,
    size: float,
    weight: int = 400,
    anchor: str = "start",
    more: str = "",
    colour: str = INK,
) -> str:
    """A text with its base line at a point; `more` are further attributes."""
    if weight > 400:
        # The packaged face comes in one weight: strong is the same face with an outline.
        more += f' stroke="{colour}" stroke-width="{size / 40:.2f}"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}" {more}>{escape(text)}</text>'
    )
