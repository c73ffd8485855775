"""People with accounts, for tests: hashing that costs next to nothing, and a clock that tests move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from outreach.services.accounts import asker
from outreach.services.city import City, open_city
from outreach.services.people import add_person
from outreach.services.sign_in_settings import PASSWORD_COST
from outreach.services.signing_in import Origin, SignedIn, sign_in
from outreach.services.who import Role, Who
from outreach.store.engine import open_engine, reading, writing
from outreach.store.people import Event, latest_events
from outreach.store.settings import write_setting
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, set_up_database
from tests.support.databases import Databases

#: Argon2 with the least work that it takes.
CHEAP = "1,8,1"
PASSWORD = "mango ice by exit four"
WRONG = "mango ice by exit five"
HOME, ELSEWHERE = Origin("192.0.2.7"), Origin("198.51.100.9")
BEGINNING = datetime(2021, 10, 4, 1, 0, tzinfo=UTC)
#: 李承辦 and 周核定 of 商業處, 林承辦 of 文化局, 陳管考 and 王系統 of none.
PEOPLE = (
    ("li", "李承辦", Role.OFFICER, COMMERCE),
    ("zhou", "周核定", Role.APPROVER, COMMERCE),
    ("lin", "林承辦", Role.OFFICER, CULTURE),
    ("chen", "陳管考", Role.MANAGER, ""),
    ("wang", "王系統", Role.ADMINISTRATOR, ""),
)


def _fill(url: str) -> None:
    set_up_database(url)
    engine = open_engine(url)
    with writing(engine) as connection:
        write_setting(connection, PASSWORD_COST, CHEAP)
    engine.dispose()
    city = open_city(url)
    for name, shown, role, agency in PEOPLE:
        add_person(
            city,
            ADMINISTRATOR,
            name,
            role,
            display_name=shown,
            agency=agency,
            password=PASSWORD,
            now=BEGINNING,
        )
    city.engine.dispose()


def office_url(databases: Databases) -> str:
    """URL of a database of its own with five accounts."""
    return databases.prepared("five accounts", _fill)


@dataclass
class Office:
    """A city whose people sign in; `now` is what the clock on the wall says."""

    city: City
    now: datetime = field(default=BEGINNING + timedelta(hours=1))

    @classmethod
    def of(cls, url: str) -> Office:
        """The office of a database."""
        return cls(open_city(url))

    def later(self, **span: float) -> datetime:
        """Let time pass; the moment it is then."""
        self.now += timedelta(**span)
        return self.now

    def enter(self, name: str, password: str = PASSWORD, origin: Origin = HOME) -> SignedIn:
        """Sign in."""
        return sign_in(self.city, name, password, origin, now=self.now)

    def who(self, token: str) -> Who | None:
        """Who a token says is asking."""
        return asker(self.city, token, now=self.now)

    def setting(self, name: str, value: str) -> None:
        """Set a setting of the database."""
        with writing(self.city.engine) as connection:
            write_setting(connection, name, value)

    def events(self) -> list[Event]:
        """The whole record, oldest first."""
        with reading(self.city.engine) as connection:
            return latest_events(connection, 10_000)[::-1]

    def outcomes(self) -> list[str]:
        """What was recorded since the accounts were made, oldest first."""
        return [event.outcome for event in self.events() if event.outcome != "added"]

    def user(self, name: str) -> int:
        """An account's number."""
        return [person[0] for person in PEOPLE].index(name) + 1
