"""A piece is found in exactly the texts that hold it, however they came to be what they are."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.services import texts
from outreach.services.texts import Texts

pieces = st.text(alphabet="ab.*", max_size=3)
many = st.dictionaries(
    st.integers(min_value=1, max_value=9), st.text(alphabet="ab.*", max_size=5), max_size=9
)


@given(st.lists(many, min_size=1, max_size=4), pieces)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_piece_is_found_in_every_text_that_holds_it_as_it_is_now(
    monkeypatch: pytest.MonkeyPatch, told: list[dict[int, str]], piece: str
) -> None:
    # So that few texts suffice for each way of keeping and of searching them.
    monkeypatch.setattr(texts, "_MOST_LATER", 4)
    monkeypatch.setattr(texts, "_COMMON", 5)
    present: dict[int, str] = {}
    kept = Texts()
    for some in told:
        present |= some
        kept = kept.then(some.items())
        holding = sorted(i for i, text in present.items() if piece and piece in text)
        assert kept.holding(piece).tolist() == holding


def test_signs_of_searching_languages_mean_themselves() -> None:
    kept = Texts.of([(1, "100%"), (2, "100"), (3, "a.b"), (4, "axb")])
    assert kept.holding("%").tolist() == [1]
    assert kept.holding(".").tolist() == [3]
    assert kept.holding("").tolist() == []
