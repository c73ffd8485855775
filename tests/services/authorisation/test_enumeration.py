"""The tables name every public service function; one that is missing, or is no more, fails here."""

from __future__ import annotations

from tests.services.authorisation.asked import function_of
from tests.services.authorisation.services import asking, reading_without_asking
from tests.services.authorisation.table import TABLE
from tests.services.authorisation.without_who import WITHOUT_WHO


def test_every_public_service_function_that_is_told_who_asks_is_in_the_table() -> None:
    missing = sorted(set(asking()) - {function_of(line) for line in TABLE})
    assert not missing, f"say in tests/services/authorisation/table_*.py what these ask for: {missing}"


def test_every_public_service_function_that_reads_the_database_untold_who_asks_says_why() -> None:
    missing = sorted(set(reading_without_asking()) - WITHOUT_WHO.keys())
    assert not missing, f"let these take `who`, or say in without_who.py why they need none: {missing}"


def test_the_tables_name_nothing_that_is_no_more() -> None:
    gone = {function_of(line) for line in TABLE} - set(asking())
    gone |= WITHOUT_WHO.keys() - set(reading_without_asking())
    assert not gone


def test_every_reason_is_a_reason() -> None:
    assert all(len(reason.split()) > 2 for reason in WITHOUT_WHO.values())
