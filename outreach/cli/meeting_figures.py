"""meeting list, then and enter: every meeting, an edition beside today, figures of older ones from paper."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from outreach.cli.figures import figures
from outreach.cli.output import Cell, say, write, write_table
from outreach.cli.session import Session
from outreach.rules.dates import parse_day, roc
from outreach.rules.rate import Tally, rate_shown
from outreach.services.meetings import (
    Correction,
    Meeting,
    ThenAndNow,
    edition,
    enter_figures,
    meetings,
    then_and_now,
)
from outreach.services.meetings.looking import named
from outreach.services.meetings.pasted import paper_figures
from outreach.sheets.reading import read_workbook


def list_meetings(session: Session, given: Namespace) -> None:
    """`meeting list`: number, day, what it looks at, editions; the newest first."""
    known = meetings(session.city(), session.who)
    rows: list[list[Cell]] = [
        [
            one.number,
            one.on_day.isoformat(),
            one.name,
            "、".join(f"{named(i.scheme_name, i.kinds)} {i.as_of.isoformat()}" for i in one.items),
            len(one.editions),
            one.editions[-1].frozen_at.isoformat() if one.editions else None,
            "紙本" if one.figures_only else "",
        ]
        for one in known
    ]
    headings = ("number", "date", "name", "items", "editions", "frozen_at", "figures_only")
    write(given.format, headings, rows, {"meetings": [_meeting(one) for one in known]})


def _meeting(one: Meeting) -> dict[str, object]:
    return {
        "number": one.number,
        "date": one.on_day.isoformat(),
        "name": one.name,
        "figures_only": one.figures_only,
        "items": [
            {"scheme": i.scheme, "kinds": list(i.kinds), "as_of": i.as_of.isoformat()} for i in one.items
        ],
        "editions": [
            {
                "edition": head.edition,
                "frozen_at": head.frozen_at.isoformat(),
                "frozen_by": head.frozen_by,
                "known_at": head.seq,
                "note": head.note,
            }
            for head in one.editions
        ],
    }


def then_meeting(session: Session, given: Namespace) -> None:
    """`meeting then NUMBER`: each item as reported and as known today, with every correction."""
    city, who = session.city(), session.who
    found = edition(city, who, given.number, given.edition)
    told = [
        then_and_now(city, who, given.number, i.item.scheme, i.item.kinds, edition=found.head.edition)
        for i in found.items
    ]
    if given.format == "json":
        document = {
            "number": given.number,
            "edition": found.head.edition,
            "known_at": found.head.seq,
            "known_at_now": told[0].known_at,
            "items": [_of_item(one) for one in told],
        }
        write("json", (), [], document)
        return
    for item, one in zip(found.items, told, strict=True):
        say(_sentence(one, rated=not item.shown_open))
        if one.corrections:
            write_table(
                ("change", "recorded_at", "actor", "summary", "venue", "name", "before", "after"), _rows(one)
            )


def _sentence(one: ThenAndNow, *, rated: bool) -> str:
    about = f"{named(one.item.scheme_name, one.item.kinds)}（截至{roc(one.item.as_of)}）"
    if not one.corrections:
        return f"{about}：{_rate(one.now, rated=rated)}，凍結後沒有更正。"
    both = f"當時 {_rate(one.then, rated=rated)}，以今日所知重算同一日為 {_rate(one.now, rated=rated)}"
    return f"{about}：{both}：更正 {len(one.corrections)} 筆。"


def _rate(tally: Tally, *, rated: bool = True) -> str:
    if not rated:
        return f"加入 {tally.completed:,} 家"
    return f"{rate_shown(tally.completed, tally.eligible)} {tally.completed:,}／{tally.eligible:,}"


def _rows(one: ThenAndNow) -> list[list[Cell]]:
    return [
        [*_change(correction), venue, one.names.get(venue, ""), before, after]
        for correction in one.corrections
        for venue, before, after in correction.venues
    ]


def _change(one: Correction) -> list[Cell]:
    change = one.change
    if change is None:
        return [None, None, None, None]
    return [change.id, change.recorded_at.isoformat(timespec="minutes"), change.actor, change.summary]


def _of_item(one: ThenAndNow) -> dict[str, object]:
    return {
        "scheme": one.item.scheme,
        "kinds": list(one.item.kinds),
        "as_of": one.item.as_of.isoformat(),
        "then": figures(one.then),
        "now": figures(one.now),
        "corrections": [
            {
                **dict(zip(("change", "recorded_at", "actor", "summary"), _change(correction), strict=True)),
                "moved": correction.moved,
                "venues": [
                    {"id": venue, "name": one.names.get(venue, ""), "before": before, "after": after}
                    for venue, before, after in correction.venues
                ],
            }
            for correction in one.corrections
        ],
    }


def enter_meeting(session: Session, given: Namespace) -> None:
    """`meeting enter NUMBER FILE`: an older meeting's figures from a sheet, which are never recomputed."""
    path = Path(given.file)
    read = paper_figures(read_workbook(path.read_bytes(), path.name).rows)
    day = parse_day(given.date)
    entered = enter_figures(
        session.city(),
        session.who,
        given.number,
        day,
        read,
        name=given.name,
        note=given.note,
        now=session.now,
    )
    told = "、".join(
        f"{named(item.scheme_name, item.kinds)} {_rate(one.total)}"
        for item, one in zip(entered.items, read, strict=True)
    )
    say(f"已登錄{entered.name}（{roc(entered.on_day)}）的紙本數字：{told}。")
