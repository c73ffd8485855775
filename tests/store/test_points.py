"""What the map keeps of all venues is read whole once, and then only what was written since."""

from __future__ import annotations

from outreach.store.engine import reading
from outreach.store.points import every_point, newest_description, points_since
from tests.support.builders import small_city_in
from tests.support.databases import Databases
from tests.support.finding_city import describe


def test_after_a_change_no_other_venue_is_read_again(databases: Databases) -> None:
    found = small_city_in(databases)
    with reading(found.city.engine) as connection:
        before = newest_description(connection)
        first = every_point(connection)
    describe(found.clerk, found.joined, name="金星咖啡", lon=121.5)
    venue = found.clerk.list_venue("新開張")
    with reading(found.city.engine) as connection:
        changed = points_since(connection, before)
        after = every_point(connection)
        nothing = points_since(connection, newest_description(connection))
    assert first.id == [found.joined, found.contacted, found.untouched, found.singing]
    assert after.id == [*first.id, venue]
    assert changed.id == [found.joined, venue]
    assert changed.name_key == ["金星咖啡", "新開張"]
    assert changed.lon == [121.5, None]
    assert nothing.id == []
    found.city.engine.dispose()
