"""The parts as a table, and every agency's or district's change below it."""

from __future__ import annotations

from collections.abc import Callable

from outreach.figures.bridge import PartFigure
from outreach.figures.positions import Dimension
from outreach.pages import words
from outreach.pages.bridge.answer import Answer
from outreach.pages.bridge.ends import end_words, meeting_words
from outreach.pages.downloads import offer
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.parts import PARTS, signed
from outreach.pages.words import _
from outreach.rules.bridge import Part
from outreach.rules.honesty import hundredths
from outreach.rules.points import points_text
from outreach.rules.rate import Tally, rate_shown
from outreach.services.bridge import BridgeRow, raised
from outreach.services.bridge_ends import End
from outreach.sheets.table import Cell


def rate_words(tally: Tally, *, rated: bool) -> str:
    """「93.10 %（1,431／1,537）」; of an open drive 「加入 212 家」."""
    if not rated:
        return _("加入 {count} 家").format(count=words.number(tally.completed))
    base = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    return f"{rate_shown(tally.completed, tally.eligible)}（{base}）"


def headline(found: Answer) -> Html:
    """How the figure went, and how much of a rise is owed to exclusions."""
    row = found.shown
    before, after = (
        el("span", rate_words(tally, rated=found.rated), class_="end") for tally in (row.before, row.after)
    )
    lines = [el("p", before, " → ", after, class_="big")]
    told = change_words(row) if found.rated else None
    if told is not None:
        lines.append(told)
    return el("section", el("h2", found.name or _("全部機關")), lines, class_="card bridge-headline")


def change_words(row: BridgeRow) -> Html | None:
    """「+14.45 個百分點，其中 11.04 個百分點是毋須納入造成（12 家）」; None where a rate is missing."""
    found = raised(row)
    if found is None:
        return None
    change = _("{points} 個百分點").format(points=points_text(hundredths(found.rise.change)))
    owed = found.rise.by_exclusions
    if owed is None or hundredths(owed) <= 0 or found.rise.change <= 0:
        return el("p", change)
    told = _("，其中 {points} 個百分點來自毋須納入（{count} 家）")
    points = points_text(hundredths(owed)).removeprefix("+")
    told = told.format(points=points, count=words.number(found.excluded))
    mostly = el("b", _("升幅多來自毋須納入"), class_="tag alarm") if found.rise.mostly_by_exclusions else None
    return el("p", change, told, mostly)


def parts(found: Answer) -> Html:
    """From the earlier figures through every part to the later ones; a part opens its venues."""
    titles = [_("增減原因"), _("店家數"), *_counted(found)]
    head = el("tr", [el("th", t, scope="col", class_="num" if n else None) for n, t in enumerate(titles)])
    ends = found.ends
    body = [_level(ends.first, found.shown.before, found), *[_part(p, found) for p in found.shown.parts]]
    foot = _level(ends.last, found.shown.after, found)
    return el(
        "table", el("thead", head), el("tbody", body), el("tfoot", foot), class_="short bridge-parts whole"
    )


def _counted(found: Answer) -> list[str]:
    if not found.rated:
        return [_("提報"), _("已加入")]
    return [_("提報"), _("母數"), _("已完成"), _("還差")]


def _numbers(found: Answer, population: int, eligible: int, completed: int, missing: int) -> list[int]:
    return [population, eligible, completed, missing] if found.rated else [population, completed]


def _level(end: End, tally: Tally, found: Answer) -> Html:
    name = [words.day(end.day), el("span", meeting_words(end), class_="about")]
    numbers = _numbers(found, tally.population, tally.eligible, tally.completed, tally.outstanding)
    cells = [el("td", words.number(n), class_="num") for n in numbers]
    return el("tr", el("th", name, scope="row"), el("td"), cells, class_="level")


def _part(part: PartFigure, found: Answer) -> Html:
    effect = part.effect
    numbers = _numbers(found, effect.population, effect.eligible, effect.completed, effect.outstanding)
    cells = [el("td", signed(n), class_="num") for n in numbers]
    title = _("{what}：列出 {count} 家").format(what=_(PARTS[part.part]), count=words.number(part.venues))
    to = {"part": part.part.value, "page": None}
    count = link(words.number(part.venues), to, title=title)
    return el("tr", el("th", _(PARTS[part.part]), scope="row"), el("td", count, class_="num"), cells)


