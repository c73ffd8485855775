"""An agency's desk: its own figures, and what colleagues recorded of its venues lately."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.vocabulary import Facet, Kind, Participation
from outreach.services.coverage import coverage
from outreach.services.desk import NoAgency, agency_figures, lately
from outreach.services.undo import undo
from outreach.services.who import NotAllowed, Role
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    INDUSTRY,
    MYCODE,
    OFFICER,
    PUBLIC,
    SmallCity,
    of_agency,
)

DAY = date(2021, 10, 14)


def test_the_desk_says_what_the_tables_say(small: SmallCity) -> None:
    commerce = of_agency(small, Role.OFFICER, COMMERCE)
    found = {f.scheme.code: f for f in agency_figures(small.city, commerce, DAY)}
    table = coverage(small.city, ADMINISTRATOR, MYCODE, DAY, where=[f"agency={COMMERCE}"])
    assert found[MYCODE].rated + found[MYCODE].open == table.total
    assert found[MYCODE].rated.outstanding == 1
    assert found[MYCODE].whole is None
    assert found[MYCODE].rated_kinds == tuple(Kind)


def test_a_bureau_reads_its_subordinates_along(small: SmallCity) -> None:
    bureau = of_agency(small, Role.OFFICER, INDUSTRY)
    figure = next(f for f in agency_figures(small.city, bureau, DAY) if f.scheme.code == MYCODE)
    assert figure.rated.population == 0
    assert figure.whole is not None
    assert figure.whole.population == 3


def test_changes_about_own_venues_come_newest_first_and_others_never(small: SmallCity) -> None:
    culture = of_agency(small, Role.OFFICER, CULTURE)
    own = small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.CONTACTED)
    small.clerk.say(small.joined, Facet.PARTICIPATION, Participation.CONTACTED)
    found = lately(small.city, culture, today=DAY)
    assert found[0].change.id == own
    assert found[0].venues == 1
    assert not found[0].own
    assert len(found) == 2
    undo(small.city, ADMINISTRATOR, own, now=small.clerk.tick())
    again = lately(small.city, culture, today=DAY)
    assert again[0].change.voided_by is not None


def test_there_are_no_more_changes_than_were_asked_for(small: SmallCity) -> None:
    for stage in (Participation.CONTACTED, Participation.AGREED, Participation.JOINED):
        small.clerk.say(small.untouched, Facet.PARTICIPATION, stage)
    culture = of_agency(small, Role.OFFICER, CULTURE)
    assert len(lately(small.city, culture, today=DAY, limit=2)) == 2


def test_whoever_has_no_agency_has_no_desk(small: SmallCity) -> None:
    with pytest.raises(NoAgency):
        agency_figures(small.city, OFFICER, DAY)
    with pytest.raises(NotAllowed):
        agency_figures(small.city, PUBLIC, DAY)
    assert lately(small.city, OFFICER, today=DAY) == ()
