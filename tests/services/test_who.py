"""Who may do what, and how far: domain.md's last table, line by line; what nobody was given is nobody's."""

from __future__ import annotations

import pytest

from outreach.services.who import READING, Extent, NotAllowed, OnlyLooking, Right, Role, Who

NOWHERE, OWN, CITY = Extent.NOWHERE, Extent.OWN, Extent.CITY
BELOW = Extent.OWN_AND_SUBORDINATES
#: public, officer, approver, manager, administrator.
TABLE = {
    Right.SEE_PUBLIC: (CITY, CITY, CITY, CITY, CITY),
    Right.SEE_FIGURES: (NOWHERE, CITY, CITY, CITY, CITY),
    Right.SEE_VENUES: (NOWHERE, BELOW, OWN, CITY, CITY),
    Right.SEE_CONTACTS: (NOWHERE, OWN, OWN, CITY, CITY),
    Right.CHANGE: (NOWHERE, OWN, OWN, NOWHERE, CITY),
    Right.UNDO: (NOWHERE, OWN, OWN, OWN, CITY),
    Right.SUBMIT: (NOWHERE, OWN, OWN, NOWHERE, NOWHERE),
    Right.CONFIRM: (NOWHERE, NOWHERE, OWN, NOWHERE, NOWHERE),
    Right.ORDER: (NOWHERE, NOWHERE, OWN, CITY, CITY),
    Right.READ_MEETINGS: (NOWHERE, NOWHERE, CITY, CITY, CITY),
    Right.STEER: (NOWHERE, NOWHERE, NOWHERE, CITY, CITY),
    Right.ADMINISTER: (NOWHERE, NOWHERE, NOWHERE, NOWHERE, CITY),
}
CASES = [
    (right, role, extent)
    for right, extents in TABLE.items()
    for role, extent in zip(Role, extents, strict=True)
]


def test_the_table_names_every_right() -> None:
    assert set(TABLE) == set(Right)


@pytest.mark.parametrize(("right", "role", "extent"), CASES)
def test_a_role_has_the_rights_of_the_table_and_no_other(right: Right, role: Role, extent: Extent) -> None:
    who = Who("王小明", role)
    assert who.extent(right) is extent
    if extent is NOWHERE:
        with pytest.raises(NotAllowed, match="「王小明」的身分不能"):
            who.must(right)
    else:
        who.must(right)
    if extent is CITY:
        who.must_everywhere(right)
    else:
        with pytest.raises(NotAllowed):
            who.must_everywhere(right)


@pytest.mark.parametrize("right", Right)
def test_whoever_looks_through_anothers_eyes_sees_as_much_and_changes_nothing(right: Right) -> None:
    looking = Who("王小明", Role.APPROVER, user=1, agency=2, looking=True)
    if right in READING:
        assert looking.extent(right) is Who("王小明", Role.APPROVER).extent(right)
    else:
        with pytest.raises(OnlyLooking, match="唯讀"):
            looking.must(right)


def test_a_refusal_says_what_was_asked_for_in_chinese() -> None:
    for right in set(Right) - {Right.SEE_PUBLIC}:
        with pytest.raises(NotAllowed) as refused:
            Who("訪客", Role.PUBLIC).must(right)
        assert right.value not in str(refused.value)
