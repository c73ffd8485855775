"""The lines of a meeting, item by item, and the same as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from outreach.pages.downloads import offer
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.tracked.pieces import DECISIONS, PARTS, PROPOSALS, due_words, figure_words, rate_words
from outreach.pages.words import _, n_
from outreach.rules.tracking import overdue
from outreach.services.tracking import TrackedItem, TrackedLine
from outreach.sheets.table import Cell


def lines_table(lines: Sequence[TrackedLine], today: date) -> Html:
    """Each item with its conclusion, and below it a row for each of its agencies."""
    titles = [
        _("主辦(協辦)機關"),
        _("辦理情形"),
        _("預定完成日"),
        _("已列管次數"),
        _("建議"),
        _("會議結論"),
    ]
    numeric = _("已列管次數")
    head = el("tr", [el("th", t, scope="col", class_="num" if t == numeric else None) for t in titles])
    groups = [
        el("tbody", _item(own[0].item), [_row(one, today) for one in own])
        for _number, found in groupby(lines, key=lambda one: one.item.number)
        if (own := list(found))
    ]
    return el("table", el("thead", head), groups, class_="tracked")


def _item(item: TrackedItem) -> Html:
    rate = rate_words(item)
    name = link(str(item.number), {"item": str(item.number), "view": None}, title=_("看這一案的歷次紀錄"))
    return el(
        "tr",
        el(
            "th",
            el("b", name, class_="number"),
            el("span", item.conclusion, class_="conclusion"),
            el("span", rate, class_="tag") if rate else None,
            colspan=6,
            scope="rowgroup",
        ),
        class_="item",
    )


def _row(one: TrackedLine, today: date) -> Html:
    return el(
        "tr",
        el("th", one.name, el("span", _(PARTS[one.part]), class_="tag"), _before(one), scope="row"),
        el("td", _progress(one), class_="progress-words"),
        _cell(_("預定完成日"), due_words(one.due_on, today), "due-day"),
        _cell(_("已列管次數"), n_("{count} 次", one.times), "num"),
        _cell(_("建議"), _proposal(one), "proposal"),
        _cell(_("會議結論"), _decision(one), "decision"),
    )


def _before(one: TrackedLine) -> Html | None:
    return el("span", _("前已解除"), class_="tag") if one.released else None


def _cell(label: str, child: Child, class_: str) -> Html:
    """A cell with its heading, which a narrow page shows beside it."""
    return el("td", el("span", label, class_="label"), el("div", child), class_=class_)


def _progress(one: TrackedLine) -> Child:
    if one.said_for is None:
        return el("span", _("尚未填報"), class_="none")
    carried = one.carried_from
    tag = el("span", _("沿用第{number}次").format(number=carried), class_="tag") if carried else None
    return [el("span", one.progress, class_="told"), tag]


def _proposal(one: TrackedLine) -> Child:
    figure = el("span", figure_words(one.tally), class_="fine") if one.tally is not None else None
    if one.proposal is None:
        return [el("span", "—", class_="none"), figure]
    return [el("span", _(PROPOSALS[one.proposal]), class_=f"mark {one.proposal.value}"), figure]


def _decision(one: TrackedLine) -> Child:
    if one.decision is None:
        return el("span", _("尚未決定"), class_="none")
    told = el("span", one.words, class_="fine") if one.words else None
    return [el("b", _(DECISIONS[one.decision])), told]


def offer_lines(lines: Sequence[TrackedLine], meeting: int, title: str, today: date) -> None:
    """Offer the same as files."""
    headings = [
        _("列管編號"),
        _("會議結論事項"),
        _("機關"),
        _("主辦或協辦"),
        _("辦理情形"),
        _("沿用"),
        _("預定完成日"),
        _("逾期"),
        _("已列管次數"),
        _("完成率"),
        _("建議"),
        _("會議結論"),
        _("結論文字"),
    ]
    offer(f"tracked-{meeting}", title, headings, [_cells(one, today) for one in lines], key="tracked_lines")


def _cells(one: TrackedLine, today: date) -> list[Cell]:
    carried = one.carried_from
    return [
        str(one.item.number),
        one.item.conclusion,
        one.name,
        _(PARTS[one.part]),
        one.progress,
        _("沿用第{number}次").format(number=carried) if carried else "",
        one.due_on.isoformat() if one.due_on else "",
        _("逾期") if overdue(one.due_on, today) else "",
        one.times,
        figure_words(one.tally) if one.tally is not None else "",
        _(PROPOSALS[one.proposal]) if one.proposal else "",
        _(DECISIONS[one.decision]) if one.decision else "",
        one.words,
    ]
