"""The page: what is to be answered first, then what others are to answer."""

from __future__ import annotations

from outreach.pages import frame
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.venues import doing
from outreach.pages.venues.handing import offered
from outreach.pages.words import N_, _, n_
from outreach.services.transfers import open_transfers


def show() -> None:
    """Open offers to and from the reader's agency."""
    frame.head(_("移轉"))
    doing.tell_last()
    found = open_transfers(frame.city(), frame.who(), today=frame.today())
    if not found:
        frame.notice(_("沒有等待回覆的移轉。要提出移轉，請開啟店家頁。"), kind="empty")
        return
    incoming = [each for each in found if each.may_answer]
    outgoing = [each for each in found if not each.may_answer]
    for title, part in ((N_("{count} 件等您回覆"), incoming), (N_("{count} 件等對方回覆"), outgoing)):
        if part:
            put(el("h2", n_(title, len(part)), class_="found"))
            for each in part:
                offered(frame.city(), each)
