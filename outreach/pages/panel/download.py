"""The list behind a number as rows of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from outreach.pages import terms
from outreach.pages.bar import Asked
from outreach.pages.downloads import offer
from outreach.pages.panel.opened import Opened
from outreach.pages.panel.why import reason
from outreach.pages.terms import KINDS, STANDINGS
from outreach.pages.words import N_, _
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.venues import Member, MemberPage, members
from outreach.services.who import Who
from outreach.sheets.table import Cell

#: 說明 is not 備註 on purpose: a list that comes back as an import must not state its remarks anew.
HEADINGS = (
    N_("店家編號"),
    N_("店家名稱"),
    N_("機關"),
    N_("性質"),
    N_("行政區"),
    N_("里"),
    N_("地址"),
    N_("行業"),
    N_("類別"),
    N_("參與狀態"),
    N_("統計歸類"),
    N_("歸類依據"),
    N_("說明"),
    N_("登錄者"),
    N_("登錄時間"),
)


def offer_list(
    name: str, title: str, listed: Callable[[], Iterable[Member]], scheme: str, *, key: str
) -> None:
    """Offer a list of venues as files.

    `listed` is called when a file is asked for, without the session: it must know already who asks.
    """

    def rows() -> list[list[Cell]]:
        return [member_cells(member, scheme) for member in listed()]

    offer(name, title, [_(heading) for heading in HEADINGS], rows, key=key, label=_("下載這份清單"))


def behind(
    city: City, who: Who, asked: Asked, opened: Opened, page: int = 1, size: int | None = None
) -> MemberPage:
    """The venues behind an open number that somebody may see: all of them, or one page."""
    return members(
        city,
        who,
        asked.scheme,
        asked.as_of,
        standings=opened.standings,
        where=opened.where(asked),
        known_at=asked.known_at,
        agency_with_subordinates=opened.bureau,
        page=page,
        page_size=size,
    )


def member_cells(member: Member, scheme: str) -> list[Cell]:
    """One venue under `HEADINGS`, in the language of now."""
    why = reason(member.why, scheme)
    recorded = member.why.recorded_at
    return [
        member.venue.id,
        member.venue.name,
        member.agency,
        _(KINDS[Kind(member.kind)]),
        member.district,
        member.village,
        member.venue.address,
        _(member.sector),
        _(member.category),
        terms.participation(member.why.participation, scheme),
        _(STANDINGS[member.why.standing]),
        why.what,
        why.remark,
        member.why.actor,
        terms.moment(recorded) if recorded else "",
    ]
