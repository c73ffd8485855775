"""What narrows and orders the list besides the bar's question; it stands in the address too."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from outreach.pages import bar
from outreach.pages.terms import EXCLUSIONS
from outreach.pages.words import _
from outreach.rules.vocabulary import Exclusion
from outreach.services.exclusions import Sorting

#: Parameters of the address that are this page's own.
OWN = ("reason", "overdue", "sort")


@dataclass(frozen=True, slots=True)
class Filters:
    """A reason (None: all), whether only what is past its review, and the order."""

    reason: Exclusion | None
    overdue: bool
    sorting: Sorting

    @property
    def reasons(self) -> tuple[Exclusion, ...]:
        """The reasons asked for; none means all."""
        return (self.reason,) if self.reason else ()

    def in_words(self) -> tuple[str, ...]:
        """What is narrowed, in words."""
        return (
            *((_(EXCLUSIONS[self.reason]),) if self.reason else ()),
            *((_("逾期未覆核"),) if self.overdue else ()),
        )


def ask_more() -> Filters:
    """Show the pickers, and what they hold."""
    asked = st.query_params
    reason, sort = asked.get("reason", ""), asked.get("sort", "")
    found = Filters(
        Exclusion(reason) if reason in list(Exclusion) else None,
        asked.get("overdue", "") == "1",
        Sorting(sort) if sort in list(Sorting) else Sorting.AGE,
    )
    st.session_state["excluded_reason"] = found.reason.value if found.reason else ""
    st.session_state["excluded_overdue"] = found.overdue
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar_more", gap="small"):
        titles = {"": _("全部原因"), **{e.value: _(title) for e, title in EXCLUSIONS.items()}}
        st.selectbox(
            _("原因"),
            list(titles),
            format_func=lambda c: titles.get(c, c),
            key="excluded_reason",
            on_change=lambda: bar.change(reason=st.session_state["excluded_reason"], page=None),
            width=240,
        )
        st.toggle(
            _("只看逾期未覆核"),
            key="excluded_overdue",
            on_change=lambda: bar.change(
                overdue="1" if st.session_state["excluded_overdue"] else None, page=None
            ),
        )
    return found


def clear() -> None:
    """Ask for all excluded venues of the scheme."""
    bar.change(kind=None, district=None, agency=None, page=None, **dict.fromkeys(OWN))
