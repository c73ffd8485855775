"""The figures that an agency hands in, why they changed, and the changes behind them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from outreach.pages import frame, terms, words
from outreach.pages.downloads import offer
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.parts import parts_table, signed
from outreach.pages.round.pieces import kinds_words
from outreach.pages.venues.undoing import kind_name
from outreach.pages.words import _, n_
from outreach.rules.rate import rate_shown
from outreach.services.rounds import AgencyRound, ChangeSince, Line
from outreach.services.who import Right
from outreach.sheets.table import Cell

#: Changes shown before the reader asks for all.
SHORT = 6


def figures(found: AgencyRound) -> Html:
    """One row for each scheme and kinds: rate, completed and base, missing, not counted, and the brief."""
    titles = [_("項目"), _("完成率"), _("已完成／母數"), _("還差"), _("毋須納入"), _("全數計入"), ""]
    head = [el("th", t, scope="col", class_="num" if 0 < n < 6 else None) for n, t in enumerate(titles)]
    rows = [_row(found, line) for line in found.lines]
    note = el(
        "p", _("完成率取至小數第2位，以下捨去；「全數計入」是毋須納入者也算進母數的比率。"), class_="fine"
    )
    table = el("table", el("thead", el("tr", head)), el("tbody", rows), class_="handed")
    return el("section", el("h2", _("這次填報的數字")), table, note, class_="panel")


def take(found: AgencyRound) -> None:
    """Offer the same rows as files."""
    titles = [_("方案"), _("性質"), _("提報"), _("毋須納入"), _("母數"), _("已完成"), _("還差"), _("完成率")]
    rows = []
    for line in found.lines:
        tally = line.counted
        rated: list[Cell] = [
            tally.eligible,
            tally.completed,
            tally.outstanding,
            rate_shown(tally.completed, tally.eligible),
        ]
        counted: list[Cell] = ["", tally.completed, "", ""] if line.open else rated
        name = [_(line.scheme_name), kinds_words(line.kinds)]
        rows.append([*name, tally.population, tally.excluded_total, *counted])
    offer(f"round-{found.round.id}-{found.agency_code}", found.agency_name, titles, rows, key="round_figures")


def _row(found: AgencyRound, line: Line) -> Html:
    tally = line.counted
    if line.open:
        cells = [
            _cell(
                "", el("b", _opened(n_("加入 {count} 家", tally.completed), found, line, "completed")), "rate"
            ),
            _cell("", _opened(n_("提報 {count} 家", tally.population), found, line, "population")),
            _cell("", el("span", _("可持續加入"), class_="fine")),
        ]
    else:
        cells = [
            _cell("", el("b", rate_shown(tally.completed, tally.eligible)), "rate"),
            _cell("", _base(found, line), "base"),
            _cell(_("還差"), _opened(n_("{count} 家", tally.outstanding), found, line, "outstanding")),
        ]
    cells += [
        _cell(_("毋須納入"), _opened(n_("{count} 家", tally.excluded_total), found, line, "excluded")),
        _cell(_("全數計入"), "—" if line.open else rate_shown(tally.completed, tally.population)),
    ]
    to_brief = el("a", _("答詢說明"), href=brief_address(found, line), target="_self", class_="act")
    name = [_(line.scheme_name), el("span", kinds_words(line.kinds), class_="about"), _differs(line)]
    return el("tr", el("th", name, scope="row"), cells, el("td", to_brief, class_="num"))


def _base(found: AgencyRound, line: Line) -> Child:
    completed, base = (words.number(n) for n in (line.counted.completed, line.counted.eligible))
    return [_opened(completed, found, line, "completed"), "／", _opened(base, found, line, "eligible")]


def _opened(text: str, found: AgencyRound, line: Line, what: str) -> Child:
    """A number that opens its venues on the overview, of the round's day as known when it was handed in."""
    if not frame.who().may(Right.SEE_VENUES):
        return text
    told: dict[str, str | int] = {"as_of": found.round.as_of.isoformat(), "scheme": line.scheme}
    if found.submission is not None:
        told["known_at"] = found.submission.seq
    if len(line.kinds) == 1:
        told["kind"] = line.kinds[0].value
    href = to_page("./", **told, list=what, of=found.agency_code, own="1")
    return el("a", text, href=href, target="_self", class_="open")


