"""The headline figures."""

from __future__ import annotations

from outreach.pages import words
from outreach.pages.markup import Child, Html, el
from outreach.pages.overview.answer import Answer, Group
from outreach.pages.overview.weeks import spark
from outreach.pages.panel import Opened, opens
from outreach.pages.terms import EXCLUSIONS, KINDS
from outreach.pages.words import _, n_
from outreach.rules.rate import basis_points, rate_shown, review_order
from outreach.rules.schemes import percent_text
from outreach.services.coverage import Row

#: Agencies that a card names before it says how many more there are.
NAMED = 3


def cards(found: Answer) -> Html:
    """完成率, 還差, 毋須納入母數, 達標機關; an open drive's 加入家數 instead of a rate."""
    shown: list[Html] = []
    if found.rated is not None:
        group = found.rated
        label = group_label(group) if found.open is not None else ""
        shown += [_rate(group, label), _missing(group), _excluded(group), _reached(found, group)]
    if found.open is not None:
        shown.append(_joined(found.open))
        if found.rated is None:
            shown.append(_excluded(found.open))
    return el("div", shown, class_="cards")


def group_label(group: Group) -> str:
    """The kinds of a group in words."""
    return "、".join(_(KINDS[k]) for k in group.kinds)


def _card(title: str, big: Child, *below: Child, label: str = "", class_: str = "") -> Html:
    tag = el("span", label, class_="of") if label else None
    return el(
        "section",
        el("h2", title, tag),
        el("p", big, class_="big"),
        [el("p", line) if not isinstance(line, Html) else line for line in below if line],
        class_=f"card {class_}",
    )


def _rate(group: Group, label: str) -> Html:
    total = group.total
    return _card(
        _("完成率"),
        rate_shown(total.completed, total.eligible),
        el(
            "p",
            opens(total.completed, Opened("completed", among=group.among)),
            el("span", "／", class_="sign"),
            opens(total.eligible, Opened("eligible", among=group.among)),
            el("span", _("已完成／母數"), class_="fine"),
        ),
        bar_of(total.completed, total.eligible),
        el(
            "p",
            _("提報家數全部計入時 {rate}").format(rate=rate_shown(total.completed, total.population)),
            " (",
            opens(total.population, Opened("population", among=group.among)),
            ")",
            class_="fine",
        ),
        label=label,
        class_="rate",
    )


def bar_of(completed: int, eligible: int) -> Html:
    """A progress bar; its text is the rate beside it, so it is silent for readers of the page."""
    # Cut like the rate: a bar is only full where nothing is missing.
    points = basis_points(completed, eligible) or 0
    filled = el("span", style=f"width:{points / 100:.2f}%")
    return el("span", filled, class_="bar full" if completed == eligible else "bar", aria_hidden="true")


def _missing(group: Group) -> Html:
    total = group.total
    if not total.eligible:
        return _card(_("還差"), "—", _("沒有納入母數的店家。"))
    if not total.outstanding:
        return _card(_("還差"), n_("{count} 家", 0), _("母數全部完成。"))
    behind = sorted((r for r in group.table.rows if r.tally.outstanding), key=lambda r: review_order(r.tally))
    more = len(behind) - NAMED
    return _card(
        _("還差"),
        opens(total.outstanding, Opened("outstanding", among=group.among)),
        el("p", [_behind(row, group) for row in behind[:NAMED]], class_="names"),
        el("p", n_("另有 {count} 個機關", more), class_="fine") if more > 0 else None,
        class_="missing",
    )


def _behind(row: Row, group: Group) -> Html:
    number = opens(row.tally.outstanding, Opened("outstanding", row.key or "-", among=group.among))
    return el("span", row.name, " ", number)


def _excluded(group: Group) -> Html:
    total = group.total
    reasons = [
        el("span", _(title), " ", opens(total.excluded[reason], Opened(reason.value, among=group.among)))
        for reason, title in EXCLUSIONS.items()
        if total.excluded[reason]
    ]
    return _card(
        _("毋須納入母數"),
        opens(total.excluded_total, Opened("excluded", among=group.among)),
        el("p", reasons, class_="names") if reasons else _("提報的店家全部納入母數。"),
        class_="excluded",
    )


def _reached(found: Answer, group: Group) -> Html:
    rated, reached = group.table.rated(), group.table.reached()
    big = el("a", words.number(len(reached)), href="#reached", class_="open") if reached else "0"
    return _card(
        _("達 {percent} % 機關").format(percent=percent_text(group.table.thresholds.target)),
        [big, el("span", "／", class_="sign"), words.number(len(rated))],
        spark(found.asked.as_of, group.weeks),
        el("p", _("近 13 週完成率"), class_="fine"),
        class_="reached",
    )


def _joined(group: Group) -> Html:
    total = group.total
    return _card(
        _("加入家數"),
        opens(total.completed, Opened("completed", among=group.among)),
        el(
            "p",
            _("提報"),
            " ",
            opens(total.population, Opened("population", among=group.among)),
        ),
        el("p", _("可持續加入，不計完成率"), class_="fine"),
        label=group_label(group),
        class_="joined",
    )
