"""What a preview says about the figures is what the figures say once it is applied."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.coverage import coverage
from outreach.services.effects import Step, total
from outreach.services.imports.effect import Effect, effect_of
from outreach.services.imports.model import Options, Plan
from outreach.services.orders import state_order
from tests.services.imports.office import Office
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    FIRST_DAY,
    SmallCity,
    small_city_in,
)
from tests.support.databases import Databases

DAY = date(2021, 10, 20)
JOINED = "甜圈坊,臺北市中山區中央里示範路1號"
CONTACTED = "甜甜圈坊,臺北市北投區中央里示範路1號"


def before_and_after(small: SmallCity, text: str, **how: object) -> tuple[Plan, Effect]:
    """Tell the effect, apply, and hold the telling to the figures."""
    office = Office(small.clerk)
    planned = office.plan(text, **how)  # type: ignore[arg-type]
    plan = planned[2]
    told = effect_of(small.city, ADMINISTRATOR, plan, DAY)
    before = _figures(small, planned[1])
    office.apply(planned)
    after = _figures(small, planned[1])
    assert told.scheme == {kind: Step(before[0][kind], after[0][kind]) for kind in Kind}
    if told.agency is not None:
        assert told.agency == {kind: Step(before[1][kind], after[1][kind]) for kind in Kind}
    return plan, told


def _figures(small: SmallCity, options: Options) -> list[dict[Kind, Tally]]:
    found = []
    for where in ((), (f"agency={COMMERCE}",)):
        table = coverage(small.city, ADMINISTRATOR, options.scheme, DAY, by=Dimension.KIND, where=where)
        tallies = {Kind(row.key): row.tally for row in table.rows}
        found.append({kind: tallies.get(kind, Tally()) for kind in Kind})
    return found


def test_new_venues_and_new_stages_move_the_figures_as_the_preview_says(small: SmallCity) -> None:
    text = (
        "店家名稱,地址,性質,營業狀態,參與狀態,備註\n"
        "新的店,臺北市大安區示範路3號,,,已加入,\n"
        "新的場館,臺北市大安區示範路4號,轄管場館,,,\n"
        "歇業的店,臺北市大安區示範路5號,,歇業,,110年9月結束營業\n"
        f"{CONTACTED},,,已加入,\n"
    )
    _, told = before_and_after(small, text)
    assert told.agency is not None
    assert total(told.scheme.values()).before == Tally(2, 2)
    assert total(told.scheme.values()).after == Tally(4, 2) + Tally.of({Standing.EXCLUDED_CLOSED: 1})
    assert total(told.agency.values()).after == Tally(4, 1) + Tally.of({Standing.EXCLUDED_CLOSED: 1})
    assert told.scheme[Kind.CITY_VENUE] == Step(Tally(), Tally(0, 1))


def test_venues_that_a_full_list_lacks_leave_the_figures(small: SmallCity) -> None:
    plan, told = before_and_after(small, f"店家名稱,地址\n{JOINED}\n", complete=True)
    assert len(plan.delisted) == 2
    assert total(told.scheme.values()) == Step(Tally(2, 2), Tally(1, 1))


def test_a_row_that_takes_effect_later_changes_nothing_yet(small: SmallCity) -> None:
    text = f"店家名稱,地址,參與狀態,生效日期\n{CONTACTED},已加入,2021-12-01\n"
    plan, told = before_and_after(small, text)
    assert plan.counts()["changed"] == 1
    step = total(told.scheme.values())
    assert step.before == step.after


def test_a_venue_of_a_trade_that_an_order_holds_shut_is_not_counted(small: SmallCity) -> None:
    state_order(
        small.city, ADMINISTRATOR, "ktv", FIRST_DAY, document="府授產業商字第1號", now=small.clerk.tick()
    )
    _, told = before_and_after(
        small, "店家名稱,地址,行業,參與狀態\n夜歌城,臺北市大安區示範路3號,視聽歌唱業,已加入\n"
    )
    step = total(told.scheme.values())
    assert step.after.population == step.before.population + 1
    assert step.after.eligible == step.before.eligible


def test_a_file_of_no_agency_tells_only_the_schemes_figures(small: SmallCity) -> None:
    _, told = before_and_after(small, f"店家名稱,地址,參與狀態\n{CONTACTED},已加入\n", agency=None)
    assert told.agency is None
    assert total(told.scheme.values()).after == Tally(3, 1)


VENUES = st.sampled_from([JOINED, CONTACTED, "小書房,臺北市中山區中央里示範路1號", "新的店,大安區新路1號"])
CELLS = st.tuples(
    st.sampled_from(["", "店家", "轄管場館"]),
    st.sampled_from(["", "視聽歌唱業", "舞廳業", "沒聽過的行業"]),
    st.sampled_from(["", "僅公司辦公室", "有對外場所"]),
    st.sampled_from(["", "停業", "歇業", "尚未復業", "營業中"]),
    st.sampled_from(["", "已聯繫", "已加入", "退出"]),
    st.sampled_from(["", "列入", "移出"]),
    st.sampled_from(["", "2021-10-02", "2021-10-20", "2021-10-21"]),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(VENUES, CELLS), min_size=1, max_size=4), complete=st.booleans())
def test_whatever_a_list_says_the_preview_foretells_the_figures(
    sqlite_databases: Databases, rows: list[tuple[str, tuple[str, ...]]], complete: bool
) -> None:
    small = small_city_in(sqlite_databases)
    state_order(
        small.city, ADMINISTRATOR, "ktv", FIRST_DAY, document="府授產業商字第1號", now=small.clerk.tick()
    )
    heads = "店家名稱,地址,性質,行業,場所型態,營業狀態,參與狀態,列冊,生效日期,備註\n"
    text = heads + "".join(f"{venue},{','.join(cells)},說明\n" for venue, cells in rows)
    before_and_after(small, text, complete=complete)


def test_a_list_for_another_scheme_moves_that_schemes_figures(small: SmallCity) -> None:
    _, told = before_and_after(small, f"店家名稱,地址\n{JOINED}\n", scheme=BEAR_VOUCHER)
    assert total(told.scheme.values()) == Step(Tally(), Tally(0, 1))
