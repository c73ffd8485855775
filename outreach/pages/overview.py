"""總覽: the figure, what is missing to 100 %, who is behind."""

from __future__ import annotations

from outreach.pages import bar, frame
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import _
from outreach.rules.rate import rate_shown
from outreach.services.coverage import coverage


def show() -> None:
    """The page."""
    frame.head(_("總覽"))
    city = frame.city()
    asked = bar.ask(city, "overview")
    bar.show_question(city, asked)
    table = coverage(city, frame.who(), asked.scheme, asked.as_of, where=asked.where, known_at=asked.known_at)
    put(el("p", rate_shown(table.total.completed, table.total.eligible)))
