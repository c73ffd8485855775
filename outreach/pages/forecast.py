"""達標預估: at the pace of the last four weeks, when each agency would have all of today's denominator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from outreach.pages import bar, frame, words
from outreach.pages.bar import Asked
from outreach.pages.downloads import offer
from outreach.pages.empty import nothing_yet
from outreach.pages.links import to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.panel import Opened, opens, show_opened
from outreach.pages.panel.opened import NOBODY
from outreach.pages.terms import KINDS
from outreach.pages.words import N_, _, n_
from outreach.rules.forecast import Forecast, Outlook
from outreach.rules.rate import rate_shown, review_order
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.forecast import AgencyForecast, ForecastTable, forecasts
from outreach.services.map_layers import choice
from outreach.services.who import Right
from outreach.sheets.table import Cell

OUTLOOKS: Mapping[Outlook, str] = {
    Outlook.REACHED: N_("已達成"),
    Outlook.NOT_AT_THIS_PACE: N_("照此步調到不了"),
    Outlook.NO_DENOMINATOR: N_("沒有母數"),
    Outlook.TOO_SOON: N_("資料不足兩週"),
}
#: Who must act first stands first.
_ORDER = (
    Outlook.NOT_AT_THIS_PACE,
    Outlook.TOO_SOON,
    Outlook.ON_THE_WAY,
    Outlook.REACHED,
    Outlook.NO_DENOMINATOR,
)


def show() -> None:
    """Bar, what the pace is, and every agency's day with its range."""
    frame.head(_("達標預估"))
    city, who = frame.city(), frame.who()
    who.must(Right.SEE_FIGURES)
    asked = bar.ask(city, "forecast")
    bar.show_question(city, asked)
    kinds = choice(city, who, asked.scheme, asked.as_of, asked.kinds, asked.known_at).rated
    if not kinds:
        step = el("a", _("看總覽"), href=to_page("overview"), target="_self")
        frame.notice(_("這個方案可持續加入，沒有母數，也就沒有達標預估。"), next_step=step, kind="empty")
        return
    found = forecasts(
        city, who, asked.scheme, asked.as_of, where=asked.where_among(kinds), known_at=asked.known_at
    )
    if not found.total.row.tally.population:
        _nothing(city, asked)
        return
    among = kinds[0] if len(kinds) == 1 else None
    show_opened(city, asked)
    put(_about(found, kinds), _table(found, among))
    _take(found, asked)


def _nothing(city: City, asked: Asked) -> None:
    if not nothing_yet(city, asked):
        frame.notice(_("這些條件下沒有列冊的店家。"), kind="empty")


def _about(found: ForecastTable, kinds: tuple[Kind, ...]) -> Html:
    total = found.total
    told = _("{kinds}還差 {count} 家。").format(
        kinds=_("、").join(_(KINDS[kind]) for kind in kinds), count=words.number(total.forecast.missing)
    )
    how = _(
        "步調是最近{weeks}週內，目前母數中的店家由未完成變為已完成的家數（退回的扣除；新列冊或恢復納入時"
        "已完成的不計）。最早與最晚各略去最慢、最快的一週。只是照步調推算，不是承諾。"
    ).format(weeks=words.number(found.weeks))
    return el(
        "section",
        el("h2", _("全部機關")),
        el("p", _day(total.forecast, found.as_of), class_="big"),
        el("p", told, _pace(total.forecast)),
        el("p", _last(found)) if total.forecast.missing else None,
        el("p", how, class_="fine"),
        class_="card forecast-about",
    )


def _last(found: ForecastTable) -> str:
    """Who would be the last: the whole list is complete when every agency's is."""
    behind = [one for one in found.rows if one.forecast.outlook is Outlook.NOT_AT_THIS_PACE]
    if behind:
        return n_("其中 {count} 個機關照自己的步調到不了。", len(behind))
    last = max((one for one in found.rows if one.forecast.day), key=_far, default=None)
    if last is None or last.forecast.day is None:
        return ""
    told = _("各機關照自己的步調，最後達成的是{agency}：{day}。")
    return told.format(agency=last.row.name, day=words.day(last.forecast.day))


def _far(one: AgencyForecast) -> date:
    return one.forecast.day or date.min


def _ordered(found: ForecastTable) -> list[AgencyForecast]:
    def place(one: AgencyForecast) -> tuple[object, ...]:
        far = -one.forecast.day.toordinal() if one.forecast.day else 0
        return (not one.row.key, _ORDER.index(one.forecast.outlook), far, review_order(one.row.tally))

    return sorted(found.rows, key=place)


