"""原因與改善措施: managers state them for any agency, an approver for its own, and nothing is overwritten."""

from __future__ import annotations

import pytest

from outreach.services.naming import Unknown
from outreach.services.reach import OtherAgency
from outreach.services.remedies import (
    LONGEST_REMEDY,
    RemedyWordsMissing,
    may_state,
    remedies,
    remedy_history,
    state_remedy,
)
from outreach.services.who import NotAllowed, Role, Who
from tests.support.builders import COMMERCE, CULTURE, MANAGER, OFFICER, SmallCity, of_agency


def put(
    small: SmallCity, who: Who, agency: str, cause: str = "場館整修", remedy: str = "12月底前完成"
) -> bool:
    return state_remedy(small.city, who, agency, cause, remedy, now=small.clerk.tick())


def test_the_latest_statement_holds_and_the_earlier_ones_are_kept(small: SmallCity) -> None:
    approver = of_agency(small, Role.APPROVER, COMMERCE)
    assert put(small, MANAGER, COMMERCE, "人力不足")
    assert put(small, approver, COMMERCE, "人力不足\n\n\n店家  不願張貼 ", "逐店\n說明")
    assert approver.agency is not None
    held = remedies(small.city, MANAGER)[approver.agency]
    assert (held.cause, held.remedy, held.by) == ("人力不足\n\n\n店家 不願張貼", "逐店\n說明", "李承辦")
    assert [each.cause.splitlines()[0] for each in remedy_history(small.city, MANAGER, "商業處")] == [
        "人力不足",
        "人力不足",
    ]
    assert [each.by for each in remedy_history(small.city, MANAGER, "商業處")] == ["李承辦", "陳管考"]
    assert remedy_history(small.city, MANAGER, CULTURE) == ()


def test_what_holds_already_is_not_written_down_again(small: SmallCity) -> None:
    assert put(small, MANAGER, COMMERCE)
    assert not put(small, MANAGER, COMMERCE)
    assert put(small, MANAGER, CULTURE)
    assert len(remedy_history(small.city, MANAGER, COMMERCE)) == 1


def test_an_approver_states_its_own_agencys_alone(small: SmallCity) -> None:
    approver = of_agency(small, Role.APPROVER, CULTURE)
    with pytest.raises(OtherAgency, match="『商業處』不是您的機關"):
        put(small, approver, COMMERCE)
    assert put(small, approver, CULTURE)
    with pytest.raises(NotAllowed):
        put(small, of_agency(small, Role.OFFICER, CULTURE), CULTURE)
    with pytest.raises(NotAllowed):
        remedies(small.city, OFFICER)


def test_who_may_state_is_told_before_anybody_types(small: SmallCity) -> None:
    approver = of_agency(small, Role.APPROVER, CULTURE)
    assert approver.agency is not None
    assert may_state(approver, approver.agency)
    assert not may_state(approver, approver.agency - 1)
    assert may_state(MANAGER, approver.agency)
    assert not may_state(of_agency(small, Role.OFFICER, CULTURE), approver.agency)


@pytest.mark.parametrize(
    ("cause", "remedy", "what", "length"),
    [
        (" \n", "說明", "原因", 0),
        ("整修", "", "改善措施", 0),
        ("整" * (LONGEST_REMEDY + 1), "說明", "原因", LONGEST_REMEDY + 1),
    ],
)
def test_words_are_asked_for_and_bounded(
    small: SmallCity, cause: str, remedy: str, what: str, length: int
) -> None:
    with pytest.raises(RemedyWordsMissing, match=f"『{what}』須有內容，500 字以內；讀到 {length} 字"):
        put(small, MANAGER, COMMERCE, cause, remedy)
    assert put(small, MANAGER, COMMERCE, "整" * LONGEST_REMEDY)


def test_what_identifies_a_person_is_hidden(small: SmallCity) -> None:
    put(small, MANAGER, COMMERCE, "店東電話0912-345-678無人接", "110年12月31日前再訪")
    (held,) = remedies(small.city, MANAGER).values()
    assert held.cause == "店東電話〔已遮蔽〕無人接"
    assert held.remedy == "110年12月31日前再訪"


def test_an_agency_that_is_none_is_named_back(small: SmallCity) -> None:
    with pytest.raises(Unknown, match="查無機關『觀傳局』"):
        put(small, MANAGER, "觀傳局")
