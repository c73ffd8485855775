"""What is asked of functions about people and the program itself: accounts, sessions, setting up, backups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from outreach.services.backup import backup
from outreach.services.signing_in import Origin
from outreach.services.who import Right, Role
from tests.services.authorisation import town
from tests.services.authorisation.arguments import same
from tests.services.authorisation.asked import Asked, Call, Table, Whoever
from tests.support.accounts import PASSWORD
from tests.support.builders import ADMINISTRATOR
from tests.support.plates import SOME, as_csv

_SESSIONS = ("sessions", "account_events", "login_attempts", "users")
_AGENCIES = "代碼,名稱,簡稱,上級機關\nNEW,臺北市政府新局,新局,\n".encode()


def _kept(call: Call) -> Path:
    """A backup that an administrator made."""
    path = call.folder.parent / "before.outreach"
    if not path.exists():
        backup(call.town.city, ADMINISTRATOR, path, now=town.NOW)
    return path


def _plates(call: Call) -> Path:
    path = call.folder / "plates.csv"
    path.write_bytes(as_csv(SOME))
    return path


def _empty(call: Call) -> str:
    return f"sqlite:///{call.folder / 'restored.sqlite3'}"


def _own_number(call: Call) -> int:
    return 2


def _admin(**more: Callable[[Call], object]) -> Asked:
    return Asked(Right.ADMINISTER, more)


ACCOUNTS: Table = {
    "account_record.account_record": _admin(),
    "account_record.last_seen": _admin(),
    "accounts.act_in_place_of": Asked(Whoever.OWN_ACCOUNT, {"principal_id": _own_number}),
    "accounts.must_not_look": Asked(Whoever.ANYBODY),
    "accounts.own_account": Asked(Whoever.OWN_ACCOUNT),
    "accounts.own_row": Asked(Whoever.OWN_ACCOUNT),
    "accounts.replaceable": Asked(Whoever.OWN_ACCOUNT),
    "agencies.import_agencies": _admin(data=same(_AGENCIES), filename=same("機關.csv")),
    "backup.backup": _admin(),
    "backup.restore": _admin(path=_kept, url=_empty),
    "check.check": _admin(),
    "demonstration.fill": Asked(Right.ADMINISTER, nobody="the town is no empty database"),
    "demonstration_accounts.add_demonstration_accounts": Asked(
        Right.ADMINISTER, nobody="the town is no demonstration"
    ),
    "deputies.appoint_deputy": _admin(deputy=same("lin"), principal=same("gao")),
    "deputies.dismiss_deputy": _admin(entry_id=same(town.DEPUTY)),
    "deputies.standing_deputies": _admin(),
    "doorplates.load_doorplates": _admin(source=_plates),
    "looking.look_as": Asked(Right.ADMINISTER, {"role": same(Role.OFFICER)}),
    "looking.look_as_oneself": Asked(Whoever.OWN_ACCOUNT, looks=_SESSIONS),
    "own_password.change_password": Asked(
        Whoever.OWN_ACCOUNT,
        {
            "old": same(PASSWORD),
            "new": same("pineapple cake on platform two"),
            "origin": same(Origin("192.0.2.7")),
        },
        # The first use of passwords makes the secret that keys what is counted.
        leaves=("settings",),
    ),
    "people.add_person": _admin(name=same("new"), role=same(Role.OFFICER), agency=same("COM")),
    "people.change_person": _admin(agency=same("COM")),
    "people.close_account": _admin(),
    "people.make_reset_link": _admin(),
    "people.open_account": _admin(),
    "people.people": _admin(),
    "setup.open_and_set_up": _admin(),
    "setup.set_up": _admin(),
    "signing_in.sign_out_everywhere": Asked(Whoever.OWN_ACCOUNT),
}
