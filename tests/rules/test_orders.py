"""公告停業與復業: when a trade is shut, and how its venues come back, day by day around each change."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.dates import parse_day
from outreach.rules.orders import OrderEndsBeforeItBegins, SectorOrder, check_order, held, in_force
from outreach.rules.standing import standing
from outreach.rules.vocabulary import Operating, Participation, Premises, Standing
from tests.rules.numbered import numbers_in

KTV, DANCE_HALL = 1, 2
ONE_DAY = timedelta(days=1)


def order(
    number: int,
    suspended_from: str,
    reopened_on: str | None = None,
    by_application: bool = False,
    sector: int = KTV,
) -> SectorOrder:
    return SectorOrder(
        id=number,
        sector_id=sector,
        suspended_from=parse_day(suspended_from),
        reopened_on=parse_day(reopened_on) if reopened_on else None,
        by_application=by_application,
        document=f"府產業商字第{number}號",
    )


SHUT = order(7, "110/05/15")
FOR_ALL = order(7, "110/05/15", "110/10/05")
BY_APPLICATION = order(7, "110/05/15", "110/10/05", by_application=True)

#: 條 (the case of `held`), the order in force, the order that the venue's approval answers, the day, shut?
AROUND_EACH_CHANGE = [
    # no order: nobody is held, whatever approval lies on file
    (1, None, None, "110/10/05", False),
    (1, None, 7, "110/10/05", False),
    # shut without a reopening day: everybody, also who holds an approval
    (2, SHUT, None, "110/05/15", True),
    (2, SHUT, 7, "110/05/15", True),
    (2, SHUT, 7, "119/12/31", True),
    # reopened for all: the day before, the day, the day after
    (2, FOR_ALL, None, "110/10/04", True),
    (2, FOR_ALL, 7, "110/10/04", True),
    (3, FOR_ALL, None, "110/10/05", False),
    (3, FOR_ALL, None, "110/10/06", False),
    (3, FOR_ALL, 6, "110/10/06", False),
    # reopened by application: the same days, without and with an approval
    (2, BY_APPLICATION, None, "110/10/04", True),
    (2, BY_APPLICATION, 7, "110/10/04", True),
    (4, BY_APPLICATION, None, "110/10/05", True),
    (4, BY_APPLICATION, None, "110/10/06", True),
    (4, BY_APPLICATION, None, "119/12/31", True),
    (4, BY_APPLICATION, 7, "110/10/05", False),
    (4, BY_APPLICATION, 7, "110/10/06", False),
    # an approval that answers another order opens nothing
    (4, BY_APPLICATION, 6, "110/10/05", True),
    (4, BY_APPLICATION, 8, "110/10/06", True),
]


@pytest.mark.parametrize(("number", "in_force_order", "approved", "day", "shut"), AROUND_EACH_CHANGE)
def test_an_order_holds_a_venue_or_lets_it_count_as_the_table_says(
    number: int, in_force_order: SectorOrder | None, approved: int | None, day: str, shut: bool
) -> None:
    assert held(in_force_order, approved, parse_day(day)) is shut


def test_the_table_has_a_case_for_every_numbered_condition_of_being_held() -> None:
    assert {row[0] for row in AROUND_EACH_CHANGE} == numbers_in(held)


@pytest.mark.parametrize(
    ("day", "decides"),
    [
        ("110/05/14", None),
        ("110/05/15", 3),
        ("110/05/16", 3),
        ("110/08/31", 3),
        ("110/09/01", 5),
        ("110/09/02", 5),
        ("119/12/31", 5),
    ],
)
def test_the_order_that_began_last_decides_from_its_own_day_on(day: str, decides: int | None) -> None:
    orders = [order(5, "110/09/01"), order(3, "110/05/15", "110/07/13")]
    for listed in (orders, orders[::-1]):
        decided = in_force(listed, KTV, parse_day(day))
        assert (decided.id if decided else None) == decides


def test_an_order_shuts_its_own_trade_and_no_other() -> None:
    orders = [order(3, "110/05/15", sector=KTV), order(4, "110/06/01", sector=DANCE_HALL)]
    the_day = parse_day("110/05/31")
    assert in_force(orders, KTV, the_day) is orders[0]
    assert in_force(orders, DANCE_HALL, the_day) is None
    assert in_force(orders, DANCE_HALL, the_day + ONE_DAY) is orders[1]
    assert in_force(orders, 99, the_day) is None


def test_a_later_suspension_shuts_again_who_was_approved_under_the_earlier_one() -> None:
    orders = [order(3, "110/05/15", "110/07/13", by_application=True), order(5, "110/09/01")]
    approved_under_the_first = 3

    def shut(day: str) -> bool:
        return held(in_force(orders, KTV, parse_day(day)), approved_under_the_first, parse_day(day))

    assert [shut(day) for day in ("110/07/12", "110/07/13", "110/08/31", "110/09/01")] == [
        True,
        False,
        False,
        True,
    ]


def test_a_reopened_order_lets_go_even_where_an_earlier_one_was_never_reopened() -> None:
    orders = [order(3, "110/05/15"), order(5, "110/09/01", "110/10/05")]
    the_day = parse_day("110/10/05")
    assert held(in_force(orders, KTV, the_day - ONE_DAY), None, the_day - ONE_DAY)
    assert not held(in_force(orders, KTV, the_day), None, the_day)


def test_an_order_that_ends_on_its_first_day_for_all_shuts_nobody() -> None:
    for day in (parse_day("110/05/15"), parse_day("110/05/16")):
        assert not held(order(7, "110/05/15", "110/05/15"), None, day)


@pytest.mark.parametrize(
    ("day", "approved", "stands"),
    [
        ("110/05/14", None, Standing.COMPLETED),
        ("110/05/15", None, Standing.EXCLUDED_NOT_REOPENED),
        ("110/10/04", 7, Standing.EXCLUDED_NOT_REOPENED),
        ("110/10/05", None, Standing.EXCLUDED_NOT_REOPENED),
        ("110/10/05", 7, Standing.COMPLETED),
    ],
)
def test_a_joined_ktv_leaves_the_denominator_under_its_order_and_counts_again_once_approved(
    day: str, approved: int | None, stands: Standing
) -> None:
    the_day = parse_day(day)
    shut = held(in_force([BY_APPLICATION], KTV, the_day), approved, the_day)
    assert standing(Premises.PUBLIC, Operating.OPEN, shut, Participation.JOINED) is stands


def test_an_order_may_end_on_its_first_day_but_not_before() -> None:
    first = date(2021, 10, 5)
    check_order(first, None)
    check_order(first, first)
    check_order(first, first + ONE_DAY)
    with pytest.raises(OrderEndsBeforeItBegins) as refused:
        check_order(first, first - ONE_DAY)
    assert str(refused.value) == (
        "復業日 2021-10-04 早於停業起始日 2021-10-05；復業日須在停業起始日當天或之後，例如 2021-10-05。"
    )


days = st.dates(date(2021, 8, 1), date(2021, 9, 9))


@st.composite
def orders_of_any_kind(draw: st.DrawFn, number: int) -> SectorOrder:
    """An order of one of two trades, open-ended, for all or by application."""
    begun = draw(days)
    length = draw(st.none() | st.integers(0, 20))
    return SectorOrder(
        id=number,
        sector_id=draw(st.sampled_from([KTV, DANCE_HALL])),
        suspended_from=begun,
        reopened_on=None if length is None else begun + timedelta(days=length),
        by_application=draw(st.booleans()),
        document="公告",
    )


order_books = st.integers(0, 5).flatmap(
    lambda n: st.tuples(*(orders_of_any_kind(number) for number in range(1, n + 1)))
)


@given(order_books, days)
def test_the_order_in_force_has_begun_and_none_of_the_trade_began_after_it(
    book: tuple[SectorOrder, ...], day: date
) -> None:
    begun = [o for o in book if o.sector_id == KTV and o.suspended_from <= day]
    decides = in_force(book, KTV, day)
    assert (decides is None) == (not begun)
    if decides is not None:
        assert decides in begun
        assert all((o.suspended_from, o.id) <= (decides.suspended_from, decides.id) for o in begun)


@given(order_books, days)
def test_the_sequence_in_which_orders_are_listed_does_not_matter(
    book: tuple[SectorOrder, ...], day: date
) -> None:
    for sector in (KTV, DANCE_HALL):
        assert in_force(book, sector, day) == in_force(book[::-1], sector, day)


@given(order_books, days, st.none() | st.integers(1, 5))
def test_whoever_is_let_out_without_approval_is_let_out_with_any(
    book: tuple[SectorOrder, ...], day: date, approved: int | None
) -> None:
    decides = in_force(book, KTV, day)
    if not held(decides, None, day):
        assert not held(decides, approved, day)


@given(order_books, days)
def test_reopening_by_application_holds_exactly_those_without_an_approval_of_this_order(
    book: tuple[SectorOrder, ...], day: date
) -> None:
    decides = in_force(book, KTV, day)
    if decides is None or decides.reopened_on is None or day < decides.reopened_on:
        assert held(decides, decides.id if decides else None, day) == (decides is not None)
        return
    assert held(decides, None, day) == decides.by_application
    assert held(decides, decides.id + 1, day) == decides.by_application
    assert not held(decides, decides.id, day)


@given(orders_of_any_kind(1), st.none() | st.integers(1, 2))
def test_one_order_shuts_on_its_first_day_and_lets_go_at_most_once(
    only: SectorOrder, approved: int | None
) -> None:
    span = [only.suspended_from + timedelta(days=n) for n in range(-1, 25)]
    shut = [held(in_force([only], only.sector_id, day), approved, day) for day in span]
    assert not shut[0]
    assert shut[1] or only.reopened_on == only.suspended_from
    assert sum(before != after for before, after in pairwise(shut[1:])) <= 1
