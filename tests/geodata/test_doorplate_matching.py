"""From a written house to a plate, the nearest number or the road; what district and village decide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geodata.doorplate_matching import (
    NEAR_NUMBERS,
    Answer,
    Precision,
    StreetPlates,
    find_plate,
    village_index,
)
from geodata.doorplates import MICRO
from geodata.places import district_named, village_named
from geodata.streets import House
from tests.support.plates import middle_of


def _code(district: str, village: str = "") -> str:
    found = district_named(district)
    assert found is not None
    if not village:
        return found.code
    inside = village_named(village, found.code)
    assert inside is not None
    return inside.code


def _plates(name: str, *told: tuple[str, House]) -> StreetPlates:
    """A street whose houses stand a millionth of a degree east of their village's middle for each number."""
    rows = []
    for place, house in told:
        lon, lat = middle_of(place[:3], place[3:])
        village = village_index()[_code(place[:3], place[3:])]
        rows.append((house.key, round(lon * MICRO) + house.number, round(lat * MICRO), village))
    columns = np.array(sorted(rows), dtype=np.int64).reshape(-1, 4).T
    return StreetPlates(name, *columns)


def _find(
    plates: StreetPlates | Sequence[StreetPlates],
    *houses: House,
    district: str | None = None,
    village: str | None = None,
) -> Answer:
    streets = [plates] * len(houses) if isinstance(plates, StreetPlates) else plates
    written = list(zip(streets, houses, strict=True))
    code = _code(district, village) if district and village else None
    return find_plate(written, _code(district) if district else None, code)


def _told(answer: Answer) -> tuple[Precision, str]:
    assert answer.found is not None
    return answer.found.precision, answer.found.matched.removeprefix("臺北市")


HERE = "中山區中央里"
ROAD = _plates(
    "示範路",
    *((HERE, House(number=number)) for number in (1, 3, 5, 12, 90)),
    (HERE, House(number=5, sub=1)),
    *((HERE, House(lane=3, number=number)) for number in (2, 4)),
    *((HERE, House(lane=3, alley=2, number=number)) for number in (8, 10)),
    ("中山區朱馥里", House(number=200)),
)
#: Two streets of one name: 10號 stands in both districts, 20號 in one, 21號 in the other.
TWO = _plates(
    "模範街",
    (HERE, House(number=10)),
    (HERE, House(number=20)),
    ("北投區中央里", House(number=10)),
    ("北投區中央里", House(number=21)),
)


@pytest.mark.parametrize(
    ("house", "precision", "matched"),
    [
        (House(number=3), Precision.PLATE, "示範路3號"),
        (House(number=5, sub=1), Precision.PLATE, "示範路5之1號"),
        (House(lane=3, alley=2, number=10), Precision.PLATE, "示範路3巷2弄10號"),
        (House(number=5, sub=7), Precision.NEAR, "示範路5之1號"),
        (House(number=3, sub=1), Precision.NEAR, "示範路3號"),
        (House(number=7), Precision.NEAR, "示範路5號"),
        (House(number=11), Precision.NEAR, "示範路5號"),
        (House(number=2), Precision.NEAR, "示範路12號"),
        (House(lane=3, number=6), Precision.NEAR, "示範路3巷4號"),
        (House(number=3, temporary=True), Precision.NEAR, "示範路3號"),
        (House(number=150), Precision.ROAD, "示範路"),
        (House(lane=3, number=99), Precision.ROAD, "示範路3巷"),
        (House(lane=3), Precision.ROAD, "示範路3巷"),
        (House(lane=3, alley=9, number=1), Precision.ROAD, "示範路3巷"),
        (House(lane=11, number=1), Precision.ROAD, "示範路"),
        (House(), Precision.ROAD, "示範路"),
    ],
)
def test_a_house_is_found_as_surely_as_its_plates_allow(
    house: House, precision: Precision, matched: str
) -> None:
    assert _told(_find(ROAD, house, district="中山區")) == (precision, f"中山區{matched}")


def test_the_same_side_of_the_street_is_rather_taken_than_a_nearer_number_across() -> None:
    plates = _plates("示範路", (HERE, House(number=20)), (HERE, House(number=27)))
    assert _told(_find(plates, House(number=26)))[1].endswith("20號")
    far = _plates("示範路", (HERE, House(number=2)), (HERE, House(number=27)))
    assert _told(_find(far, House(number=26)))[1].endswith("27號")


