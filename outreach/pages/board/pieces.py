"""What the board's parts are made of: a scheme's numbers, each of which opens its venues."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.pages.markup import Child, Html, el
from outreach.pages.panel import Opened, opens
from outreach.pages.terms import KINDS
from outreach.pages.words import _
from outreach.rules.rate import Tally, rate_shown
from outreach.services.board import Group, SchemeBoard


@dataclass(frozen=True, slots=True)
class Numbers:
    """One tally of a scheme's group: of all agencies, or of one (`of`), by itself (`own`) or with others."""

    scheme: str
    group: Group
    tally: Tally
    of: str = ""
    own: bool = False

    def opens(self, what: str, count: int) -> Html:
        """A count of it that opens its venues."""
        return opens(count, Opened(what, self.of, self.own, self.group.among), scheme=self.scheme)

    def base(self) -> Html:
        """已完成／母數."""
        return el("span", self.opens("completed", self.tally.completed), _SLASH, self._eligible())

    def missing(self) -> Html:
        """還差."""
        return self.opens("outstanding", self.tally.outstanding)

    def whole(self) -> Html:
        """已完成／提報: the base where nothing is excluded."""
        population = self.opens("population", self.tally.population)
        return el("span", self.opens("completed", self.tally.completed), _SLASH, population)

    def _eligible(self) -> Html:
        return self.opens("eligible", self.tally.eligible)


_SLASH = el("span", "／", class_="sign")


def rate(tally: Tally, group: Group) -> Html:
    """The rate in bold, in the colour of alarm on the review list."""
    alarm = "alarm" if group.table.thresholds.to_review(tally) else None
    return el("b", rate_shown(tally.completed, tally.eligible), class_=alarm)


def small(tally: Tally, group: Group) -> Html | None:
    """（母數較小） where the base is too small for its rate to mean much."""
    if not group.table.thresholds.small(tally):
        return None
    return el("span", _("母數較小"), class_="tag small")


def name_of(one: SchemeBoard) -> str:
    """The scheme's name, with the kinds that its rate is about where they are not all."""
    told = _(one.scheme.name)
    return f"{told}（{kinds_of(one.rated)}）" if one.rated and one.open else told


def kinds_of(group: Group) -> str:
    """The kinds of a group in words."""
    return "、".join(_(KINDS[kind]) for kind in group.kinds)


def panel(title: Child, *children: Child, of: Child = None, class_: str = "", anchor: str = "") -> Html:
    """A part of the page with its heading."""
    tag = el("span", of, class_="of") if of else None
    told = f"panel {class_}".rstrip()
    return el("section", el("h2", title, tag), children, class_=told, id=anchor or None)
