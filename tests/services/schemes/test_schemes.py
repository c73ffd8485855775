"""A manager adds a scheme without code, and everything that counts a scheme counts it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.rate import Thresholds
from outreach.rules.refusals import Refusal
from outreach.rules.schemes import (
    NotAReviewThreshold,
    NotASchemeCode,
    NotASmallBase,
    NotATarget,
    SchemeSettings,
)
from outreach.rules.vocabulary import Exclusion, Facet, Participation
from outreach.services.bridge import bridge
from outreach.services.check import check
from outreach.services.coverage import coverage
from outreach.services.grid.texts import Column, read_cell
from outreach.services.imports.model import Options
from outreach.services.imports.reading import read_file
from outreach.services.naming import scheme_named
from outreach.services.schemes import (
    NothingToState,
    SchemeCodeTaken,
    SpokenOf,
    TextRefused,
    TooMany,
    add_scheme,
    schemes_told,
    set_category,
    settings_history,
    speak_of,
    state_settings,
)
from outreach.services.trend import trend
from outreach.services.undo import undo
from outreach.services.who import NotAllowed
from outreach.store.reference import Scheme
from tests.support.builders import ADMINISTRATOR, MANAGER, MYCODE, OFFICER, SmallCity

DAY = date(2021, 10, 12)
WINTER = "winter_gift"
SPOKEN = SpokenOf(
    "冬季好禮券",
    "店家已掛上好禮旗幟",
    {Participation.JOINED: "已掛旗", Participation.AGREED: "願意掛旗"},
    ("住宿", "藝文"),
)
NINETY_FIVE = SchemeSettings(
    exclusions=frozenset({Exclusion.CLOSED}),
    thresholds=Thresholds(target=Fraction(95, 100), review=Fraction(1, 2), small_base=2),
)


def winter(small: SmallCity, settings: SchemeSettings = NINETY_FIVE) -> Scheme:
    """The scheme as added by a manager."""
    add_scheme(
        small.city, MANAGER, WINTER, SPOKEN, settings, [("A", "百貨"), ("B", "小吃")], now=small.clerk.tick()
    )
    return next(s for s in small.city.reference().schemes.values() if s.code == WINTER)


def lists(small: SmallCity, *venues: int, stage: Participation = Participation.NOT_CONTACTED) -> None:
    """Put venues on the new scheme's list."""
    facets: dict[Facet, str] = {Facet.LISTING: "listed"}
    if stage is not Participation.NOT_CONTACTED:
        facets[Facet.PARTICIPATION] = stage
    facts = [
        small.clerk.fact(venue, facet, word, DAY, scheme=WINTER)
        for venue in venues
        for facet, word in facets.items()
    ]
    small.clerk.record(facts)


def test_a_new_scheme_is_empty_and_has_no_rate_until_venues_are_on_its_list(small: SmallCity) -> None:
    winter(small)
    total = coverage(small.city, MANAGER, WINTER, DAY).total
    assert (total.population, total.rate) == (0, None)
    told = next(s for s in schemes_told(small.city, MANAGER, DAY) if s.scheme.code == WINTER)
    assert told.listed == 0
    assert told.settings == NINETY_FIVE
    assert [c.name for c in told.categories] == ["百貨", "小吃"]
    assert (told.scheme.name, told.scheme.complete_means) == ("冬季好禮券", "店家已掛上好禮旗幟")


def test_a_new_scheme_is_counted_bridged_and_drawn_like_any_other(small: SmallCity) -> None:
    small.clerk.reference = (winter(small), small.city.reference())[1]
    lists(small, small.joined, small.contacted)
    small.clerk.record(
        [small.clerk.fact(small.joined, Facet.PARTICIPATION, "joined", date(2021, 10, 14), scheme=WINTER)]
    )
    later = date(2021, 10, 15)
    table = coverage(small.city, MANAGER, WINTER, later, by=Dimension.AGENCY)
    assert (table.total.completed, table.total.eligible) == (1, 2)
    assert table.thresholds.to_review(table.total)
    assert [t.completed for t in trend(small.city, MANAGER, WINTER, DAY, later).total.tallies] == [0, 0, 1, 1]
    parts = bridge(small.city, MANAGER, WINTER, DAY, later).total.parts
    assert sum(part.effect.completed for part in parts) == 1
    assert check(small.city, ADMINISTRATOR) == []


