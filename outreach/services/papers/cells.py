"""Cells of the paper's tables: counts, differences, rates, as they are printed."""

from __future__ import annotations

from fractions import Fraction

from outreach.reports.model import Cell
from outreach.rules.points import points_between, points_text
from outreach.rules.rate import NO_RATE, Tally, basis_points, rate_shown
from outreach.rules.vocabulary import Exclusion

REASONS: dict[Exclusion, str] = {
    Exclusion.OFFICE_ONLY: "僅公司辦公室",
    Exclusion.CLOSED: "歇業",
    Exclusion.SUSPENDED: "停業",
    Exclusion.NOT_REOPENED: "尚未復業",
}
NOTHING = Cell(NO_RATE)


def count(number: int) -> Cell:
    """A number of venues: 1,431."""
    return Cell(f"{number:,}", number)


def change(number: int) -> Cell:
    """A difference in venues: +3, −1,200, 0."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return Cell(f"{sign}{abs(number):,}", number)


def rate(tally: Tally | None) -> Cell:
    """A rate as printed; one too small to print stays words, and none is a dash."""
    if tally is None:
        return NOTHING
    text = rate_shown(tally.completed, tally.eligible)
    points = basis_points(tally.completed, tally.eligible)
    return Cell(text, rate=None if points == 0 and tally.completed else points)


def points(before: Tally | None, after: Tally) -> Cell:
    """How far the rate moved, in percentage points."""
    moved = None if before is None else points_between(before, after)
    return NOTHING if moved is None else Cell(points_text(moved), points=moved)


def percent(share: Fraction) -> str:
    """A threshold: 90%, 99.5%."""
    whole = 100 * share
    return f"{whole.numerator}%" if whole.denominator == 1 else f"{float(whole):g}%"
