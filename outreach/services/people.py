"""Who has an account: what administrators do about people."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import DemonstrationPassword
from outreach.services.accounts import Account, token_hash
from outreach.services.city import City
from outreach.services.naming import Unknown, find
from outreach.services.passwords import check_password, hash_password
from outreach.services.sign_in_settings import sign_in_settings
from outreach.services.signing_in import name_key
from outreach.services.who import Right, Role, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.people import (
    Event,
    UserRow,
    add_user,
    all_users,
    change_user,
    drop_reset_link,
    put_reset_link,
    record_event,
    user_by_key,
)
from outreach.store.reference import read_reference
from outreach.store.sessions import end_sessions

_NAME = re.compile(r"[\w.@-]{2,40}")
_LONGEST_KEY, _LONGEST_SHOWN = 80, 30
#: Brackets are how a deputy is told from the person.
_BRACKETS = frozenset("（）()")
#: Roles that an account may have, as people call them.
ROLE_NAMES = {
    Role.OFFICER: "機關承辦人",
    Role.APPROVER: "機關核定人",
    Role.MANAGER: "管考人員",
    Role.ADMINISTRATOR: "系統管理員",
}
_OF_AN_AGENCY = frozenset({Role.OFFICER, Role.APPROVER})


class NameUnusable(Refusal, ValueError):
    """A name that cannot be typed in one piece, or that could be taken for a deputy's."""

    template = "{what}讀到『{value}』；請用 {accepted}，例如 {example}。"


class NameTaken(Refusal, ValueError):
    """Somebody has the name already; records would not tell the two apart."""

    template = "{what}『{value}』已有人使用；請加上可分辨的字，例如 {example}。"


class RoleUnusable(Refusal, ValueError):
    """A role that no account has."""

    template = "角色讀到『{value}』；帳號可用的角色有 {accepted}，例如 officer。"


class AgencyNeeded(Refusal, ValueError):
    """An officer or approver acts for an agency."""

    template = "{role}須屬於一個機關，讀到的機關是空白；請填機關代碼或名稱，例如 {example}。"


class LastAdministrator(Refusal):
    """Without an administrator nobody could let anybody in."""

    template = "『{value}』是最後一位可登入的系統管理員，不能停用或改任；請先新增另一位，例如同科的同仁。"


class OutsideAccount(Refusal):
    """Something that the city's own sign-in service says of a person."""

    template = "帳號『{value}』由市府帳號登入，{what}由市府帳號決定；請在市府帳號系統變更，例如調整其角色。"


class AccountClosed(Refusal):
    """Something for an account that is not in use."""

    template = "帳號『{value}』已停用；請先重新啟用，例如 python -m outreach users open {value}。"


def role_named(text: str) -> Role:
    """An account's role by its code or Chinese word. Raises `RoleUnusable`."""
    for role, title in ROLE_NAMES.items():
        if text.strip() in (role.value, title):
            return role
    raise RoleUnusable(value=text.strip(), accepted="、".join(role.value for role in ROLE_NAMES))


def people(city: City, who: Who) -> tuple[Account, ...]:
    """Every account, by name."""
    who.must(Right.ADMINISTER)
    with reading(city.engine) as connection:
        return tuple(Account.of(row) for row in all_users(connection))


def add_person(
    city: City,
    who: Who,
    name: str,
    role: Role,
    *,
    display_name: str = "",
    agency: str = "",
    password: str = "",
    demonstration: bool = False,
    now: datetime,
) -> Account:
    """Add an account; without a password the person sets one by a link.

    `demonstration` accounts sign in to a demonstration only. Raises `NameUnusable`, `NameTaken`,
    `RoleUnusable`, `AgencyNeeded`, `Unknown`, `NotUnique` and what `check_password` raises.
    """
    who.must(Right.ADMINISTER)
    name, shown = _names(name, display_name)
    if role not in ROLE_NAMES:
        raise RoleUnusable(value=role.value, accepted="、".join(r.value for r in ROLE_NAMES))
    hashed = _hashed(city, password, name, shown) if password else ""
    with writing(city.engine) as connection:
        agency_id = _agency(connection, agency)
        _check_agency(connection, role, agency_id)
        _check_free(connection, name, shown)
        row = add_user(
            connection,
            name=name,
            name_key=name_key(name),
            display_name=shown,
            role=role.value,
            agency_id=agency_id,
            active=True,
            demonstration=demonstration,
            password_hash=hashed,
            password_set_at=now if hashed else None,
            created_at=now,
        )
        record_event(connection, Event(now, row.id, "added", actor=who.name))
        return Account.of(row)


def change_person(
    city: City,
    who: Who,
    name: str,
    *,
    role: Role | None = None,
    agency: str | None = None,
    display_name: str | None = None,
    now: datetime,
) -> Account:
    """Give an account another role, agency or display name, from the person's next click on.

    None leaves what is; an empty agency takes it away. Records keep the name of their time. Raises
    `Unknown`, `NotUnique`, `RoleUnusable`, `AgencyNeeded`, `NameUnusable`, `NameTaken`, `OutsideAccount`
    and `LastAdministrator`.
    """
    who.must(Right.ADMINISTER)
    with writing(city.engine) as connection:
        row = person_named(connection, name)
        if row.outside_id:
            raise OutsideAccount(value=row.name, what="姓名、角色與機關")
        wanted = Role(row.role) if role is None else role
        if wanted not in ROLE_NAMES:
            raise RoleUnusable(value=wanted.value, accepted="、".join(r.value for r in ROLE_NAMES))
        agency_id = row.agency_id if agency is None else _agency(connection, agency)
        _check_agency(connection, wanted, agency_id)
        if wanted is not Role.ADMINISTRATOR:
            _keep_an_administrator(connection, row)
        shown = row.display_name if display_name is None else _names(row.name, display_name)[1]
        if shown != row.display_name:
            _check_shown_free(connection, shown)
        change_user(connection, row.id, role=wanted.value, agency_id=agency_id, display_name=shown)
        record_event(connection, Event(now, row.id, "changed", actor=who.name))
        return Account.of(person_named(connection, name))


