"""digest: each agency's weekly state, or the managers' own, written to files and mailed where set up."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from outreach.cli.output import say, write_json, write_table
from outreach.cli.session import Session
from outreach.rules.dates import TAIPEI, roc
from outreach.rules.digest import State
from outreach.rules.refusals import Refusal
from outreach.services.city import opening_day
from outreach.services.digest import (
    Digest,
    MailSettings,
    Outcome,
    To,
    again,
    history,
    mail_settings,
    mailboxes,
    prepare,
    send,
    set_mailbox,
    subject_of,
    take_down,
    text_of,
)

#: Where the program is served; its links in a digest begin with it.
BASE_URL = "OUTREACH_URL"
_URL = re.compile(r"https?://[^\s<>\"]{1,200}", re.ASCII)
STATES = {
    State.WRITTEN: "已產生",
    State.REFUSED: "未送達",
    State.UNCERTAIN: "不確定是否送達",
    State.SENT: "已寄出",
}


class NothingAsked(Refusal, ValueError):
    """Neither whom to write to nor anything else."""

    template = "請指定對象或動作；例如 digest --to agencies、digest --again commerce、digest list。"


class BaseUrlUnusable(Refusal, ValueError):
    """The address of the program is none."""

    template = "環境變數 {name} 不是網址；請用 http:// 或 https:// 開頭，例如 {example}。"


class NoMailServer(Refusal):
    """Sending again needs a server."""

    template = "沒有設定郵件伺服器，無法再寄；請設定 OUTREACH_SMTP_HOST，例如 smtp.agency.example。"


class NotAllSent(Refusal):
    """Some digests did not arrive, or perhaps not; each was named before."""

    template = (
        "{refused} 份未送達（下次執行會再寄），{uncertain} 份不確定是否送達（不會自動再寄）；"
        "詳見上列，確認未收到時請用 digest --again，例如 digest --again {example}。"
    )


def run_digest(session: Session, given: Namespace) -> None:
    """`digest`: what is due, another copy, mailboxes, or the list of earlier ones."""
    if given.action == "mailbox":
        name = set_mailbox(session.city(), session.who, given.agency, given.address, now=session.now)
        say(f"{name}的摘要信箱已{'設定' if given.address.strip() else '移除'}。")
    elif given.action == "mailboxes":
        rows = [[box.key, box.name, box.address] for box in mailboxes(session.city(), session.who)]
        write_table(("代碼", "名稱", "信箱"), rows)
    elif given.action == "list":
        _list(session, given)
    elif given.again:
        _again(session, given)
    elif given.to:
        _run(session, given)
    else:
        raise NothingAsked


def _run(session: Session, given: Namespace) -> None:
    city, who = session.city(), session.who
    settings = None if city.is_demonstration() else mail_settings(os.environ)
    url = _base_url()
    found = prepare(city, who, To(given.to), today=_today(session), mailed=settings is not None)
    texts = [text_of(one, url) for one in found]
    outcomes: tuple[Outcome, ...] = ()
    if not given.dry_run:
        # Files first: a run that ends in between writes the same files again.
        if given.write:
            _write(Path(given.write), found, texts)
        ids = take_down(city, who, found, now=session.now)
        if settings is not None:
            pairs = list(zip(ids, found, strict=True))
            outcomes = send(city, who, pairs, settings, clock=_now, base_url=url)
    _tell(given, found, texts, outcomes, mailed=settings is not None and not given.dry_run)


def _again(session: Session, given: Namespace) -> None:
    city, who = session.city(), session.who
    number, one = again(city, who, given.again, today=_today(session))
    url = _base_url()
    text = text_of(one, url)
    settings: MailSettings | None = mail_settings(os.environ)
    outcomes: tuple[Outcome, ...] = ()
    if given.write and not given.dry_run:
        _write(Path(given.write), [one], [text])
    if not given.dry_run:
        if settings is None:
            raise NoMailServer
        outcomes = send(city, who, [(number, one)], settings, clock=_now, base_url=url, whatever=True)
    _tell(given, [one], [text], outcomes, mailed=not given.dry_run)


def _today(session: Session) -> date:
    """The day on which people work: a demonstration's is the last of its story."""
    city = session.city()
    return opening_day(city, session.today) if city.is_demonstration() else session.today


