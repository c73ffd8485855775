"""What is being prepared: the plan of one file under one set of choices, and the import that applies it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePath

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from outreach.pages import frame
from outreach.pages.importing.applying import Applying, asker
from outreach.pages.importing.choices import Chosen
from outreach.pages.importing.conflicts import resolved
from outreach.pages.importing.given import Given
from outreach.pages.importing.reading import corrections
from outreach.pages.words import N_, _
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.imports.apply import Applied, apply_plan
from outreach.services.imports.effect import Effect, effect_of
from outreach.services.imports.model import Options, Plan
from outreach.services.imports.outcome import outcome_file
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import ReadFile
from outreach.services.setup import Progress
from outreach.services.who import Who
from outreach.sheets.writing import format_like

_WORK = "import_of_work"
#: What services say they are doing.
DOING = (N_("比對資料"), N_("寫入店家"), N_("寫入事實"), N_("寫入聯絡資料"), N_("完成"))


@dataclass(slots=True)
class Work:
    """A plan that is shown, or has been applied; `key` tells it from that of any other file or choice."""

    key: Hashable
    read: ReadFile
    options: Options
    plan: Plan
    effect: Effect
    job: Applying | None = None

    @property
    def outcome_name(self) -> str:
        """The name under which the outcome file is saved."""
        return f"{PurePath(self.plan.filename).stem}-{_('結果')}.{format_like(self.read.sheet)}"

    def outcome(self) -> bytes:
        """The outcome file."""
        return outcome_file(self.read, self.plan)


def present_work() -> Work | None:
    """What is being prepared or was applied on this page."""
    work = st.session_state.get(_WORK)
    return work if isinstance(work, Work) else None


def watch(work: Work) -> None:
    """Make another page's work this one's too."""
    st.session_state[_WORK] = work


def plan_anew() -> None:
    """Forget the plan, so that the file is planned again as things stand now."""
    st.session_state.pop(_WORK, None)


def planned(city: City, given: Given, read: ReadFile, chosen: Chosen) -> Work:
    """The plan of the file under the choices, worked out once. Raises the refusals of planning."""
    sheet, headings = corrections()
    settled = resolved()
    options = Options(
        chosen.scheme, chosen.agency or None, chosen.effective_on, sheet, headings, chosen.complete, settled
    )
    key = (
        *(given.digest, given.name, chosen, sheet),
        *(tuple(sorted(headings.items())), tuple(sorted(settled.items()))),
    )
    work = present_work()
    if work is not None and work.key == key:
        return work
    who, today = frame.who(), frame.today()
    meter = st.progress(0.0, text=_("比對資料"))
    plan = plan_import(
        city, who, read, options, today=today, progress=lambda share, what: _show(meter, share, what)
    )
    as_of = max(plan.effective_on, cities.opening_day(city, today))
    work = Work(key, read, options, plan, effect_of(city, who, plan, as_of))
    meter.empty()
    st.session_state[_WORK] = work
    return work


def _show(meter: DeltaGenerator, share: float, what: str) -> None:
    meter.progress(min(max(share, 0.0), 1.0), text=_(what))


def applying(city: City, who: Who, work: Work, today: date) -> Applying:
    """The import of exactly this plan; made once for a plan, so that it cannot be begun twice."""
    if work.job is None:

        def apply(progress: Progress) -> Applied:
            now = datetime.now(UTC)
            return apply_plan(
                city, who, work.plan, work.read, work.options, today=today, now=now, progress=progress
            )

        work.job = Applying(asker(who), work, apply)
    return work.job
