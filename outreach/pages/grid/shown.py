"""The grid's values as people say them, and what its pickers offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.figures.positions import Dimension
from outreach.pages import terms
from outreach.pages.words import N_, _
from outreach.rules.vocabulary import Facet, Operating, Participation, Premises
from outreach.services.city import City
from outreach.services.grid import Column
from outreach.services.naming import entries_of, scheme_named

COLUMNS: Mapping[Column, str] = {
    Column.PARTICIPATION: N_("參與狀態"),
    Column.PREMISES: N_("場所型態"),
    Column.OPERATING: N_("營業狀態"),
    Column.CATEGORY: N_("類別"),
    Column.REMARK: N_("備註"),
    Column.EFFECTIVE_ON: N_("生效日期"),
}
#: Columns whose cells are picked from a list.
PICKED = (Column.PARTICIPATION, Column.PREMISES, Column.OPERATING, Column.CATEGORY)


@dataclass(frozen=True, slots=True)
class Shown:
    """Choices of each picked column for one scheme: code → word in the reader's language."""

    choices: Mapping[Column, Mapping[str, str]]

    @classmethod
    def of(cls, city: City, scheme: str) -> Shown:
        """For a scheme, by its own word for having joined and its own categories."""
        reference = city.reference()
        categories = entries_of(reference, Dimension.CATEGORY, scheme_named(reference, scheme).id)
        return cls(
            {
                Column.PARTICIPATION: {p.value: terms.participation(p, scheme) for p in Participation},
                Column.PREMISES: {p.value: _(terms.PREMISES[p]) for p in Premises},
                Column.OPERATING: {o.value: _(terms.OPERATING[o]) for o in Operating},
                Column.CATEGORY: {c.code: _(c.name) for c in categories.values()},
            }
        )

    def said(self, facet: Facet, code: str) -> str:
        """A value as people say it; "—" for none."""
        return self.choices[Column(facet.value)].get(code, code) or "—"


def heading(column: Column | None) -> str:
    """What a column is called; a trouble of no column is the whole row's."""
    return _("整列") if column is None else _(COLUMNS[column])
