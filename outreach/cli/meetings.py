"""meeting: open one, freeze its figures as an edition, show an edition, and write its paper."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from outreach.cli.figures import FIGURE_HEADINGS, cells, figures
from outreach.cli.meeting_figures import enter_meeting, list_meetings, then_meeting
from outreach.cli.output import Cell, say, write
from outreach.cli.session import Session
from outreach.cli.whole_file import write_whole
from outreach.rules.dates import parse_day, roc
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.meetings import Edition, ItemFigures, edition, freeze, open_meeting
from outreach.services.meetings.looking import named


class NotAKind(Refusal, ValueError):
    """A kind of venue that there is none of."""

    template = "項目讀到『{value}』；類型請用 {kinds}，例如 mycode:shop，不寫類型表示全部。"


class NoAsOf(Refusal, ValueError):
    """An item without a day, and none for all of them."""

    template = (
        "項目『{value}』沒有統計截止日；請加 --as-of 110-10-14，或在項目後寫 @日期，例如 mycode@110-10-14。"
    )


def run_meeting(session: Session, given: Namespace) -> None:
    """`meeting ACTION …`: open, freeze, show, report, list, then or enter."""
    {
        "open": _open,
        "freeze": _freeze,
        "show": _show,
        "report": _report,
        "list": list_meetings,
        "then": then_meeting,
        "enter": enter_meeting,
    }[given.action](session, given)


def _open(session: Session, given: Namespace) -> None:
    items = [_item(text, given.as_of) for text in given.item]
    day = parse_day(given.date)
    opened = open_meeting(session.city(), session.who, given.number, day, items, now=session.now)
    told = "、".join(f"{named(i.scheme_name, i.kinds)}（截至 {roc(i.as_of)}）" for i in opened.items)
    say(f"已開立{opened.name}（{roc(opened.on_day)}）：{told}。")


def _item(text: str, as_of: str | None) -> tuple[str, tuple[Kind, ...], date]:
    """SCHEME[:KIND][@DATE]; without a day of its own, that of `--as-of`."""
    asked, _at, own_day = text.partition("@")
    day = own_day or as_of
    if not day:
        raise NoAsOf(value=text)
    scheme, colon, kind = asked.partition(":")
    if not colon:
        return scheme, (), parse_day(day)
    if kind not in list(Kind):
        raise NotAKind(value=text, kinds="、".join(Kind))
    return scheme, (Kind(kind),), parse_day(day)


def _freeze(session: Session, given: Namespace) -> None:
    head = freeze(
        session.city(), session.who, given.number, given.note, round_id=given.round, now=session.now
    )
    say(f"第{given.number}次會議已凍結為第{head.edition}版（序號 {head.seq}）。")


def _report(session: Session, given: Namespace) -> None:
    """The paper into a file; what stood there before stays until the new one is whole."""
    # Fonts and office formats are loaded for this action alone.
    from outreach.services.papers import paper_file

    path = Path(given.output)
    format_ = given.format or path.suffix
    made = paper_file(session.city(), session.who, given.number, format_, edition=given.edition)
    write_whole(path, made.data)
    say(f"{path.name}：第{given.number}次會議資料第{made.edition}版，數字已讀回核對。")


def _show(session: Session, given: Namespace) -> None:
    found = edition(session.city(), session.who, given.number, given.edition)
    rows: list[list[Cell]] = []
    for one in found.items:
        item = [one.item.scheme, "+".join(one.item.kinds), one.item.as_of.isoformat()]
        rows += [[*item, r.key, r.name, *cells(r.tally)] for r in one.rows]
        rows.append([*item, "", "總計", *cells(one.total)])
    headings = ("scheme", "kinds", "as_of", "key", "name", *FIGURE_HEADINGS)
    write(given.format, headings, rows, _document(found))


def _document(found: Edition) -> dict[str, object]:
    return {
        "number": found.meeting.number,
        "date": found.meeting.on_day.isoformat(),
        "name": found.meeting.name,
        "edition": found.head.edition,
        "editions": len(found.meeting.editions),
        "frozen_at": found.head.frozen_at.isoformat(),
        "frozen_by": found.head.frozen_by,
        "known_at": found.head.seq,
        "rule_version": found.head.rule_version,
        "figures_only": found.meeting.figures_only,
        "note": found.head.note,
        "non_reporters": list(found.non_reporters),
        "items": [_of_item(one) for one in found.items],
    }


def _of_item(one: ItemFigures) -> dict[str, object]:
    return {
        "scheme": one.item.scheme,
        "kinds": list(one.item.kinds),
        "as_of": one.item.as_of.isoformat(),
        "rows": [{"key": r.key, "name": r.name, **figures(r.tally)} for r in one.rows],
        "total": figures(one.total),
    }
