"""The sheet of paper: it reads in black and white, and long lists end with how many more there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from outreach.pages import terms, words
from outreach.pages.markup import Child, Html, el
from outreach.pages.parts import parts_table, signed
from outreach.pages.round.pieces import kinds_words
from outreach.pages.terms import EXCLUSIONS
from outreach.pages.words import _, n_
from outreach.rules.dates import today_in_taipei
from outreach.rules.rate import rate_shown
from outreach.services.brief import Brief, Excluded, Group, Outstanding

#: Lines of each list that fit on one page together with everything else.
GROUPS_OF_A_REASON, GROUPS_OF_A_STAGE, NAMES = 2, 1, 2
#: Characters of a remark on paper; the page of the venue has all of it.
LONGEST_REMARK = 36


def sheet(found: Brief) -> Html:
    """The whole brief."""
    return el(
        "article",
        _title(found),
        _figure(found),
        _bridge(found),
        _excluded(found),
        _outstanding(found),
        _foot(found),
        class_="brief",
    )


def _title(found: Brief) -> Html:
    about = [found.agency, _(found.scheme_name), kinds_words(found.kinds)]
    day = _("截至{day}").format(day=words.day(found.as_of))
    lines = [el("h2", " · ".join(about)), el("p", " · ".join(x for x in (day, found.round_name) if x))]
    if found.submitted is not None:
        told = _("{by} 於 {moment} 送出的清單").format(
            by=found.submitted.by, moment=terms.moment(found.submitted.at)
        )
        lines.append(el("p", told, class_="fine"))
    return el("header", lines)


def _figure(found: Brief) -> Html:
    tally = found.tally
    if found.open:
        pairs: list[tuple[str, Child]] = [
            (_("加入家數"), n_("{count} 家", tally.completed)),
            (_("提報家數"), n_("{count} 家", tally.population)),
            (_("毋須納入"), n_("{count} 家", tally.excluded_total)),
        ]
    else:
        whole = rate_shown(tally.completed, tally.population)
        pairs = [
            (
                _("完成率"),
                _with_base(rate_shown(tally.completed, tally.eligible), tally.completed, tally.eligible),
            ),
            (_("還差"), n_("{count} 家", tally.outstanding)),
            (_("毋須納入"), n_("{count} 家", tally.excluded_total)),
            (_("全數計入"), _with_base(whole, tally.completed, tally.population)),
        ]
    cells = [el("div", el("dt", title), el("dd", value)) for title, value in pairs]
    note = _("完成率取至小數第2位，以下捨去。") if not found.open else _("可持續加入，不計完成率。")
    return el("section", el("dl", cells, class_="figure"), el("p", note, class_="fine"))


def _with_base(rate: str, completed: int, base: int) -> list[Child]:
    return [el("b", rate), " ", el("small", f"{words.number(completed)}／{words.number(base)}")]


def _bridge(found: Brief) -> Html | None:
    since, before = found.since, found.before
    if since is None or before is None:
        return None
    now = found.tally
    if found.open:
        figure = f"{words.number(before.completed)} → {words.number(now.completed)}"
    else:
        rates = [rate_shown(t.completed, t.eligible) for t in (before, now)]
        missing = signed(now.outstanding - before.outstanding)
        figure = f"{' → '.join(rates)} · " + _("還差 {count}").format(count=missing)
    name = _("較{name}（截至{day}）").format(name=since.round_name, day=words.day(since.as_of))
    told: Child = parts_table(found.parts, rated=not found.open)
    if not found.parts:
        told = el("p", _("沒有增減。"))
    return el("section", el("h3", name, el("span", figure, class_="of")), told)


def _excluded(found: Brief) -> Html | None:
    if not found.excluded:
        return None
    overdue = n_("逾期未覆核 {count} 家", found.overdue) if found.overdue else ""
    title = el("h3", n_("毋須納入母數 {count} 家", found.tally.excluded_total), el("b", overdue, class_="of"))
    rows = [row for reason in found.excluded for row in _reason(reason)]
    return el("section", title, _table(rows))


def _reason(reason: Excluded) -> Iterator[Html]:
    name = f"{_(EXCLUSIONS[reason.reason])} {n_('{count} 家', reason.count)}"
    yield from _rows(name, reason.groups, GROUPS_OF_A_REASON)


def _outstanding(found: Brief) -> Html | None:
    if found.open or not found.outstanding:
        return None
    title = el("h3", n_("未完成 {count} 家", found.tally.outstanding))
    rows = [row for stage in found.outstanding for row in _stage(stage, found.scheme)]
    return el("section", title, _table(rows))


def _stage(stage: Outstanding, scheme: str) -> Iterator[Html]:
    name = f"{terms.participation(stage.stage, scheme)} {n_('{count} 家', stage.count)}"
    yield from _rows(name, stage.groups, GROUPS_OF_A_STAGE)


def _table(rows: Iterable[Html]) -> Html:
    titles = [_("原因或進度"), _("備註"), _("店家"), _("登錄")]
    head = el("tr", [el("th", title, scope="col") for title in titles])
    return el("table", el("thead", head), el("tbody", list(rows)), class_="reasons")


def _rows(name: str, groups: Sequence[Group], most: int) -> Iterator[Html]:
    """The first groups, each with remark, venues, who and when; then how many more there are."""
    for n, group in enumerate(groups[:most]):
        yield el("tr", el("th", name if n == 0 else "", scope="row"), _group(group))
    rest = groups[most:]
    if rest:
        count = sum(group.count for group in rest)
        text = n_("另有 {count} 家（不同備註），詳見店家清單", count)
        yield el("tr", el("th", "", scope="row"), el("td", text, colspan=3, class_="more"))


def _group(group: Group) -> list[Html]:
    short = group.remark
    if len(short) > LONGEST_REMARK:
        short = short[:LONGEST_REMARK] + "…"
    shown = _("、").join(group.names[:NAMES])
    venues = shown if group.count <= NAMES else f"{shown} {n_('等 {count} 家', group.count)}"
    # Where nobody stated it of the venue, the remark is the order's own text.
    told: Child = _("行業公告") if group.remark else "—"
    if group.by is not None and group.at is not None:
        told = [f"{group.by} ", el("span", words.day(today_in_taipei(group.at)), class_="day")]
    review: Child = None
    if group.overdue:
        review = el("b", " ", n_("逾期未覆核 {count} 家", group.overdue))
    elif group.review_on is not None:
        review = el("span", " ", _("覆核日 {day}").format(day=words.day(group.review_on)))
    return [el("td", short or "—"), el("td", venues), el("td", told, review)]


def _foot(found: Brief) -> Html:
    text = _("資料序號 {seq}").format(seq=words.number(found.known_at))
    return el("footer", el("p", text, class_="fine"))
