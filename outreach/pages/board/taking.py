"""The board's table as a file: the same lines, every number in a column of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outreach.pages.board.pieces import kinds_of, name_of
from outreach.pages.board.table import Confirmed, Line, day_short, lines
from outreach.pages.downloads import offer
from outreach.pages.words import N_, _
from outreach.rules.rate import NO_RATE, Tally, rate_shown
from outreach.services.board import Board
from outreach.services.city import City
from outreach.services.remedies import Remedy
from outreach.sheets.table import Cell

_RATED = (
    N_("完成率"),
    N_("已完成"),
    N_("母數"),
    N_("還差"),
    N_("毋須納入"),
    N_("提報"),
    N_("全數計入"),
)


def offer_table(found: Board, confirmed: Confirmed) -> None:
    """Put 下載 below the table."""

    def rows() -> Iterator[list[Cell]]:
        for line in told:
            yield _row(line, found, confirmed)
        total = Line(0, "", _("合計"), False, *_totals(found))
        yield _row(total, found, {})

    told = lines(found)
    offer(f"board-{found.as_of.isoformat()}", _("看板"), _headings(found), rows, key="board_table")


def offer_lists(city: City, found: Board, stated: Mapping[int, Remedy]) -> None:
    """Put 下載 below the review lists: each agency on one, with cause and remedy where it is on several."""
    told: list[list[Cell]] = []
    late = {city.reference().agencies[each.agency].code: stated.get(each.agency) for each in found.behind}
    for one in found.schemes:
        for row in one.rated.table.to_review() if one.rated else ():
            numbers: list[Cell] = [row.tally.outstanding, row.tally.completed, row.tally.eligible]
            why = late.get(row.key)
            words: list[Cell] = [why.cause, why.remedy] if why else ["", ""]
            rate = rate_shown(row.tally.completed, row.tally.eligible)
            told.append([name_of(one), row.name, *numbers, rate, _("是") if row.key in late else "", *words])
    if not told:
        return
    titles = [_("方案"), _("機關"), _("還差"), _("已完成"), _("母數"), _("完成率")]
    more = [_("兩方案均落後"), _("原因"), _("改善措施")]
    name = f"review-{found.as_of.isoformat()}"
    offer(name, _("檢討名單"), [*titles, *more], told, key="board_review", label=_("下載檢討名單"))


def _headings(found: Board) -> list[str]:
    told = [_("機關")]
    for one in found.schemes:
        if one.rated is not None:
            told += [f"{name_of(one)} {_(title)}" for title in _RATED]
        if one.open is not None:
            told.append(f"{_(one.scheme.name)} {_('{kinds}加入家數').format(kinds=kinds_of(one.open))}")
    return [*told, _("最近確認")]


def _totals(found: Board) -> tuple[dict[str, Tally], dict[str, Tally]]:
    rated = {one.scheme.code: one.rated.table.total for one in found.schemes if one.rated}
    return rated, {one.scheme.code: one.open.table.total for one in found.schemes if one.open}


def _row(line: Line, found: Board, confirmed: Confirmed) -> list[Cell]:
    cells: list[Cell] = [line.name]
    for one in found.schemes:
        code = one.scheme.code
        if one.rated is not None:
            cells += _rated(line.rated.get(code, Tally()))
        if one.open is not None:
            cells.append(line.open.get(code, Tally()).completed)
    last = confirmed.get(line.id) if line.key else None
    return [*cells, day_short(last.at) if last else ""]


def _rated(tally: Tally) -> list[Cell]:
    if not tally.population:
        return [NO_RATE, 0, 0, 0, 0, 0, NO_RATE]
    return [
        rate_shown(tally.completed, tally.eligible),
        tally.completed,
        tally.eligible,
        tally.outstanding,
        tally.excluded_total,
        tally.population,
        rate_shown(tally.completed, tally.population),
    ]
