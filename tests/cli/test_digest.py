"""`digest` as a timer calls it: files, mail, what it says, and how it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from outreach.rules.digest import last_whole_week
from outreach.services.city import today
from tests.cli.terminal import Terminal
from tests.support.builders import set_up_url, small_city
from tests.support.databases import Databases
from tests.support.smtp import MailServer, Mood, mail_server

WEEK = last_whole_week(today(datetime.now(UTC)))


@pytest.fixture
def terminal(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal over the small city, without a mail server."""
    for name in ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "FROM", "TIMEOUT"):
        monkeypatch.delenv(f"OUTREACH_SMTP_{name}", raising=False)
    monkeypatch.delenv("OUTREACH_URL", raising=False)
    url = set_up_url(sqlite_databases)
    small_city(url).city.engine.dispose()
    return Terminal(url)


def _mailed_by(monkeypatch: pytest.MonkeyPatch, server: MailServer) -> None:
    told = {"HOST": "127.0.0.1", "PORT": str(server.port), "SECURITY": "none", "FROM": "o@city.example"}
    for name, value in told.items():
        monkeypatch.setenv(f"OUTREACH_SMTP_{name}", value)


def test_files_are_written_once_a_week_and_a_dry_run_leaves_nothing(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_URL", "https://outreach.example")
    folder = tmp_path / "digests"
    for _ in range(2):
        dry = terminal.run("digest", "--to", "agencies", "--dry-run", "--write", str(folder))
        assert (dry.code, dry.err) == (0, "")
        assert "商業處 每週摘要" in dry.out
        assert not folder.exists()
    assert terminal.run("digest", "--to", "agencies", "--write", str(folder)).code == 0
    assert {file.name for file in folder.iterdir()} == {f"digest-{WEEK}-COM.txt", f"digest-{WEEK}-CUL.txt"}
    text = (folder / f"digest-{WEEK}-COM.txt").read_text(encoding="utf-8")
    assert "66.66 %（2／3 家）" in text
    assert "https://outreach.example/desk" in text
    again = terminal.run("digest", "--to", "agencies", "--write", str(tmp_path / "again"))
    assert (again.code, again.out) == (0, "沒有到期的摘要。\n")
    assert not (tmp_path / "again").exists() or not list((tmp_path / "again").iterdir())


def test_json_is_one_document_and_the_list_keeps_every_week(terminal: Terminal) -> None:
    told = terminal.json("digest", "--to", "managers")
    (one,) = told["digests"]
    assert (told["to"], one["agency"], one["week"], one["state"]) == (
        "managers", "managers", WEEK.isoformat(), "written",
    )  # fmt: skip
    assert date.fromisoformat(one["as_of"]) == WEEK + timedelta(days=6)
    (kept,) = terminal.json("digest", "list")["digests"]
    assert (kept["agency"], kept["week"], kept["state"]) == ("managers", WEEK.isoformat(), "written")
    assert "管考人員" in terminal.run("digest", "list").out
    assert terminal.json("digest", "--to", "managers")["digests"] == []


def test_mailboxes_are_set_and_mail_goes_to_them(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert terminal.run("digest", "mailbox", "商業處", "com@agency.example").code == 0
    assert "com@agency.example" in terminal.run("digest", "mailboxes").out
    with mail_server() as server:
        _mailed_by(monkeypatch, server)
        answer = terminal.run("digest", "--to", "agencies")
        assert (answer.code, answer.err) == (0, "")
        assert "已寄出" in answer.out
        assert server.recipients == ["com@agency.example"]
        assert terminal.run("digest", "--to", "agencies").out == "沒有到期的摘要。\n"
        assert terminal.run("digest", "--again", "COM").code == 0
        assert server.recipients == ["com@agency.example"] * 2


def test_what_did_not_arrive_ends_with_one_sentence_and_a_code_of_one(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.run("digest", "mailbox", "COM", "com@agency.example")
    terminal.run("digest", "mailbox", "CUL", "cul@agency.example")
    moods = {"com@agency.example": Mood.LEAVE_AFTER_CONTENT, "cul@agency.example": Mood.REFUSE_RECIPIENT}
    with mail_server(moods) as server:
        _mailed_by(monkeypatch, server)
        answer = terminal.run("digest", "--to", "agencies")
    assert answer.code == 1
    assert "1 份未送達" in answer.err
    assert "1 份不確定" in answer.err
    assert "digest --again COM" in answer.err
    assert "agency.example" not in answer.err + answer.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("digest",), "--to agencies"),
        (("digest", "--again", "COM"), "已產生的摘要"),
        (("digest", "mailbox", "COM", "nobody"), "電子郵件"),
        (("digest", "mailbox", "nobody", "a@agency.example"), "nobody"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    terminal: Terminal, arguments: tuple[str, ...], words: str
) -> None:
    answer = terminal.run(*arguments)
    assert answer.code == 1
    assert words in answer.err


def test_a_broken_setting_is_refused_before_anything_is_written(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("OUTREACH_URL", "nowhere"), ("OUTREACH_SMTP_HOST", "smtp.example")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            answer = terminal.run("digest", "--to", "agencies")
        assert answer.code == 1
        assert "環境變數 OUTREACH_" in answer.err
    assert terminal.json("digest", "list")["digests"] == []


def test_the_licence_of_the_open_data_is_told_and_changed(terminal: Terminal) -> None:
    assert "政府資料開放授權條款－第1版" in terminal.run("licence").out
    changed = terminal.run("licence", "內部試用條款", "--url", "https://licence.example")
    assert "內部試用條款（https://licence.example）" in changed.out
    assert "內部試用條款" in terminal.run("licence").out
    assert terminal.run("licence", "沒有網址").code == 1
