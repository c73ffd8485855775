"""Laws of changes and of the numbers they draw: no gap, none twice, time never going back."""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.findings import Finding, Query, asked, stored_number
from outreach.store.tables import SEQUENCED, changes, counter


def _numbers() -> sa.Subquery:
    """Every number given out, with the change it was given to."""
    return sa.union_all(*(sa.select(t.c.seq, t.c.change_id) for t in SEQUENCED)).subquery("numbers")


def number_findings(connection: sa.Connection) -> list[Finding]:
    """Gaps, numbers given twice or beyond the counter, changes out of order."""
    counters = connection.execute(sa.select(counter.c.seq)).scalars().all()
    if len(counters) != 1:
        return [Finding("one_counter", 1, ({"rows": len(counters)},))]
    last = counters[0]
    numbers = _numbers()
    ends = sa.union_all(
        sa.select(numbers.c.seq), sa.select(sa.literal(0)), sa.select(sa.literal(last + 1))
    ).subquery()
    following = sa.select(
        ends.c.seq.label("after"), sa.func.lead(ends.c.seq).over(order_by=ends.c.seq).label("before")
    ).subquery()
    previous = sa.select(
        changes.c.id,
        changes.c.last_seq,
        stored_number(changes.c.recorded_at).label("recorded_at"),
        sa.func.lag(changes.c.id, 1, 0).over(order_by=changes.c.id).label("id_before"),
        sa.func.lag(changes.c.last_seq, 1, 0).over(order_by=changes.c.id).label("last_before"),
        sa.func.lag(stored_number(changes.c.recorded_at))
        .over(order_by=changes.c.id)
        .label("recorded_before"),
    ).subquery()
    # By change first: as many rows as changes are joined, not as many as facts.
    own = (
        sa.select(
            numbers.c.change_id,
            sa.func.min(numbers.c.seq).label("first"),
            sa.func.max(numbers.c.seq).label("last"),
        )
        .group_by(numbers.c.change_id)
        .subquery()
    )
    outside = sa.or_(own.c.first <= previous.c.last_before, own.c.last > previous.c.last_seq)
    laws: dict[str, Query] = {
        "numbers_gapless": sa.select(following).where(following.c.before > following.c.after + 1),
        "numbers_unique": sa.select(numbers.c.seq)
        .group_by(numbers.c.seq)
        .having(sa.func.count() > 1)
        .order_by(numbers.c.seq),
        "numbers_within_counter": sa.select(numbers.c.seq, sa.literal(last).label("last")).where(
            sa.or_(numbers.c.seq < 1, numbers.c.seq > last)
        ),
        "numbers_within_change": sa.select(own)
        .join_from(own, previous, previous.c.id == own.c.change_id)
        .where(outside)
        .order_by(own.c.change_id),
        "changes_gapless": sa.select(previous.c.id, previous.c.id_before)
        .where(previous.c.id != previous.c.id_before + 1)
        .order_by(previous.c.id),
        "changes_in_order": sa.select(previous.c.id, previous.c.last_seq)
        .where(sa.or_(previous.c.last_seq < previous.c.last_before, previous.c.last_seq > last))
        .order_by(previous.c.id),
        "time_never_decreases": sa.select(previous.c.id)
        .where(previous.c.recorded_at < previous.c.recorded_before)
        .order_by(previous.c.id),
    }
    return asked(connection, laws)