def _table(found: ForecastTable, among: Kind | None) -> Html:
    titles = [_("機關"), _("完成率"), _("還差"), _("四週步調"), _("預估達成日"), _("最早～最晚")]
    head = el("tr", [el("th", t, scope="col", class_="num" if n else None) for n, t in enumerate(titles)])
    body = [_row(one, found.as_of, among) for one in _ordered(found)]
    table = el("table", el("thead", head), el("tbody", body), class_="short forecast")
    return el("section", el("h2", _("各機關")), table, class_="panel")


def _row(one: AgencyForecast, as_of: date, among: Kind | None) -> Html:
    tally, told = one.row.tally, one.forecast
    base = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    rate = [el("b", rate_shown(tally.completed, tally.eligible)), " ", el("span", base, class_="of")]
    missing = opens(tally.outstanding, Opened("outstanding", one.row.key or NOBODY, among=among))
    return el(
        "tr",
        el("th", one.row.name, scope="row"),
        el("td", rate, class_="num"),
        _cell(_("還差"), missing),
        _cell(_("四週步調"), _pace(told)),
        _cell(_("預估達成日"), _day(told, as_of), class_=f"outlook-{told.outlook.value}"),
        _cell(_("最早～最晚"), _range(told)),
    )


def _cell(label: str, value: Child, class_: str = "") -> Html:
    return el("td", el("span", label, class_="label"), value, class_=f"num {class_}".rstrip())


def _pace(told: Forecast) -> str:
    """「每週 3.0 家（1、2、0、9）」; "" where there is nothing to win, or no week to tell of."""
    if told.outlook in (Outlook.NO_DENOMINATOR, Outlook.TOO_SOON) or not told.gained:
        return "—"
    weeks = _("、").join(_plain(gain) for gain in told.gained)
    return _("每週 {pace} 家（{weeks}）").format(pace=_tenths(told.tenths_a_week), weeks=weeks)


def _plain(count: int) -> str:
    return words.number(count).replace("-", "−")


def _tenths(tenths: int) -> str:
    return f"{'−' if tenths < 0 else ''}{abs(tenths) // 10:,}.{abs(tenths) % 10}"


def _day(told: Forecast, as_of: date) -> Html:
    if told.day is None:
        alarm = "alarm" if told.outlook is Outlook.NOT_AT_THIS_PACE else "none"
        return el(
            "span", _(OUTLOOKS[told.outlook]), class_=None if told.outlook is Outlook.REACHED else alarm
        )
    ahead = n_("{count} 天後", (told.day - as_of).days)
    return el("span", words.day(told.day), " ", el("span", ahead, class_="of"))


def _range(told: Forecast) -> str:
    """「110年11月20日～110年12月10日」; without its best week a pace may not do: 「…～到不了」."""
    if told.earliest is None or told.outlook is Outlook.REACHED:
        return "—"
    latest = words.day(told.latest) if told.latest else _("到不了")
    return f"{words.day(told.earliest)}～{latest}"


def _take(found: ForecastTable, asked: Asked) -> None:
    headings = [_("機關"), _("完成率"), _("已完成"), _("母數"), _("還差")]
    headings += [_("第 {number} 週").format(number=n) for n in range(1, found.weeks + 1)]
    headings += [_("每週家數"), _("預估達成日"), _("最早"), _("最晚")]
    total = AgencyForecast(found.total.row, found.total.forecast)
    rows = [_cells(one, one.row.name) for one in _ordered(found)]
    rows.append(_cells(total, _("合計")))
    stem = f"forecast-{asked.scheme}-{asked.as_of.isoformat()}"
    offer(stem, _("達標預估"), headings, rows, key="forecast")


def _cells(one: AgencyForecast, name: str) -> list[Cell]:
    tally, told = one.row.tally, one.forecast
    cells: list[Cell] = [name, rate_shown(tally.completed, tally.eligible)]
    cells += [tally.completed, tally.eligible, tally.outstanding, *told.gained, _tenths(told.tenths_a_week)]
    day = words.day(told.day) if told.day else _(OUTLOOKS[told.outlook])
    latest = words.day(told.latest) if told.latest else _("到不了") if told.earliest else ""
    return [*cells, day, words.day(told.earliest) if told.earliest else "", latest]
