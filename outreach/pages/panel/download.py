"""The list behind a number as a file."""

from __future__ import annotations

import io
from collections.abc import Iterable

from outreach.pages import terms
from outreach.pages.bar import Asked
from outreach.pages.panel.opened import Opened
from outreach.pages.panel.why import reason
from outreach.pages.terms import KINDS, STANDINGS
from outreach.pages.words import N_, _, speaking
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.venues import Member, members
from outreach.services.who import Who
from outreach.sheets.table import Cell, Table
from outreach.sheets.writing import write_csv

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


def csv_file(city: City, who: Who, asked: Asked, opened: Opened, language: str) -> bytes:
    """Every venue of the list, UTF-8 with a mark that spreadsheets look for; nothing runs as a formula.

    Made when the session is no longer at hand: who asks, and in which language, is said.
    """
    page = members(
        city,
        who,
        asked.scheme,
        asked.as_of,
        standings=opened.standings,
        where=opened.where(asked),
        known_at=asked.known_at,
        agency_with_subordinates=opened.bureau,
        page_size=None,
    )
    return list_file(opened.title, page.members, asked.scheme, language)


def list_file(title: str, listed: Iterable[Member], scheme: str, language: str) -> bytes:
    """These venues as a CSV file, in a language: it is made when the session is no longer at hand."""
    file = io.BytesIO()
    with speaking(language):
        rows = [_cells(m, scheme) for m in listed]
        write_csv(file, Table(title, tuple(_(h) for h in HEADINGS), rows))
    return file.getvalue()


def _cells(member: Member, scheme: str) -> list[Cell]:
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
