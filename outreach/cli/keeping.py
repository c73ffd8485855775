"""check, backup, restore and erase-expired."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from outreach.cli.output import say
from outreach.cli.session import Session
from outreach.rules.refusals import Refusal
from outreach.services.backup import backup, restore
from outreach.services.check import check
from outreach.services.privacy import erase_expired


class LawsBroken(Refusal):
    """The live database breaks laws of domain.md; each one is named."""

    template = "有 {count} 項不符：{listed}"


def run_check(session: Session, _given: Namespace) -> None:
    """`check`: every law against the live database; refuses by naming each one broken."""
    broken = check(session.city(), session.who, session.progress)
    if broken:
        raise LawsBroken(count=len(broken), listed="；".join(str(b) for b in broken))
    say("檢核通過：所有規則皆成立。")


def run_backup(session: Session, given: Namespace) -> None:
    """`backup FILE`: a consistent copy, also while others write."""
    kept = backup(session.city(), session.who, Path(given.file), now=session.now, progress=session.progress)
    say(kept.notice)


def run_restore(session: Session, given: Namespace) -> None:
    """`restore FILE`: fill an empty database from a backup."""
    kept = restore(None, session.who, Path(given.file), now=session.now, progress=session.progress)
    say(f"已還原：店家 {kept.about.venues} 家、事實 {kept.about.facts} 筆（至序號 {kept.about.seq}）。")


def run_erase_expired(session: Session, _given: Namespace) -> None:
    """`erase-expired`: erase contact details and notes that are older than the retention period."""
    count = erase_expired(session.city(), session.who, now=session.now)
    say(f"已刪除 {count} 家店家超過保存期限的聯絡資料。")
