"""A map of areas with title, legend, figures and source: as a page of A4, and as a figure in a paper.

Constraints:
1. Both are the same map (`map_ground`); every area is in the table with the number that may stand in it.
2. Texts and colours come in ready to be read; here nothing is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from geodata.legend import Scale
from outreach.reports.drawings.drawn_words import FONTS, QUIET, fitting, written
from outreach.reports.drawings.figures_table import FiguresTable
from outreach.reports.drawings.map_ground import LEGEND_ROW, Box, ClassLegend, SheetArea, areas_drawn
from outreach.reports.drawings.map_patterns import Ink, patterns

#: The page in the drawing's units, 96 to an inch: A4 upright.
WIDTH, HEIGHT = 794, 1123
#: A figure in a paper: as wide as the paper's text, and below a table of all districts on the same page.
FIGURE_WIDTH, FIGURE_HEIGHT = 642, 540
MARGIN = 44.0
INNER = WIDTH - 2 * MARGIN
_TABLE_GAP = 18.0
#: How much of a figure's width the map has; the rest is the legend's and the table's.
_MAP_SHARE = 0.565


@dataclass(frozen=True, slots=True)
class MapSheet:
    """A map and its words: `lines` stand below the title, `rows` below the table's areas, `foot` last."""

    title: str
    lines: tuple[str, ...]
    scale: Scale
    headings: tuple[str, ...]
    areas: tuple[SheetArea, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...]
    diverging: bool = False
    """Whether the scale's middle class is neither more nor less."""

    def patterns(self, ink: Ink) -> str:
        """The classes' patterns."""
        return patterns(self.scale.colours, ink, diverging=self.diverging)

    def table_rows(self) -> tuple[tuple[str, ...], ...]:
        """The table's rows: every area with its number, then the others without one."""
        numbered = [(str(at), area.name, *area.cells) for at, area in enumerate(self.areas, 1)]
        return (*numbered, *(("", *row) for row in self.rows))


def map_sheet(sheet: MapSheet, ink: Ink = Ink.COLOURS) -> str:
    """The map as a page of A4: an SVG document, its table below the map."""
    top = 72.0 + 20 * len(sheet.lines)
    end = HEIGHT - 26.0 - 13 * len(sheet.foot)
    table = FiguresTable(sheet.headings, sheet.table_rows(), MARGIN, INNER, end)
    legend = ClassLegend(sheet.scale, MARGIN, WIDTH - MARGIN)
    at = table.top - _TABLE_GAP - LEGEND_ROW * legend.rows - 8
    pieces = (
        *heading_drawn(sheet.title, sheet.lines),
        *areas_drawn(sheet.areas, sheet.scale, Box(MARGIN, top, WIDTH - MARGIN, at - 10), ink),
        *legend.drawn(at, ink),
        *table.drawn(),
        *foot_drawn(sheet.foot),
    )
    return document(sheet.title, (WIDTH, HEIGHT), sheet.patterns(ink), pieces)


def map_figure(sheet: MapSheet, ink: Ink = Ink.EITHER) -> str:
    """The map as a figure of a paper: an SVG document, legend and table beside the map."""
    bottom = FIGURE_HEIGHT - 10.0 - 13 * len(sheet.foot)
    across = FIGURE_WIDTH * _MAP_SHARE
    left = across + 16.0
    table = FiguresTable(sheet.headings, sheet.table_rows(), left, FIGURE_WIDTH - left, bottom, alone=True)
    legend = ClassLegend(sheet.scale, left, FIGURE_WIDTH, stacked=True)
    pieces = (
        written(0, 20, sheet.title, fitting(sheet.title, 17, FIGURE_WIDTH), 700),
        *(
            written(0, 40 + 16 * at, line, fitting(line, 11.5, FIGURE_WIDTH))
            for at, line in enumerate(sheet.lines)
        ),
        *areas_drawn(sheet.areas, sheet.scale, Box(1, 34 + 16 * len(sheet.lines), across, bottom), ink),
        *legend.drawn(table.top - _TABLE_GAP - LEGEND_ROW * legend.rows, ink),
        *table.drawn(),
        *foot_drawn(sheet.foot, 0, FIGURE_WIDTH, FIGURE_HEIGHT - 4.0),
    )
    return document(sheet.title, (FIGURE_WIDTH, FIGURE_HEIGHT), sheet.patterns(ink), pieces)


# What every picture of a map has -------------------------------------------------------------------


def document(title: str, size: tuple[int, int], defined: str, pieces: tuple[str, ...]) -> str:
    """An SVG document on white."""
    name, (wide, high) = escape(title), size
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
            f'height="{high}" role="img" aria-label="{name}" font-family="{FONTS}" font-size="10">',
            f"<title>{name}</title>{defined}",
            f'<rect width="{wide}" height="{high}" fill="#FFFFFF"/>',
            *pieces,
            "</svg>",
        )
    )


def heading_drawn(title: str, lines: tuple[str, ...]) -> Iterator[str]:
    """A page's title, and what is asked."""
    yield written(MARGIN, 58, title, fitting(title, 24, INNER), 700)
    for at, line in enumerate(lines):
        yield written(MARGIN, 84 + 20 * at, line, fitting(line, 13, INNER))


def foot_drawn(
    lines: tuple[str, ...], left: float = MARGIN, width: float = INNER, bottom: float = HEIGHT - 26.0
) -> Iterator[str]:
    """The last lines, ending at `bottom`."""
    for at, line in enumerate(reversed(lines)):
        yield written(left, bottom - 13 * at, line, fitting(line, 9, width), 400, colour=QUIET)
