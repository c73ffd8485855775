"""Who may do what: every right names its holders, and what nobody was given is nobody's."""

from __future__ import annotations

import pytest

from outreach.services.who import NotAllowed, Right, Role, Who

#: Rights over the whole city, as domain.md's last table gives them.
MAY = {
    Role.PUBLIC: set(),
    Role.OFFICER: set(),
    Role.APPROVER: set(),
    Role.MANAGER: {Right.SEE_FIGURES, Right.SEE_VENUES, Right.SEE_CONTACTS, Right.ORDER},
    Role.ADMINISTRATOR: set(Right),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_a_role_has_the_rights_of_the_table_and_no_other(role: Role, right: Right) -> None:
    who = Who("王小明", role)
    assert who.may(right) == (right in MAY[role])
    if right in MAY[role]:
        who.must(right)
    else:
        with pytest.raises(NotAllowed, match="「王小明」的身分不能"):
            who.must(right)


def test_a_refusal_says_what_was_asked_for_in_chinese() -> None:
    for right in Right:
        with pytest.raises(NotAllowed) as refused:
            Who("訪客", Role.PUBLIC).must(right)
        assert right.value not in str(refused.value)
