"""Two venues side by side, and what may be decided of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from outreach.pages import frame, words
from outreach.pages.duplicates.deciding import show_decisions
from outreach.pages.duplicates.listing import why
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el, show
from outreach.pages.terms import moment
from outreach.pages.venues.history import FACETS, Shown
from outreach.pages.venues.listing import standing_tag
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.duplicates.comparing import Comparison, Held, Side, compare
from outreach.services.reach import OutOfReach

_PAIR = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
#: What holds of a venue whatever the scheme, and under each, in the order in which people say it.
_COMMON = (Facet.KIND, Facet.SECTOR, Facet.PLACE, Facet.PREMISES, Facet.OPERATING)
_OF_SCHEME = (Facet.LISTING, Facet.CATEGORY, Facet.PARTICIPATION)


def show_pair(city: City, text: str, day: date) -> None:
    """The pair of the address (`12-345`), or the sentence that there is none."""
    back = link(["‹ ", _("回清單")], {"pair": None, "undo": None}, class_="back")
    try:
        asked = _PAIR.fullmatch(text)
        if asked is None:
            raise OutOfReach(venue_id=text[:20])
        found = compare(city, frame.who(), int(asked[1]), int(asked[2]), today=day)
    except Refusal as refusal:
        frame.notice(words.said(refusal), next_step=back, kind="alarm")
        return
    show(back, el("h2", _("並列比較"), class_="found"), _about(found), _table(city, found))
    show_decisions(city, found, day)


def _about(found: Comparison) -> Child:
    told: list[Child] = []
    if found.signs:
        told.append(el("p", _("疑似重複的理由：{why}").format(why=why(found.signs)), class_="question"))
    if found.apart is not None:
        text = _("{who}於{when}標記為不是重複：{reason}").format(
            who=found.apart.by, when=moment(found.apart.at), reason=found.apart.reason
        )
        told.append(el("p", text, class_="question"))
    if found.merged_into is not None:
        loser, winner = found.merged_into
        text = _("店家 {loser} 已併入店家 {winner}。").format(loser=loser, winner=winner)
        told.append(el("p", text, class_="question"))
    return told


def _table(city: City, found: Comparison) -> Html:
    two, shown = (found.one, found.other), Shown.of(city)
    rows = [_descriptions(two), *(_fact(two, facet, "", shown, None) for facet in _COMMON)]
    body = [row for group in rows for row in (group if isinstance(group, list) else [group]) if row]
    for scheme in city.reference().schemes.values():
        lines = [_standing(two, scheme.id)]
        lines += [_fact(two, facet, scheme.name, shown, scheme.id) for facet in _OF_SCHEME]
        told = [line for line in lines if line]
        if told:
            body.append(el("tr", el("th", _(scheme.name), scope="rowgroup", colspan=3), class_="group"))
            body += told
    heads = [el("td", class_="void"), *(el("th", _name(side), scope="col") for side in two)]
    return el("table", el("thead", el("tr", heads)), el("tbody", body), class_="compare")


def _name(side: Side) -> Html:
    if side.venue is None:
        return el("span", side.brief.name)
    to = to_page("venues", venue=side.brief.id)
    return el("a", side.brief.name, href=to, target="_self", class_="open", title=_("看這家店的全部歷程"))


def _descriptions(two: tuple[Side, Side]) -> list[Html]:
    def text(side: Side, name: str) -> str:
        value = getattr(side.venue, name, "") if side.venue is not None else ""
        return str(value or "")

    def point(side: Side) -> str:
        venue = side.venue
        known = venue is not None and venue.lon is not None and venue.lat is not None
        return f"{venue.lat:.5f}, {venue.lon:.5f}" if known and venue is not None else ""

    rows = [
        _row(_("店家編號"), [str(side.brief.id) for side in two], tell_apart=False),
        _row(_("機關"), [side.brief.agency or _("（未填）") for side in two]),
        _row(_("地址"), [side.brief.address for side in two]),
        _row(_("統一編號"), [_seen(side, text(side, "tax_id")) for side in two]),
        _row(_("適用券別"), [_seen(side, text(side, "voucher_kinds")) for side in two]),
        _row(_("位置"), [_seen(side, point(side)) for side in two]),
        _row(_("聯絡資料"), [_seen(side, _("有") if side.has_contact else "") for side in two]),
    ]
    return [row for row in rows if row]


def _seen(side: Side, text: str) -> str | None:
    """A text, or None where the asker may not see it."""
    return None if side.venue is None else text


def _fact(
    two: tuple[Side, Side], facet: Facet, scheme: str, shown: Shown, scheme_id: int | None
) -> Html | None:
    held = [next((h for h in s.facts if (h.facet, h.scheme) == (facet, scheme)), None) for s in two]
    values = [
        None if side.venue is None else shown.said(facet, fact.value, scheme_id) if fact else ""
        for side, fact in zip(two, held, strict=True)
    ]
    return _row(_(FACETS[facet]), values, below=[_since(fact) for fact in held])


def _since(fact: Held | None) -> Child:
    if fact is None:
        return None
    told = [_("自{day}起").format(day=words.day(fact.since))]
    if fact.remark:
        told.append(_("備註：{remark}").format(remark=fact.remark))
    return el("span", " · ".join(told), class_="fine")


def _standing(two: tuple[Side, Side], scheme_id: int) -> Html | None:
    stands: list[Mapping[int, Html]] = [
        {scheme.id: standing_tag(standing) for scheme, standing in side.brief.standings} for side in two
    ]
    if not any(scheme_id in s for s in stands):
        return None
    cells = [el("td", s.get(scheme_id, el("span", _("不在名冊上"), class_="none"))) for s in stands]
    return el("tr", el("th", _("統計歸類"), scope="row"), cells)


def _row(
    title: str,
    values: Sequence[str | None],
    *,
    below: Sequence[Child] = (None, None),
    tell_apart: bool = True,
) -> Html | None:
    """One line of the comparison; None where neither has anything. What differs is marked."""
    if not any(values):
        return None
    differ = tell_apart and None not in values and values[0] != values[1]
    cells = [
        el("td", el("span", _("其他機關，不顯示"), class_="none"))
        if value is None
        else el("td", value or el("span", "—", class_="none"), " ", under)
        for value, under in zip(values, below, strict=True)
    ]
    mark = el("span", "≠", class_="differs", title=_("兩家不同")) if differ else None
    return el("tr", el("th", title, mark, scope="row"), cells, class_="differ" if differ else None)
