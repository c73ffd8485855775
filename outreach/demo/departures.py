"""Venues taken off a list, handed from one agency to another, or counted because they changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from outreach.demo.agencies import COMMERCE, MARKETS
from outreach.demo.draft import Draft
from outreach.demo.journal import Journal, Matter
from outreach.demo.model import FIRST_DAY, MYCODE, Statement
from outreach.demo.picking import Picker
from outreach.demo.workdays import DAY, next_workday
from outreach.rules.dates import roc
from outreach.rules.vocabulary import Facet, Listing, Premises


def tell_departures(picker: Picker, journal: Journal) -> None:
    """All of them, in a fixed order."""
    _taken_off(picker, journal)
    _handed_over(picker, journal)
    _opened_a_counter(picker, journal)


def _taken_off(picker: Picker, journal: Journal) -> None:
    """Shops taken off the list again: they stood on it twice, or outside the city; a few come back."""
    taken = picker.pick(
        32,
        lambda d: (
            not d.city
            and d.spell is None
            and d.listed == {MYCODE: FIRST_DAY}
            and d.last_step() < date(2021, 9, 3)
        ),
    )
    for n, draft in enumerate(taken):
        day = date(2021, 9, 6) + 7 * DAY * picker.rng.randrange(11)
        remark = picker.rng.choice(("與他筆重複列冊", "已遷至外縣市", "非本局權管，移出"))
        said = Statement(draft.number, Facet.LISTING, Listing.DELISTED, day, MYCODE, remark)
        journal.note(next_workday(day), draft.agency, Matter("fix", "移出清冊"), said)
        if n % 8 == 0 and day < date(2021, 10, 25):
            back = day + 21 * DAY
            again = Statement(
                draft.number, Facet.LISTING, Listing.LISTED, back, MYCODE, "確認未遷出，重新列入"
            )
            journal.note(next_workday(back), draft.agency, Matter("fix", "重新列冊"), again)


def _handed_over(picker: Picker, journal: Journal) -> None:
    """Venues that another agency took over, each entered before it took effect."""
    moves = (
        (COMMERCE, MARKETS, "retail", 14, date(2021, 9, 30), date(2021, 10, 1)),
        (COMMERCE, "tourism", "restaurant", 9, date(2021, 10, 29), date(2021, 11, 1)),
        ("education", "social_welfare", "tutoring", 5, date(2021, 9, 14), date(2021, 9, 15)),
        ("parks", "sports", "park", 2, date(2021, 10, 29), date(2021, 11, 1)),
    )
    for giver, taker, sector, number, entered, effective in moves:
        for draft in picker.pick(number, _settled(giver, sector, entered - 7 * DAY)):
            remark = f"業務移撥，自{roc(effective)}起由新機關列管"
            said = Statement(draft.number, Facet.AGENCY, taker, effective, None, remark)
            journal.note(entered, taker, Matter("fix", "移撥接管"), said)


def _opened_a_counter(picker: Picker, journal: Journal) -> None:
    """Offices that began to receive the public, and so count from then on."""
    for draft in picker.pick(
        5, lambda d: d.office_remark != "" and not d.city and d.first_listed < date(2021, 10, 10)
    ):
        day = next_workday(date(2021, 10, 18) + picker.rng.randrange(24) * DAY)
        remark = f"{roc(day)}起新設門市對外營業"
        said = Statement(draft.number, Facet.PREMISES, Premises.PUBLIC, day, None, remark)
        journal.note(day, draft.agency, Matter("fix", "場所型態變更"), said)


def _settled(agency: str, sector: str, by: date) -> Callable[[Draft], bool]:
    """Venues of an agency and trade whose story was over by a day; city venues only once they joined."""

    def fits(draft: Draft) -> bool:
        return (
            (draft.agency, draft.sector, draft.spell) == (agency, sector, None)
            and max(draft.listed.values()) < by
            and draft.last_step() < by
            and (not draft.city or all(draft.joined_on(scheme) for scheme in draft.listed))
        )

    return fits