def test_only_the_exclusions_that_the_scheme_takes_leave_its_denominator(small: SmallCity) -> None:
    small.clerk.reference = (winter(small), small.city.reference())[1]
    lists(small, small.joined, small.contacted)
    small.clerk.say(small.contacted, Facet.PREMISES, "office_only", DAY, remark="僅辦公室")
    assert coverage(small.city, MANAGER, WINTER, DAY).total.excluded_total == 0
    everything = SchemeSettings(thresholds=NINETY_FIVE.thresholds)
    from_then = date(2021, 10, 13)
    change = state_settings(small.city, MANAGER, WINTER, everything, from_then, now=small.clerk.tick())
    assert coverage(small.city, MANAGER, WINTER, DAY).total.excluded_total == 0
    assert coverage(small.city, MANAGER, WINTER, from_then).total.excluded[Exclusion.OFFICE_ONLY] == 1
    undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick())
    assert coverage(small.city, MANAGER, WINTER, from_then).total.excluded_total == 0


def test_settings_that_hold_already_are_not_stated_again(small: SmallCity) -> None:
    winter(small)
    with pytest.raises(NothingToState, match="冬季好禮券的設定自110年10月12日起已是如此"):
        state_settings(small.city, MANAGER, WINTER, NINETY_FIVE, DAY, now=small.clerk.tick())


@pytest.mark.parametrize(
    ("limits", "refused", "sentence"),
    [
        (Thresholds(target=Fraction(0)), NotATarget, "目標讀到 0 %；請填大於 0、最多 100"),
        (Thresholds(target=Fraction(120, 100)), NotATarget, "目標讀到 120 %；請填大於 0、最多 100"),
        (Thresholds(review=Fraction(1)), NotAReviewThreshold, "檢討門檻讀到 100 %；.*低於目標（100 %）"),
        (Thresholds(target=Fraction(4, 5)), NotAReviewThreshold, "例如 72"),
        (Thresholds(small_base=-1), NotASmallBase, "讀到 -1 家"),
    ],
)
def test_a_target_of_0_or_120_percent_and_a_threshold_above_it_are_refused(
    small: SmallCity, limits: Thresholds, refused: type[Refusal], sentence: str
) -> None:
    settings = SchemeSettings(thresholds=limits)
    with pytest.raises(refused, match=sentence):
        add_scheme(small.city, MANAGER, WINTER, SPOKEN, settings, now=small.clerk.tick())
    with pytest.raises(refused, match=sentence):
        state_settings(small.city, MANAGER, MYCODE, settings, DAY, now=small.clerk.tick())
    assert WINTER not in {s.code for s in small.city.reference().schemes.values()}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (MYCODE, "別的名稱"),
        ("another", "台北通 myCode+"),
        ("another", "臺北通mycode＋"),
        ("another", "MyCode"),
    ],
)
def test_a_code_or_name_that_is_taken_is_refused_with_the_scheme_that_has_it(
    small: SmallCity, code: str, name: str
) -> None:
    with pytest.raises(SchemeCodeTaken, match="已有方案『台北通 myCode\\+』（mycode）"):
        add_scheme(small.city, MANAGER, code, SpokenOf(name), SchemeSettings(), now=small.clerk.tick())


@pytest.mark.parametrize("code", ["", "x", "冬季", "Winter", "winter gift", "9winter", "a" * 31])
def test_a_code_that_addresses_cannot_carry_is_refused(small: SmallCity, code: str) -> None:
    with pytest.raises(NotASchemeCode, match="例如 winter_voucher"):
        add_scheme(small.city, MANAGER, code, SPOKEN, SchemeSettings(), now=small.clerk.tick())


