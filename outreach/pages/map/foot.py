"""Below the map: from when the scheme holds, of which day the data is, and how a shop joins."""

from __future__ import annotations

from outreach.pages import words
from outreach.pages.bar import Asked
from outreach.pages.markup import Html, el
from outreach.pages.words import _
from outreach.services.city import City, first_day
from outreach.services.naming import scheme_named


def foot(city: City, asked: Asked) -> Html:
    """What whoever looks at the map wants to know of it."""
    scheme = scheme_named(city.reference(), asked.scheme)
    first = first_day(city, asked.scheme)
    name = _(asked.scheme_name)
    lines: list[str] = []
    if first is not None:
        lines.append(_("{scheme}自{day}起適用。").format(scheme=name, day=words.day(first)))
    lines.append(_("資料截至{day}。").format(day=words.day(asked.as_of)))
    means = city.reference().schemes[scheme.id].complete_means
    if means:
        lines.append(_("加入的意思：{means}。").format(means=_(means)))
    lines.append(_("店家想加入，請洽轄管機關，或撥打 1999 臺北市民當家熱線。"))
    return el("div", [el("p", line) for line in lines], class_="mapfoot fine")
