"""Contact details: who sees them, what is recorded of it, and how they are erased for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from outreach.services.privacy import (
    DEFAULT_RETENTION_DAYS,
    RETENTION_DAYS,
    Contact,
    ContactTooLong,
    ReasonMissing,
    RetentionUnusable,
    contact_of,
    correct_contact,
    erase,
    erase_expired,
    privacy_record,
    record_export,
    retention_days,
    set_retention_days,
)
from outreach.services.reach import OutOfReach
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.desk_tables import contact_entries
from outreach.store.engine import reading, writing
from outreach.store.privacy import PrivacyRow
from outreach.store.settings import write_setting
from outreach.store.venues import put_contacts
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER, PUBLIC, SmallCity

NOW = datetime(2021, 10, 20, 3, 0, tzinfo=UTC)
KNOWN = Contact("黃小姐", "02-2720-8889")


@dataclass(frozen=True)
class Desk:
    """The small city with a contact person and one logged attempt at 甜圈坊, and who works there."""

    small: SmallCity
    officer: Who
    stranger: Who

    @property
    def venue(self) -> int:
        return self.small.joined

    def record(self) -> list[PrivacyRow]:
        return list(privacy_record(self.small.city, ADMINISTRATOR))

    def words(self) -> list[tuple[str, str, datetime | None]]:
        with reading(self.small.city.engine) as connection:
            query = sa.select(
                contact_entries.c.note, contact_entries.c.next_action, contact_entries.c.erased_at
            )
            return [(row[0], row[1], row[2]) for row in connection.execute(query)]


@pytest.fixture
def desk(small: SmallCity) -> Desk:
    ids = {a.code: a.id for a in small.city.reference().agencies.values()}
    log(small, NOW - timedelta(days=1))
    with writing(small.city.engine) as connection:
        put_contacts(connection, {small.joined: (KNOWN.person, KNOWN.phone)}, NOW - timedelta(days=1))
    return Desk(
        small,
        Who("李承辦", Role.OFFICER, None, ids[COMMERCE]),
        Who("林承辦", Role.OFFICER, None, ids[CULTURE]),
    )


def log(small: SmallCity, at: datetime) -> None:
    with writing(small.city.engine) as connection:
        connection.execute(
            sa.insert(contact_entries).values(
                venue_id=small.joined,
                on_day=date(2021, 10, 19),
                way="phone",
                outcome="reached",
                note="黃小姐說下週再談",
                next_action="打 0912345678",
                recorded_by="李承辦",
                recorded_at=at,
            )
        )


# ---- looks


def test_a_managers_look_is_recorded_with_whose_and_when(desk: Desk) -> None:
    assert contact_of(desk.small.city, MANAGER, desk.venue, now=NOW) == KNOWN
    (line,) = desk.record()
    assert (line.what, line.venue_id, line.venue, line.by, line.at) == (
        "look",
        desk.venue,
        "甜圈坊",
        MANAGER.name,
        NOW,
    )


def test_an_officers_look_at_the_own_venue_is_not_recorded(desk: Desk) -> None:
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=NOW) == KNOWN
    assert desk.record() == []


def test_an_administrator_who_looks_as_an_officer_is_recorded_all_the_same(desk: Desk) -> None:
    contact_of(desk.small.city, replace(desk.officer, looking=True), desk.venue, now=NOW)
    assert [line.what for line in desk.record()] == ["look"]


@pytest.mark.parametrize(("minutes", "looks"), [(0, 1), (9, 1), (10, 1), (11, 2)])
def test_looks_within_ten_minutes_are_one(desk: Desk, minutes: int, looks: int) -> None:
    contact_of(desk.small.city, MANAGER, desk.venue, now=NOW)
    contact_of(desk.small.city, MANAGER, desk.venue, now=NOW + timedelta(minutes=minutes))
    assert len(desk.record()) == looks


def test_two_people_who_look_are_two_looks(desk: Desk) -> None:
    for who in (MANAGER, ADMINISTRATOR):
        contact_of(desk.small.city, who, desk.venue, now=NOW)
    assert {line.by for line in desk.record()} == {MANAGER.name, ADMINISTRATOR.name}


def test_a_look_where_nobody_is_named_is_none(desk: Desk) -> None:
    assert contact_of(desk.small.city, MANAGER, desk.small.untouched, now=NOW) == Contact("", "")
    assert desk.record() == []


def test_the_public_and_other_agencies_see_no_contact(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        contact_of(desk.small.city, PUBLIC, desk.venue, now=NOW)
    with pytest.raises(OutOfReach):
        contact_of(desk.small.city, desk.stranger, desk.venue, now=NOW)


@pytest.mark.parametrize("number", [0, -1, 10_000, 10**30])
def test_a_number_that_is_no_venue_is_refused_also_for_who_sees_all(desk: Desk, number: int) -> None:
    with pytest.raises(OutOfReach):
        contact_of(desk.small.city, MANAGER, number, now=NOW)


def test_an_export_says_how_many_venues_and_names_none(desk: Desk) -> None:
    with writing(desk.small.city.engine) as connection:
        record_export(connection, MANAGER, 40, NOW)
        record_export(connection, desk.officer, 40, NOW)
    assert [(line.what, line.venues, line.venue_id) for line in desk.record()] == [("export", 40, None)]


# ---- correcting


def test_a_corrected_contact_leaves_nothing_of_the_one_before(desk: Desk) -> None:
    correct_contact(desk.small.city, desk.officer, desk.venue, Contact(" 王先生 ", ""), now=NOW)
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=NOW) == Contact("王先生", "")


def test_who_may_not_change_a_venue_corrects_no_contact(desk: Desk) -> None:
    for who, refusal in ((MANAGER, NotAllowed), (desk.stranger, OutOfReach), (PUBLIC, NotAllowed)):
        with pytest.raises(refusal):
            correct_contact(desk.small.city, who, desk.venue, Contact("某", "1"), now=NOW)
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=NOW) == KNOWN


def test_a_contact_longer_than_any_is_refused_and_not_repeated(desk: Desk) -> None:
    with pytest.raises(ContactTooLong) as refused:
        correct_contact(desk.small.city, desk.officer, desk.venue, Contact("黃" * 81, ""), now=NOW)
    assert "黃" not in str(refused.value)


# ---- erasing


def test_erasing_leaves_no_name_phone_or_word_and_says_so_without_them(desk: Desk) -> None:
    assert erase(desk.small.city, desk.officer, desk.venue, "當事人請求，電話 0912345678", now=NOW)
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=NOW) == Contact("", "")
    assert desk.words() == [("", "", NOW)]
    (line,) = desk.record()
    assert (line.what, line.by, line.reason) == ("erase", "李承辦", "當事人請求，電話 〔已遮蔽〕")


def test_erasing_what_is_not_there_is_recorded_too(desk: Desk) -> None:
    assert not erase(desk.small.city, ADMINISTRATOR, desk.small.untouched, "清查", now=NOW)
    assert [line.what for line in desk.record()] == ["erase"]


@pytest.mark.parametrize("reason", ["", "   ", "長" * 201])
def test_an_erasure_needs_a_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(ReasonMissing):
        erase(desk.small.city, desk.officer, desk.venue, reason, now=NOW)
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=NOW) == KNOWN


def test_neither_a_manager_nor_another_agency_erases(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        erase(desk.small.city, MANAGER, desk.venue, "清查", now=NOW)
    with pytest.raises(OutOfReach):
        erase(desk.small.city, desk.stranger, desk.venue, "清查", now=NOW)
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=NOW) == KNOWN


# ---- how long they are kept


@pytest.mark.parametrize(("beyond", "gone"), [(-1, False), (0, False), (1, True)])
def test_what_is_older_than_the_period_goes_and_nothing_younger(desk: Desk, beyond: int, gone: bool) -> None:
    later = NOW + timedelta(days=DEFAULT_RETENTION_DAYS - 1, seconds=beyond)
    assert erase_expired(desk.small.city, ADMINISTRATOR, now=later) == int(gone)
    assert (contact_of(desk.small.city, desk.officer, desk.venue, now=later) == Contact("", "")) is gone
    assert (desk.words()[0][0] == "") is gone


def test_an_old_note_goes_while_a_contact_set_since_stays(desk: Desk) -> None:
    later = NOW + timedelta(days=DEFAULT_RETENTION_DAYS)
    with writing(desk.small.city.engine) as connection:
        put_contacts(connection, {desk.venue: (KNOWN.person, KNOWN.phone)}, later - timedelta(days=1))
    erase_expired(desk.small.city, ADMINISTRATOR, now=later)
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=later) == KNOWN
    assert desk.words()[0][:2] == ("", "")


def test_each_venue_of_an_expiry_is_recorded_once(desk: Desk) -> None:
    later = NOW + timedelta(days=DEFAULT_RETENTION_DAYS)
    for _ in range(2):
        erase_expired(desk.small.city, ADMINISTRATOR, now=later)
    assert [(line.venue_id, line.reason) for line in desk.record()] == [(desk.venue, "保存期限屆滿")]


def test_a_shorter_period_holds_from_the_next_erasure_on(desk: Desk) -> None:
    set_retention_days(desk.small.city, ADMINISTRATOR, 30)
    assert retention_days(desk.small.city, ADMINISTRATOR) == 30
    assert erase_expired(desk.small.city, ADMINISTRATOR, now=NOW + timedelta(days=40)) == 1


@pytest.mark.parametrize("days", [0, -1, 3651, 10**9])
def test_a_period_that_is_no_time_is_refused(desk: Desk, days: int) -> None:
    with pytest.raises(RetentionUnusable):
        set_retention_days(desk.small.city, ADMINISTRATOR, days)
    assert retention_days(desk.small.city, ADMINISTRATOR) == DEFAULT_RETENTION_DAYS


def test_a_setting_that_was_spoilt_erases_nothing(desk: Desk) -> None:
    with writing(desk.small.city.engine) as connection:
        write_setting(connection, RETENTION_DAYS, "兩年")
    with pytest.raises(RetentionUnusable, match="兩年"):
        erase_expired(desk.small.city, ADMINISTRATOR, now=NOW + timedelta(days=9999))
    assert contact_of(desk.small.city, desk.officer, desk.venue, now=NOW) == KNOWN


def test_only_administrators_read_the_record_and_erase_by_age(desk: Desk) -> None:
    for who in (PUBLIC, desk.officer, MANAGER):
        with pytest.raises(NotAllowed):
            privacy_record(desk.small.city, who)
        with pytest.raises(NotAllowed):
            erase_expired(desk.small.city, who, now=NOW)


def test_the_record_is_read_page_by_page_and_of_one_venue(desk: Desk) -> None:
    for minutes in (0, 20, 40):
        contact_of(desk.small.city, MANAGER, desk.venue, now=NOW + timedelta(minutes=minutes))
    first = privacy_record(desk.small.city, ADMINISTRATOR, limit=2)
    rest = privacy_record(desk.small.city, ADMINISTRATOR, before=first[-1].id)
    assert [len(first), len(rest)] == [2, 1]
    assert privacy_record(desk.small.city, ADMINISTRATOR, venue_id=desk.small.untouched) == ()
