"""Correcting a venue's name, address and tax number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from outreach.rules.refusals import Refusal
from outreach.rules.taxid import TaxIdRefused
from outreach.rules.vocabulary import Facet
from outreach.services.describing import Described, DescriptionTooLong, NameMissing, describe
from outreach.services.reach import OutOfReach
from outreach.services.undo import undo
from outreach.services.venues import member_ids, venue_history
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.venues import VenueChangedMeanwhile
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER, MYCODE, SmallCity

TODAY = date(2021, 10, 25)
WANTED = Described("甜圈坊本店", "臺北市中山區中央里示範路2號", "12345675")


@pytest.fixture
def li(small: SmallCity) -> Who:
    return Who("李承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, COMMERCE))


def correct(small: SmallCity, who: Who, wanted: Described = WANTED, version: int = 1) -> int | None:
    return describe(small.city, who, small.joined, wanted, version, now=small.clerk.tick(), today=TODAY)


def test_old_values_are_kept_and_the_venue_is_found_by_the_new_ones(small: SmallCity, li: Who) -> None:
    correct(small, li)
    found = venue_history(small.city, li, small.joined, today=TODAY)
    assert (found.venue.name, found.venue.tax_id, found.venue.version) == ("甜圈坊本店", "12345675", 2)
    assert {(e.field, e.old) for e in found.edits} == {
        ("name", "甜圈坊"),
        ("address", "臺北市中山區中央里示範路1號"),
        ("tax_id", ""),
    }
    assert member_ids(small.city, ADMINISTRATOR, MYCODE, TODAY, search="本店") == [small.joined]


def test_a_correction_is_undone_like_any_change(small: SmallCity, li: Who) -> None:
    change = correct(small, li)
    assert change is not None
    undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick())
    assert venue_history(small.city, li, small.joined, today=TODAY).venue.name == "甜圈坊"


def test_what_differs_in_nothing_is_no_change(small: SmallCity, li: Who) -> None:
    same = Described(" 甜圈坊 ", "臺北市中山區中央里示範路1號", "")
    assert correct(small, li, same, version=99) is None


def test_who_read_an_older_version_is_told_and_nothing_is_lost(small: SmallCity, li: Who) -> None:
    correct(small, li)
    with pytest.raises(VenueChangedMeanwhile):
        correct(small, li, replace(WANTED, name="另一個名字"))
    assert venue_history(small.city, li, small.joined, today=TODAY).venue.name == "甜圈坊本店"


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (replace(WANTED, name=" "), NameMissing),
        (replace(WANTED, name="長" * 201), DescriptionTooLong),
        (replace(WANTED, address="長" * 301), DescriptionTooLong),
        (replace(WANTED, tax_id="1234567"), TaxIdRefused),
        (replace(WANTED, tax_id="12345678"), TaxIdRefused),
    ],
)
def test_what_is_no_description_is_refused(
    small: SmallCity, li: Who, wanted: Described, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        correct(small, li, wanted)
    assert venue_history(small.city, li, small.joined, today=TODAY).venue.version == 1


def test_only_the_agency_that_has_it_corrects_a_venue(small: SmallCity) -> None:
    with pytest.raises(OutOfReach):
        correct(small, Who("林承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, CULTURE)))
    with pytest.raises(NotAllowed):
        correct(small, MANAGER)
