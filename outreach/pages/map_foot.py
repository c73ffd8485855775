"""The map's foot: from when the scheme holds, of which day the data is, how a shop joins, and open data."""

from __future__ import annotations

from outreach.pages import frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.words import _
from outreach.rules.dates import TAIPEI
from outreach.services.city import City, first_day
from outreach.services.naming import scheme_named
from outreach.services.open_data import last_recorded


def foot(city: City, asked: Asked) -> Html:
    """What whoever looks at the map wants to know of it."""
    scheme = scheme_named(city.reference(), asked.scheme)
    first, recorded = first_day(city, asked.scheme), last_recorded(city)
    name = _(asked.scheme_name)
    lines: list[str] = []
    if first is not None:
        lines.append(_("{scheme}自{day}起適用。").format(scheme=name, day=words.day(first)))
    told = _("資料截至{day}。").format(day=words.day(asked.as_of))
    if recorded is not None:
        # A demonstration's story may have been written down a little beyond the day on which people work.
        last = min(recorded.astimezone(TAIPEI).date(), frame.today())
        told += _("最近一次登錄在{day}。").format(day=words.day(last))
    lines.append(told)
    means = city.reference().schemes[scheme.id].complete_means
    if means:
        lines.append(_("加入的意思：{means}。").format(means=_(means)))
    lines.append(_("店家想加入，請洽轄管機關，或撥打 1999 臺北市民當家熱線。"))
    data = el("a", _("開放資料"), href=to_page("open-data").partition("?")[0], target="_self")
    return el("footer", [el("p", line) for line in lines], el("p", data), class_="mapfoot fine")
