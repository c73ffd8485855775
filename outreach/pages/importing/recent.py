"""The imports of late, with who and when, and the way back from each."""

from __future__ import annotations

from outreach.pages import frame
from outreach.pages.markup import Html, el, show
from outreach.pages.terms import moment
from outreach.pages.venues.undoing import undo_link
from outreach.pages.words import _
from outreach.services.changes import RecordedChange, latest_imports
from outreach.services.city import City

_SHOWN = 10


def show_recent(city: City) -> None:
    """The newest imports, newest first."""
    imports = latest_imports(city, frame.who(), _SHOWN)
    if imports:
        rows = [_row(change) for change in imports]
        body = el("table", el("tbody", rows), class_="recent")
    else:
        body = el("p", _("還沒有匯入過任何清單。"), class_="fine")
    show(el("section", el("h3", _("最近的匯入")), body, class_="panel"))


def _row(change: RecordedChange) -> Html:
    undone = change.voided_by is not None
    state = _("已由異動 {number} 復原").format(number=change.voided_by) if undone else undo_link(change)
    return el(
        "tr",
        el("td", _("異動 {number}").format(number=change.id), class_="fine"),
        el("th", el("del" if undone else "span", change.summary), scope="row"),
        el("td", f"{change.actor} · {moment(change.recorded_at)}", class_="fine"),
        el("td", state, class_="num fine"),
    )
