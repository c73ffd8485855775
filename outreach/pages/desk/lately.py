"""What was recorded of the agency's venues lately: who, when, what; one's own can be undone."""

from __future__ import annotations

from datetime import date

from outreach.pages import frame, terms
from outreach.pages.markup import Html, el
from outreach.pages.venues.undoing import kind_name, undo_link
from outreach.pages.words import _, n_
from outreach.services.city import City
from outreach.services.desk import Lately, lately


def lately_panel(city: City, today: date) -> Html:
    """The newest changes, newest first."""
    found = lately(city, frame.who(), today=today)
    if not found:
        body: Html = el("p", _("還沒有人登錄過您機關的店家。"), class_="fine")
    else:
        body = el("ol", [_line(each) for each in found], class_="changes")
    return el("section", el("h2", _("最近異動")), body, class_="panel lately")


def _line(each: Lately) -> Html:
    change = each.change
    undone = change.voided_by is not None
    return el(
        "li",
        el(
            "div",
            el("b", kind_name(change)),
            el("span", n_("{count} 家", each.venues)),
            el("span", change.actor),
            el("span", terms.moment(change.recorded_at)),
            None if undone or not each.own else undo_link(change),
            class_="who",
        ),
        el("p", change.summary, class_="fine") if change.summary else None,
        el("p", _("已由異動 {number} 復原").format(number=change.voided_by), class_="by") if undone else None,
        class_="undone" if undone else None,
    )
