"""The databases that tests are given are empty, apart from one another, and gone afterwards."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from tests.support.databases import Databases
from tests.support.guard import Guard
from tests.support.network import OutsideHost


def _fill(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE kept (n INTEGER)"))
        connection.execute(sa.text("INSERT INTO kept VALUES (7)"))
    engine.dispose()


def _numbers(url: str) -> list[int]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        numbers = list(connection.execute(sa.text("SELECT n FROM kept ORDER BY n")).scalars())
    engine.dispose()
    return numbers


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_with_an_empty_database(database_url: str, turn: int) -> None:
    engine = sa.create_engine(database_url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
    _fill(database_url)
    assert _numbers(database_url) == [7]


def test_two_databases_of_one_test_do_not_see_each_other(databases: Databases) -> None:
    first, second = databases.empty(), databases.empty()
    _fill(first)
    engine = sa.create_engine(second)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_prepared_database_is_filled_once_and_copied_for_each_test(databases: Databases, turn: int) -> None:
    calls: list[str] = []

    def fill(url: str) -> None:
        calls.append(url)
        _fill(url)

    url = databases.prepared(f"seven-{turn}", fill)
    again = databases.prepared(f"seven-{turn}", fill)
    assert len(calls) == 1
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO kept VALUES (8)"))
    engine.dispose()
    assert (_numbers(url), _numbers(again)) == ([7, 8], [7])


def test_a_connection_left_open_does_not_keep_the_next_test_waiting(databases: Databases) -> None:
    engine = sa.create_engine(databases.prepared("left open", _fill))
    connection = engine.connect()
    connection.execute(sa.text("SELECT n FROM kept"))
    began = time.monotonic()
    databases.drop_all()
    assert time.monotonic() - began < 20
    # The server closed the session under the connection, so it cannot be given back in order.
    connection.invalidate()
    connection.close()
    engine.dispose()


def test_a_process_ends_and_its_folder_goes_when_the_run_that_started_it_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    starter = f"""
import os, time
from pathlib import Path
from tests.support.guard import Guard
Guard({sleeper.pid}, Path({str(folder)!r}))
print("ready", flush=True)
time.sleep(60)
"""
    run = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert sleeper.wait(timeout=10) == -signal.SIGTERM
    until = time.monotonic() + 5
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()


def test_a_guard_that_was_told_all_is_done_touches_nothing(tmp_path: Path) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Guard(sleeper.pid, tmp_path).done()
    assert psutil.pid_exists(sleeper.pid)
    assert tmp_path.exists()
    sleeper.terminate()
    sleeper.wait()


def test_a_test_that_asks_for_another_host_is_stopped() -> None:
    import socket

    with pytest.raises(OutsideHost), socket.socket() as client:
        client.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideHost):
        socket.getaddrinfo("example.org", 443)
