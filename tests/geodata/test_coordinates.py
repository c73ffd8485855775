"""Degrees and metres told apart by size."""

from __future__ import annotations

import math

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.coordinates import (
    CoordinatesNotNumbers,
    CoordinatesNotRecognised,
    CoordinatesOutsideTaiwan,
    CoordinatesRefused,
    CoordinatesSwapped,
    as_wgs84,
    to_wgs84,
)

in_taipei = st.tuples(st.floats(121.4, 121.7), st.floats(24.9, 25.3))


def test_the_central_meridian_lies_250_kilometres_east_of_the_origin() -> None:
    lon, lat = to_wgs84(250_000, 2_769_000)
    assert lon == pytest.approx(121, abs=1e-9)
    assert 25.0 < lat < 25.1


def test_degrees_stay_as_they_are() -> None:
    assert as_wgs84(121.5436, 25.033) == (121.5436, 25.033)


def test_metres_become_degrees() -> None:
    assert as_wgs84(304_856.85, 2_769_542.83) == pytest.approx((121.5436, 25.033), abs=1e-7)


@given(in_taipei)
def test_a_point_given_in_metres_is_the_point_given_in_degrees(point: tuple[float, float]) -> None:
    metres = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3826", always_xy=True).transform(*point)
    assert as_wgs84(*metres) == pytest.approx(point, abs=1e-8)


@given(st.floats(), st.floats())
def test_any_two_numbers_become_a_point_of_taiwan_or_are_refused_with_what_was_read(
    a: float, b: float
) -> None:
    try:
        lon, lat = as_wgs84(a, b)
    except CoordinatesRefused as refusal:
        said = str(refusal)
    else:
        said = ""
        assert 114 <= lon <= 124.5
        assert 20 <= lat <= 27
    assert not said or ("讀到" in said and "例：121.5436, 25.0330" in said)


@pytest.mark.parametrize(
    ("a", "b", "refusal"),
    [
        (0, 0, CoordinatesOutsideTaiwan),
        (2.35, 48.86, CoordinatesOutsideTaiwan),
        (690_000, 3_090_000, CoordinatesOutsideTaiwan),
        (25.033, 121.5436, CoordinatesSwapped),
        (2_769_542, 304_856, CoordinatesNotRecognised),
        (304_856, 25.03, CoordinatesNotRecognised),
        (math.nan, 25.03, CoordinatesNotNumbers),
        (121.5, math.inf, CoordinatesNotNumbers),
    ],
)
def test_each_refusal_has_its_own_name(a: float, b: float, refusal: type[CoordinatesRefused]) -> None:
    with pytest.raises(refusal):
        as_wgs84(a, b)
