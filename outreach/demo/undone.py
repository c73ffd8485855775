"""Entries that were a mistake as a whole and were undone: what was known in between shows them."""

from __future__ import annotations

from datetime import date, datetime

from outreach.demo.agencies import COMMERCE, MARKETS
from outreach.demo.draft import Draft
from outreach.demo.journal import Journal
from outreach.demo.model import FIRST_DAY, MYCODE, Statement
from outreach.demo.picking import Picker
from outreach.demo.workdays import DAY, moment
from outreach.rules.dates import roc
from outreach.rules.vocabulary import Facet, Listing, Operating, Participation


def tell_undone(picker: Picker, journal: Journal) -> None:
    """All of them, in a fixed order."""
    _undone_marking(picker, journal)
    _undone_list(picker, journal)
    _undone_closing(picker, journal)


def _undone_marking(picker: Picker, journal: Journal) -> None:
    """市場處 marked a whole market's stalls as done, and took it back the next working day."""
    day = date(2021, 9, 15)
    stalls = picker.pick(
        62,
        lambda d: (
            d.sector == "market_stall"
            and d.agency == MARKETS
            and d.listed[MYCODE] == FIRST_DAY
            and (d.joined_on(MYCODE) or date.max) > day + 8 * DAY
            and not _happened(d, day - 8 * DAY, day + 4 * DAY)
        ),
    )
    said = tuple(Statement(d.number, Facet.PARTICIPATION, Participation.JOINED, day, MYCODE) for d in stalls)
    journal.whole(
        moment(day, 16, 42),
        "bulk",
        "市場處承辦人",
        f"{roc(day)}台北通 myCode+參與狀態更新{len(said)}家",
        statements=said,
        name="marking",
    )
    _undo(journal, moment(date(2021, 9, 16), 9, 26), "市場處科長", "整批誤標為已張貼，復原", "marking")


def _undone_list(picker: Picker, journal: Journal) -> None:
    """商業處 imported part of a list as if it were the whole, which took the rest off."""
    day = date(2021, 10, 20)
    shops = picker.pick(
        38,
        lambda d: d.agency == COMMERCE and d.listed[MYCODE] == FIRST_DAY and d.last_step() < day - 8 * DAY,
    )
    said = tuple(
        Statement(d.number, Facet.LISTING, Listing.DELISTED, day, MYCODE, "完整清冊未列") for d in shops
    )
    journal.whole(
        moment(day, 15, 8),
        "import",
        "商業處承辦人",
        f"{roc(day)}台北通 myCode+完整清冊匯入，移出{len(said)}家",
        "商業處_台北通myCode+清冊_第二區_1101020.xlsx",
        said,
        name="part of a list",
    )
    _undo(
        journal,
        moment(date(2021, 10, 21), 10, 12),
        "商業處科長",
        "誤將部分清冊當完整清冊匯入，復原",
        "part of a list",
    )


def _undone_closing(picker: Picker, journal: Journal) -> None:
    """觀傳局 entered a closing at the wrong hotel and noticed within the hour."""
    day = date(2021, 10, 5)
    for draft in picker.pick(
        1, lambda d: d.sector == "lodging" and d.spell is None and d.listed[MYCODE] == FIRST_DAY
    ):
        said = Statement(draft.number, Facet.OPERATING, Operating.CLOSED, day, None, f"{roc(day)}起歇業")
        journal.whole(
            moment(day, 14, 6), "edit", "觀傳局承辦人", "登錄歇業1家", statements=(said,), name="closing"
        )
        _undo(journal, moment(day, 14, 51), "觀傳局承辦人", "誤登於同名旅店，復原", "closing")


def _undo(journal: Journal, at: datetime, actor: str, summary: str, name: str) -> None:
    journal.whole(at, "undo", actor, summary, undoes=name)


def _happened(draft: Draft, first: date, last: date) -> bool:
    return any(first <= step.on <= last for step in draft.steps.get(MYCODE, ()))
