"""The words of contacts: ways, outcomes, and distances."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.pages import words
from outreach.pages.terms import STANDINGS, participation
from outreach.pages.words import N_, _
from outreach.rules.contacting import Outcome, Way
from outreach.services.visit_stops import Stage, Stop

WAYS: Mapping[Way, str] = {
    Way.VISIT: N_("訪視（方式）"),
    Way.PHONE: N_("電話"),
    Way.MAIL: N_("郵件"),
    Way.MEETING: N_("會議"),
}
#: In the order of the buttons: what is tapped most often at the door comes first.
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.JOINED: N_("已加入"),
    Outcome.AGREED: N_("同意加入"),
    Outcome.WILL_THINK: N_("考慮中"),
    Outcome.REACHED: N_("已聯繫上"),
    Outcome.NOT_IN: N_("未遇"),
    Outcome.DECLINED: N_("無意願"),
}


def way(code: str) -> str:
    """A way of contact in words."""
    return _(WAYS[Way(code)])


def outcome(code: str) -> str:
    """An outcome in words."""
    return _(OUTCOMES[Outcome(code)])


def stage(found: Stage) -> str:
    """How a venue stands with one scheme: its stage, or why there is nothing to be won."""
    if found.standing is None:
        return _("未列冊")
    if found.standing.exclusion is not None:
        return _(STANDINGS[found.standing])
    return participation(found.participation, found.scheme)


def distance(metres: float) -> str:
    """Metres as people say them: 80 公尺, 1.2 公里."""
    if metres < 995:
        return _("{count} 公尺").format(count=words.number(int(round(metres, -1))))
    return _("{count} 公里").format(count=f"{metres / 1000:.1f}".removesuffix(".0"))


def tried(stop: Stop) -> str:
    """What was tried before: 上次 110年10月12日 電話 未遇（共 2 次）; "" where nothing was."""
    last = stop.last
    if last is None:
        return ""
    told = _("上次 {day} {way} {outcome}（共 {count} 次）")
    return told.format(
        day=words.day(last.on_day),
        way=way(last.way),
        outcome=outcome(last.outcome),
        count=words.number(last.times),
    )


def where(stop: Stop) -> str:
    """The address, or the district and village where there is none."""
    return stop.venue.address or f"{stop.district}{stop.village}"
