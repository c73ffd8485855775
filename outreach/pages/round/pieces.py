"""What both views of a round are made of: its name and days, states, steps, and the way to other rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from outreach.pages import terms, words
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.terms import KINDS
from outreach.pages.words import N_, _, n_
from outreach.rules.rounds import State, Step, days_left
from outreach.rules.vocabulary import Kind
from outreach.services.rounds import Round, RoundItem, TakenStep

STATES: Mapping[State, str] = {
    State.NOT_SUBMITTED: N_("未填報"),
    State.SUBMITTED: N_("已送出"),
    State.CONFIRMED: N_("已核定"),
    State.SENT_BACK: N_("退回"),
}
STEPS: Mapping[Step, str] = {
    Step.SUBMITTED: N_("送出"),
    Step.WITHDRAWN: N_("撤回"),
    Step.CONFIRMED: N_("核定"),
    Step.SENT_BACK: N_("退回"),
}


def state_tag(state: State) -> Html:
    """How an agency stands, in words and in shape."""
    return el("span", _(STATES[state]), class_=f"state {state.value}")


def deadline_words(deadline: date, today: date) -> Html:
    """「還有 3 天」, 「今天截止」, or in alarm 「已逾期 2 天」."""
    left = days_left(deadline, today)
    if left < 0:
        return el("span", n_("已逾期 {count} 天", -left), class_="alarm")
    return el("span", _("今天截止") if left == 0 else n_("還有 {count} 天", left))


def kinds_words(kinds: Sequence[Kind]) -> str:
    """「轄管場館、店家」; none is all."""
    return _("、").join(_(KINDS[kind]) for kind in kinds) or _("全部性質")


def items_words(items: Sequence[RoundItem]) -> str:
    """What a round asks about, in a line."""
    return _("；").join(f"{_(item.scheme_name)}（{kinds_words(item.kinds)}）" for item in items)


def when(asked: Round, today: date) -> Html:
    """As-of date and deadline; of a round that is over, when it ended."""
    pieces: list[Child] = [_("統計截止日 {day}").format(day=words.day(asked.as_of)), " · "]
    if asked.closed_at is not None:
        pieces.append(_("已於{moment}結束").format(moment=terms.moment(asked.closed_at)))
    else:
        pieces += [_("填報截止 {day}").format(day=words.day(asked.deadline)), "（"]
        pieces += [deadline_words(asked.deadline, today), "）"]
    return el("p", pieces, class_="question")


def other_rounds(known: Sequence[Round], shown: Round) -> Html | None:
    """Links to the other rounds, the newest first."""
    if len(known) < 2:
        return None
    pieces: list[Child] = []
    for one in known[:6]:
        name = one.name if one.open else _("{name}（已結束）").format(name=one.name)
        here = one.id == shown.id
        pieces.append(
            el("span", name, aria_current="true")
            if here
            else link(name, {"round": one.id, "all": None}, class_="plain")
        )
    return el("nav", pieces, class_="rounds", aria_label=_("其他填報"))


def timeline(steps: Sequence[TakenStep]) -> Html:
    """Every step, the newest first: what, who, when, with which words."""
    if not steps:
        return el("p", _("還沒有人送出。"), class_="fine")
    return el("ol", [_step(step) for step in reversed(steps)], class_="steps")


def _step(step: TakenStep) -> Html:
    tags = [
        el("span", _("沒有異動"), class_="tag") if step.nothing_changed else None,
        el("span", _("逾期"), class_="tag alarm") if step.late and step.step is Step.SUBMITTED else None,
    ]
    return el(
        "li",
        el("div", el("b", _(STEPS[step.step])), tags, class_="first"),
        el("div", f"{step.by} · {terms.moment(step.at)}", class_="fine"),
        el("div", step.words, class_="words") if step.words else None,
        class_=step.step.value,
    )
