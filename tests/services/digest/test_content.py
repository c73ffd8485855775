"""What a digest says: the services' own figures, what waits, and nothing of people or of other agencies."""

from __future__ import annotations

from datetime import date, timedelta

from outreach.rules.digest import Due
from outreach.rules.rate import Tally
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.services.board import board
from outreach.services.contact_log import Next, log_contact
from outreach.services.coverage import coverage
from outreach.services.digest import To, text_of
from outreach.services.digest.model import AgencyState, CityState
from outreach.services.questions import answer, ask
from outreach.services.rounds import open_round, submit
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.venues import put_contacts
from tests.services.digest.conftest import TODAY, Bureau
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, INDUSTRY, MANAGER, MYCODE

PERSON, PHONE, NOTE, REMARK = "秘密聯絡人", "0911-222-333", "秘密紀錄", "秘密備註"
LATER = TODAY + timedelta(days=49)


def _of(bureau: Bureau, agency: str, today: date = TODAY) -> AgencyState:
    found = next(one for one in bureau.due(today) if one.key == agency).content
    assert isinstance(found, AgencyState)
    return found


def _officer(bureau: Bureau, agency: str) -> Who:
    ids = {a.code: a.id for a in bureau.city.reference().agencies.values()}
    return Who("李承辦", Role.OFFICER, None, ids[agency])


def _work(bureau: Bureau) -> None:
    """A venue of 商業處 that is shut and asked about, a follow-up, and an open round."""
    clerk, city = bureau.clerk, bureau.city
    venue = clerk.list_venue("隱密小館", day=date(2021, 10, 5))
    clerk.say(venue, Facet.OPERATING, Operating.SUSPENDED, date(2021, 10, 6), remark=REMARK)
    with writing(city.engine) as connection:
        put_contacts(connection, {venue: (PERSON, PHONE)}, clerk.tick())
    day = date(2021, 10, 7)
    log_contact(
        city, _officer(bureau, COMMERCE), venue, MYCODE, day, "phone", "will_think",
        now=clerk.tick(), today=day, note=NOTE, then=Next("再訪", date(2021, 10, 9)), advance=False,
    )  # fmt: skip
    ask(city, MANAGER, venue, MYCODE, "何時復業？", now=clerk.tick(), today=day)
    items = ((MYCODE, tuple[Kind, ...]()),)
    number = open_round(
        city, MANAGER, "第213次", date(2021, 10, 10), date(2021, 10, 14), items, now=clerk.tick()
    )
    submit(city, _officer(bureau, CULTURE), number, now=clerk.tick())


def test_the_figures_are_those_of_the_weeks_end_beside_the_sunday_before(bureau: Bureau) -> None:
    bureau.clerk.list_venue("新館", stage=Participation.JOINED, day=date(2021, 10, 10))
    bureau.clerk.list_venue("次週館", stage=Participation.JOINED, day=date(2021, 10, 11))
    (line,) = _of(bureau, COMMERCE).lines
    where = [f"agency={COMMERCE}"]
    for tally, day in ((line.rated, date(2021, 10, 10)), (line.rated_before, date(2021, 10, 3))):
        assert tally == coverage(bureau.city, MANAGER, MYCODE, day, where=where).total
    assert (line.rated.completed, line.rated_before.completed) == (2, 1)


def test_what_waits_is_counted_and_what_was_answered_waits_no_more(bureau: Bureau) -> None:
    _work(bureau)
    state = _of(bureau, COMMERCE)
    assert (state.follow_ups, state.reviews, state.questions) == (1, 0, 1)
    assert state.round is not None
    assert state.round.days_left == 1
    answer(bureau.city, _officer(bureau, COMMERCE), 1, "下月", now=bureau.clerk.tick(), today=TODAY)
    later = _of(bureau, COMMERCE, LATER)
    assert (later.reviews, later.oldest_review, later.questions) == (1, date(2021, 11, 5), 0)
    other = _of(bureau, CULTURE)
    assert (other.follow_ups, other.reviews, other.questions) == (0, 0, 0)


