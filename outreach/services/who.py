"""Who is asking, and what they may do; every service takes a `Who` and fails closed."""

from __future__ import annotations

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

    SEE_FIGURES = "see_figures"
    SEE_VENUES = "see_venues"
    SEE_CONTACTS = "see_contacts"
    IMPORT = "import"
    ORDER = "order"
    UNDO = "undo"
    ADMINISTER = "administer"


_STAFF = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
#: Rights over the whole city. Officers' and approvers' rights end at their own agency.
_HOLDERS: dict[Right, frozenset[Role]] = {
    Right.SEE_FIGURES: _STAFF,
    Right.SEE_VENUES: _STAFF,
    Right.SEE_CONTACTS: _STAFF,
    Right.IMPORT: frozenset({Role.ADMINISTRATOR}),
    Right.ORDER: _STAFF,
    Right.UNDO: frozenset({Role.ADMINISTRATOR}),
    Right.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}
_IN_CHINESE: dict[Right, str] = {
    Right.SEE_FIGURES: "查看全市統計",
    Right.SEE_VENUES: "查看店家清單",
    Right.SEE_CONTACTS: "查看聯絡資料",
    Right.IMPORT: "匯入資料",
    Right.ORDER: "公告停業或復業",
    Right.UNDO: "復原異動",
    Right.ADMINISTER: "系統管理",
}


class NotAllowed(Refusal):
    """The asker's role does not carry the right."""

    template = "「{name}」的身分不能{what}；請改用有權限的帳號，例如系統管理員。"


@dataclass(frozen=True, slots=True)
class Who:
    """The person asking; `name` is what the record of a change says.

    `user` is the account behind a session, None for the command line and the public. A deputy acts with
    the role and `agency` (ids) of the one replaced, and is `user` still.
    """

    name: str
    role: Role
    user: int | None = None
    agency: int | None = None

    def may(self, right: Right) -> bool:
        """Whether this role carries a right; a right nobody listed is nobody's."""
        return self.role in _HOLDERS.get(right, frozenset())

    def must(self, right: Right) -> None:
        """Refuse with `NotAllowed` where the role does not carry the right."""
        if not self.may(right):
            raise NotAllowed(name=self.name, what=_IN_CHINESE.get(right, right.value))
