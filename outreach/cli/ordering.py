"""order and what-if: what an order does to every agency, stated or only supposed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import timedelta

from outreach.cli.output import Cell, say, write, write_json
from outreach.cli.session import Session
from outreach.rules.dates import parse_day
from outreach.rules.orders import SectorOrder
from outreach.rules.rate import Tally
from outreach.services.city import opening_day
from outreach.services.documents import figures
from outreach.services.orders import Effect, EffectRow, Preview, Statement, preview, state_order, what_if
from outreach.store.reference import Sector

_HEADINGS = (
    "day", "scheme", "kinds", "key", "name",
    "completed", "eligible", "rate", "completed_after", "eligible_after", "rate_after", "entering", "leaving",
)  # fmt: skip


def run_order(session: Session, given: Namespace) -> None:
    """`order SECTOR`: state a sector order in full, or with --dry-run tell what it would do."""
    suspended_from = parse_day(given.suspended_from)
    reopened_on = parse_day(given.reopened_on) if given.reopened_on else None
    city = session.city()
    if given.dry_run:
        _preview(
            preview(
                city,
                session.who,
                given.sector,
                suspended_from,
                document=given.document,
                reopened_on=reopened_on,
                by_application=given.by_application,
                today=opening_day(city, session.today),
            ),
            given.format,
        )
        return
    stated = state_order(
        city,
        session.who,
        given.sector,
        suspended_from,
        document=given.document,
        reopened_on=reopened_on,
        by_application=given.by_application,
        now=session.now,
    )
    if given.format == "json":
        write_json({"change": stated.change_id, "order": stated.order_id})
    else:
        say(f"公告已登錄（異動 {stated.change_id}）。")


def run_what_if(session: Session, given: Namespace) -> None:
    """`what-if SECTOR …`: every agency's figures were these sectors open from a day, for all."""
    city = session.city()
    on = parse_day(given.on) if given.on else opening_day(city, session.today) + timedelta(days=1)
    found = what_if(city, session.who, given.sectors, on=on)
    if given.format == "table" and found.unordered:
        names = "、".join(sector.name for sector in found.unordered)
        say(f"{names}在 {on.isoformat()} 沒有公告停業，開放與否不影響數字。")
    document = {
        "sectors": [_sector(sector) for sector in found.sectors],
        "on": on.isoformat(),
        "unordered": [sector.code for sector in found.unordered],
        "effects": _documents(found.effects),
    }
    write(given.format, _HEADINGS, _lines(found.effects), document)


def _preview(found: Preview, format_: str) -> None:
    if format_ == "table":
        say("以下為預覽，尚未寫入。")
        if found.supersedes is not None:
            say(f"將取代異動 {found.supersedes.change_id} 的公告：{found.supersedes.document}")
    document = {
        "dry_run": True,
        "sector": _sector(found.sector),
        "order": _order(found.order),
        "supersedes": None if found.supersedes is None else _statement(found.supersedes),
        "effects": _documents(found.effects),
    }
    write(format_, _HEADINGS, _lines(found.effects), document)


def _sector(sector: Sector) -> dict[str, object]:
    return {"key": sector.code, "name": sector.name}


def _order(order: SectorOrder) -> dict[str, object]:
    return {
        "suspended_from": order.suspended_from.isoformat(),
        "reopened_on": order.reopened_on.isoformat() if order.reopened_on else None,
        "by_application": order.by_application,
        "document": order.document,
    }


def _statement(stated: Statement) -> dict[str, object]:
    return {
        "change": stated.change_id,
        "reopened_on": stated.reopened_on.isoformat() if stated.reopened_on else None,
        "by_application": stated.by_application,
        "document": stated.document,
        "by": stated.by,
        "at": stated.at.isoformat(),
    }


def _documents(effects: Sequence[Effect]) -> list[dict[str, object]]:
    return [
        {
            "scheme": effect.scheme.code,
            "kinds": list(effect.kinds),
            "open": effect.open,
            "as_of": effect.day.isoformat(),
            "rows": [_row(row) for row in effect.rows],
            "unchanged": effect.unchanged,
            "total": _row(effect.total),
        }
        for effect in effects
    ]


def _row(row: EffectRow) -> dict[str, object]:
    told: dict[str, object] = {
        "key": row.key,
        "name": row.name,
        "before": figures(row.before),
        "after": figures(row.after),
        "entering": row.entering,
        "leaving": row.leaving,
    }
    if row.inside:
        told["inside"] = [_row(each) for each in row.inside]
    return told


def _lines(effects: Sequence[Effect]) -> list[list[Cell]]:
    lines: list[list[Cell]] = []
    for effect in effects:
        about: list[Cell] = [effect.day.isoformat(), effect.scheme.name, "+".join(effect.kinds)]
        for row in effect.rows:
            lines.append([*about, row.key, row.name, *_cells(row, effect)])
            lines += [[*about, each.key, f"└ {each.name}", *_cells(each, effect)] for each in row.inside]
        lines.append([*about, "", "總計", *_cells(effect.total, effect)])
    return lines


def _cells(row: EffectRow, effect: Effect) -> list[Cell]:
    def rate(tally: Tally) -> str | None:
        return None if effect.open else tally.rate

    before, after = row.before, row.after
    return [
        before.completed,
        before.eligible,
        rate(before),
        after.completed,
        after.eligible,
        rate(after),
        row.entering,
        row.leaving,
    ]
