"""Meetings and editions are read as they were written, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime

from outreach.rules.editions import RULE_VERSION, Frozen, Item
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Exclusion, Facet, Kind, Standing
from outreach.store.engine import reading, writing
from outreach.store.meetings import (
    Kept,
    add_edition,
    add_meeting,
    all_meetings,
    editions_of,
    kept_of,
    meeting_by_number,
)
from tests.support.builders import BEAR_VOUCHER, COMMERCE, CULTURE, MYCODE, Clerk

NOW = datetime(2021, 10, 26, 1, 2, 3, 456, tzinfo=UTC)


def test_a_meeting_and_its_editions_are_read_as_they_were_written(clerk: Clerk) -> None:
    items = (
        Item(clerk.scheme(MYCODE), frozenset(), date(2021, 10, 14)),
        Item(clerk.scheme(BEAR_VOUCHER), frozenset({Kind.CITY_VENUE}), date(2021, 10, 26)),
    )
    commerce, culture = (clerk.value(Facet.AGENCY, code) for code in (COMMERCE, CULTURE))
    tally = Tally(2, 1, {**Tally().excluded, Exclusion.SUSPENDED: 4})
    members = {Standing.COMPLETED: (3, 9), Standing.EXCLUDED_SUSPENDED: (1, 2, 4, 268_435_455)}
    frozen = Frozen(tally, {commerce: tally, 0: Tally(0, 0)}, members)
    kept = Kept((frozen, Frozen(Tally(), {}, {})), {commerce: "商業處", 0: "（未填）"}, {culture: "文化局"})
    with writing(clerk.city.engine) as connection:
        for number in (212, 213):
            add_meeting(
                connection,
                number=number,
                on_day=date(2021, 10, 26),
                name=f"第{number}次",
                items=items,
                figures_only=False,
                by="陳管考",
                user=None,
                now=NOW,
            )
        for edition, note in ((1, ""), (2, "更正")):
            add_edition(
                connection,
                meeting=213,
                edition=edition,
                seq=2**40 + edition,
                round_id=None,
                note=note,
                kept=kept,
                by="陳管考",
                user=None,
                now=NOW,
            )
    with reading(clerk.city.engine) as connection:
        assert [row.number for row in all_meetings(connection)] == [213, 212]
        row = meeting_by_number(connection, 213)
        assert row is not None
        assert (row.items, row.opened_by, row.opened_at) == (items, "陳管考", NOW)
        assert meeting_by_number(connection, 214) is None
        first, second = editions_of(connection)
        assert editions_of(connection, 212) == []
        assert (first.edition, first.seq, first.note, first.rule_version) == (1, 2**40 + 1, "", RULE_VERSION)
        assert (second.edition, second.note, second.frozen_at) == (2, "更正", NOW)
        for row_of in (first, second):
            assert kept_of(connection, row_of.id, 2) == kept
