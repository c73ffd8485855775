"""The table of agencies as rows of a file."""

from __future__ import annotations

from outreach.pages.downloads import offer
from outreach.pages.overview.answer import Answer
from outreach.pages.terms import KINDS
from outreach.pages.words import _
from outreach.rules.rate import Tally, rate_shown
from outreach.sheets.table import Cell


def take_agencies(found: Answer) -> None:
    """Offer the agencies' figures: a row an agency (and inside of one that is unfolded), the total last."""
    asked = found.asked
    headings = [
        _("機關"),
        _("性質"),
        _("完成率"),
        _("已完成"),
        _("母數"),
        _("還差"),
        _("毋須納入"),
        _("提報"),
    ]
    rows: list[list[Cell]] = []
    for group in (found.rated, found.open):
        if group is None:
            continue
        kinds = _("、").join(_(KINDS[kind]) for kind in group.kinds)
        for row in group.table.rows:
            rows.append(_row(row.name, kinds, row.tally, rated=group is found.rated))
            if row.key and row.key == found.unfolded:
                inner = _("{agency}（所屬）").format(agency=row.name)
                rows += [
                    _row(f"{inner} {r.name}", kinds, r.tally, rated=group is found.rated)
                    for r in group.inside
                ]
        rows.append(_row(_("合計"), kinds, group.total, rated=group is found.rated))
    offer(f"agencies-{asked.scheme}-{asked.as_of.isoformat()}", _("各機關"), headings, rows, key="agencies")


def _row(name: str, kinds: str, tally: Tally, *, rated: bool) -> list[Cell]:
    """Of an open drive there is no rate, and nothing is missing."""
    return [
        name,
        kinds,
        rate_shown(tally.completed, tally.eligible) if rated else "",
        tally.completed,
        tally.eligible if rated else None,
        tally.outstanding if rated else None,
        tally.excluded_total,
        tally.population,
    ]
