"""What the views of tracked items are made of: words, the address, figures, outcomes of a press."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.terms import KINDS
from outreach.pages.words import N_, _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.refusals import Refusal
from outreach.rules.tracking import Decision, Part, Proposal, overdue
from outreach.services.meetings import Meeting
from outreach.services.tracking import TrackedItem, TrackedLine

PARTS: Mapping[Part, str] = {Part.LEAD: N_("主辦"), Part.ASSISTING: N_("協辦")}
DECISIONS: Mapping[Decision, str] = {
    Decision.KEPT: N_("賡續列管"),
    Decision.RELEASED: N_("解除列管"),
    Decision.TRACKED_AGAIN: N_("重新列管"),
}
PROPOSALS: Mapping[Proposal, str] = {
    Proposal.KEEP: N_("建議賡續列管"),
    Proposal.RELEASE: N_("建議解除列管"),
    Proposal.TRACK_AGAIN: N_("建議重新列管"),
}
_OUTCOME = "tracked_outcome"
#: Back from a form or a history to the list of the meeting.
BACK: Mapping[str, None] = {"view": None, "item": None}


def say(kind: str, text: str) -> None:
    """Keep what a press did (`note` or `alarm`) for the run that follows it."""
    st.session_state[_OUTCOME] = (kind, text)


def refused(refusal: Refusal) -> None:
    """Keep why a press did nothing."""
    say("alarm", words.said(refusal))


def outcome() -> None:
    """Say once what the button pressed just now did, or why it did nothing."""
    told = st.session_state.pop(_OUTCOME, None)
    if told is not None:
        frame.notice(told[1], kind=told[0])


def meeting_name(meeting: Meeting) -> str:
    """The usual name in the reader's language, any other as it was given."""
    usual = f"第{meeting.number}次主任秘書會報"
    return (
        meeting.name if meeting.name != usual else _("第{number}次主任秘書會報").format(number=meeting.number)
    )


def rate_words(item: TrackedItem) -> str:
    """The rate that an item is about: 「台北熊好券（轄管場館）」; "" where it is about none."""
    if not item.scheme:
        return ""
    kinds = _("、").join(_(KINDS[kind]) for kind in item.kinds) or _("全部性質")
    return f"{_(item.scheme_name)}（{kinds}）"


def figure_words(tally: Tally) -> str:
    """「93.10 % 1,431／1,537」: never a percentage alone."""
    rate = rate_shown(tally.completed, tally.eligible)
    return f"{rate} {words.number(tally.completed)}／{words.number(tally.eligible)}"


def due_words(due_on: date | None, today: date) -> Html:
    """The due day, in alarm where it is past."""
    if due_on is None:
        return el("span", "—", class_="none")
    late = overdue(due_on, today)
    tag = el("span", n_("逾期 {count} 天", (today - due_on).days), class_="tag alarm") if late else None
    return el("span", words.day(due_on), tag, class_="due alarm" if late else "due")


def way(text: str, view: str) -> Html:
    """A link to one of the forms."""
    return link(text, {"view": view, "item": None}, class_="way")


def field_key(what: str, one: TrackedLine) -> str:
    """The name of a field about one line; another meeting's or agency's is another field."""
    return f"tracked_{what}_{one.meeting}_{one.item.number}_{one.agency}"


def back() -> Html:
    """A link back to the list."""
    return el("p", link(_("回列管清單"), BACK))
