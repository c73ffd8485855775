"""tracked: what a meeting reads about tracked items, opening one, and recording what was decided."""

from __future__ import annotations

from argparse import Namespace

from outreach.cli.figures import figures
from outreach.cli.output import Cell, say, write
from outreach.cli.session import Session
from outreach.rules.dates import roc
from outreach.rules.tracking import DECISIONS, PARTS, PROPOSALS, Decision
from outreach.services.tracking import Deciding, TrackedLine, conclusions, decide, open_item, tracked

_HEADINGS = ("item", "agency", "name", "part", "due_on", "times", "proposal", "rate", "decision", "words")


def run_tracked(session: Session, given: Namespace) -> None:
    """`tracked ACTION NUMBER`: list, open or decide."""
    {"list": _list, "open": _open, "decide": _decide}[given.action](session, given)


def _list(session: Session, given: Namespace) -> None:
    lines = tracked(session.city(), session.who, given.number, edition=given.edition)
    told = conclusions(lines)
    document = {
        "number": given.number,
        "edition": given.edition,
        "conclusions": list(told),
        "lines": [_of_line(one) for one in lines],
    }
    write(given.format, _HEADINGS, [_cells(one) for one in lines], document)
    if given.format == "table":
        for sentence in told:
            say(sentence)


def _cells(one: TrackedLine) -> list[Cell]:
    return [
        str(one.item.number),
        one.key,
        one.name,
        PARTS[one.part],
        roc(one.due_on) if one.due_on else None,
        one.times,
        PROPOSALS[one.proposal] if one.proposal else None,
        one.tally.rate if one.tally else None,
        DECISIONS[one.decision] if one.decision else None,
        one.words,
    ]


def _of_line(one: TrackedLine) -> dict[str, object]:
    return {
        "item": str(one.item.number),
        "conclusion": one.item.conclusion,
        "agency": one.key,
        "name": one.name,
        "part": one.part.value,
        "progress": one.progress,
        "said_for": one.said_for,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "times": one.times,
        "scheme": one.item.scheme or None,
        "kinds": list(one.item.kinds),
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "figures": figures(one.tally) if one.tally else None,
        "released": one.released,
        "proposal": one.proposal.value if one.proposal else None,
        "decision": one.decision.value if one.decision else None,
        "words": one.words,
    }


def _open(session: Session, given: Namespace) -> None:
    item = open_item(
        session.city(),
        session.who,
        given.number,
        given.conclusion,
        given.lead,
        given.assisting,
        sequence=given.sequence,
        scheme=given.scheme,
        times_before=given.times,
        now=session.now,
    )
    say(f"已新增列管編號 {item}，自第{item.meeting + 1}次會議起列入。")


def _decide(session: Session, given: Namespace) -> None:
    said = Deciding(given.item, given.agency, Decision(given.decision), given.words)
    done = decide(session.city(), session.who, given.number, [said], now=session.now)
    told = f"第{given.number}次會議：列管編號 {given.item} {DECISIONS[said.decision]}。"
    say(f"已登錄{told}" if done else f"先前已登錄{told}")
