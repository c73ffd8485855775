"""Who is asking, and what they may do; every service takes a `Who` and fails closed.

The table is domain.md's last one. A right ends somewhere: at the own agency, at it and its subordinates, or
nowhere in the city. `services.reach` turns that into agencies and asks it of venues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from outreach.rules.refusals import Refusal


class Role(StrEnum):
    """The roles of domain.md's last table."""

    PUBLIC = "public"
    OFFICER = "officer"
    APPROVER = "approver"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a service asks for before it does anything."""

    SEE_PUBLIC = "see_public"
    SEE_FIGURES = "see_figures"
    SEE_VENUES = "see_venues"
    SEE_CONTACTS = "see_contacts"
    CHANGE = "change"
    UNDO = "undo"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    ORDER = "order"
    READ_MEETINGS = "read_meetings"
    STEER = "steer"
    ADMINISTER = "administer"


class Extent(StrEnum):
    """How far a right reaches."""

    NOWHERE = "nowhere"
    OWN = "own"
    OWN_AND_SUBORDINATES = "own_and_subordinates"
    CITY = "city"


_PUBLIC, _OFFICER, _APPROVER = Role.PUBLIC, Role.OFFICER, Role.APPROVER
_MANAGER, _ADMINISTRATOR = Role.MANAGER, Role.ADMINISTRATOR
_STAFF: dict[Role, Extent] = {_MANAGER: Extent.CITY, _ADMINISTRATOR: Extent.CITY}
_OWN: dict[Role, Extent] = {_OFFICER: Extent.OWN, _APPROVER: Extent.OWN}
_EXTENTS: Mapping[Right, Mapping[Role, Extent]] = {
    Right.SEE_PUBLIC: dict.fromkeys(Role, Extent.CITY),
    # Counts name no venue: whoever is signed in may compare agencies, as the meeting does.
    Right.SEE_FIGURES: {_OFFICER: Extent.CITY, _APPROVER: Extent.CITY, **_STAFF},
    Right.SEE_VENUES: {_OFFICER: Extent.OWN_AND_SUBORDINATES, _APPROVER: Extent.OWN, **_STAFF},
    Right.SEE_CONTACTS: {**_OWN, **_STAFF},
    Right.CHANGE: {**_OWN, _ADMINISTRATOR: Extent.CITY},
    # Of managers, the orders and settings that they stated themselves: no venue is theirs.
    Right.UNDO: {**_OWN, _MANAGER: Extent.OWN, _ADMINISTRATOR: Extent.CITY},
    Right.SUBMIT: _OWN,
    Right.CONFIRM: {_APPROVER: Extent.OWN},
    # An approver's only where its agency is the sector's competent one.
    Right.ORDER: {_APPROVER: Extent.OWN, **_STAFF},
    Right.READ_MEETINGS: {_APPROVER: Extent.CITY, **_STAFF},
    Right.STEER: _STAFF,
    Right.ADMINISTER: {_ADMINISTRATOR: Extent.CITY},
}
#: Rights that change nothing; whoever looks through another role's eyes has no others.
READING = frozenset(
    {Right.SEE_PUBLIC, Right.SEE_FIGURES, Right.SEE_VENUES, Right.SEE_CONTACTS, Right.READ_MEETINGS}
)
_IN_CHINESE: dict[Right, str] = {
    Right.SEE_PUBLIC: "查看公開資料",
    Right.SEE_FIGURES: "查看全市統計",
    Right.SEE_VENUES: "查看店家清單",
    Right.SEE_CONTACTS: "查看聯絡資料",
    Right.CHANGE: "登錄或匯入資料",
    Right.UNDO: "復原異動",
    Right.SUBMIT: "送出填報",
    Right.CONFIRM: "核定或退回填報",
    Right.ORDER: "公告停業或復業",
    Right.READ_MEETINGS: "查看會議資料",
    Right.STEER: "管理方案、填報與會議",
    Right.ADMINISTER: "管理系統",
}


class NotAllowed(Refusal):
    """The asker's role does not carry the right."""

    template = "「{name}」的身分不能{what}；請改用有權限的帳號，例如系統管理員。"


class OnlyLooking(NotAllowed):
    """An administrator who looks through another role's eyes tried to change something."""

    template = "目前以其他身分檢視（唯讀），不能{what}；請先結束檢視，例如到「我的帳號」按「結束檢視」。"


@dataclass(frozen=True, slots=True)
class Who:
    """The person asking; `name` is what the record of a change says.

    `user` is the account behind a session, None for the command line and the public. A deputy acts with
    the role and `agency` (ids) of the one replaced, and is `user` still. `looking` marks an administrator
    who sees what another role sees, and can change nothing meanwhile.
    """

    name: str
    role: Role
    user: int | None = None
    agency: int | None = None
    looking: bool = False

    def extent(self, right: Right) -> Extent:
        """How far a right reaches; a right nobody listed reaches nowhere."""
        if self.looking and right not in READING:
            return Extent.NOWHERE
        return _EXTENTS.get(right, {}).get(self.role, Extent.NOWHERE)

    def may(self, right: Right) -> bool:
        """Whether this role carries a right at all; over which venues, `services.reach` says."""
        return self.extent(right) is not Extent.NOWHERE

    def must(self, right: Right) -> None:
        """Refuse with `NotAllowed` where the role does not carry the right."""
        if not self.may(right):
            refusal = OnlyLooking if self.looking and right not in READING else NotAllowed
            raise refusal(name=self.name, what=_IN_CHINESE.get(right, right.value))

    def must_everywhere(self, right: Right) -> None:
        """Refuse where the role does not carry the right over the whole city."""
        if self.extent(right) is not Extent.CITY:
            self.must(right)
            raise NotAllowed(name=self.name, what=_IN_CHINESE.get(right, right.value))
