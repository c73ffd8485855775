"""The town that is walked through: two agencies' venues, of which 商業處's hold what nobody else may see.

Everything worth hiding contains 「秘密」 or 「隱密」, or is the telephone number or the id of one of its
venues; ids begin high, so that no count or sequence number looks like one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from outreach.rules.matching import address_key, name_key
from outreach.rules.vocabulary import Facet, Kind, Listing, Operating, Participation
from outreach.services.city import City, open_city
from outreach.services.contact_log import Next, log_contact
from outreach.services.deputies import appoint_deputy
from outreach.services.duplicates.keeping_apart import keep_apart
from outreach.services.error_reports import report_error
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import read_file
from outreach.services.meetings import freeze, open_meeting
from outreach.services.people import add_person
from outreach.services.questions import ask
from outreach.services.recording import Said, record
from outreach.services.rounds import open_round, submit
from outreach.services.sign_in_settings import PASSWORD_COST
from outreach.services.transfers import offer
from outreach.services.who import Role, Who
from outreach.store.engine import open_engine, writing
from outreach.store.reference import put_sector
from outreach.store.settings import write_setting
from outreach.store.tables import venues
from outreach.store.venues import put_contacts
from tests.support.accounts import CHEAP, PASSWORD
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MYCODE,
    PUBLIC,
    Clerk,
    set_up_database,
)
from tests.support.databases import Databases
from tests.support.plates import middle_of

TODAY = date(2021, 10, 20)
NOW = datetime(2021, 10, 20, 2, 0, tzinfo=UTC)
HERE = "臺北市中山區林森北路247號"
VILLAGE, DISTRICT = "63000040033", "63000040"
TAX_ID = "12345675"

#: Facts and words about 商業處's venues; whoever sees the venues sees them.
REMARK = "秘密備註：店東住院"
#: Whom to ask for, and what was said on the telephone.
PERSON, PHONE, NOTE, ACTION = "秘密聯絡人", "0911-222-333", "秘密紀錄：午後才開門", "秘密約定：再訪"
ROUND_WORDS, MOVE_WORDS, APART_WORDS = "秘密填報說明", "秘密移轉原因", "秘密分店理由"
CONTACTS = ("秘密聯絡人", "0911-222-333", "0911222333", "秘密紀錄", "秘密約定")
EVERYTHING = (*CONTACTS, "秘密", "隱密")

#: Accounts in the order of their ids: name, shown name, role, agency.
PEOPLE = (
    ("li", "李承辦", Role.OFFICER, COMMERCE),
    ("zhou", "周核定", Role.APPROVER, COMMERCE),
    ("lin", "林承辦", Role.OFFICER, CULTURE),
    ("gao", "高核定", Role.APPROVER, CULTURE),
    ("he", "何承辦", Role.OFFICER, INDUSTRY),
    ("mei", "梅核定", Role.APPROVER, INDUSTRY),
    ("chen", "陳管考", Role.MANAGER, ""),
    ("wang", "王系統", Role.ADMINISTRATOR, ""),
)
_NUMBER = {name: number for number, (name, *_) in enumerate(PEOPLE, 1)}
_AGENCY = {INDUSTRY: 1, COMMERCE: 2, CULTURE: 3}
ABOVE, COM = _AGENCY[INDUSTRY], _AGENCY[COMMERCE]


def person(name: str) -> Who:
    """Somebody of the town, as a session says."""
    number = _NUMBER[name]
    _, shown, role, agency = PEOPLE[number - 1]
    return Who(shown, role, number, _AGENCY.get(agency))


def _looking(role: Role, agency: str) -> Who:
    return Who("王系統", role, _NUMBER["wang"], _AGENCY[agency], looking=True)


#: Everybody who walks through the services, by what a failure calls them.
WALKERS: dict[str, Who] = {
    "the public": Who("訪客", Role.PUBLIC),
    "an officer of the venue's agency": person("li"),
    "an approver of the venue's agency": person("zhou"),
    "an officer of the bureau above": person("he"),
    "an approver of the bureau above": person("mei"),
    "another agency's officer": person("lin"),
    "another agency's approver": person("gao"),
    "a manager": person("chen"),
    "an administrator": person("wang"),
    "an administrator looking as the venue's officer": _looking(Role.OFFICER, COMMERCE),
    "an administrator looking as another agency's officer": _looking(Role.OFFICER, CULTURE),
    "an officer of no agency": Who("無機關", Role.OFFICER),
}

#: Ids that `_fill` gives; the first venue's number is forced, the others follow it.
FIRST_VENUE = 7919
VENUE, TWIN, BRANCH, STORE, SHOWN, THEIRS, NOBODYS = range(FIRST_VENUE, FIRST_VENUE + 7)
#: Ids that tell of a venue which only 商業處 (and whoever stands above it) may know.
HIDDEN_IDS = frozenset({VENUE, TWIN, BRANCH, STORE})
ROUND, OPEN_ROUND, TRANSFER, ENTRY, DEPUTY, WAITING, REPORT, QUESTION = 1, 2, 1, 1, 1, 1, 1, 1
MEETING = 213
LIST = (
    "店家名稱,地址,參與狀態,類別,統一編號,備註,聯絡人,電話\n"
    f"隱密牛肉麵小吃店,{HERE},已加入,C,,{REMARK},{PERSON},02-0345-6789\n"
)


@dataclass(frozen=True, slots=True)
class Town:
    """One copy of the town: its database, and the change that 李承辦 of 商業處 made last."""

    url: str
    city: City
    change: int


def town(databases: Databases) -> Town:
    """A copy of the town that nobody else changes."""
    url = databases.prepared("town to walk through", _fill)
    city = open_city(url)
    with city.engine.connect() as connection:
        change = connection.execute(
            sa.text("SELECT max(change_id) FROM facts WHERE venue_id = :venue"), {"venue": VENUE}
        ).scalar_one()
    return Town(url, city, int(change))


def _fill(url: str) -> None:
    set_up_database(url)
    engine = open_engine(url)
    with writing(engine) as connection:
        write_setting(connection, PASSWORD_COST, CHEAP)
        put_sector(connection, "ktv", "視聽歌唱業", special=True, competent_agency_id=COM)
        filler = {"id": FIRST_VENUE - 1, "version": 1, "name": "占號", "name_key": "占號"}
        connection.execute(sa.insert(venues), filler)
    engine.dispose()
    clerk = Clerk.of(url)
    for name, shown, role, agency in PEOPLE:
        add_person(
            clerk.city,
            ADMINISTRATOR,
            name,
            role,
            display_name=shown,
            agency=agency,
            password=PASSWORD,
            now=clerk.now,
        )
    _venues(clerk)
    _work(clerk)
    clerk.city.engine.dispose()


def _venues(clerk: Clerk) -> None:
    _list(clerk, VENUE, "隱密牛肉麵小吃館", address=HERE, tax_id=TAX_ID, point=4)
    _list(clerk, TWIN, "隱密牛肉麵小館", address=HERE, tax_id=TAX_ID)
    _list(clerk, BRANCH, "隱密牛肉麵館", address=HERE, tax_id=TAX_ID)
    _list(clerk, STORE, "隱密倉庫", address="臺北市中山區隱密路9號", point=5)
    _list(clerk, SHOWN, "甜圈坊", address="臺北市中山區示範路1號", stage=Participation.JOINED, point=1)
    _list(clerk, THEIRS, "小書房", address="臺北市中山區示範路3號", agency=CULTURE, point=2)
    _list(clerk, NOBODYS, "無主小店", address="臺北市中山區示範路5號", agency=None, point=3)
    # Once it was the other agency's: who had it is told no more of it than anybody.
    clerk.say(VENUE, Facet.AGENCY, CULTURE, FIRST_DAY)
    clerk.say(VENUE, Facet.AGENCY, COMMERCE, FIRST_DAY + timedelta(days=4))
    clerk.say(STORE, Facet.OPERATING, Operating.SUSPENDED, remark="秘密備註：整修")
    with writing(clerk.city.engine) as connection:
        people = dict.fromkeys((VENUE, TWIN, STORE), (PERSON, PHONE))
        put_contacts(connection, people, clerk.tick())


def _list(
    clerk: Clerk,
    expected: int,
    name: str,
    *,
    agency: str | None = COMMERCE,
    stage: Participation = Participation.CONTACTED,
    point: int | None = None,
    **told: str,
) -> None:
    """List a venue from the first day; `point` puts it in 中央里, a little to the east for each number."""
    (venue,) = clerk.describe(name)
    assert venue == expected
    lon, lat = middle_of("中山區", "中央里")
    placed = {} if point is None else {"lon": lon + point * 1e-5, "lat": lat}
    with writing(clerk.city.engine) as connection:
        keys = {"name_key": name_key(name), "address_key": address_key(str(told["address"]))}
        connection.execute(sa.update(venues).where(venues.c.id == venue).values(**told, **keys, **placed))
    facts = [
        clerk.fact(venue, Facet.LISTING, Listing.LISTED),
        clerk.fact(venue, Facet.PLACE, "中山區中央里"),
        clerk.fact(venue, Facet.PARTICIPATION, stage),
    ]
    if agency is not None:
        facts.append(clerk.fact(venue, Facet.AGENCY, agency))
    clerk.record(facts, kind="import")


def _work(clerk: Clerk) -> None:
    """What stands on 商業處's desk: a transfer offered, rows that wait, a list handed in, a last change."""
    city, li = clerk.city, person("li")
    clerk.now = NOW - timedelta(days=2)
    day = TODAY - timedelta(days=2)
    options = Options(MYCODE, COMMERCE, date(2021, 10, 14))
    read = read_file(LIST.encode(), "秘密清單.csv", options)
    plan = plan_import(city, li, read, options, today=day)
    apply_plan(city, li, plan, read, options, today=day, now=clerk.tick())
    keep_apart(city, li, VENUE, BRANCH, reason=APART_WORDS, now=clerk.tick(), today=day)
    offer(city, li, VENUE, INDUSTRY, TODAY + timedelta(days=9), MOVE_WORDS, now=clerk.tick(), today=day)
    said = Said(VENUE, {Facet.PARTICIPATION: "agreed"}, TODAY - timedelta(days=2), REMARK)
    record(city, li, MYCODE, [said], summary="秘密摘要", now=clerk.tick(), today=day)
    log_contact(
        city,
        li,
        VENUE,
        MYCODE,
        day,
        "phone",
        "will_think",
        now=clerk.tick(),
        today=day,
        note=NOTE,
        then=Next(ACTION, TODAY - timedelta(days=1)),
        advance=False,
    )
    items_of_meeting = [(MYCODE, tuple[Kind, ...](), day)]
    open_meeting(city, person("chen"), MEETING, day, items_of_meeting, now=clerk.tick())
    freeze(city, person("chen"), MEETING, now=clerk.tick())
    shut = Said(BRANCH, {Facet.PREMISES: "office_only"}, day, REMARK)
    record(city, li, MYCODE, [shut], summary="秘密摘要", now=clerk.tick(), today=day)
    for number, name in ((ROUND, "第213次"), (OPEN_ROUND, "第214次")):
        items = ((MYCODE, tuple[Kind, ...]()),)
        opened = open_round(
            city, person("chen"), name, TODAY, TODAY + timedelta(days=5), items, now=clerk.tick()
        )
        assert opened == number
    submit(city, li, ROUND, words=ROUND_WORDS, now=clerk.tick())
    ask(city, person("chen"), STORE, MYCODE, "秘密提問：何時復業？", now=clerk.tick(), today=day)
    report_error(city, PUBLIC, SHOWN, "other", "秘密回報：已改門", "192.0.2.7", now=clerk.tick())
    appoint_deputy(city, ADMINISTRATOR, "li", "zhou", FIRST_DAY, TODAY + timedelta(days=30), now=clerk.tick())
