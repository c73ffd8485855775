"""What stands in the panel, piece by piece."""

from __future__ import annotations

from outreach.pages import words
from outreach.pages.links import to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.panel.opened import Opened, opens
from outreach.pages.panel.why import Reason, reason
from outreach.pages.terms import EXCLUSIONS, KINDS, STANDINGS
from outreach.pages.words import _, n_
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.vocabulary import Kind
from outreach.services.venues import Member, MemberPage


def heading(opened: Opened, name: str, total: int) -> Html:
    """Whose number it is, what it counts, and how many there are."""
    pieces = [name, _(KINDS[opened.among]) if opened.among else "", opened.title]
    title = " · ".join(piece for piece in pieces if piece)
    return el("h2", el("span", title), el("b", n_("{count} 家", total)), class_="listed")


def others(page: MemberPage) -> Html | None:
    """That some of the venues behind the number are other agencies', whom the reader may not see."""
    if not page.out_of_reach:
        return None
    text = n_("其中 {count} 家屬其他機關，這裡只列出您可查看的店家。", page.out_of_reach)
    return el("p", text, class_="fine")


def explained(opened: Opened, tally: Tally, *, rated: bool) -> Html:
    """How the figures come about: completed and outstanding are the base, with the excluded the population.

    An open drive (not `rated`) has no rate to explain.
    """

    def part(what: str, label: str, count: int, class_: str) -> Html:
        here = what == opened.what
        number = el("b", words.number(count)) if here else opens(count, opened.other(what))
        return el("span", label, " ", number, class_=f"{class_} here" if here else class_)

    def sign(text: str) -> Html:
        return el("span", text, class_="sign")

    reasons: list[Child] = []
    for why, title in EXCLUSIONS.items():
        if tally.excluded[why]:
            reasons.append(sign("＋" if reasons else "＝"))
            reasons.append(part(why.value, _(title), tally.excluded[why], "excluded"))
    outside = [sign("＋"), part("excluded", _("毋須納入"), tally.excluded_total, "excluded")]
    lines = [
        el(
            "p",
            part("completed", _("已完成"), tally.completed, "completed"),
            sign("＋"),
            part("outstanding", _("未完成"), tally.outstanding, "outstanding"),
            outside,
            sign("＝"),
            part("population", _("提報"), tally.population, "population"),
        )
    ]
    if reasons:
        total = el("span", _("毋須納入"), " ", words.number(tally.excluded_total))
        lines.append(el("p", total, reasons, class_="reasons"))
    if rated:
        lines.append(_rate(opened, tally))
    return el("div", lines, class_="explained")


def _rate(opened: Opened, tally: Tally) -> Html:
    note = el("span", _("取至小數第2位，以下捨去"), class_="fine") if tally.eligible else None
    return el(
        "p",
        _("完成率"),
        " ",
        el("b", rate_shown(tally.completed, tally.eligible)),
        el("span", "＝", class_="sign"),
        opens(tally.completed, opened.other("completed")),
        el("span", "／", class_="sign"),
        opens(tally.eligible, opened.other("eligible")),
        note,
        _nothing_excluded(tally) if tally.excluded_total else None,
    )


def _nothing_excluded(tally: Tally) -> Html:
    """The rate beside the official one: the same numerator over all that is on the list."""
    rate = rate_shown(tally.completed, tally.population)
    base = f"{words.number(tally.completed)}／{words.number(tally.population)}"
    return el("span", _("全數計入"), " ", rate, el("span", "＝", class_="sign"), base, class_="fine")


def listed(page: MemberPage, scheme: str) -> Html:
    """The venues of this page of the list."""
    if not page.members:
        return el("p", _("沒有符合的店家。"), class_="notice empty")
    return el("ol", [_venue(m, scheme) for m in page.members], class_="venues")


def _venue(member: Member, scheme: str) -> Html:
    why = reason(member.why, scheme)
    where = member.venue.address or member.district + member.village
    about = [member.agency, _(KINDS[Kind(member.kind)]), _(member.sector), _(member.category), where]
    standing = member.why.standing
    colour = standing.value if standing.eligible else "excluded"
    return el(
        "li",
        el(
            "div",
            el(
                "a",
                member.venue.name,
                href=to_page("venues", venue=member.venue.id),
                target="_self",
                class_="open name",
                title=_("看這家店的全部歷程"),
            ),
            el("span", _(STANDINGS[standing]), class_=f"tag {colour}"),
            class_="first",
        ),
        el("div", " · ".join(piece for piece in about if piece), class_="about"),
        reason_told(why),
    )


def reason_told(why: Reason) -> Html:
    """What decided, with the remark in force, who recorded it and when."""
    remark = (
        el("span", _("備註：{remark}").format(remark=why.remark), class_="remark") if why.remark else None
    )
    source = el("span", why.source, class_="source") if why.source else None
    return el("div", why.what, remark, source, class_="why")