def close_account(city: City, who: Who, name: str, *, now: datetime) -> None:
    """Take an account out of use: its sessions end, its link is gone. Raises `LastAdministrator`."""
    who.must(Right.ADMINISTER)
    with writing(city.engine) as connection:
        row = person_named(connection, name)
        _keep_an_administrator(connection, row)
        change_user(connection, row.id, active=False)
        end_sessions(connection, row.id)
        drop_reset_link(connection, row.id)
        record_event(connection, Event(now, row.id, "closed", actor=who.name))


def open_account(city: City, who: Who, name: str, *, now: datetime) -> None:
    """Put an account into use again. Raises `Unknown`."""
    who.must(Right.ADMINISTER)
    with writing(city.engine) as connection:
        row = person_named(connection, name)
        change_user(connection, row.id, active=True)
        record_event(connection, Event(now, row.id, "opened", actor=who.name))


def make_reset_link(city: City, who: Who, name: str, *, now: datetime) -> str:
    """The token of a link with which a person sets a new password, once, within 24 hours.

    Only its hash is stored; an earlier link is gone. Raises `Unknown`, `AccountClosed`, `OutsideAccount` and
    `DemonstrationPassword`.
    """
    who.must(Right.ADMINISTER)
    token = secrets.token_urlsafe(32)
    with writing(city.engine) as connection:
        row = person_in_use(connection, name)
        if row.demonstration:
            raise DemonstrationPassword
        if row.outside_id:
            raise OutsideAccount(value=row.name, what="密碼")
        put_reset_link(connection, row.id, token_hash(token), now)
        record_event(connection, Event(now, row.id, "link_made", actor=who.name))
    return token


def person_named(connection: Connection, name: str) -> UserRow:
    """The account of this name. Raises `Unknown`."""
    row = user_by_key(connection, name_key(name))
    if row is None:
        known = [r.name for r in all_users(connection)]
        more = f"…等 {len(known)} 個" if len(known) > 8 else ""
        raise Unknown(value=name.strip(), what="帳號", examples="、".join(known[:8]) + more or "（尚無帳號）")
    return row


def person_in_use(connection: Connection, name: str) -> UserRow:
    """The account of this name, if it is in use. Raises `Unknown` and `AccountClosed`."""
    row = person_named(connection, name)
    if not row.active:
        raise AccountClosed(value=row.name)
    return row


def _names(name: str, display_name: str) -> tuple[str, str]:
    """Name and display name in one form. Raises `NameUnusable`."""
    plain = unicodedata.normalize("NFKC", name).strip()
    shown = unicodedata.normalize("NFC", display_name).strip() or plain
    if not _NAME.fullmatch(plain) or len(name_key(plain)) > _LONGEST_KEY:
        accepted = "2 至 40 個文字或數字，可含 . _ - @"
        raise NameUnusable(what="帳號", value=name, accepted=accepted, example="wang.xm")
    # Category C: what is not seen could make one name look like another.
    unseen = any(unicodedata.category(c).startswith("C") for c in shown)
    if len(shown) > _LONGEST_SHOWN or unseen or _BRACKETS & set(shown):
        accepted = f"{_LONGEST_SHOWN} 個字以內、不含括號的姓名"
        raise NameUnusable(what="姓名", value=shown, accepted=accepted, example="王小明")
    return plain, shown


def _hashed(city: City, password: str, *names: str) -> str:
    check_password(password, names)
    with reading(city.engine) as connection:
        cost = sign_in_settings(connection).cost
    return hash_password(cost, password)


def _agency(connection: Connection, text: str) -> int | None:
    return find(read_reference(connection).agencies, text, "機關").id if text.strip() else None


def _check_agency(connection: Connection, role: Role, agency_id: int | None) -> None:
    if role in _OF_AN_AGENCY and agency_id is None:
        known = (a.code for a in read_reference(connection).agencies.values())
        raise AgencyNeeded(role=ROLE_NAMES[role], example=next(known, "commerce"))


def _check_free(connection: Connection, name: str, shown: str) -> None:
    if user_by_key(connection, name_key(name)) is not None:
        raise NameTaken(what="帳號", value=name, example=f"{name}2")
    _check_shown_free(connection, shown)


def _check_shown_free(connection: Connection, shown: str) -> None:
    if any(row.display_name == shown for row in all_users(connection)):
        raise NameTaken(what="姓名", value=shown, example=f"{shown}-二科"[:_LONGEST_SHOWN])


def _keep_an_administrator(connection: Connection, row: UserRow) -> None:
    """Refuse to lose the last administrator in use. Raises `LastAdministrator`."""
    if row.role != Role.ADMINISTRATOR.value or not row.active:
        return
    rest = (r for r in all_users(connection) if r.id != row.id and r.active and r.password_hash)
    if not any(r.role == Role.ADMINISTRATOR.value for r in rest):
        raise LastAdministrator(value=row.name)
