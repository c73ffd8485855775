"""Turning what happens to the venues into statements, entered by their offices with the usual delay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from outreach.demo.draft import Draft
from outreach.demo.journal import APPROVAL, STATE, Journal, Matter
from outreach.demo.model import FIRST_DAY, LAST_DAY, Statement
from outreach.demo.trades import ANNOUNCED_ON, SUSPENDED_FROM, first_orders, reopenings
from outreach.demo.workdays import DAY, Cadence, moment, next_workday
from outreach.rules.dates import roc
from outreach.rules.trades import SPECIAL_TRADES
from outreach.rules.vocabulary import Facet, Listing, Operating, Premises

#: Facet, value, scheme and remark; the venue and the day are those of its listing.
_Said = tuple[Facet, str, str | None, str]

_APPROVED = "業經現場會勘，符合防疫規定，准予復業"


class Teller:
    """Enters the drafts' ordinary life into a journal."""

    def __init__(self, journal: Journal, drafts: list[Draft], rng: Random) -> None:
        self._journal = journal
        self._rng = rng
        sizes = Counter(draft.agency for draft in drafts)
        self._cadence: Mapping[str, Cadence] = {agency: Cadence(n) for agency, n in sizes.items()}

    def tell(self, draft: Draft) -> None:
        """Everything about one venue that needs no correcting."""
        entered = self._lists(draft)
        self._spell(draft, entered[draft.first_listed])
        for scheme, steps in draft.steps.items():
            for step in steps:
                if step.on > draft.listed[scheme]:
                    day = self._entry_day(draft, step.on, entered[draft.listed[scheme]])
                    if step.stage == "joined":
                        day = draft.late_report.get(scheme, day)
                    said = Statement(
                        draft.number, Facet.PARTICIPATION, step.stage, step.on, scheme, step.remark
                    )
                    self._journal.note(day, draft.agency, Matter("part", scheme), said)
        if draft.approved_on:
            value = f"{draft.sector}:{SUSPENDED_FROM.isoformat()}"
            said = Statement(draft.number, Facet.APPROVAL, value, draft.approved_on, None, _APPROVED)
            day = min(next_workday(draft.approved_on), LAST_DAY)
            self._journal.note(day, draft.agency, APPROVAL, said)

    def _lists(self, draft: Draft) -> dict[date, date]:
        """Enter each listing with what is known of the venue by then; entry days by listing days."""
        entered: dict[date, date] = {}
        for scheme, listed in sorted(draft.listed.items(), key=lambda item: (item[1], item[0])):
            day = max(next_workday(listed), draft.entered_from)
            if not draft.city and listed > FIRST_DAY:
                day = self._cadence[draft.agency].on_or_after(day)
            said: list[_Said] = [(Facet.LISTING, str(Listing.LISTED), scheme, "")]
            said.append((Facet.CATEGORY, draft.mistaken.get("category", draft.category), scheme, ""))
            if listed == draft.first_listed and listed not in entered:
                said = [*self._nature(draft), *said]
            said += [
                (Facet.PARTICIPATION, str(step.stage), scheme, step.remark)
                for step in draft.steps.get(scheme, ())
                if step.on == listed
            ]
            for facet, value, of_scheme, remark in said:
                statement = Statement(draft.number, facet, value, listed, of_scheme, remark)
                self._journal.note(day, draft.agency, Matter("list", scheme), statement)
            entered.setdefault(listed, day)
        return entered

    def _nature(self, draft: Draft) -> list[_Said]:
        """What does not depend on the scheme; assumed values are never stated."""
        kind = draft.mistaken.get("kind", str(draft.kind))
        said: list[_Said] = [
            (Facet.AGENCY, draft.agency, None, ""),
            (Facet.SECTOR, draft.mistaken.get("sector", draft.sector), None, ""),
        ]
        if kind != "shop":
            said.append((Facet.KIND, kind, None, ""))
        if draft.place:
            said.append((Facet.PLACE, draft.mistaken.get("place", draft.place), None, ""))
        if draft.office_remark:
            said.append((Facet.PREMISES, str(Premises.OFFICE_ONLY), None, draft.office_remark))
        spell = draft.spell
        if spell and spell.start <= draft.first_listed:
            said.append((Facet.OPERATING, str(spell.state), None, spell.remark))
        return said

    def _spell(self, draft: Draft, listed: date) -> None:
        spell = draft.spell
        if spell is None:
            return
        entered = listed
        if spell.start > draft.first_listed:
            entered = self._entry_day(draft, spell.start, listed)
            said = Statement(draft.number, Facet.OPERATING, spell.state, spell.start, None, spell.remark)
            self._journal.note(entered, draft.agency, STATE, said)
        if spell.end is None:
            return
        # Some reopenings are announced a week ahead and take hold on their day by themselves.
        ahead = timedelta(days=7) if self._rng.random() < 0.2 else timedelta()
        day = self._entry_day(draft, spell.end - ahead, entered + DAY)
        said = Statement(draft.number, Facet.OPERATING, Operating.OPEN, spell.end, None, spell.remark_at_end)
        self._journal.note(day, draft.agency, STATE, said)

    def _entry_day(self, draft: Draft, happened: date, not_before: date) -> date:
        lag = self._rng.choice((0, 0, 1))
        day = max(happened + DAY * lag, not_before, draft.entered_from)
        return self._cadence[draft.agency].on_or_after(day)


def tell_orders(journal: Journal) -> None:
    """The closure as it stood on the first day, and each reopening on the day of its announcement."""
    actor = "商業處主任秘書"
    journal.whole(
        moment(FIRST_DAY, 9, 5), "order", actor, "八大行業自110年5月15日起停止營業", orders=first_orders()
    )
    for reopened, announced in ANNOUNCED_ON.items():
        orders = reopenings(reopened)
        names = "、".join(SPECIAL_TRADES[order.sector_code] for order in orders)
        summary = f"{names}自{roc(reopened)}起公告可復業，逐家申請查核"
        journal.whole(moment(announced, 9, 5), "order", actor, summary, orders=orders)
