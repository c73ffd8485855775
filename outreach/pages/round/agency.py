"""One agency in a round: figures and changes to look through, and what may be done with the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from outreach.pages import frame
from outreach.pages.links import link
from outreach.pages.markup import el, show
from outreach.pages.round import acting
from outreach.pages.round.chasing import notice_of
from outreach.pages.round.figures import compared, figures, take
from outreach.pages.round.pieces import other_rounds, state_tag, when
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.rounds import Round, reminded, round_of


def show_agency(
    city: City, chosen: Round, known: Sequence[Round], today: date, agency: int | None = None
) -> None:
    """The asker's own agency in a round, or for managers the one named (an id)."""
    found = round_of(city, frame.who(), chosen.id, today=today, agency=agency)
    above = other_rounds(known, chosen)
    if agency is not None:
        above = link(["‹ ", _("回填報清單")], {"agency": None, "all": None}, class_="back")
    title = el("h2", found.agency_name, " · ", chosen.name, state_tag(found.state), class_="round-name")
    show(above, title, when(chosen, today))
    acting.outcome()
    acting.sent_back_words(found)
    notice_of(reminded(city, frame.who(), chosen.id).get(found.agency), found)
    if not found.asked and not found.steps:
        frame.notice(_("貴機關在這次填報的方案中沒有列冊的店家，不需填報。"), kind="empty")
        return
    show(figures(found))
    take(found)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        show(compared(found))
    with right:
        acting.desk(found)
