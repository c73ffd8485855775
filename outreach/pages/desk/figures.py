"""A card for each scheme, in venues before percent, and one for the open round."""

from __future__ import annotations

from datetime import date

from outreach.pages import frame, words
from outreach.pages.links import to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.overview.cards import bar_of
from outreach.pages.round.pieces import deadline_words, state_tag
from outreach.pages.words import _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.rounds import NOT_REPORTED, State
from outreach.services.city import City
from outreach.services.contact_coverage import Attempts, contact_coverage
from outreach.services.desk import Agency, SchemeFigure
from outreach.services.rounds import OpenRound, open_round_of, reminded
from outreach.services.who import Right


def figure_cards(city: City, agency: Agency, figures: tuple[SchemeFigure, ...], today: date) -> Html:
    """What is missing to 100 % under each scheme, how many were tried, and the round to hand in."""
    tried = {
        f.scheme.code: contact_coverage(city, frame.who(), f.scheme.code, today).of(agency.id)
        for f in figures
    }
    cards = [_card(agency, figure, tried[figure.scheme.code]) for figure in figures]
    waiting = open_round_of(city, frame.who(), today)
    return el("div", cards, _round(waiting, today), class_="cards")


def _card(agency: Agency, figure: SchemeFigure, tried: Attempts) -> Html:
    """One scheme: 還差 first, then the rate with its base; of an open drive who joined."""
    body: list[Child] = []
    if figure.rated.population:
        body += _rated(agency, figure)
    if figure.open.population:
        body += _open(agency, figure, big=not figure.rated.population)
    if not body:
        body = [el("p", _("清單上還沒有店家。"), class_="fine")]
    if tried.outstanding:
        text = _("未完成的 {outstanding} 家中，已嘗試聯繫 {attempted} 家").format(
            outstanding=words.number(tried.outstanding), attempted=words.number(tried.attempted)
        )
        body.append(el("p", text, class_="fine"))
    return el("section", el("h2", _(figure.scheme.name)), body, class_="card missing")


def _rated(agency: Agency, figure: SchemeFigure) -> list[Child]:
    tally = figure.rated
    if not tally.eligible:
        big: Child = "—"
    elif tally.outstanding:
        missing = n_("還差 {count} 家", tally.outstanding)
        big = _opened(missing, figure, agency, "outstanding")
    else:
        big = _("已達 100 %")
    lines: list[Child] = [
        el("p", big, class_="big" if tally.outstanding else "big done"),
        el(
            "p",
            el("b", rate_shown(tally.completed, tally.eligible)),
            " ",
            _("已完成 {completed}／母數 {eligible} 家").format(
                completed=words.number(tally.completed), eligible=words.number(tally.eligible)
            ),
        ),
        bar_of(tally.completed, tally.eligible),
    ]
    if tally.excluded_total:
        text = n_("毋須納入母數 {count} 家", tally.excluded_total)
        lines.append(el("p", _opened(text, figure, agency, "excluded"), class_="fine"))
    if figure.whole is not None:
        lines.append(el("p", _whole(figure.whole), class_="fine"))
    return lines


def _whole(tally: Tally) -> str:
    return _("含所屬機關 {rate}（{completed}／{eligible} 家）").format(
        rate=rate_shown(tally.completed, tally.eligible),
        completed=words.number(tally.completed),
        eligible=words.number(tally.eligible),
    )


def _open(agency: Agency, figure: SchemeFigure, *, big: bool) -> list[Child]:
    """An open drive has no rate: who joined, of how many on the list."""
    joined = n_("已加入 {count} 家", figure.open.completed)
    told = _opened(joined, figure, agency, "completed")
    listed = _("提報 {population} 家，可持續加入").format(population=words.number(figure.open.population))
    if big:
        return [el("p", told, class_="big done"), el("p", listed, class_="fine")]
    return [el("p", told, " ", el("span", listed, class_="fine"))]


def _opened(text: str, figure: SchemeFigure, agency: Agency, what: str) -> Html | str:
    """The number as a link to its venues on the overview, which explains it."""
    if not frame.who().may(Right.SEE_VENUES):
        return text
    href = to_page("./", scheme=figure.scheme.code, list=what, of=agency.code, own="1")
    return el("a", text, href=href, target="_self", class_="open")


def _reminder(waiting: OpenRound) -> Html | None:
    """The managers' latest words to the agency, while nothing is handed in."""
    person = frame.who()
    told = reminded(frame.city(), person, waiting.id).get(person.agency or 0)
    if told is None or waiting.state not in NOT_REPORTED:
        return None
    said = told.latest.words
    text = _("已稽催 {count} 次：{words}") if said else _("已稽催 {count} 次。")
    return el("p", text.format(count=told.times, words=said), class_="alarm")


def _round(waiting: OpenRound | None, today: date) -> Html:
    """The open round with its deadline and how it stands."""
    if waiting is None:
        return el(
            "section", el("h2", _("填報")), el("p", _("目前沒有要填報的清單。"), class_="fine"), class_="card"
        )
    act = _("查看") if waiting.state in (State.CONFIRMED, State.SUBMITTED) else _("檢視並送出")
    return el(
        "section",
        el("h2", _("填報")),
        el("p", deadline_words(waiting.deadline, today), class_="big"),
        el("p", waiting.name),
        el("p", _("填報截止 {day}").format(day=words.day(waiting.deadline)), class_="fine"),
        _reminder(waiting),
        el(
            "p",
            state_tag(waiting.state),
            " ",
            el("a", act, href=to_page("round", round=waiting.id), target="_self", class_="way"),
        ),
        class_="card",
    )
