"""licence: under which terms the open data may be used."""

from __future__ import annotations

from argparse import Namespace

from outreach.cli.output import say
from outreach.cli.session import Session
from outreach.services.open_licence import licence, set_licence


def run_licence(session: Session, given: Namespace) -> None:
    """`licence [NAME --url URL]`: tell the licence, or name another."""
    if given.terms or given.url:
        set_licence(session.city(), session.who, given.terms, given.url)
    found = licence(session.city())
    say(f"開放資料的授權：{found.name}（{found.url}）")
