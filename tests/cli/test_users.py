"""`users`: the first administrator, and everybody after."""

import getpass
import sys
from datetime import UTC, datetime

import pytest

from outreach.services.account_refusals import NameOrPasswordWrong
from outreach.services.own_password import link_works
from tests.cli.terminal import Answer, Terminal
from tests.support.accounts import PASSWORD, Office
from tests.support.builders import set_up_url
from tests.support.databases import Databases


@pytest.fixture
def terminal(sqlite_databases: Databases) -> Terminal:
    """A terminal over a city with three agencies and nobody in it."""
    return Terminal(set_up_url(sqlite_databases))


@pytest.fixture
def office(terminal: Terminal) -> Office:
    """The same city as people sign in to it, with hashing that costs next to nothing."""
    office = Office.of(terminal.url)
    office.setting("password_cost", "1,8,1")
    return office


def _typing(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """Let a person at a terminal type passwords; what they were asked."""
    asked: list[str] = []
    answers = iter(typed)

    def read(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(getpass, "getpass", read)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    return asked


def _after(answer: Answer, words: str) -> str:
    return answer.out.partition(words)[2].split()[0]


def test_the_first_administrator_types_a_password_twice_and_it_is_not_shown(
    terminal: Terminal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _typing(monkeypatch, PASSWORD, PASSWORD)
    answer = terminal.run("users", "add", "wang", "--role", "administrator", "--display-name", "王系統")
    assert (answer.code, len(asked)) == (0, 2)
    assert PASSWORD not in answer.out + answer.err
    who = office.who(office.enter("wang").token)
    assert who is not None
    assert (who.name, who.role.value) == ("王系統", "administrator")


def test_typed_differently_or_too_short_it_adds_nobody(
    terminal: Terminal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed in ((PASSWORD, PASSWORD + "!"), ("short", "short")):
        _typing(monkeypatch, *typed)
        answer = terminal.run("users", "add", "wang", "--role", "administrator")
        assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert terminal.json("users", "list")["users"] == []


def test_without_a_terminal_a_password_is_made_and_shown_once(terminal: Terminal, office: Office) -> None:
    made = terminal.run("users", "add", "wang", "--role", "administrator", "--generate")
    password = _after(made, "：")
    assert office.enter("wang", password).token
    for command in (("users", "list"), ("users", "link", "wang"), ("check",)):
        assert password not in terminal.run(*command).out
    # A process of its own, with nobody at its standard input.
    answer = terminal.process("users", "add", "second", "--role", "manager")
    assert answer.code == 0, answer.err
    assert office.enter("second", _after(answer, "：")).token


def test_a_person_gets_a_link_instead_of_a_password_somebody_else_knows(
    terminal: Terminal, office: Office
) -> None:
    answer = terminal.run("users", "add", "li", "--role", "officer", "--agency", "商業處", "--link")
    assert answer.code == 0, answer.err
    link = _after(answer, "/sign-in?link=")
    listed = terminal.json("users", "list")["users"]
    assert listed == [
        {
            "name": "li",
            "display_name": "li",
            "role": "officer",
            "agency": "COM",
            "active": True,
            "password": False,
        }
    ]
    # The command line reads the clock of today.
    now = datetime.now(UTC)
    assert link_works(office.city, link, now=now)
    again = terminal.run("users", "link", "li")
    assert not link_works(office.city, link, now=now)
    assert link_works(office.city, _after(again, "/sign-in?link="), now=now)


def test_an_account_is_changed_closed_and_opened_again(terminal: Terminal, office: Office) -> None:
    terminal.run("users", "add", "wang", "--role", "administrator", "--generate")
    made = terminal.run("users", "add", "li", "--role", "officer", "--agency", "COM", "--generate")
    password = _after(made, "：")
    assert terminal.run("users", "change", "li", "--role", "manager", "--agency", "").code == 0
    assert terminal.run("users", "close", "li").code == 0
    assert "停用" in terminal.run("users", "list").out
    with pytest.raises(NameOrPasswordWrong):
        office.enter("li", password)
    assert terminal.run("users", "open", "li").code == 0
    who = office.who(office.enter("li", password).token)
    assert who is not None
    assert (who.role.value, who.agency) == ("manager", None)
    assert [e.actor for e in office.events() if e.actor] != []


def test_a_deputy_is_entered_for_a_period_and_taken_back(terminal: Terminal, office: Office) -> None:
    for name in ("li", "zhou"):
        terminal.run("users", "add", name, "--role", "officer", "--agency", "COM", "--link")
    entered = terminal.run(
        "users", "deputy", "li", "--for", "zhou", "--from", "110/10/05", "--to", "2999-12-31"
    )
    assert entered.code == 0, entered.err
    assert terminal.json("users", "list")["deputies"] == [
        {"id": 1, "deputy": "li", "for": "zhou", "from": "2021-10-05", "to": "2999-12-31"}
    ]
    assert "li 代理 zhou" in terminal.run("users", "list").out
    assert terminal.run("users", "dismiss", "1").code == 0
    assert terminal.json("users", "list")["deputies"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("users",), 2),
        (("users", "add", "x2"), 2),
        (("users", "add", "x2", "--role", "public"), 2),
        (("users", "add", "x2", "--role", "manager", "--link", "--generate"), 2),
        (("users", "add", "x 2", "--role", "manager", "--generate"), 1),
        (("users", "add", "x2", "--role", "officer", "--generate"), 1),
        (("users", "add", "x2", "--role", "officer", "--agency", "沒有的局", "--generate"), 1),
        (("users", "link", "nobody"), 1),
        (("users", "close", "nobody"), 1),
        (("users", "deputy", "a", "--for", "b", "--from", "110/02/30", "--to", "110/03/01"), 1),
        (("users", "dismiss", "1"), 1),
        (("users", "dismiss", "x"), 1),
    ],
)
def test_wrong_usage_ends_with_2_and_a_refusal_with_1_each_in_one_sentence(
    terminal: Terminal, arguments: tuple[str, ...], code: int
) -> None:
    answer = terminal.run(*arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)


def test_whoever_adds_somebody_is_named_in_the_record(terminal: Terminal, office: Office) -> None:
    terminal.run("--as", "林主任", "users", "add", "li", "--role", "manager", "--link")
    terminal.run("users", "link", "li", "--as", "王系統")
    assert [(e.outcome, e.actor) for e in office.events()] == [
        ("added", "林主任"),
        ("link_made", "林主任"),
        ("link_made", "王系統"),
    ]