@pytest.mark.parametrize(
    "spoken",
    [
        SpokenOf(" "),
        SpokenOf("長" * 41),
        SpokenOf("冬季", "長" * 201),
        SpokenOf("冬季", words={Participation.JOINED: "長" * 11}),
        SpokenOf("冬季", words={Participation.JOINED: "好", Participation.AGREED: "好"}),
        SpokenOf("冬季", voucher_kinds=("住宿", "住宿")),
    ],
)
def test_names_and_words_that_cannot_be_shown_are_refused(small: SmallCity, spoken: SpokenOf) -> None:
    with pytest.raises(TextRefused, match="不可重複"):
        add_scheme(small.city, MANAGER, WINTER, spoken, SchemeSettings(), now=small.clerk.tick())


def test_more_voucher_kinds_than_a_page_shows_are_refused(small: SmallCity) -> None:
    many = SpokenOf("冬季", voucher_kinds=tuple(f"券{n}" for n in range(21)))
    with pytest.raises(TooMany, match="券別已有 21 個"):
        add_scheme(small.city, MANAGER, WINTER, many, SchemeSettings(), now=small.clerk.tick())


def test_a_scheme_is_called_otherwise_and_its_figures_stay(small: SmallCity) -> None:
    before = coverage(small.city, MANAGER, MYCODE, DAY)
    speak_of(
        small.city,
        MANAGER,
        MYCODE,
        SpokenOf("實聯制海報", words={Participation.JOINED: "貼好了"}),
        now=small.clerk.tick(),
    )
    set_category(small.city, MANAGER, MYCODE, "C", "八大行業等", now=small.clerk.tick())
    set_category(small.city, MANAGER, MYCODE, "D", "夜市", now=small.clerk.tick())
    after = coverage(small.city, MANAGER, "實聯制海報", DAY)
    assert after.total == before.total
    told = next(s for s in schemes_told(small.city, MANAGER, DAY) if s.scheme.code == MYCODE)
    assert {c.code: c.name for c in told.categories} == {
        "A": "A 類",
        "B": "B 類",
        "C": "八大行業等",
        "D": "夜市",
    }


def test_a_double_click_adds_a_scheme_once_and_another_of_its_code_is_refused(small: SmallCity) -> None:
    def add(spoken: SpokenOf = SPOKEN, settings: SchemeSettings = NINETY_FIVE) -> int:
        categories = [("A", "百貨"), ("B", "小吃")]
        return add_scheme(small.city, MANAGER, WINTER, spoken, settings, categories, now=small.clerk.tick())

    before = len(small.city.reference().schemes)
    assert add() == add()
    assert len(small.city.reference().schemes) == before + 1
    with pytest.raises(SchemeCodeTaken, match="冬季好禮券"):
        add(SpokenOf("冬季好禮券", "另一種意思"))
    with pytest.raises(SchemeCodeTaken, match="冬季好禮券"):
        add(settings=SchemeSettings())
    assert len(settings_history(small.city, MANAGER, WINTER)) == 1


def test_only_managers_and_administrators_steer_schemes(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        add_scheme(small.city, OFFICER, WINTER, SPOKEN, SchemeSettings(), now=small.clerk.tick())


def test_the_schemes_own_words_are_taken_in_lists_and_grid_beside_the_usual_ones(small: SmallCity) -> None:
    small.clerk.reference = (winter(small), small.city.reference())[1]
    own = scheme_named(small.city.reference(), WINTER).own_words
    text = "店家名稱,參與狀態\n甲店,已掛旗\n乙店,已加入\n丙店,願意掛旗\n".encode()
    read = read_file(text, "清單.csv", Options(WINTER, own_words=own))
    assert [row.values.participation for row in read.rows if row.values] == ["joined", "joined", "agreed"]
    reference = small.city.reference()
    found = read_cell(reference, scheme_named(reference, WINTER).id, Column.PARTICIPATION, "已掛旗", DAY)
    assert found == "joined"


def test_another_schemes_word_is_refused_with_all_that_are_accepted(small: SmallCity) -> None:
    winter(small)
    own = scheme_named(small.city.reference(), MYCODE).own_words
    read = read_file("店家名稱,參與狀態\n甲店,已掛旗\n".encode(), "清單.csv", Options(MYCODE, own_words=own))
    assert read.rows[0].values is None
    assert "未聯繫" in read.rows[0].problems[0].problem
