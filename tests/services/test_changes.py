"""Imports that were recorded can be looked up again, and so can what undid them."""

import pytest

from outreach.rules.vocabulary import Facet
from outreach.services.changes import (
    latest_imports,
    recorded_change,
    recorded_changes,
)
from outreach.services.undo import NoSuchChange, undo
from outreach.services.who import (
    NotAllowed,
    Role,
)
from tests.support.builders import (
    ADMINISTRATOR,
    CULTURE,
    PUBLIC,
    SmallCity,
    of_agency,
)


def test_the_newest_imports_come_first_and_other_changes_not_at_all(small: SmallCity) -> None:
    imports = latest_imports(small.city, ADMINISTRATOR, 3)
    assert [change.kind for change in imports] == ["import"] * 3
    assert [change.id for change in imports] == sorted((c.id for c in imports), reverse=True)
    assert imports[0].actor == ADMINISTRATOR.name


def test_an_undone_import_says_which_change_undid_it(small: SmallCity) -> None:
    newest = latest_imports(small.city, ADMINISTRATOR, 1)[0]
    undone = undo(small.city, ADMINISTRATOR, newest.id, now=small.clerk.tick())
    assert latest_imports(small.city, ADMINISTRATOR, 1)[0].voided_by == undone.change_id
    change, venues = recorded_change(small.city, ADMINISTRATOR, newest.id)
    assert (change.voided_by, venues) == (undone.change_id, 1)


def test_a_change_that_was_never_recorded_is_refused(small: SmallCity) -> None:
    with pytest.raises(NoSuchChange, match="999"):
        recorded_change(small.city, ADMINISTRATOR, 999)


def test_who_may_not_see_venues_sees_no_changes(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        latest_imports(small.city, PUBLIC)
    with pytest.raises(NotAllowed):
        recorded_change(small.city, PUBLIC, 1)


def test_an_officer_knows_of_changes_about_own_venues_alone(small: SmallCity) -> None:
    culture = of_agency(small, Role.OFFICER, CULTURE)
    about_own = small.clerk.say(small.untouched, Facet.PARTICIPATION, "contacted")
    about_another = small.clerk.say(small.joined, Facet.PARTICIPATION, "contacted")
    assert recorded_change(small.city, culture, about_own)[0].id == about_own
    assert set(recorded_changes(small.city, culture, [about_own, about_another])) == {about_own}
    with pytest.raises(NoSuchChange):
        recorded_change(small.city, culture, about_another)
    assert latest_imports(small.city, culture) == ()
