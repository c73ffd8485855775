"""Sessions are written beside the facts, without waiting for them."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from outreach.store.changes import current_seq
from outreach.store.engine import BUSY_TIMEOUT_MS, Engine, open_engine, reading, writing, writing_if_free
from outreach.store.people import Event, add_user, drop_events, latest_events, record_event
from outreach.store.people_tables import ACCOUNT_ROLES, users
from outreach.store.sessions import (
    Failures,
    add_session,
    drop_sessions,
    failures_of,
    put_failures,
    session_of,
    touch_session,
)

NOW = datetime(2021, 10, 4, 1, 0, tzinfo=UTC)


def _person(connection: sa.Connection, name: str, role: str = "manager") -> int:
    return add_user(
        connection,
        name=name,
        name_key=name,
        display_name=name,
        role=role,
        agency_id=None,
        active=True,
        demonstration=False,
        created_at=NOW,
    ).id


def _seen(engine: Engine, token_hash: str) -> datetime:
    with reading(engine) as connection:
        found = session_of(connection, token_hash)
    assert found is not None
    return found.seen_at


def test_a_sign_of_use_never_waits_for_another_writer(engine: Engine) -> None:
    with writing(engine) as connection:
        add_session(connection, "a" * 64, _person(connection, "li"), NOW)
    later = NOW + timedelta(minutes=5)
    began = time.monotonic()
    with writing(engine):
        touch_session(engine, "a" * 64, later)
    assert time.monotonic() - began < 20
    # SQLite has one writer; PostgreSQL's counter row is not asked for.
    assert _seen(engine, "a" * 64) == (NOW if engine.dialect.name == "sqlite" else later)
    touch_session(engine, "a" * 64, later)
    assert _seen(engine, "a" * 64) == later


def test_a_writer_after_a_sign_of_use_waits_as_long_as_ever(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with writing_if_free(engine) as connection:
        assert connection is not None
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == BUSY_TIMEOUT_MS
    with writing(engine), writing_if_free(engine) as refused:
        assert refused is None
    with writing(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == BUSY_TIMEOUT_MS
    engine.dispose()


class _Failed(Exception):
    """What went wrong in the middle."""


def _fail_in_the_middle(engine: Engine) -> None:
    with writing_if_free(engine) as connection:
        assert connection is not None
        _person(connection, "li")
        raise _Failed


def test_what_fails_beside_the_facts_leaves_nothing_and_takes_no_number(engine: Engine) -> None:
    with reading(engine) as connection:
        before = current_seq(connection)
    with pytest.raises(_Failed):
        _fail_in_the_middle(engine)
    with writing_if_free(engine) as beside:
        assert beside is not None
        _person(beside, "zhou")
    with reading(engine) as connection:
        assert connection.execute(sa.select(users.c.name)).scalars().all() == ["zhou"]
        assert current_seq(connection) == before


def test_two_accounts_of_one_name_or_of_no_role_do_not_stand_in_the_table(engine: Engine) -> None:
    with writing(engine) as connection:
        for number, role in enumerate(ACCOUNT_ROLES):
            _person(connection, f"person{number}", role)
    for name, role in (("person1", "manager"), ("other", "public")):
        with pytest.raises(sa.exc.IntegrityError), writing(engine) as connection:
            _person(connection, name, role)


def test_sessions_and_records_are_forgotten_by_their_age(engine: Engine) -> None:
    with writing(engine) as connection:
        user = _person(connection, "li")
        for hours in (0, 1, 2):
            add_session(connection, str(hours) * 64, user, NOW + timedelta(hours=hours))
            record_event(connection, Event(NOW + timedelta(hours=hours), user, f"event {hours}"))
        drop_sessions(connection, started_before=NOW + timedelta(hours=1), seen_before=NOW)
        assert [session_of(connection, str(n) * 64) is None for n in (0, 1, 2)] == [True, False, False]
        drop_sessions(connection, started_before=NOW, seen_before=NOW + timedelta(hours=2))
        assert [session_of(connection, str(n) * 64) is None for n in (1, 2)] == [True, False]
        drop_events(connection, NOW + timedelta(hours=1))
        assert [e.outcome for e in latest_events(connection, 9)] == ["event 2", "event 1"]
        assert latest_events(connection, 9, user_id=user + 1) == []


def test_a_count_is_set_anew_and_one_of_nothing_is_forgotten(engine: Engine) -> None:
    with writing(engine) as connection:
        for count in (1, 2):
            put_failures(connection, "account:x", Failures(count, NOW))
        assert failures_of(connection, ["account:x", "account:y"]) == {"account:x": Failures(2, NOW)}
        put_failures(connection, "account:x", Failures(0, NOW))
        assert failures_of(connection, ["account:x"]) == {}
