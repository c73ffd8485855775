"""What was entered wrongly or late and put right: corrections dated back, so that what was known differs."""

from __future__ import annotations

from datetime import date, timedelta

from geodata.places import districts, villages
from outreach.demo.agencies import COMMERCE, MARKETS
from outreach.demo.draft import CITY_CATEGORY, Draft
from outreach.demo.journal import Journal, Matter
from outreach.demo.model import FIRST_DAY, MYCODE, Statement
from outreach.demo.picking import Picker
from outreach.demo.workdays import DAY
from outreach.rules.dates import roc
from outreach.rules.vocabulary import Facet, Operating, Participation


def tell_corrections(picker: Picker, journal: Journal) -> None:
    """All corrections, in a fixed order."""
    _namesake_villages(picker, journal)
    _wrong_at_first(picker, journal)
    _closed_unnoticed(picker, journal)
    _joined_too_early(picker, journal)
    _reported_late(picker)
    _listed_late(picker)


def _namesake_villages(picker: Picker, journal: Journal) -> None:
    """中央里 of 中山 and of 北投 were taken for one another when the list was typed."""
    of_district = {d.code: d.name for d in districts()}
    both = {of_district[v.district_code]: v.code for v in villages() if v.name == "中央里"}
    for draft in picker.pick(
        1, lambda d: d.place == both["中山區"] and not d.city and d.first_listed < date(2021, 10, 1)
    ):
        draft.mistaken["place"] = both["北投區"]
        remark = "里名同為中央里，原誤植北投區，更正為中山區"
        said = Statement(draft.number, Facet.PLACE, draft.place, draft.first_listed, None, remark)
        _fix(journal, date(2021, 10, 19), draft, "里別更正", said)


def _wrong_at_first(picker: Picker, journal: Journal) -> None:
    """Trade, kind and category entered wrongly and put right with effect from the listing."""
    for draft in picker.pick(6, lambda d: d.sector == "bakery" and d.listed[MYCODE] == FIRST_DAY):
        draft.mistaken["sector"] = "restaurant"
        said = Statement(draft.number, Facet.SECTOR, "bakery", draft.first_listed, None, "行業別更正")
        _fix(journal, date(2021, 9, 8), draft, "行業別更正", said)
    for draft in picker.pick(2, lambda d: d.sector == "market_stall" and d.listed[MYCODE] == FIRST_DAY):
        draft.mistaken["kind"] = "city_venue"
        said = Statement(draft.number, Facet.KIND, "shop", draft.first_listed, None, "攤商非轄管場館")
        _fix(journal, date(2021, 11, 8), draft, "性質更正", said)
    mycode_only = picker.pick(5, lambda d: d.sector == "lodging" and d.listed == {MYCODE: FIRST_DAY})
    for draft in mycode_only:
        draft.mistaken["category"] = CITY_CATEGORY
        said = Statement(draft.number, Facet.CATEGORY, draft.category, FIRST_DAY, MYCODE, "類別更正")
        _fix(journal, date(2021, 10, 22), draft, "類別更正", said)


def _closed_unnoticed(picker: Picker, journal: Journal) -> None:
    """Shops that had closed weeks before anybody noticed: known in November, true in September."""
    late = date(2021, 9, 20)
    for draft in picker.pick(
        16,
        lambda d: (
            d.agency in (COMMERCE, MARKETS)
            and d.spell is None
            and d.listed == {MYCODE: FIRST_DAY}
            and d.last_step() < late - 10 * DAY
        ),
    ):
        closed = late + timedelta(days=picker.rng.randrange(22))
        remark = f"現場訪查發現已於{roc(closed)}歇業"
        said = Statement(draft.number, Facet.OPERATING, Operating.CLOSED, closed, None, remark)
        _fix(journal, date(2021, 11, picker.rng.choice((2, 4, 9))), draft, "歇業補登", said)


def _joined_too_early(picker: Picker, journal: Journal) -> None:
    """Pharmacies reported as done that had only agreed; found out in November."""
    first, last = date(2021, 9, 27), date(2021, 10, 13)
    for draft in picker.pick(
        9,
        lambda d: (
            d.sector == "pharmacy"
            and d.spell is None
            and first <= (d.joined_on(MYCODE) or date.min) <= last
            and d.last_step() <= last
        ),
    ):
        joined = draft.joined_on(MYCODE)
        assert joined is not None
        remark = "複查時僅同意尚未張貼，更正"
        said = Statement(draft.number, Facet.PARTICIPATION, Participation.AGREED, joined, MYCODE, remark)
        _fix(journal, date(2021, 11, 3), draft, "張貼狀態更正", said)
        again = Statement(
            draft.number, Facet.PARTICIPATION, Participation.JOINED, date(2021, 11, 8), MYCODE, "已張貼"
        )
        _fix(journal, date(2021, 11, 9), draft, "張貼狀態補登", again)


def _reported_late(picker: Picker) -> None:
    """Joined before the meeting's date, reported after it."""
    first, last = date(2021, 9, 28), date(2021, 10, 13)
    for draft in picker.pick(
        24,
        lambda d: (
            d.agency in (COMMERCE, "culture", "tourism")
            and not d.city
            and d.spell is None
            and first <= (d.joined_on(MYCODE) or date.min) <= last
            and d.steps[MYCODE][-1].stage is Participation.JOINED
        ),
    ):
        draft.late_report[MYCODE] = date(2021, 10, picker.rng.choice((27, 29)))


def _listed_late(picker: Picker) -> None:
    """Shops found missing in November and put on the list from the day they opened."""
    for draft in picker.pick(
        10,
        lambda d: (
            d.agency == COMMERCE
            and d.spell is None
            and set(d.listed) == {MYCODE}
            and date(2021, 8, 20) < d.listed[MYCODE] < date(2021, 10, 12)
        ),
    ):
        draft.entered_from = date(2021, 11, 5)


def _fix(journal: Journal, day: date, draft: Draft, what: str, statement: Statement) -> None:
    """Enter a correction with the venue's own agency."""
    journal.note(day, draft.agency, Matter("fix", what), statement)
