"""Where no venue is found on the map: what to do next, in steps each of which leads on."""

from __future__ import annotations

from outreach.pages import frame
from outreach.pages.links import link
from outreach.pages.map.place import Here, going, name
from outreach.pages.markup import Child, Html, el
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.find_examples import examples
from outreach.services.finding import ANYTHING, Finding
from outreach.services.mapping import Question

#: What is looked for in other words than the last, in the whole city.
_OTHERWISE = {"voucher": None, "sector": None, "standing": None, **going(None)}


def nothing_found(city: City, question: Question, here: Here, finding: Finding, *, joined_only: bool) -> Html:
    """That there is none, and the ways on: fewer conditions, a wider place, words that find something."""
    sought = finding != ANYTHING
    if sought:
        text = _("沒有符合的店家。")
    else:
        text = _("這裡沒有已加入的店家。") if joined_only else _("這裡沒有列冊的店家。")
    steps = _wider(here, sought=sought)
    if any(each.startswith("kind=") for each in question.where):
        steps.append(link(_("不限性質"), {"kind": None, "rows": None}))
    if finding.voucher:
        steps.append(link(_("不限券別"), {"voucher": None, "rows": None}))
    ways = [el("li", step) for step in steps]
    if finding.text:
        ways.append(_in_other_words(city, question))
    return el("div", el("p", text), el("ul", ways) if ways else None, class_="notice empty", role="status")


def _wider(here: Here, *, sought: bool) -> list[Html]:
    """To the district of a village and to the whole city, where these are more than is shown."""
    wider: list[Html] = []
    if here.village and here.district:
        told = _("到{place}找") if sought else _("看{place}的店家")
        wider.append(link(told.format(place=name(here.district)), going(here.district.code)))
    if here.district:
        wider.append(link(_("到全市找") if sought else _("看全市的店家"), going(None)))
    return wider


def _in_other_words(city: City, question: Question) -> Html:
    """Part of a name is enough; and words of this city that find something."""
    tried: list[Child] = [
        [_("、") if n else "", link(word, {**_OTHERWISE, "q": word})]
        for n, word in enumerate(examples(city, frame.who(), question, today=frame.today()))
    ]
    if not tried:
        return el("li", _("換個說法：店名、路名或行業的一部分就找得到。"))
    return el("li", _("換個說法，店名、路名或行業的一部分就找得到，例如："), tried)
