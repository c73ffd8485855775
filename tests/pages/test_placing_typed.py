"""Coordinates as they are typed or pasted: in any usual form, and nothing taken for what it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.pages.placing.typed import NotCoordinates, coordinates

CITY_HALL = (121.5645, 25.0375)


@pytest.mark.parametrize(
    "text",
    [
        "121.5645, 25.0375",
        "25.0375, 121.5645",
        "121.5645 25.0375",
        "  １２１．５６４５，２５．０３７５ ",
        "25.0375°N 121.5645°E",
        "東經121.5645 北緯25.0375",
        "(121.5645;25.0375)",
    ],
)
def test_degrees_are_read_in_whatever_order_and_dress(text: str) -> None:
    assert coordinates(text) == CITY_HALL


@pytest.mark.parametrize("text", ["306962, 2769906", "2769906, 306962", "X:306962.0 Y:2769906.0"])
def test_twd97_metres_are_recognised_by_their_size(text: str) -> None:
    lon, lat = coordinates(text)
    assert (lon, lat) == pytest.approx((121.5645, 25.0367), abs=0.001)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "北門",
        "121.5645",
        "121.5645, 25.0375, 7",
        "0, 0",
        "151.2, -33.8",
        "25°02′15″N 121°33′52″E",
        "1e9, 2",
    ],
)
def test_what_is_no_pair_of_coordinates_in_taiwan_is_refused_with_what_was_read(text: str) -> None:
    with pytest.raises(NotCoordinates) as refused:
        coordinates(text)
    assert f"『{text}』" in str(refused.value)


@given(st.floats(120.0, 122.0), st.floats(21.9, 25.3))
def test_every_point_of_taiwan_is_read_back_in_both_orders(lon: float, lat: float) -> None:
    told = pytest.approx((lon, lat), abs=1e-6)
    assert coordinates(f"{lon:.7f}, {lat:.7f}") == told
    assert coordinates(f"{lat:.7f}，{lon:.7f}") == told


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        lon, lat = coordinates(text)
    except NotCoordinates:
        return
    assert 114 <= lon <= 124.5
    assert 20 <= lat <= 27
