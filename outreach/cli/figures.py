"""coverage, venues, trend and bridge: figures as tables, CSV and the JSON of contract.md."""

from __future__ import annotations

from argparse import Namespace

from outreach.cli.output import Cell, write
from outreach.cli.session import Session
from outreach.figures.positions import Dimension
from outreach.rules.dates import parse_day
from outreach.rules.vocabulary import Standing
from outreach.services.bridge import BridgeRow, bridge
from outreach.services.city import opening_day
from outreach.services.coverage import Row, coverage
from outreach.services.documents import FIGURE_HEADINGS as FIGURE_HEADINGS
from outreach.services.documents import cells as cells
from outreach.services.documents import coverage_document
from outreach.services.documents import figures as figures
from outreach.services.trend import TrendLine, trend
from outreach.services.venues import Member, members


def run_coverage(session: Session, given: Namespace) -> None:
    """`coverage`: one scheme on one day, by a dimension."""
    city, who = session.city(), session.who
    table = coverage(
        city,
        who,
        given.scheme,
        parse_day(given.as_of) if given.as_of else opening_day(city, session.today),
        by=Dimension(given.by) if given.by else Dimension.AGENCY if given.roll_up else None,
        where=given.where,
        known_at=given.known_at,
        roll_up=given.roll_up,
    )
    rows = [_row(r) for r in table.rows]
    lines = [*rows, ["", "總計", *cells(table.total)]] if given.format == "table" or not rows else rows
    write(given.format, ("key", "name", *FIGURE_HEADINGS), lines, coverage_document(table))


def _row(row: Row) -> list[Cell]:
    return [row.key, row.name, *cells(row.tally)]


_VENUE_HEADINGS = (
    "id", "name", "agency", "district", "village", "address", "sector", "category", "kind",
    "participation", "standing", "remark", "since",
)  # fmt: skip


def run_venues(session: Session, given: Namespace) -> None:
    """`venues`: the venues behind a number, each with why it stands there."""
    city = session.city()
    page = members(
        city,
        session.who,
        given.scheme,
        parse_day(given.as_of) if given.as_of else opening_day(city, session.today),
        standings=[Standing(given.standing)] if given.standing else [],
        where=given.where,
        known_at=given.known_at,
        page_size=None,
    )
    rows = [_venue(m) for m in page.members]
    document = {
        "scheme": page.scheme.code,
        "as_of": page.as_of.isoformat(),
        "known_at": page.known_at,
        "venues": [dict(zip(_VENUE_HEADINGS, row, strict=True)) for row in rows],
    }
    write(given.format, _VENUE_HEADINGS, rows, document)


def _venue(member: Member) -> list[Cell]:
    why = member.why
    return [
        member.venue.id,
        member.venue.name,
        member.agency,
        member.district,
        member.village,
        member.venue.address,
        member.sector,
        member.category,
        member.kind,
        why.participation,
        why.standing,
        why.remark,
        why.since.isoformat() if why.since else None,
    ]


def run_trend(session: Session, given: Namespace) -> None:
    """`trend`: figures of every day in a range."""
    table = trend(
        session.city(),
        session.who,
        given.scheme,
        parse_day(given.from_),
        parse_day(given.to),
        by=Dimension(given.by) if given.by else None,
        where=given.where,
        known_at=given.known_at,
    )
    lines: tuple[TrendLine, ...] = table.lines if given.by else (table.total,)
    rows: list[list[Cell]] = [
        [line.key, line.name, day.isoformat(), *cells(t)]
        for line in lines
        for day, t in zip(table.days, line.tallies, strict=True)
    ]

    def days(line: TrendLine) -> list[dict[str, object]]:
        return [
            {"date": day.isoformat(), **figures(t)} for day, t in zip(table.days, line.tallies, strict=True)
        ]

    document = {
        "scheme": table.scheme.code,
        "from": table.days[0].isoformat(),
        "to": table.days[-1].isoformat(),
        "known_at": table.known_at,
        "by": given.by,
        "rows": [{"key": line.key, "name": line.name, "days": days(line)} for line in table.lines],
        "total": {"days": days(table.total)},
    }
    write(given.format, ("key", "name", "date", *FIGURE_HEADINGS), rows, document)


def run_bridge(session: Session, given: Namespace) -> None:
    """`bridge`: why figures changed between two days."""
    table = bridge(
        session.city(),
        session.who,
        given.scheme,
        parse_day(given.from_),
        parse_day(given.to),
        by=Dimension(given.by) if given.by else None,
        where=given.where,
        known_at=given.known_at,
    )
    document = {
        "scheme": table.scheme.code,
        "from": table.first.isoformat(),
        "to": table.last.isoformat(),
        "known_at": table.known_at,
        "by": given.by,
        "rows": [{"key": r.key, "name": r.name, **_bridge(r)} for r in table.rows],
        "total": _bridge(table.total),
    }
    rows: list[list[Cell]] = [
        [r.key, r.name, str(p.part), p.effect.population, p.effect.eligible, p.effect.completed, p.venues]
        for r in ([*table.rows, table.total] if given.by else [table.total])
        for p in r.parts
    ]
    write(
        given.format, ("key", "name", "part", "population", "eligible", "completed", "venues"), rows, document
    )


def _bridge(row: BridgeRow) -> dict[str, object]:
    return {
        "from": figures(row.before),
        "to": figures(row.after),
        "parts": [
            {
                "part": str(p.part),
                "population": p.effect.population,
                "eligible": p.effect.eligible,
                "completed": p.effect.completed,
                "venues": p.venues,
            }
            for p in row.parts
        ],
    }
