"""The parts as a waterfall, of whichever count is asked for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping

import streamlit as st

from outreach.pages import words
from outreach.pages.bridge.answer import Answer
from outreach.pages.markup import Html, el
from outreach.pages.parts import PARTS, signed
from outreach.pages.terms import STANDINGS
from outreach.pages.words import N_, _
from outreach.reports.drawings.waterfall import steps_between, waterfall
from outreach.rules.bridge import Effect, Part
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Standing

#: Counts that a picture shows, by the word in the address; the first is the usual one.
OF: Mapping[str, tuple[str, Callable[[Tally], int], Callable[[Effect], int]]] = {
    "completed": (N_("已完成"), lambda t: t.completed, lambda e: e.completed),
    "eligible": (N_("母數"), lambda t: t.eligible, lambda e: e.eligible),
    "outstanding": (N_("還差"), lambda t: t.outstanding, lambda e: e.outstanding),
    "population": (N_("提報"), lambda t: t.population, lambda e: e.population),
}
_KEY = "bridge_of"


def pick_count(found: Answer) -> str:
    """The count in the address, and the switch to another; an open drive has no base and nothing missing."""
    offered = list(OF) if found.rated else ["completed", "population"]
    asked = st.query_params.get("of", "")
    chosen = asked if asked in offered else offered[0]
    st.session_state[_KEY] = chosen
    st.segmented_control(
        _("圖示"),
        offered,
        format_func=lambda word: _title(word, found),
        key=_KEY,
        required=True,
        label_visibility="collapsed",
        on_change=_take,
    )
    return chosen


def _title(of: str, found: Answer) -> str:
    """What is counted; who joins an open drive completes nothing."""
    return _("已加入") if of == "completed" and not found.rated else _(OF[of][0])


def _take() -> None:
    st.query_params["of"] = st.session_state[_KEY]


def picture(found: Answer, of: str) -> Html:
    """The waterfall of one count as an image that says in words what it shows."""
    (_named, level, share), title = OF[of], _title(of, found)
    first, last = found.ends.first.day, found.ends.last.day
    effects = [(_label(part.part), share(part.effect)) for part in found.shown.parts if share(part.effect)]
    named = " · ".join(piece for piece in (title, _(found.asked.scheme_name), found.name) if piece)
    steps = steps_between(
        (_short(words.day(first)), level(found.shown.before)),
        [(_short(name), change) for name, change in effects],
        _short(words.day(last)),
    )
    drawing = waterfall(steps, title=named, width=max(480, min(1040, 80 * len(steps))), height=340)
    told = [f"{words.day(first)} {words.number(level(found.shown.before))}"]
    told += [f"{name} {signed(change)}" for name, change in effects]
    told.append(f"{words.day(last)} {words.number(level(found.shown.after))}")
    source = "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode("ascii")
    image = el("img", src=source, alt=f"{named}：" + _("、").join(told), class_="waterfall")
    return el("div", image, class_="waterfall-frame", tabindex="0", role="group", aria_label=named)


def _label(part: Part) -> str:
    """A part as a column says it: 毋須納入：歇業 without its 新列."""
    excluded = part.value in list(Standing)
    return _(STANDINGS[Standing(part.value)]) if excluded else _(PARTS[part])


def _short(label: str) -> str:
    """A label in lines that fit below a column."""
    return label.replace("：", "\n").replace("年", "年\n", 1)
