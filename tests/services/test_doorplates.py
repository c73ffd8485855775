"""Loading door plates: all of them or none, in the place of those before, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from outreach.services.backup import backup, restore
from outreach.services.check import check
from outreach.services.city import City, open_city
from outreach.services.doorplates import DoorplatesNotTaken, load_doorplates
from outreach.services.locating import doorplates_loaded, locate
from outreach.services.undo import CannotUndo, undo
from outreach.services.who import NotAllowed
from outreach.store.changes import latest_changes
from outreach.store.engine import reading
from outreach.store.tables import doorplate_streets, doorplates
from tests.support.builders import ADMINISTRATOR, MANAGER, Clerk, set_up_url
from tests.support.databases import Databases
from tests.support.plates import SOME, Plate, plates_file, street

NOW = datetime(2021, 11, 30, 3, 0, tzinfo=UTC)


@pytest.fixture
def city(databases: Databases) -> City:
    """A city that is set up, on each engine in turn."""
    return Clerk.of(set_up_url(databases)).city


def _counts(city: City) -> tuple[int, int]:
    with reading(city.engine) as connection:
        streets, houses = (
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (doorplate_streets, doorplates)
        )
        return streets, houses


def test_a_load_says_what_it_took_and_is_recorded_as_its_operators(city: City, tmp_path: Path) -> None:
    bad = Plate("中山區中央里", "示範路", "無號")
    loaded = load_doorplates(city, ADMINISTRATOR, plates_file(tmp_path, [*SOME, bad]), now=NOW)
    assert (loaded.rows, loaded.skipped, loaded.houses) == (len(SOME) + 1, 1, len(SOME) - 1)
    assert _counts(city) == (loaded.streets, loaded.houses)
    assert "略過 1 列" in loaded.notice
    assert f"第 {len(SOME) + 2} 行" in loaded.notice
    with reading(city.engine) as connection:
        newest = latest_changes(connection, 1)[0]
    assert (newest.id, newest.kind, newest.actor) == (loaded.change_id, "doorplates", ADMINISTRATOR.name)
    assert check(city, ADMINISTRATOR) == []


def test_a_second_load_takes_the_place_of_the_first_and_whoever_locates_sees_it(
    city: City, tmp_path: Path
) -> None:
    address = ["臺北市中山區新設街1號", "臺北市中山區示範路1段3號"]
    assert not doorplates_loaded(city, ADMINISTRATOR)
    load_doorplates(city, ADMINISTRATOR, plates_file(tmp_path), now=NOW)
    assert doorplates_loaded(city, ADMINISTRATOR)
    assert [place.precision.value for place in locate(city, ADMINISTRATOR, address)] == ["district", "plate"]
    load_doorplates(
        city, ADMINISTRATOR, plates_file(tmp_path, street("中山區中央里", "新設街", "1號")), now=NOW
    )
    assert _counts(city) == (1, 1)
    assert [place.precision.value for place in locate(city, ADMINISTRATOR, address)] == ["plate", "district"]


def test_a_file_that_is_refused_leaves_what_was_loaded(city: City, tmp_path: Path) -> None:
    load_doorplates(city, ADMINISTRATOR, plates_file(tmp_path), now=NOW)
    before = _counts(city)
    empty = tmp_path / "none.csv"
    empty.write_text("店家名稱\n甲店\n", encoding="utf-8")
    with pytest.raises(DoorplatesNotTaken, match=r"none\.csv"):
        load_doorplates(city, ADMINISTRATOR, empty, now=NOW)
    assert _counts(city) == before


def test_a_load_that_breaks_off_while_it_is_written_leaves_what_was_loaded(
    city: City, tmp_path: Path
) -> None:
    load_doorplates(city, ADMINISTRATOR, plates_file(tmp_path), now=NOW)
    before = _counts(city)

    class Stopped(Exception):
        pass

    def stop(share: float, _what: str) -> None:
        if share > 0.8:
            raise Stopped

    new = plates_file(tmp_path, street("中山區中央里", "新設街", "1號"))
    with pytest.raises(Stopped):
        load_doorplates(city, ADMINISTRATOR, new, now=NOW, progress=stop)
    assert _counts(city) == before
    assert locate(city, ADMINISTRATOR, ["中山區示範路1段3號"])[0].precision == "plate"


def test_progress_grows_to_the_whole(city: City, tmp_path: Path) -> None:
    told: list[float] = []
    file = plates_file(tmp_path)
    load_doorplates(city, ADMINISTRATOR, file, now=NOW, progress=lambda share, _: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1


def test_only_an_administrator_loads_plates_and_a_load_cannot_be_undone(city: City, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        load_doorplates(city, MANAGER, plates_file(tmp_path), now=NOW)
    assert _counts(city) == (0, 0)
    loaded = load_doorplates(city, ADMINISTRATOR, plates_file(tmp_path), now=NOW)
    with pytest.raises(CannotUndo):
        undo(city, ADMINISTRATOR, loaded.change_id, now=NOW)


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_plates_move_with_a_backup_to_either_engine(
    request: pytest.FixtureRequest, city: City, other: str, tmp_path: Path
) -> None:
    load_doorplates(city, ADMINISTRATOR, plates_file(tmp_path), now=NOW)
    file = tmp_path / "outreach.backup"
    backup(city, ADMINISTRATOR, file, now=NOW)
    target: Databases = request.getfixturevalue(f"{other}_databases")
    url = target.empty()
    restore(url, ADMINISTRATOR, file, now=NOW)
    restored = open_city(url)
    assert _counts(restored) == _counts(city)
    address = ["臺北市北投區模範街21號"]
    assert locate(restored, ADMINISTRATOR, address) == locate(city, ADMINISTRATOR, address)
    restored.engine.dispose()