def test_of_several_numbers_the_first_that_has_a_plate_is_taken_before_any_near_one() -> None:
    assert _told(_find(ROAD, House(number=14), House(number=12), House(number=3)))[1].endswith("12號")
    assert _told(_find(ROAD, House(number=14), House(number=16)))[0] is Precision.NEAR


def test_of_two_streets_of_one_name_the_district_decides() -> None:
    assert _told(_find(TWO, House(number=10), district="中山區")) == (Precision.PLATE, "中山區模範街10號")
    assert _told(_find(TWO, House(number=10), district="北投區")) == (Precision.PLATE, "北投區模範街10號")


def test_without_a_district_a_number_that_two_have_is_never_guessed() -> None:
    answer = _find(TWO, House(number=10))
    assert answer.found is not None
    assert answer.found.precision is not Precision.PLATE
    assert answer.doubts == ("中山區、北投區都有模範街10號，須寫明行政區。",)
    assert _told(_find(TWO, House(number=20))) == (Precision.PLATE, "中山區模範街20號")


def test_a_plate_outside_the_district_named_is_told_and_not_taken() -> None:
    answer = _find(TWO, House(number=21), district="中山區")
    assert _told(answer) == (Precision.NEAR, "中山區模範街20號")
    assert answer.doubts == ("模範街21號在北投區，不在所寫的中山區。",)
    elsewhere = _find(TWO, House(number=10), district="大安區")
    assert elsewhere.found is None
    assert elsewhere.doubts == ("模範街10號在中山區、北投區，不在所寫的大安區。",)


def test_the_middle_of_a_road_is_on_it_and_within_the_village_named() -> None:
    answer = _find(ROAD, House(), district="中山區", village="朱馥里")
    assert answer.found is not None
    assert round((answer.found.lon - middle_of("中山區", "朱馥里")[0]) * MICRO) == 200
    assert _find(ROAD, House(), district="中山區", village="晴光里").found is None
    anywhere = _find(TWO, House())
    assert anywhere.found is not None
    assert anywhere.found.district_code == ""


def test_a_lane_without_plates_is_where_the_house_of_its_number_stands() -> None:
    answer = _find(ROAD, House(lane=91, number=7))
    assert answer.found is not None
    assert round((answer.found.lon - middle_of("中山區", "中央里")[0]) * MICRO) == 90


def test_nothing_written_is_nothing_found() -> None:
    assert find_plate([], None, None) == Answer(None)


def test_sections_together_are_one_road_in_order() -> None:
    one = _plates("示範路一段", (HERE, House(number=7)), (HERE, House(number=9)))
    two = _plates("示範路二段", (HERE, House(number=8)))
    both = StreetPlates.together("示範路", (one, two))
    assert both.house.tolist() == [House(number=number).key for number in (7, 8, 9)]
    assert _told(_find(both, House(number=8)))[1] == "中山區示範路8號"


numbers = st.integers(min_value=1, max_value=300)


@given(st.sets(numbers, min_size=1, max_size=12), numbers)
def test_no_house_is_nearer_than_the_one_that_is_given_for_near(there: set[int], number: int) -> None:
    plates = _plates("示範路", *((HERE, House(number=each)) for each in there))
    answer = _find(plates, House(number=number))
    assert answer.found is not None
    same_side = [each for each in there if (each - number) % 2 == 0]
    if number in there:
        assert _told(answer) == (Precision.PLATE, f"中山區示範路{number}號")
    elif answer.found.precision is Precision.NEAR:
        given_for = int(answer.found.matched.removeprefix("臺北市中山區示範路").removesuffix("號"))
        side = same_side if given_for in same_side else sorted(there - set(same_side))
        assert abs(given_for - number) == min(abs(each - number) for each in side) <= NEAR_NUMBERS
    else:
        assert min(abs(each - number) for each in there) > NEAR_NUMBERS - 10


@given(st.sets(numbers, min_size=2, max_size=12), numbers)
def test_what_is_found_does_not_depend_on_the_order_of_the_plates(there: set[int], number: int) -> None:
    assume(number not in there)
    told = [(HERE, House(number=each)) for each in there]
    assert _find(_plates("示範路", *told), House(number=number)) == _find(
        _plates("示範路", *reversed(told)), House(number=number)
    )
