"""One meeting: its editions, and the views of the one that the address names."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.meetings.behind import show_behind
from outreach.pages.meetings.differing import show_differences
from outreach.pages.meetings.figures import show_figures
from outreach.pages.meetings.freezing import show_freezing
from outreach.pages.meetings.paper import show_paper
from outreach.pages.meetings.pieces import (
    SHUT,
    asked_number,
    edition_words,
    frozen_words,
    item_dated,
    meeting_name,
    outcome,
    paper_tag,
)
from outreach.pages.meetings.since import show_since
from outreach.pages.meetings.texts import show_texts
from outreach.pages.meetings.verifying import show_verified
from outreach.pages.words import N_, _
from outreach.services.city import City
from outreach.services.meetings import Edition, Meeting, edition
from outreach.services.who import Right, Who

#: Views of a meeting by the word in the address.
VIEWS = {
    "": N_("數字"),
    "since": N_("當時與現在"),
    "differs": N_("與前一版的差異"),
    "texts": N_("會議文字"),
    "paper": N_("會議資料"),
    "freeze": N_("凍結"),
}


def show_meeting(city: City, who: Who, known: Sequence[Meeting], meeting: Meeting) -> None:
    """Name and day, editions, and one of the views; a meeting not frozen yet offers to be."""
    every = link(_("看所有會議"), {"meeting": None, "edition": None, "view": None, **SHUT})
    put(
        el("p", every, _neighbours(known, meeting), class_="fine meeting-back"),
        el("h2", meeting_name(meeting), paper_tag(meeting), class_="meeting-name"),
        el("p", _about(meeting), class_="question"),
    )
    outcome()
    found = _edition(city, who, meeting)
    offered = _offered(meeting, found, steering=who.may(Right.STEER))
    view = st.query_params.get("view", "")
    view = view if view in offered else offered[0]
    if found is not None:
        put(_editions(meeting, found), _facts(found), _views(offered, view))
    else:
        put(_views(offered, view))
    _show(city, who, meeting, found, view)


def _show(city: City, who: Who, meeting: Meeting, found: Edition | None, view: str) -> None:
    if view == "texts":
        show_texts(city, who, meeting)
    elif view == "freeze":
        show_freezing(city, who, meeting)
    elif found is None:
        frame.notice(_("這次會議還沒有凍結數字；凍結後，這裡會有第1版。"), kind="empty")
    elif view == "since":
        show_since(city, who, found)
    elif view == "paper":
        show_paper(city, found.meeting.number, found.head.edition)
    elif view == "differs":
        show_differences(city, who, found)
    else:
        show_behind(city, found)
        show_verified(city, who, found)
        show_figures(found)


def _offered(meeting: Meeting, found: Edition | None, *, steering: bool) -> list[str]:
    """The views that say anything; for a meeting not frozen yet, freezing comes first."""
    freeze = ["freeze"] if steering and not meeting.figures_only else []
    if found is None:
        return [*freeze, "texts"] if freeze else ["", "texts"]
    counted = not meeting.figures_only
    return [
        "",
        *(["since"] if counted else []),
        *(["differs"] if found.head.edition > 1 else []),
        "texts",
        "paper",
        *freeze,
    ]


def _edition(city: City, who: Who, meeting: Meeting) -> Edition | None:
    """The edition that the address names, else the newest; None where nothing was frozen."""
    if not meeting.editions:
        return None
    asked = asked_number("edition")
    known = {one.edition for one in meeting.editions}
    if "edition" in st.query_params and asked not in known:
        text = _("這次會議沒有第{edition}版，以下是最新的一版。")
        frame.notice(text.format(edition=st.query_params["edition"]))
    return edition(city, who, meeting.number, asked if asked in known else None)


def _about(meeting: Meeting) -> str:
    day = words.day(meeting.on_day)
    return " · ".join([day, _("；").join(item_dated(item) for item in meeting.items)])


def _neighbours(known: Sequence[Meeting], meeting: Meeting) -> list[Html]:
    """The meetings held before and after this one."""
    ordered = sorted(one.number for one in known)
    at = ordered.index(meeting.number)
    beside = [ordered[at - 1]] if at else []
    beside += ordered[at + 1 : at + 2]
    text = _("第{number}次會議")
    return [
        link(text.format(number=number), {"meeting": number, "edition": None, **SHUT}) for number in beside
    ]


def _editions(meeting: Meeting, found: Edition) -> Html | None:
    """Links to the editions, the newest first."""
    if len(meeting.editions) < 2:
        return None
    pieces: list[Child] = []
    for head in reversed(meeting.editions):
        here = head.edition == found.head.edition
        text = [edition_words(head), el("small", frozen_words(head))]
        pieces.append(
            el("span", text, aria_current="true")
            if here
            else link(text, {"edition": head.edition, **SHUT}, class_="plain")
        )
    return el("nav", pieces, class_="editions", aria_label=_("版次"))


def _facts(found: Edition) -> Html:
    """Edition, number, rule version, when and by whom; who had not reported; the note."""
    head = found.head
    told: list[tuple[str, Child]] = [
        (_("版次"), edition_words(head)),
        (_("登錄於") if head.seq is None else _("凍結於"), frozen_words(head)),
    ]
    if head.seq is not None:
        told += [
            (_("依登錄序號"), words.number(head.seq)),
            (_("計算規則"), _("第{edition}版").format(edition=head.rule_version)),
            (_("未填報機關"), _not_reported(found)),
        ]
    if head.note:
        told.append((_("說明"), head.note))
    return el(
        "dl",
        [el("div", el("dt", name), el("dd", value)) for name, value in told],
        class_="edition-facts",
    )


def _not_reported(found: Edition) -> Child:
    names = found.non_reporters
    if names:
        text = _("{count} 個：{names}")
        return el("span", text.format(count=len(names), names=_("、").join(names)), class_="missing")
    return _("無") if found.head.round_id is not None else _("凍結時未附填報")


def _views(offered: Sequence[str], view: str) -> Html:
    pieces = [
        el("span", _(VIEWS[one]), aria_current="true")
        if one == view
        else link(_(VIEWS[one]), {"view": one or None, **SHUT}, class_="plain")
        for one in offered
    ]
    return el("nav", pieces, class_="meeting-views", aria_label=_("這次會議"))
