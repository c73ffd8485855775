"""users: the first administrator and everybody after; passwords are asked for, never taken as arguments."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace

from outreach.cli.output import say, write_json, write_table
from outreach.cli.session import Session
from outreach.rules.dates import parse_day, roc
from outreach.services.account_refusals import PasswordsDiffer
from outreach.services.accounts import Account
from outreach.services.deputies import NoSuchDeputy, appoint_deputy, dismiss_deputy, standing_deputies
from outreach.services.passwords import generated
from outreach.services.people import (
    ROLE_NAMES,
    add_person,
    change_person,
    close_account,
    make_reset_link,
    open_account,
    people,
    role_named,
)


def run_users(session: Session, given: Namespace) -> None:
    """`users ACTION …`: look after accounts."""
    actions = {
        "add": _add,
        "list": _list,
        "change": _change,
        "link": _link,
        "open": _open,
        "close": _close,
        "deputy": _deputy,
        "dismiss": _dismiss,
    }
    actions[given.action](session, given)


def _add(session: Session, given: Namespace) -> None:
    made = ""
    if given.link:
        password = ""
    elif given.generate or not sys.stdin.isatty():
        password = made = generated()
    else:
        password = _asked(given.user)
    account = add_person(
        session.city(),
        session.who,
        given.user,
        role_named(given.role),
        display_name=given.display_name,
        agency=given.agency,
        password=password,
        now=session.now,
    )
    say(f"帳號『{account.name}』已新增（{ROLE_NAMES[account.role]}）。")
    if made:
        say(f"密碼（只顯示這一次）：{made}")
    if given.link:
        _say_link(session, account.name)


def _asked(name: str) -> str:
    """A password typed twice at the terminal, where it is not shown. Raises `PasswordsDiffer`."""
    password = getpass.getpass(f"『{name}』的新密碼：")
    if getpass.getpass("再輸入一次：") != password:
        raise PasswordsDiffer
    return password


def _list(session: Session, given: Namespace) -> None:
    city = session.city()
    accounts = people(city, session.who)
    deputies = standing_deputies(city, session.who, now=session.now)
    codes = {a.id: a.code for a in city.reference().agencies.values()}
    if given.format == "json":
        users = [{**_told(a, codes), "active": a.active, "password": a.has_password} for a in accounts]
        standing = [
            {
                "id": d.id,
                "deputy": d.deputy,
                "for": d.principal,
                "from": d.first_day.isoformat(),
                "to": d.last_day.isoformat(),
            }
            for d in deputies
        ]
        write_json({"users": users, "deputies": standing})
        return
    rows = [[*_told(a, codes).values(), _state(a)] for a in accounts]
    write_table(("帳號", "姓名", "角色", "機關", "狀態"), rows)
    for d in deputies:
        say(f"代理 {d.id}：{d.deputy} 代理 {d.principal}，{roc(d.first_day)} 至 {roc(d.last_day)}")


def _told(account: Account, codes: dict[int, str]) -> dict[str, str]:
    agency = "" if account.agency is None else codes[account.agency]
    return {
        "name": account.name,
        "display_name": account.display_name,
        "role": account.role.value,
        "agency": agency,
    }


def _state(account: Account) -> str:
    if not account.active:
        return "停用"
    return "使用中" if account.has_password else "尚未設定密碼"


def _change(session: Session, given: Namespace) -> None:
    role = None if given.role is None else role_named(given.role)
    account = change_person(
        session.city(), session.who, given.user, role=role, agency=given.agency, now=session.now
    )
    say(f"帳號『{account.name}』現為{ROLE_NAMES[account.role]}。")


def _link(session: Session, given: Namespace) -> None:
    _say_link(session, given.user)


def _say_link(session: Session, name: str) -> None:
    link = make_reset_link(session.city(), session.who, name, now=session.now)
    say(f"請本人在 24 小時內開啟（接在本程式的網址之後，只能使用一次）：/sign-in?link={link}")


def _open(session: Session, given: Namespace) -> None:
    open_account(session.city(), session.who, given.user, now=session.now)
    say(f"帳號『{given.user}』已重新啟用。")


def _close(session: Session, given: Namespace) -> None:
    close_account(session.city(), session.who, given.user, now=session.now)
    say(f"帳號『{given.user}』已停用並登出。")


def _deputy(session: Session, given: Namespace) -> None:
    made = appoint_deputy(
        session.city(),
        session.who,
        given.user,
        given.principal,
        parse_day(given.from_),
        parse_day(given.to),
        now=session.now,
    )
    period = f"{roc(made.first_day)} 至 {roc(made.last_day)}"
    say(f"代理 {made.id} 已登錄：{made.deputy} 代理 {made.principal}，{period}。")


def _dismiss(session: Session, given: Namespace) -> None:
    if not given.user.isdecimal():
        raise NoSuchDeputy(value=given.user)
    dismiss_deputy(session.city(), session.who, int(given.user), now=session.now)
    say(f"代理 {given.user} 已結束。")
