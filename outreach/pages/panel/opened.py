"""Which number is open: as parameters of the address, as a service's question, and as a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import quote_plus

import streamlit as st

from outreach.pages import links, words
from outreach.pages.bar import Asked
from outreach.pages.markup import Html, el
from outreach.pages.words import N_, _
from outreach.rules.vocabulary import Exclusion, Kind, Standing
from outreach.services.naming import NONE_NAME
from outreach.services.who import Right
from outreach.web import asking

_EXCLUDED = tuple(s for s in Standing if s.exclusion is not None)
#: What can be opened: the standings that it stands for (none: all of them) and its name.
WHAT: Mapping[str, tuple[tuple[Standing, ...], str]] = {
    "population": ((), N_("提報家數")),
    "eligible": ((Standing.COMPLETED, Standing.OUTSTANDING), N_("母數")),
    "completed": ((Standing.COMPLETED,), N_("已完成")),
    "outstanding": ((Standing.OUTSTANDING,), N_("未完成")),
    "excluded": (_EXCLUDED, N_("毋須納入母數")),
    Exclusion.OFFICE_ONLY: ((Standing.EXCLUDED_OFFICE_ONLY,), N_("毋須納入：僅公司辦公室")),
    Exclusion.CLOSED: ((Standing.EXCLUDED_CLOSED,), N_("毋須納入：歇業")),
    Exclusion.SUSPENDED: ((Standing.EXCLUDED_SUSPENDED,), N_("毋須納入：停業")),
    Exclusion.NOT_REOPENED: ((Standing.EXCLUDED_NOT_REOPENED,), N_("毋須納入：尚未復業")),
}
#: What an agency is called in the address where a venue has none.
NOBODY = "-"
CLOSED: Mapping[str, None] = dict.fromkeys(("list", "of", "own", "among", "also", "page"))
_SET = frozenset(CLOSED)
_SET_HERE = _SET | {"scheme"}


@dataclass(frozen=True, slots=True)
class Opened:
    """One number: what it counts, of which agency (with those under it, unless `own`), of which kind.

    `also` is one further FIELD=CODE condition, such as a village's.
    """

    what: str
    of: str = ""
    own: bool = False
    among: Kind | None = None
    also: str = ""

    def address(self) -> dict[str, str | int | None]:
        """Parameters of the address that open it, on its first page."""
        told = {"list": self.what, "of": self.of, "also": self.also}
        return {
            **CLOSED,
            **{name: value for name, value in told.items() if value},
            "own": "1" if self.own and self.of else None,
            "among": self.among.value if self.among else None,
        }

    def parameters(self) -> str:
        """The same as they stand in an address, those alone that say something."""
        told = f"list={self.what}"
        if self.of:
            told += f"&of={_quoted(self.of)}&own=1" if self.own else f"&of={_quoted(self.of)}"
        if self.among:
            told += f"&among={self.among.value}"
        return f"{told}&also={_quoted(self.also)}" if self.also else told

    def other(self, what: str) -> Opened:
        """Another number of the same group."""
        return Opened(what, self.of, self.own, self.among, self.also)

    @property
    def title(self) -> str:
        """What it counts, in words."""
        return _(WHAT[self.what][1])

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings it counts; none means all."""
        return WHAT[self.what][0]

    def where(self, asked: Asked) -> tuple[str, ...]:
        """The conditions of the question and of this number together."""
        conditions = [*(asked.where_among((self.among,)) if self.among else asked.where)]
        if self.also:
            conditions.append(self.also)
        if self.of == NOBODY:
            conditions.append(f"agency={NONE_NAME}")
        elif self.own and self.of:
            conditions.append(f"agency={self.of}")
        return tuple(conditions)

    @property
    def bureau(self) -> str | None:
        """The agency whose roll-up is meant, if one is."""
        return self.of if self.of and self.of != NOBODY and not self.own else None


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    return quote_plus(text)


@cache
def _title(language: str, what: str) -> str:
    """What a number's link says, for any count."""
    told = words.translated(N_("{what}：列出 {count} 家"), language)
    return told.replace("{what}", words.translated(WHAT[what][1], language))


def in_address() -> Opened | None:
    """The number that the address opens; None where it opens none, or names something else."""
    asked = st.query_params
    if asked.get("list", "") not in WHAT:
        return None
    among = asked.get("among", "")
    return Opened(
        asked["list"],
        asked.get("of", ""),
        asked.get("own", "") == "1",
        Kind(among) if among in list(Kind) else None,
        asked.get("also", ""),
    )


def opens(count: int, opened: Opened, *, class_: str = "open", scheme: str = "") -> Html:
    """A count that opens its venues; no link where there are none.

    A page that shows several schemes names the `scheme` (a code) of the number.
    """
    text = words.number(count)
    if not count or not asking.who().may(Right.SEE_VENUES):
        return el("span", text, class_="none" if not count else None)
    title = _title(words.language(), opened.what).format(count=text)
    address = links.prefix(_SET_HERE if scheme else _SET) + opened.parameters()
    if scheme:
        address += f"&scheme={_quoted(scheme)}"
    return el("a", text, href=address, class_=class_, data_stay=True, target="_self", title=title)
