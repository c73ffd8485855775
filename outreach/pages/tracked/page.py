"""The page: the tracked items of a meeting, one item's history, or one of the forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.tracked.deciding import show_deciding
from outreach.pages.tracked.history import show_history
from outreach.pages.tracked.listing import lines_table, offer_lines
from outreach.pages.tracked.opening import show_opening
from outreach.pages.tracked.pieces import meeting_name, outcome, way
from outreach.pages.tracked.reporting import show_reporting
from outreach.pages.words import _, n_
from outreach.rules.tracking import Proposal, overdue
from outreach.services.city import City
from outreach.services.meetings import Meeting, meetings
from outreach.services.tracking import (
    TrackedItem,
    TrackedLine,
    conclusions,
    may_report,
    tracked,
    tracked_items,
)
from outreach.services.who import Right, Who


def show() -> None:
    """The lines of the meeting that the address names, the newest one without a name."""
    frame.head(_("列管"))
    city, who = frame.city(), frame.who()
    known = meetings(city, who)
    if not known:
        text = _("還沒有會議，所以還沒有列管事項。請先到「會議」開立會議。")
        frame.notice(text, next_step=el("a", _("前往會議"), href="meetings", target="_self"), kind="empty")
        return
    chosen = _chosen(known)
    if chosen is None:
        asked = st.query_params["meeting"]
        text = _("查無第{number}次會議。").format(number=asked)
        frame.notice(text, next_step=link(_("看最近一次會議的列管事項"), {"meeting": None}))
        return
    outcome()
    if st.query_params.get("item"):
        show_history(city, who, st.query_params["item"])
        return
    _one(city, who, known, chosen)


def _chosen(known: Sequence[Meeting]) -> Meeting | None:
    asked = st.query_params.get("meeting", "").strip()
    if not asked:
        return known[0]
    return next((one for one in known if str(one.number) == asked), None)


def _one(city: City, who: Who, known: Sequence[Meeting], chosen: Meeting) -> None:
    # What was overdue when a meeting was held; before it, what is today.
    today = min(frame.today(), chosen.on_day)
    edition = _edition(chosen)
    lines = list(tracked(city, who, chosen.number, edition=edition))
    # An approver's own items come first, each with all its agencies.
    own = {one.item.number for one in lines if one.agency == who.agency}
    lines.sort(key=lambda one: (one.item.number not in own, one.item.number))
    put(
        _other_meetings(known, chosen),
        el("h2", _title(chosen), class_="round-name"),
        el("p", _basis(edition), class_="fine"),
    )
    steering = who.may(Right.STEER)
    mine = [one for one in lines if may_report(who, one.agency)]
    view = st.query_params.get("view", "")
    if view == "open" and steering:
        show_opening(city, known, chosen)
    elif view == "decide" and steering and lines:
        show_deciding(chosen, lines)
    elif view == "report" and mine:
        show_reporting(chosen, mine, today)
    else:
        _listed(city, who, chosen, lines, today, steering=steering, reporting=bool(mine))


def _edition(chosen: Meeting) -> int | None:
    """The edition that the address names, else the newest, as the paper has it; None where there is none."""
    known = [head.edition for head in chosen.editions]
    asked = st.query_params.get("edition", "").strip()
    return next((one for one in known if str(one) == asked), known[-1] if known else None)


def _basis(edition: int | None) -> str:
    if edition is None:
        return _("尚未凍結：建議依目前的數字。")
    return _("建議依第{edition}版凍結的數字；辦理情形與會議結論為目前的登錄。").format(edition=edition)


def _listed(
    city: City,
    who: Who,
    chosen: Meeting,
    lines: Sequence[TrackedLine],
    today: date,
    *,
    steering: bool,
    reporting: bool,
) -> None:
    ways = [
        way(_("填報辦理情形"), "report") if reporting else None,
        way(_("登錄會議結論"), "decide") if steering and lines else None,
        way(_("新增列管事項"), "open") if steering else None,
    ]
    put(_summary(lines, today), el("nav", ways, class_="tracked-ways") if any(ways) else None)
    every = tracked_items(city, who)
    if lines:
        put(lines_table(lines, today))
        offer_lines(lines, chosen.number, _title(chosen), today)
    else:
        step = way(_("新增列管事項"), "open") if steering else None
        text = _("第{number}次會議沒有列管中的事項。").format(number=chosen.number)
        frame.notice(text, next_step=step, kind="empty")
    if every:
        put(_concluded(chosen, every), _every(every))


def _title(chosen: Meeting) -> str:
    return f"{meeting_name(chosen)} · {words.day(chosen.on_day)}"


def _summary(lines: Sequence[TrackedLine], today: date) -> Html:
    """What waits for the meeting, in numbers, and its conclusions so far in the minutes' form."""
    items = len({one.item.number for one in lines})
    late = sum(1 for one in lines if overdue(one.due_on, today) and one.decision is None)
    undecided = sum(1 for one in lines if one.decision is None)
    again = sum(1 for one in lines if one.proposal is Proposal.TRACK_AGAIN)
    free = sum(1 for one in lines if one.proposal is Proposal.RELEASE)
    told: list[Child] = [
        el("li", n_("列管 {count} 案", items)),
        el("li", n_("待決定 {count} 項", undecided)) if undecided else None,
        el("li", n_("逾期 {count} 項", late), class_="alarm") if late else None,
        el("li", n_("建議解除 {count} 項", free)) if free else None,
        el("li", n_("建議重新列管 {count} 項", again), class_="alarm") if again else None,
    ]
    concluded = conclusions(lines)
    sentences: Child = [el("p", text) for text in concluded]
    if lines and not concluded:
        sentences = el("p", _("會議尚未作成結論，會議資料上留白。"), class_="fine")
    return el("div", el("ul", told, class_="chips"), sentences, class_="tracked-summary")


def _other_meetings(known: Sequence[Meeting], shown: Meeting) -> Html | None:
    if len(known) < 2:
        return None
    near = known[:6] if shown in known[:6] else (*known[:5], shown)
    pieces = [
        el("span", meeting_name(one), aria_current="true")
        if one.number == shown.number
        else link(
            meeting_name(one),
            {"meeting": one.number, "edition": None, "view": None, "item": None},
            class_="plain",
        )
        for one in near
    ]
    return el("nav", pieces, class_="rounds", aria_label=_("其他會議"))


def _concluded(chosen: Meeting, every: Sequence[TrackedItem]) -> Html | None:
    """Items that this very meeting concluded: the next one reads them first."""
    own = [one for one in every if one.number.meeting == chosen.number]
    if not own:
        return None
    text = _("本次會議的結論，自第{number}次會議起列入：").format(number=chosen.number + 1)
    return el("p", text, _numbers(own), class_="fine")


def _every(every: Sequence[TrackedItem]) -> Html:
    told = el("summary", n_("所有列管編號（{count} 案，含已解除者）", len(every)))
    return el("details", told, el("p", _numbers(every), class_="numbers"), class_="tracked-every")


def _numbers(items: Sequence[TrackedItem]) -> list[Child]:
    pieces: list[Child] = []
    for one in items:
        text = str(one.number)
        pieces += [link(text, {"item": text, "view": None}, title=one.conclusion), " "]
    return pieces
