"""Accounts to try the roles with exist in a demonstration, and nowhere else."""

from collections.abc import Iterator

import pytest

from outreach.services.account_refusals import DemonstrationPassword, NameOrPasswordWrong
from outreach.services.city import open_city
from outreach.services.demonstration_accounts import (
    PASSWORD,
    NotADemonstration,
    add_demonstration_accounts,
    demonstration_accounts,
)
from outreach.services.own_password import change_password
from outreach.services.passwords import check_password
from outreach.services.people import make_reset_link, people
from outreach.services.sign_in_settings import PASSWORD_COST
from outreach.services.who import NotAllowed, Role
from outreach.store.engine import Connection, open_engine, writing
from outreach.store.reference import put_agency
from outreach.store.settings import DEMONSTRATION, write_setting
from outreach.store.tables import settings
from tests.support.accounts import CHEAP, HOME, Office
from tests.support.builders import ADMINISTRATOR, MANAGER, set_up_database
from tests.support.databases import Databases

NEW = "umbrella under the eaves"


def _fill(url: str) -> None:
    set_up_database(url)
    engine = open_engine(url)
    with writing(engine) as connection:
        write_setting(connection, PASSWORD_COST, CHEAP)
        write_setting(connection, DEMONSTRATION, "1")
        put_agency(connection, "commerce", "臺北市商業處（示範）", "示範商業處")
        put_agency(connection, "research", "臺北市政府研究發展考核委員會", "研考會")
    engine.dispose()


@pytest.fixture
def office(sqlite_databases: Databases) -> Iterator[Office]:
    """A demonstration whose accounts have been made."""
    office = Office(open_city(sqlite_databases.prepared("demonstration with people", _fill)))
    add_demonstration_accounts(office.city, ADMINISTRATOR, now=office.now)
    yield office
    office.city.engine.dispose()


def _no_demonstration_any_more(connection: Connection) -> None:
    connection.execute(settings.delete().where(settings.c.name == DEMONSTRATION))


def test_there_is_one_for_each_role_and_the_page_says_their_password(office: Office) -> None:
    shown = demonstration_accounts(office.city)
    assert shown is not None
    assert {a.role for a in shown.accounts} == set(Role) - {Role.PUBLIC}
    for account in shown.accounts:
        who = office.who(office.enter(account.name, shown.password).token)
        assert who is not None
        assert who.role is account.role
    check_password(PASSWORD, [a.name for a in shown.accounts])


def test_making_them_again_makes_none(office: Office) -> None:
    before = people(office.city, ADMINISTRATOR)
    assert add_demonstration_accounts(office.city, ADMINISTRATOR, now=office.now) == 0
    assert people(office.city, ADMINISTRATOR) == before


def test_once_the_database_is_no_demonstration_they_are_shut_out_and_not_shown(office: Office) -> None:
    token = office.enter("administrator", PASSWORD).token
    with writing(office.city.engine) as connection:
        _no_demonstration_any_more(connection)
    assert office.who(token) is None
    assert demonstration_accounts(office.city) is None
    with pytest.raises(NameOrPasswordWrong):
        office.enter("administrator", PASSWORD)


def test_a_database_that_people_work_in_gets_none(office: Office) -> None:
    with writing(office.city.engine) as connection:
        _no_demonstration_any_more(connection)
    with pytest.raises(NotADemonstration):
        add_demonstration_accounts(office.city, ADMINISTRATOR, now=office.now)


def test_only_an_administrator_makes_them(office: Office) -> None:
    with pytest.raises(NotAllowed):
        add_demonstration_accounts(office.city, MANAGER, now=office.now)


def test_nobody_changes_the_password_that_the_page_shows(office: Office) -> None:
    who = office.who(office.enter("officer", PASSWORD).token)
    assert who is not None
    with pytest.raises(DemonstrationPassword):
        change_password(office.city, who, PASSWORD, NEW, HOME, now=office.now)
    with pytest.raises(DemonstrationPassword):
        make_reset_link(office.city, ADMINISTRATOR, "officer", now=office.now)
    assert office.enter("officer", PASSWORD).token
