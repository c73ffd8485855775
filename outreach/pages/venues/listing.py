"""The list of venues: one row each, a card each on a phone."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.pages import terms, words
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.panel.why import reason
from outreach.pages.terms import KINDS, STANDINGS
from outreach.pages.words import N_, _
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.city import City
from outreach.services.venues import Member, MemberPage

HEADINGS = (
    N_("店家名稱"),
    N_("機關"),
    N_("行政區・里"),
    N_("參與狀態"),
    N_("統計歸類"),
    N_("自"),
    N_("備註"),
)


def listed(page: MemberPage, scheme: str, places: Mapping[str, str]) -> Html:
    """The venues of this part of the list; each name opens its venue."""
    rows = [_row(member, scheme, places) for member in page.members]
    heads = [el("th", _(heading), scope="col") for heading in HEADINGS]
    return el("table", el("thead", el("tr", heads)), el("tbody", rows), class_="venue-list")


def place_names(city: City) -> Mapping[str, str]:
    """Districts and villages in the reader's language, where it is not their own."""
    if words.language() == "zh":
        return {}
    return {p.name: words.place(p.name, p.name_en) for p in city.reference().places.values()}


def standing_tag(standing: Standing) -> Html:
    """A standing in its colour, and in the shape that repeats it: filled, hollow or crossed."""
    colour = standing.value if standing.eligible else "excluded"
    return el("span", _(STANDINGS[standing]), class_=f"standing {colour}")


def _row(member: Member, scheme: str, places: Mapping[str, str]) -> Html:
    venue, why = member.venue, member.why
    about = [_(KINDS[Kind(member.kind)]), _(member.sector), _(member.category), venue.address]
    district, village = (places.get(name, name) for name in (member.district, member.village))
    remark = reason(why, scheme).remark
    return el(
        "tr",
        el(
            "th",
            link(venue.name, {"venue": venue.id}, class_="open"),
            el("span", " · ".join(piece for piece in about if piece), class_="about"),
            scope="row",
        ),
        _cell(_("機關"), member.agency, "whose"),
        _cell(_("行政區・里"), " ".join(piece for piece in (district, village) if piece), "place"),
        _cell(_("參與狀態"), terms.participation(why.participation, scheme)),
        el("td", standing_tag(why.standing), class_="where"),
        _cell(_("自"), words.day(why.since) if why.since else _("尚無登錄"), "since"),
        _cell(_("備註"), remark, "remark"),
    )


def _cell(label: str, child: Child, class_: str = "") -> Html:
    """A cell that carries its heading for the phone; one without content is left out there."""
    return el("td", el("span", label, class_="label"), child, class_=class_ if child else f"{class_} void")
