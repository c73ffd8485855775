"""setup, agencies and undo: commands that change what is known."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from outreach.cli.output import say
from outreach.cli.session import Session
from outreach.rules.dates import parse_day
from outreach.services.agencies import import_agencies
from outreach.services.city import open_city
from outreach.services.demonstration import fill
from outreach.services.demonstration_accounts import add_demonstration_accounts
from outreach.services.setup import open_and_set_up
from outreach.services.undo import undo


def run_setup(session: Session, given: Namespace) -> None:
    """`setup`: create or upgrade the database; with --demo, fill it with the demonstration city."""
    engine = open_and_set_up(session.who, now=session.now, demo=given.demo)
    if given.demo:
        filled = fill(engine, session.who, session.progress)
        add_demonstration_accounts(open_city(), session.who, now=session.now)
        say("示範城市已建立。" if filled else "示範城市已存在，未更動。")
        return
    city = open_city()
    say(
        f"資料庫已就緒：{len(city.reference().schemes)} 個方案、{len(city.reference().places)} 個行政區與里。"
    )


def run_agencies(session: Session, given: Namespace) -> None:
    """`agencies FILE`: add or update agencies."""
    path = Path(given.file)
    effective = parse_day(given.effective) if given.effective else None
    done = import_agencies(
        session.city(), session.who, path.read_bytes(), path.name, now=session.now, effective_on=effective
    )
    say(f"機關：新增 {done.added}、更新 {done.updated}、未變 {done.unchanged}。")


def run_undo(session: Session, given: Namespace) -> None:
    """`undo CHANGE`: void one change."""
    undone = undo(session.city(), session.who, given.change, now=session.now)
    say(f"異動 {given.change} 已復原（異動 {undone.change_id}，{undone.venues} 家店家）。")
