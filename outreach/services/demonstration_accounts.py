"""Accounts to try the roles with, in a demonstration database and nowhere else.

Their password is no secret: the demonstration's sign-in page shows it. So they sign in only where the
database is marked as a demonstration, whatever else they may have been copied into.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.demo.agencies import COMMERCE, RESEARCH
from outreach.rules.refusals import Refusal
from outreach.services.accounts import Account
from outreach.services.city import City
from outreach.services.people import add_person
from outreach.services.who import Right, Role, Who
from outreach.store.contact_log import claim_follow_ups
from outreach.store.engine import reading, writing
from outreach.store.people import all_users
from outreach.store.settings import DEMONSTRATION, read_setting

PASSWORD = "taipei-demo-213"
_PEOPLE = (
    ("officer", "示範承辦", Role.OFFICER, COMMERCE),
    ("approver", "示範核定", Role.APPROVER, COMMERCE),
    ("manager", "示範管考", Role.MANAGER, RESEARCH),
    ("administrator", "示範系統管理", Role.ADMINISTRATOR, ""),
)


class NotADemonstration(Refusal):
    """Demonstration accounts for a database that people work in."""

    template = (
        "這個資料庫不是示範資料，沒有建立示範帳號；請改用示範資料庫，例如 python -m outreach setup --demo。"
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What a demonstration's sign-in page shows: accounts, and the password that all of them have."""

    accounts: tuple[Account, ...]
    password: str


def add_demonstration_accounts(city: City, who: Who, *, now: datetime) -> int:
    """Add those demonstration accounts that are missing; how many. Raises `NotADemonstration`."""
    who.must(Right.ADMINISTER)
    with reading(city.engine) as connection:
        if read_setting(connection, DEMONSTRATION) is None:
            raise NotADemonstration
        known = {row.name for row in all_users(connection)}
    missing = [person for person in _PEOPLE if person[0] not in known]
    for name, shown, role, agency in missing:
        account = add_person(
            city,
            who,
            name,
            role,
            display_name=shown,
            agency=agency,
            password=PASSWORD,
            demonstration=True,
            now=now,
        )
        if role is Role.OFFICER:
            _take_over(city, account)
    return len(missing)


def _take_over(city: City, account: Account) -> None:
    """The demonstration's follow-ups were written before anybody had an account; they are the officer's."""
    with writing(city.engine) as connection:
        user = next(row for row in all_users(connection) if row.id == account.id)
        if user.agency_id is not None:
            claim_follow_ups(connection, user.agency_id, user.id)


def demonstration_accounts(city: City) -> Shown | None:
    """What the sign-in page shows of demonstration accounts; None outside a demonstration."""
    with reading(city.engine) as connection:
        if read_setting(connection, DEMONSTRATION) is None:
            return None
        rows = [row for row in all_users(connection) if row.demonstration and row.active]
    if not rows:
        return None
    in_order = sorted(rows, key=lambda row: row.id)
    return Shown(tuple(Account.of(row) for row in in_order), PASSWORD)
