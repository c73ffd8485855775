"""The grid: the venues that somebody may change, a page at a time, and what was typed over their cells.

Nothing here writes. What was typed is read (`texts`), judged against what holds now (`planning`), and
recorded by `services.recording` like every other statement.
"""

from __future__ import annotations

from outreach.services.grid.listing import (
    PAGE_SIZES,
    GridPage,
    GridRow,
    Sort,
    grid_ids,
    grid_names,
    grid_rows,
)
from outreach.services.grid.planning import CellTrouble, Clash, Figure, Prepared, Typed, figure, prepare
from outreach.services.grid.texts import COLUMNS, Column, settled

__all__ = [
    "COLUMNS",
    "PAGE_SIZES",
    "CellTrouble",
    "Clash",
    "Column",
    "Figure",
    "GridPage",
    "GridRow",
    "Prepared",
    "Sort",
    "Typed",
    "figure",
    "grid_ids",
    "grid_names",
    "grid_rows",
    "prepare",
    "settled",
]
