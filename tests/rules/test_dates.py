"""Days as people write them, in the ISO calendar and in the ROC one, and the refusals of what is no day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.dates import (
    TAIPEI,
    NotADay,
    NotATime,
    parse_day,
    parse_moment,
    roc,
    roc_short,
    today_in_taipei,
)

THE_14TH = date(2021, 10, 14)

#: Days that the ROC calendar can write with a year of one to three digits: 1年 to 999年.
roc_days = st.dates(date(1912, 1, 1), date(2910, 12, 31))
full_width = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


@pytest.mark.parametrize(
    "text",
    [
        "2021-10-14",
        "2021/10/14",
        "2021.10.14",
        "110-10-14",
        "110/10/14",
        "110.10.14",
        "110年10月14日",
        "民國110年10月14日",
        "2021年10月14日",
        "  110年10月14日 ",
        "110 年 10 月 14 日",
        "１１０／１０／１４",
        "２０２１－１０－１４",
        "\u3000110/10/14\u3000",
    ],
)
def test_a_day_may_be_written_in_either_calendar(text: str) -> None:
    assert parse_day(text) == THE_14TH


def test_leading_zeros_of_month_day_and_roc_year_are_optional() -> None:
    assert parse_day("99/1/5") == parse_day("099/01/05") == date(2010, 1, 5)
    assert parse_day("2021-1-5") == date(2021, 1, 5)


@given(roc_days)
def test_every_way_of_printing_a_day_reads_back_as_that_day(day: date) -> None:
    for text in (roc(day), roc_short(day), roc_short(day).replace("/", "-"), day.isoformat()):
        assert parse_day(text) == day
        assert parse_day(text.translate(full_width)) == day


@given(st.dates())
def test_iso_reads_back_for_every_day_there_is(day: date) -> None:
    assert parse_day(day.isoformat()) == day


def test_days_print_in_chinese_without_leading_zeros_and_in_short_form_with_them() -> None:
    assert roc(THE_14TH) == "110年10月14日"
    assert roc(date(2021, 1, 5)) == "110年1月5日"
    assert roc_short(date(2021, 1, 5)) == "110/01/05"
    assert roc(date(1912, 1, 1)) == "1年1月1日"


@pytest.mark.parametrize(
    ("text", "example_roc", "example_iso"),
    [
        ("110/02/30", "110/02/28", "2021-02-28"),
        ("2020-02-30", "109/02/29", "2020-02-29"),
        ("110年4月31日", "110/04/30", "2021-04-30"),
        ("110/10/0", "110/10/01", "2021-10-01"),
        ("110/13/01", "110/10/14", "2021-10-14"),
        ("110/00/01", "110/10/14", "2021-10-14"),
        ("tomorrow", "110/10/14", "2021-10-14"),
        ("2021-10", "110/10/14", "2021-10-14"),
        ("14/10/2021", "110/10/14", "2021-10-14"),
        ("1101014", "110/10/14", "2021-10-14"),
        ("", "110/10/14", "2021-10-14"),
        ("-110/10/14", "110/10/14", "2021-10-14"),
        ("2021-10-14T09:00", "110/10/14", "2021-10-14"),
        # before the ROC calendar's first year, and beyond its three digits
        ("0/10/14", "110/10/14", "2021-10-14"),
        ("000年1月1日", "110/10/14", "2021-10-14"),
        ("1899-02-30", "110/10/14", "2021-10-14"),
        ("2999-02-30", "110/10/14", "2021-10-14"),
    ],
)
def test_what_is_no_day_is_refused_with_what_was_read_and_an_example(
    text: str, example_roc: str, example_iso: str
) -> None:
    with pytest.raises(NotADay) as refused:
        parse_day(text)
    assert str(refused.value) == f"讀到『{text}』，不是有效日期；請用 {example_roc} 或 {example_iso}。"


@given(
    st.one_of(
        st.text(max_size=12),
        st.from_regex(r"\A\d{1,4}[-/.]\d{1,2}[-/.]\d{1,2}\Z"),
        st.from_regex(r"\A\d{1,4}年\d{1,2}月\d{1,2}日\Z"),
    )
)
def test_any_text_is_a_day_or_is_refused_with_examples_that_would_be_accepted(text: str) -> None:
    try:
        parse_day(text)
    except NotADay as refusal:
        sentence = str(refusal)
    else:
        return
    accepted = re.search(r"；請用 (\S+) 或 (\S+)。\Z", sentence)
    assert accepted is not None
    assert parse_day(accepted[1]) == parse_day(accepted[2])
    assert text.strip() in sentence


def test_a_refused_day_is_also_a_value_error_so_that_readers_of_files_can_collect_it() -> None:
    assert issubclass(NotADay, ValueError)
    assert issubclass(NotATime, ValueError)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2021, 10, 14, 15, 59, 59, tzinfo=UTC), date(2021, 10, 14)),  # 23:59:59 in Taipei
        (datetime(2021, 10, 14, 16, 0, tzinfo=UTC), date(2021, 10, 15)),  # midnight there
        (datetime(2021, 10, 14, 23, 0, tzinfo=timezone(timedelta(hours=-8))), date(2021, 10, 15)),
        (datetime(2021, 12, 31, 20, 0, tzinfo=UTC), date(2022, 1, 1)),
    ],
)
def test_today_is_taipeis_day_wherever_the_computer_stands(now: datetime, day: date) -> None:
    assert today_in_taipei(now) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-10-26T09:00", datetime(2021, 10, 26, 1, 0, tzinfo=UTC)),
        ("2021-10-26 09:00:30", datetime(2021, 10, 26, 1, 0, 30, tzinfo=UTC)),
        ("2021-10-26T09:00+00:00", datetime(2021, 10, 26, 9, 0, tzinfo=UTC)),
        ("2021-10-26T09:00Z", datetime(2021, 10, 26, 9, 0, tzinfo=UTC)),
        ("2021-10-26T09:00+09:00", datetime(2021, 10, 26, 0, 0, tzinfo=UTC)),
        ("２０２１-10-26T09：00", datetime(2021, 10, 26, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_taipeis(text: str, moment: datetime) -> None:
    assert parse_moment(text) == moment
    assert parse_moment(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["2021-10-26", "20211026", "110-10-26", "110年10月26日", "2021-W43-2"])
def test_a_bare_day_means_its_end_in_taipei(text: str) -> None:
    assert parse_moment(text) == datetime(2021, 10, 26, 15, 59, 59, 999_999, tzinfo=UTC)


def test_midnight_written_out_is_the_beginning_of_the_day_and_not_its_end() -> None:
    assert parse_moment("2021-10-26T00:00") == datetime(2021, 10, 25, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "", "110/02/30", "2021-10-26T25:00", "0001-01-01T00:00", "9999-12-31T23:59-05:00"],
)
def test_what_is_no_time_is_refused_with_what_was_read(text: str) -> None:
    with pytest.raises(NotATime, match="不是序號也不是時間") as refused:
        parse_moment(text)
    assert f"『{text}』" in str(refused.value)


# Taipei last changed its clocks in 1979: no hour since then happened twice.
@given(
    st.dates(date(1980, 1, 1), date(2910, 12, 31)),
    st.times(),
    st.sampled_from([UTC, TAIPEI, timezone(timedelta(hours=-8))]),
)
def test_every_moment_reads_back_from_its_iso_text(day: date, at: time, zone: tzinfo) -> None:
    moment = datetime.combine(day, at, zone)
    assert parse_moment(moment.isoformat()) == moment
    assert parse_moment(moment.isoformat().partition("+")[0]) == moment or zone is not TAIPEI


@given(st.text(max_size=16))
def test_any_text_is_a_time_or_is_refused(text: str) -> None:
    try:
        answer: datetime | str = parse_moment(text)
    except NotATime as refusal:
        answer = str(refusal)
    assert text.strip() in answer if isinstance(answer, str) else answer.tzinfo is UTC
