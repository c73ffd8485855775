"""回報錯誤: the form by which anybody says that a venue on the public map is wrong, and what came of it.

A plain form that the browser sends to `/report`: it works without a session, and what is typed never is a
widget's value.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import address, link
from outreach.pages.map.place import number_in_address
from outreach.pages.markup import Html, el
from outreach.pages.venues.asking import ERRORS
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.services.error_reports import LONGEST_REPORT, NotOnTheMap, ReportUnreadable
from outreach.services.spots import Spot
from outreach.services.who import OnlyLooking
from outreach.web.reports import DONE, PROBLEM, PROBLEMS, TAKEN


def report_form(shown: Sequence[Spot]) -> Html:
    """The form about one of the venues that a panel shows, folded until it is wanted."""
    here = f"map{address(**{DONE: None, PROBLEM: None}).removesuffix('?')}"
    form = el(
        "form",
        el("input", type="hidden", name="next", value=here),
        _which(shown),
        el(
            "label",
            el("span", _("情形")),
            el(
                "select",
                [el("option", _(title), value=kind.value) for kind, title in ERRORS.items()],
                name="kind",
            ),
        ),
        el(
            "label",
            el("span", _("說明（可不填，選「其他」時請填）")),
            el("textarea", name="words", rows=3, maxlength=LONGEST_REPORT, autocomplete="off"),
            el("span", _("請勿填寫姓名、電話等個人資料"), class_="fine"),
        ),
        el("button", _("回報錯誤"), type="submit"),
        action="report",
        method="post",
    )
    failed = _problem() is not None
    return el("details", el("summary", _("資料有誤？")), form, class_="report", open=failed)


def _which(shown: Sequence[Spot]) -> Html:
    if len(shown) == 1:
        return el("input", type="hidden", name="venue", value=shown[0].id)
    choices = [el("option", spot.name, value=spot.id) for spot in shown]
    return el("label", el("span", _("哪一家")), el("select", choices, name="venue"))


def tell() -> None:
    """Say above the map that the report was taken, or why it was not."""
    problem = _problem()
    if problem is not None:
        frame.notice(words.said(problem), kind="alarm")
    elif st.query_params.get(DONE) == TAKEN:
        step = link(_("關閉"), {DONE: None})
        frame.notice(_("已收到，將由主管機關查證。"), next_step=step)


def _problem() -> Refusal | None:
    """What the address says was refused, with the words that its sentence needs."""
    kind = PROBLEMS.get(st.query_params.get(PROBLEM, ""))
    if kind is None:
        return None
    if kind is NotOnTheMap:
        return NotOnTheMap(venue_id=number_in_address("venue") or "")
    if kind is ReportUnreadable:
        return ReportUnreadable(most=LONGEST_REPORT)
    if kind is OnlyLooking:
        return OnlyLooking(name=frame.who().name, what="回報錯誤")
    return kind()
