"""Signing a browser in, as the form of the sign-in page does, before its journey begins."""

from datetime import UTC, datetime

from playwright.sync_api import BrowserContext

from outreach.services.city import open_city
from outreach.services.demonstration_accounts import PASSWORD
from outreach.services.people import add_person
from outreach.services.who import Role
from tests.support.builders import ADMINISTRATOR

#: The demonstration's accounts are named after their roles.
BOSS = "administrator"


def enter(context: BrowserContext, url: str, account: str = BOSS) -> None:
    """Begin a session for every page of a context; fails where the program lets nobody in."""
    answer = context.request.post(
        f"{url}/auth/sign-in",
        form={"account": account, "password": PASSWORD},
        headers={"Origin": url},
        max_redirects=0,
    )
    assert answer.status == 303, answer.text()
    assert "problem" not in answer.headers["location"], answer.headers["location"]


def with_administrator(database_url: str) -> None:
    """Give a city of the test's own an administrator who can sign in."""
    city = open_city(database_url)
    add_person(
        city,
        ADMINISTRATOR,
        BOSS,
        Role.ADMINISTRATOR,
        display_name=ADMINISTRATOR.name,
        password=PASSWORD,
        now=datetime.now(UTC),
    )
    city.engine.dispose()
