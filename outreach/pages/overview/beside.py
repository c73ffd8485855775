"""Beside the agencies: whom to review, who is done, what is not counted and why, how the weeks went."""

from __future__ import annotations

from outreach.pages.markup import Child, Html, el
from outreach.pages.overview.answer import Answer, Group
from outreach.pages.overview.cards import bar_of, group_label
from outreach.pages.overview.weeks import columns
from outreach.pages.panel import Opened, opens
from outreach.pages.terms import EXCLUSIONS, KINDS
from outreach.pages.words import _, n_
from outreach.rules.rate import rate_shown
from outreach.rules.schemes import percent_text
from outreach.rules.vocabulary import Kind
from outreach.services.coverage import Row


def beside(found: Answer) -> list[Html]:
    """The small tables, in the order in which a meeting asks."""
    shown: list[Html] = []
    if found.rated is not None:
        shown += [_review(found.rated), _reached(found.rated)]
    group = found.rated or found.open
    assert group is not None
    shown += [_weeks(found), _exclusions(group)]
    if len(found.by_kind.rows) > 1:
        shown.append(_kinds(found))
    return shown


def _panel(title: str, *children: Child, of: str = "", anchor: str | None = None) -> Html:
    tag = el("span", of, class_="of") if of else None
    return el("section", el("h2", title, tag), children, class_="panel", id=anchor)


def _review(group: Group) -> Html:
    """檢討名單: most outstanding first, then the lowest rate."""
    percent = percent_text(group.table.thresholds.review)
    title = _("檢討名單（{percent} %以下）").format(percent=percent)
    rows = group.table.to_review()
    if not rows:
        return _panel(
            title, el("p", _("沒有機關在 {percent} % 以下。").format(percent=percent), class_="fine")
        )
    return _panel(title, el("table", el("tbody", [_reviewed(r, group) for r in rows]), class_="short"))


def _reviewed(row: Row, group: Group) -> Html:
    tally = row.tally
    small = el("span", _("母數較小"), class_="tag small") if group.table.thresholds.small(tally) else None
    return el(
        "tr",
        el("th", row.name, small, scope="row"),
        el(
            "td",
            el("span", _("還差"), class_="fine"),
            " ",
            opens(tally.outstanding, Opened("outstanding", row.key, among=group.among)),
            class_="num",
        ),
        el("td", el("b", rate_shown(tally.completed, tally.eligible), class_="alarm"), class_="num"),
    )


def _reached(group: Group) -> Html:
    rows = group.table.reached()
    percent = percent_text(group.table.thresholds.target)
    title = _("達 {percent} % 機關").format(percent=percent)
    if not rows:
        none = _("還沒有機關達到 {percent} %。").format(percent=percent)
        return _panel(title, el("p", none, class_="fine"), anchor="reached")
    chips = [
        el("li", r.name, " ", opens(r.tally.eligible, Opened("eligible", r.key, among=group.among)))
        for r in rows
    ]
    return _panel(
        title,
        el("ul", chips, class_="chips"),
        of=n_("{count} 個機關", len(rows)),
        anchor="reached",
    )


def _weeks(found: Answer) -> Html:
    group = found.rated or found.open
    assert group is not None
    rated = found.rated is not None
    legend = [el("span", _("已完成") if rated else _("已加入"), class_="key completed")]
    if rated:
        legend.append(el("span", _("未完成"), class_="key outstanding"))
    label = group_label(group) if found.rated and found.open else ""
    return _panel(
        _("近 13 週"),
        columns(found.asked.as_of, group.weeks, rated=rated),
        el("p", legend, class_="fine"),
        of=label,
    )


def _exclusions(group: Group) -> Html:
    total = group.total
    rows = [
        el(
            "tr",
            el("th", _(title), scope="row"),
            el("td", opens(total.excluded[reason], Opened(reason.value, among=group.among)), class_="num"),
        )
        for reason, title in EXCLUSIONS.items()
    ]
    foot = el(
        "tr",
        el("th", _("合計"), scope="row"),
        el("td", opens(total.excluded_total, Opened("excluded", among=group.among)), class_="num"),
    )
    return _panel(_("毋須納入母數的原因"), el("table", el("tbody", rows), el("tfoot", foot), class_="short"))


def _kinds(found: Answer) -> Html:
    """轄管場館 beside 店家; an open drive has 加入家數 and no rate."""
    rows = []
    for row in found.by_kind.rows:
        kind, tally = Kind(row.key), row.tally
        if found.by_kind.shown_open((kind,)):
            figures: Child = [_("加入"), " ", opens(tally.completed, Opened("completed", among=kind))]
            rate: Child = el("span", _("可持續加入"), class_="fine")
        else:
            figures = [
                opens(tally.completed, Opened("completed", among=kind)),
                el("span", "／", class_="sign"),
                opens(tally.eligible, Opened("eligible", among=kind)),
            ]
            rate = [
                bar_of(tally.completed, tally.eligible),
                el("b", rate_shown(tally.completed, tally.eligible)),
            ]
        rows.append(
            el(
                "tr",
                el("th", _(KINDS[kind]), scope="row"),
                el("td", figures, class_="num"),
                el("td", rate, class_="num"),
            )
        )
    return _panel(_("轄管場館與店家"), el("table", el("tbody", rows), class_="short"))
