"""The head: each scheme's figure, what is missing, what is not counted, who is done, and since last time."""

from __future__ import annotations

from outreach.pages import words
from outreach.pages.board.pieces import Numbers, kinds_of, name_of
from outreach.pages.markup import Child, Html, el
from outreach.pages.overview.cards import bar_of
from outreach.pages.parts import signed
from outreach.pages.words import _
from outreach.rules.points import points_between, points_text
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.schemes import percent_text
from outreach.services.board import Before, Board, Group, SchemeBoard


def cards(found: Board) -> Html:
    """One card for each scheme, side by side."""
    return el("div", [_card(one) for one in found.schemes], class_="cards board-cards")


def _card(one: SchemeBoard) -> Html:
    if not one.population:
        return el(
            "section",
            el("h2", _(one.scheme.name)),
            el("p", _("尚無資料"), class_="big"),
            el("p", _("這一天還沒有列冊的店家。"), class_="fine"),
            class_="card",
        )
    pieces: list[Child] = []
    if one.rated is not None:
        pieces += [_rate(one, one.rated), _beside(one, one.rated)]
        pieces.append(_since(one.before, one.rated.table.total) if one.before else None)
    if one.open is not None:
        pieces.append(_joined(one, one.open))
    return el("section", el("h2", name_of(one)), pieces, class_="card rate")


def _rate(one: SchemeBoard, group: Group) -> Html:
    total = group.table.total
    numbers = Numbers(one.scheme.code, group, total)
    return el(
        "div",
        el(
            "p",
            el("span", rate_shown(total.completed, total.eligible), class_="big"),
            " ",
            numbers.base(),
            el("span", _("已完成／母數"), class_="fine"),
            class_="head-rate",
        ),
        bar_of(total.completed, total.eligible),
        el(
            "p",
            _("全數計入（無排除）"),
            " ",
            rate_shown(total.completed, total.population),
            " ",
            numbers.whole(),
            class_="fine",
        ),
    )


def _beside(one: SchemeBoard, group: Group) -> Html:
    table = group.table
    numbers = Numbers(one.scheme.code, group, table.total)
    reached: Child = [
        el("a", words.number(len(table.reached())), href=f"#reached-{one.scheme.code}", class_="open")
        if table.reached()
        else "0",
        el("span", "／", class_="sign"),
        words.number(len(table.rated())),
    ]
    told = (
        (_("還差"), numbers.missing(), "missing"),
        (_("毋須納入"), numbers.opens("excluded", table.total.excluded_total), ""),
        (_("達 {percent} % 機關").format(percent=percent_text(table.thresholds.target)), reached, ""),
    )
    return el(
        "dl",
        [el("div", el("dt", what), el("dd", value), class_=class_ or None) for what, value, class_ in told],
        class_="figures",
    )


def _since(before: Before, now: Tally) -> Html:
    """較上次會議: the figure then, and by how much it moved, as bridges and papers say it."""
    then = before.total
    points = points_between(then, now)
    moved = None if points is None else _("{points} 個百分點").format(points=points_text(points))
    return el(
        "p",
        _("較第{number}次會議（截至{day}）").format(number=before.number, day=words.day(before.as_of)),
        " ",
        f"{rate_shown(then.completed, then.eligible)} "
        f"{words.number(then.completed)}／{words.number(then.eligible)}",
        el("b", moved) if moved else None,
        el("span", _("已完成 {count}").format(count=signed(now.completed - then.completed))),
        el("span", _("還差 {count}").format(count=signed(now.outstanding - then.outstanding))),
        class_="since",
    )


def _joined(one: SchemeBoard, group: Group) -> Html:
    """An open drive: how many joined, and no rate."""
    total = group.table.total
    numbers = Numbers(one.scheme.code, group, total)
    return el(
        "p",
        el("b", kinds_of(group)),
        _("加入家數"),
        " ",
        el("b", numbers.opens("completed", total.completed)),
        el("span", _("提報"), " ", numbers.opens("population", total.population), class_="fine"),
        el("span", _("可持續加入，不計完成率"), class_="fine"),
        class_="joined",
    )
