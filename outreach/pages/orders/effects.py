"""The effect on agencies as tables: before, after, and how many venues cross over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from outreach.pages import words
from outreach.pages.markup import Child, Html, el
from outreach.pages.terms import KINDS
from outreach.pages.words import _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.services.orders import Effect, EffectRow
from outreach.sheets.table import Cell


def effect_tables(effects: Sequence[Effect], name_of_day: Callable[[date], str]) -> list[Html]:
    """By day, a table for each scheme in which anything changes; the others in one sentence."""
    return [_day(day, tuple(found), name_of_day) for day, found in groupby(effects, key=lambda e: e.day)]


def _day(day: date, effects: Sequence[Effect], name_of_day: Callable[[date], str]) -> Html:
    changed = [effect for effect in effects if effect.rows]
    still = [_title(effect) for effect in effects if not effect.rows]
    note: str | None = None
    if not changed:
        note = _("這一天各機關的數字都不變。")
    elif still:
        note = _("{schemes}：各機關的數字都不變。").format(schemes=_("、").join(still))
    return el(
        "section",
        el("h2", words.day(day), el("span", name_of_day(day), class_="of")),
        [_table(effect) for effect in changed],
        el("p", note, class_="fine") if note else None,
        class_="panel effects",
    )


def _title(effect: Effect) -> str:
    kinds = _("、").join(_(KINDS[kind]) for kind in effect.kinds)
    return f"{_(effect.scheme.name)}（{kinds}）" if kinds else _(effect.scheme.name)


def _table(effect: Effect) -> Html:
    shown = _("加入家數") if effect.open else _("完成率")
    titles = [_("機關"), shown, _("之後"), *_crossing(effect)]
    head = el("tr", [el("th", t, scope="col", class_="num" if n else None) for n, t in enumerate(titles)])
    body: list[Html] = []
    for row in effect.rows:
        body.append(_row(row, effect, row.name))
        for each in row.inside:
            name = _("{agency}（本機關）").format(agency=each.name) if each.id == row.id else each.name
            body.append(_row(each, effect, name, "own"))
    rest = n_("其他 {count} 個機關不變", effect.unchanged) if effect.unchanged else ""
    foot = _cells(effect.total, effect, [_("全市"), el("span", rest, class_="about") if rest else None])
    return el(
        "div",
        el("h3", _title(effect)),
        el(
            "table",
            el("thead", head),
            el("tbody", body),
            el("tfoot", el("tr", foot)),
            class_="effect",
        ),
    )


def _crossing(effect: Effect) -> list[str]:
    """The last three columns: of an open drive nobody speaks of a base."""
    if effect.open:
        return [_("恢復列計"), _("停止列計"), _("提報")]
    return [_("進入母數"), _("移出母數"), _("還差")]


def _row(row: EffectRow, effect: Effect, name: str, class_: str | None = None) -> Html:
    return el("tr", _cells(row, effect, name), class_=class_)


def _cells(row: EffectRow, effect: Effect, name: Child) -> list[Html]:
    labels = _crossing(effect)
    last = (
        words.number(row.after.population)
        if effect.open
        else _arrow(row.before.outstanding, row.after.outstanding)
    )
    return [
        el("th", name, scope="row"),
        el("td", _figure(row.before, effect), class_="num"),
        el(
            "td", el("span", "→", class_="sign", aria_hidden="true"), _figure(row.after, effect), class_="num"
        ),
        _count(labels[0], row.entering, "+"),
        _count(labels[1], row.leaving, "−"),
        el("td", el("span", labels[2], class_="label"), last, class_="num"),
    ]


def _figure(tally: Tally, effect: Effect) -> list[Child]:
    """98.82 % 8,894／9,000; of an open drive how many joined."""
    if effect.open:
        return [el("b", words.number(tally.completed))]
    review = effect.thresholds.to_review(tally)
    rate = el("b", rate_shown(tally.completed, tally.eligible), class_="alarm" if review else None)
    return [rate, el("small", f"{words.number(tally.completed)}／{words.number(tally.eligible)}")]


def _count(label: str, count: int, sign: str) -> Html:
    shown = el("span", f"{sign}{words.number(count)}") if count else el("span", "0", class_="none")
    return el("td", el("span", label, class_="label"), shown, class_="num")


def _arrow(before: int, after: int) -> str:
    return words.number(after) if before == after else f"{words.number(before)} → {words.number(after)}"


def headings() -> list[str]:
    """The columns of the same tables in a file."""
    return [
        _("日期"), _("方案"), _("性質"), _("機關"),
        _("已完成（之前）"), _("母數（之前）"), _("完成率（之前）"),
        _("已完成（之後）"), _("母數（之後）"), _("完成率（之後）"), _("進入母數"), _("移出母數"),
    ]  # fmt: skip


def lines(effects: Sequence[Effect]) -> list[list[Cell]]:
    """The tables as rows of a file, each scheme ending with the whole city."""
    found: list[list[Cell]] = []
    for effect in effects:
        kinds = _("、").join(_(KINDS[kind]) for kind in effect.kinds)
        about: list[Cell] = [effect.day.isoformat(), _(effect.scheme.name), kinds]
        for row in effect.rows:
            found.append([*about, row.name, *_numbers(row, effect)])
            found += [[*about, f"　{each.name}", *_numbers(each, effect)] for each in row.inside]
        found.append([*about, _("全市"), *_numbers(effect.total, effect)])
    return found


def _numbers(row: EffectRow, effect: Effect) -> list[Cell]:
    def three(tally: Tally) -> list[Cell]:
        rate = "" if effect.open else rate_shown(tally.completed, tally.eligible)
        return [tally.completed, tally.eligible, rate]

    return [*three(row.before), *three(row.after), row.entering, row.leaving]
