"""Words offered to whoever found no venue."""

from datetime import date

from outreach.services.city import known_at
from outreach.services.find_examples import examples
from outreach.services.finding import Finding, found
from outreach.services.mapping import Question
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.finding_city import finding_city

DAY = date(2021, 10, 20)


def test_examples_are_a_road_and_a_name_each_of_which_finds_something(sqlite_databases: Databases) -> None:
    city = finding_city(sqlite_databases)[1].city
    question = Question(MYCODE, DAY, known_at(city, None), ())
    for who in (PUBLIC, ADMINISTRATOR):
        road, name = examples(city, who, question, today=DAY)
        assert road == "示範路"
        for text in (road, name):
            assert found(city, who, question, finding=Finding(text), today=DAY).total, text


def test_where_nobody_is_seen_there_is_no_example(sqlite_databases: Databases) -> None:
    city = finding_city(sqlite_databases)[1].city
    question = Question(BEAR_VOUCHER, date(1999, 1, 1), known_at(city, None), ())
    assert examples(city, PUBLIC, question, today=DAY) == ()
