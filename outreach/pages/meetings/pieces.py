"""What the views of meetings are made of: the address, items in words, marks, outcomes of a press."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from outreach.pages import frame, terms, words
from outreach.pages.markup import Child, Html, el
from outreach.pages.round.pieces import kinds_words
from outreach.pages.words import N_, _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Standing
from outreach.services.meetings import EditionHead, Meeting, MeetingItem

_OUTCOME = "meeting_outcome"
#: What of the address belongs to a number that is open; everything else stays when another is opened.
SHUT: Mapping[str, None] = dict.fromkeys(("list", "of", "own", "page"))
#: How a standing is named where it stands alone.
STANDINGS: dict[Standing | None, str] = {None: N_("不在清單")} | dict(terms.STANDINGS)


def asked_number(name: str) -> int | None:
    """A whole number of the address; None where there is none or something else stands there."""
    text = st.query_params.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def say(kind: str, text: str, next_step: Html | None = None) -> None:
    """Keep what a press did (`note` or `alarm`) for the run that follows it."""
    st.session_state[_OUTCOME] = (kind, text, next_step)


def refused(refusal: Refusal) -> None:
    """Keep why a press did nothing."""
    say("alarm", words.said(refusal))


def outcome() -> None:
    """Say once what the button pressed just now did, or why it did nothing."""
    told = st.session_state.pop(_OUTCOME, None)
    if told is not None:
        kind, text, next_step = told
        frame.notice(text, next_step=next_step, kind=kind)


def item_words(item: MeetingItem) -> str:
    """「台北熊好券（轄管場館）」."""
    return bracketed(_(item.scheme_name), kinds_words(item.kinds))


def bracketed(what: str, more: str) -> str:
    """「毋須納入 3 家（歇業 3）」, with the brackets of the reader's language."""
    return _("{what}（{reasons}）").format(what=what, reasons=more)


def item_dated(item: MeetingItem) -> str:
    """「台北熊好券（轄管場館）· 截至110年10月26日」."""
    return f"{item_words(item)} · {_('截至{day}').format(day=words.day(item.as_of))}"


def edition_words(head: EditionHead) -> str:
    """「第2版」."""
    return _("第{edition}版").format(edition=head.edition)


def frozen_words(head: EditionHead) -> str:
    """When and by whom an edition was frozen."""
    return f"{terms.moment(head.frozen_at)} · {head.frozen_by}"


def paper_tag(meeting: Meeting) -> Html | None:
    """紙本數字, where the figures were not counted here."""
    return el("span", _("紙本數字"), class_="tag") if meeting.figures_only else None


def meeting_name(meeting: Meeting) -> str:
    """The usual name in the reader's language, any other as it was given."""
    usual = f"第{meeting.number}次主任秘書會報"
    if meeting.name != usual:
        return meeting.name
    return _("第{number}次主任秘書會報").format(number=meeting.number)


def rate_and_base(tally: Tally, *, rated: bool = True) -> Html:
    """「93.10 % 1,431／1,537」, never a percentage alone; not `rated` 「加入 1,431 家」."""
    if not rated:
        return el("span", el("b", n_("加入 {count} 家", tally.completed)), class_="rated")
    base = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    return el(
        "span",
        el("b", rate_shown(tally.completed, tally.eligible)),
        " ",
        el("span", base, class_="of"),
        class_="rated",
    )


def table(titles: list[tuple[str, str]], rows: Child, class_: str, foot: Child = None) -> Html:
    """A table with headings (text, class)."""
    head = el("tr", [el("th", title, scope="col", class_=kind or None) for title, kind in titles])
    return el(
        "table",
        el("thead", head),
        el("tbody", rows),
        el("tfoot", foot) if foot else None,
        class_=class_,
    )


def cell(label: str, child: Child, class_: str = "num") -> Html:
    """A number with its heading, which a narrow page shows beside it."""
    return el("td", el("span", label, class_="label"), child, class_=class_)