def _cell(label: str, value: Child, class_: str = "") -> Html:
    shown = el("span", label, class_="label") if label else None
    return el("td", shown, value, class_=f"num {class_}".strip())


def _differs(line: Line) -> Html | None:
    """What the figures are now, where they are no longer those handed in."""
    if not line.differs:
        return None
    now = line.present
    figure = n_("加入 {count} 家", now.completed)
    if not line.open:
        rate = rate_shown(now.completed, now.eligible)
        figure = f"{rate}（{words.number(now.completed)}／{words.number(now.eligible)}）"
    return el("span", _("送出後有變動，現在是 {figure}").format(figure=figure), class_="about alarm")


def brief_address(found: AgencyRound, line: Line) -> str:
    """The address of the one-page brief of a line."""
    kinds = ",".join(kind.value for kind in line.kinds)
    return to_page("brief", round=found.round.id, scheme=line.scheme, kinds=kinds, agency=found.agency_code)


def compared(found: AgencyRound) -> Html:
    """What changed since the list that this one is compared with: the bridge, then the changes."""
    if found.since is None:
        text = _("這是第一次填報，沒有前次清單可以比對。")
        return el("section", el("h2", _("異動")), el("p", text), class_="panel")
    since = found.since
    told = _("自{name}核定以來的異動") if since.confirmed else _("自{name}以來的異動（當時未核定）")
    note = (
        _("比較基準：{day}的清單，{moment}送出時的內容。")
        if since.confirmed
        else _("比較基準：{day}的清單。")
    )
    return el(
        "section",
        el("h2", told.format(name=since.round_name)),
        el("p", note.format(day=words.day(since.as_of), moment=terms.moment(since.at)), class_="fine"),
        el("p", _("清單與數字都沒有異動。"), class_="unchanged") if found.unchanged else None,
        [_bridge(line) for line in found.lines],
        changes(found.changes),
        class_="panel since",
    )


def _bridge(line: Line) -> Html | None:
    if line.before is None or not line.parts:
        return None
    before, now = line.before, line.counted
    if line.open:
        figure = f"{words.number(before.completed)} → {words.number(now.completed)}"
    else:
        figure = f"{_figure(before.completed, before.eligible)} → {_figure(now.completed, now.eligible)}"
    missing = None if line.open else signed(now.outstanding - before.outstanding)
    title = [
        _(line.scheme_name),
        el("span", kinds_words(line.kinds), class_="of"),
        el("span", figure, class_="of"),
        el("span", _("還差 {count}").format(count=missing), class_="of") if missing else None,
    ]
    return el("details", el("summary", title), parts_table(line.parts, rated=not line.open))


def _figure(completed: int, base: int) -> str:
    return f"{rate_shown(completed, base)}（{words.number(completed)}／{words.number(base)}）"


def changes(found: Sequence[ChangeSince]) -> Html | None:
    """The changes, newest first; more than a few only when asked for."""
    if not found:
        return None
    every = st.query_params.get("all") == "1"
    shown = found if every else found[:SHORT]
    rows = [_change(one) for one in shown]
    more: Child = None
    if len(found) > SHORT:
        text = _("只看最近 {count} 筆") if every else _("看全部 {count} 筆")
        count = words.number(SHORT if every else len(found))
        more = el("p", link(text.format(count=count), {"all": None if every else 1}, class_="more"))
    return el("div", el("h3", n_("異動 {count} 筆", len(found))), el("ol", rows, class_="since-list"), more)


def _change(one: ChangeSince) -> Html:
    change = one.change
    venues = n_("{count} 家", one.venues) if one.venues else _("整個行業或方案")
    undone = el("span", _("已復原"), class_="tag") if change.voided_by is not None else None
    about = f"{kind_name(change)} · {venues} · {change.actor} · {terms.moment(change.recorded_at)}"
    return el("li", el("span", change.summary, undone), el("span", about, class_="about"))
