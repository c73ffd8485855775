"""An office that hands in lists: text as people type it, imported by the program's own services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.services.coverage import coverage
from outreach.services.imports.apply import Applied, apply_plan
from outreach.services.imports.model import Options, Outcome, Plan
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import ReadFile, read_file
from outreach.services.venues import VenueHistory, venue_history
from outreach.store.engine import reading
from outreach.store.feed import current_seq
from tests.support.builders import ADMINISTRATOR, COMMERCE, MYCODE, Clerk

LATER = date(2021, 12, 1)

#: The day that the office takes for today; later than every date in its lists.
TODAY = date(2021, 11, 1)


@dataclass
class Office:
    """商業處 and its clerk."""

    clerk: Clerk

    def plan(
        self,
        text: str,
        *,
        agency: str | None = COMMERCE,
        scheme: str = MYCODE,
        effective: date | None = date(2021, 10, 14),
        complete: bool = False,
        headings: Mapping[str, str] | None = None,
    ) -> tuple[ReadFile, Options, Plan]:
        """Plan a list given as CSV text; nothing is written."""
        options = Options(scheme, agency, effective, None, headings or {}, complete)
        read = read_file(text.encode(), "清單.csv", options)
        return read, options, plan_import(self.clerk.city, ADMINISTRATOR, read, options, today=TODAY)

    def apply(self, planned: tuple[ReadFile, Options, Plan]) -> Applied:
        """Apply what was planned."""
        read, options, plan = planned
        return apply_plan(
            self.clerk.city, ADMINISTRATOR, plan, read, options, today=TODAY, now=self.clerk.tick()
        )

    def hand_in(
        self,
        text: str,
        *,
        agency: str | None = COMMERCE,
        scheme: str = MYCODE,
        effective: date | None = date(2021, 10, 14),
        complete: bool = False,
    ) -> Plan:
        """Plan and apply a list; the plan that was applied."""
        planned = self.plan(text, agency=agency, scheme=scheme, effective=effective, complete=complete)
        self.apply(planned)
        return planned[2]

    def tally(self, day: date = date(2021, 10, 14), *where: str, scheme: str = MYCODE) -> Tally:
        """The figures of the whole scheme on a day."""
        return coverage(self.clerk.city, ADMINISTRATOR, scheme, day, where=where).total

    def by(self, dimension: Dimension, day: date = date(2021, 10, 14)) -> dict[str, int]:
        """Population by the names of a dimension."""
        table = coverage(self.clerk.city, ADMINISTRATOR, MYCODE, day, by=dimension)
        return {row.name: row.tally.population for row in table.rows}

    def by_everything(self) -> list[dict[str, int]]:
        """Population by every dimension."""
        return [self.by(dimension) for dimension in Dimension]

    def history(self, venue_id: int = 1) -> VenueHistory:
        """Everything ever said about a venue."""
        return venue_history(self.clerk.city, ADMINISTRATOR, venue_id, today=LATER)

    def seq(self) -> int:
        """The last number given out."""
        with reading(self.clerk.city.engine) as connection:
            return current_seq(connection)


def outcomes(plan: Plan) -> list[Outcome]:
    """What becomes of each row, in their order."""
    return [row.outcome for row in plan.rows]


def told(plan: Plan) -> str:
    """Every problem's sentence, one a line."""
    return "\n".join(p.problem for p in plan.problems)
