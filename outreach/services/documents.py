"""Figures as scripts and other offices read them: one JSON and one row, whoever asks and by which door.

The command line, the routes and the open data print what stands here, so that they cannot differ.
"""

from __future__ import annotations

from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Exclusion
from outreach.services.coverage import CoverageTable

#: A cell of a table.
Cell = str | int | float | None

#: Headings of the cells of a tally.
FIGURE_HEADINGS = (
    "population",
    "eligible",
    "completed",
    "outstanding",
    *(f"excluded_{reason}" for reason in Exclusion),
    "rate",
)


def figures(tally: Tally) -> dict[str, object]:
    """A tally as JSON; `rate` is a text with two decimals, None without a denominator."""
    return {
        "population": tally.population,
        "eligible": tally.eligible,
        "completed": tally.completed,
        "outstanding": tally.outstanding,
        "excluded": {str(reason): n for reason, n in tally.excluded.items()},
        "rate": tally.rate,
    }


def cells(tally: Tally) -> list[Cell]:
    """A tally as table cells, in the order of `FIGURE_HEADINGS`."""
    return [
        tally.population,
        tally.eligible,
        tally.completed,
        tally.outstanding,
        *tally.excluded.values(),
        tally.rate,
    ]


def coverage_document(table: CoverageTable) -> dict[str, object]:
    """The JSON of `coverage --format json`: scheme, as_of, known_at, by, rows that sum to total."""
    return {
        "scheme": table.scheme.code,
        "as_of": table.as_of.isoformat(),
        "known_at": table.known_at,
        "by": table.by,
        "rows": [{"key": r.key, "name": r.name, **figures(r.tally)} for r in table.rows],
        "total": figures(table.total),
    }
