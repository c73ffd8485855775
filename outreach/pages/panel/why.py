"""Why a venue is where it is, as a sentence: the fact or order that decided, since when, by whom."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.pages import terms, words
from outreach.pages.words import _
from outreach.rules.vocabulary import Facet, Operating, Premises
from outreach.services.explain import Why


@dataclass(frozen=True, slots=True)
class Reason:
    """`what` decided, the `remark` that was given, and who recorded it when; empty where there is none."""

    what: str
    remark: str
    source: str


def reason(why: Why, scheme: str) -> Reason:
    """A venue's deciding fact or order in the reader's words."""
    if why.order is not None:
        ordered = _("依行業公告停業，自{day}起；尚無復業核准").format(day=words.day(why.order.suspended_from))
        return Reason(ordered, why.order.document, "")
    value = _value(why, scheme)
    if why.fact is None:
        return Reason(_("{value}（尚無登錄）").format(value=value), "", "")
    source = _("{actor} 於 {moment} 登錄").format(
        actor=why.fact.actor, moment=terms.moment(why.fact.recorded_at)
    )
    since = _("{value}，自{day}起").format(value=value, day=words.day(why.fact.effective_on))
    return Reason(since, why.remark, source)


def _value(why: Why, scheme: str) -> str:
    if why.facet is Facet.PREMISES:
        return _(terms.PREMISES[Premises(why.value)])
    if why.facet is Facet.OPERATING:
        return _(terms.OPERATING[Operating(why.value)])
    return terms.participation(why.participation, scheme)