def test_a_text_says_what_waits_and_nothing_of_venues_or_people(bureau: Bureau) -> None:
    _work(bureau)
    texts = {one.key: text_of(one, "https://outreach.example/") for one in bureau.due(LATER)}
    mine = texts[COMMERCE]
    assert "第213次：未填報，截止110年10月14日（已逾期 48 天）。" in mine
    assert "・逾期的聯繫追蹤 1 件" in mine
    assert "・逾期未覆核 1 家，最早應於110年11月5日覆核" in mine
    assert "・待回覆的提問 1 則" in mine
    assert mine.endswith("開啟：https://outreach.example/desk\n")
    assert "沒有逾期或待回覆的事項。" in texts[CULTURE]
    whole = "".join(texts.values())
    assert [w for w in (PERSON, PHONE, NOTE, REMARK, "隱密小館", "何時復業") if w in whole] == []
    assert "開啟" not in text_of(bureau.due(LATER)[0])


def test_the_managers_read_who_reached_the_target_who_is_behind_and_who_has_not_reported(
    bureau: Bureau,
) -> None:
    _work(bureau)
    (one,) = bureau.due(to=To.MANAGERS)
    assert isinstance(one.content, CityState)
    text = text_of(one)
    assert "・台北通 myCode+：20.00 %（1／5 家），未完成 4 家" in text
    # A bureau answers for itself and its subordinates, as on the board and in the paper.
    assert "達成目標 0／4 個機關\n" in text
    assert "檢討名單 4／4 個機關：" in text
    assert "・產業局 50.00 %（1／2 家），未完成 1 家" in text
    assert "・文化局 0.00 %（0／1 家），未完成 1 家" in text
    assert "4／5 個機關未填報：" in text
    assert "文化局" not in text.partition("個機關未填報：")[2].partition("\n")[0]


def test_the_managers_lists_are_those_of_the_board(bureau: Bureau) -> None:
    bureau.clerk.list_venue("新館", agency=INDUSTRY, stage=Participation.JOINED, day=date(2021, 10, 6))
    (one,) = bureau.due(to=To.MANAGERS)
    assert isinstance(one.content, CityState)
    (line,) = one.content.lines
    shown = next(s for s in board(bureau.city, MANAGER, one.due.last_day).schemes if s.scheme.code == MYCODE)
    assert shown.rated is not None
    table = shown.rated.table
    assert line.to_review == tuple((row.name, row.tally) for row in table.to_review())
    assert (line.reached, line.rated) == (tuple(row.name for row in table.reached()), len(table.rated()))


def test_a_bureau_reads_its_own_figure_and_the_one_with_its_subordinates(bureau: Bureau) -> None:
    (line,) = _of(bureau, INDUSTRY).lines
    assert (line.rated, line.whole) == (Tally(0, 1), Tally(1, 1))
    texts = {one.key: text_of(one) for one in bureau.due()}
    assert "\n　含所屬機關 50.00 %（1／2 家），未完成 1 家\n" in texts[INDUSTRY]
    assert "含所屬機關" not in texts[COMMERCE]


def test_an_open_drive_is_told_as_who_joined_without_a_rate(bureau: Bureau) -> None:
    with writing(bureau.city.engine) as connection:
        change = open_change(
            connection, kind="settings", actor=ADMINISTRATOR.name, summary="可持續加入", now=bureau.now
        )
        settings = SchemeSettings(open_kinds=frozenset({Kind.SHOP}))
        change.scheme(bureau.clerk.scheme(MYCODE), settings.as_stored(), FROM_THE_BEGINNING)
    text = text_of(next(one for one in bureau.due() if one.key == COMMERCE))
    assert "加入 1 家（+0 家），可持續加入，不計完成率" in text
    assert "%" not in text


def test_before_anything_was_listed_there_is_nothing_to_tell(bureau: Bureau) -> None:
    assert bureau.due(date(2021, 9, 30)) == ()
    assert bureau.due(date(2021, 9, 30), To.MANAGERS) == ()
    (week,) = {one.due for one in bureau.due()}
    assert week == Due(date(2021, 10, 4), date(2021, 10, 4))