def take_parts(found: Answer) -> None:
    """Offer the same as files."""
    rows: list[list[Cell]] = []
    ends = (found.ends.first, found.shown.before), (found.ends.last, found.shown.after)
    for end, tally in ends:
        numbers = _numbers(found, tally.population, tally.eligible, tally.completed, tally.outstanding)
        rows.append([end_words(end), None, *numbers])
    for at, part in enumerate(found.shown.parts, start=1):
        effect = part.effect
        numbers = _numbers(found, effect.population, effect.eligible, effect.completed, effect.outstanding)
        rows.insert(at, [_(PARTS[part.part]), part.venues, *numbers])
    offer(
        f"bridge-{_stem(found)}",
        _("增減原因"),
        [_("增減原因"), _("店家數"), *_counted(found)],
        rows,
        key="bridge_parts",
    )


def groups(found: Answer) -> Html:
    """Every agency or district: its figures on both days and what changed; a row is a way to its bridge."""
    of_agencies = found.by is Dimension.AGENCY
    titles = [
        _("機關") if of_agencies else _("行政區"),
        end_words(found.ends.first),
        end_words(found.ends.last),
    ]
    titles += [_("百分點")] if found.rated else []
    titles += [_("母數")] if found.rated else []
    titles += [_("已完成") if found.rated else _("已加入")]
    head = el("tr", [el("th", t, scope="col", class_="num" if n else None) for n, t in enumerate(titles)])
    body = [_group(row, found) for row in _ordered(found)]
    return el("table", el("thead", head), el("tbody", body), class_="short bridge-groups")


def _ordered(found: Answer) -> list[BridgeRow]:
    return [row for row in found.table.rows if row.before.population or row.after.population or row.parts]


def _group(row: BridgeRow, found: Answer) -> Html:
    parameter = "agency" if found.by is Dimension.AGENCY else "district"
    name: Child = row.name
    if row.key:
        name = link(row.name, {parameter: row.key, "part": None, "page": None}, class_="plain")
    told = raised(row) if found.rated else None
    mostly = told is not None and told.rise.mostly_by_exclusions
    tag = el("span", _("多來自毋須納入"), class_="tag alarm") if mostly else None
    cells = [_cell(_("前"), _rate(row.before, found)), _cell(_("後"), _rate(row.after, found))]
    if found.rated:
        points = points_text(hundredths(told.rise.change)) if told else "—"
        cells += [
            _cell(_("百分點"), points),
            _cell(_("母數"), signed(row.after.eligible - row.before.eligible)),
        ]
    label = _("已完成") if found.rated else _("已加入")
    cells.append(_cell(label, signed(row.after.completed - row.before.completed)))
    return el("tr", el("th", name, tag, scope="row"), cells)


def _rate(tally: Tally, found: Answer) -> Child:
    if not found.rated:
        return words.number(tally.completed)
    base = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    return [el("b", rate_shown(tally.completed, tally.eligible)), " ", el("span", base, class_="of")]


def _cell(label: str, value: Child) -> Html:
    return el("td", el("span", label, class_="label"), value, class_="num")


def take_groups(found: Answer) -> None:
    """Offer every group's figures with all parts, a column for what each adds to base and completed."""
    counts: list[tuple[str, Callable[[Tally], int]]] = [
        (_("提報"), lambda t: t.population),
        (_("母數"), lambda t: t.eligible),
        (_("已完成"), lambda t: t.completed),
        (_("毋須納入"), lambda t: t.excluded_total),
    ]
    headings = [_("機關") if found.by is Dimension.AGENCY else _("行政區")]
    for end in (found.ends.first, found.ends.last):
        headings += [f"{end_words(end)} {title}" for title, _count in counts]
    told = [part for part in Part if any(p.part is part for row in found.table.rows for p in row.parts)]
    for part in told:
        headings += [f"{_(PARTS[part])} {title}" for title in (_("店家數"), _("母數"), _("已完成"))]
    rows = [_taken(row, [count for _title, count in counts], told) for row in _ordered(found)]
    stem = f"bridge-{found.by.value}-{_stem(found)}"
    offer(stem, _("增減原因"), headings, rows, key="bridge_groups")


def _taken(row: BridgeRow, counts: list[Callable[[Tally], int]], told: list[Part]) -> list[Cell]:
    cells: list[Cell] = [row.name]
    cells += [count(tally) for tally in (row.before, row.after) for count in counts]
    own = {part.part: part for part in row.parts}
    for part in told:
        one = own.get(part)
        cells += [one.venues, one.effect.eligible, one.effect.completed] if one else [0, 0, 0]
    return cells


def _stem(found: Answer) -> str:
    first, last = found.ends.first.day, found.ends.last.day
    return f"{found.asked.scheme}-{first.isoformat()}-{last.isoformat()}"
