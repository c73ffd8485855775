"""What applying the file would do: six counts that are all its rows, the figures, and who leaves the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outreach.pages import frame, words
from outreach.pages.importing.retelling import retold
from outreach.pages.importing.work import Work
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.paging import pager, part
from outreach.pages.terms import KINDS
from outreach.pages.words import _, n_
from outreach.rules.rate import rate_shown
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.effects import Step, total
from outreach.services.imports.model import Outcome, Plan
from outreach.services.imports.outcome import OUTCOME_WORDS
from outreach.services.venues import members_by_id


def counts(plan: Plan, chosen: str = "", *, choose: bool = True) -> Html:
    """The six counts; each narrows the rows below to its own, and together they are the file's rows."""
    tiles: list[Html] = []
    for outcome, word in OUTCOME_WORDS.items():
        number, here = plan.count(outcome), outcome.value == chosen
        text = [el("span", _(word)), el("b", words.number(number))]
        class_ = f"count {outcome.value}{' here' if here else ''}{'' if number else ' zero'}"
        if choose and number:
            to: Mapping[str, str | int | None] = {"result": None if here else outcome.value, "rows": None}
            tiles.append(link(text, to, class_=class_, title=_("只看{what}").format(what=_(word))))
        else:
            tiles.append(el("span", text, class_=class_))
    summed = " ＋ ".join(words.number(plan.count(outcome)) for outcome in Outcome)
    told = _("{sum} ＝ {count} 列，檔案的每一列都在其中。")
    return el(
        "div",
        el("div", tiles, class_="counts"),
        el("p", told.format(sum=summed, count=words.number(len(plan.rows))), class_="fine"),
        class_="six",
    )


def effect(work: Work) -> Html:
    """The figures before and after, of the whole scheme and of the agency whose list it is."""
    told, agency = work.effect, work.plan.agency
    lines = list(_lines(_("全市"), told.scheme, told.open_kinds))
    if told.agency is not None and agency is not None:
        lines += _lines(agency.short_name or agency.name, told.agency, told.open_kinds)
    titles = ("", _("提報"), _("已完成"), _("未完成"), _("毋須納入"), _("完成率"))
    heads = [el("th", title, class_="num" if at else None) for at, title in enumerate(titles)]
    title = _("套用後的統計（截至{day}）").format(day=words.day(told.as_of))
    table = el("table", el("thead", el("tr", heads)), el("tbody", lines), class_="effect")
    return el("section", el("h3", title), table, class_="panel figures")


def _lines(whose: str, steps: Mapping[Kind, Step], open_kinds: frozenset[Kind]) -> Iterator[Html]:
    rated = [step for kind, step in steps.items() if kind not in open_kinds]
    if rated:
        alone = len(rated) == 1 and open_kinds
        kind = next(kind for kind in steps if kind not in open_kinds)
        yield _line(f"{whose} · {_(KINDS[kind])}" if alone else whose, total(rated), rated=True)
    for kind in open_kinds:
        yield _line(f"{whose} · {_(KINDS[kind])}", steps[kind], rated=False)


def _line(title: str, step: Step, *, rated: bool) -> Html:
    before, after = step.before, step.after
    numbers = (
        (_("提報"), before.population, after.population),
        (_("已完成"), before.completed, after.completed),
        (_("未完成"), before.outstanding, after.outstanding),
        (_("毋須納入"), before.excluded_total, after.excluded_total),
    )
    rate: Child = el("span", _("可持續加入"), class_="fine")
    if rated:
        old, new = (rate_shown(t.completed, t.eligible) for t in (before, after))
        rate = [el("span", old, class_="old"), " → ", el("b", new)] if old != new else el("b", new)
    return el(
        "tr",
        el("th", title, scope="row"),
        [_number(label, old, new) for label, old, new in numbers],
        el("td", el("span", _("完成率"), class_="label"), rate, class_="num"),
    )


def _number(label: str, old: int, new: int) -> Html:
    shown: Child = el("b", words.number(new))
    if old != new:
        sign = "＋" if new > old else "－"
        change = el("span", f"{sign}{words.number(abs(new - old))}", class_="change")
        shown = [el("span", words.number(old), class_="old"), " → ", el("b", words.number(new)), " ", change]
    return el("td", el("span", label, class_="label"), shown, class_="num")


def delisted(city: City, work: Work) -> Html | None:
    """The venues that a full list no longer has, with what they are now."""
    plan = work.plan
    if not plan.complete:
        return None
    title = _("清單未列而移出")
    if not plan.delisted:
        nobody = el("p", _("沒有：該機關在名冊上的店家，檔案全都列了。"), class_="fine")
        return el("section", el("h3", title), nobody, class_="panel")
    number, ids = part(plan.delisted, "off")
    found = members_by_id(city, frame.who(), plan.scheme.code, plan.effective_on, ids)
    rows = [
        el(
            "li",
            el("b", m.venue.name),
            el("span", " · ".join(p for p in (m.agency, m.venue.address) if p), class_="fine"),
        )
        for m in found
    ]
    told = _("自{day}起不再列於名冊；若只是這份檔案沒列，請取消勾選「這是全量清單」。")
    return el(
        "section",
        el("h3", title, el("span", n_("{count} 家", len(plan.delisted)), class_="of")),
        el("p", told.format(day=words.day(plan.effective_on)), class_="alarm"),
        el("ol", rows, class_="delisted"),
        pager(number, len(plan.delisted), parameter="off"),
        class_="panel",
    )


def about(plan: Plan) -> Html | None:
    """What is to be known of the file as a whole: trades it would add, columns that mean something else."""
    told = [el("p", retold(problem.problem)) for problem in plan.about_columns]
    if plan.new_sectors:
        names = "、".join(plan.new_sectors[:12]) + ("…" if len(plan.new_sectors) > 12 else "")
        text = n_("將新增 {count} 個行業：", len(plan.new_sectors)) + names
        told.append(el("p", text))
    return el("div", told, class_="notice note", role="status") if told else None