def _now() -> datetime:
    return datetime.now(UTC)


def _base_url() -> str:
    url = os.environ.get(BASE_URL, "").strip()
    if url and not _URL.fullmatch(url):
        raise BaseUrlUnusable(name=BASE_URL, example="https://outreach.agency.example")
    return url


def _write(folder: Path, digests: Sequence[Digest], texts: Sequence[str]) -> None:
    """One file for each digest, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for one, text in zip(digests, texts, strict=True):
        target = folder / f"digest-{one.due.week.isoformat()}-{_in_a_name(one.key)}.txt"
        fresh = target.with_suffix(".part")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(target)


def _in_a_name(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", key)


def _tell(
    given: Namespace,
    digests: Sequence[Digest],
    texts: Sequence[str],
    outcomes: Sequence[Outcome],
    *,
    mailed: bool,
) -> None:
    came = {outcome.key: outcome for outcome in outcomes}
    if given.format == "json":
        write_json(_document(given, digests, texts, came))
    elif not digests:
        say("沒有到期的摘要。")
    elif given.dry_run or not (mailed or given.write):
        say("\n────────\n".join(texts).rstrip())
    else:
        for one in digests:
            say(f"{subject_of(one)}：{_what(came.get(one.key))}")
    refused = [one for one in outcomes if one.state is State.REFUSED]
    uncertain = [one for one in outcomes if one.state is State.UNCERTAIN]
    if refused or uncertain:
        example = (uncertain or refused)[0].key
        raise NotAllSent(refused=len(refused), uncertain=len(uncertain), example=example)


def _what(outcome: Outcome | None) -> str:
    if outcome is None:
        return STATES[State.WRITTEN]
    return STATES[outcome.state] + (f"（{outcome.failure}）" if outcome.failure else "")


def _document(
    given: Namespace, digests: Sequence[Digest], texts: Sequence[str], came: dict[str, Outcome]
) -> dict[str, object]:
    told = []
    for one, text in zip(digests, texts, strict=True):
        outcome = came.get(one.key)
        state = State.WRITTEN if outcome is None else outcome.state
        told.append(
            {
                "agency": one.key,
                "name": one.name,
                "week": one.due.week.isoformat(),
                "covers_from": one.due.covers_from.isoformat(),
                "as_of": one.due.last_day.isoformat(),
                "state": None if given.dry_run else state.value,
                "failure": "" if outcome is None else outcome.failure,
                "subject": subject_of(one),
                "text": text,
            }
        )
    return {"to": given.to or given.again, "dry_run": given.dry_run, "digests": told}


def _list(session: Session, given: Namespace) -> None:
    rows = history(session.city(), session.who)
    if given.format == "json":
        write_json(
            {
                "digests": [
                    {
                        "agency": row.key,
                        "name": row.name,
                        "week": row.due.week.isoformat(),
                        "covers_from": row.due.covers_from.isoformat(),
                        "state": row.state.value,
                        "failure": row.failure,
                        "written_at": row.written_at.isoformat() if row.written_at else None,
                        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
                    }
                    for row in rows
                ]
            }
        )
        return
    lines = [
        [
            f"{roc(row.due.covers_from)}至{roc(row.due.last_day)}",
            row.name,
            _what(row),
            f"{row.sent_at.astimezone(TAIPEI):%Y-%m-%d %H:%M}" if row.sent_at else "",
        ]
        for row in rows
    ]
    write_table(("期間", "對象", "情形", "寄出時間"), lines)
