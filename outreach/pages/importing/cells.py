"""Cells as people read them: what a row changes from what to what, and both sides of a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from outreach.pages import words
from outreach.pages.markup import Child, Html, el
from outreach.pages.venues.history import DESCRIPTIONS, FACETS, Shown
from outreach.pages.words import N_, _
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.imports.differences import CONTACT
from outreach.services.imports.model import Difference, Plan, PlannedRow

_OTHERS: Mapping[str, str] = {"remark": N_("備註"), "effective_on": N_("生效日期")}
_FACETS: Mapping[str, Facet] = {facet.value: facet for facet in Facet}


class Cells:
    """Says the differences of a plan's rows in the reader's language."""

    def __init__(self, city: City, plan: Plan) -> None:
        self._shown, self._scheme = Shown.of(city), plan.scheme.id

    def changes(self, row: PlannedRow) -> Html:
        """Each changed cell: what it is called, what it is, what it becomes."""
        return el("ul", [self._change(each) for each in row.differences], class_="diff")

    def _change(self, each: Difference) -> Html:
        if each.field == CONTACT:
            return el("li", el("b", _("聯絡資料有異動"), class_="whole"))
        return el(
            "li",
            el("b", self.name(each.field)),
            el("span", self.value(each.field, each.before), class_="before"),
            el("span", "→", class_="to"),
            el("span", self.value(each.field, each.after)),
        )

    def sides(self, row: PlannedRow) -> Html:
        """The cells that differ, as they are now and as the file says, side by side."""
        heads = [el("th", title, scope="col") for title in (_("欄位"), _("目前資料"), _("您的檔案"))]
        lines = [
            el(
                "tr",
                el("th", self.name(each.field), scope="row"),
                self._side(_("目前資料"), each, each.before),
                self._side(_("您的檔案"), each, each.after),
            )
            for each in row.differences
        ]
        if not lines:
            return el("p", _("檔案的內容與目前資料相同。"), class_="fine")
        return el("table", el("thead", el("tr", heads)), el("tbody", lines), class_="sides")

    def _side(self, label: str, each: Difference, text: str) -> Html:
        told: Child = self.value(each.field, text)
        if each.field == CONTACT:
            told = el("span", _("不顯示"), class_="fine")
        return el("td", el("span", label, class_="label"), told)

    def name(self, field: str) -> str:
        """What a field is called."""
        if field == CONTACT:
            return _("聯絡資料有異動")
        if field in _FACETS:
            return _(FACETS[_FACETS[field]])
        return _(DESCRIPTIONS[field]) if field in DESCRIPTIONS else _(_OTHERS[field])

    def value(self, field: str, text: str) -> str:
        """A value as people say it; a dash for nothing."""
        if not text:
            return "—"
        if field in _FACETS:
            return self._shown.said(_FACETS[field], text, self._scheme)
        return words.day(date.fromisoformat(text)) if field == "effective_on" else text
