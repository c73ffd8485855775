"""The demonstration's contact log: whose it is, when it was written, and what is still to be done."""

import re

import pytest

from outreach.demo.contacts import DemoContact, demo_contacts
from outreach.demo.model import LAST_DAY, DemoCity
from outreach.rules.contacting import Outcome
from outreach.rules.dates import TAIPEI
from outreach.rules.vocabulary import Facet


@pytest.fixture(scope="module")
def log(city: DemoCity) -> tuple[DemoContact, ...]:
    """The log as it is shipped."""
    return demo_contacts(city)


def test_the_log_is_the_commerce_offices_own(city: DemoCity, log: tuple[DemoContact, ...]) -> None:
    agency = {
        s.venue: s.value for change in city.changes for s in change.statements if s.facet is Facet.AGENCY
    }
    assert {agency[contact.venue] for contact in log} == {"commerce"}
    assert len(log) > 100
    assert {contact.outcome for contact in log} == set(Outcome) - {Outcome.JOINED}


def test_nobody_wrote_down_an_attempt_before_it_was_made(log: tuple[DemoContact, ...]) -> None:
    for contact in log:
        assert contact.on_day <= contact.recorded_at.astimezone(TAIPEI).date() <= LAST_DAY
        for later in (contact.next_on, contact.not_before):
            assert later is None or later >= contact.on_day


def test_some_next_steps_are_overdue_and_some_are_to_come(log: tuple[DemoContact, ...]) -> None:
    due = [contact.next_on for contact in log if contact.next_on is not None]
    assert all(contact.next_action for contact in log if contact.next_on)
    assert sum(day < LAST_DAY for day in due) >= 3
    assert sum(day > LAST_DAY for day in due) >= 3
    assert any(contact.not_before is not None for contact in log)


def test_no_word_of_the_log_is_about_a_person(log: tuple[DemoContact, ...]) -> None:
    said = "".join(contact.note + contact.next_action for contact in log)
    assert not re.search(r"[0-9A-Za-z]|先生|小姐|女士", said)
