"""Digests over a real mail server: each is sent once, whatever the server does halfway."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.message import EmailMessage

import pytest

from outreach.rules.digest import State
from outreach.services.digest import To, again, history, send, set_mailbox, take_down
from outreach.services.digest.refusals import MailOfDemonstration, NothingToSendAgain
from outreach.store.digests import take_for_sending
from outreach.store.engine import writing
from outreach.store.settings import DEMONSTRATION, write_setting
from tests.services.digest.conftest import AGENCIES, TODAY, WEEK, Bureau, address_of, settings_of
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER
from tests.support.smtp import Mood, mail_server

EVERYBODY = [address_of(code) for code in AGENCIES]
THIRD = AGENCIES[2]
LATER = TODAY + timedelta(days=7)


def _body(mail: EmailMessage) -> str:
    found = mail.get_content()
    assert isinstance(found, str)
    return found


def _states(bureau: Bureau) -> dict[str, State]:
    """The newest digest of each agency."""
    found: dict[str, State] = {}
    for one in history(bureau.city, MANAGER):
        found.setdefault(one.key, one.state)
    return found


def test_each_agency_gets_its_own_week_once_and_nothing_the_second_time(either: Bureau) -> None:
    with mail_server() as server:
        outcomes = either.run(server)
        assert {one.state for one in outcomes} == {State.SENT}
        assert either.run(server) == ()
        assert server.recipients == EVERYBODY
    to, mail = server.taken[0]
    assert (to, mail["To"], mail["From"]) == (EVERYBODY[0], EVERYBODY[0], "outreach@city.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_charset() == "utf-8"
    assert "商業處" in mail["Subject"]
    assert "110年10月4日至110年10月10日" in mail["Subject"]
    assert "100.00 %（1／1 家）" in _body(mail)
    assert "0.00 %（0／1 家）" in _body(server.taken[1][1])
    assert "商業處" not in _body(server.taken[1][1])


def test_the_managers_digest_is_a_mail_of_its_own(bureau: Bureau) -> None:
    with mail_server() as server:
        bureau.run(server, to=To.MANAGERS)
        bureau.run(server, to=To.MANAGERS)
        assert server.recipients == [address_of("managers")]
    assert "達成目標 0／4 個機關" in _body(server.taken[0][1])


def test_three_missed_weeks_are_told_in_one_digest(either: Bureau) -> None:
    with mail_server() as server:
        either.run(server)
        either.run(server, TODAY + timedelta(days=28))
        assert server.recipients == EVERYBODY * 2
    mail = server.taken[-1][1]
    assert "110年10月11日至110年11月7日" in mail["Subject"]
    assert "共 4 週" in _body(mail)
    assert "與110年10月10日比較" in _body(mail)


def test_a_recipient_refused_halfway_leaves_the_others_sent_and_is_tried_again(either: Bureau) -> None:
    with mail_server({address_of(THIRD): Mood.REFUSE_RECIPIENT}) as server:
        outcomes = either.run(server)
        assert [one.state for one in outcomes] == [State.SENT] * 2 + [State.REFUSED] + [State.SENT] * 2
        assert outcomes[2].failure == "郵件伺服器拒收收件人（550）"
        assert [one.key for one in either.run(server)] == [THIRD]
    with mail_server() as server:
        assert [one.state for one in either.run(server)] == [State.SENT]
        assert server.recipients == [address_of(THIRD)]
        assert either.run(server) == ()


def test_content_that_was_refused_was_not_taken_and_is_tried_again(bureau: Bureau) -> None:
    with mail_server({address_of(THIRD): Mood.REFUSE_CONTENT}) as server:
        outcomes = bureau.run(server)
        assert (outcomes[2].state, outcomes[2].failure) == (State.REFUSED, "郵件伺服器拒收信件（554）")
    with mail_server() as server:
        bureau.run(server)
        assert server.recipients == [address_of(THIRD)]


@pytest.mark.parametrize("mood", [Mood.LEAVE_IN_CONTENT, Mood.LEAVE_AFTER_CONTENT])
def test_a_connection_lost_within_the_content_is_uncertain_and_not_sent_again_by_itself(
    either: Bureau, mood: Mood
) -> None:
    with mail_server({address_of(THIRD): mood}) as server:
        outcomes = either.run(server)
        assert [one.state for one in outcomes] == [State.SENT] * 2 + [State.UNCERTAIN] + [State.SENT] * 2
        assert "--again" in outcomes[2].failure
        assert server.recipients == [address_of(code) for code in AGENCIES if code != THIRD]
    with mail_server() as server:
        assert either.run(server) == ()
        assert _states(either)[THIRD] is State.UNCERTAIN
        number, one = again(either.city, MANAGER, THIRD, today=TODAY)
        (outcome,) = send(
            either.city, MANAGER, [(number, one)], settings_of(server), clock=either.clock, whatever=True
        )
        assert outcome.state is State.SENT
        assert server.recipients == [address_of(THIRD)]
    assert _states(either)[THIRD] is State.SENT


def test_a_connection_lost_before_the_content_is_certain_and_tried_again(bureau: Bureau) -> None:
    with mail_server({address_of(THIRD): Mood.LEAVE_AT_RECIPIENT}) as server:
        outcomes = bureau.run(server)
        assert [one.state for one in outcomes] == [State.SENT] * 2 + [State.REFUSED] + [State.SENT] * 2
    with mail_server() as server:
        bureau.run(server)
        assert server.recipients == [address_of(THIRD)]


def test_a_server_that_hangs_up_between_two_mails_is_called_again(bureau: Bureau) -> None:
    with mail_server({address_of(THIRD): Mood.TAKE_AND_LEAVE}) as server:
        assert {one.state for one in bureau.run(server)} == {State.SENT}
        assert server.recipients == EVERYBODY
        assert server.connections == 2


def test_without_a_server_nothing_is_lost_and_a_later_week_tells_of_both(bureau: Bureau) -> None:
    with mail_server() as gone:
        pass
    outcomes = bureau.run(gone)
    assert {(one.state, one.failure) for one in outcomes} == {(State.REFUSED, "無法連上郵件伺服器")}
    with mail_server() as server:
        bureau.run(server, LATER)
        assert server.recipients == EVERYBODY
        assert "110年10月4日至110年10月17日" in server.taken[0][1]["Subject"]
        assert bureau.run(server, LATER) == ()


def test_a_server_without_encryption_gets_nothing_where_encryption_is_asked_for(bureau: Bureau) -> None:
    found = bureau.due()
    ids = take_down(bureau.city, MANAGER, found, now=bureau.clock())
    with mail_server() as server:
        plain = settings_of(server)
        strict = type(plain)(plain.host, plain.port, "starttls", "", "", plain.sender, plain.timeout)
        outcomes = send(bureau.city, MANAGER, list(zip(ids, found, strict=True)), strict, clock=bureau.clock)
        assert {one.failure for one in outcomes} == {"郵件伺服器不支援所設定的加密或登入方式"}
        assert server.taken == []
        assert server.connections == 1


def test_a_run_that_died_while_sending_is_uncertain_to_the_next(bureau: Bureau) -> None:
    found = bureau.due()
    ids = take_down(bureau.city, MANAGER, found, now=bureau.clock())
    with writing(bureau.city.engine) as connection:
        assert take_for_sending(connection, ids[0], bureau.clock())
    with mail_server() as server:
        bureau.run(server)
        assert server.recipients == EVERYBODY[1:]
    assert _states(bureau)[AGENCIES[0]] is State.UNCERTAIN


def test_of_two_runs_at_once_one_sends(either: Bureau) -> None:
    found = either.due()
    first = take_down(either.city, MANAGER, found, now=either.clock())
    second = take_down(either.city, MANAGER, found, now=either.clock())
    assert set(second) == {0}
    with mail_server() as server:
        for ids in (first, second, first):
            pairs = list(zip(ids, found, strict=True))
            send(either.city, MANAGER, pairs, settings_of(server), clock=either.clock)
        assert server.recipients == EVERYBODY


def test_what_was_only_written_is_mailed_once_a_mailbox_is_there(bureau: Bureau) -> None:
    set_mailbox(bureau.city, ADMINISTRATOR, CULTURE, "", now=bureau.clock())
    with mail_server() as server:
        bureau.run(server)
        assert address_of(CULTURE) not in server.recipients
        assert _states(bureau)[CULTURE] is State.WRITTEN
        set_mailbox(bureau.city, ADMINISTRATOR, CULTURE, "new@agency.example", now=bureau.clock())
        bureau.run(server)
        assert server.recipients[-1] == "new@agency.example"
        assert len(server.taken) == len(AGENCIES)


def test_an_uncertain_week_is_not_told_again_by_the_next(bureau: Bureau) -> None:
    with mail_server({address_of(THIRD): Mood.LEAVE_AFTER_CONTENT}) as server:
        bureau.run(server)
    found = {one.key: one.due for one in bureau.due(LATER)}
    assert {due.covers_from for due in found.values()} == {WEEK + timedelta(days=7)}


def test_without_mail_what_was_written_has_arrived(bureau: Bureau) -> None:
    take_down(bureau.city, MANAGER, bureau.due(mailed=False), now=bureau.clock())
    assert bureau.due(mailed=False) == ()
    (week,) = {one.due for one in bureau.due(LATER, mailed=False)}
    assert (week.week, week.covers_from) == (WEEK + timedelta(days=7), WEEK + timedelta(days=7))


def test_no_address_stands_in_a_failure_or_a_log(bureau: Bureau, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    moods = dict(zip(EVERYBODY, (Mood.REFUSE_RECIPIENT, Mood.REFUSE_CONTENT, *Mood), strict=False))
    with mail_server(moods) as server:
        outcomes = bureau.run(server)
    told = caplog.text + "".join(one.failure for one in (*outcomes, *history(bureau.city, MANAGER)))
    assert "agency.example" not in told


def test_there_must_be_a_digest_and_a_mailbox_to_send_again(bureau: Bureau) -> None:
    with pytest.raises(NothingToSendAgain, match="已產生的摘要"):
        again(bureau.city, MANAGER, COMMERCE, today=TODAY)
    take_down(bureau.city, MANAGER, bureau.due(), now=bureau.clock())
    set_mailbox(bureau.city, ADMINISTRATOR, COMMERCE, "", now=bureau.clock())
    with pytest.raises(NothingToSendAgain, match="信箱"):
        again(bureau.city, MANAGER, COMMERCE, today=TODAY)


def test_a_demonstration_is_mailed_to_nobody(bureau: Bureau) -> None:
    with writing(bureau.city.engine) as connection:
        write_setting(connection, DEMONSTRATION, "yes")
    with mail_server() as server:
        with pytest.raises(MailOfDemonstration, match="示範資料"):
            bureau.run(server)
        assert server.taken == []
