"""What an outcome makes of a venue's stage, as a table in plain words."""

import pytest

from outreach.rules.contacting import Outcome, advanced
from outreach.rules.vocabulary import Participation

O, P = Outcome, Participation  # noqa: E741
#: Rows: the stage before; columns: reached, will_think, declined, agreed, joined. None: it stays.
TABLE = {
    P.NOT_CONTACTED: (P.CONTACTED, P.CONTACTED, P.DECLINED, P.AGREED, P.JOINED),
    P.CONTACTED: (None, None, P.DECLINED, P.AGREED, P.JOINED),
    P.AGREED: (None, None, P.DECLINED, None, P.JOINED),
    P.JOINED: (None, None, None, None, None),
    P.DECLINED: (None, P.CONTACTED, None, P.AGREED, P.JOINED),
    P.WITHDRAWN: (None, None, None, P.AGREED, P.JOINED),
}
COLUMNS = (O.REACHED, O.WILL_THINK, O.DECLINED, O.AGREED, O.JOINED)


@pytest.mark.parametrize("stage", list(P))
def test_an_outcome_brings_a_venue_further_and_never_back_by_the_way(stage: Participation) -> None:
    assert tuple(advanced(stage, outcome) for outcome in COLUMNS) == TABLE[stage]


@pytest.mark.parametrize("stage", list(P))
def test_a_venue_where_nobody_was_in_stays_what_it_is(stage: Participation) -> None:
    assert advanced(stage, O.NOT_IN) is None


@pytest.mark.parametrize("outcome", list(O))
def test_an_outcome_told_twice_says_nothing_new(outcome: Outcome) -> None:
    for stage in P:
        to = advanced(stage, outcome)
        assert to is None or advanced(to, outcome) is None
